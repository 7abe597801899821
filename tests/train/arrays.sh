# A model of two inputs and a target, trained on arrays, predicts from the inputs alone.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# npy TYPE SHAPE DATA: a .npy file; DATA is for printf.
npy() {
  local header="{'descr': '$1', 'fortran_order': False, 'shape': $2, }"
  printf "\\x93NUMPY\\1\\0\\x$(printf %02x ${#header})\\0%s$3" "$header"
}

cat >sum.cpp <<'END'
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(sum) {
  auto left = input<float[4][2]>("left");
  auto target = input<float[4][1]>("target");
  auto right = input<float[4][1]>("right");
  auto total = sequential(affine(1_c))(left) + right;
  auto error = total - target;
  minimize(mean(error * error), sgd({.lr = 0.02}));
  report("distance", mean(abs(error)));
  report("level", mean(total));
  output("total", total);
  data(arrays("points"), epochs(300));
}
END
"$LATHE" build sum.cpp -o sum >/dev/null
mkdir points
npy '|u1' '(10, 2)' '\0\1\1\0\1\1\2\1\1\2\2\2\0\2\2\0\3\1\1\3' >points/left.npy
npy '|b1' '(10,)' '\0\1\0\1\0\1\0\1\0\1' >points/right.npy
npy '|u1' '(10,)' '\1\2\2\4\3\5\2\3\4\5' >points/target.npy  # left + left + right
sum/sum train --data points --quiet --save w --plot p.svg --log log >report || fail "train" "$(cat report)"
loss=$(sed -n '$s/.*"loss":\([0-9.eE+-]*\).*/\1/p' log)
awk -v a="$loss" 'BEGIN { exit !(a != "" && a < 0.01) }' || fail "the loss is $loss" "$(cat log)"
for panel in loss distance level; do
  grep -qE ">$panel( \(logarithmic\))?<" p.svg || fail "the curves have no panel for $panel" "$(cat p.svg)"
done

rm points/target.npy
expect 0 "" sum/sum predict --data points --weights w
[[ $(wc -l <out) == 4 ]] || fail "not the 3 rows of the test part" "$(cat out)"
mkdir rows
npy '|u1' '(2, 2)' '\2\2\1\3' >rows/left.npy
expect 1 "sum: rows/right.npy: cannot be opened: no such file or directory" sum/sum predict --data rows --weights w
expect 1 "sum: rows/left.npy: holds one array but predict needs 2 (left, right), as .npz" sum/sum predict --data rows/left.npy --weights w
expect 1 "sum: points/target.npy: cannot be opened: no such file or directory" sum/sum train --data points --save w --plot p.svg
npy '|u1' '(10, 3)' "$(printf '\\0%.0s' {1..30})" >points/left.npy
expect 1 "sum: points/left.npy: column left has 3 values a row but input left takes 2" sum/sum predict --data points --weights w
