// Removes nodes none of whose results is used by a later node, an output or an update. May run at any time.
#include "passes/passes.hpp"

namespace lathe::passes {

bool eliminate_dead_code(ir::Graph& graph) {
  std::vector<int> uses = graph.use_counts();
  const std::size_t before = graph.nodes.size();
  std::vector<bool> dead(before);
  for (std::size_t i = before; i-- > 0;) {
    bool used = false;
    for (ir::ValueId r : graph.nodes[i].results) used = used || uses[static_cast<std::size_t>(r)] > 0;
    if (used) continue;
    dead[i] = true;
    for (ir::ValueId v : graph.nodes[i].operands) --uses[static_cast<std::size_t>(v)];
  }
  std::size_t i = 0;
  std::erase_if(graph.nodes, [&](const ir::Node&) { return dead[i++]; });
  return graph.nodes.size() != before;
}

}  // namespace lathe::passes
