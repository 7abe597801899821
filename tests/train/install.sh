# An installed Lathe works without its source and build trees: it is taken to another place and asked for a trainer.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

cmake --install "$BUILD" --prefix "$work/installed" >/dev/null
cp "$SOURCE/models/three_layer/three_layer.cpp" .
mv installed elsewhere
elsewhere/bin/lathe check three_layer.cpp
elsewhere/bin/lathe build three_layer.cpp -o t -v >out 2>commands
t/three_layer predict --input 1.0,0.5 >out
expect_line out "0.3168271,0.6962791"
if grep -F "$SOURCE/runtime" commands; then fail "the installed tool compiles with the source tree"; fi
