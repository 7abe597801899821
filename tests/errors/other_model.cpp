// A value of another trace.
#include <lathe/dsl.hpp>
using namespace lathe;

struct Other : Spec {
  constexpr auto made() { return input<float[100][784]>("other"); }
};

LATHE_MODEL(wrong) {
  auto image = input<float[100][784]>("image");
  Other other;
  // error@+1: add: a value of another model
  auto h = image + other.made();
  output("h", h);
}
