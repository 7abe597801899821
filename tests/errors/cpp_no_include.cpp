// A spec includes the language that it is written in.
// error@+1: lathe/dsl.hpp is not included, a spec begins with #include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) {
  auto x = input<float[100][20]>("x");
  output("y", relu(x));
}
