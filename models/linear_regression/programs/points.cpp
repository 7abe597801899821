// 100 points near a line, y = 2.5 x + 5.2 + 0.1 e, where x and e are drawn from N(0, 1): the same for the same seed.
#include <charconv>
#include <cstdio>
#include <cstring>

#include "lathe/error.hpp"
#include "lathe/npy.hpp"
#include "lathe/random.hpp"

int main(int argc, char** argv) {
  std::uint64_t seed = 0;
  const char* end = argc == 3 ? argv[2] + std::strlen(argv[2]) : nullptr;
  if (argc != 3 || std::from_chars(argv[2], end, seed).ptr != end) {
    std::fprintf(stderr, "usage: points FILE.npz SEED\n");
    return 2;
  }
  try {
    const lathe::Random place(seed, lathe::Purpose::ops, 0), noise(seed, lathe::Purpose::ops, 1);
    std::vector<float> x, y;
    for (std::uint64_t i = 0; i < 100; ++i) {
      x.push_back(static_cast<float>(place.normal(i)));
      y.push_back(static_cast<float>(2.5 * x.back() + 5.2 + 0.1 * noise.normal(i)));
    }
    lathe::write_npz(argv[1], {{"x", {{100, 1}, x}}, {"y", {{100, 1}, y}}});
  } catch (const lathe::UserError& error) {
    std::fprintf(stderr, "points: %s\n", error.what());
    return 1;
  }
}
