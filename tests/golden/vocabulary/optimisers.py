"""50 steps of every optimiser with every schedule: on f(x) = 0.05 x1^2 + x2^2 from (-7, 2), and on a small net.

Rates are scheduled per step. Where PyTorch has no such optimiser, the update rule is written out here.
"""

import pathlib
import sys

import torch

sys.path.append(str(pathlib.Path(__file__).parents[1]))
import golden_file  # noqa: E402

KEPT = [1, 2, 3, 5, 10, 11, 20, 30, 40, 50]


class Written(torch.optim.Optimizer):
    """An optimiser given as a function of parameter, gradient, state and rate."""

    def __init__(self, parameters, rule, lr):
        super().__init__(parameters, {"lr": lr})
        self.rule = rule

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                self.rule(p, p.grad, self.state[p], group["lr"])


def classical_momentum(p, g, state, lr):
    v = state.setdefault("v", torch.zeros_like(p))
    v.mul_(0.9).sub_(lr * g)
    p.add_(v)


def classical_nesterov(p, g, state, lr):
    v = state.setdefault("v", torch.zeros_like(p))
    v.mul_(0.9).sub_(lr * g)
    p.add_(0.9 * v - lr * g)


def taught_adagrad(p, g, state, lr):
    h = state.setdefault("h", torch.zeros_like(p))
    h.add_(g * g)
    p.sub_(lr * g / (h.sqrt() + 1e-7))


O = torch.optim
OPTIMISERS = {
    "sgd": lambda p: O.SGD(p, lr=0.3),
    "sgd with weight decay": lambda p: O.SGD(p, lr=0.3, weight_decay=0.1),
    "sgd with momentum": lambda p: O.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01),
    "sgd with nesterov": lambda p: O.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "momentum": lambda p: Written(p, classical_momentum, 0.1),
    "nesterov": lambda p: Written(p, classical_nesterov, 0.1),
    "adagrad": lambda p: O.Adagrad(p, lr=0.7),
    "adagrad as taught": lambda p: Written(p, taught_adagrad, 0.7),
    "rmsprop": lambda p: O.RMSprop(p, lr=0.1, alpha=0.9),
    "adam": lambda p: O.Adam(p, lr=0.3, betas=(0.8, 0.99)),
    "adam with weight decay": lambda p: O.Adam(p, lr=0.3, weight_decay=0.1),
    "adamw": lambda p: O.AdamW(p, lr=0.3, weight_decay=0.1),
}
S = O.lr_scheduler
SCHEDULES = {
    "constant": lambda o: None,
    "step": lambda o: S.StepLR(o, step_size=10, gamma=0.7),
    "multi-step": lambda o: S.MultiStepLR(o, milestones=[10, 11, 30], gamma=0.7),
    "exponential": lambda o: S.ExponentialLR(o, gamma=0.95),
    "cosine": lambda o: S.CosineAnnealingLR(o, T_max=50, eta_min=0.01),
    "warm-up": lambda o: S.LinearLR(o, start_factor=0.1, total_iters=20),
}


def run(start, loss_of, optimiser, schedule, before_step=lambda parameters: None):
    parameters = [p.clone().requires_grad_() for p in start]
    optimiser = OPTIMISERS[optimiser](parameters)
    scheduler = SCHEDULES[schedule](optimiser)
    kept = []
    for step in range(1, 51):
        optimiser.zero_grad()
        loss_of(*parameters).backward()
        before_step(parameters)
        optimiser.step()
        if scheduler:
            scheduler.step()
        if step in KEPT:
            kept.append([x for p in parameters for x in p.flatten().tolist()])
    return kept


def quadratic(x):
    return 0.05 * x[0] ** 2 + x[1] ** 2


generator = torch.Generator().manual_seed(5)
reals = lambda *shape: (torch.rand(shape, dtype=torch.float64, generator=generator) * 2000).round() / 1000 - 1
NET = {"w1": reals(3, 4), "b1": reals(4), "w2": reals(4, 2), "b2": reals(2)}
DATA = {"x": reals(5, 3), "t": reals(5, 2)}


def net(w1, b1, w2, b2):
    y = torch.sigmoid(DATA["x"] @ w1 + b1) @ w2 + b2
    return ((y - DATA["t"]) ** 2).mean()


def main():
    start = [torch.tensor([-7.0, 2.0], dtype=torch.float64)]
    names = [(o, s) for o in OPTIMISERS for s in SCHEDULES]
    clip_norm = lambda parameters: torch.nn.utils.clip_grad_norm_(parameters, 0.2)
    clip_value = lambda parameters: torch.nn.utils.clip_grad_value_(parameters, 0.05)
    weights = list(NET.values())
    golden_file.write("vocabulary/optimisers.json", __file__, {
        "steps": KEPT,
        "net": {name: golden_file.tensor(v) for name, v in (NET | DATA).items()},
        "quadratic": {f"{o}, {s}": run(start, quadratic, o, s) for o, s in names},
        "small net": {f"{o}, {s}": run(weights, net, o, s)[-1:] for o, s in names},
        "clipped": {"by norm": run(weights, net, "adam", "constant", clip_norm)[-1:],
                    "by value": run(weights, net, "sgd", "constant", clip_value)[-1:]},
    })


if __name__ == "__main__":
    main()
