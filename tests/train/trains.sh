# The digits trainer on its shipped data: accuracy, log, weights, curves; the same bits from the same seed.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

"$digits" train --data "$data" --save w.safetensors --log log.jsonl --plot curves.svg >report
accuracy=$(sed -n 's/^test accuracy \([0-9.]*\) .*/\1/p' report)
awk -v a="$accuracy" 'BEGIN { exit !(a >= 0.94) }' || fail "test accuracy '$accuracy' is below 0.94" "$(cat report)"
expect_line report "w.safetensors"
expect_line report "curves.svg"
[[ $(wc -l <log.jsonl) == 17 ]] || fail "the log has $(wc -l <log.jsonl) lines instead of 17"
for field in epoch loss accuracy test_accuracy seconds samples_per_second lr; do expect_line log.jsonl "\"$field\":"; done
grep -aqF '"hidden.weight":{"dtype":"F32","shape":[784,50],"data_offsets":[0,156800]}' w.safetensors ||
  fail "no hidden.weight in the weights' header" "$(head -c 600 w.safetensors | tr -d '\0')"
[[ $(head -c 4 curves.svg) == "<svg" ]] || fail "curves.svg is no SVG" "$(head -c 100 curves.svg)"

run() { "$digits" train --data "$data" --epochs 1 --quiet --plot p.svg --save "$@" >/dev/null; }
run a --threads 1
run b --threads 1
run c --threads 2
run d --threads 1 --seed 2
cmp a b || fail "a second run gives other weights"
cmp a c || fail "two threads give other weights than one"
! cmp -s a d || fail "another seed gives the same weights"

"$digits" evaluate --data "$data" --weights w.safetensors >evaluated
expect_line evaluated "test accuracy $accuracy"
"$digits" check-gradients --data "$data" --samples 10 >checked || fail "check-gradients" "$(cat checked)"
"$digits" self-test --data "$data" >tested || fail "self-test" "$(cat tested)"
"$MODELS/digits_sigmoid/digits_sigmoid" check-gradients --data "$data" --samples 10 >checked || fail "check-gradients" "$(cat checked)"
"$MODELS/digits_sigmoid/digits_sigmoid" self-test --data "$data" >tested || fail "self-test" "$(cat tested)"

# Any number of rows.
zeros=$(printf '0,%.0s' {1..784})
for rows in 1 100 101; do
  { echo "$(printf 'pixel%d,' {0..782})pixel783"; for ((i = 0; i < rows; ++i)); do echo "${zeros%,}"; done; } >rows.csv
  "$digits" predict --weights w.safetensors --data rows.csv --out probabilities.csv >/dev/null
  [[ $(wc -l <probabilities.csv) == $((rows + 1)) ]] || fail "$rows rows give $(wc -l <probabilities.csv) lines"
  awk -F, 'NR > 1 { s = 0; for (i = 1; i <= NF; ++i) s += $i; if (NF != 10 || s < 0.9999 || s > 1.0001) exit 1 }' probabilities.csv ||
    fail "probabilities do not sum to 1" "$(head -3 probabilities.csv)"
done
"$MODELS/three_layer/three_layer" predict --input 1.0,0.5 >out
expect_line out "0.3168271,0.6962791"
"$MODELS/digits_inference/digits_inference" evaluate --data "$data" --weights "$SOURCE/models/digits_inference/data/sample_weights.safetensors" >out
expect_line out "test accuracy 0.9600"
"$digits" info >out
expect_line out "hidden.weight"
