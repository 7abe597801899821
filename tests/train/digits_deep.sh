# Runs of one net with different options in one picture, as ./run digits_deep draws them.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export LATHE MODEL=$SOURCE/models/digits_deep BUILD=$work/built
mkdir built
"$MODEL/run.sh" --compare=batch_norm --set=optimiser=sgd --set=dropout=0 --epochs=2 --limit=2000 >report
[[ $(grep -c "test accuracy" report) == 2 ]] || fail "not two runs" "$(cat report)"
for words in "<title>digits_deep by batch_norm</title>" ">false</text>" ">true</text>" ">loss, test part</text>"; do
  expect_line built/batch_norm.svg "$words"
done
built/batch_norm/true/digits_deep info >out
expect_line out "optimiser=sgd, initialiser=he, batch_norm=true, dropout=0, weight_decay=1e-04"
expect_line out "running_mean"
built/batch_norm/false/digits_deep info >out
! grep -q running_mean out || fail "a net without normalisation has its state"
# Normalisation makes such a deep net learn at once.
accuracy() { tail -n 1 "built/batch_norm/$1/digits_deep.jsonl" | sed 's/.*"test_accuracy":\([0-9.]*\).*/\1/'; }
awk -v with="$(accuracy true)" -v without="$(accuracy false)" 'BEGIN { exit !(with > 0.5 && with > without) }' ||
  fail "test accuracy with normalisation $(accuracy true), without $(accuracy false)"

expect 2 "digits_deep: --compare takes optimiser, initialiser, batch_norm, dropout or weight_decay, not seed" "$MODEL/run.sh" --compare=seed
