"""batch_norm in training, on full and on short batches, and afterwards in evaluation."""

import pathlib
import sys

import torch
import torch.nn.functional as F

sys.path.append(str(pathlib.Path(__file__).parents[1]))
import golden_file  # noqa: E402
from suite import reals  # noqa: E402


def case(*shape):
    features = shape[1]
    made = {}
    tensors = {"x": reals(*shape), "weight": reals(features), "bias": reals(features),
               "running_mean": reals(features), "running_var": reals(features, low=0.5, high=2), "d": reals(*shape)}
    for rows in range(shape[0], 1, -1):
        x, weight, bias = (tensors[k].clone() for k in ("x", "weight", "bias"))
        x = x[:rows].requires_grad_()
        weight.requires_grad_(), bias.requires_grad_()
        mean, var = tensors["running_mean"].clone(), tensors["running_var"].clone()
        y = F.batch_norm(x, mean, var, weight, bias, training=True, momentum=0.1, eps=1e-5)
        loss = (y * tensors["d"][:rows]).sum()
        loss.backward()
        after = F.batch_norm(tensors["x"], mean, var, weight, bias, training=False, eps=1e-5)
        made[str(rows)] = {"loss": loss.item(), "d_x": golden_file.tensor(x.grad), "d_weight": golden_file.tensor(weight.grad),
                           "d_bias": golden_file.tensor(bias.grad), "running_mean": golden_file.tensor(mean),
                           "running_var": golden_file.tensor(var), "y": golden_file.tensor(after.detach())}
    return {"tensors": {k: golden_file.tensor(v) for k, v in tensors.items()}, "rows": made}


golden_file.write("vocabulary/batch_norm.json", __file__, {"1d": case(4, 3), "2d": case(3, 2, 2, 3)})
