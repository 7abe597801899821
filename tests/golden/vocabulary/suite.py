"""Collects the cases of one golden file of the vocabulary. A script beside it reads

    suite = Suite(__file__)
    suite.case("tanh", torch.tanh, reals(5))
    suite.write()

and the case of the same name in tests/vocabulary/<script>.cpp calls the function of the DSL.
"""

import math
import pathlib
import sys

import torch

sys.path.append(str(pathlib.Path(__file__).parents[1]))
import golden_file  # noqa: E402

generator = torch.Generator().manual_seed(3)  # and again after each case, so that one more does not change the others


def reals(*shape, low=-2.0, high=2.0):
    """Random values with three decimals, always the same."""
    uniform = torch.rand(shape, dtype=torch.float64, generator=generator)
    return (low + (high - low) * uniform).mul(1000).round() / 1000


def integers(*shape, low=0, high=5):
    """Random integers in low … high - 1."""
    return torch.randint(low, high, shape, generator=generator)


def exactly(values):
    """These values, as reals where one of them is."""
    made = torch.tensor(values)
    return made if made.dtype == torch.int64 else torch.tensor(values, dtype=torch.float64)


HUGE, TINY, SUBNORMAL = 2.0**100, 2.0**-100, 2.0**-140  # of float, too; the last is below its normal numbers
_EDGES = [0.0, -0.0, 1.0, -1.5, HUGE, -HUGE, TINY, math.inf, -math.inf, math.nan]
EACH_EDGE, WITH_EACH = exactly([a for a in _EDGES for _ in _EDGES]), exactly([b for _ in _EDGES for b in _EDGES])

# Every way in which the shapes of two operands meet; broadcasts.hpp has the same.
_WAYS = {"": ((2, 3), (3,)), " of equal shapes": ((2, 3), (2, 3)), " with a scalar": ((3, 1), ()),
         " of a scalar and rows": ((), (2, 3)), " of a row and rows": ((3,), (2, 3)),
         " of columns and rows": ((2, 1), (1, 3)), " of stacks": ((2, 1, 3), (4, 1)), " of scalars": ((), ()),
         " of one and one": ((1, 1), (1,))}


class Suite:
    def __init__(self, script):
        self.script, self.cases = script, {}

    def case(self, name, function, *inputs, gradient=True, central=True):
        """The function returns a tensor or a tuple of them.

        gradient: also the gradients of the reals, for random gradients of the real results. central=False: they are not
        what central differences give, as for detach. Operands a function ignores have a gradient of 0.

        Where float has other results than double, and not just fewer digits, these are "in_float".
        """
        assert name not in self.cases, name
        outputs, d_outputs, d_inputs = _run(function, inputs, None, gradient)
        made = self.cases[name] = {"inputs": _tensors(inputs), "outputs": _tensors(outputs),
                                   "d_outputs": _tensors(d_outputs),
                                   "d_inputs": d_inputs and _tensors(d_inputs), "central": central}
        y, _, d = _run(function, [x.float() if x.is_floating_point() else x for x in inputs], d_outputs, gradient)
        in_float = {"outputs": _in_float(outputs, y), "d_inputs": d and _in_float(d_inputs, d)}
        if any(x is not None for values in in_float.values() for x in values or []):
            made["in_float"] = {key: values and _tensors(values) for key, values in in_float.items()}
        generator.manual_seed(3)

    def broadcasts(self, name, function, make_a, make_b=None):
        for way, (a, b) in _WAYS.items():
            self.case(name + way, function, make_a(*a), (make_b or make_a)(*b))

    def write(self):
        golden_file.write(f"vocabulary/{pathlib.Path(self.script).stem}.json", self.script, {"cases": self.cases})


def _run(function, inputs, d_outputs, gradient):
    inputs = [x.clone().requires_grad_(gradient and x.is_floating_point()) for x in inputs]
    outputs = function(*inputs)
    outputs = list(outputs) if isinstance(outputs, tuple) else [outputs]
    outputs = [y.long() if y.dtype == torch.bool else y for y in outputs]
    d_outputs = d_outputs or [reals(*y.shape, low=0.5, high=1.5) if y.is_floating_point() else None for y in outputs]
    d_inputs = None
    if gradient and any(d is not None for d in d_outputs):
        wanted = [x for x in inputs if x.requires_grad]
        total = sum((y * d.to(y.dtype)).sum() for y, d in zip(outputs, d_outputs) if d is not None)
        made = iter(torch.autograd.grad(total, wanted, materialize_grads=True) if total.requires_grad
                    else [torch.zeros_like(x) for x in wanted])
        d_inputs = [next(made) if x.requires_grad else None for x in inputs]
    return outputs, d_outputs, d_inputs


def _in_float(wants, gots):
    """Of each tensor float's elements where these are others than double's rounded to float; None where they are nowhere."""
    return [None if want is None else _others(want, got) for want, got in zip(wants, gots)]


def _others(want, got):
    got, rounded = got.double(), want.float().double()
    unlike = (got.isnan() != rounded.isnan()) | (got.isinf() != rounded.isinf()) | ((got - rounded).abs() > 1e-3 * rounded.abs() + 1e-3)
    return torch.where(unlike, got, want.double()) if unlike.any() else None


def _tensors(values):
    return [None if x is None else golden_file.tensor(x.detach()) for x in values]
