// The price of a house from what is known of it: 71 measures and categories, some of them missing. What counts is by
// how much of the price a prediction is wrong, so the loss is that of its logarithm.
#include "house_prices.hpp"  // lathe schema data/house_prices.csv.gz --target=SalePrice --drop=Id --train=0.8

#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int N = 64;
constexpr double dropped = option("dropout", 0.2);

LATHE_MODEL(house_prices) {
  auto features = input<float[N][house_prices.features()]>("features");
  auto price = input<float[N]>("price");

  auto net =
      sequential(affine(128_c, xavier_normal()), batch_norm(), relu, dropout(dropped), affine(1_c, xavier_normal()));
  auto prediction = clamp_min(squeeze<1>(net(features)), 1);
  auto error = log(prediction) - log(price);

  minimize(sqrt(mean(square(error))), adam({.lr = 0.1}));
  report("log_rmse", root_mean_square(error));
  output("price", prediction);
  data(table(house_prices), epochs(200));
}
