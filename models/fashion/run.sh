#!/usr/bin/env bash
# Trains both nets, or the one of --variant=sigmoid or --variant=relu, and shows what they take for what:
#
#   ./run fashion --epochs=2
#   ./run fashion --variant=relu --data=FOLDER
#
# All other options are for the trainers.
set -euo pipefail

variants="sigmoid relu" options=(--threads=0) data=()
while (($#)); do
  case $1 in
    --variant=sigmoid | --variant=relu) variants=${1#*=} ;;
    --variant=*) echo "fashion: --variant takes sigmoid or relu, not ${1#*=}" >&2 && exit 2 ;;
    --data=*) data=("$1") ;;
    *) options+=("$1") ;;
  esac
  shift
done

runs=()
for variant in $variants; do
  folder=$BUILD
  if [[ $variant != sigmoid ]]; then
    folder=$BUILD/$variant
    "$LATHE" build "$MODEL/fashion.cpp" -o "$folder" --set "variant=$variant" >"$BUILD/built"
  fi
  echo "== $variant"
  "$folder/fashion" train "--save=$folder/fashion.safetensors" "--log=$folder/fashion.jsonl" "--plot=$folder/fashion.svg" \
    "${data[@]}" "${options[@]}"
  "$folder/fashion" evaluate "--weights=$folder/fashion.safetensors" "--wrong=$folder/wrong.png" --threads=0 "${data[@]}"
  runs+=("$variant=$folder/fashion.jsonl")
done
"$LATHE" plot "${runs[@]}" -o "$BUILD/variants.svg" --title="LeNet on clothes"
echo "curves   $BUILD/variants.svg"
