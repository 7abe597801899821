#!/bin/sh
# builds_folder.sh NINJA BUILD FOLDER SPEC…: the target FOLDER builds the program of each spec.
ninja=$1 build=$2 folder=$3
shift 3
inputs=$("$ninja" -C "$build" -t inputs "$folder") || exit 1
for spec; do
  source=models/$folder/$(basename "$spec" .cpp)_main.cpp
  printf '%s\n' "$inputs" | grep -qF "/$source" || { echo "$spec is not built by the target $folder"; exit 1; }
done
