# Nets for clothes, as ./run fashion trains and shows them.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

export LATHE MODEL=$SOURCE/models/fashion BUILD=$work/built
mkdir built
ln -s "$MODELS/fashion/fashion" built/
fashion=("$MODEL/run.sh" --epochs=1 --limit=256)
"${fashion[@]}" --variant=sigmoid --threads=1 >out
for words in "== sigmoid" "test samples 1000" "9  Ankle boot" "curves   $BUILD/variants.svg"; do expect_line out "$words"; done
[[ $(head -c 4 built/wrong.png | tail -c 3) == PNG ]] || fail "wrong.png is no PNG"

# The data that are given train and are shown.
mkdir few
first_100() {  # FILE BYTES-BEFORE-THE-DATA BYTES: the count in the header is 100, too
  gzip -dc "$MODEL/data/$1.gz" >whole
  { head -c 4 whole; printf '\0\0\0\144'; head -c $(($2 + $3)) whole | tail -c +9; } >"few/$1"
}
for part in train t10k; do
  first_100 $part-labels-idx1-ubyte 8 100
  first_100 $part-images-idx3-ubyte 16 78400
done
"${fashion[@]}" --variant=sigmoid --data=few >out
expect_line out "100 training samples, 100 test samples"
expect_line out "test samples 100"
expect 2 "fashion: --variant takes sigmoid or relu, not tanh" "${fashion[@]}" --variant=tanh
expect 2 "fashion: --variant takes sigmoid or relu, not " "${fashion[@]}" --variant=
