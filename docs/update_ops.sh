#!/usr/bin/env bash
# Makes docs/ops.md from the DSL's headers, the table of operations and docs/ulp.txt.
#
# docs/update_ops.sh            brings ops.md up to date
# docs/update_ops.sh --check    exits with 1 and shows the difference if it is not
#
# OPS_PAGE is the program that makes it (default: build/bin/ops_page).
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
page=$(mktemp)
trap 'rm -f "$page"' EXIT

"${OPS_PAGE:-build/bin/ops_page}" dsl docs/ulp.txt >"$page"
if [[ ${1:-} == --check ]]; then
  diff -u docs/ops.md "$page" || { echo "docs/ops.md is out of date: run docs/update_ops.sh" >&2; exit 1; }
else
  cp "$page" docs/ops.md
fi
