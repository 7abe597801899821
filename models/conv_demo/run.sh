#!/usr/bin/env bash
# The photographs in data/, or those that are given, into pictures beside the programs: ./run conv_demo --photograph=FILE
set -euo pipefail

photographs=()
for argument; do
  [[ $argument == --photograph=* ]] || { echo "conv_demo: takes --photograph=FILE, not $argument" >&2 && exit 2; }
  photographs+=("${argument#*=}")
done
((${#photographs[@]})) || photographs=("$MODEL/data/china.jpg" "$MODEL/data/flower.png")
"$BUILD/pictures" "$BUILD" "${photographs[@]}"
