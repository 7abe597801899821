"""Writes npy.npz and fortran.npy as NumPy writes them: python npy.py (NumPy 2.4.6).

python npy.py FILE… shows what NumPy reads in files that Lathe wrote."""

import pathlib
import sys

import numpy as np

here = pathlib.Path(__file__).parent


def write():
    values = np.arange(6).reshape(2, 3)
    np.savez_compressed(
        here / "npy.npz",
        float32=(values / 4 - 0.5).astype(np.float32),
        float64=values / 10,
        int32=(values - 3).astype(np.int32),
        int64=values * 10**10,
        uint8=(values + 250).astype(np.uint8),
        bool=values % 2 == 0,
        vector=np.array([1.5, 2.5], np.float32),
        scalar=np.float64(0.1),
        empty=np.zeros((0, 4), np.float32),
    )
    np.save(here / "fortran.npy", np.asfortranarray(np.arange(24, dtype=np.int32).reshape(2, 3, 4)))


def show(name):
    read = np.load(name)
    for key, array in read.items() if hasattr(read, "items") else [("", read)]:
        print(name, key, array.dtype, array.shape, array.flags.c_contiguous)
        print(array)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        show(name)
    if not sys.argv[1:]:
        write()
