// Names are words.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  auto t = input<float[100][10]>("t");
  auto y = sequential(affine(10_c))(x);
  minimize(mean_squared_error(y, t), [](Value w, Value gradient) {
  // error@+1: hyperparameter 'learning rate': a name has letters, digits, _ and dots, and begins with a letter or _
    return w - hyperparameter(w, "learning rate", 0.1) * gradient;
  });
}
