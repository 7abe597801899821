// Gradients as values: a penalty on slopes (so that training differentiates twice), curvature, slopes of an output.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(slopes) {
  auto x = input<float[6][4]>("x");
  auto target = input<float[6][1]>("target");
  auto w = parameter<float[4][8]>("w", normal(0.5));
  auto v = parameter<float[8][1]>("v", normal(0.5));
  auto d_w = parameter<float[1]>("d_w", constant(0.25));  // the name that a gradient of w would have
  auto y = matmul(tanh(matmul(x, w)), v) + d_w;
  auto slope = gradient(sum(y), x);
  auto loss = mean(square(y - target));
  minimize(loss + 0.1 * mean(square(slope)), sgd({.lr = 0.05}));
  report("slope", mean(abs(slope)));
  output("slope", slope);
  output("slope_of_loss", gradient(loss, w));
  output("curvature", gradient(sum(gradient(loss, v)), w));
}
