// Two element types do not mix.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto y = input<double[100][20]>("y");
  // error@+1: subtract: float[100][20] and double[100][20] have different element types; cast one of them
  output("z", x - y);
}
