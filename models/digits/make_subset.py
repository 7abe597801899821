#!/usr/bin/env python3
"""Makes the shipped digits, models/digits/data/, out of the full MNIST set.

    models/digits/make_subset.py FOLDER

FOLDER holds the four original files (train-images-idx3-ubyte.gz, …). The subset keeps their names and their format:
1,600 images of each digit for training and 200 for testing, spread evenly over all images of that digit (the original
test files have the easy writers first), in the originals' order. The same input gives the same bytes.
"""

import argparse
import gzip
import pathlib
import struct
import sys

DIGITS = 10
ROWS_PER_DIGIT = {"train": 1600, "t10k": 200}


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


def stratified(labels, per_digit):
    """Row numbers, ascending: `per_digit` of each digit, evenly spaced among that digit's rows."""
    chosen = []
    for digit in range(DIGITS):
        rows = [i for i, label in enumerate(labels) if label[0] == digit]
        if len(rows) < per_digit:
            sys.exit(f"{len(rows)} images of digit {digit}, {per_digit} wanted")
        chosen += [rows[k * len(rows) // per_digit] for k in range(per_digit)]
    return sorted(chosen)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="folder with the four original .gz files")
    source = parser.parse_args().folder
    target = pathlib.Path(__file__).parent / "data"
    target.mkdir(exist_ok=True)

    for part, per_digit in ROWS_PER_DIGIT.items():
        _, labels = read_idx(source / f"{part}-labels-idx1-ubyte.gz")
        chosen = stratified(labels, per_digit)
        for name in (f"{part}-images-idx3-ubyte.gz", f"{part}-labels-idx1-ubyte.gz"):
            shape, rows = read_idx(source / name)
            write_idx(target / name, (len(chosen), *shape[1:]), [rows[i] for i in chosen])
            print(f"{target / name}: {len(chosen)} of {shape[0]} rows, {(target / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
