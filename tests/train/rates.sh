# Learning rates that change, one for weights and one for biases: the log has what the last update of each epoch used.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cat >rates.cpp <<'END'
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(rates) {
  auto x = input<float[4][2]>("x");
  auto y = input<float[4][1]>("y");
  minimize(mean(square(sequential(affine(1_c))(x) - y)), [](Value w, Value d_w, std::source_location at) {
    const Rate of_weights = step_decay(0.1, {.every = epochs(2), .factor = 0.5});
    const Rate of_biases = Rate(0.02).named("lr_of_biases").warm_up(steps(4));
    return sgd({.lr = w.type().rank > 1 ? of_weights : of_biases})(w, d_w, at);
  });
  data(arrays("points"), epochs(5));
}
END
"$LATHE" build rates.cpp -o rates >/dev/null
mkdir points
npy() {
  local header="{'descr': '|u1', 'fortran_order': False, 'shape': $1, }"
  printf "\\x93NUMPY\\1\\0\\x$(printf %02x ${#header})\\0%s$2" "$header"
}
npy '(10, 2)' '\0\1\1\0\1\1\2\1\1\2\2\2\0\2\2\0\3\1\1\3' >points/x.npy
npy '(10,)' '\0\1\0\1\0\1\0\1\0\1' >points/y.npy

# logged NAME NUMBER…: the values of that name in the log, one an epoch.
logged() {
  local name=$1 numbers
  shift
  numbers=$(sed -n "s/.*\"$name\":\([0-9.eE+-]*\).*/\1/p" log | tr '\n' ' ')
  awk -v got="$numbers" -v want="$*" 'BEGIN {
    n = split(got, g, " "); if (n != split(want, w, " ")) exit 1
    for (i = 1; i <= n; ++i) if (g[i] - w[i] > 1e-8 || w[i] - g[i] > 1e-8) exit 1
  }' || fail "$name is $numbers in the log, must be $*" "$(cat log)"
}
# 7 rows to train on: 2 steps an epoch.
train() { rates/rates train --data points --quiet --save w --plot p.svg --log log "$@" >report || fail "train" "$(cat report)"; }
train
logged lr 0.1 0.1 0.05 0.05 0.025
logged lr_of_biases 0.005 0.015 0.02 0.02 0.02
grep -qF '"lr":0.1,' log || fail "a rate of float is not by its own digits in the log" "$(cat log)"

train --lr 0.2 --epochs 3 --lr_of_biases 0.04
logged lr 0.2 0.2 0.1
logged lr_of_biases 0.01 0.03 0.04

# Weights bring how many steps there were.
train --weights w --epochs 1
logged lr 0.1
logged lr_of_biases 0.02
