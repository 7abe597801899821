#!/usr/bin/env python3
"""Makes tensor_<part>.json and tensor_by_value.json with PyTorch: the listings of the course on tensors (6.3 to 6.9),
with the numbers of models/tensors where the course draws random ones. The outputs are named as those of the models."""

import numpy as np
import torch

from golden_file import tensor, write

DRAWN = [[7, 4, 5, 7, 3, 8, 5, 5, 7, 2, 3, 7, 3, 3, 8, 5, 4, 8, 8, 3, 6, 5, 2, 8],
         [4, 6, 6, 2, 8, 4, 5, 1, 4, 2, 6, 5, 4, 1, 1, 3, 3, 7, 2, 8, 4, 4, 8, 7, 6, 6, 7, 6, 3, 4,
          7, 4, 8, 1, 3, 5, 3, 7, 5, 1, 7, 2, 4, 1, 4, 6, 2, 2, 1, 2, 5, 2, 4, 4, 7, 4, 7, 4, 5, 8],
         [7, 3, 6, 1, 4, 2, 8, 4, 2, 6, 6, 6, 2, 4, 6, 5, 7, 2, 2, 4, 2, 2, 6, 4, 6, 7, 8, 7, 8, 6, 7, 4, 1, 6, 8, 5]]
X324 = torch.tensor(DRAWN[0]).reshape(3, 2, 4)
X354 = torch.tensor(DRAWN[1]).reshape(3, 5, 4)
X236 = torch.tensor(DRAWN[2]).reshape(2, 3, 6)


def creation():
    zeros = torch.zeros(2, 3)
    return {
        "scalar": torch.tensor(10),
        "list": torch.tensor([1, 2, 3]),
        "matrix": torch.tensor(np.array([[1, 2, 3], [4, 5, 6], [7, 8, 9]])),
        "of_size": torch.Tensor(3, 2, 4).zero_(),
        "of_contents": torch.Tensor([[1, 2, 3, 4], [5, 6, 7, 8]]),
        "int.of_size": torch.IntTensor(2, 3).zero_(),
        "int.converted": torch.IntTensor([1.1, 2.2, 3.6]),
        "int.also": torch.tensor([3.1, 2.2, 1.6], dtype=torch.int32),
        "float.list": torch.FloatTensor([9, 8, 7]),
        "double.of_size": torch.DoubleTensor(2, 3, 1).zero_(),
        "double.list": torch.tensor([1, 2, 3], dtype=torch.float64),
        "arange.steps": torch.arange(10, 30, 2),
        "arange": torch.arange(6),
        "linspace": torch.linspace(10, 30, 5),
        "logspace": torch.logspace(1, 3, 3, 2),
        "zeros": zeros,
        "ones_like": torch.ones_like(zeros),
        "full": torch.full((2, 3), 6),
        "full_like": torch.full_like(zeros, 6),
        "eye": torch.eye(3),
        "eye.wide": torch.eye(3, 4),
    }


def types():
    whole = torch.tensor([1, 2, 3])
    return {
        "int": whole,
        "float": whole.type(torch.float32),
        "double": whole.double(),
        "int.again": whole.double().long(),
        "scalar": torch.tensor(1),
    }


def arithmetic():
    drawn = torch.tensor([[7, 4, 5], [7, 3, 8]])
    whole = torch.tensor([1, 2, 3])
    x = torch.tensor([1.0, 2.0, 3.0])
    square = torch.tensor([[1, 2], [3, 4]])
    wide = torch.tensor([[1, 2, 3], [4, 5, 6]])
    tall = torch.tensor([[1, 2], [3, 4], [5, 6]])
    wides = torch.tensor([[[1, 2, 3], [4, 5, 6]], [[6, 5, 4], [3, 2, 1]]])
    talls = torch.tensor([[[1, 2], [3, 4], [5, 6]], [[6, 5], [4, 3], [2, 1]]])
    return {
        "add": drawn.add(10),
        "subtract": drawn.sub(10),
        "multiply": drawn.mul(10),
        "divide": drawn.div(10),
        "unchanged": drawn.clone(),
        "changed": drawn.add_(10),
        "negate": whole.neg(),
        "square": whole.pow(2),
        "sqrt": x.sqrt(),
        "exp.by_pow": 2.71828183**x,
        "exp": x.exp(),
        "log": x.log(),
        "hadamard": square.mul(square),
        "matmul": wide.mm(tall),
        "matmul.stacks": wides @ talls,
        "matmul.planned": X324 @ torch.tensor(DRAWN[1][:12]).reshape(3, 4, 1),
    }


def functions():
    x = X324.float()
    return {
        "x": x,
        "sum": x.sum(),
        "sum.axis_0": x.sum(dim=0),
        "mean": x.mean(),
        "mean.axis_1": x.mean(dim=1),
        "max": x.max(),
        "max.axis_2": x.max(dim=2).values,
        "max.axis_2.index": torch.from_numpy(np.argmax(x.numpy(), axis=2)),  # of equals NumPy names the first
        "argmin": torch.from_numpy(np.asarray(np.argmin(x.numpy()))),
        "std": x.std(),
        "sort": x.sort().values,
        "sort.index": x.sort(stable=True).indices,
    }


def indexing():
    x = X354
    return {
        "x": x,
        "at_0": x[0],
        "all_at_1": x[:, 1],
        "at_2_1_3": x[2, 1, 3],
        "pairs": x[[0, 1], [1, 2]],
        "grid": x[[[0], [1]], [1, 2]],
        "from_1": x[1:],
        "ranges": x[-1:, 1:4, 0:3],
        "mask.rows": (x[:, :, 0] > 5).int(),
        "mask.columns": (x[:, 1, :] > 5).int(),
        "mask.matrices": (x[:, 1, 2] > 5).int(),
        "permuted": x.permute(0, 2, 1),
    }


def shapes():
    row = torch.tensor([1, 2, 3, 4, 5])
    return {
        "transpose": X236.transpose(1, 2),
        "permute": X236.permute(2, 0, 1),
        "reshape": X354.reshape(6, 10),
        "reshape.rest": X354.reshape(3, -1),
        "view": X354.view(-1, 10),
        "view.reversed": X354.permute(2, 1, 0).contiguous().view(-1),
        "unsqueeze.0": row.unsqueeze(dim=0),
        "unsqueeze.1": row.unsqueeze(dim=1),
        "unsqueeze.last": row.unsqueeze(dim=-1),
        "squeeze": row.unsqueeze(dim=0).squeeze(),
    }


def joining():
    torch.manual_seed(42)
    a, b = torch.tensor(DRAWN[0][:20]).reshape(2, 2, 5), torch.tensor(DRAWN[0][20:] + DRAWN[1][:6]).reshape(2, 1, 5)
    c, d = torch.randint(1, 9, (3, 1, 5)), torch.randint(1, 9, (3, 1, 5))
    return {"concat": torch.cat([a, b], dim=1), "stack": torch.stack([c, d], dim=2)}


def by_value():
    x = X354
    permuted = x.permute(0, 2, 1)
    shared = torch.arange(6.0).reshape(3, 2)
    seen = shared.numpy()
    seen[:, 0] = 4
    before = shared.clone()
    copy = seen.copy()
    seen[:, 0] = -1
    drawn = [torch.manual_seed(42) and torch.rand(3), torch.manual_seed(42) and torch.rand(3), torch.rand(3)]
    return {
        "unique": X324.float().unique(),
        "chosen.rows": x[x[:, :, 0] > 5],
        "chosen.columns": permuted[x[:, 1, :] > 5],
        "chosen.columns.permuted": permuted[x[:, 1, :] > 5].permute(1, 0),
        "chosen.matrices": x[x[:, 1, 2] > 5],
        "shared": before,
        "shared.again": shared,
        "copied": torch.from_numpy(copy),
        "item": torch.tensor(torch.tensor(1).item()),
        "int64": (torch.LongTensor([1, 2, 3]) * 3000000000).double(),
        "int16": torch.tensor([1, 2, 3], dtype=torch.int16) * 15000,
        "seeded": torch.tensor([torch.equal(drawn[0], other) for other in drawn[1:]]).int(),
    }


if __name__ == "__main__":
    for part in (creation, types, arithmetic, functions, indexing, shapes, joining, by_value):
        write(f"tensor_{part.__name__}.json", __file__, {name: tensor(value) for name, value in part().items()})
