# What the end-to-end tests share. A test is a bash script that sources this with LATHE, MODELS (the folder of built
# trainers) and SOURCE (the project's root) set; it works in a folder of its own, which is gone afterwards.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
data=$SOURCE/models/digits/data
digits=$MODELS/digits/digits

fail() {
  echo "FAILED: $1" >&2
  shift
  if (($#)); then printf '  %s\n' "$@" >&2; fi
  exit 1
}

# expect STATUS OUTPUT COMMAND…: the exit status, and all that is printed to standard error, exactly.
expect() {
  local status=$1 words=$2 got=0
  shift 2
  "$@" >out 2>err </dev/null || got=$?
  [[ $got == "$status" ]] || fail "exit status $got instead of $status: $*" "$(cat out err)"
  [[ $(cat err) == "$words" ]] || fail "$*" "expected: $words" "printed:  $(cat err)"
}

# expect_line FILE TEXT: a line that contains the text.
expect_line() { grep -qF -- "$2" "$1" || fail "no line with '$2' in:" "$(head -n 40 "$1")"; }

# big_endian NUMBER: four bytes.
big_endian() { printf "\\x$(printf %02x $(($1 >> 24 & 255)))\\x$(printf %02x $(($1 >> 16 & 255)))\\x$(printf %02x $(($1 >> 8 & 255)))\\x$(printf %02x $(($1 & 255)))"; }
