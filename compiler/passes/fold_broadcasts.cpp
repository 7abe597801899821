// Broadcasts that the consumer does by itself  ⇒  gone.
//
//   %b = broadcast %x [shape = …]; %y = multiply %a, %b   ⇒   %y = multiply %a, %x
//   reshape(broadcast(x)), x of one element               ⇒   broadcast(x) to the final shape
//
// Backward rules of sums make such chains. May run at any time; changes only operands, dead nodes stay for
// eliminate_dead_code.
#include "lathe/ops/rules.hpp"
#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace lathe::passes {
namespace {

/// The operand of v's producer, if that is the operation named and stands alone.
ir::ValueId through(const ir::Graph& g, ir::ValueId v, std::string_view op) {
  const int p = g.producer(v);
  if (p < 0) return ir::no_value;
  const ir::Node& n = g.nodes[static_cast<std::size_t>(p)];
  return n.op->name == op && n.region.empty() ? n.operands[0] : ir::no_value;
}

bool fold(ir::Graph& g, ir::Node& n) {
  if (!n.region.empty() || n.operands.empty()) return false;
  // A batch of 1 is not one element: its axis has to stay where it is.
  const auto one_element = [&](ir::ValueId v) {
    return v != ir::no_value && g.type(v).elements() == 1 && !g.type(v).batched();
  };
  if (n.op->name == "reshape") {
    const ir::ValueId x = through(g, n.operands[0], "broadcast");
    if (!one_element(x) || g.type(x).rank > g.type(n.results[0]).rank) return false;
    n.op = ops::find("broadcast");
    n.operands = {x};
    n.attributes = ops::shape_attributes(g.type(n.results[0]));
    return true;
  }
  if (n.op->name == "broadcast") {
    const ir::ValueId x = through(g, n.operands[0], "reshape");
    if (!one_element(x) || g.type(x).rank != 0) return false;
    n.operands = {x};
    return true;
  }
  if (!n.op->broadcasts) return false;
  bool changed = false;
  for (ir::ValueId& operand : n.operands) {
    const ir::ValueId x = through(g, operand, "broadcast");
    if (x == ir::no_value) continue;
    std::vector<Type> types;
    for (const ir::ValueId& o : n.operands) types.push_back(g.type(&o == &operand ? x : o));
    const Inferred inferred = n.op->infer(Operands{types.data(), static_cast<int>(types.size())}, n.attributes);
    if (!inferred.ok() || !(inferred.types[0] == g.type(n.results[0]))) continue;
    operand = x;
    changed = true;
  }
  return changed;
}

}  // namespace

bool fold_broadcasts(ir::Graph& graph) {
  bool changed = false;
  for (ir::Node& n : graph.nodes)
    while (fold(graph, n)) changed = true;
  return changed;
}

}  // namespace lathe::passes
