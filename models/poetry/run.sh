#!/usr/bin/env bash
# Trains the net, then writes a poem with it:
#
#   ./run poetry --epochs=2 --start=春 --lines=4 --length=5 --temperature=0.8
#   ./run poetry --cell=lstm
#
# --cell names the recurrent layers: rnn, lstm or gru. --start, --lines, --length and --temperature are for writing, all
# else is for training. Weights that are there already write without training: ./run poetry --write --start=江
set -euo pipefail

cell=rnn trains=true training=() writing=() start=春
while (($#)); do
  case $1 in
    --cell=*) cell=${1#*=} ;;
    --write) trains=false ;;
    --start=*) start=${1#*=} ;;
    --lines=* | --length=* | --temperature=*) writing+=("$1") ;;
    *) training+=("$1") ;;
  esac
  shift
done
[[ $cell =~ ^(rnn|lstm|gru)$ ]] || { echo "poetry: --cell takes rnn, lstm or gru, not $cell" >&2 && exit 2; }

learner=$BUILD/poetry writer=$BUILD/writer
if [[ $cell != rnn ]]; then
  for part in poetry writer; do
    "$LATHE" build "$MODEL/$part.cpp" -o "$BUILD/$cell/$part" --set "cell=$cell" >"$BUILD/built"
  done
  learner=$BUILD/$cell/poetry/poetry writer=$BUILD/$cell/writer/writer
fi
weights=$BUILD/$cell.safetensors
if $trains; then
  "$learner" train "--save=$weights" "--log=$BUILD/$cell.jsonl" "--plot=$BUILD/$cell.svg" --threads=0 "${training[@]}"
  echo
fi
[[ -f $weights ]] || { echo "poetry: there are no weights in $weights; train first, without --write" >&2 && exit 1; }
"$writer" sample "--weights=$weights" "--start=$start" "${writing[@]}"
