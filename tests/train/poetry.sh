# A net that writes, as ./run poetry trains it and has it write.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export LATHE MODEL=$SOURCE/models/poetry BUILD=$work/built
mkdir built
ln -s "$MODELS/poetry/poetry" "$MODELS/poetry/writer" built/
poetry=("$MODEL/run.sh")
expect 1 "poetry: there are no weights in $BUILD/poetry.safetensors; train first, without --write" "${poetry[@]}" --write

# What is for writing is checked before the training.
expect 1 "writer: --start Z: token 1 is none of the 2369 that the model knows" "${poetry[@]}" --start=Z
expect 2 "writer: --temperature should be 0 or more (see writer sample --help)" "${poetry[@]}" --temperature=-1
expect 2 "poetry: --cell takes rnn, lstm or gru, not cnn" "${poetry[@]}" --cell=cnn
[[ ! -e built/poetry.safetensors ]] || fail "trained with options that do not suit writing"

"${poetry[@]}" --epochs=1 --limit=32 --quiet --start=江 --lines=2 --length=5 >out
[[ $(tail -n 2 out | grep -cE '^.{5}，.{5}。$') == 2 ]] || fail "no poem of two lines" "$(cat out)"
[[ $(tail -n 2 out | head -c 3) == 江 ]] || fail "the poem does not begin with 江" "$(cat out)"

# Written again without training: the same with the same seed, another with another.
poem() { "${poetry[@]}" --write --start=江 --lines=2 --length=5 "$@"; }
[[ $(poem) == "$(tail -n 2 out)" ]] || fail "another poem of the same weights" "$(poem)"
[[ $(poem --seed=9) != "$(poem)" && $(poem --seed=9) == "$(poem --seed=9)" ]] || fail "the seed of writing" "$(poem --seed=9)"
expect 2 "writer: sample has no option --nope (see writer sample --help)" "${poetry[@]}" --write --nope=3
expect 2 "writer: --weights is required (see writer sample --help)" built/writer sample --start=江
