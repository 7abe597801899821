// States and outputs of a scan  ⇒  values of their own, so that each has a place of its own in memory.
//
//   scan %x, …                           ⇒   %first = broadcast %x; scan %first, …    where others use %x, too
//   return output hs %h; update %s = %h  ⇒   %copy = broadcast %h; … update %s = %copy
//
// A state is changed where its first value lies. Of what the body gives, an output is written straight to its place in
// the stack; whatever is two such things, or one of the body's own arguments, is copied. Runs before fusion, which
// takes in the copies.
#include <set>

#include "ir/scan.hpp"
#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace lathe::passes {
namespace {

using ir::ValueId;

/// A copy of v, made at the end of the graph. What is computed from nothing, as zeros are, is computed again.
ValueId copied(ir::Graph& graph, ValueId v, const std::string& name, const ir::Location& location) {
  if (const int p = graph.producer(v); p >= 0 && graph.nodes[static_cast<std::size_t>(p)].operands.empty()) {
    ir::Node again = graph.nodes[static_cast<std::size_t>(p)];
    again.location = location;
    again.results = {graph.add_value(name, graph.type(v))};
    graph.nodes.push_back(again);
    return again.results[0];
  }
  ir::GraphBuilder builder(graph);
  builder.name = name;
  builder.location = location;
  return builder.apply("broadcast", {v}, ops::shape_attributes(graph.type(v)));
}

/// True if a node computes v for itself: it is no argument, and no other shape of something else.
bool has_memory(const ir::Graph& graph, ValueId v) {
  const int p = graph.producer(v);
  if (p < 0) return false;
  const ir::Node& n = graph.nodes[static_cast<std::size_t>(p)];
  return !(n.op->view && n.region.empty()) && !ir::is_scan(n);
}

bool own_in_body(ir::Graph& body, const ir::Location& location) {
  bool changed = false;
  std::set<ValueId> taken;
  const auto own = [&](ValueId& v, const std::string& name) {
    if (!has_memory(body, v) || !taken.insert(v).second)
      taken.insert(v = copied(body, v, name, location)), changed = true;
  };
  for (ir::Output& o : body.outputs) own(o.value, body.name_of(o.value));
  for (ir::Update& u : body.updates) own(u.value, body.name_of(u.parameter) + ".next");
  // A view, and a scan inside, need their operands in one piece, which the element of a stack is not.
  for (std::size_t i = 0; i < body.nodes.size(); ++i) {
    const bool view = body.nodes[i].op->view && body.nodes[i].region.empty();
    if (!view && !ir::is_scan(body.nodes[i])) continue;
    for (std::size_t k = 0; k < body.nodes[i].operands.size(); ++k) {
      const ValueId v = body.nodes[i].operands[k];
      const bool element = body.values[static_cast<std::size_t>(v)].kind == ir::ValueKind::element;
      if (!element && !taken.contains(v)) continue;
      const ValueId copy = copied(body, v, body.name_of(v) + ".copy", location);
      ir::Node node = std::move(body.nodes.back());
      body.nodes.pop_back();
      body.nodes.insert(body.nodes.begin() + static_cast<std::ptrdiff_t>(i++), std::move(node));
      body.nodes[i].operands[k] = copy;
      changed = true;
    }
  }
  return changed;
}

}  // namespace

bool own_scan_values(ir::Graph& graph) {
  bool changed = false;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    if (!ir::is_scan(graph.nodes[i])) continue;
    const ir::Location location = graph.nodes[i].location;
    changed |= own_in_body(graph.nodes[i].body[0], location);
    for (std::size_t s = 0; s < ir::states_of(graph.nodes[i]); ++s) {
      const ValueId v = graph.nodes[i].operands[s];
      if (has_memory(graph, v) && graph.use_counts()[static_cast<std::size_t>(v)] == 1) continue;
      const ValueId copy = copied(graph, v, graph.name_of(graph.nodes[i].results[s]) + ".first", location);
      ir::Node node = std::move(graph.nodes.back());
      graph.nodes.pop_back();
      graph.nodes.insert(graph.nodes.begin() + static_cast<std::ptrdiff_t>(i++), std::move(node));
      graph.nodes[i].operands[s] = copy;
      changed = true;
    }
  }
  return changed;
}

}  // namespace lathe::passes
