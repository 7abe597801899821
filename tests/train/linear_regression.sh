# A line through points, as ./run linear_regression finds and draws it.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export LATHE MODEL=$SOURCE/models/linear_regression BUILD=$work/drawn
mkdir drawn
cp "$MODELS"/linear_regression/{linear_regression,points,line} drawn

# near: whether weight and bias are within 0.05 of those that the points were made with.
near() {
  local number='\(-\?[0-9.]*\)'
  sed -n "s/^weight $number, bias $number$/\1 \2/p" out |
    awk '{ n++; near = ($1 - 2.5)^2 < 0.05^2 && ($2 - 5.2)^2 < 0.05^2 } END { exit !(n == 1 && near) }'
}
expect 0 "" "$MODEL/run.sh" --epochs 100
! near || fail "100 epochs do already" "$(cat out)"
expect 0 "" "$MODEL/run.sh"
near || fail "another line" "$(cat out)"

drawing=drawn/line.svg
[[ $(grep -c '<circle' "$drawing") == 101 ]] || fail "not 100 points and one in the legend"
[[ $(grep -c '<path class="curve"' "$drawing") == 2 ]] || fail "not a line and the loss"
expect_line "$drawing" ">loss (logarithmic)</text>"

# The points are the same for the same seed.
drawn/points same.npz 1 && drawn/points other.npz 2
cmp -s same.npz drawn/data/train.npz || fail "one seed, two sets of points"
! cmp -s same.npz other.npz || fail "two seeds, one set of points"
expect 2 "usage: points FILE.npz SEED" drawn/points same.npz one
expect 1 "line: no.npz: cannot be read as .npz: no such file" drawn/line no.npz drawn/linear_regression.safetensors drawn/linear_regression.jsonl x.svg
echo 'no log' >log.jsonl
expect 1 'line: log.jsonl:1: is no line of a log but should be {"epoch":1,"loss":…}' drawn/line same.npz drawn/linear_regression.safetensors log.jsonl x.svg
