// Chains of pointwise operations  ⇒  one `fused` node that loads each operand once and stores each result once.
//
//   %a = multiply %x, %y; %b = exp %a   ⇒   %b = fused %x, %y { exp(multiply($0, $1)) }
//
// A producer is taken into its only consumer when both have the same number of elements, or when what would be
// computed again for each repeated element is cheap (no exp, log and the like). Constants and counts are copied into
// every consumer. Runs after differentiation: rules are written for single operations.
#include <algorithm>

#include "kernel/kernel.hpp"
#include "ops/primitive.hpp"
#include "passes/passes.hpp"
#include "passes/region_fusion.hpp"

namespace lathe::passes {
namespace {

using ir::ValueId;

bool is_cheap(const kernel::Expr& e) {
  if (e->kind == kernel::ExprKind::call && is_expensive(e->function)) return false;
  return std::all_of(e->arguments.begin(), e->arguments.end(), is_cheap);
}

bool is_cheap(const ir::Graph& graph, const ir::Node& node) {
  for (const auto& s : kernel::lower(graph, node).body)
    if (!is_cheap(std::get<kernel::Store>(s).value)) return false;
  return true;
}

/// The consumer with the producer's region inside its own.
ir::Node merged(const ir::Graph& graph, const ir::Node& producer, const ir::Node& consumer) {
  const ValueId taken = producer.results[0];
  ir::Node node;
  node.op = ops::find("fused");
  node.results = consumer.results;
  node.location = consumer.location;
  // Operands: the consumer's own, then those of the producer it has not got yet.
  const auto position = [&](ValueId v) {
    const auto at = std::find(node.operands.begin(), node.operands.end(), v) - node.operands.begin();
    if (at == static_cast<std::ptrdiff_t>(node.operands.size())) node.operands.push_back(v);
    return static_cast<int>(at);
  };
  std::vector<int> of_consumer, of_producer;
  for (ValueId v : consumer.operands) of_consumer.push_back(v == taken ? -1 : position(v));
  for (ValueId v : producer.operands) of_producer.push_back(position(v));
  node.region.arguments = static_cast<int>(node.operands.size());
  const int inner = append(node.region, as_region(graph, producer), of_producer)[0];
  std::replace(of_consumer.begin(), of_consumer.end(), -1, inner);
  node.region.yields = append(node.region, as_region(graph, consumer), of_consumer);
  return node;
}

bool sweep(ir::Graph& graph) {
  bool changed = false;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const ir::Node producer = graph.nodes[i];
    if (!is_pointwise(graph, producer) || producer.results.size() != 1) continue;
    if (producer.operands.empty()) {
      // Copy it into every pointwise consumer; it stays for the others.
      bool stays = false;
      for (std::size_t c = i + 1; c < graph.nodes.size(); ++c) {
        const auto& operands = graph.nodes[c].operands;
        if (std::find(operands.begin(), operands.end(), producer.results[0]) == operands.end()) continue;
        if (!is_pointwise(graph, graph.nodes[c])) {
          stays = true;
          continue;
        }
        graph.nodes[c] = merged(graph, producer, graph.nodes[c]);
        changed = true;
      }
      for (const auto& o : graph.outputs) stays = stays || o.value == producer.results[0];
      for (const auto& u : graph.updates) stays = stays || u.value == producer.results[0];
      if (!stays) graph.nodes.erase(graph.nodes.begin() + static_cast<std::ptrdiff_t>(i--)), changed = true;
      continue;
    }
    const int c = only_consumer(graph, producer);
    if (c < 0 || !is_pointwise(graph, graph.nodes[static_cast<std::size_t>(c)])) continue;
    const ir::Node& consumer = graph.nodes[static_cast<std::size_t>(c)];
    if (graph.type(producer.results[0]).elements() != graph.type(consumer.results[0]).elements() &&
        !is_cheap(graph, producer))
      continue;
    graph.nodes[static_cast<std::size_t>(c)] = merged(graph, producer, consumer);
    graph.nodes.erase(graph.nodes.begin() + static_cast<std::ptrdiff_t>(i));
    --i;
    changed = true;
  }
  return changed;
}

}  // namespace

bool fuse_elementwise(ir::Graph& graph) {
  // Two consumers that became one make a producer of theirs fuse, too.
  bool changed = false;
  while (sweep(graph)) changed = true;
  return changed;
}

}  // namespace lathe::passes
