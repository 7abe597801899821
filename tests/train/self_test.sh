# self-test passes for right models whose gradients are rounding alone: a bias in front of a batch_norm has none.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

for kind in "float adam" "float rmsprop" "double adagrad"; do
  read -r type rule <<<"$kind"
  cat >$rule.cpp <<END
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL($rule) {
  auto image = input<$type[16][12]>("image");
  auto digit = input<int[16]>("digit");
  auto logits = sequential(affine(20_c), batch_norm(), relu, affine(4_c))(image);
  minimize(softmax_cross_entropy(logits, digit), $rule({.lr = 0.01}));
}
END
  "$LATHE" build $rule.cpp >/dev/null
  for seed in 1 2 3; do
    build/$rule/$rule self-test --seed $seed >out || fail "self-test with $rule in $type, seed $seed" "$(cat out)"
  done
done
