#!/usr/bin/env python3
"""Makes tensor.json: shapes, positions, products, and tensors made of nothing."""

import math

import torch

from suite import HUGE, Suite, exactly, integers, reals

inf, nan = math.inf, math.nan

suite = Suite(__file__)
suite.case("permute", lambda x: x.permute(2, 0, 1), reals(2, 3, 4))
suite.case("transpose", lambda x: x.mT, reals(2, 3, 4))
suite.case("transpose the batch", lambda x: x.transpose(0, -1), reals(2, 3, 4))
suite.case("reshape the rest", lambda x: x.reshape(2, -1, 2), reals(2, 3, 4))
suite.case("flatten", lambda x: x.flatten(1), reals(2, 3, 4))
suite.case("unsqueeze", lambda x: x.unsqueeze(0), reals(2, 3))
suite.case("unsqueeze the end", lambda x: x.unsqueeze(-1), reals(2, 3))
suite.case("squeeze", lambda x: x.squeeze(1), reals(2, 1, 3))
suite.case("broadcast_to", lambda x: x.broadcast_to(3, 2, 4), reals(2, 1))
suite.case("broadcast_to matrix", lambda x: x.broadcast_to(2, 3), reals(3))
suite.case("slice", lambda x: x[:, 1:-1:2], reals(2, 7))
suite.case("slice to the end", lambda x: x[-3:], reals(5, 2))
suite.case("flip", lambda x: x.flip(-1), reals(2, 3, 4))
suite.case("select", lambda x: x.select(1, -1), reals(2, 3, 4))
suite.case("chunk", lambda x: x.chunk(3, 1), reals(2, 6))
suite.case("concat", lambda a, b, c: torch.cat((a, b, c), -1), reals(2, 3), reals(2, 2), reals(2, 1))
suite.case("concat rows", lambda a, b: torch.cat((a, b)), reals(2, 3), reals(1, 3))
suite.case("stack", lambda a, b: torch.stack((a, b, a), 1), reals(2, 3), reals(2, 3))
suite.case("embedding", lambda w, i: torch.nn.functional.embedding(i, w), reals(5, 3), integers(2, 4))
suite.case("take", lambda x, i: x.index_select(1, i), reals(2, 5), exactly([3, 0, 3]))
suite.case("take listed", lambda x: x[:, [0, 4, 4]], reals(2, 5))
suite.case("gather", lambda x, i: x.gather(1, i), reals(2, 5), integers(2, 4))

suite.case("matmul one matrix", torch.matmul, reals(2, 3, 4), reals(4, 2))
suite.case("matmul stacks", torch.matmul, reals(2, 3, 4), reals(2, 4, 2))
suite.case("matmul broadcast", torch.matmul, reals(2, 1, 3, 4), reals(5, 4, 2))
suite.case("matmul stack on the right", torch.matmul, reals(3, 2), reals(2, 2, 4))

suite.case("tril", torch.tril, reals(2, 3, 4))
suite.case("triu", lambda x: x.triu(-1), reals(4, 3))
suite.case("dot", torch.dot, reals(4), reals(4))
suite.case("outer", torch.outer, reals(4), reals(3))
suite.case("full_like", lambda x: x * torch.full_like(x, 2.5) + 1, reals(2, 3))

suite.case("flip twice", lambda x: x.flip(1).flip(-1), reals(2, 3, 4))
suite.case("slice steps", lambda x: x[:, 1::3], reals(2, 8))
suite.case("slice one", lambda x: x[:, -1:], reals(2, 3))
suite.case("select rows", lambda x: x.select(0, 1), reals(3, 2))
suite.case("chunk rows", lambda x: x.chunk(2), reals(4, 3))
suite.case("stack in front", lambda a, b: torch.stack((a, b)), reals(2, 3), reals(2, 3))
suite.case("stack scalars", lambda a, b: torch.stack((a, b)), reals(), reals())
suite.case("broadcast_to of a scalar", lambda x: x.broadcast_to(2, 3), reals())
suite.case("broadcast_to of equal shape", lambda x: x.broadcast_to(2, 3), reals(2, 3))
suite.case("reshape to a scalar", lambda x: x.reshape(()), reals(1, 1))
suite.case("reshape of a scalar", lambda x: x.reshape(1, 1), reals())
suite.case("squeeze all but one", lambda x: x.reshape(3), reals(1, 3, 1))
suite.case("permute one", lambda x: x.permute(0), reals(3))
suite.case("take ints at an int", lambda n, i: n.index_select(1, i.reshape(1)).squeeze(1), integers(2, 4), exactly(2))
# Positions beyond the last or before the first are the nearest.
suite.case("take beyond", lambda x, i: x[:, i.clamp(0, 3)], reals(2, 4), exactly([-7, 0, 3, 99]))
suite.case("gather beyond", lambda x, i: x.gather(1, i.clamp(0, 3)), reals(2, 4), exactly([[-1, 4], [3, 0]]))
suite.case("gather rows", lambda x, i: x.gather(0, i), reals(4, 3), integers(2, 3, high=4))
suite.case("embedding of a vector", lambda w, i: torch.nn.functional.embedding(i, w), reals(5, 3), integers(2))
suite.case("elements_at", lambda x, i, j: x[i, j], reals(3, 5), exactly([0, 2, 2]), exactly([4, 1, 1]))
suite.case("elements_at, rows", lambda x, i, j: x[i, j], reals(3, 5, 2), exactly([0, 2]), exactly([4, 1]))
suite.case("elements_at, broadcast", lambda x, i, j: x[i, j], reals(3, 5, 2), exactly([[0], [2]]), exactly([4, 1, 3]))
suite.case("elements_at in three axes", lambda x, i, j, k: x[i, j, k], reals(3, 5, 2), exactly([0, 2, 2]),
           exactly([4, 1, 0]), exactly([1, 1, 0]))
suite.case("one_hot", lambda n: torch.nn.functional.one_hot(n, 5).double(), integers(4), gradient=False)
suite.case("one_hot of rows", lambda n, x: x * torch.nn.functional.one_hot(n, 3).double(), integers(2, 2, high=3),
           reals(2, 2, 3))
suite.case("one_hot beyond", lambda n: torch.tensor([[0.0, 0.0], [0.0, 1.0], [0.0, 0.0]]).double(),
           exactly([-1, 1, 2]), gradient=False)
for name, function in (("permute", lambda n: n.permute(1, 0)), ("reshape", lambda n: n.reshape(3, 2)),
                       ("slice", lambda n: n[:, 1:]),
                       ("flip", lambda n: n.flip(1)), ("broadcast_to", lambda n: n.broadcast_to(4, 2, 3)), ("tril",
                                                                                                            torch.tril)):
    suite.case(name + " of ints", function, integers(2, 3, low=-3))
suite.case("concat of ints", lambda a, b: torch.cat((a, b), 1), integers(2, 3), integers(2, 1))
suite.case("gather of ints", lambda n, i: n.gather(1, i), integers(2, 3), integers(2, 2, high=3))
suite.case("matmul of ints", torch.matmul, integers(2, 3, low=-3), integers(3, 4, low=-3))
suite.case("matmul", torch.matmul, reals(3, 4), reals(4, 2))
suite.case("matmul of one", torch.matmul, reals(1, 1), reals(1, 1))
suite.case("matmul at the edges", torch.matmul, exactly([[1.0, inf], [nan, 0.0], [HUGE, 0.0]]),
           exactly([[1.0, 0.0], [2.0, -1.0]]), central=False)
suite.case("dot at the edges", torch.dot, exactly([inf, 1.0]), exactly([0.0, 2.0]), central=False)
suite.case("tril above", lambda x: x.tril(1), reals(3, 4))
suite.case("tril below all", lambda x: x.tril(-5), reals(3, 3))
suite.case("triu of stacks", torch.triu, reals(2, 3, 4))
suite.case("tril of what is no number", torch.tril, exactly([[nan, inf], [nan, -inf]]), central=False)

f64 = torch.float64
for name, made in (
    ("full", torch.full((2, 3), 2.5, dtype=f64)),
    ("zeros and ones", torch.zeros(2, dtype=f64) + torch.ones(2, dtype=f64)),
    ("arange", torch.arange(4.0, dtype=f64)),
    ("arange with a step", torch.arange(7, -1, -2)),
    ("linspace", torch.linspace(-1, 2, 5, dtype=f64)),
    ("linspace of one", torch.linspace(3, 4, 1, dtype=f64)),
    ("linspace of two", torch.linspace(0.1, 0.7, 2, dtype=f64)),
    ("linspace down", torch.linspace(0.7, -0.1, 6, dtype=f64)),
    ("logspace", torch.logspace(-1, 2, 4, dtype=f64)),
    ("logspace by 2", torch.logspace(0, 4, 3, base=2, dtype=f64)),
    ("tensor", torch.tensor([[1, 2.5, -3], [0, 1e-7, 5]], dtype=f64)),
    ("tensor of int", torch.tensor([3, 1, -2])),
    ("eye", torch.eye(3, 4, dtype=f64)),
    ("eye of one", torch.eye(1, 1, dtype=f64)),
    ("full of a scalar", torch.tensor(2.5, dtype=f64)),
    ("ints", torch.full((2,), 3) + torch.ones(2, dtype=torch.int64)),
    ("arange from", torch.arange(0.5, 4, 1.5, dtype=f64)),
):
    suite.case(name, lambda x, made=made: x + made, reals(*made.shape))

if __name__ == "__main__":
    suite.write()
