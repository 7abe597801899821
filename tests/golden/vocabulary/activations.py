#!/usr/bin/env python3
"""Makes activations.json."""

import math

import torch
import torch.nn.functional as F

from suite import HUGE, TINY, Suite, exactly, reals

inf, nan = math.inf, math.nan

suite = Suite(__file__)
around = exactly([0.0, -0.0, 1e-3, 0.5, -0.5, 2.0, -2.0, 30.0, -30.0, 1000.0, -1000.0, HUGE, -HUGE, TINY, -TINY, inf,
                  -inf, nan])
for name, function in (
        ("relu", F.relu), ("leaky_relu", F.leaky_relu), ("leaky_relu 0.2", lambda x: F.leaky_relu(x, 0.2)),
        ("silu", F.silu), ("swish", F.silu), ("softplus", lambda x: -F.logsigmoid(-x)),
        ("gelu_tanh", lambda x: F.gelu(x, approximate="tanh")), ("mish", F.mish), ("softsign", F.softsign),
        ("log_sigmoid", F.logsigmoid)):
    suite.case(name, function, around)
# PyTorch's gelu of infinity is one in double and none in float.
suite.case("gelu", F.gelu, around[:-3])
suite.case("gelu beyond numbers", lambda x: x * 0.5 * (1 + torch.erf(x * math.sqrt(0.5))), around[-3:], central=False)
for name, function in (("elu", F.elu), ("elu 0.5", lambda x: F.elu(x, 0.5)), ("selu", F.selu)):
    suite.case(name, function, around[:-1])
    # In PyTorch the gradient where x is not a number is that of large x.
    suite.case(name + " of what is no number", function, around[-1:], gradient=False)
bounds = exactly([-3.0, 3.0, 0.0, 6.0, -1.0, 1.0, 0.5, 10.0, -10.0, HUGE, -HUGE, inf, -inf, nan])
# PyTorch divides by 6 in float here, and clamp, unlike hardtanh, has no gradient where x is not a number.
for name, function in (("hard_tanh", lambda x: x.clamp(-1, 1)), ("relu6", lambda x: x.clamp(0, 6)),
                       ("hard_sigmoid", lambda x: (x + 3).clamp(0, 6) / 6)):
    suite.case(name, function, bounds)
suite.case("prelu", F.prelu, exactly([[0.0, 2.0, -3.0], [1.0, -0.5, -2.0]]), exactly([0.25]))
suite.case("prelu of channels", F.prelu, reals(2, 3), exactly([0.25, 0.5, -1.0]))
suite.case("prelu of a number", lambda x, a: torch.where(x > 0, x, a * x), reals(2, 3), exactly(0.25))
suite.case("prelu of channels of images", F.prelu, reals(2, 3, 2, 2), exactly([0.25, 0.5, -1.0]))
suite.case("prelu at the edges", F.prelu, around.reshape(9, 2), exactly([0.25, -2.0]), central=False)
suite.case("prelu as a layer", lambda x, a: torch.where(x > 0, x, a * x), reals(2, 3), exactly(0.25))
suite.case("prelu of channels as a layer", F.prelu, reals(2, 3, 2, 2), reals(3))
for name, function in (("relu", F.relu), ("gelu", F.gelu), ("softplus", lambda x: -F.logsigmoid(-x)), ("elu", F.elu),
                       ("softsign", F.softsign)):
    suite.case(name + " of a scalar", function, exactly(-0.75))

if __name__ == "__main__":
    suite.write()
