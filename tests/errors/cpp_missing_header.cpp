// A header that is not there.
#include <lathe/dsl.hpp>
using namespace lathe;

// error@+1: 'house_prices.schema.hpp' file not found
#include "house_prices.schema.hpp"

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  output("y", relu(x));
}
