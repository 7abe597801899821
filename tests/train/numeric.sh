# The course's numerical differentiation as a way to train: one step of it lands where one step of backpropagation does.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cat >tiny.cpp <<'END'
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(tiny) {
  auto image = input<float[4][9]>("image");
  auto digit = input<int[4]>("digit");
  auto logits = sequential(affine(5_c), sigmoid, affine(3_c))(image);
  minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.5}));
  report("accuracy", accuracy(logits, digit));
  data(idx_images("tiny"), epochs(20));
}
END
mkdir set
for part in train t10k; do
  { big_endian $((0x803)); big_endian 6; big_endian 3; big_endian 3; for i in {1..6}; do printf '\x%02x' 0; head -c 8 /dev/zero | tr '\0' "\\$((i * 7 % 8))\\1"; done; } >set/$part-images-idx3-ubyte
  { big_endian $((0x801)); big_endian 6; printf '\0\1\2\0\1\2'; } >set/$part-labels-idx1-ubyte
done
truncate -s $((16 + 54)) set/*-images-idx3-ubyte
"$LATHE" build tiny.cpp -o t >/dev/null
for gradient in backward numeric; do
  t/tiny train --data set --quiet --gradient=$gradient --save $gradient.st --plot p.svg --log $gradient.jsonl >/dev/null || fail "--gradient=$gradient"
done
loss() { sed -n '$s/.*"loss":\([0-9.eE+-]*\).*/\1/p' "$1.jsonl"; }
awk -v a="$(loss backward)" -v b="$(loss numeric)" 'BEGIN { d = a - b; if (d < 0) d = -d; exit !(a > 0 && b > 0 && d < 1e-4 * a) }' ||
  fail "the losses differ: $(loss backward) by backpropagation, $(loss numeric) by numerical differentiation"
t/tiny check-gradients --data set >out || fail "check-gradients" "$(cat out)"
t/tiny self-test --data set >out || fail "self-test" "$(cat out)"
