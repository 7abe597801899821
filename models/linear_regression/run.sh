#!/usr/bin/env bash
# Makes the points, trains on them, prints and draws what was found. Options go to the trainer.
set -euo pipefail

mkdir -p "$BUILD/data"
"$BUILD/points" "$BUILD/data/train.npz" 1
"$BUILD/linear_regression" train --quiet --data="$BUILD/data" --save="$BUILD/linear_regression.safetensors" \
  --log="$BUILD/linear_regression.jsonl" --plot="$BUILD/linear_regression.svg" "$@"
"$BUILD/line" "$BUILD/data/train.npz" "$BUILD/linear_regression.safetensors" "$BUILD/linear_regression.jsonl" "$BUILD/line.svg"
echo "drawing  $BUILD/line.svg"
