#!/usr/bin/env bash
# The specs in docs/course.md are right, and the models, commands' options and files that it names are there.
set -euo pipefail
page=$SOURCE/docs/course.md
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "docs/course.md: $1" >&2 && exit 1; }

awk -v work="$work" '/^```cpp$/ { file = sprintf("%s/%02d.cpp", work, ++n); next } /^```$/ { file = "" } file { print > file }' "$page"
[[ -f $work/01.cpp ]] || fail "has no spec"
for spec in "$work"/*.cpp; do
  grep -q LATHE_MODEL "$spec" || continue
  grep -q '#include' "$spec" || sed -i '1i #include <lathe/dsl.hpp>\nusing namespace lathe;' "$spec"
  "$LATHE" check "$spec" || fail "a spec in it is wrong"
done
for model in $(grep -oE '\./run [a-z_0-9]+' "$page" | cut -d ' ' -f 2 | sort -u); do
  [[ -d $SOURCE/models/$model || $model == tests || $model == models ]] || fail "there is no model $model"
done
for file in $(grep -oE '`(models|dsl|docs|bench)/[A-Za-z_0-9/.]+`' "$page" | tr -d '`' | sort -u); do
  [[ -e $SOURCE/$file || $file == *NAME* ]] || fail "there is no $file"
done
