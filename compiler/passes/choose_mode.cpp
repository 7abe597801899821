// by_mode(a, b)  ⇒  a in the functions that train, b in the others.
//
// The first thing that happens to a function: rules and passes after it know nothing of modes. The other side is dead
// code.
#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace lathe::passes {
namespace {

bool choose(ir::Graph& graph, std::size_t side) {
  const auto is_choice = [](const ir::Node& n) { return n.op->name == "by_mode"; };
  for (const ir::Node& n : graph.nodes)
    if (is_choice(n)) graph.replace_uses(n.results[0], n.operands[side]);
  return std::erase_if(graph.nodes, is_choice) > 0;
}

}  // namespace

bool choose_training(ir::Graph& graph) { return choose(graph, 0); }
bool choose_inference(ir::Graph& graph) { return choose(graph, 1); }

}  // namespace lathe::passes
