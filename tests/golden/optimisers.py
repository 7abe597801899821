#!/usr/bin/env python3
"""Makes optimisers.json with PyTorch in float64: where its optimisers and schedules get to on f(x) = 0.05 x1^2 + x2^2
from (-7, 2), for models/optimisers, after 1, 10 and all of the steps that each takes."""

import torch
from torch.optim import SGD, Adagrad, Adam, RMSprop
from torch.optim.lr_scheduler import ExponentialLR, MultiStepLR, StepLR

from golden_file import write

RULES = {
    "sgd_0.01": (500, lambda x: SGD(x, lr=0.01), None),
    "sgd_0.1": (1000, lambda x: SGD(x, lr=0.1), None),
    "sgd_0.9": (500, lambda x: SGD(x, lr=0.9), None),
    "momentum": (500, lambda x: SGD(x, lr=0.01, momentum=0.9), None),
    "adagrad": (500, lambda x: Adagrad(x, lr=0.9), None),
    "rmsprop": (1000, lambda x: RMSprop(x, lr=0.1, alpha=0.99), None),
    "adam": (1000, lambda x: Adam(x, lr=0.1, betas=(0.9, 0.999)), None),
    "step_decay": (1000, lambda x: SGD(x, lr=0.9), lambda o: StepLR(o, step_size=20, gamma=0.7)),
    "multi_step_decay": (400, lambda x: SGD(x, lr=0.9), lambda o: MultiStepLR(o, milestones=[10, 50, 200], gamma=0.7)),
    "exponential_decay": (400, lambda x: SGD(x, lr=0.9), lambda o: ExponentialLR(o, gamma=0.99)),
}


def main():
    rules = {}
    for name, (steps, make_optimiser, make_schedule) in RULES.items():
        x = torch.tensor([-7, 2], dtype=torch.float64, requires_grad=True)
        w = torch.tensor([[0.05], [1.0]], dtype=torch.float64)
        optimiser = make_optimiser([x])
        schedule = make_schedule and make_schedule(optimiser)
        places = []
        for step in range(1, steps + 1):
            (x**2 @ w).backward()
            optimiser.step()
            optimiser.zero_grad()
            if schedule:
                schedule.step()
            if step in (1, 10, steps):
                places.append([step] + x.tolist())
        rules[name] = places
    write("optimisers.json", __file__, {"rules": rules})


if __name__ == "__main__":
    main()
