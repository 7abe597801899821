# What users do wrong: one clear sentence, exit 1, nothing lost.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# images MAGIC ROWS: a folder's training images of 28 x 28, all 0; labels FILE ROWS VALUE.
images() { { big_endian "$1"; big_endian "$2"; big_endian 28; big_endian 28; head -c $(($2 * 784)) /dev/zero; }; }
labels() { { big_endian $((0x801)); big_endian "$1"; for ((i = 0; i < $1; ++i)); do printf "\\x$2"; done; }; }
folder() {
  rm -rf set && mkdir set
  images $((0x803)) 4 >set/train-images-idx3-ubyte
  labels 4 01 >set/train-labels-idx1-ubyte
  images $((0x803)) 4 >set/t10k-images-idx3-ubyte
  labels 4 01 >set/t10k-labels-idx1-ubyte
}
train() { "$digits" train --data "$1" --epochs 1 --quiet --save w --plot p.svg "${@:2}"; }

folder && expect 0 "" train set
truncate -s 1000 set/train-images-idx3-ubyte
expect 1 "digits: set/train-images-idx3-ubyte: is 1000 bytes long but its header announces 4 images of 28x28, 3152 bytes" train set
folder && images 1 4 >set/train-images-idx3-ubyte
expect 1 "digits: set/train-images-idx3-ubyte: starts with 0x00000001 but an IDX file starts with 0x00000803 (images) or 0x00000801 (labels)" train set
folder && images $((0x803)) 0 >set/train-images-idx3-ubyte
expect 1 "digits: set/train-images-idx3-ubyte: is empty: its header announces 0 images of 28x28" train set
folder && labels 4 0a >set/train-labels-idx1-ubyte
expect 1 "digits: set/train-labels-idx1-ubyte: row 1 has label 10 but labels should be 0 to 9" train set
folder && labels 3 01 >set/train-labels-idx1-ubyte
expect 1 "digits: set/train-images-idx3-ubyte: holds 4 images but train-labels-idx1-ubyte holds 3 labels" train set
train nowhere 2>err && fail "a missing folder is accepted"
expect_line err "digits: nowhere: "
[[ $(wc -l <err) == 1 ]] || fail "more than a sentence" "$(cat err)"

# Kaggle's form: a header, the label, the pixels.
row=$(printf ',0%.0s' {1..784})
header="label$(printf ',pixel%d' {0..783})"
csv() { rm -rf set && mkdir set && printf '%s\n' "$header" "$@" >set/train.csv; }
csv "1$row" "2$row" "3$row" "4$row" "5$row" && expect 0 "" train set
csv "1$row" "2$row,0"
expect 1 'digits: set/train.csv: line 3: has 786 fields but the header has 785' train set
csv "1$row" "2${row/,0/,x}"
expect 1 'digits: set/train.csv: line 3: column 2 is "x" but should be a finite number' train set
csv "1$row" "10$row" "3$row" "4$row" "5$row"
expect 1 'digits: set/train.csv: line 3 has label 10 but labels should be 0 to 9' train set
csv "1$row"
expect 1 'digits: set/train.csv: has 1 row but a training and a test part need at least 2' train set
csv
expect 1 'digits: set/train.csv: has a header but no rows' train set

# A full disk: the sentence names the file and the reason. Files of an earlier run stay, and nothing is left beside them.
folder
expect 1 "digits: /dev/full: cannot be written: no space left on device" "$digits" train --data set --epochs 1 --quiet --save /dev/full --plot p.svg
rm -rf full && mkdir full
for file in w log p.svg; do echo old >full/$file; done
status=0
(ulimit -f 100 && cd full && exec "$digits" train --data ../set --epochs 1 --quiet --save w --log log --plot p.svg) >out 2>err || status=$?
[[ $status == 1 ]] || fail "exit status $status with a limit on the size of files" "$(cat out err)"
[[ $(cat err) == "digits: w: cannot be written: file too large" ]] || fail "a limit on the size of files" "$(cat err)"
for file in w log p.svg; do [[ $(cat full/$file) == old ]] || fail "the old $file is lost"; done
[[ $(ls -A full | wc -l) -le 4 ]] || fail "something is left behind" "$(ls -A full)"
full="digits: standard output cannot be written: no space left on device"
train set >/dev/null
for command in "evaluate --data set --weights w" "info" "predict --data set --weights w" "--help" "train --data set --epochs 2"; do
  status=0
  "$digits" $command >/dev/full 2>err </dev/null || status=$?
  [[ $status == 1 && $(cat err) == "$full" ]] || fail "exit status $status: digits $command >/dev/full" "$(cat err)"
done
status=0
"$digits" nonsense 2>/dev/full || status=$?
[[ $status == 2 ]] || fail "exit status $status instead of 2 where standard error is full"

# Weights of another model, and damaged ones; the program goes on to work afterwards.
expect_sentence() { "$@" >out 2>err </dev/null && fail "accepted: $*"; [[ $(wc -l <err) == 1 && $(cat err) == digits:* ]] || fail "$*" "$(cat err)"; }
folder && train set >/dev/null
cp w good
expect_sentence "$digits" evaluate --data set --weights "$SOURCE/models/digits_inference/data/sample_weights.safetensors"
head -c 1000 good >cut && expect_sentence "$digits" evaluate --data set --weights cut
echo nonsense >cut && expect_sentence "$digits" evaluate --data set --weights cut
expect 0 "" "$digits" evaluate --data set --weights good
# The two nets differ in their units alone: no mistake for certain, but worth a word.
expect 0 "digits_sigmoid: good has weights of digits; they fit, as names and shapes are the same" \
  "$MODELS/digits_sigmoid/digits_sigmoid" evaluate --data set --weights good

# Stopped in training: the best weights so far are on disk and load.
for signal in INT TERM HUP; do
  rm -f w log.jsonl
  # A shell gives its background jobs a closed ear for SIGINT; env gives it back.
  env --default-signal=INT,HUP "$digits" train --data "$data" --epochs 10000 --save w --log log.jsonl --plot p.svg >out 2>err &
  pid=$!
  until [[ -s log.jsonl && -s w ]]; do sleep 0.05; done
  kill -s $signal $pid
  status=0
  wait $pid || status=$?
  [[ $status == 1 ]] || fail "exit status $status after SIG$signal" "$(cat err)"
  grep -q "interrupted" err out || fail "nothing said of the interruption" "$(cat out err)"
  "$digits" evaluate --data "$data" --weights w >out || fail "the weights left by SIG$signal do not load"
  awk '/^test accuracy/ && $3 > 0.5 { good = 1 } END { exit !good }' out || fail "the weights left by SIG$signal are no good" "$(cat out)"
done

# Usage.
for wrong in "train --epochs none" "train --unknown" "nonsense" ""; do
  status=0
  "$digits" $wrong >out 2>err </dev/null || status=$?
  [[ $status == 2 ]] || fail "exit status $status instead of 2: digits $wrong" "$(cat out err)"
done
status=0
"$digits" train --data set --device cuda >out 2>err </dev/null || status=$?
[[ $status == 3 ]] || fail "exit status $status instead of 3 without a device" "$(cat out err)"
