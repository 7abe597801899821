# Kinds of data that not every model has: tables with a schema, texts, pixels as they are, no test part, nothing at all.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# -- a table, from the file to a prediction for a row without a target
{
  echo "Id,Area,Roof,Price"
  for i in $(seq 60); do
    roof=$([[ $((i % 3)) == 0 ]] && echo '"flat, tarred"' || echo hip)
    echo "$i,$([[ $i == 7 ]] && echo NA || echo $((i * 10))),$roof,$((i * 100 + 50))"
  done
} >houses.csv
"$LATHE" schema houses.csv --target=Price --drop=Id --train=0.8 -o houses.hpp
expect_line houses.hpp 'category,Roof,"flat, tarred",hip'
expect 2 "lathe: schema: --target is missing, the column to predict (see lathe schema --help)" "$LATHE" schema houses.csv
expect 1 'lathe: houses.csv: has no column "Cost" for --target' "$LATHE" schema houses.csv --target=Cost
expect 1 'lathe: houses.csv: column "Price" cannot be both --target and one to --drop' "$LATHE" schema houses.csv --target=Price --drop=Id,Price
printf 'ab\377\n' >latin.txt
expect 1 "lathe: latin.txt: byte 3 is no UTF-8" "$LATHE" schema latin.txt
expect 2 "lathe: schema: --words is for texts but houses.csv is a table" "$LATHE" schema houses.csv --target=Price --words
cat >price.cpp <<'END'
#include <lathe/dsl.hpp>

#include "houses.hpp"
using namespace lathe;

LATHE_MODEL(price) {
  auto x = input<float[16][houses.features()]>("features");
  auto t = input<float[16]>("price");
  auto y = squeeze<1>(sequential(affine(1_c))(x));
  minimize(mean_squared_error(y, t), adam({.lr = 20}));
  report("rmse", root_mean_square(y - t));
  output("price", y);
  data(table(houses), epochs(100));
}
END
"$LATHE" build price.cpp -o price >/dev/null
price/price train 2>err && fail "trains on data that are not there"
expect_line err "price: no data: there is no folder houses or "
mkdir houses data
mv houses.csv data/
price/price train >out
expect_line out "price: 48 training samples, 12 test samples, batch 16"
price/price evaluate --weights price.safetensors >out
# 12 test rows in one batch: the root of the loss is the root mean square of all rows.
awk '/test loss/ { l = $3 } /test rmse/ { r = $3 } END { exit !(r > 0 && (r * r - l) ^ 2 < 1e-6 * l * l) }' out || fail "$(cat out)"
printf 'Area,Id,Roof\n300,1,hip\n' >new.csv
price/price predict --weights price.safetensors --data new.csv >out
awk 'NR == 2 { exit !($1 > 2900 && $1 < 3200) }' out || fail "$(cat out)"
printf 'Area,Id\n300,1\n' >new.csv
expect 1 'price: new.csv: has no column "Roof", which the model'"'"'s schema has; run lathe schema again if this is how the data are now' price/price predict --weights price.safetensors --data new.csv

# -- a text, and one written with the same weights: after a comes b, after b comes c, after c comes a
for i in $(seq 20); do echo "abcabcabcabc."; done >letters.txt
"$LATHE" schema letters.txt --without=. -o letters.hpp
cat >net.hpp <<'END'
#include <lathe/dsl.hpp>

#include "letters.hpp"
using namespace lathe;
struct Net {
  BOOST_HANA_DEFINE_STRUCT(Net, (Embedding<letters.size(), 4>, embed), (Rnn<4, 8>, rnn), (Affine<8, letters.size()>, score));
};
END
cat >learner.cpp <<'END'
#include "net.hpp"
LATHE_MODEL(learner) {
  auto x = input<int[8][5]>("x"), next = input<int[8][5]>("next");
  auto net = module<Net>();
  auto [outputs, states] = net.rnn(net.embed(x));
  minimize(softmax_cross_entropy(net.score(reshape<float[40][8]>(outputs)), reshape<int[40]>(next)), adam({.lr = 0.02}));
  data(text(letters), epochs(20));
}
END
cat >writer.cpp <<'END'
#include "net.hpp"
LATHE_MODEL(writer) {
  auto x = input<int[1][1]>("x");
  auto h = input<float[1][8]>("h");
  auto net = module<Net>();
  auto [outputs, states] = net.rnn(net.embed(x), std::array{h});
  output("scores", net.score(reshape<float[1][8]>(outputs)));
  output("h", states[0]);
  data(text(letters));
}
END
mv letters.txt data/
"$LATHE" build learner.cpp -o learner >/dev/null
"$LATHE" build writer.cpp -o writer >/dev/null
learner/learner train >out
expect_line out "learner: 140 training samples, batch 8"
grep -q test out && fail "a test part that is not there: $(cat out)"
[[ $(learner/learner evaluate --weights learner.safetensors) == "samples 140"* ]] || fail "evaluate without a test part"
written=$(writer/writer sample --weights learner.safetensors --start b --lines 2 --length 4 --marks "-." --temperature 0)
[[ $written == $'bcab-cabc.\nabca-bcab.' ]] || fail "wrote $written"
expect 1 "writer: --start x: token 1 is none of the 3 that the model knows" writer/writer sample --weights learner.safetensors --start x
expect 1 "learner: sample needs a model that takes one token and its state: learner.cpp does not begin with an input of one token a row" \
  learner/learner sample --weights learner.safetensors --start a

# -- nothing: a parameter that goes downhill
cat >bowl.cpp <<'END'
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(bowl) {
  auto x = parameter<float[2]>("x", values({-7, 2}));
  minimize(sum(tensor<float[2]>({0.05, 1}) * square(x)), sgd({.lr = 0.1}));
  output("x", x);
  data(nothing, epochs(30));
}
END
"$LATHE" build bowl.cpp -o bowl >/dev/null
bowl/bowl train --log log.jsonl >out
expect_line out "bowl: 30 steps, lr 0.1"
[[ $(wc -l <log.jsonl) == 30 ]] || fail "$(wc -l <log.jsonl) lines in the log"
[[ $(bowl/bowl predict --weights bowl.safetensors) == *-5.1779* ]] || fail "not at -7 * 0.99^30: $(bowl/bowl predict --weights bowl.safetensors)"
bowl/bowl check-gradients >out || fail "$(cat out)"
bowl/bowl self-test >out || fail "$(cat out)"
expect 1 "bowl: --data x: bowl.cpp takes no data" bowl/bowl train --data x

# -- pixels as they are
sed 's/idx_images("digits")/idx_images("digits", {.scaled = false})/; s/float\[100\]\[784\]>("image")/&/' "$SOURCE/models/digits/digits.cpp" >raw.cpp
grep -q "scaled = false" raw.cpp || fail "digits.cpp has other data now"
"$LATHE" build raw.cpp -o raw >/dev/null
raw/digits train --data "$SOURCE/models/digits/data" --epochs 1 --limit 1000 --lr 1e-4 >out
raw/digits predict --weights digits.safetensors --data "$SOURCE/models/digits/data" 2>err >out
[[ ! -s err ]] || fail "a word on scaling where there is none: $(cat err)"
