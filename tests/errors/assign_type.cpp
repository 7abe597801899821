// State keeps its type.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  minimize(mean_squared_error(y, t), [](Value w, Value gradient) {
    const Value v = state_like(w, "velocity");
  // error@+1: assign: state '0.weight.velocity' is float[20][10], takes no float
    assign(v, cast_like(steps_done(*w.builder), w));
    return w - 0.1 * gradient;
  });
}
