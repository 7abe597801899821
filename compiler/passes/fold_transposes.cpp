// Transposed operands of a matrix product  ⇒  the product reads them transposed.
//
//   %t = permute %b [axes = [0, 2, 1]]; %y = matmul %a, %t   ⇒   %y = matmul %a, %b [transpose_b = 1]
//
// The permutation must exchange the last two axes and leave the others. May run at any time; changes only operands,
// dead nodes stay for eliminate_dead_code.
#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace lathe::passes {
namespace {

bool exchanges_last_two(const Attribute& axes) {
  for (int i = 0; i < axes.count; ++i) {
    const int from_end = axes.count - 1 - i, there = from_end == 0 ? i - 1 : from_end == 1 ? i + 1 : i;
    if (axes.ints[i] != there) return false;
  }
  return axes.count >= 2;
}

bool fold(const ir::Graph& g, ir::Node& product) {
  bool changed = false;
  bool transposed[] = {product.attributes.integer("transpose_a") != 0, product.attributes.integer("transpose_b") != 0};
  for (int k = 0; k < 2; ++k) {
    ir::ValueId& operand = product.operands[static_cast<std::size_t>(k)];
    const int p = g.producer(operand);
    if (p < 0) continue;
    const ir::Node& permute = g.nodes[static_cast<std::size_t>(p)];
    if (permute.op->name != "permute" || !exchanges_last_two(*permute.attributes.find("axes"))) continue;
    operand = permute.operands[0];
    transposed[k] = !transposed[k];
    changed = true;
  }
  product.attributes = {};
  if (transposed[0]) product.attributes.set("transpose_a", 1);
  if (transposed[1]) product.attributes.set("transpose_b", 1);
  return changed;
}

}  // namespace

bool fold_transposes(ir::Graph& graph) {
  bool changed = false;
  for (ir::Node& n : graph.nodes)
    while (n.op->name == "matmul" && fold(graph, n)) changed = true;
  return changed;
}

}  // namespace lathe::passes
