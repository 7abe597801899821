# Options of a spec: the tool sets them, says what is wrong with a setting, and the trainer knows what it was made with.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cat >net.cpp <<'END'
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int hidden = option("hidden", 3);

LATHE_MODEL(net) {
  auto x = input<float[4][2]>("x");
  auto y = sequential(affine(int_c<hidden>), relu, affine(1_c))(x);
  auto loss = mean(square(y));
  constexpr auto optimiser = option("optimiser", "sgd", {"sgd", "adam", "momentum"});
  if (optimiser == "adam")
    minimize(loss, adam({.lr = option("lr", 0.05)}));
  else if (optimiser == "momentum")
    minimize(loss, momentum({.lr = option("lr", 0.05)}));
  else
    minimize(loss, sgd({.lr = option("lr", 0.05)}));
  if (option("show", true)) output("y", y);
  data(arrays("points"), epochs(1));
}
END

expect_option() { # TEXT SETTING…: lathe show --after=trace prints the text with these settings
  local text=$1 settings=() setting
  shift
  for setting; do settings+=(--set "$setting"); done
  "$LATHE" show net.cpp --after=trace --function=all "${settings[@]}" >ir || fail "lathe show with $*"
  expect_line ir "$text"
}
expect_option "f32[2,3]"
expect_option "f32[2,20]" hidden=20
expect_option "f32[2,1]" hidden=20 hidden=1 optimiser=adam
expect_option ".square_mean: f32[2,3]" optimiser=adam
expect_option "@net.predict" show=true
"$LATHE" show net.cpp --after=trace --function=all --set show=false >ir
! grep -qF "@net.predict" ir || fail "show=false is not seen"

expect 2 "lathe: --set optimiser=adm: 'adm' must be sgd, adam or momentum" "$LATHE" check net.cpp --set optimiser=adm
expect 2 "lathe: --set hidden=2.5: '2.5' must be a whole number" "$LATHE" check net.cpp --set hidden=2.5
expect 2 "lathe: --set lr=fast: 'fast' must be a number" "$LATHE" check net.cpp --set lr=fast
for number in "" 1/4 nan 1e999 --1; do
  expect 2 "lathe: --set lr=$number: '$number' must be a number" "$LATHE" check net.cpp --set lr=$number
done
expect 2 "lathe: --set hidden=: '' must be a whole number" "$LATHE" check net.cpp --set hidden=
# Also where the spec's own mistake follows from it.
expect 2 "lathe: --set dropout=abc: 'abc' must be a number" "$LATHE" check "$SOURCE/models/digits_deep/digits_deep.cpp" --set dropout=abc
expect 2 "lathe: --set show=1: '1' must be true or false" "$LATHE" check net.cpp --set show=1
expect 2 "lathe: --set width=3: the spec has no option 'width'; it has hidden, optimiser, lr and show" "$LATHE" check net.cpp --set width=3
expect 2 "lathe: --set hidden: write NAME=VALUE" "$LATHE" check net.cpp --set hidden
expect 2 "lathe: --set hidden=3: the spec has no options" "$LATHE" check "$SOURCE/models/digits/digits.cpp" --set hidden=3

"$LATHE" build net.cpp -o net --set optimiser=adam --set lr=1e-3 >/dev/null
net/net info >out
expect_line out "net (from net.cpp with hidden=3, optimiser=adam, lr=1e-3, show=true)"
expect_line out "0.001"

# Other compilers take the settings as a macro.
for compiler in g++ clang++-19; do
  $compiler -std=c++20 -fsyntax-only -I "$SOURCE/dsl" -DLATHE_OPTIONS='"hidden=20\noptimiser=adam\nlr=-1\n"' net.cpp 2>err && fail "$compiler does not see the options"
  expect_line err "adam: lr is -1, must b"
done
