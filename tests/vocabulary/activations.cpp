#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

TEST_CASE("activations are PyTorch's") {
  using Around = double[18];
  using Numbers = double[17];
  using Bounds = double[14];
  check_vocabulary("activations",
                   {
                       of<Around>("relu", relu),
                       of<Around>("leaky_relu", leaky_relu),
                       of<Around>("leaky_relu 0.2", leaky_relu(0.2)),
                       of<Numbers>("elu", elu),
                       of<Numbers>("elu 0.5", [](auto x) { return elu(x, 0.5); }),
                       of<Numbers>("selu", selu),
                       of<double[1]>("elu of what is no number", elu),
                       of<double[1]>("elu 0.5 of what is no number", elu(0.5)),
                       of<double[1]>("selu of what is no number", selu),
                       of<Around>("silu", silu),
                       of<Around>("swish", swish),
                       of<Around>("softplus", softplus),
                       of<double[15]>("gelu", gelu),
                       of<double[3]>("gelu beyond numbers", gelu),
                       of<Around>("gelu_tanh", gelu_tanh),
                       of<Around>("mish", mish),
                       of<Around>("softsign", softsign),
                       of<Around>("log_sigmoid", log_sigmoid),
                       of<Bounds>("hard_tanh", hard_tanh),
                       of<Bounds>("relu6", relu6),
                       of<Bounds>("hard_sigmoid", hard_sigmoid),
                       of<Batched<double[2][3]>, double[1]>("prelu", prelu),
                       of<Batched<double[2][3]>, double[3]>("prelu of channels", prelu),
                       of<Batched<double[2][3]>, double>("prelu of a number", prelu),
                       of<Batched<double[2][3][2][2]>, double[3]>("prelu of channels of images", prelu),
                       of<double[9][2], double[2]>("prelu at the edges", prelu),
                       of<Batched<double[2][3]>>("prelu as a layer", [](auto x) { return sequential(prelu)(x); }),
                       of<Batched<double[2][3][2][2]>>("prelu of channels as a layer",
                                                       [](auto x) { return sequential(prelu(3_c))(x); }),
                       of<double>("relu of a scalar", relu),
                       of<double>("gelu of a scalar", gelu),
                       of<double>("softplus of a scalar", softplus),
                       of<double>("elu of a scalar", elu),
                       of<double>("softsign of a scalar", softsign),
                   });
}
