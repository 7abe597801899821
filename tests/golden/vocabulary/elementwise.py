#!/usr/bin/env python3
"""Makes elementwise.json: operations on each element, with broadcasting."""

import math

import torch

from suite import Suite, exactly, integers, reals

inf, nan = math.inf, math.nan

suite = Suite(__file__)
for name in ("add", "subtract", "multiply", "divide", "maximum", "minimum"):
    suite.case(name, getattr(torch, name), reals(2, 3), reals(3, low=0.5))
    suite.case(name + " with a scalar", getattr(torch, name), reals(3, 1), reals())
    suite.case(name + " of columns and rows", getattr(torch, name), reals(2, 1), reals(1, 3, low=0.5))
edges = exactly([0.0, -0.0, 1.0, inf, -inf, nan, 1e308])
for name in ("maximum", "minimum"):
    suite.case(name + " at the edges", getattr(torch, name), edges, edges.flip(0).clone())
    suite.case(name + " of equals", getattr(torch, name), exactly([1.0, 2.0, 0.0]), exactly([1.0, 3.0, -0.0]))
suite.case("maximum with a number", lambda x: torch.maximum(x, torch.tensor(0.25, dtype=torch.float64)),
           exactly([0.25, 0.5, -1.0]))
suite.case("subtract from a number", lambda x: 2 - x, reals(3))

around = [0.0, -0.0, 0.3, -0.3, 1.5, -2.5, 40.0, -40.0, 800.0, -800.0, inf, -inf, nan]
for name in ("exp", "expm1", "sigmoid", "tanh", "abs", "sign", "square", "erf"):
    suite.case(name, getattr(torch, name), exactly(around))
for name in ("floor", "ceil", "round"):
    suite.case(name, getattr(torch, name), exactly([0.5, 1.5, 2.5, -0.5, -1.5, -0.2, 1.2, 1e300, inf, -inf, nan]))
for name in ("sin", "cos"):
    suite.case(name, getattr(torch, name), exactly([0.0, -0.0, 0.5, 1.5707963267948966, -3.0, 100.0, inf, nan]))
positive = exactly([1.0, 0.25, 2.0, 8.0, 1e-300, 1e300, 0.0, -1.0, inf, nan])
for name in ("log", "log2", "log10", "sqrt", "rsqrt", "reciprocal"):
    suite.case(name, getattr(torch, name), positive)
suite.case("log1p", torch.log1p, exactly([0.0, 1e-20, -1e-20, 0.5, -0.5, 1e300, -1.0, -2.0, inf, nan]))
suite.case("exp2", torch.exp2, exactly([0.0, 3.0, -1.5, 2000.0, -inf, nan]))
suite.case("identity", lambda x: x * 1, reals(2, 2))
suite.case("detach", lambda x: x.detach() * x, reals(4), central=False)

suite.case("pow", torch.pow, exactly([2.0, 0.5, 3.0, 1.5]), exactly([3.0, -1.0, 0.5, -2.25]))
suite.case("pow broadcast", torch.pow, reals(2, 3, low=0.5), reals(3))
suite.case("pow at zero", torch.pow, exactly([0.0, 0.0, 0.0, 2.0, -2.0]), exactly([2.0, 0.0, 1.0, 0.0, 2.0]))
suite.case("pow at the edges", torch.pow, exactly([inf, -inf, nan, nan, 1.0, -8.0]),
           exactly([2.0, 3.0, 0.0, 1.0, nan, 0.5]), gradient=False)
for number in (-1, 0, 1, 2, 3, 0.5, 2.5):
    suite.case(f"pow {number}", lambda x: torch.pow(x, number), exactly([0.0, 1.5, -1.5, 4.0, inf, nan]))
suite.case("2 pow", lambda x: torch.pow(2, x), reals(4))

suite.case("clamp", lambda x: torch.clamp(x, -1, 2), exactly([-1.0, 2.0, 0.5, -3.0, 3.0, inf, -inf, nan]))
suite.case("clamp_min", lambda x: torch.clamp_min(x, -1), exactly([-1.0, 2.0, -3.0, inf, -inf, nan]))
suite.case("clamp_max", lambda x: torch.clamp_max(x, 2), exactly([-1.0, 2.0, 3.0, inf, -inf, nan]))

pairs = exactly([1.0, 2.0, 0.0, nan, nan, inf, -inf]), exactly([2.0, 2.0, -0.0, nan, 1.0, inf, 3.0])
for name, function in (("less", torch.lt), ("less_equal", torch.le), ("greater", torch.gt), ("greater_equal", torch.ge),
                       ("equal", torch.eq), ("not_equal", torch.ne)):
    suite.case(name, function, *pairs)
    suite.case(name + " of ints", function, integers(2, 3), integers(3))
    suite.case(name + " with a number", lambda x: function(x, 0.5), exactly([0.5, 1.0, -1.0]))
for name in ("logical_and", "logical_or"):
    suite.case(name, getattr(torch, name), integers(3, 4, high=2), integers(4, high=3))
suite.case("logical_not", torch.logical_not, integers(6, high=3))
suite.case("where", lambda c, a, b: torch.where(c != 0, a, b), integers(3, 1, high=2), reals(3, 4), reals(4))
suite.case("where of a comparison", lambda a, b: torch.where(a < b, a, b * b), reals(3, 4), reals(4))
suite.case("where with a number", lambda x: torch.where(x > 0, x, -7.0), exactly([1.0, -1.0, 0.0, nan]))
suite.case("where of ints", lambda c: torch.where(c != 0, c, 9), integers(6, high=3))
suite.case("sum of a comparison", lambda a, b: (a < b).double() * a, reals(5), reals(5))
suite.case("mean", torch.mean, reals(3, 2))

if __name__ == "__main__":
    suite.write()
