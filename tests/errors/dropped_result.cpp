// A result that nothing uses is a forgotten line.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto y = relu(x);
  // error@+1: the result of sigmoid is never used
  [[maybe_unused]] auto forgotten = sigmoid(y);
  output("y", y);
}
