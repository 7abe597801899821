"""Convolution and pooling."""

import torch.nn.functional as F
from suite import Suite, exactly, reals

suite = Suite(__file__)
suite.case("conv2d", F.conv2d, reals(2, 3, 5, 4), reals(2, 3, 3, 2))
suite.case("conv2d, stride and padding", lambda x, w: F.conv2d(x, w, stride=2, padding=(1, 2)),
           reals(2, 2, 6, 5), reals(3, 2, 3, 3))
suite.case("conv2d, dilation", lambda x, w: F.conv2d(x, w, dilation=(2, 1), padding=1), reals(2, 1, 6, 5), reals(2, 1, 3, 2))
suite.case("conv2d, groups", lambda x, w: F.conv2d(x, w, groups=2, padding=1), reals(2, 4, 4, 4), reals(6, 2, 3, 3))
suite.case("conv2d, 1x1", F.conv2d, reals(2, 3, 2, 2), reals(4, 3, 1, 1))
suite.case("conv2d, whole image", F.conv2d, reals(3, 2, 3, 4), reals(2, 2, 3, 4))
suite.case("max_pool2d", lambda x: F.max_pool2d(x, 2), reals(2, 2, 5, 4))
suite.case("max_pool2d, overlapping", lambda x: F.max_pool2d(x, (3, 2), stride=(2, 1), padding=1), reals(2, 2, 6, 5))
suite.case("max_pool2d, ties", lambda x: F.max_pool2d(x, 2), exactly([[[[1.0, 1.0], [1.0, 0.0]]]]), central=False)
suite.case("max_pool2d, dilation", lambda x: F.max_pool2d(x, 2, stride=1, dilation=2), reals(1, 2, 5, 5))
suite.case("avg_pool2d", lambda x: F.avg_pool2d(x, 2), reals(2, 2, 5, 4))
suite.case("avg_pool2d, overlapping", lambda x: F.avg_pool2d(x, (3, 2), stride=(2, 1), padding=1), reals(2, 2, 6, 5))
suite.write()
