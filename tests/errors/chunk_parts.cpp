// Parts of different sizes.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: chunk: axis 1 of float[100][20] does not divide in 3 equal parts
  auto parts = chunk<1, 3>(x);
}
