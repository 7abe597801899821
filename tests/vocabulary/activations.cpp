#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

TEST_CASE("activations are PyTorch's") {
  using Around = double[10];
  using Bounds = double[12];
  check_vocabulary("activations", {
                                      of<Around>("relu", relu),
                                      of<Around>("leaky_relu", leaky_relu),
                                      of<Around>("leaky_relu 0.2", leaky_relu(0.2)),
                                      of<Around>("elu", elu),
                                      of<Around>("elu 0.5", [](auto x) { return elu(x, 0.5); }),
                                      of<Around>("selu", selu),
                                      of<Around>("silu", silu),
                                      of<Around>("swish", swish),
                                      of<Around>("softplus", softplus),
                                      of<Around>("gelu", gelu),
                                      of<Around>("gelu_tanh", gelu_tanh),
                                      of<Around>("mish", mish),
                                      of<Around>("softsign", softsign),
                                      of<Around>("log_sigmoid", log_sigmoid),
                                      of<Bounds>("hard_tanh", hard_tanh),
                                      of<Bounds>("relu6", relu6),
                                      of<Bounds>("hard_sigmoid", hard_sigmoid),
                                      of<Batched<double[2][3]>, double[1]>("prelu", prelu),
                                      of<Batched<double[2][3]>, double[3]>("prelu of channels", prelu),
                                  });
}
