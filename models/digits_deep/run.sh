#!/usr/bin/env bash
# Trains the net once for each choice of one of its options and draws the runs in one picture:
#
#   ./run digits_deep                            the optimisers
#   ./run digits_deep --compare=initialiser --set=batch_norm=false --set=optimiser=sgd
#   ./run digits_deep --compare=dropout --epochs=20
#
# --compare names the option, --set is for the tool, everything else for the trainers.
set -euo pipefail

compared=optimiser settings=() options=()
while (($#)); do
  case $1 in
    --compare=*) compared=${1#*=} ;;
    --set=*) settings+=("--set" "${1#*=}") ;;
    *) options+=("$1") ;;
  esac
  shift
done
case $compared in
  optimiser) choices="sgd momentum adagrad rmsprop adam" ;;
  initialiser) choices="normal xavier he" ;;
  batch_norm) choices="false true" ;;
  dropout) choices="0 0.2 0.5" ;;
  weight_decay) choices="0 1e-4 1e-3" ;;
  *) echo "digits_deep: --compare takes optimiser, initialiser, batch_norm, dropout or weight_decay, not $compared" >&2 && exit 2 ;;
esac

runs=()
for choice in $choices; do
  run=$BUILD/$compared/$choice
  printf '%s %s: ' "$compared" "$choice"
  "$LATHE" build "$MODEL/digits_deep.cpp" -o "$run" "${settings[@]}" --set "$compared=$choice" >"$BUILD/built"
  "$run/digits_deep" train --quiet --save="$run/digits_deep.safetensors" --log="$run/digits_deep.jsonl" --plot="$run/digits_deep.svg" \
    "${options[@]}" >"$run/report"
  head -n 1 "$run/report"
  runs+=("$choice=$run/digits_deep.jsonl")
done
"$LATHE" plot "${runs[@]}" -o "$BUILD/$compared.svg" --title="digits_deep by $compared"
echo "curves   $BUILD/$compared.svg"
