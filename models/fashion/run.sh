#!/usr/bin/env bash
# Trains both nets, or the one of --variant=sigmoid or --variant=relu, and shows what they take for what:
#
#   ./run fashion --epochs=2
#   ./run fashion --variant=relu --data=FOLDER
#
# All other options are for the trainers.
set -euo pipefail

variants="sigmoid relu" options=() data=()
while (($#)); do
  case $1 in
    --variant=*) variants=${1#*=} ;;
    --data=*) data=("$1") ;;
    *) options+=("$1") ;;
  esac
  shift
done

runs=()
for variant in $variants; do
  folder=$BUILD/$variant
  mkdir -p "$folder"
  trainer=$BUILD/fashion
  if [[ $variant != sigmoid ]]; then
    "$LATHE" build "$MODEL/fashion.cpp" -o "$folder" --set "variant=$variant" >"$BUILD/built"
    trainer=$folder/fashion
  fi
  echo "== $variant"
  "$trainer" train "--save=$folder/weights.safetensors" "--log=$folder/log.jsonl" "--plot=$folder/curves.svg" --threads=0 \
    "${data[@]}" "${options[@]}"
  "$trainer" evaluate "--weights=$folder/weights.safetensors" "--wrong=$folder/wrong.png" --threads=0 "${data[@]}"
  runs+=("$variant=$folder/log.jsonl")
done
"$LATHE" plot "${runs[@]}" -o "$BUILD/fashion.svg" --title="LeNet on clothes"
echo "curves   $BUILD/fashion.svg"
