#!/usr/bin/env python3
"""Makes digits_inference.json with PyTorch in float64: what models/digits_inference says about the shipped test images.

Recorded: how many of them it gets right, the digit it sees in each of the first 100, and the probabilities of the
first 3. Needs safetensors beside PyTorch (`pip install torch safetensors`).
"""

import gzip
import pathlib

import numpy as np
import torch
from safetensors.torch import load_file

from golden_file import tensor, write

MODELS = pathlib.Path(__file__).parents[2] / "models"
DIGITS = MODELS / "digits" / "data"


def read_idx(name, header_bytes):
    return np.frombuffer(gzip.decompress((DIGITS / name).read_bytes()), np.uint8, offset=header_bytes)


def main():
    weights = load_file(MODELS / "digits_inference" / "data" / "sample_weights.safetensors")
    weights = {name: value.double() for name, value in weights.items()}
    image = torch.tensor(read_idx("t10k-images-idx3-ubyte.gz", 16).reshape(-1, 784), dtype=torch.float64)
    label = torch.tensor(read_idx("t10k-labels-idx1-ubyte.gz", 8), dtype=torch.int64)
    x = (image - weights["__scaler__.minimum"]) * weights["__scaler__.inverse_range"]
    for layer in ("hidden1", "hidden2"):
        x = torch.sigmoid(x @ weights[f"{layer}.weight"] + weights[f"{layer}.bias"])
    probability = torch.softmax(x @ weights["output.weight"] + weights["output.bias"], dim=1)
    two_best = probability.topk(2).values
    assert (two_best[:, 0] - two_best[:, 1]).min() > 1e-4, "a near tie, which float could decide otherwise"
    write("digits_inference.json", __file__, {
        "weights": "models/digits_inference/data/sample_weights.safetensors",
        "data": "models/digits/data",
        "rows": len(label),
        "correct": (probability.argmax(1) == label).sum().item(),
        "digit": probability.argmax(1)[:100].tolist(),
        "probability": tensor(probability[:3]),
    })


if __name__ == "__main__":
    main()
