// A convolution and a pooling layer on a photograph: what kernels do to a picture, before a net learns its own.
// programs/pictures.cpp reads photographs for it and writes what comes out.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int height = 256, width = 384;

LATHE_MODEL(conv_demo) {
  auto photograph = input<float[1][3][height][width]>("photograph");  // red, green and blue, 0 to 255

  // Kernels of 9 x 9 from three channels to three. Two are computed: r is the distance from the middle.
  auto along = square(arange<float[9]>(-4));
  auto r2 = unsqueeze<0>(along) + unsqueeze<1>(along);
  auto bell = exp(r2 / -8.0);
  auto hat = (1.0 - r2 / 8.0) * bell;  // positive in the middle, negative around it
  auto each_channel = reshape<float[3][3][1][1]>(eye<float[3][3]>());
  auto blur = each_channel * (bell / sum(bell));
  auto edges = full<float[3][3][1][1]>(0.1) * (hat - mean(hat));
  // The third is as a layer of PyTorch begins: each of its 243 weights to a channel is at most 1 / sqrt(243).
  auto random = parameter<float[3][3][9][9]>("random", uniform(-0.0641500299, 0.0641500299));

  const auto show = [&](auto kernel, std::string_view convolved, std::string_view pooled) {
    auto features = conv2d<Conv2dOptions{.stride = 3}>(photograph, kernel);
    output(convolved, features);
    output(pooled, max_pool2d<6, Pool2dOptions{.stride = 6, .padding = 1}>(features));
  };
  show(blur, "blur.convolved", "blur.pooled");
  show(edges, "edges.convolved", "edges.pooled");
  show(random, "random.convolved", "random.pooled");
}
