// The lower halves of all operations' files: including them registers them.
#define LATHE_COMPILER
#include "lathe/ops/ops.hpp"
