#!/usr/bin/env bash
# check_ir.sh LATHE FILECHECK FILE.ir: runs the passes named in the file's line "// PASSES: a,b", compares what comes out
# with its CHECK lines, and runs the passes once more, which must change nothing.
# A line "// ERROR: sentence" says instead that the file is refused, with this sentence.
set -euo pipefail
lathe=$1 filecheck=$2 file=$3
passes=$(sed -n 's|^// PASSES: ||p' "$file")
expected=$(sed -n 's|^// ERROR: ||p' "$file")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [[ -n $expected ]]; then
  if (cd "$(dirname "$file")" && "$lathe" opt "$(basename "$file")" --passes=tidy_names) >"$work/out" 2>"$work/err"; then
    echo "accepted, but should be refused with: $expected" >&2
    exit 1
  fi
  diff <(echo "$expected") "$work/err"
  exit
fi

"$lathe" opt "$file" --passes="$passes" >"$work/once.ir"
"$filecheck" --input-file="$work/once.ir" "$file"
"$lathe" opt "$work/once.ir" --passes="$passes" >"$work/twice.ir" 2>"$work/changed"
diff "$work/once.ir" "$work/twice.ir"
if grep -v '(unchanged)' "$work/changed"; then
  echo "a second run changed something" >&2
  exit 1
fi
