#!/usr/bin/env bash
# Every C++ file of the repository is as clang-format 19 writes it. SOURCE is the repository.
set -euo pipefail
cd "$SOURCE"
mapfile -t files < <(find bench compiler docs dsl models runtime tests -name '*.cpp' -o -name '*.hpp')
((${#files[@]} > 100)) || { echo "only ${#files[@]} C++ files are there" >&2; exit 1; }
unlike=$(clang-format-19 --dry-run "${files[@]}" 2>&1 | sed -n 's/:[0-9]*:[0-9]*: warning: .*//p' | sort -u)
[[ -z $unlike ]] || { printf 'run clang-format-19 -i on these:\n%s\n' "$unlike" >&2; exit 1; }
