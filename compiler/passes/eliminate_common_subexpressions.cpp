// Two nodes with the same operation, operands, attributes and region  ⇒  one.
//
// Runs after differentiation. Before it, two uses of one constant or two equal expressions may each have a gradient of
// their own, and merging them would let one stand for both. Scans, what their
// states begin as, and copies stay apart: they are there to be another.
#include "ir/scan.hpp"
#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace lathe::passes {
namespace {

bool same_region(const ir::Region& a, const ir::Region& b) {
  if (a.arguments != b.arguments || a.yields != b.yields || a.body.size() != b.body.size()) return false;
  for (std::size_t i = 0; i < a.body.size(); ++i)
    if (a.body[i].op != b.body[i].op || a.body[i].operands != b.body[i].operands ||
        !(a.body[i].attributes == b.body[i].attributes))
      return false;
  return true;
}

bool is_copy(const ir::Graph& graph, const ir::Node& n) {
  return n.op->name == "broadcast" && graph.type(n.operands[0]) == graph.type(n.results[0]);
}

/// True if v is the first value of a scan's state, which the scan changes.
bool begins_state(const ir::Graph& graph, ir::ValueId v) {
  for (const ir::Node& n : graph.nodes)
    for (std::size_t s = 0; ir::is_scan(n) && s < ir::states_of(n); ++s)
      if (n.operands[s] == v) return true;
  return false;
}

}  // namespace

bool eliminate_common_subexpressions(ir::Graph& graph) {
  bool changed = false;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (graph.nodes[i].op->name == "gradient" || ir::is_scan(graph.nodes[i]) || is_copy(graph, graph.nodes[i]) ||
        begins_state(graph, graph.nodes[i].results[0]))
      continue;
    for (std::size_t j = 0; j < i; ++j) {
      const ir::Node &a = graph.nodes[j], &b = graph.nodes[i];
      if (a.op != b.op || a.operands != b.operands || !(a.attributes == b.attributes) || a.values != b.values ||
          !same_region(a.region, b.region))
        continue;
      for (std::size_t r = 0; r < a.results.size(); ++r) graph.replace_uses(b.results[r], a.results[r]);
      graph.nodes.erase(graph.nodes.begin() + static_cast<std::ptrdiff_t>(i--));
      changed = true;
      break;
    }
  }
  return changed;
}

}  // namespace lathe::passes
