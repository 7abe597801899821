# A program is linked with the libraries whose functions it calls, and with no others: what lathe build links, and what
# the CMakeLists.txt does that lathe emits.
source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

# needed PROGRAM: the libraries that it is loaded with, a word each.
needed() { readelf -d "$1" | sed -n 's/.*(NEEDED).*\[lib\([a-z0-9]*\).*/\1/p' | sort | xargs; }

spec=$SOURCE/models/three_layer/three_layer.cpp
"$LATHE" build "$spec" -o built >/dev/null
[[ ! $(needed built/three_layer) =~ turbojpeg|icu ]] || fail "a trainer needs $(needed built/three_layer)"

"$LATHE" emit "$spec" -o emitted >/dev/null
mkdir -p root/build
ln -s "$SOURCE/runtime" root/runtime
ln -s "$BUILD/runtime" root/build/runtime
cat >emitted/texts.cpp <<'END'
#include <cstdio>

#include "lathe/image.hpp"
#include "lathe/text.hpp"

int main(int, char** argv) {
  std::printf("%d pixels, %d characters\n", lathe::read_image(argv[1], 1).width,
              static_cast<int>(lathe::tokens("春眠不觉晓", lathe::TokenKind::character).size()));
}
END
cat >>emitted/CMakeLists.txt <<'END'
add_executable(texts texts.cpp)
target_compile_features(texts PRIVATE cxx_std_20)
target_include_directories(texts PRIVATE ${LATHE_ROOT}/runtime)
target_link_libraries(texts PRIVATE $<TARGET_PROPERTY:three_layer,LINK_LIBRARIES>)
END
(cmake -S emitted -B made -DLATHE_ROOT="$work/root" && cmake --build made) >out 2>&1 || fail "the emitted CMakeLists.txt" "$(tail -n 30 out)"
made/three_layer predict --input 1.0,0.5 >out
expect_line out "0.3168271,0.6962791"
[[ ! $(needed made/three_layer) =~ turbojpeg|icu ]] || fail "a trainer needs $(needed made/three_layer)"
# Two grey pixels.
printf '\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x02\x00\x00\x00\x01\x08\x00\x00\x00\x00\xd1\x49\x20\x56\x00\x00\x00\x0b\x49\x44\x41\x54\x78\x9c\x63\x60\xf8\x0f\x00\x01\x02\x01\x00\x42\xbe\xbc\x68\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82' >picture.png
made/texts picture.png >out
expect_line out "2 pixels, 5 characters"
for library in png16 turbojpeg icuuc; do
  [[ " $(needed made/texts) " == *" $library "* ]] || fail "the program calls $library, but needs $(needed made/texts)"
done
