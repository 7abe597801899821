#!/usr/bin/env python3
"""Makes elementwise.json: operations on each element, with broadcasting."""

import math

import torch

from suite import Suite, exactly, reals

inf, nan = math.inf, math.nan
edges = exactly([0.0, -0.0, 1e-300, -1e300, inf, -inf, nan, 0.75, -1.5])

suite = Suite(__file__)
for name in ("add", "subtract", "multiply", "divide"):
    suite.case(name, getattr(torch, name), reals(2, 3), reals(3, low=0.5))
suite.case("exp", torch.exp, exactly([0.0, 1.5, -2.0, 710.0, inf, -inf, nan]))
suite.case("sigmoid", torch.sigmoid, exactly([0.0, 1.5, 40.0, -700.0, -1000.0, inf, -inf, nan]))
suite.case("mean", torch.mean, reals(3, 2))

if __name__ == "__main__":
    suite.write()
