// A spec without a model. (Compilers accept it.)
// error: no model: the spec has no LATHE_MODEL(name) { ... }
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int N = 100;
