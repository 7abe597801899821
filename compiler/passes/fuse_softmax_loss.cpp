// negative_log_likelihood(log_softmax(x), t)  ⇒  softmax_cross_entropy(x, t), first result.
//
// May run before differentiation only: afterwards the backward pass reads the log probabilities, too. log_softmax must
// be along the last axis and have no other use, or it would be computed twice.
#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace lathe::passes {

bool fuse_softmax_loss(ir::Graph& graph) {
  bool changed = false;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    ir::Node& loss = graph.nodes[i];
    if (loss.op->name != "negative_log_likelihood" || !loss.region.empty()) continue;
    const int p = graph.producer(loss.operands[0]);
    if (p < 0) continue;
    const ir::Node& softmax = graph.nodes[static_cast<std::size_t>(p)];
    if (softmax.op->name != "log_softmax" || softmax.attributes.find("axis") || !softmax.region.empty()) continue;
    if (graph.use_counts()[static_cast<std::size_t>(softmax.results[0])] != 1) continue;

    const ir::ValueId scores = softmax.operands[0];
    loss.op = ops::find("softmax_cross_entropy");
    loss.operands[0] = scores;
    loss.results.push_back(graph.add_value(graph.name_of(scores) + ".softmax", graph.type(scores)));
    graph.nodes.erase(graph.nodes.begin() + p);
    --i;
    changed = true;
  }
  return changed;
}

}  // namespace lathe::passes
