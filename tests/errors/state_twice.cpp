// State has a name of its own.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  minimize(mean_squared_error(y, t), [](Value w, Value gradient) {
    const Value v = assign(state_like(w, "v"), gradient);
  // error@+1: state '0.weight.v': the name is taken by the state of line 10
    return w - 0.1 * assign(state_like(w, "v"), v);
  });
}
