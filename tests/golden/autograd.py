#!/usr/bin/env python3
"""Makes autograd.json with PyTorch: the listings of the course on automatic differentiation (6.10) and on the losses of
regression (7.3.2), as they are but for w and b, which are 0.5 and 0.25 instead of random. The outputs are named as
those of models/autograd."""

import torch
from torch import nn, optim

from golden_file import tensor, write


def unit():
    x = torch.tensor(10.0)
    y = torch.tensor([[3.0]])
    w = torch.tensor([[0.5]], requires_grad=True)
    b = torch.tensor([[0.25]], requires_grad=True)
    loss = nn.MSELoss()(w * x + b, y)
    loss.backward()
    return {"loss": loss.detach(), "loss.w": w.grad, "loss.b": b.grad}


def detach():
    x = torch.ones(2, 2, requires_grad=True)
    u = (x * x).detach()
    (u * x).sum().backward()
    detached = x.grad.clone()
    x.grad = None
    (x * x * x).sum().backward()
    return {"detached": detached, "detached_is_u": (detached == u).int(), "whole": x.grad}


def net():
    model = nn.Linear(5, 3)
    weight = torch.tensor([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.7, 0.8, 0.9], [0.10, 1.1, 1.2], [1.3, 1.4, 1.5]])
    bias = torch.tensor([1.0, 2.0, 3.0])
    model.weight.data = weight.T.clone()
    model.bias.data = bias.clone()
    sample = torch.tensor([[1, 2, 3, 4, 5], [6, 7, 8, 9, 10]], dtype=torch.float)
    target = torch.zeros(2, 3)
    output = model(sample)
    nn.MSELoss()(output, target).backward()
    optim.SGD(model.parameters(), lr=1).step()
    error = (output.detach() - target) / 3
    return {
        "weight.updated": model.weight.data.T,
        "bias.updated": model.bias.data,
        "weight.by_hand": weight - sample.T @ error,
        "bias.by_hand": bias - error.sum(dim=0),
    }


if __name__ == "__main__":
    write("autograd.json", __file__, {name: tensor(value) for name, value in (unit() | detach() | net()).items()})
