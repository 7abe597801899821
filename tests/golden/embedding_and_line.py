#!/usr/bin/env python3
"""Makes linear_regression.json and word_embedding.json with PyTorch: the first 20 losses of these models, from weights
and batches that a generator gives which both sides have: see the test."""

import torch

from golden_file import write


class Generator:
    """Knuth's linear congruential generator, in [-1, 1) or below n."""

    def __init__(self):
        self.state = 1

    def next(self):
        self.state = (1664525 * self.state + 1013904223) % 2**32
        return self.state >> 8

    def real(self):
        return (self.next() - 8388608) / 8388608

    def reals(self, *shape):
        count = torch.Size(shape).numel()
        return torch.tensor([self.real() for _ in range(count)], dtype=torch.float64).reshape(shape)

    def below(self, n, *shape):
        count = torch.Size(shape).numel()
        return torch.tensor([self.next() % n for _ in range(count)]).reshape(shape)


def losses(optimiser, loss_of_step):
    result = []
    for _ in range(20):
        optimiser.zero_grad()
        loss = loss_of_step()
        loss.backward()
        optimiser.step()
        result.append(loss.item())
    return result


def linear_regression():
    draw = Generator()
    weight, bias = draw.reals(1, 1).requires_grad_(), draw.reals(1).requires_grad_()

    def step():
        x = draw.reals(10, 1)
        y = 2.5 * x + 5.2 + 0.1 * draw.reals(10, 1)
        return torch.nn.functional.mse_loss(x @ weight + bias, y)

    write("linear_regression.json", __file__,
          {"losses": losses(torch.optim.SGD([weight, bias], lr=1e-3), step)})


def word_embedding(words=799, width=32):
    draw = Generator()
    embed, weight, bias = (0.1 * draw.reals(*shape) for shape in ((words, width), (width, words), (words,)))
    parameters = [p.requires_grad_() for p in (embed, weight, bias)]

    def step():
        window = draw.below(words, 100, 5)
        scores = embed[window[:, 2]] @ weight + bias
        return sum(torch.nn.functional.cross_entropy(scores, window[:, k]) for k in (0, 1, 3, 4)) / 4

    write("word_embedding.json", __file__, {"losses": losses(torch.optim.Adam(parameters, lr=0.003), step)})


if __name__ == "__main__":
    linear_regression()
    word_embedding()
