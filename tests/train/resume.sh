# A run that is killed again and again, at any moment, and resumed each time ends with the bytes of one that is not. When
# the kills come changes nothing of what must hold. KILLS says how often, TRAINER (a full path) of which program in
# place of the net below, EPOCHS for how long.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
kills=${KILLS:-20} epochs=${EPOCHS:-16}
RANDOM=1

# All that a step can depend on: moments, running statistics, random numbers, and a rate that changes by steps.
cat >net.cpp <<'END_OF_SPEC'
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(net) {
  auto image = input<float[50][784]>("image");
  auto digit = input<int[50]>("digit");
  auto logits = sequential(affine(30_c), module<BatchNorm<30>>(), relu, dropout(0.2), affine(10_c))(image);
  minimize(softmax_cross_entropy(logits, digit), adam({.lr = exponential_decay(0.01, 0.999, steps(1))}));
  report("accuracy", accuracy(logits, digit));
  output("probability", softmax(logits));
  data(idx_images("digits"), epochs(1));
}
END_OF_SPEC
trainer=${TRAINER:-$work/net/net}
if [[ ! ${TRAINER:-} ]]; then
  ln -s "$data" digits
  "$LATHE" build net.cpp -o net >/dev/null
fi
name=${trainer##*/}

# train FOLDER EPOCHS OPTIONS…: in a folder of its own; what it prints is in FOLDER/out. Takes the place of the shell.
train() { mkdir -p "$1" && cd "$1" && exec "$trainer" train --epochs "$2" --log log --save-every 1 "${@:3}" >out 2>err; }
# The log without the times, which differ.
numbers() { sed 's/"seconds":[^,]*,"samples_per_second":[^,]*,//' "$1"; }
# expect_same FOLDER: weights, log and curves are those of the unbroken run.
expect_same() {
  cmp whole/$name.safetensors $1/$name.safetensors || fail "the weights differ"
  cmp <(numbers whole/log) <(numbers $1/log) || fail "the logs differ"
  cmp whole/$name.svg $1/$name.svg || fail "the curves differ"
}
start=${EPOCHREALTIME/./}
(train whole $epochs) || fail "train" "$(cat whole/err)"
[[ $(wc -l <whole/log) == "$epochs" ]] || fail "not $epochs epochs" "$(cat whole/log)"
microseconds=$((${EPOCHREALTIME/./} - start))

finished=0 went_on=0
for ((k = 0; k < kills; ++k)); do
  before=0 resume=()
  rm -f broken/out
  if [[ -f broken/$name.checkpoint ]]; then
    resume=(--resume $name.checkpoint)
    [[ ! -f broken/log ]] || before=$(wc -l <broken/log)
  fi
  train broken $epochs "${resume[@]}" &  # a shell of its own
  pid=$!
  moment=$((microseconds * (RANDOM % 500) / 1000))
  sleep $((moment / 1000000)).$(printf %06d $((moment % 1000000)))
  status=0
  { kill -KILL $pid || true; wait $pid || status=$?; } 2>/dev/null  # where the shell says that it was killed
  ((status == 137 || status == 0)) || fail "exit status $status" "$(cat broken/err)"
  if [[ ${#resume[@]} != 0 && -f broken/out ]] && after=$(sed -n "s/^$name.checkpoint: goes on after epoch \([0-9]*\) of .*/\1/p" broken/out) && [[ $after ]]; then
    went_on=$((went_on + 1))
    # A checkpoint comes right after the line of its epoch.
    ((after >= before - 1)) || fail "goes on after epoch $after, with $before in the log"
  fi
  if ((status == 0)); then
    finished=$((finished + 1))
    expect_same broken
    rm -r broken
  fi
done
((went_on > kills / 4)) || fail "only $went_on of $kills kills came in a run that had been resumed"
if [[ -f broken/$name.checkpoint ]]; then (train broken $epochs --resume $name.checkpoint); else (train broken $epochs); fi || fail "resume" "$(cat broken/err)"
expect_same broken
! ls broken | grep -F .tmp || fail "drafts are left behind"

# All options come from the checkpoint, and more epochs than the run had are more of the same run.
(train short $((epochs / 3)))
(cd short && "$trainer" train --resume $name.checkpoint --epochs $epochs --threads 2 >out) || fail "more epochs" "$(cat short/out)"
expect_same short
