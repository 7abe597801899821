// Graphs run in double, node by node: the reference of the tests.
#pragma once

#include <map>
#include <string>

#include "ir/graph.hpp"
#include "kernel/kernel.hpp"

namespace lathe {

/// Arguments by name, each with all elements of its type, full batch strides.
using Environment = std::map<std::string, kernel::Tensor>;

struct Evaluated {
  std::vector<kernel::Tensor> outputs;            // in the order of Graph::outputs
  std::map<std::string, kernel::Tensor> updated;  // by parameter
};

/// Runs a graph without `gradient` nodes on the first `rows` rows of the batch; without a rounding, in double.
Evaluated interpret(const ir::Graph& graph, const Environment& arguments, int rows,
                    const kernel::Rounding& rounding = {});

}  // namespace lathe
