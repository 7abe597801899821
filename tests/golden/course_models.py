#!/usr/bin/env python3
"""Makes fashion_*.json, poetry_*.json and house_prices.json with PyTorch: the first 20 losses of
these models, from weights of a generator that both sides have, on the shipped data (poetry: on characters at random)."""

import csv
import gzip
import io
import math
import pathlib

import numpy
import torch
from torch.nn.functional import avg_pool2d, conv2d, cross_entropy, max_pool2d

from embedding_and_line import Generator, losses
from golden_file import write

MODELS = pathlib.Path(__file__).resolve().parents[2] / "models"


def idx(name, offset):
    return torch.frombuffer(bytearray(gzip.decompress((MODELS / "fashion/data" / name).read_bytes())[offset:]), dtype=torch.uint8)


def fashion(variant):
    draw = Generator()
    shapes = ((6, 1, 5, 5), (6,), (16, 6, 5, 5), (16,), (400, 120), (120,), (120, 84), (84,), (84, 10), (10,))
    parameters = [(0.1 * draw.reals(*shape)).requires_grad_() for shape in shapes]
    a, b, c, d, *affines = parameters
    images = idx("train-images-idx3-ubyte.gz", 16).reshape(-1, 1, 28, 28).double()
    labels = idx("train-labels-idx1-ubyte.gz", 8).long()
    unit, activation, pool, lr = (1, torch.sigmoid, avg_pool2d, 0.9) if variant == "sigmoid" else (255, torch.relu, max_pool2d, 0.1)
    row = 0

    def step():
        nonlocal row
        rows = [(row + i) % len(images) for i in range(256)]
        row += 256
        x = pool(activation(conv2d(images[rows] / unit, a, b, padding=2)), 2)
        x = pool(activation(conv2d(x, c, d)), 2).flatten(1)
        x = activation(x @ affines[0] + affines[1])
        x = activation(x @ affines[2] + affines[3])
        return cross_entropy(x @ affines[4] + affines[5], labels[rows])

    write(f"fashion_{variant}.json", __file__, {"losses": losses(torch.optim.SGD(parameters, lr=lr), step)})


def poetry(cell, layer, words=2370, width=256, hidden=512, batch=32, times=24):
    draw = Generator()
    of = lambda *shape: 0.1 * draw.reals(*shape)
    embed = of(words, width).requires_grad_()
    recurrent = layer(width, hidden, 2, batch_first=True, dtype=torch.float64)
    for weights in recurrent.all_weights:
        for p in weights:
            p.data = of(*reversed(p.shape)).t().contiguous()
    weight, bias = of(hidden, words).requires_grad_(), of(words).requires_grad_()

    def step():
        outputs, _ = recurrent(embed[draw.below(words, batch, times)])
        following = draw.below(words, batch, times)
        return cross_entropy((outputs @ weight + bias).reshape(-1, words), following.flatten())

    parameters = [embed, *recurrent.parameters(), weight, bias]
    write(f"poetry_{cell}.json", __file__, {"losses": losses(torch.optim.Adam(parameters, lr=0.001), step)})


def philox(counter, key):
    """Philox 4x32-10 (Salmon, Moraes, Dror, Shaw 2011)."""
    mask = 2**32 - 1
    for round_ in range(10):
        if round_:
            key = (key[0] + 0x9E3779B9) & mask, (key[1] + 0xBB67AE85) & mask
        p, q = 0xD2511F53 * counter[0], 0xCD9E8D57 * counter[2]
        counter = (q >> 32) ^ counter[1] ^ key[0], q & mask, (p >> 32) ^ counter[3] ^ key[1], p & mask
    return counter


def training_rows(n, share, seed=1, stream=2 << 56):
    """The seeded choice of runtime/data_set.cpp: Fisher-Yates, from the last row to the second."""
    rows = list(range(n))
    for i in range(n, 1, -1):
        w = philox((i, 0, stream & 0xFFFFFFFF, stream >> 32), (seed, 0))
        other = (w[1] * i + (w[0] * i >> 32)) >> 32
        rows[i - 1], rows[other] = rows[other], rows[i - 1]
    return rows[:math.floor(n * share + 0.5)]


def houses():
    """Features and prices of the training part and of the test part: numbers standardised with the training part's mean
    and deviation, categories one-hot, as the schema names them."""
    folder = MODELS / "house_prices"
    rows = list(csv.DictReader(io.TextIOWrapper(gzip.open(folder / "data/house_prices.csv.gz"), encoding="utf-8")))
    training = training_rows(len(rows), 0.8)
    order = training + [i for i in range(len(rows)) if i not in set(training)]
    rows = [rows[i] for i in order]
    n = len(training)
    header = (folder / "house_prices.hpp").read_text()
    schema = list(csv.reader(io.StringIO(header.split('R"schema(\n')[1].split(')schema"')[0])))
    is_missing = lambda field: field in ("", "NA", "NaN", "None")
    numbers = numpy.array([[math.nan if is_missing(row[c[1]]) else float(row[c[1]]) for c in schema if c[0] == "number"] for row in rows])
    numbers = numpy.where(numpy.isnan(numbers), numpy.nanmean(numbers[:n], axis=0), numbers)
    deviation = numbers[:n].std(axis=0)
    numbers = (numbers - numbers[:n].mean(axis=0)) / numpy.where(deviation == 0, 1, deviation)
    categories = numpy.array([[float(("NaN" if is_missing(row[c[1]]) else row[c[1]]) == value)
                               for c in schema if c[0] == "category" for value in c[2:]] for row in rows])
    features = torch.tensor(numpy.hstack([numbers, categories]))
    prices = torch.tensor([float(row["SalePrice"]) for row in rows]).double()
    return features[:n], prices[:n], features[n:], prices[n:]


def house_prices():
    features, prices, *_ = houses()
    draw = Generator()
    of = lambda *shape: (2 * draw.reals(*shape)).requires_grad_()
    w, b, scale, shift, v, c = of(features.shape[1], 128), of(128), of(128), of(128), of(128, 1), of(1)
    row = 0

    def step():
        nonlocal row
        x = features[row:row + 64] @ w + b
        x = (x - x.mean(0)) / torch.sqrt(x.var(0, unbiased=False) + 1e-5) * scale + shift
        prediction = (torch.relu(x) @ v + c).squeeze(1).clamp(min=1)
        error = torch.log(prediction) - torch.log(prices[row:row + 64])
        row += 64
        return error.square().mean().sqrt()

    write("house_prices.json", __file__, {"losses": losses(torch.optim.Adam([w, b, scale, shift, v, c], lr=0.1), step)})


if __name__ == "__main__":
    fashion("sigmoid")
    fashion("relu")
    poetry("rnn", torch.nn.RNN)
    poetry("lstm", torch.nn.LSTM)
    poetry("gru", torch.nn.GRU)
    house_prices()
