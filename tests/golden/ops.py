#!/usr/bin/env python3
"""Makes ops.json with PyTorch in float64: each op's output and gradients for small inputs.

A case has the op, its attributes, inputs, output, and for a differentiable op the gradient that comes in (d_output)
and those that go out (d_inputs, null for an input without one, such as labels).
"""

import itertools

import torch
import torch.nn.functional as F

from golden_file import tensor, write

generator = torch.Generator().manual_seed(2)


def uniform(*shape, low=-2.0, high=2.0):
    """Random values with three decimals, none nearer than 0.05 to zero, where divide is not to be tested."""
    values = (low + (high - low) * torch.rand(shape, dtype=torch.float64, generator=generator)).mul(1000).round() / 1000
    return torch.where(values.abs() < 0.05, values + 0.1, values)


def exactly(values):
    return torch.tensor(values, dtype=torch.float64)


def case(op, function, *inputs, differentiable=True, **attributes):
    inputs = [x.clone().requires_grad_(differentiable and x.is_floating_point()) for x in inputs]
    output = function(*inputs)
    result = {"op": op, "attributes": attributes, "inputs": [tensor(x.detach()) for x in inputs],
              "output": tensor(output.detach())}
    if differentiable:
        d_output = uniform(*output.shape)
        d_inputs = iter(torch.autograd.grad(output, [x for x in inputs if x.requires_grad], d_output))
        result["d_output"] = tensor(d_output)
        result["d_inputs"] = [tensor(next(d_inputs)) if x.requires_grad else None for x in inputs]
    return result


def matmul(transpose_a, transpose_b):
    a = uniform(*((4, 3) if transpose_a else (3, 4)))
    b = uniform(*((2, 4) if transpose_b else (4, 2)))
    return case("matmul", lambda a, b: (a.T if transpose_a else a) @ (b.T if transpose_b else b), a, b,
                transpose_a=transpose_a, transpose_b=transpose_b)


def reduction(op, function, axes):
    return case(op, lambda x: function(x, dim=axes), uniform(2, 3, 4), axes=axes)


def cases():
    yield case("affine", lambda x, w, b: x @ w + b, uniform(3, 4), uniform(4, 2), uniform(2))
    for transpose_a, transpose_b in itertools.product((False, True), repeat=2):
        yield matmul(transpose_a, transpose_b)

    for op, function in (("add", torch.add), ("subtract", torch.subtract), ("multiply", torch.multiply),
                         ("divide", torch.divide)):
        for left, right in (((2, 3), (2, 3)), ((2, 3), (3,)), ((2, 1), (2, 3)), ((2, 3), ()), ((2, 1), (1, 3))):
            yield case(op, function, uniform(*left), uniform(*right))

    around_zero = exactly([-1.5, -0.25, 0.0, 0.25, 1.5])
    yield case("relu", torch.relu, around_zero)
    yield case("step", lambda x: (x > 0).double(), around_zero, differentiable=False)
    yield case("sigmoid", torch.sigmoid, torch.cat([uniform(4), exactly([0.0, 40.0, -40.0, -800.0])]))
    yield case("negate", torch.neg, uniform(2, 3))
    yield case("exp", torch.exp, uniform(2, 3))
    yield case("log", torch.log, uniform(2, 3, low=0.05, high=5.0))
    yield case("sqrt", torch.sqrt, uniform(2, 3, low=0.05, high=5.0))

    large = exactly([[1000.0, 1001.0, 999.5], [-1000.0, -1000.5, -999.0]])
    for op, function in (("softmax", torch.softmax), ("log_softmax", torch.log_softmax)):
        for x in (uniform(3, 4), large):
            yield case(op, lambda x: function(x, dim=-1), x)
    labels = torch.tensor([3, 0, 2])
    yield case("softmax_cross_entropy", F.cross_entropy, uniform(3, 4), labels)
    yield case("softmax_cross_entropy", F.cross_entropy, large, labels[1:])

    for op, function in (("sum", torch.sum), ("mean", torch.mean)):
        for axes in ([0], [1], [2], [0, 2], [0, 1, 2]):
            yield reduction(op, function, axes)
    yield case("argmax", lambda x: x.argmax(dim=-1), uniform(3, 4), differentiable=False)


def main():
    write("ops.json", __file__, {"cases": list(cases())})


if __name__ == "__main__":
    main()
