// gradient(loss, p)  ⇒  the nodes that compute d loss / d p.
//
// By reverse mode, see adjoints.hpp. May run on any graph whose operations are differentiable between loss and
// parameter. The new nodes stand where the first gradient node stood.
#include <algorithm>

#include "ir/scan.hpp"
#include "passes/adjoints.hpp"
#include "passes/passes.hpp"

namespace lathe::passes {

using ir::ValueId;

void Adjoints::accumulate(ValueId v, ValueId d) {
  ir::Graph& g = builder_.graph();
  if (!(g.type(v) == g.type(d)))
    throw ir::InternalError("the gradient of %" + g.name_of(v) + " has type " + ir::print(g.type(d), g.batch) +
                            " instead of " + ir::print(g.type(v), g.batch));
  auto [it, first] = adjoints_.emplace(v, d);
  if (first) return;
  builder_.name = "d_" + g.name_of(v);
  it->second = builder_.apply("add", {it->second, d});
}

void Adjoints::run() {
  ir::Graph& g = builder_.graph();
  for (std::size_t i = forward_; i-- > 0;) {
    const ir::Node node = g.nodes[i];  // a copy: rules append nodes
    std::vector<ValueId> d;
    bool reached = false;
    for (ValueId r : node.results) {
      d.push_back(find(r));
      reached = reached || d.back() != ir::no_value;
    }
    if (!reached || node.op->name == "gradient") continue;
    const bool scan = ir::is_scan(node);
    if (!scan && (!node.op->gradient || !node.region.empty()))
      throw ir::InternalError(std::string(node.op->name) + " has no gradient rule, and the loss depends on %" +
                              g.name_of(node.results[0]));
    builder_.location = node.location;
    builder_.name = node.operands.empty() ? "d" : "d_" + g.name_of(node.operands[0]);
    const auto before = static_cast<ValueId>(g.values.size());
    const auto terms = scan ? scan_gradient(builder_, i, d) : node.op->gradient(ops::GradientRule(builder_, node, d));
    for (std::size_t k = 0; k < terms.size(); ++k) {
      if (!terms[k].builder) continue;
      // What a rule has made is named after the operand it is the gradient of; what it passes on keeps its name.
      if (terms[k].id >= before) g.rename(terms[k].id, "d_" + g.name_of(node.operands[k]));
      accumulate(node.operands[k], terms[k].id);
    }
  }
}

ValueId Adjoints::find(ValueId v) const {
  const auto it = adjoints_.find(v);
  return it == adjoints_.end() ? ir::no_value : it->second;
}

ValueId Adjoints::of(ValueId v) {
  if (const ValueId d = find(v); d != ir::no_value) return d;
  builder_.name = "d_" + builder_.graph().name_of(v);
  return adjoints_[v] = zeros(builder_, builder_.graph().type(v)).id;
}

ops::Term zeros(ir::GraphBuilder& builder, const Type& type) {
  const Attributes zero = Attributes{}.set("dtype", static_cast<int>(type.dtype)).set_real("value", 0);
  return ops::broadcast_to({&builder, builder.apply("constant", {}, zero)}, type);
}

namespace {

/// The first node that is a gradient, or the number of nodes.
std::size_t first_gradient(const ir::Graph& graph) {
  std::size_t first = 0;
  while (first < graph.nodes.size() && graph.nodes[first].op->name != "gradient") ++first;
  return first;
}

/// Takes the nodes from `first` on out of a graph.
std::vector<ir::Node> set_aside(ir::Graph& graph, std::size_t first) {
  std::vector<ir::Node> rest(graph.nodes.begin() + static_cast<std::ptrdiff_t>(first), graph.nodes.end());
  graph.nodes.resize(first);
  return rest;
}

/// The adjoints of all that a loss depends on.
Adjoints adjoints_of(ValueId loss, ir::GraphBuilder& builder) {
  const ir::Graph& graph = builder.graph();
  Adjoints adjoints(builder, graph.nodes.size());
  builder.name = "d_" + graph.name_of(loss);
  const Attributes one = Attributes{}.set("dtype", static_cast<int>(graph.type(loss).dtype)).set_real("value", 1);
  adjoints.accumulate(loss, builder.apply("constant", {}, one));
  adjoints.run();
  return adjoints;
}

}  // namespace

bool has_gradient(ir::Graph graph) {
  choose_training(graph);
  const std::size_t first = first_gradient(graph);
  const std::vector<ir::Node> rest = set_aside(graph, first);
  if (rest.empty()) return false;
  const ValueId loss = rest[0].operands[0];
  // A gradient that the spec itself asks for comes before: the loss may depend on it.
  if (graph.outputs.empty() || graph.outputs[0].value != loss) return true;
  ir::GraphBuilder builder(graph);
  const Adjoints adjoints = adjoints_of(loss, builder);
  return std::any_of(rest.begin(), rest.end(), [&](const ir::Node& n) {
    return n.op->name == "gradient" && n.operands[0] == loss && adjoints.find(n.operands[1]) != ir::no_value;
  });
}

bool differentiate(ir::Graph& graph) {
  bool changed = false;
  for (;;) {
    const std::size_t first = first_gradient(graph);
    if (first == graph.nodes.size()) return changed;
    changed = true;

    // Set the rest aside, append the backward nodes, and put the rest back without this loss's gradient nodes.
    std::vector<ir::Node> rest = set_aside(graph, first);
    const ValueId loss = rest[0].operands[0];
    ir::GraphBuilder builder(graph);
    Adjoints adjoints = adjoints_of(loss, builder);
    std::vector<std::pair<ValueId, ValueId>> made;
    std::erase_if(rest, [&](const ir::Node& n) {
      if (n.op->name != "gradient" || n.operands[0] != loss) return false;
      builder.location = n.location;
      made.emplace_back(n.results[0], adjoints.of(n.operands[1]));
      return true;
    });
    graph.nodes.insert(graph.nodes.end(), rest.begin(), rest.end());
    for (auto [old, by] : made) {
      // The value keeps the name the spec gave its gradient: d_hidden.weight.
      graph.replace_uses(old, by);
      std::swap(graph.values[static_cast<std::size_t>(old)].name, graph.values[static_cast<std::size_t>(by)].name);
    }
  }
}

}  // namespace lathe::passes
