#!/usr/bin/env python3
"""Makes arithmetic.json: + - * /, powers and extremes, broadcast, of ints and at the edges."""

import torch

from suite import EACH_EDGE, WITH_EACH, Suite, exactly, reals

suite = Suite(__file__)
ints = exactly([3, -2, 0, 7, -7, 1]), exactly([2, 5, -3, 7, 2, 0])
for name in ("add", "subtract", "multiply", "divide", "maximum", "minimum"):
    suite.broadcasts(name, getattr(torch, name), reals, lambda *shape: reals(*shape, low=0.5))
    suite.case(name + " at the edges", getattr(torch, name), EACH_EDGE, WITH_EACH)
    if name != "divide":
        suite.case(name + " of ints", getattr(torch, name), *ints)
# Towards 0, as in C; by 0 it is 0.
suite.case("divide of ints", lambda a, b: torch.where(b == 0, 0,
                                                      torch.div(a, torch.where(b == 0, 1, b),
                                                                rounding_mode="trunc")), *ints)
suite.broadcasts("pow", torch.pow, lambda *shape: reals(*shape, low=0.5))
# The gradients of PyTorch's pow beyond the numbers follow no rule.
suite.case("pow at the edges", torch.pow, EACH_EDGE, WITH_EACH, gradient=False)
suite.case("pow of ints", torch.pow, exactly([3, -2, 0, 7, -7, 1]), exactly([2, 5, 3, 0, 1, 9]))

if __name__ == "__main__":
    suite.write()
