#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

TEST_CASE("losses are PyTorch's") {
  using Rows = Batched<double[3][4]>;
  using Labels = Batched<int[3]>;
  using Errors = Batched<double[8]>;
  const auto mse = [](auto y, auto t) { return mean_squared_error(y, t); };
  const auto mae = [](auto y, auto t) { return mean_absolute_error(y, t); };
  const auto bce = [](auto p, auto t) { return binary_cross_entropy(p, t); };
  const auto softmax = [](auto x, auto t) { return softmax_cross_entropy(x, t); };
  const auto cross_entropy = [](auto y, auto t) { return cross_entropy_of_probabilities(y, t); };
  const auto log_rmse = [](auto p, auto t) {
    return lathe::sqrt(mean_squared_error(lathe::log(clamp_min(p, 1)), lathe::log(t)));
  };
  check_vocabulary(
      "losses",
      {
          of<Rows, Rows>("mean_squared_error", mse),
          of<Rows, Rows>("half_sum_squared_error", [](auto y, auto t) { return half_sum_squared_error(y, t); }),
          of<Rows, Rows>("mean_absolute_error", mae),
          of<Batched<double[3]>, Batched<double[3]>>("mean_absolute_error of equals", mae),
          of<Errors, Errors>("smooth_l1", [](auto y, auto t) { return smooth_l1(y, t); }),
          of<Errors, Errors>("smooth_l1 0.5", [](auto y, auto t) { return smooth_l1(y, t, 0.5); }),
          of<Errors, Errors>("huber", [](auto y, auto t) { return huber(y, t); }),
          of<Errors, Errors>("huber 0.5", [](auto y, auto t) { return huber(y, t, 0.5); }),
          of<double[5], double[5]>("binary_cross_entropy", bce),
          of<double[5], double[5]>("binary_cross_entropy of the wrong", bce),
          of<double[4], double[4]>("binary_cross_entropy beyond numbers",
                                   [](auto x, auto t) { return binary_cross_entropy_with_logits(x, t); }),
          of<double[7], double[7]>("binary_cross_entropy_with_logits",
                                   [](auto x, auto t) { return binary_cross_entropy_with_logits(x, t); }),
          of<Rows, Labels>("softmax_cross_entropy", softmax),
          of<Rows, Labels>("softmax_cross_entropy of large logits", softmax),
          of<Rows, Rows>("softmax_cross_entropy on one-hot", softmax),
          of<Rows, Rows>("softmax_cross_entropy on one-hot of large logits", softmax),
          of<Rows, Rows>("softmax_cross_entropy on probabilities", softmax),
          of<Rows, Rows>("softmax_cross_entropy on probabilities of large logits", softmax),
          of<Rows, Labels>("nll_loss", [](auto x, auto t) { return nll_loss(x, t); }),
          of<Batched<double[2][3]>, Batched<double[2][3]>>("cross_entropy_of_probabilities", cross_entropy),
          of<Batched<double[3][4]>, Batched<int[3]>>("cross_entropy_of_probabilities on labels", cross_entropy),
          of<Batched<double[2][3]>, Batched<int[2]>>("cross_entropy_of_probabilities of the wrong", cross_entropy),
          of<Batched<double[1][3]>, Batched<int[1]>>("softmax_cross_entropy beyond numbers", softmax),
          of<Batched<double[4][3]>, Batched<int[4]>>("softmax_cross_entropy that is none", softmax),
          of<Batched<double[3][1]>, Labels>("softmax_cross_entropy of one class", softmax),
          of<Batched<double[1][4]>, Batched<int[1]>>("softmax_cross_entropy of one row", softmax),
          of<Batched<double[4][4]>, Batched<int[4]>>("accuracy", [](auto x, auto t) { return accuracy(x, t); }),
          of<Batched<double[3]>, Batched<double[3]>>("log rmse", log_rmse),
      });
}
