#!/usr/bin/env python3
"""Makes data/sample_weights.safetensors: the trained 784-50-100-10 sigmoid net whose inference the model shows.

Needs PyTorch and safetensors (`pip install torch safetensors`) and the digits in models/digits/data. Each pixel is
scaled to [0, 1] by the least and the greatest value that it has in the training part (a pixel that is constant there
becomes 0); the scaling is stored with the weights, as Lathe's trainers do.
"""

import gzip
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
DIGITS = HERE.parent / "digits" / "data"
SIZES = {"hidden1": (784, 50), "hidden2": (50, 100), "output": (100, 10)}
ROWS = 100
EPOCHS = 30
SEED = 1


def read_part(part):
    """Images (N, 784) and labels (N) of "train" or "t10k"."""
    images = gzip.decompress((DIGITS / f"{part}-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((DIGITS / f"{part}-labels-idx1-ubyte.gz").read_bytes())
    images = np.frombuffer(images, np.uint8, offset=16).reshape(-1, 784).astype(np.float32)
    return torch.from_numpy(images), torch.from_numpy(np.frombuffer(labels, np.uint8, offset=8).astype(np.int64))


def logits(weights, image):
    h1 = torch.sigmoid(image @ weights["hidden1.weight"] + weights["hidden1.bias"])
    h2 = torch.sigmoid(h1 @ weights["hidden2.weight"] + weights["hidden2.bias"])
    return h2 @ weights["output.weight"] + weights["output.bias"]


def main():
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    (image, label), (test_image, test_label) = read_part("train"), read_part("t10k")
    minimum = image.min(0).values
    span = image.max(0).values - minimum
    inverse_range = torch.where(span > 0, 1 / span, 0.0)
    image, test_image = ((x - minimum) * inverse_range for x in (image, test_image))

    weights = {}
    for layer, (inputs, outputs) in SIZES.items():
        weights[f"{layer}.weight"] = (torch.randn(inputs, outputs) * inputs**-0.5).requires_grad_()
        weights[f"{layer}.bias"] = torch.zeros(outputs, requires_grad=True)
    optimizer = torch.optim.Adam(weights.values(), lr=0.003)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(image)).split(ROWS):
            optimizer.zero_grad()
            F.cross_entropy(logits(weights, image[rows]), label[rows]).backward()
            optimizer.step()

    weights = {name: value.detach() for name, value in weights.items()}
    correct = (logits(weights, test_image).argmax(1) == test_label).sum().item()
    file = HERE / "data" / "sample_weights.safetensors"
    save_file(weights | {"__scaler__.minimum": minimum, "__scaler__.inverse_range": inverse_range}, file,
              metadata={"model": "digits_inference"})
    print(f"{file}: {file.stat().st_size:,} bytes, {correct} of {len(test_label)} test images right")


if __name__ == "__main__":
    main()
