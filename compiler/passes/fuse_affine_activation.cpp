// An operation with loops of its own, followed by pointwise ones  ⇒  the same operation with an epilogue.
//
//   %z = affine %x, %w, %b; %h = relu %z              ⇒   %h = affine %x, %w, %b { relu($0) }
//   %dw = matmul %x, %dz; %w2 = fused %w, %lr, %dw …  ⇒   %w2 = matmul %x, %dz, %w, %lr { subtract($1, …$0) }
//
// Each element is finished while it is still in a register. The operation must take operands, a fixed number, add
// nothing to an element that it has stored, and have one result, whose only consumer is pointwise, has the same shape,
// and reads of each element only its own. Runs after fuse_elementwise, so that a whole chain moves at once.
#include <algorithm>

#include "kernel/kernel.hpp"
#include "ops/primitive.hpp"
#include "passes/passes.hpp"
#include "passes/region_fusion.hpp"

namespace lathe::passes {

bool fuse_affine_activation(ir::Graph& graph) {
  bool changed = false;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const ir::Node& anchor = graph.nodes[i];
    if (!anchor.op->define || anchor.op->operands < 1 || anchor.results.size() != 1) continue;
    if (kernel::accumulates(kernel::lower(graph, anchor))) continue;
    const int c = only_consumer(graph, anchor);
    if (c < 0) continue;
    const ir::Node& consumer = graph.nodes[static_cast<std::size_t>(c)];
    if (!is_pointwise(graph, consumer)) continue;
    const bool same_shape = std::all_of(consumer.results.begin(), consumer.results.end(), [&](ir::ValueId r) {
      return same_extents(graph.type(r), graph.type(anchor.results[0]));
    });
    if (!same_shape) continue;
    const kernel::Kernel reads = kernel::lower(graph, consumer);
    bool elementwise = true;
    for (std::size_t k = 0; k < consumer.operands.size(); ++k)
      if (consumer.operands[k] == anchor.results[0])
        elementwise = elementwise && kernel::reads_elementwise(reads, static_cast<int>(k));
    if (!elementwise) continue;

    ir::Node node = anchor;
    node.results = consumer.results;
    node.location = consumer.location;
    if (node.region.empty()) {
      node.region.arguments = 1;
      node.region.yields = {0};
    }
    const int own = anchor.own_operands();
    std::vector<int> arguments;
    int added = 0;
    for (ir::ValueId v : consumer.operands) {
      if (v == anchor.results[0]) {
        arguments.push_back(-1);
        continue;
      }
      const auto extra = node.operands.begin() + own;
      const auto it = std::find(extra, node.operands.end(), v);
      arguments.push_back(1 + static_cast<int>(it - extra));
      if (it == node.operands.end()) node.operands.push_back(v), ++added;
    }
    add_arguments(node.region, added);
    std::replace(arguments.begin(), arguments.end(), -1, node.region.yields[0]);
    node.region.yields = append(node.region, as_region(graph, consumer), arguments);
    graph.nodes[static_cast<std::size_t>(c)] = std::move(node);
    graph.nodes.erase(graph.nodes.begin() + static_cast<std::ptrdiff_t>(i));
    --i;
    changed = true;
  }
  return changed;
}

}  // namespace lathe::passes
