#!/usr/bin/env python3
"""Makes reductions.json: sums, extremes, statistics, order and normalisation along axes."""

import math

import torch

from suite import TINY, Suite, exactly, integers, reals

inf, nan = math.inf, math.nan

suite = Suite(__file__)
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
suite.case("norm", lambda x: x.norm(dim=1), reals(3, 4))
unsorted = exactly([2.0, nan, -1.0, 2.0, inf, nan, 0.0, -inf, 2.0])
suite.case("sort", lambda x: x.sort().values, reals(2, 6))
suite.case("sort descending", lambda x: x.sort(0, descending=True).values, reals(4, 3))
suite.case("argsort", lambda x: x.argsort(stable=True), unsorted)
suite.case("argsort descending", lambda x: x.argsort(stable=True, descending=True), unsorted)
suite.case("topk", lambda x: x.topk(3), reals(2, 6))

suite.case("cumsum", lambda x: x.cumsum(1), reals(2, 5))
suite.case("cumsum of columns", lambda x: x.cumsum(0), reals(3, 4))
suite.case("sort of columns", lambda x: x.sort(0).values, reals(4, 3))
suite.case("sort with equals", lambda x: x.sort(stable=True).values, ties, central=False)
suite.case("argsort along an axis", lambda x: x.argsort(dim=1, stable=True), reals(2, 3, 4))
suite.case("topk ascending", lambda x: x.topk(2, 0, largest=False), reals(4, 3))
suite.case("topk of all", lambda x: x.topk(3), reals(2, 3))

suite.case("sum", torch.sum, reals(3, 4))
suite.case("sum of axes", lambda x: x.sum((0, 2)), reals(2, 3, 4))
suite.case("max of all", torch.amax, reals(3, 4))
suite.case("max of axes", lambda x: x.amax((1, 2)), reals(2, 3, 4))
suite.case("min of axes", lambda x: x.amin((0, 2)), reals(2, 3, 4))
suite.case("mean", torch.mean, reals(2, 3))
suite.case("var of axes", lambda x: x.var((0, 2)), reals(2, 3, 4))
suite.case("stddev over the batch", lambda x: x.std(0, correction=0), reals(3, 4))
suite.case("norm of all", torch.norm, reals(3, 4))
suite.case("argmax of columns", lambda x: x.argmax(0), reals(3, 4))
suite.case("argmax of equals", lambda x: (x.argmax(1), x.argmin(1)), ties)

one = reals(2, 1, 3)
for name, function in (("sum", lambda x: x.sum(1)), ("max", lambda x: x.amax(1)),
                       ("min", lambda x: x.amin(1, keepdim=True)),
                       ("mean", lambda x: x.mean(1)), ("var", lambda x: x.var(1, correction=0)), ("norm",
                                                                                                  lambda x: x.norm(dim=1)),
                       ("argmax", lambda x: x.argmax(1)), ("softmax", lambda x: x.softmax(1)), ("log_softmax",
                                                                                                lambda x: x.log_softmax(1)),
                       ("cumsum", lambda x: x.cumsum(1)), ("sort", lambda x: x.sort(1).values), ("argsort",
                                                                                                 lambda x: x.argsort(1)),
                       ("max_with_index", lambda x: x.max(1))):
    suite.case(name + " of one", function, one, central=name not in ("var", "norm"))
suite.case("var of one, corrected", lambda x: x.var(1), one, central=False)
suite.case("sum of a scalar", lambda x: x.sum(), exactly(1.5))
suite.case("max of a scalar", lambda x: x.amax(), exactly(1.5))

beyond = exactly([[1.0, nan, 2.0], [inf, -inf, 0.0], [nan, inf, -inf], [-inf, -inf, -inf], [inf, inf, 1.0],
                  [2.0**60, -(2.0**60), TINY],
                  [0.0, -0.0, -0.0], [nan, nan, nan]])
for name, function in (("sum", lambda x: x.sum(1)), ("mean", lambda x: x.mean(1)), ("max", lambda x: x.amax(1)),
                       ("min", lambda x: x.amin(1)), ("var", lambda x: x.var(1)), ("stddev", lambda x: x.std(1)),
                       ("norm", lambda x: x.norm(dim=1)), ("argmax", lambda x: x.argmax(1)), ("argmin",
                                                                                              lambda x: x.argmin(1)),
                       ("softmax", lambda x: x.softmax(1)), ("log_softmax", lambda x: x.log_softmax(1)),
                       ("cumsum", lambda x: x.cumsum(1)), ("sort", lambda x: x.sort(dim=1, stable=True).values),
                       ("max_with_index", lambda x: x.max(1)), ("min_with_index", lambda x: x.min(1)),
                       ("topk", lambda x: x.sort(dim=1, stable=True, descending=True).values[:, :2])):
    # PyTorch's gradient of a variance that is not a number is one sometimes.
    suite.case(name + " at the edges", function, beyond, central=False, gradient=name != "var")

suite.case("max_with_index", lambda x: x.max(1), reals(2, 3, 4))
suite.case("min_with_index", lambda x: x.min(-1), reals(2, 3, 4))
suite.case("max_with_index of equals", lambda x: x.max(1), ties, central=False)
suite.case("min_with_index of equals", lambda x: x.min(1), ties, central=False)

# Where nothing varies the gradient is 0, and not infinite.
suite.case("stddev of equals", lambda x: x.std(1), exactly([[2.0, 2.0, 2.0], [0.0, 0.0, 0.0], [1.0, 2.0, 4.0]]))
suite.case("norm of nothing", lambda x: x.norm(dim=1), exactly([[0.0, 0.0], [0.0, -0.0], [3.0, 4.0]]))

for name, function in (("sum", lambda n: n.sum(1)), ("sum of all", lambda n: n.sum()),
                       ("cumsum", lambda n: n.cumsum(1)), ("max", lambda n: n.amax(1)), ("min", lambda n: n.amin(1)),
                       ("argmax", lambda n: n.argmax(1)), ("argmin", lambda n: n.argmin(1)), ("sort",
                                                                                              lambda n: n.sort(1).values),
                       ("argsort descending", lambda n: n.argsort(dim=1, stable=True, descending=True)),
                       ("max_with_index", lambda n: n.max(1))):
    suite.case(name + " of ints", function, integers(3, 4, low=-3, high=4))

if __name__ == "__main__":
    suite.write()
