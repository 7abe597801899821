// gradient(loss, p)  ⇒  the nodes that compute d loss / d p.
//
// Reverse mode: adjoints are accumulated from the loss towards the arguments, a use at a time; each operation's rule
// stands in its own file. May run on any graph whose operations are differentiable between loss and parameter. The
// new nodes stand where the first gradient node stood.
#include <map>

#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace lathe::passes {
namespace {

using ir::ValueId;

/// Adjoints of every value, for one loss.
class Adjoints {
 public:
  Adjoints(ir::GraphBuilder& builder, std::size_t forward_nodes) : builder_(builder), forward_(forward_nodes) {}

  void run(ValueId loss) {
    ir::Graph& g = builder_.graph();
    builder_.name = "d_" + g.name_of(loss);
    accumulate(loss, builder_.apply("constant", {}, Attributes{}.set("dtype", static_cast<int>(g.type(loss).dtype)).set_real("value", 1)));
    for (std::size_t i = forward_; i-- > 0;) {
      const ir::Node node = g.nodes[i];  // a copy: rules append nodes
      std::vector<ValueId> d;
      bool reached = false;
      for (ValueId r : node.results) {
        const auto it = adjoints_.find(r);
        d.push_back(it == adjoints_.end() ? ir::no_value : it->second);
        reached = reached || d.back() != ir::no_value;
      }
      if (!reached || node.op->name == "gradient") continue;
      if (!node.op->gradient || !node.region.empty())
        throw ir::InternalError(std::string(node.op->name) + " has no gradient rule, and the loss depends on %" + g.name_of(node.results[0]));
      builder_.location = node.location;
      builder_.name = node.operands.empty() ? "d" : "d_" + g.name_of(node.operands[0]);
      const auto terms = node.op->gradient(ops::GradientRule(builder_, node, d));
      for (std::size_t k = 0; k < terms.size(); ++k)
        if (terms[k].builder) accumulate(node.operands[k], terms[k].id);
    }
  }

  ValueId of(ValueId v) {
    if (const auto it = adjoints_.find(v); it != adjoints_.end()) return it->second;
    // The loss does not depend on v.
    const Type& type = builder_.graph().type(v);
    builder_.name = "d_" + builder_.graph().name_of(v);
    ops::Term zero{&builder_, builder_.apply("constant", {}, Attributes{}.set("dtype", static_cast<int>(type.dtype)).set_real("value", 0))};
    return adjoints_[v] = ops::broadcast_to(zero, type).id;
  }

 private:
  void accumulate(ValueId v, ValueId d) {
    ir::Graph& g = builder_.graph();
    if (!(g.type(v) == g.type(d)))
      throw ir::InternalError("the gradient of %" + g.name_of(v) + " has type " + ir::print(g.type(d), g.batch) + " instead of " + ir::print(g.type(v), g.batch));
    auto [it, first] = adjoints_.emplace(v, d);
    if (first) return;
    builder_.name = "d_" + g.name_of(v);
    it->second = builder_.apply("add", {it->second, d});
  }

  ir::GraphBuilder& builder_;
  std::size_t forward_;
  std::map<ValueId, ValueId> adjoints_;
};

}  // namespace

bool differentiate(ir::Graph& graph) {
  bool changed = false;
  for (;;) {
    std::size_t first = 0;
    while (first < graph.nodes.size() && graph.nodes[first].op->name != "gradient") ++first;
    if (first == graph.nodes.size()) return changed;
    changed = true;
    const ValueId loss = graph.nodes[first].operands[0];

    // Set the rest aside, append the backward nodes, and put the rest back without this loss's gradient nodes.
    std::vector<ir::Node> rest(graph.nodes.begin() + static_cast<std::ptrdiff_t>(first), graph.nodes.end());
    graph.nodes.resize(first);
    ir::GraphBuilder builder(graph);
    Adjoints adjoints(builder, first);
    adjoints.run(loss);
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
