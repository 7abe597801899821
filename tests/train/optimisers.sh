# Rules of updating on their way down a valley, as ./run optimisers draws them.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export LATHE MODEL=$SOURCE/models/optimisers BUILD=$work/drawn
mkdir drawn
cp "$MODELS/optimisers/trajectories" drawn
expect 0 "" "$MODEL/run.sh"
[[ $(wc -l <out) == 13 ]] || fail "not a head, 11 ways and the drawing" "$(cat out)"
# Where a rate of 0.1 leads by hand: 0.99 and 0.8 of it are left after each step.
expect_line out "sgd_0.1             1000   -0.000302199    2.46046e-97"
drawing=drawn/trajectories.svg
for words in ">momentum</text>" ">adam</text>" ">multi_step_decay</text>" "class=\"faint\"" ">x1 across, x2 up</text>"; do
  expect_line "$drawing" "$words"
done
# A way each for three decays, two each for the other four panels, and the three rates.
[[ $(grep -c '<path class="curve"' "$drawing") == 14 ]] || fail "not 14 curves"

expect 2 "optimisers: takes no options, the rules and their numbers are in optimisers.cpp" "$MODEL/run.sh" --lr 1
"$MODELS/optimisers/optimisers" check-gradients >out || fail "$(cat out)"
"$MODELS/optimisers/optimisers" train --epochs 20 >out
expect_line out "optimisers: 20 steps"
