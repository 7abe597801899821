#!/usr/bin/env bash
# Where each rule ends, printed, and its way there, drawn.
set -euo pipefail

(($# == 0)) || { echo "optimisers: takes no options, the rules and their numbers are in optimisers.cpp" >&2 && exit 2; }
"$BUILD/trajectories" "$BUILD/trajectories.svg"
