// Removes nodes none of whose results is used by a later node, an output or an update; of scans, also what is left of
// them unused: stacks, operands, states that only keep themselves. May run at any time.
#include <algorithm>

#include "ir/scan.hpp"
#include "passes/passes.hpp"

namespace lathe::passes {
namespace {

bool drop_dead_nodes(ir::Graph& graph) {
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

/// The values that those given are computed from, and they themselves.
std::vector<bool> needed(const ir::Graph& graph, const std::vector<ir::ValueId>& roots) {
  std::vector<bool> marks(graph.values.size());
  for (ir::ValueId v : roots) marks[static_cast<std::size_t>(v)] = true;
  for (std::size_t i = graph.nodes.size(); i-- > 0;) {
    const ir::Node& n = graph.nodes[i];
    if (std::any_of(n.results.begin(), n.results.end(),
                    [&](ir::ValueId v) { return marks[static_cast<std::size_t>(v)]; }))
      for (ir::ValueId v : n.operands) marks[static_cast<std::size_t>(v)] = true;
  }
  return marks;
}

bool trim_scan(ir::Node& scan, const std::vector<int>& uses) {
  ir::Graph& body = scan.body[0];
  const auto unused = [&](std::size_t result) { return uses[static_cast<std::size_t>(scan.results[result])] == 0; };
  bool changed = false;
  for (std::size_t k = body.outputs.size(); k-- > 0;)
    if (unused(ir::states_of(scan) + k)) ir::remove_stacked(scan, k), changed = true;

  // A state is needed if its result is used, or if anything that is needed reads it.
  std::vector<bool> keeps(ir::states_of(scan));
  for (bool grown = true; grown;) {
    grown = false;
    std::vector<ir::ValueId> roots;
    for (const ir::Output& o : body.outputs) roots.push_back(o.value);
    for (std::size_t s = 0; s < keeps.size(); ++s)
      if (keeps[s]) roots.push_back(body.updates[s].value);
    const std::vector<bool> marks = needed(body, roots);
    for (std::size_t s = 0; s < keeps.size(); ++s) {
      if (keeps[s] || (unused(s) && !marks[static_cast<std::size_t>(body.arguments[s])])) continue;
      keeps[s] = grown = true;
    }
  }
  for (std::size_t s = keeps.size(); s-- > 0;)
    if (!keeps[s]) ir::remove_state(scan, s), changed = true;
  if (changed) body.everywhere(eliminate_dead_code);

  const std::vector<int> inside = body.use_counts();
  for (std::size_t i = scan.operands.size(); i-- > ir::states_of(scan);)
    if (inside[static_cast<std::size_t>(body.arguments[i])] == 0) ir::remove_operand(scan, i), changed = true;
  return changed;
}

}  // namespace

bool eliminate_dead_code(ir::Graph& graph) {
  bool changed = false;
  for (bool again = true; again;) {
    again = drop_dead_nodes(graph);
    const std::vector<int> uses = graph.use_counts();
    for (ir::Node& n : graph.nodes)
      if (ir::is_scan(n)) again |= trim_scan(n, uses);
    changed |= again;
  }
  return changed;
}

}  // namespace lathe::passes
