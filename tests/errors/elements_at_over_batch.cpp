// Samples do not mix.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto i = tensor<int[2]>({0, 3});
  // error@+1: elements_at: axis 0 of float[100][20] is the batch
  output("y", sum(elements_at(x, i, i)));
}
