#!/usr/bin/env python3
"""Makes tensor.json: operations on shapes, positions and axes."""

import math

import torch

from suite import Suite, exactly, integers, reals

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

suite.case("sum keepdim", lambda x: x.sum(1, keepdim=True), reals(2, 3, 4))
suite.case("mean of axes", lambda x: x.mean((1, -1)), reals(2, 3, 4))
suite.case("mean over the batch", lambda x: x.mean(0, keepdim=True), reals(3, 4))
suite.case("var", lambda x: x.var(1), reals(3, 4))
suite.case("var over rows", lambda x: x.var(0, correction=0, keepdim=True), reals(3, 4))
suite.case("stddev", lambda x: x.std(1, keepdim=True), reals(3, 4))
suite.case("stddev of all", lambda x: x.std(correction=0), reals(3, 4))
ties = exactly([[1.0, 3.0, 3.0], [-2.0, -2.0, -2.0]])
suite.case("max", lambda x: x.amax(1), reals(3, 4))
suite.case("max ties", lambda x: x.amax(1, keepdim=True), ties, central=False)
suite.case("min", lambda x: x.amin(), reals(3, 4))
suite.case("min ties", lambda x: x.amin(1), -ties, central=False)
suite.case("argmax", lambda x: x.argmax(1), reals(2, 3, 4))
suite.case("argmin", lambda x: x.argmin(-1), reals(2, 3, 4))
suite.case("softmax", lambda x: x.softmax(1), reals(2, 3, 4))
suite.case("log_softmax", lambda x: x.log_softmax(-2), reals(2, 3, 4))

suite.case("matmul one matrix", torch.matmul, reals(2, 3, 4), reals(4, 2))
suite.case("matmul stacks", torch.matmul, reals(2, 3, 4), reals(2, 4, 2))
suite.case("matmul broadcast", torch.matmul, reals(2, 1, 3, 4), reals(5, 4, 2))
suite.case("matmul stack on the right", torch.matmul, reals(3, 2), reals(2, 2, 4))

unsorted = exactly([2.0, nan, -1.0, 2.0, inf, nan, 0.0, -inf, 2.0])
suite.case("sort", lambda x: x.sort().values, reals(2, 6))
suite.case("sort descending", lambda x: x.sort(0, descending=True).values, reals(4, 3))
suite.case("argsort", lambda x: x.argsort(stable=True), unsorted)
suite.case("argsort descending", lambda x: x.argsort(stable=True, descending=True), unsorted)
suite.case("topk", lambda x: x.topk(3), reals(2, 6))

suite.case("cumsum", lambda x: x.cumsum(1), reals(2, 5))
suite.case("cumsum of columns", lambda x: x.cumsum(0), reals(3, 4))
suite.case("tril", torch.tril, reals(2, 3, 4))
suite.case("triu", lambda x: x.triu(-1), reals(4, 3))
suite.case("norm", lambda x: x.norm(dim=1), reals(3, 4))
suite.case("dot", torch.dot, reals(4), reals(4))
suite.case("outer", torch.outer, reals(4), reals(3))
suite.case("full_like", lambda x: x * torch.full_like(x, 2.5) + 1, reals(2, 3))

f64 = torch.float64
for name, made in (
    ("full", torch.full((2, 3), 2.5, dtype=f64)),
    ("zeros and ones", torch.zeros(2, dtype=f64) + torch.ones(2, dtype=f64)),
    ("arange", torch.arange(4.0, dtype=f64)),
    ("arange with a step", torch.arange(7, -1, -2)),
    ("linspace", torch.linspace(-1, 2, 5, dtype=f64)),
    ("linspace of one", torch.linspace(3, 4, 1, dtype=f64)),
    ("logspace", torch.logspace(-1, 2, 4, dtype=f64)),
    ("logspace by 2", torch.logspace(0, 4, 3, base=2, dtype=f64)),
    ("tensor", torch.tensor([[1, 2.5, -3], [0, 1e-7, 5]], dtype=f64)),
    ("tensor of int", torch.tensor([3, 1, -2])),
    ("eye", torch.eye(3, 4, dtype=f64)),
):
    suite.case(name, lambda x, made=made: x + made, reals(*made.shape))

if __name__ == "__main__":
    suite.write()
