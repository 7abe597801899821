#!/usr/bin/env bash
# A function of the DSL without a comment is no page: the program names its line.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cp -r "$SOURCE/dsl" "$folder"
sed -i '/^\/\/\/ softplus(x)/d' "$folder/dsl/lathe/ops/softplus.hpp"
line=$(grep -n 'softplus;' "$folder/dsl/lathe/ops/softplus.hpp" | cut -d : -f 1)

status=0
complaint=$("$OPS_PAGE" "$folder/dsl" "$SOURCE/docs/ulp.txt" 2>&1 >/dev/null) || status=$?
[[ $status == 1 && $complaint == "dsl/lathe/ops/softplus.hpp:$line: softplus has no comment" ]] || {
  printf 'exit code %s, and:\n%s\n' "$status" "$complaint" >&2
  exit 1
}
