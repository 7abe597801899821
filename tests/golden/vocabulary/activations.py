#!/usr/bin/env python3
"""Makes activations.json."""

import math

import torch
import torch.nn.functional as F

from suite import Suite, exactly, reals

inf, nan = math.inf, math.nan

suite = Suite(__file__)
around = exactly([0.0, 1e-3, 0.5, -0.5, 2.0, -2.0, 30.0, -30.0, 1000.0, -1000.0])
for name, function in (
        ("relu", F.relu), ("leaky_relu", F.leaky_relu), ("leaky_relu 0.2", lambda x: F.leaky_relu(x, 0.2)),
        ("elu", F.elu), ("elu 0.5", lambda x: F.elu(x, 0.5)), ("selu", F.selu), ("silu", F.silu), ("swish", F.silu),
        ("softplus", lambda x: -F.logsigmoid(-x)), ("gelu", F.gelu),
        ("gelu_tanh", lambda x: F.gelu(x, approximate="tanh")), ("mish", F.mish), ("softsign", F.softsign),
        ("log_sigmoid", F.logsigmoid)):
    suite.case(name, function, around)
bounds = exactly([-3.0, 3.0, 0.0, 6.0, -1.0, 1.0, 0.5, 10.0, -10.0, inf, -inf, nan])
# PyTorch divides by 6 in float here, and clamp, unlike hardtanh, has no gradient where x is not a number.
for name, function in (("hard_tanh", lambda x: x.clamp(-1, 1)), ("relu6", lambda x: x.clamp(0, 6)),
                       ("hard_sigmoid", lambda x: (x + 3).clamp(0, 6) / 6)):
    suite.case(name, function, bounds)
suite.case("prelu", F.prelu, exactly([[0.0, 2.0, -3.0], [1.0, -0.5, -2.0]]), exactly([0.25]))
suite.case("prelu of channels", F.prelu, reals(2, 3), exactly([0.25, 0.5, -1.0]))

if __name__ == "__main__":
    suite.write()
