// The table of operations, described: everything is run or printed from an operation's record.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ops/primitive.hpp"

namespace lathe::docs {

struct Shapes {
  std::vector<std::string> operands, results;  // f32[N,4]
};

struct Description {
  const ops::Primitive* op = nullptr;
  std::vector<Shapes> shapes;                  // of its samples
  std::string element;                         // "y = 1 / (1 + exp(-x))"; empty for one that is defined by loops
  std::vector<std::string> gradient;           // "d_x = d_y * y * (1 - y)", a line an operand
  std::string node;                            // a line of IR
  std::vector<std::string> attributes;         // the names that occur in its samples
  std::vector<std::string> made_in_gradients;  // of which other operations its nodes are made
};

/// One for each operation of the table, in its order.
std::vector<Description> describe_all();

}  // namespace lathe::docs
