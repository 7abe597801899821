"""Writes a golden file: JSON, a line for every tensor and every list of numbers, so that a change shows in a diff."""

import json
import math
import pathlib

import torch

FOLDER = pathlib.Path(__file__).resolve().parent


def tensor(value):
    """Shape and row-major values; Python prints a double so that reading it back gives the same double.

    JSON has no infinity and no NaN: "inf", "-inf", "nan".
    """
    return {"shape": list(value.shape), "values": [_number(x) for x in value.flatten().tolist()]}


def _number(x):
    return x if math.isfinite(x) else str(x)


def pretty(value, indent=""):
    inner = indent + "  "
    text = json.dumps(value)
    if isinstance(value, dict) and "shape" not in value and len(text) > 80:
        lines = [f"{json.dumps(key)}: {pretty(v, inner)}" for key, v in value.items()]
        return "{\n" + ",\n".join(inner + line for line in lines) + f"\n{indent}}}"
    if isinstance(value, list) and any(isinstance(v, (dict, list)) for v in value):
        return "[\n" + ",\n".join(inner + pretty(v, inner) for v in value) + f"\n{indent}]"
    return text


def write(name, script, content):
    file = FOLDER / name
    made_by = {"made_by": f"tests/golden/{pathlib.Path(script).resolve().relative_to(FOLDER)}", "torch": torch.__version__}
    file.write_text(pretty(made_by | content) + "\n")
    print(f"{file}: {file.stat().st_size:,} bytes")
