// A model that asks for nothing.
#include <lathe/dsl.hpp>
using namespace lathe;

// error@+1: the model has neither a loss nor an output
LATHE_MODEL(wrong) {}
