# Words and what stands near them, as ./run word_embedding shows it.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export LATHE MODEL=$SOURCE/models/word_embedding BUILD=$work/built
mkdir built
cp "$MODELS"/word_embedding/{word_embedding,table,neighbours} built
poems=$SOURCE/models/poetry/data/tang300.txt

# The headers have what the commands in them give.
tokens() { sed '1,/R"schema(/d'; }
"$LATHE" schema "$MODEL/data/sentence.txt" --words --without=的是而由，。、 | tokens >made
tokens <"$MODEL/sentence.hpp" | cmp -s - made || fail "sentence.hpp has other words"
"$LATHE" schema "$poems" --without=，。、？！： --at-least=5 | tokens >made
tokens <"$MODEL/tang300.hpp" | cmp -s - made || fail "tang300.hpp has other characters"
[[ $(wc -l <made) -gt 700 ]] || fail "few characters" "$(cat made)"

# The entropy of a character when nothing is known of those around it, rare ones taken together.
entropy=$(sed 's/[，。、？！：]//g' "$poems" | LC_ALL=C.UTF-8 grep -o . | LC_ALL=C.UTF-8 sort | uniq -c |
  awk '$1 >= 5 { s += $1; h += $1 * log($1) } $1 < 5 { r += $1 } END { s += r; h += r * log(r); print log(s) - h / s }')
loss() { tail -n 1 built/word_embedding.jsonl | sed 's/.*"loss":\([0-9.]*\).*/\1/'; }
above_entropy() { awk -v loss="$(loss)" -v entropy="$entropy" 'BEGIN { exit !(entropy > 5 && loss > entropy - 0.2) }'; }

"$MODEL/run.sh" --epochs 1 >first
above_entropy || fail "loss $(loss) after one epoch, entropy $entropy"
"$MODEL/run.sh" >one
above_entropy && fail "loss $(loss), entropy $entropy"
"$MODEL/run.sh" --threads 2 >two
for report in first one two; do tail -n 6 "$report" >"$report.neighbours"; done
cmp one.neighbours two.neighbours || fail "neighbours differ from run to run"
! cmp -s one.neighbours first.neighbours || fail "training changes no neighbours"

# The table: each word once, with five numbers; no stop words.
expect_line one "自然 / 语言 / 是 / 由 / 文字 / 构成 / 的 / ，"
[[ $(grep -cE '^ ?[0-9]+: [^ ]+'$'\t''\[( *-?[0-9.]+){5}\]$' one) == 19 ]] || fail "not 18 words and <UNK>" "$(cat one)"
# Wine stands where cups and drinking do.
grep '^酒' one | grep 杯 | grep -q 饮 || fail "neighbours of wine" "$(cat one.neighbours)"

expect 1 "neighbours: 龘: is none of the 798 characters that the model knows" built/neighbours built/word_embedding.safetensors 龘
expect 2 "usage: neighbours WEIGHTS.safetensors CHARACTER…" built/neighbours
printf '\377\n' >broken.txt
expect 1 "table: broken.txt: byte 1 is no UTF-8" built/table broken.txt
