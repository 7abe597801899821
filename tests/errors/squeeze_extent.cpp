// An axis that has elements.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  // error@+1: squeeze: axis 1 of float[100][20] has extent 20, must have 1
  output("y", squeeze<-1>(x));
}
