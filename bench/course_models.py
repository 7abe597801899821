#!/usr/bin/env python3
"""PyTorch's results for the models of a course that train, for docs/models.md: the same net, data and
numbers, each from a seed of its own. Prints a line for an epoch.

    course_models.py digits sigmoid|relu FOLDER SEED [EPOCHS]     MNIST in FOLDER; 17 epochs
    course_models.py fashion sigmoid|relu FOLDER SEED [EPOCHS]    Fashion-MNIST in FOLDER; 20 epochs
    course_models.py house_prices SEED [EPOCHS]                   200 epochs
    course_models.py linear_regression POINTS SEED [EPOCHS]       a train.npz with x and y; 1,000 epochs
    course_models.py poetry rnn|lstm|gru SEED [EPOCHS]            20 epochs
    course_models.py word_embedding SEED [EPOCHS]                 12 epochs
"""

import collections
import gzip
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn, optim

ROOT = pathlib.Path(__file__).resolve().parents[1]


def batches(rows, size):
    return torch.randperm(rows).split(size)


def epochs(model, count, rows, size, optimiser, loss_of, result_of):
    """Trains; prints each epoch's number, mean loss over the batches and result."""
    for epoch in range(1, count + 1):
        model.train()
        losses = []
        for chosen in batches(rows, size):
            optimiser.zero_grad()
            loss = loss_of(chosen)
            loss.backward()
            optimiser.step()
            losses.append(loss.item())
        model.eval()
        with torch.no_grad():
            print(epoch, f"{np.mean(losses):.4f}", result_of(), flush=True)


def accuracy(model, x, labels):
    return f"{(model(x).argmax(1) == labels).float().mean().item():.4f}"


def images(folder, part):
    read = lambda name, offset: np.frombuffer(gzip.decompress((folder / name).read_bytes()), np.uint8, offset=offset)
    pixels = read(f"{part}-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28)
    return torch.tensor(pixels).float(), torch.tensor(read(f"{part}-labels-idx1-ubyte.gz", 8).astype(np.int64))


def digits(variant, folder, seed, count=17):
    (x, y), (test_x, test_y) = ((pixels.flatten(1), labels) for pixels, labels in
                                (images(pathlib.Path(folder), part) for part in ("train", "t10k")))
    low, extent = x.min(0).values, x.max(0).values - x.min(0).values
    scale = torch.where(extent > 0, 1 / extent, torch.zeros_like(extent))
    x, test_x = (x - low) * scale, (test_x - low) * scale
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(784, 50), nn.Sigmoid() if variant == "sigmoid" else nn.ReLU(), nn.Linear(50, 10))
    for layer in (model[0], model[2]):
        nn.init.normal_(layer.weight, 0, 0.01)
        nn.init.zeros_(layer.bias)
    epochs(model, count, len(x), 100, optim.SGD(model.parameters(), lr=0.1), lambda rows: F.cross_entropy(model(x[rows]), y[rows]),
           lambda: accuracy(model, test_x, test_y))


def fashion(variant, folder, seed, count=20):
    (x, y), (test_x, test_y) = images(pathlib.Path(folder), "train"), images(pathlib.Path(folder), "t10k")
    activation, pool = (nn.Sigmoid, nn.AvgPool2d) if variant == "sigmoid" else (nn.ReLU, nn.MaxPool2d)
    if variant == "relu":
        x, test_x = x / 255, test_x / 255
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), activation(), pool(2), nn.Conv2d(6, 16, 5), activation(), pool(2),
                          nn.Flatten(), nn.Linear(400, 120), activation(), nn.Linear(120, 84), activation(), nn.Linear(84, 10))
    for layer in model:
        if hasattr(layer, "weight"):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    epochs(model, count, len(x), 256, optim.SGD(model.parameters(), lr=0.9 if variant == "sigmoid" else 0.1),
           lambda rows: F.cross_entropy(model(x[rows]), y[rows]), lambda: accuracy(model, test_x, test_y))


def house_prices(seed, count=200):
    sys.path.insert(0, str(ROOT / "tests" / "golden"))
    from course_models import houses  # the features as the schema in the model's folder names them
    x, y, test_x, test_y = (part.float() for part in houses())
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Linear(x.shape[1], 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Dropout(0.2), nn.Linear(128, 1))
    log = lambda rows: torch.log(model(rows).squeeze(1).clamp(min=1))
    error = lambda rows, prices: (log(rows) - torch.log(prices)).square().mean().sqrt()
    epochs(model, count, len(x), 64, optim.Adam(model.parameters(), lr=0.1), lambda rows: error(x[rows], y[rows]),
           lambda: f"{error(test_x, test_y).item():.4f}")


def linear_regression(points, seed, count=1000):
    with np.load(points) as file:
        x, y = torch.tensor(file["x"]).float(), torch.tensor(file["y"]).float()
    torch.manual_seed(seed)
    model = nn.Linear(1, 1)
    epochs(model, count, len(x), 10, optim.SGD(model.parameters(), lr=0.001), lambda rows: F.mse_loss(model(x[rows]), y[rows]),
           lambda: f"{model.weight.item():.4f} {model.bias.item():.4f}")


def poems():
    lines = (ROOT / "models/poetry/data/tang300.txt").read_text(encoding="utf-8").split("\n")
    return [[c for c in line.strip() if c not in "，。、？！："] for line in lines if line.strip()]


def word_embedding(seed, count=12):
    texts = poems()
    often = [c for c, n in sorted(collections.Counter(c for text in texts for c in text).items()) if n >= 5]
    number = {c: i for i, c in enumerate(often)}  # one more is the unknown character
    texts = [[number.get(c, len(often)) for c in text] for text in texts]
    windows = torch.tensor([text[i:i + 5] for text in texts for i in range(len(text) - 5)])
    torch.manual_seed(seed)
    model = nn.Sequential(nn.Embedding(len(often) + 1, 32), nn.Linear(32, len(often) + 1))
    nn.init.normal_(model[0].weight, 0, 0.1)
    nn.init.normal_(model[1].weight, 0, 0.1)
    nn.init.zeros_(model[1].bias)
    around = windows[:, [0, 1, 3, 4]]
    loss = lambda rows: -F.log_softmax(model(windows[rows, 2]), 1).gather(1, around[rows]).mean()
    epochs(model, count, len(windows), 100, optim.Adam(model.parameters(), lr=0.003), loss, lambda: "")


class Poet(nn.Module):
    def __init__(self, kind, words):
        super().__init__()
        self.embed = nn.Embedding(words, 256)
        self.recurrent = getattr(nn, kind)(256, 512, 2, batch_first=True)
        self.score = nn.Linear(512, words)

    def forward(self, x):
        return self.score(self.recurrent(self.embed(x))[0])


def poetry(kind, seed, count=20, length=24):
    texts = poems()
    number = {c: i for i, c in enumerate(sorted({c for text in texts for c in text}))}  # one more is the unknown character
    texts = [[number[c] for c in text] for text in texts]
    windows = torch.tensor([text[i:i + length + 1] for text in texts for i in range(len(text) - length)])
    torch.manual_seed(seed)
    model = Poet(kind.upper(), len(number) + 1)
    loss = lambda rows: F.cross_entropy(model(windows[rows, :-1]).flatten(0, 1), windows[rows, 1:].flatten())
    epochs(model, count, len(windows), 32, optim.Adam(model.parameters(), lr=0.001), loss, lambda: "")


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    commands = {f.__name__: f for f in (digits, fashion, house_prices, linear_regression, poetry, word_embedding)}
    command = commands.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if not command:
        sys.exit(__doc__)
    command(*(int(word) if word.isdigit() else word for word in sys.argv[2:]))
