// A name that the library has, too.
#include <lathe/dsl.hpp>
using namespace lathe;

struct State {
  BOOST_HANA_DEFINE_STRUCT(State, (Tensor<float[100][784]>, hidden));
};

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  // error@+1: the library has a 'State', too; another name tells them apart
  State s{image};
  output("h", s.hidden);
}
