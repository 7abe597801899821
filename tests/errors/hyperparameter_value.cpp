// A hyperparameter has one value: parameters that learn at different rates name their rates.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][784]>("x");
  auto y = sequential(affine(10_c))(x);
  auto each = [](Value w, Value g, std::source_location at) {
    return w.type().rank > 1 ? sgd({.lr = 0.1})(w, g, at) : adam({.lr = 0.002})(w, g, at);
  };
  // error@+1: hyperparameter 'lr': the value is 0.1, cannot be 0.002 as well; give one a name of its own, as Rate(0.002).named("lr_2")
  minimize(mean(square(y)), each);
}
