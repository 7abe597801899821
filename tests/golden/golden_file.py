"""Writes a golden file: JSON, a line for every tensor and every list of numbers, so that a change shows in a diff."""

import json
import pathlib

import torch

FOLDER = pathlib.Path(__file__).parent


def tensor(value):
    """Shape and row-major values; Python prints a double so that reading it back gives the same double."""
    return {"shape": list(value.shape), "values": value.flatten().tolist()}


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
    made_by = {"made_by": f"tests/golden/{pathlib.Path(script).name}", "torch": torch.__version__}
    file.write_text(pretty(made_by | content) + "\n")
    print(f"{file}: {file.stat().st_size:,} bytes")
