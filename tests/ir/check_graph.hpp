// What may go wrong between a graph and what the compiler makes of it.
#pragma once

#include <string>

#include "plan_memory.hpp"
#include "random_graph.hpp"

namespace lathe::test {

/// Every output of three training steps, one after another, and what the parameters are then.
std::vector<kernel::Tensor> train(const ir::Graph& graph, Environment arguments, int rows,
                                  const kernel::Rounding& rounding = {});

struct Verdict {
  std::string fault;      // what differs, and after which pass; empty: nothing
  bool stable = true;     // false: the graph itself makes much of little, so that there is nothing to compare
  bool in_float = false;  // three steps agree in float, too; false where rounding alone leads elsewhere
  std::size_t nodes = 0, fewer = 0;  // of the unoptimised graph; by how many the optimised one is smaller
};

/// Runs a graph as the spec has it, after every pass, and fully optimised: outputs, gradients and three steps of the
/// optimisers must agree, for full and short batches, in training and in inference; and both in float as far as float
/// goes. Simulates the memory plans.
Verdict check_graph(const RandomGraph& random);

/// Runs a plan on bytes that remember which value they hold. Returns what goes wrong first, or nothing.
std::string simulate(const ir::Graph& graph, const MemoryPlan& plan);

}  // namespace lathe::test
