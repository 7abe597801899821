// Handwritten digits, told apart by a net with four hidden layers, and what helps to train such a net: how its weights
// begin, how they are updated, normalisation of batches, dropout, weight decay. Each is chosen with --set NAME=VALUE.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int N = 100;

constexpr auto optimiser = option("optimiser", "adam", {"sgd", "momentum", "adagrad", "rmsprop", "adam"});
constexpr auto initialiser = option("initialiser", "he", {"normal", "xavier", "he"});
constexpr bool normalised = option("batch_norm", true);
constexpr double dropped = option("dropout", 0.2);
constexpr double decay = option("weight_decay", 1e-4);

constexpr auto weights = initialiser == "he" ? he_normal() : initialiser == "xavier" ? xavier_normal() : normal(0.01);

// Behind a layer's sum come normalisation, if any, the unit's function, and dropout, if any.
constexpr auto normalise = [] {
  if constexpr (normalised)
    return batch_norm();
  else
    return identity;
}();
constexpr auto drop = [] {
  if constexpr (dropped > 0)
    return dropout(dropped);
  else
    return identity;
}();

LATHE_MODEL(digits_deep) {
  auto image = input<float[N][784]>("image");
  auto digit = input<int[N]>("digit");
  auto logits = sequential(affine(100_c, weights), normalise, relu, drop,  //
                           affine(100_c, weights), normalise, relu, drop,  //
                           affine(100_c, weights), normalise, relu, drop,  //
                           affine(100_c, weights), normalise, relu, drop,  //
                           affine(10_c, weights))(image);
  auto loss = softmax_cross_entropy(logits, digit);
  if (optimiser == "sgd") minimize(loss, sgd({.lr = 0.1, .weight_decay = decay}));
  if (optimiser == "momentum") minimize(loss, momentum({.lr = 0.01, .weight_decay = decay}));
  if (optimiser == "adagrad") minimize(loss, adagrad({.lr = 0.01, .weight_decay = decay}));
  if (optimiser == "rmsprop") minimize(loss, rmsprop({.lr = 0.001, .weight_decay = decay}));
  if (optimiser == "adam") minimize(loss, adam({.lr = 0.001, .weight_decay = decay}));
  report("accuracy", accuracy(logits, digit));
  output("probability", softmax(logits));
  data(idx_images("digits"), epochs(10));
}
