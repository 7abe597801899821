#!/usr/bin/env python3
"""PyTorch's results for models/digits, fashion, house_prices and poetry, for docs/models.md: the same net, data and
numbers, each from a seed of its own. Prints a line for an epoch.

    course_models.py digits sigmoid|relu FOLDER SEED [EPOCHS]     MNIST in FOLDER; 17 epochs
    course_models.py fashion sigmoid|relu FOLDER SEED [EPOCHS]    Fashion-MNIST in FOLDER; 20 epochs
    course_models.py house_prices SEED [EPOCHS]                   200 epochs
    course_models.py poetry rnn|lstm|gru SEED [EPOCHS]            20 epochs
"""

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


class Poet(nn.Module):
    def __init__(self, kind, words):
        super().__init__()
        self.embed = nn.Embedding(words, 256)
        self.recurrent = getattr(nn, kind)(256, 512, 2, batch_first=True)
        self.score = nn.Linear(512, words)

    def forward(self, x):
        return self.score(self.recurrent(self.embed(x))[0])


def poetry(kind, seed, count=20, length=24):
    lines = (ROOT / "models/poetry/data/tang300.txt").read_text(encoding="utf-8").split("\n")
    poems = [[c for c in line.strip() if c not in "，。、？！："] for line in lines if line.strip()]
    number = {c: i for i, c in enumerate(sorted({c for poem in poems for c in poem}))}  # one more is the unknown character
    poems = [[number[c] for c in poem] for poem in poems]
    windows = torch.tensor([poem[i:i + length + 1] for poem in poems for i in range(len(poem) - length)])
    torch.manual_seed(seed)
    model = Poet(kind.upper(), len(number) + 1)
    loss = lambda rows: F.cross_entropy(model(windows[rows, :-1]).flatten(0, 1), windows[rows, 1:].flatten())
    epochs(model, count, len(windows), 32, optim.Adam(model.parameters(), lr=0.001), loss, lambda: "")


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    command = {f.__name__: f for f in (digits, fashion, house_prices, poetry)}.get(sys.argv[1] if len(sys.argv) > 1 else "")
    if not command:
        sys.exit(__doc__)
    command(*(int(word) if word.isdigit() else word for word in sys.argv[2:]))
