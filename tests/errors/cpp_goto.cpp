// A body runs while it is compiled.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: this cannot be evaluated by a compiler, as a model's body must be
  goto end;
  end:
  output("y", x);
}
