// The initializer of a member is one, too.
#include <lathe/dsl.hpp>
using namespace lathe;

struct Scale {
  BOOST_HANA_DEFINE_STRUCT(Scale,
    (Parameter<float[20], normal(0, -1)>, factor));
};

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: normal: std is -1, must be at least 0
  auto scale = module<Scale>();
  output("y", x * scale.factor);
}
