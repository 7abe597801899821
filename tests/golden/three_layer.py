#!/usr/bin/env python3
"""Makes three_layer.json with PyTorch: the 2-3-2-2 net with fixed weights, sigmoid in the hidden layers, identity at
the end, from Koki Saitoh, Deep Learning from Scratch, section 3.4 (there: 0.31682708, 0.69627909)."""

import torch

from golden_file import tensor, write

PARAMETERS = {
    "hidden1.weight": [[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]],
    "hidden1.bias": [0.1, 0.2, 0.3],
    "hidden2.weight": [[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]],
    "hidden2.bias": [0.1, 0.2],
    "output.weight": [[0.1, 0.3], [0.2, 0.4]],
    "output.bias": [0.1, 0.2],
}


def main():
    w1, b1, w2, b2, w3, b3 = (torch.tensor(values, dtype=torch.float64) for values in PARAMETERS.values())
    x = torch.tensor([[1.0, 0.5]], dtype=torch.float64)
    h1 = torch.sigmoid(x @ w1 + b1)
    h2 = torch.sigmoid(h1 @ w2 + b2)
    write("three_layer.json", __file__, {
        "parameters": {n: tensor(torch.tensor(v, dtype=torch.float64)) for n, v in PARAMETERS.items()},
        "input": tensor(x),
        "hidden1": tensor(h1),
        "hidden2": tensor(h2),
        "output": tensor(h2 @ w3 + b3),
    })


if __name__ == "__main__":
    main()
