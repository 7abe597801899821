// Two models in one file.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(first) {
  auto x = input<float[100][20]>("x");
  output("y", relu(x));
}

// error@+1: two models: a spec has one LATHE_MODEL
LATHE_MODEL(second) {
  auto x = input<float[100][20]>("x");
  output("y", sigmoid(x));
}
