#!/usr/bin/env python3
"""Makes digits_relu.json and digits_sigmoid.json with PyTorch: the first 20 training steps of the 784-50-10 net.

The batches are rows 0-99, 100-199, … of models/digits/data in file order, each pixel times float32(1/255). The
initial values come from a 32-bit linear congruential generator that runs on from parameter to parameter:

    state = 1                                              before the first parameter
    state = (1664525 * state + 1013904223) mod 2^32        for each element, row-major
    value = ((state >> 8) - 2^23) * 2^-23 * half_width     exact in float32 (half_width is a power of two)

Recorded for float32 and float64: the mean loss of each batch before its update, the Euclidean norm of every
parameter's gradient in the first step, and the norm of every parameter after the last step.
"""

import gzip
import pathlib

import numpy as np
import torch
import torch.nn.functional as F

from golden_file import write

DATA = pathlib.Path(__file__).parents[2] / "models" / "digits" / "data"
ROWS = 100
STEPS = 20
LR = 0.1
PARAMETERS = [
    {"name": "hidden.weight", "shape": [784, 50], "half_width": 2.0**-4},
    {"name": "hidden.bias", "shape": [50], "half_width": 2.0**-4},
    {"name": "output.weight", "shape": [50, 10], "half_width": 2.0**-2},
    {"name": "output.bias", "shape": [10], "half_width": 2.0**-2},
]


def read_idx(name, header_bytes):
    return np.frombuffer(gzip.decompress((DATA / name).read_bytes()), np.uint8, offset=header_bytes)


def initial_values(dtype):
    state = 1
    for parameter in PARAMETERS:
        values = []
        for _ in range(int(np.prod(parameter["shape"]))):
            state = (1664525 * state + 1013904223) % 2**32
            values.append(((state >> 8) - 2**23) * 2.0**-23 * parameter["half_width"])
        yield torch.tensor(values, dtype=dtype).reshape(parameter["shape"]).requires_grad_()


def norms(tensors):
    return {p["name"]: t.detach().double().norm().item() for p, t in zip(PARAMETERS, tensors)}


def train(activation, dtype):
    images = read_idx("train-images-idx3-ubyte.gz", 16).reshape(-1, 784)[:STEPS * ROWS].astype(np.float32)
    images = torch.from_numpy(images * np.float32(1 / 255)).to(dtype)
    labels = torch.from_numpy(read_idx("train-labels-idx1-ubyte.gz", 8)[:STEPS * ROWS].astype(np.int64))
    parameters = w1, b1, w2, b2 = list(initial_values(dtype))
    losses, first_gradients = [], None
    for image, label in zip(images.split(ROWS), labels.split(ROWS)):
        loss = F.cross_entropy(activation(image @ w1 + b1) @ w2 + b2, label)
        losses.append(loss.item())
        gradients = torch.autograd.grad(loss, parameters)
        first_gradients = first_gradients or norms(gradients)
        with torch.no_grad():
            for parameter, gradient in zip(parameters, gradients):
                parameter -= LR * gradient
    return {"losses": losses, "first_gradient_norms": first_gradients, "last_parameter_norms": norms(parameters)}


def main():
    torch.set_num_threads(1)
    for name, activation in (("relu", torch.relu), ("sigmoid", torch.sigmoid)):
        write(f"digits_{name}.json", __file__, {
            "net": f"affine(50), {name}, affine(10), mean softmax cross entropy, sgd",
            "data": "models/digits/data",
            "lr": LR,
            "rows": ROWS,
            "parameters": PARAMETERS,
            "float32": train(activation, torch.float32),
            "float64": train(activation, torch.float64),
        })


if __name__ == "__main__":
    main()
