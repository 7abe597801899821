# Element types and outputs that no shipped model has: double, float and double together, several rows a sample, none.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# build NAME: NAME.cpp, with the bounds of its memory watched.
build() { "$LATHE" build "$1.cpp" -o "$1" --cxx="g++ -fsanitize=address" >/dev/null; }

# checks NAME: it trains as its reference does, to the digits of its element types.
checks() {
  "$1/$1" self-test >out 2>err || fail "$1 self-test" "$(cat out err)"
  expect_line out "$2"
  "$1/$1" check-gradients >out 2>err || fail "$1 check-gradients" "$(cat out err)"
}

cat >in_double.cpp <<'END_OF_SPEC'
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(in_double) {
  auto image = input<double[70][40]>("image");
  auto digit = input<int[70]>("digit");
  auto hidden = sigmoid(affine(image, parameter<double[40][30]>("w1", normal(0.2)), parameter<double[30]>("b1")));
  auto logits = affine(hidden, parameter<double[30][10]>("w2", normal(0.2)), parameter<double[10]>("b2"));
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  report("accuracy", accuracy(logits, digit));
  output("probability", softmax(logits));
}
END_OF_SPEC
build in_double
checks in_double "at most 1e-10 apart in the trainer"

# Doubles go in and come out digit for digit.
cat >precise.cpp <<'END_OF_SPEC'
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(precise) {
  auto x = input<double[4][2]>("x");
  output("same", x * 1.0);
}
END_OF_SPEC
build precise
expect 0 "" precise/precise predict --input "0.1,1e-50;1.7e308,-3"
[[ $(cat out) == "same_0,same_1
0.1,1e-50
1.7e+308,-3" ]] || fail "predict --input" "$(cat out)"
precise/precise predict --input "0.1,1e-50;1.7e308,-3" --out same.npy
expect_line same.npy "'descr': '<f8'"
cp out expected
expect 0 "" precise/precise predict --data same.npy
diff expected out || fail "predict --data"

cat >mixed.cpp <<'END_OF_SPEC'
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(mixed) {
  auto image = input<float[7][4]>("image");
  auto digit = input<int[7]>("digit");
  auto hidden = relu(affine(image, parameter<float[4][5]>("w1", normal(0.5)), parameter<float[5]>("b1")));
  auto logits = affine(cast<double>(hidden), parameter<double[5][3]>("w2", normal(0.5)), parameter<double[3]>("b2"));
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
  report("accuracy", accuracy(logits, digit));
  output("probability", softmax(logits));
}
END_OF_SPEC
build mixed
checks mixed "at most 1e-04 apart in the trainer"

# Two rows of the result for each sample; a tensor that no sample has a part in; one that mixes them.
cat >rows.cpp <<'END_OF_SPEC'
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(rows) {
  auto x = input<float[4][2][3]>("x");
  output("pairs", reshape<float[8][3]>(x) * 10.0);
  output("weight", parameter<float[2]>("w", values({5, 6})) + 1.0);
  output("total", sum(x));
}
END_OF_SPEC
build rows
expect 0 "" rows/rows predict --input "1,2,3,4,5,6;6,5,4,3,2,1"
[[ $(cat out) == "pairs_0,pairs_1,pairs_2,pairs_3,pairs_4,pairs_5,weight_0,weight_1,total
10,20,30,40,50,60,6,7,42
60,50,40,30,20,10,6,7,42" ]] || fail "predict" "$(cat out)"
expect 0 "" rows/rows predict --input "1,2,3,4,5,6;6,5,4,3,2,1" --out rows.npz
expect_line rows.npz "'shape': (4, 3)"
expect_line rows.npz "'shape': (2,)"
expect_line rows.npz "'shape': ()"
one=0,0,0,0,0,0
expect 0 "" rows/rows predict --input "$one;$one;$one;$one;$one"
[[ $(wc -l <out) == 6 ]] || fail "not 5 rows" "$(cat out)"
expect 1 "rows: output total is of the whole batch, and differs from batch to batch: 5 rows should be at most 4" \
  rows/rows predict --input "$one;$one;$one;$one;1,0,0,0,0,0"

# Without inputs there are no rows: each output is printed with its type, as the tensor that it is.
cat >nothing.cpp <<'END_OF_SPEC'
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(nothing) {
  auto x = tensor<float[2][2][3]>({0.5, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -11});
  output("x", x);
  output("count", cast<int>(sum(ones_like(x))));
  output("rows", sum<0, 1>(x));
}
END_OF_SPEC
build nothing
expect 0 "" nothing/nothing predict
[[ $(cat out) == "x float[2][2][3]
[[[0.5,   1,   2],
  [  3,   4,   5]],
 [[  6,   7,   8],
  [  9,  10, -11]]]

count int
12

rows float[3]
[18.5,   22,    4]" ]] || fail "predict without inputs" "$(cat out)"
expect 0 "" nothing/nothing predict --out nothing.npz
expect_line nothing.npz "'shape': (2, 2, 3)"
nothing/nothing self-test >out || fail "self-test without inputs" "$(cat out)"
expect 1 "nothing: nothing.cpp: has no inputs, and predict takes no --input for it" nothing/nothing predict --input 1
expect 1 "nothing: nothing.cpp: has no inputs, and predict takes no --data for it" nothing/nothing predict --data x.npy

# Numbers of a spec that are none, or infinite.
cat >limits.cpp <<'END_OF_SPEC'
#include <cmath>
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(limits) {
  auto x = tensor<float[3]>({1, 2, -3});
  output("large", x * INFINITY);
  output("nothing", zeros_like(x) / zeros_like(x));
  output("root", sqrt(full<double>(-1)));
  output("where", where(x > 0, x, NAN));
  output("from", parameter<float[2]>("p", values({INFINITY, NAN})));
  output("powers", cast<int>(logspace<double[8]>(0, 7, 7)));
  output("var", var(tensor<float[2]>({1, 3}), 3));
  output("end", equal(slice<0, 41>(linspace<float[42]>(0, 1)), 1));
}
END_OF_SPEC
build limits
limits/limits predict >out
for line in "[ inf,  inf, -inf]" "[nan, nan, nan]" "nan" "[  1,   2, nan]" "[inf, nan]" "inf" "[1]"; do
  grep -qxF -- "$line" out || fail "no line $line" "$(cat out)"
done
expect_line out "117649, 823543]"
