#!/usr/bin/env bash
# Trains the net, then writes a poem with it:
#
#   ./run poetry --epochs=2 --start=春 --lines=4 --length=5 --temperature=0.8
#   ./run poetry --cell=lstm
#
# --cell names the recurrent layers: rnn, lstm or gru. --start, --lines, --length, --marks and --temperature are for
# writing, --seed and --threads for both, all else is for training. Weights that are there already write without
# training: ./run poetry --write --start=江
set -euo pipefail

cell=rnn trains=true training=(--threads=0) writing=(--start=春)
while (($#)); do
  case $1 in
    --cell=*) cell=${1#*=} ;;
    --write) trains=false ;;
    --start=* | --lines=* | --length=* | --marks=* | --temperature=*) writing+=("$1") ;;
    --seed=* | --threads=*) training+=("$1") writing+=("$1") ;;
    *) training+=("$1") ;;
  esac
  shift
done
[[ $cell =~ ^(rnn|lstm|gru)$ ]] || { echo "poetry: --cell takes rnn, lstm or gru, not $cell" >&2 && exit 2; }

folder=$BUILD learner=$BUILD/poetry writer=$BUILD/writer
if [[ $cell != rnn ]]; then
  folder=$BUILD/$cell learner=$BUILD/$cell/poetry writer=$BUILD/$cell/writer/writer
  "$LATHE" build "$MODEL/poetry.cpp" -o "$folder" --set "cell=$cell" >"$BUILD/built"
  "$LATHE" build "$MODEL/writer.cpp" -o "$folder/writer" --set "cell=$cell" >"$BUILD/built"
fi
weights=$folder/poetry.safetensors
if $trains; then
  "$writer" sample --check "${writing[@]}"
  "$learner" train "--save=$weights" "--log=$folder/poetry.jsonl" "--plot=$folder/poetry.svg" "${training[@]}"
  echo
else
  writing+=("${training[@]}") # of which none but --seed and --threads is for writing
  [[ -f $weights ]] || { echo "poetry: there are no weights in $weights; train first, without --write" >&2 && exit 1; }
fi
"$writer" sample "--weights=$weights" "${writing[@]}"
