"""50 steps of every optimiser with every schedule: on f(x) = 0.05 x1^2 + x2^2 from (-7, 2), and on a small net.

Rates are scheduled per step. Where PyTorch has no such optimiser, the update rule is written out here.
"""

import math
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


def momentum(p, g, state, lr):
    v = state.setdefault("v", torch.zeros_like(p))
    v.mul_(0.9).sub_(lr * g)
    p.add_(v)


def nesterov(p, g, state, lr):
    v = state.setdefault("v", torch.zeros_like(p))
    v.mul_(0.9).sub_(lr * g)
    p.add_(0.9 * v - lr * g)


def adagrad(epsilon):
    def rule(p, g, state, lr):
        h = state.setdefault("h", torch.zeros_like(p))
        h.add_(g * g)
        p.sub_(lr * g / (h.sqrt() + epsilon))

    return rule


def rmsprop(p, g, state, lr):
    h = state.setdefault("h", torch.zeros_like(p))
    h.copy_(0.99 * h + (1 - 0.99) * g**2)
    p.sub_(lr / (h.sqrt() + 1e-8) * g)


def adam(p, g, state, lr):
    v, h = state.setdefault("v", torch.zeros_like(p)), state.setdefault("h", torch.zeros_like(p))
    t = state["t"] = state.get("t", 0) + 1
    v.copy_(0.9 * v + (1 - 0.9) * g)
    h.copy_(0.999 * h + (1 - 0.999) * g**2)
    v_hat, h_hat = v / (1 - 0.9**t), h / (1 - 0.999**t)
    p.sub_(lr * v_hat / (h_hat.sqrt() + 1e-8))


def decayed(rule, decay):
    """The rule with L2 regularisation."""
    return lambda p, g, state, lr: rule(p, g + decay * p, state, lr)


O = torch.optim
OPTIMISERS = {
    "sgd": lambda p: O.SGD(p, lr=0.3),
    "sgd with weight decay": lambda p: O.SGD(p, lr=0.3, weight_decay=0.1),
    "sgd with momentum": lambda p: O.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.01),
    "sgd with nesterov": lambda p: O.SGD(p, lr=0.1, momentum=0.9, nesterov=True),
    "momentum": lambda p: Written(p, momentum, 0.1),
    "momentum with weight decay": lambda p: Written(p, decayed(momentum, 0.1), 0.1),
    "nesterov": lambda p: Written(p, nesterov, 0.1),
    "nesterov with weight decay": lambda p: Written(p, decayed(nesterov, 0.1), 0.1),
    "adagrad": lambda p: O.Adagrad(p, lr=0.7),
    "adagrad with weight decay": lambda p: O.Adagrad(p, lr=0.7, weight_decay=0.1),
    "adagrad as taught": lambda p: Written(p, adagrad(1e-7), 0.7),
    "adagrad with epsilon 1e-8": lambda p: Written(p, adagrad(1e-8), 0.7),
    "rmsprop": lambda p: O.RMSprop(p, lr=0.1, alpha=0.9),
    "rmsprop with weight decay": lambda p: O.RMSprop(p, lr=0.1, weight_decay=0.1),
    "rmsprop as taught": lambda p: Written(p, rmsprop, 0.1),
    "adam": lambda p: O.Adam(p, lr=0.3, betas=(0.8, 0.99)),
    "adam as taught": lambda p: Written(p, adam, 0.1),
    "adam with weight decay": lambda p: O.Adam(p, lr=0.3, weight_decay=0.1),
    "adamw": lambda p: O.AdamW(p, lr=0.3, weight_decay=0.1),
}
S = O.lr_scheduler
rises = lambda o: S.LinearLR(o, start_factor=0.1, total_iters=20)
SCHEDULES = {
    "constant": lambda o: [],
    "step": lambda o: [S.StepLR(o, step_size=10, gamma=0.7)],
    "multi-step": lambda o: [S.MultiStepLR(o, milestones=[10, 11, 30], gamma=0.7)],
    "exponential": lambda o: [S.ExponentialLR(o, gamma=0.95)],
    "cosine": lambda o: [S.CosineAnnealingLR(o, T_max=50, eta_min=0.01)],
    "warm-up": lambda o: [rises(o)],
    "step with warm-up": lambda o: [rises(o), S.StepLR(o, step_size=10, gamma=0.7)],
    "multi-step with warm-up": lambda o: [rises(o), S.MultiStepLR(o, milestones=[10, 11, 30], gamma=0.7)],
    "exponential with warm-up": lambda o: [rises(o), S.ExponentialLR(o, gamma=0.95)],
    "cosine with warm-up": lambda o: [rises_to_cosine(o)],
}


def rises_to_cosine(o):
    """PyTorch's two schedules do not multiply, as its cosine goes from one rate to the next."""
    lowest = 0.01 / o.param_groups[0]["lr"]
    cosine = lambda t: lowest + (1 - lowest) * (1 + math.cos(math.pi * t / 50)) / 2
    return S.LambdaLR(o, lambda t: cosine(t) * (0.1 + 0.9 * min(t / 20, 1)))


def run(start, loss_of, optimiser, schedule, before_step=lambda parameters: None):
    parameters = [p.clone().requires_grad_() for p in start]
    optimiser = OPTIMISERS[optimiser](parameters)
    schedulers = SCHEDULES[schedule](optimiser)
    kept = []
    for step in range(1, 51):
        optimiser.zero_grad()
        loss_of(*parameters).backward()
        before_step(parameters)
        optimiser.step()
        for scheduler in schedulers:
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
    by_norm = lambda limit: lambda parameters: torch.nn.utils.clip_grad_norm_(parameters, limit)
    by_value = lambda limit: lambda parameters: torch.nn.utils.clip_grad_value_(parameters, limit)

    def by_both(parameters):
        by_value(0.05)(parameters)
        by_norm(0.1)(parameters)

    weights = list(NET.values())
    golden_file.write("vocabulary/optimisers.json", __file__, {
        "steps": KEPT,
        "net": {name: golden_file.tensor(v) for name, v in (NET | DATA).items()},
        "quadratic": {f"{o}, {s}": run(start, quadratic, o, s) for o, s in names},
        "small net": {f"{o}, {s}": run(weights, net, o, s)[-1:] for o, s in names},
        "clipped net": {"by norm": run(weights, net, "adam", "constant", by_norm(0.2))[-1:],
                        "by value": run(weights, net, "sgd", "constant", by_value(0.05))[-1:],
                        "by value, then by norm": run(weights, net, "rmsprop", "cosine with warm-up", by_both)[-1:]},
        "clipped quadratic": {"by norm": run(start, quadratic, "momentum", "step", by_norm(0.5)),
                              "by value": run(start, quadratic, "adagrad", "constant", by_value(0.4))},
    })


if __name__ == "__main__":
    main()
