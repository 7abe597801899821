// The gradient of a scan is a scan that runs the other way.
//
//   h, hs = scan h0, xs, w: h = f(h, x[t], w), hs[t] = g(h, x[t], w)
//     ⇒
//   d_h0, d_w, d_xs = scan d_h, 0, …: from the last time to the first,
//     d_h, d_x[t], … = the body's own reverse mode, from d_h and d_hs[t]; d_w grows by its part at each time
//
// What the backward body reads of the forward one is stacked by that: results are added to the forward scan. States,
// and with them their gradients, are carried; where a sum over time could be one product outside, hoist_from_scan takes
// it out.
#include <algorithm>

#include "ir/scan.hpp"
#include "passes/adjoints.hpp"

namespace lathe::passes {
namespace {

using ir::ValueId;
using ir::ValueKind;
using ops::Term;

class ScanGradient {
 public:
  ScanGradient(ir::GraphBuilder& builder, std::size_t node, const std::vector<ValueId>& d_results)
      : builder_(builder), node_(node), d_results_(d_results), joint_(forward().body[0]), inner_(joint_) {}

  std::vector<Term> run() {
    const ir::Node before = forward();
    const std::size_t states = ir::states_of(before), forward_nodes = joint_.nodes.size();
    const std::vector<ir::Output> outputs = joint_.outputs;
    const std::vector<ir::Update> updates = joint_.updates;
    joint_.outputs.clear(), joint_.updates.clear();
    for (ValueId v : joint_.arguments)
      joint_.values[at(v)].kind = ValueKind::result;  // none is one in the backward body

    // The forward body, and behind it what computes the adjoints of its arguments.
    Adjoints adjoints(inner_, forward_nodes);
    std::vector<ValueId> arguments, operands;
    for (std::size_t s = 0; s < states; ++s) {
      if (!is_real(before.operands[s])) continue;
      const ValueId d = argument("d_" + joint_.name_of(before.body[0].arguments[s]),
                                 joint_.type(before.body[0].arguments[s]), ValueKind::carried);
      arguments.push_back(d);
      operands.push_back(d_results_[s] == ir::no_value ? zeros(builder_, graph().type(before.operands[s])).id
                                                       : d_results_[s]);
      adjoints.accumulate(updates[s].value, d);
    }
    std::vector<ValueId> elements, stacks;  // of the backward scan
    for (std::size_t k = 0; k < outputs.size(); ++k) {
      const ValueId d = d_results_[states + k];
      if (d == ir::no_value) continue;
      elements.push_back(
          argument("d_" + joint_.name_of(outputs[k].value), joint_.type(outputs[k].value), ValueKind::element));
      stacks.push_back(d);
      adjoints.accumulate(outputs[k].value, elements.back());
    }
    inner_.location = before.location;
    adjoints.run();
    // Scans in the body may stack more than they did.
    ir::Graph& body = forward().body[0];
    body.nodes.assign(joint_.nodes.begin(), joint_.nodes.begin() + static_cast<std::ptrdiff_t>(forward_nodes));
    body.values.insert(body.values.end(), joint_.values.begin() + static_cast<std::ptrdiff_t>(body.values.size()),
                       joint_.values.end());

    // States' gradients first, then the sums for what is the same at all times.
    std::vector<Term> terms(before.operands.size());
    std::vector<std::size_t> of_result;  // which operand a state of the backward scan is the gradient of
    std::size_t carried = 0;
    for (std::size_t s = 0; s < states; ++s) {
      if (!is_real(before.operands[s])) continue;
      joint_.updates.push_back({arguments[carried++], adjoints.of(before.body[0].arguments[s])});
      of_result.push_back(s);
    }
    std::vector<std::pair<std::size_t, ValueId>> sequences;
    for (std::size_t i = states; i < before.operands.size(); ++i) {
      const ValueId v = before.body[0].arguments[i], d = adjoints.find(v);
      if (d == ir::no_value || !is_real(before.operands[i])) continue;
      if (before.body[0].values[at(v)].kind == ValueKind::element) {
        sequences.emplace_back(i, d);
        continue;
      }
      const ValueId sum = argument("sum_" + joint_.name_of(d), joint_.type(v), ValueKind::carried);
      arguments.push_back(sum);
      operands.push_back(zeros(builder_, joint_.type(v)).id);
      inner_.name = "d_" + joint_.name_of(v);
      joint_.updates.push_back({sum, inner_.apply("add", {sum, d})});
      of_result.push_back(i);
    }
    for (const auto& [i, d] : sequences) joint_.outputs.push_back({ir::OutputKind::output, joint_.name_of(d), d});

    ir::Node node;
    node.op = before.op;
    node.location = before.location;
    node.attributes = ir::scan_attributes(arguments.size(), joint_.times, !ir::is_reversed(before));
    node.operands = operands;
    node.operands.insert(node.operands.end(), stacks.begin(), stacks.end());
    arguments.insert(arguments.end(), elements.begin(), elements.end());
    joint_.arguments = arguments;
    keep_backward_only(forward_nodes, node);
    joint_.name = "d_" + before.body[0].name;

    for (std::size_t r = 0; r < of_result.size(); ++r) {
      const ValueId operand = before.operands[of_result[r]];
      node.results.push_back(graph().add_value("d_" + graph().name_of(operand), graph().type(operand)));
      terms[of_result[r]] = {&builder_, node.results.back()};
    }
    for (const auto& [i, d] : sequences) {
      const ValueId operand = before.operands[i];
      node.results.push_back(graph().add_value("d_" + graph().name_of(operand), graph().type(operand)));
      terms[i] = {&builder_, node.results.back()};
    }
    node.body.push_back(std::move(joint_));
    graph().nodes.push_back(std::move(node));
    return terms;
  }

 private:
  static std::size_t at(ValueId v) { return static_cast<std::size_t>(v); }
  ir::Graph& graph() { return builder_.graph(); }
  ir::Node& forward() { return graph().nodes[node_]; }
  bool is_real(ValueId v) { return graph().type(v).dtype != DType::i32; }

  ValueId argument(const std::string& name, const Type& type, ValueKind kind) {
    return joint_.add_value(name, type, kind);
  }

  std::string name_of_stack(ValueId v) {
    const ir::Graph& body = forward().body[0];
    const bool carried = body.values[at(v)].kind == ValueKind::carried;
    return body.name + "." + body.name_of(v) + (carried ? ".before" : "");
  }

  /// Without the forward nodes: what the backward ones read of them becomes an argument.
  void keep_backward_only(std::size_t forward_nodes, ir::Node& node) {
    const ir::Node before = forward();
    const std::vector<ir::Node> gone(joint_.nodes.begin(),
                                     joint_.nodes.begin() + static_cast<std::ptrdiff_t>(forward_nodes));
    std::vector<ir::Node> kept(joint_.nodes.begin() + static_cast<std::ptrdiff_t>(forward_nodes), joint_.nodes.end());
    std::vector<bool> there(joint_.values.size());
    for (ValueId v : joint_.arguments) there[at(v)] = true;
    for (const ir::Node& n : kept)
      for (ValueId v : n.results) there[at(v)] = true;

    std::vector<ir::Node> copied;
    const auto fetch = [&](ValueId v) {
      if (there[at(v)]) return;
      there[at(v)] = true;
      // A constant is as easily made again.
      const auto made = std::find_if(gone.begin(), gone.end(), [&](const ir::Node& n) {
        return std::find(n.results.begin(), n.results.end(), v) != n.results.end();
      });
      if (made != gone.end() && made->operands.empty()) return copied.push_back(*made);
      const auto& arguments = before.body[0].arguments;
      const auto i = static_cast<std::size_t>(std::find(arguments.begin(), arguments.end(), v) - arguments.begin());
      const bool outside = i >= ir::states_of(before) && i < arguments.size();
      joint_.values[at(v)].kind = outside ? before.body[0].values[at(v)].kind : ValueKind::element;
      joint_.arguments.push_back(v);
      node.operands.push_back(outside ? before.operands[i] : ir::add_stacked(graph(), forward(), v, name_of_stack(v)));
    };
    for (const ir::Node& n : kept) std::for_each(n.operands.begin(), n.operands.end(), fetch);
    for (const ir::Output& o : joint_.outputs) fetch(o.value);
    for (const ir::Update& u : joint_.updates) fetch(u.value);
    kept.insert(kept.begin(), copied.begin(), copied.end());
    joint_.nodes = std::move(kept);
  }

  ir::GraphBuilder& builder_;
  std::size_t node_;
  std::vector<ValueId> d_results_;
  ir::Graph joint_;
  ir::GraphBuilder inner_;
};

}  // namespace

std::vector<Term> scan_gradient(ir::GraphBuilder& builder, std::size_t node, const std::vector<ValueId>& d_results) {
  return ScanGradient(builder, node, d_results).run();
}

}  // namespace lathe::passes
