# Photographs in, pictures out: PNG and JPEG through models/conv_demo, and what is no photograph for it.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

pictures=$MODELS/conv_demo/pictures photographs=$SOURCE/models/conv_demo/data

mkdir drawn
LATHE=$LATHE MODEL=$SOURCE/models/conv_demo BUILD=$MODELS/conv_demo expect 2 \
  "conv_demo: takes --photograph=FILE, not --epochs" "$SOURCE/models/conv_demo/run.sh" --epochs
expect 0 "" "$pictures" drawn "$photographs/china.jpg" "$photographs/flower.png"
[[ $(wc -l <out) == 6 ]] || fail "not 6 pictures" "$(cat out)"
while read -r file; do
  # The signature, then the first chunk: 3 x 384 and 2 x 8 wide, 256 high, 8 bits a channel, colours.
  got=$(od -An -tx1 -N26 "$file" | tr -d ' \n')
  [[ $got == 89504e470d0a1a0a0000000d4948445200000490000001000802 ]] || fail "$file is no such picture" "$got"
done <out
cmp -s drawn/china_edges.png drawn/china_blur.png && fail "two kernels give the same picture"
# Edges are grey, as they sum over the channels; another photograph of the same size gives others.
cmp -s drawn/china_edges.png drawn/flower_edges.png && fail "two photographs give the same picture"

head -c 1000 "$photographs/china.jpg" >cut.jpg
"$pictures" drawn cut.jpg 2>err && fail "half a photograph is taken"
expect_line err "pictures: cut.jpg: is damaged or truncated"
expect 1 "pictures: drawn/china_blur.png: has 1168 x 256 pixels but the model takes 384 x 256" "$pictures" drawn drawn/china_blur.png
expect 1 "pictures: $photographs/README.md: is neither a PNG nor a JPEG file" "$pictures" drawn "$photographs/README.md"
