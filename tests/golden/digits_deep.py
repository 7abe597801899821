#!/usr/bin/env python3
"""Makes digits_deep_*.json with PyTorch: the first 20 training steps of models/digits_deep without dropout, with each
optimiser, Adam's with batch normalisation and the others' with none; and the loss of the next batch in evaluation.
Batches and initial values as in digits_losses.py, whose generator runs on over weights and biases of the affine layers
in order.

AdaGrad and RMSprop in float64 only: their first step goes by the sign of each gradient, and what rounding does to those
near 0 makes PyTorch's own losses in float32 and float64 differ by nearly a tenth."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

from digits_losses import read_idx
from golden_file import write

ROWS, STEPS, DECAY = 100, 20, 1e-4
WIDTHS = [784, 100, 100, 100, 100, 10]


def net(batch_norm, dtype):
    """Each layer at the place that it has in the spec's sequential, where names come from."""
    layers = []
    for before, after in zip(WIDTHS, WIDTHS[1:]):
        layers += [nn.Linear(before, after)]
        if after > 10:
            layers += [nn.BatchNorm1d(after) if batch_norm else nn.Identity(), nn.ReLU(), nn.Identity()]
    model = nn.Sequential(*layers).to(dtype)
    state, parameters = 1, []
    for position, layer in enumerate(model):
        if not isinstance(layer, nn.Linear):
            continue
        half_width = 2.0**-4 if layer.in_features == 784 else 2.0**-3
        for name, shape in (("weight", (layer.in_features, layer.out_features)), ("bias", (layer.out_features,))):
            values = []
            for _ in range(int(np.prod(shape))):
                state = (1664525 * state + 1013904223) % 2**32
                values.append(((state >> 8) - 2**23) * 2.0**-23 * half_width)
            getattr(layer, name).data = torch.tensor(values, dtype=dtype).reshape(shape).t().contiguous()
            parameters.append({"name": f"{position}.{name}", "half_width": half_width})
    return model, parameters


def train(make_optimiser, batch_norm, dtype):
    images = read_idx("train-images-idx3-ubyte.gz", 16).reshape(-1, 784)[:(STEPS + 1) * ROWS].astype(np.float32)
    images = torch.from_numpy(images * np.float32(1 / 255)).to(dtype)
    labels = torch.from_numpy(read_idx("train-labels-idx1-ubyte.gz", 8)[:(STEPS + 1) * ROWS].astype(np.int64))
    model, parameters = net(batch_norm, dtype)
    optimiser = make_optimiser(model.parameters())
    losses = []
    for image, label in list(zip(images.split(ROWS), labels.split(ROWS)))[:STEPS]:
        loss = F.cross_entropy(model(image), label)
        losses.append(loss.item())
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    model.eval()
    evaluated = F.cross_entropy(model(images[-ROWS:]), labels[-ROWS:]).item()
    return parameters, {"losses": losses, "evaluated": evaluated}


def main():
    torch.set_num_threads(1)
    for name, make_optimiser, batch_norm, dtypes in (
            ("sgd", lambda p: optim.SGD(p, lr=0.1, weight_decay=DECAY), False, ("float32", "float64")),
            ("momentum", lambda p: optim.SGD(p, lr=0.01, momentum=0.9, weight_decay=DECAY), False, ("float32", "float64")),
            ("adagrad", lambda p: optim.Adagrad(p, lr=0.01, weight_decay=DECAY), False, ("float64",)),
            ("rmsprop", lambda p: optim.RMSprop(p, lr=0.001, weight_decay=DECAY), False, ("float64",)),
            ("adam", lambda p: optim.Adam(p, lr=0.001, weight_decay=DECAY), True, ("float32", "float64"))):
        results = {dtype: train(make_optimiser, batch_norm, getattr(torch, dtype)) for dtype in dtypes}
        write(f"digits_deep_{name}.json", __file__, {
            "rows": ROWS,
            "parameters": results["float64"][0],
            **{dtype: losses for dtype, (_, losses) in results.items()},
        })


if __name__ == "__main__":
    main()
