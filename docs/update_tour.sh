#!/usr/bin/env bash
# Runs the commands in docs/tour.md and README.md and puts what they print below them:
#
#     <!-- run LANGUAGE: COMMAND -->
#     ```LANGUAGE
#     …
#     ```
#     <!-- end -->
#
# docs/update_tour.sh            brings both up to date
# docs/update_tour.sh --check    exits with 1 and shows the difference if they are not
#
# LATHE is the tool to run (default: build/bin/lathe).
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
LATHE=$(realpath "${LATHE:-build/bin/lathe}")
export LATHE OUT
OUT=$(mktemp -d)
trap 'rm -rf "$OUT"' EXIT

"$LATHE" emit models/digits/digits.cpp -o "$OUT" --target=cpu,cuda >/dev/null
for page in docs/tour.md README.md; do
  new=$OUT/page.md
  skipping=0
  while IFS= read -r line; do
    if [[ $line =~ ^'<!-- run '([a-z+]*)': '(.*)' -->'$ ]]; then
      printf '%s\n```%s\n' "$line" "${BASH_REMATCH[1]}"
      bash -euo pipefail -c "${BASH_REMATCH[2]}"
      printf '```\n'
      skipping=1
    elif [[ $line == '<!-- end -->' ]]; then
      printf '%s\n' "$line"
      skipping=0
    elif ((!skipping)); then
      printf '%s\n' "$line"
    fi
  done <"$page" >"$new"

  if [[ ${1:-} == --check ]]; then
    diff -u "$page" "$new" || { echo "$page is out of date: run docs/update_tour.sh" >&2; exit 1; }
  else
    cp "$new" "$page"
  fi
done
