"""Convolution and pooling."""

import math

import torch.nn.functional as F
from suite import HUGE, Suite, exactly, reals

inf, nan = math.inf, math.nan

suite = Suite(__file__)
suite.case("conv2d", F.conv2d, reals(2, 3, 5, 4), reals(2, 3, 3, 2))
suite.case("conv2d, stride and padding", lambda x, w: F.conv2d(x, w, stride=2, padding=(1, 2)),
           reals(2, 2, 6, 5), reals(3, 2, 3, 3))
suite.case("conv2d, dilation", lambda x, w: F.conv2d(x, w, dilation=(2, 1), padding=1), reals(2, 1, 6, 5),
           reals(2, 1, 3, 2))
suite.case("conv2d, groups", lambda x, w: F.conv2d(x, w, groups=2, padding=1), reals(2, 4, 4, 4), reals(6, 2, 3, 3))
suite.case("conv2d, 1x1", F.conv2d, reals(2, 3, 2, 2), reals(4, 3, 1, 1))
suite.case("conv2d, whole image", F.conv2d, reals(3, 2, 3, 4), reals(2, 2, 3, 4))
suite.case("max_pool2d", lambda x: F.max_pool2d(x, 2), reals(2, 2, 5, 4))
suite.case("max_pool2d, overlapping", lambda x: F.max_pool2d(x, (3, 2), stride=(2, 1), padding=1), reals(2, 2, 6, 5))
suite.case("max_pool2d, ties", lambda x: F.max_pool2d(x, 2), exactly([[[[1.0, 1.0], [1.0, 0.0]]]]), central=False)
suite.case("max_pool2d, dilation", lambda x: F.max_pool2d(x, 2, stride=1, dilation=2), reals(1, 2, 5, 5))
suite.case("avg_pool2d", lambda x: F.avg_pool2d(x, 2), reals(2, 2, 5, 4))
suite.case("avg_pool2d, overlapping", lambda x: F.avg_pool2d(x, (3, 2), stride=(2, 1), padding=1), reals(2, 2, 6, 5))
suite.case("avg_pool2d, whole image", lambda x: F.avg_pool2d(x, (3, 4)), reals(2, 2, 3, 4))
suite.case("max_pool2d, whole image", lambda x: F.max_pool2d(x, (3, 4)), reals(2, 2, 3, 4))
suite.case("max_pool2d, 1x1", lambda x: F.max_pool2d(x, 1), reals(2, 2, 3, 4))
edges = exactly([[[[nan, 1.0, -inf, -inf], [2.0, 0.0, -inf, -inf], [inf, inf, -0.0, 0.0], [HUGE, 5.0, 0.0, -HUGE]]]])
suite.case("max_pool2d, at the edges", lambda x: F.max_pool2d(x, 2), edges, central=False)
suite.case("max_pool2d, at the edges with padding", lambda x: F.max_pool2d(x, 2, padding=1), edges, central=False)
suite.case("avg_pool2d, at the edges", lambda x: F.avg_pool2d(x, 2), edges, central=False)
suite.case("conv2d, at the edges", F.conv2d, edges, reals(1, 1, 2, 2), central=False)


def conv(**options):
    return lambda x, w, b=None: F.conv2d(x, w, b, **options)


suite.case("conv2d with bias", conv(), reals(2, 3, 5, 4), reals(2, 3, 3, 3), reals(2))
suite.case("conv2d with bias, of all options", conv(stride=(2, 1), padding=(1, 2), dilation=(1, 2), groups=2),
           reals(2, 4, 5, 4), reals(6, 2, 3, 2), reals(6))
suite.case("conv2d without bias", conv(padding=1), reals(2, 3, 3, 4), reals(2, 3, 2, 2))
suite.case("conv2d as a layer", conv(stride=2, padding=1), reals(2, 3, 5, 4), reals(4, 3, 3, 3), reals(4))
suite.case("conv2d as a layer, of all options", conv(stride=(2, 1), padding=(0, 1), dilation=(2, 1), groups=2),
           reals(2, 4, 6, 4), reals(2, 2, 2, 3), reals(2))
suite.case("conv2d as a layer without bias", conv(), reals(2, 3, 3, 4), reals(2, 3, 3, 2))


def pooled(x, w1, b1, w2, b2, w3, b3):
    x = F.max_pool2d(F.conv2d(x, w1, b1, padding=1), 2).relu()
    x = F.avg_pool2d(F.conv2d(x, w2, b2), (1, 2), stride=1, padding=(0, 1))
    return F.linear(x.flatten(1), w3.T, b3)


suite.case("layers sized by what they get", pooled, reals(2, 1, 6, 5), reals(2, 1, 3, 3), reals(2), reals(3, 2, 2, 1),
           reals(3),
           reals(18, 2), reals(2))
suite.write()
