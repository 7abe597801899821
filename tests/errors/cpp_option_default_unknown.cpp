// A default that is none of the choices.
#include <lathe/dsl.hpp>
using namespace lathe;

// error@+1: the default of an option must be one of its choices
constexpr auto o = option("optimiser", "sdg", {"sgd", "adam"});
LATHE_MODEL(wrong) {
  auto x = input<float[32][5]>("x");
  output("p", relu(x));
}
