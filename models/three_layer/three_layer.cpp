// A net small enough to follow by hand: 2 inputs, layers of 3, 2 and 2 units, every weight written down.
// The input (1.0, 0.5) gives (0.31682708, 0.69627909).
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(three_layer) {
  auto x = input<float[1][2]>("x");

  auto w1 = parameter<float[2][3]>("w1", values({{0.1, 0.3, 0.5}, {0.2, 0.4, 0.6}}));
  auto b1 = parameter<float[3]>("b1", values({0.1, 0.2, 0.3}));
  auto w2 = parameter<float[3][2]>("w2", values({{0.1, 0.4}, {0.2, 0.5}, {0.3, 0.6}}));
  auto b2 = parameter<float[2]>("b2", values({0.1, 0.2}));
  auto w3 = parameter<float[2][2]>("w3", values({{0.1, 0.3}, {0.2, 0.4}}));
  auto b3 = parameter<float[2]>("b3", values({0.1, 0.2}));

  auto z1 = sigmoid(affine(x, w1, b1));
  auto z2 = sigmoid(affine(z1, w2, b2));
  output("y", affine(z2, w3, b3));  // nothing to minimise: this model only predicts
}
