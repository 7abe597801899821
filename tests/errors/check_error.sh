#!/bin/sh
# check_error.sh tool LATHE SPEC: `lathe check SPEC` says exactly what the spec's comment `// error@+1: ...` expects, at
# the line after it, with that line and a caret under it, and nothing else. A comment `// error: ...` expects no line.
# check_error.sh compiler CXX DSL SPEC: the compiler rejects the spec too, and where the mistake is one of shapes or of the
# graph, g++ prints the same sentence.
# A spec with a comment `// EACH: exp log` is a spec for each of these words in place of EACH; compilers see the first.
set -u
fail() {
  printf '%s\n--- output\n%s\n' "$1" "$output"
  exit 1
}
mode=$1 spec=$(basename "$3")
if [ "$mode" = compiler ]; then spec=$(basename "$4"); cd "$(dirname "$4")" || exit 1; else cd "$(dirname "$3")" || exit 1; fi
words=$(sed -n 's|^// EACH: ||p' "$spec")
if [ -n "$words" ]; then
  folder=$(mktemp -d) || exit 1
  trap 'rm -rf "$folder"' EXIT
  for word in $words; do
    sed "/^\/\/ EACH: /d; s/EACH/$word/g" "$spec" >"$folder/$spec"
    if [ "$mode" = tool ]; then "$0" tool "$2" "$folder/$spec" || exit 1
    else "$0" compiler "$2" "$3" "$folder/$spec"; exit; fi
  done
  exit 0
fi
sentence=$(sed -n 's|^ *// error[@+1]*: ||p' "$spec")
line=$(sed -n '\|^ *// error@+1: |=' "$spec")
[ -n "$sentence" ] || { echo "$spec: no comment says what is expected"; exit 1; }

if [ "$mode" = tool ]; then
  output=$("$2" check "$spec" 2>&1)
  status=$?
  [ $status -eq 1 ] || fail "exit status $status, must be 1"
  if [ -z "$line" ]; then
    [ "$output" = "$spec: error: $sentence" ] || fail "expected: $spec: error: $sentence"
    exit 0
  fi
  line=$((line + 1))
  column=$(printf '%s\n' "$output" | sed -n "1s|^$spec:$line:\([0-9]*\): error: .*|\1|p")
  [ -n "$column" ] || fail "expected an error at line $line"
  expected=$(printf '%s:%s:%s: error: %s\n%s\n%*s' "$spec" "$line" "$column" "$sentence" "$(sed -n "${line}p" "$spec")" "$column" '^')
  [ "$output" = "$expected" ] || fail "expected: $expected"
else
  order=
  case "$2" in *clang*) order=-Werror=reorder-init-list ;; esac  # which g++ always refuses
  output=$("$2" $order -std=c++20 -fsyntax-only -I "$3" "$spec" 2>&1) && fail "$2 accepts $spec"
  case "$spec:$2" in
    cpp_* | endless_loop* | two_models* | *clang*) ;;  # in the compiler's own words, or shortened by it
    *) printf '%s\n' "$output" | sed "s,\\\\\(['\"]\),\\1,g" | grep -qF -- "$sentence" || fail "expected in the output of $2: $sentence" ;;
  esac
fi
