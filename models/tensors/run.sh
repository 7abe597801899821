#!/usr/bin/env bash
# Everything that the models here compute, one after another.
set -euo pipefail

for part in creation types arithmetic functions indexing shapes joining; do
  printf '== %s\n\n' "$part"
  "$BUILD/tensor_$part" predict "$@"
  echo
done
printf '== by value\n\n'
"$BUILD/by_value"
