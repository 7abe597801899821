# The tool: the same bytes twice, code that compiles without warnings, a trainer built and run, help, kind errors.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$LATHE" emit "$SOURCE/models/digits/digits.cpp" -o a --target=cpu,cuda >/dev/null
"$LATHE" emit "$SOURCE/models/digits/digits.cpp" -o b --target=cpu,cuda >/dev/null
diff -r a b || fail "a second emit gives other bytes"

# The best weights are told by the first metric that has a direction.
for metrics in "mean(y) less_is_better(mean(y)) more_is_better(sum(y)) = {2, false};  // metric_2: lower" \
  "more_is_better(sum(y)) root_mean_square(y) mean(y) = {1, true};  // metric_1: higher" "mean(y) sum(y) max(y) ="; do
  read -r one two three criterion <<<"$metrics"
  cat >metrics.cpp <<END_OF_SPEC
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(metrics) {
  auto y = input<float[4]>("x") * parameter<float>("w", ones());
  minimize(mean(square(y)), sgd());
  report("metric_1", $one);
  report("metric_2", $two);
  report("metric_3", $three);
}
END_OF_SPEC
  "$LATHE" emit metrics.cpp -o m >/dev/null
  if [[ $criterion == "=" ]]; then ! grep -q criterion m/metrics.cpp || fail "a direction that nobody gave"
  else expect_line m/metrics.cpp "    m.criterion $criterion is better"; fi
done
# Where the processor has AVX10, clang 19 warns of what its own -march=native turns on.
for compiler in g++ "clang++-19 -Wno-invalid-feature-combination"; do
  for file in a/*.cpp; do
    $compiler -std=c++20 -fsyntax-only -Wall -Wextra -Werror -march=native -I "$SOURCE/runtime" "$file" || fail "$compiler does not take $file"
  done
done

# What the header shows is a program.
{
  echo '#include "digits.hpp"'
  sed -n 's|^//     #include|#include|p' a/digits.hpp
  echo 'int main() {'
  sed -n '/#include/d; s|^//     ||p' a/digits.hpp
  echo '}'
} >example.cpp
grep -q load_weights example.cpp || fail "the header shows no example" "$(head -20 a/digits.hpp)"
g++ -std=c++20 -fsyntax-only -Wall -Wextra -Werror -I a -I "$SOURCE/runtime" example.cpp || fail "the header's example" "$(cat example.cpp)"

"$LATHE" build "$SOURCE/models/three_layer/three_layer.cpp" -o t >/dev/null
t/three_layer predict --input 1.0,0.5 >out
expect_line out "0.3168271,0.6962791"
# Without -o, and without --data: trainers come to lie in build/, and find the data that their spec names.
"$LATHE" train "$SOURCE/models/digits_sigmoid/digits_sigmoid.cpp" -- --epochs 1 --quiet --save w --plot p.svg >out
expect_line out "test accuracy"
[[ -x build/digits_sigmoid/digits_sigmoid ]] || fail "no trainer in build/" "$(find . -name digits_sigmoid)"
mkdir elsewhere
(cd elsewhere && ../build/digits_sigmoid/digits_sigmoid evaluate --weights ../w >../out)
expect_line out "test samples 2000"

for help in "--help" "emit --help" "show --help" "build --help" "train --help" "opt --help" "check --help" "plot --help"; do
  "$LATHE" $help >out || fail "lathe $help"
  expect_line out "lathe"
done
expect 1 "lathe: digits.cpp: needs 207360 bytes (159168 of parameters, 48192 of intermediate values), more than the limit of 100000" \
  "$LATHE" emit "$SOURCE/models/digits/digits.cpp" -o c --max-memory=100000
[[ ! -e c ]] || fail "a model over the limit is written all the same"
for wrong in "check nowhere.cpp" "check ." "show $SOURCE/models/digits/digits.cpp --format=png" "show $SOURCE/models/digits/digits.cpp --after=lunch" \
  "emit $SOURCE/models/digits/digits.cpp --target=tpu" "opt nowhere.ir --passes=tidy_names"; do
  status=0
  "$LATHE" $wrong >out 2>err </dev/null || status=$?
  [[ ($status == 1 || $status == 2) && $(wc -l <err) -le 2 && -s err ]] || fail "exit status $status: lathe $wrong" "$(cat err)"
done

# Textual IR goes out and comes back.
"$LATHE" show "$SOURCE/models/digits/digits.cpp" --format=text --function=all >all.ir
"$LATHE" opt all.ir --passes=eliminate_dead_code >again.ir 2>/dev/null
diff <(grep -v '^$' all.ir) again.ir || fail "the printed IR does not read back to itself"
"$LATHE" show "$SOURCE/models/digits/digits.cpp" --format=dot | dot -Tsvg >drawing.svg || fail "dot does not take --format=dot"
"$LATHE" show "$SOURCE/models/digits/digits.cpp" --format=svg >drawing.svg && grep -q "<svg" drawing.svg || fail "--format=svg"
"$LATHE" show "$SOURCE/models/digits/digits.cpp" --format=json >graph.json && grep -q '"arena_bytes": 48192' graph.json || fail "--format=json"

# Two runs in one picture.
for seed in 1 2; do "$digits" train --data "$data" --epochs 2 --limit 500 --seed $seed --quiet --save w --plot p.svg --log seed$seed.jsonl >out; done
"$LATHE" plot seed1.jsonl second=seed2.jsonl -o both.svg --title="two seeds" || fail "lathe plot"
for words in "<title>two seeds</title>" ">seed1</text>" ">second</text>" ">accuracy, test part</text>"; do expect_line both.svg "$words"; done
expect 1 "lathe: nowhere.jsonl: cannot be read: no such file or directory" "$LATHE" plot nowhere.jsonl
echo nonsense >broken.jsonl
expect 1 "lathe: broken.jsonl:1: is no line of a log but should be {\"epoch\":1,\"loss\":…}" "$LATHE" plot x=broken.jsonl
expect 2 "lathe: plot: LOG is missing (see lathe plot --help)" "$LATHE" plot
expect 1 "lathe: nowhere/both.svg: cannot be written: No such file or directory" "$LATHE" plot seed1.jsonl -o nowhere/both.svg

# The layers of a model, with the shapes and parameters that a course or a paper gives for LeNet.
"$LATHE" show "$SOURCE/models/fashion/fashion.cpp" --format=layers >out
cat >expected <<'END'
layer  operation    output           parameters
       reshape      f32[N,1,28,28]
0      conv2d, add  f32[N,6,28,28]          156
       sigmoid      f32[N,6,28,28]
       avg_pool2d   f32[N,6,14,14]
3      conv2d, add  f32[N,16,10,10]       2,416
       sigmoid      f32[N,16,10,10]
       avg_pool2d   f32[N,16,5,5]
       reshape      f32[N,400]
7      affine       f32[N,120]           48,120
       sigmoid      f32[N,120]
9      affine       f32[N,84]            10,164
       sigmoid      f32[N,84]
11     affine       f32[N,10]               850
       softmax      f32[N,10]
61,706 parameters
END
diff expected out || fail "the layers of LeNet"
# What is made of many operations is one layer, and a running mean is no parameter that is trained.
"$LATHE" show "$SOURCE/models/house_prices/house_prices.cpp" --format=layers >out
grep -qE '^1 .* f32\[N,128\] +256$' out || fail "the layer of batch normalisation" "$(cat out)"
expect_line out "40,321 parameters, 80,899 elements of state"
expect 2 "lathe: --format=layers: shows the model as it is written, and takes no --after" "$LATHE" show "$SOURCE/models/digits/digits.cpp" --format=layers --after=differentiate
# The kernels of the convolutions count their weights.
"$LATHE" show "$SOURCE/models/fashion/fashion.cpp" --function=predict >out
for parameters in 150 2,400; do grep -qE "matmul +f32\[[0-9]+N,[0-9]+\] +$parameters " out || fail "no kernel with $parameters parameters" "$(cat out)"; done

# A gradient that the spec itself asks for may be nothing; the loss has one all the same.
cat >slopes.cpp <<'END'
#include <lathe/dsl.hpp>
using namespace lathe;
LATHE_MODEL(slopes) {
  auto x = input<float[4][3]>("x");
  output("s", gradient(sum(step(x)), x));
  auto w = parameter<float[3]>("w", ones());
  minimize(mean(square(x * w)), sgd({.lr = 0.1}));
}
END
"$LATHE" check slopes.cpp || fail "a gradient that is nothing, beside a loss that has one"
