// One model's name twice.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(wrong) { output("h", relu(input<float[100][784]>("image"))); }

// error@+1: two models: a spec has one LATHE_MODEL
LATHE_MODEL(wrong) { output("h", relu(input<float[100][784]>("image"))); }
