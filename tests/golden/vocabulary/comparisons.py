#!/usr/bin/env python3
"""Makes comparisons.json: comparisons and conditions, broadcast, of ints and at the edges."""

import math
import operator

import torch

from suite import EACH_EDGE, WITH_EACH, Suite, exactly, integers

suite = Suite(__file__)
for name, function in (("less", torch.lt), ("less_equal", torch.le), ("greater", torch.gt), ("greater_equal", torch.ge),
                       ("equal", torch.eq), ("not_equal", torch.ne)):
    suite.broadcasts(name, function, lambda *shape: integers(*shape, high=3).double())
    suite.case(name + " at the edges", function, EACH_EDGE, WITH_EACH)
    suite.case(name + " of ints", function, integers(2, 3), integers(3))
    suite.case(name + " with a number", lambda x: function(x, 0.5), exactly([0.5, 1.0, -1.0]))
for name in ("logical_and", "logical_or"):
    suite.broadcasts(name, getattr(torch, name), lambda *shape: integers(*shape, high=2))
    suite.case(name + " of any ints", getattr(torch, name), integers(3, 4, low=-2, high=3), integers(4, high=3))
suite.case("logical_not", torch.logical_not, integers(6, low=-1, high=3))
symbols = (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne)
suite.case("operators", lambda a,
           b: tuple(f(a, b) for f in symbols) + tuple(f(a, 1) for f in symbols) + tuple(f(1, a) for f in symbols),
           exactly([1.0, 2.0, 0.0, math.nan, math.inf]), exactly([2.0, 2.0, -1.0, 1.0, math.inf]))

if __name__ == "__main__":
    suite.write()
