#!/usr/bin/env python3
"""Makes elementwise.json: operations on each element."""

import math

import torch

from suite import HUGE, SUBNORMAL, TINY, Suite, exactly, integers, reals

inf, nan = math.inf, math.nan

suite = Suite(__file__)
for name in ("maximum", "minimum"):
    suite.case(name + " of equals", getattr(torch, name), exactly([1.0, 2.0, 0.0]), exactly([1.0, 3.0, -0.0]))
suite.case("maximum with a number", lambda x: torch.maximum(x, torch.tensor(0.25, dtype=x.dtype)),
           exactly([0.25, 0.5, -1.0]))
suite.case("minimum of a number", lambda x: torch.minimum(x, torch.tensor(0.25, dtype=x.dtype)),
           exactly([0.25, 0.5, -1.0]))
suite.case("subtract from a number", lambda x: 2 - x, reals(3))

ints = exactly([3, -2, 0, 7, -7, 1])
for name, function in (("negate", torch.neg), ("abs", torch.abs), ("square", torch.square),
                       ("pow 3", lambda x: x**3), ("clamp", lambda x: x.clamp(-2, 3)), ("clamp_min",
                                                                                        lambda x: x.clamp_min(-2)),
                       ("clamp_max", lambda x: x.clamp_max(3))):
    suite.case(name + " of ints", function, ints)
suite.case("operators", lambda a, b: (a + b, a - b, a * b, a / b, -a, a + 2, a - 2, a * 2, a / 2, 3 + a, 3 - a, 3 * a,
                                      3 / a),
           reals(2, 3), reals(3, low=0.5))

around = [0.0, -0.0, 0.3, -0.3, 1.5, -2.5, 40.0, -40.0, 800.0, -800.0, HUGE, -HUGE, TINY, -TINY, SUBNORMAL, inf, -inf,
          nan]
for name in ("exp", "expm1", "sigmoid", "tanh", "abs", "sign", "square", "erf"):
    suite.case(name, getattr(torch, name), exactly(around))
# step has a gradient nowhere, and not-a-number stays that.
suite.case("step", lambda x: torch.where(x.isnan(), x, (x > 0).to(x.dtype)).detach(), exactly(around))
suite.case("negate", torch.neg, exactly(around))
suite.case("normal_cdf", torch.special.ndtr, exactly(around))
for name in ("floor", "ceil", "round"):
    suite.case(name, getattr(torch, name),
               exactly([0.0, -0.0, 0.5, 1.5, 2.5, -0.5, -1.5, -0.2, 1.2, 8388609.0, HUGE, -HUGE, TINY, 1e300, inf,
                        -inf, nan]))
for name in ("sin", "cos"):
    suite.case(name, getattr(torch, name),
               exactly([0.0, -0.0, 0.5, 1.5707963267948966, -3.0, 100.0, 65536.0, TINY, inf, -inf, nan]))
positive = exactly([1.0, 0.25, 2.0, 8.0, 1e-300, 1e300, HUGE, TINY, SUBNORMAL, 0.0, -0.0, -1.0, inf, -inf, nan])
for name in ("log", "log2", "log10", "sqrt", "rsqrt", "reciprocal"):
    suite.case(name, getattr(torch, name), positive)
suite.case("log1p", torch.log1p,
           exactly([0.0, -0.0, 1e-20, -1e-20, TINY, 0.5, -0.5, HUGE, 1e300, -1.0, -2.0, inf, -inf, nan]))
suite.case("exp2", torch.exp2, exactly([0.0, -0.0, 3.0, -1.5, 130.0, -140.0, 2000.0, inf, -inf, nan]))
suite.case("identity", lambda x: x * 1, reals(2, 2))
suite.case("detach", lambda x: x.detach() * x, reals(4), central=False)
scalar_functions = ("exp", "expm1", "sigmoid", "tanh", "abs", "square", "erf", "sin", "cos", "log", "log1p", "sqrt",
                    "relu")
suite.case("functions of a scalar", lambda x: tuple(getattr(torch, f)(x) for f in scalar_functions), exactly(0.75))

suite.case("pow of numbers", torch.pow, exactly([2.0, 0.5, 3.0, 1.5]), exactly([3.0, -1.0, 0.5, -2.25]))
suite.case("pow at zero", torch.pow, exactly([0.0, 0.0, 0.0, 2.0, -2.0]), exactly([2.0, 0.0, 1.0, 0.0, 2.0]))
suite.case("pow at zero of less than zero", torch.pow, exactly([0.0, 0.0]), exactly([-1.5, -1.0]), central=False)
for number in (-1, 0, 1, 2, 3, 0.5, 2.5):
    suite.case(f"pow {number}", lambda x: torch.pow(x, number), exactly([0.0, 1.5, -1.5, 4.0, inf, nan]))
suite.case("2 pow", lambda x: torch.pow(2, x), reals(4))

for name, function in (("clamp", lambda x: torch.clamp(x, -1, 2)), ("clamp_min", lambda x: torch.clamp_min(x, -1)),
                       ("clamp_max", lambda x: torch.clamp_max(x, 2))):
    suite.case(name, function, exactly([-1.0, 2.0, 0.5, 0.0, -0.0, -3.0, 3.0, HUGE, -HUGE, inf, -inf, nan]))

suite.case("where", lambda c, a, b: torch.where(c != 0, a, b), integers(3, 1, high=2), reals(3, 4), reals(4))
suite.case("where of scalars", lambda c, a, b: torch.where(c != 0, a, b), exactly(1), reals(), reals())
suite.case("where of a row, a scalar and rows", lambda c, a, b: torch.where(c != 0, a, b), integers(4, high=2),
           reals(), reals(3, 4))
suite.case("where of stacks", lambda c, a, b: torch.where(c != 0, a, b), integers(2, 1, 3, high=2), reals(4, 1),
           reals(2, 1, 1))
suite.case("where at the edges", lambda c, a, b: torch.where(c != 0, a, b), exactly([0, 1, 0, -3, 0, 1]),
           exactly([inf, inf, nan, nan, 1.0, 2.0]), exactly([1.0, nan, 2.0, inf, -inf, -inf]))
suite.case("where of a comparison", lambda a, b: torch.where(a < b, a, b * b), reals(3, 4), reals(4))
suite.case("where with a number", lambda x: torch.where(x > 0, x, -7.0), exactly([1.0, -1.0, 0.0, nan]))
suite.case("where of a number", lambda x: torch.where(x > 0, -7.0, x), exactly([1.0, -1.0, 0.0, nan]))
suite.case("where of ints", lambda c: torch.where(c != 0, c, 9), integers(6, high=3))
suite.case("sum of a comparison", lambda a, b: (a < b).to(a.dtype) * a, reals(5), reals(5))
suite.case("cast to int", lambda x: x.trunc().long(), exactly([0.0, -0.0, 0.9, -0.9, 2.5, -2.5, 1e6, -16777216.0]))
suite.case("cast of int", lambda n, x: n.double() * x, exactly([3, -2, 0]), reals(3))
suite.case("cast and back", lambda x: x * x.trunc().long().to(x.dtype), exactly([1.75, -2.25, 0.5]))
suite.case("mean", torch.mean, reals(3, 2))

if __name__ == "__main__":
    suite.write()
