"""Collects the cases of one golden file of the vocabulary. A script beside it reads

    suite = Suite(__file__)
    suite.case("tanh", torch.tanh, reals(5))
    suite.write()

and the case of the same name in tests/vocabulary/<script>.cpp calls the function of the DSL.
"""

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


class Suite:
    def __init__(self, script):
        self.script, self.cases = script, {}

    def case(self, name, function, *inputs, gradient=True, central=True):
        """The function returns a tensor or a tuple of them.

        gradient: also the gradients of the reals, for random gradients of the real results. central=False: they are not
        what central differences give, as for detach. Operands a function ignores have a gradient of 0.
        """
        assert name not in self.cases, name
        inputs = [x.clone().requires_grad_(gradient and x.is_floating_point()) for x in inputs]
        outputs = function(*inputs)
        outputs = list(outputs) if isinstance(outputs, tuple) else [outputs]
        outputs = [y.long() if y.dtype == torch.bool else y for y in outputs]
        d_outputs = [reals(*y.shape, low=0.5, high=1.5) if y.is_floating_point() else None for y in outputs]
        d_inputs = None
        if gradient and any(d is not None for d in d_outputs):
            wanted = [x for x in inputs if x.requires_grad]
            total = sum((y * d).sum() for y, d in zip(outputs, d_outputs) if d is not None)
            made = iter(torch.autograd.grad(total, wanted, materialize_grads=True) if total.requires_grad
                        else [torch.zeros_like(x) for x in wanted])
            d_inputs = [next(made) if x.requires_grad else None for x in inputs]
        self.cases[name] = {"inputs": _tensors(inputs), "outputs": _tensors(outputs), "d_outputs": _tensors(d_outputs),
                            "d_inputs": d_inputs and _tensors(d_inputs), "central": central}
        generator.manual_seed(3)

    def write(self):
        golden_file.write(f"vocabulary/{pathlib.Path(self.script).stem}.json", self.script, {"cases": self.cases})


def _tensors(values):
    return [None if x is None else golden_file.tensor(x.detach()) for x in values]
