// Labels are compared with labels, not with scores.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto score = input<float[100]>("score");
  auto digit = input<int[100]>("digit");
  // error@+1: equal: float[100] and int[100] have different element types; cast one of them
  output("right", cast<float>(equal(score, digit)));
}
