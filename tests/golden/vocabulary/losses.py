#!/usr/bin/env python3
"""Makes losses.json."""

import math

import torch
import torch.nn.functional as F

from suite import Suite, exactly, integers, reals

inf, nan = math.inf, math.nan

suite = Suite(__file__)
y, t = reals(3, 4), reals(3, 4)
suite.case("mean_squared_error", F.mse_loss, y, t)
suite.case("half_sum_squared_error", lambda y, t: 0.5 * ((y - t) ** 2).sum(), y, t)
suite.case("mean_absolute_error", F.l1_loss, y, t)
suite.case("mean_absolute_error of equals", F.l1_loss, exactly([1.0, 2.0, 3.0]), exactly([1.0, 0.0, 5.0]))
errors, zeros = exactly([0.0, 0.3, -0.3, 0.5, 1.0, -1.0, 2.0, -1000.0]), exactly([0.0] * 8)
suite.case("smooth_l1", F.smooth_l1_loss, errors, zeros)
suite.case("smooth_l1 0.5", lambda y, t: F.smooth_l1_loss(y, t, beta=0.5), errors, zeros)
suite.case("huber", F.huber_loss, errors, zeros)
suite.case("huber 0.5", lambda y, t: F.huber_loss(y, t, delta=0.5), errors, zeros)

p, binary = exactly([0.0, 1.0, 0.3, 0.9, 0.5]), exactly([0.0, 1.0, 1.0, 0.0, 0.25])
suite.case("binary_cross_entropy", F.binary_cross_entropy, p, binary)
suite.case("binary_cross_entropy of the wrong", F.binary_cross_entropy, p, 1 - binary, gradient=False)  # 1e-12 as float
suite.case("binary_cross_entropy beyond numbers", F.binary_cross_entropy_with_logits, exactly([inf, -inf, inf, 1.0]),
           exactly([1.0, 0.0, 0.0, 1.0]), gradient=False)
logits = exactly([1000.0, -1000.0, 1000.0, -1000.0, 0.0, 2.0, -0.5])
suite.case("binary_cross_entropy_with_logits", F.binary_cross_entropy_with_logits, logits,
           exactly([1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.25]))

labels = integers(3, high=4)
large = exactly([[1000.0, 1001.0, 999.5, -1000.0], [-1000.0, -1000.5, -999.0, -999.0], [0.0, 1000.0, -1000.0, 5.0]])
one_hot, probabilities = F.one_hot(labels, 4).double(), torch.softmax(reals(3, 4), 1)
for name, x in (("", y), (" of large logits", large)):
    suite.case("softmax_cross_entropy" + name, F.cross_entropy, x, labels)
    suite.case("softmax_cross_entropy on one-hot" + name, F.cross_entropy, x, one_hot)
    suite.case("softmax_cross_entropy on probabilities" + name, F.cross_entropy, x, probabilities)
suite.case("nll_loss", F.nll_loss, F.log_softmax(y, 1), labels)
suite.case("cross_entropy_of_probabilities on labels", lambda y, t: F.nll_loss((y + 1e-7).log(), t), probabilities,
           labels)
suite.case("cross_entropy_of_probabilities", lambda y, t: -(t * (y + 1e-7).log()).sum(1).mean(),
           torch.tensor([[0.0, 1.0, 0.25], [0.1, 0.2, 0.7]], dtype=torch.float64),
           torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.5, 0.5]], dtype=torch.float64))
wrong = torch.tensor([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]], dtype=torch.float64)
suite.case("cross_entropy_of_probabilities of the wrong", lambda y, t: F.nll_loss((y + 1e-7).log(), t), wrong,
           exactly([1, 2]))
beyond = exactly([[inf, 0.0, 1.0], [-inf, 0.0, 1.0], [nan, 0.0, 1.0], [-inf, -inf, -inf]])
suite.case("softmax_cross_entropy beyond numbers", lambda x, t: F.cross_entropy(x, t, reduction="none").sum(),
           beyond[1:2], exactly([2]))
suite.case("softmax_cross_entropy that is none", F.cross_entropy, beyond, exactly([1, 0, 1, 2]), gradient=False)
suite.case("softmax_cross_entropy of one class", F.cross_entropy, reals(3, 1), exactly([0, 0, 0]))
suite.case("softmax_cross_entropy of one row", F.cross_entropy, reals(1, 4), exactly([2]))
largest = exactly([[0.0, 2.0, 2.0, -1.0], [inf, 0.0, nan, 1.0], [-inf, -inf, -inf, -inf], [1.0, 0.0, 3.0, 2.0]])
suite.case("accuracy", lambda x, t: (x.argmax(1) == t).to(x.dtype).mean(), largest, exactly([1, 2, 0, 3]))
suite.case("log rmse", lambda p, t: F.mse_loss(p.clamp_min(1).log(), t.log()).sqrt(), exactly([3.0, 0.5, 7.0]),
           exactly([2.0, 4.0, 6.0]))

if __name__ == "__main__":
    suite.write()
