#!/usr/bin/env python3
"""PyTorch's test accuracies of models/digits_deep, for docs/models.md: the same net, data, scaling and numbers, ten
epochs with three seeds for each optimiser. Prints a line for each."""

import gzip
import pathlib

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

DATA = pathlib.Path(__file__).parents[1] / "models" / "digits" / "data"
WIDTHS, DROPOUT, DECAY, EPOCHS, ROWS = [784, 100, 100, 100, 100, 10], 0.2, 1e-4, 10, 100
OPTIMISERS = {
    "sgd": lambda p: optim.SGD(p, lr=0.1, weight_decay=DECAY),
    "momentum": lambda p: optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=DECAY),
    "adagrad": lambda p: optim.Adagrad(p, lr=0.01, weight_decay=DECAY),
    "rmsprop": lambda p: optim.RMSprop(p, lr=0.001, weight_decay=DECAY),
    "adam": lambda p: optim.Adam(p, lr=0.001, weight_decay=DECAY),
}


def read(part):
    images = np.frombuffer(gzip.decompress((DATA / f"{part}-images-idx3-ubyte.gz").read_bytes()), np.uint8, offset=16)
    labels = np.frombuffer(gzip.decompress((DATA / f"{part}-labels-idx1-ubyte.gz").read_bytes()), np.uint8, offset=8)
    return torch.tensor(images.reshape(-1, 784)).float(), torch.tensor(labels.astype(np.int64))


def net():
    layers = []
    for before, after in zip(WIDTHS, WIDTHS[1:]):
        layer = nn.Linear(before, after)
        nn.init.normal_(layer.weight, 0, (2 / before)**0.5)
        nn.init.zeros_(layer.bias)
        layers.append(layer)
        if after > 10:
            layers += [nn.BatchNorm1d(after), nn.ReLU(), nn.Dropout(DROPOUT)]
    return nn.Sequential(*layers)


def main():
    torch.set_num_threads(1)
    (images, labels), (test_images, test_labels) = read("train"), read("t10k")
    low, extent = images.min(0).values, images.max(0).values - images.min(0).values
    inverse = torch.where(extent > 0, 1 / extent, torch.zeros_like(extent))
    images, test_images = (images - low) * inverse, (test_images - low) * inverse
    for name, make_optimiser in OPTIMISERS.items():
        accuracies = []
        for seed in (1, 2, 3):
            torch.manual_seed(seed)
            model = net()
            optimiser = make_optimiser(model.parameters())
            for _ in range(EPOCHS):
                model.train()
                for rows in torch.randperm(len(images)).split(ROWS):
                    optimiser.zero_grad()
                    F.cross_entropy(model(images[rows]), labels[rows]).backward()
                    optimiser.step()
            model.eval()
            with torch.no_grad():
                accuracies.append((model(test_images).argmax(1) == test_labels).float().mean().item())
        print(name, *(f"{a:.4f}" for a in accuracies), flush=True)


if __name__ == "__main__":
    main()
