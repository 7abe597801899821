#!/usr/bin/env python3
"""Makes conv_demo.json with PyTorch in float64: models/conv_demo on its PNG photograph, with a random kernel of
PyTorch's. Of the convolved pictures every ninth row and column is recorded. Needs Pillow beside PyTorch
(`pip install torch pillow`)."""

import pathlib

import numpy as np
import torch
from PIL import Image

from golden_file import tensor, write

FLOWER = pathlib.Path(__file__).parents[2] / "models" / "conv_demo" / "data" / "flower.png"


def main():
    picture = torch.tensor(np.asarray(Image.open(FLOWER).convert("RGB"))).permute(2, 0, 1)[None].double()
    r2 = torch.arange(-4, 5).double()**2
    r2 = r2[None] + r2[:, None]
    bell = torch.exp(-r2 / 8)
    hat = (1 - r2 / 8) * bell
    torch.manual_seed(1)
    layer = torch.nn.Conv2d(in_channels=3, out_channels=3, kernel_size=9, stride=3, padding=0, bias=False)
    kernels = {
        "blur": torch.eye(3).double()[:, :, None, None] * (bell / bell.sum()),
        "edges": 0.1 * (hat - hat.mean()).expand(3, 3, 9, 9),
        "random": layer.weight.detach().double(),
    }
    pool = torch.nn.MaxPool2d(kernel_size=6, stride=6, padding=1)
    outputs = {}
    for name, kernel in kernels.items():
        layer.weight.data = kernel
        convolved = layer(picture).detach()
        outputs[name + ".convolved"] = tensor(convolved[:, :, ::9, ::9].round(decimals=5))
        outputs[name + ".pooled"] = tensor(pool(convolved).round(decimals=5))
    write("conv_demo.json", __file__, {"random": tensor(kernels["random"])} | outputs)


if __name__ == "__main__":
    main()
