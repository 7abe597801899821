#!/usr/bin/env python3
"""Makes the shipped digits, models/digits/data/, out of the full MNIST set, or another subset of that form.

    models/digits/make_subset.py FOLDER
    models/digits/make_subset.py FOLDER --to models/fashion/data --train 500 --test 100

FOLDER holds the four original files (train-images-idx3-ubyte.gz, …). The subset keeps their names and their format:
1,600 images of each class for training and 200 for testing, spread evenly over all images of that class (MNIST's test
files have the easy writers first), in the originals' order. The same input gives the same bytes.
"""

import argparse
import gzip
import pathlib
import struct
import sys

CLASSES = 10


def read_idx(file):
    """Shape and values of an IDX file of unsigned bytes, each row a bytes object."""
    content = gzip.decompress(file.read_bytes())
    zero, kind, rank = struct.unpack_from(">HBB", content)
    if (zero, kind) != (0, 8):
        sys.exit(f"{file}: not an IDX file of unsigned bytes")
    shape = struct.unpack_from(f">{rank}I", content, 4)
    values = content[4 + 4 * rank:]
    width = len(values) // shape[0]
    return shape, [values[width * i:width * (i + 1)] for i in range(shape[0])]


def write_idx(file, shape, rows):
    header = struct.pack(f">HBB{len(shape)}I", 0, 8, len(shape), *shape)
    with file.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
        packed.write(header + b"".join(rows))


def stratified(labels, per_class):
    """Row numbers, ascending: `per_class` of each class, evenly spaced among that class's rows."""
    chosen = []
    for number in range(CLASSES):
        rows = [i for i, label in enumerate(labels) if label[0] == number]
        if len(rows) < per_class:
            sys.exit(f"{len(rows)} images of class {number}, {per_class} wanted")
        chosen += [rows[k * len(rows) // per_class] for k in range(per_class)]
    return sorted(chosen)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="folder with the four original .gz files")
    parser.add_argument("--to", type=pathlib.Path, default=pathlib.Path(__file__).parent / "data", help="folder to write")
    parser.add_argument("--train", type=int, default=1600, metavar="N", help="training images of each class")
    parser.add_argument("--test", type=int, default=200, metavar="N", help="test images of each class")
    options = parser.parse_args()
    source, target = options.folder, options.to
    target.mkdir(exist_ok=True)

    for part, per_class in (("train", options.train), ("t10k", options.test)):
        _, labels = read_idx(source / f"{part}-labels-idx1-ubyte.gz")
        chosen = stratified(labels, per_class)
        for name in (f"{part}-images-idx3-ubyte.gz", f"{part}-labels-idx1-ubyte.gz"):
            shape, rows = read_idx(source / name)
            write_idx(target / name, (len(chosen), *shape[1:]), [rows[i] for i in chosen])
            print(f"{target / name}: {len(chosen)} of {shape[0]} rows, {(target / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
