// What a scan computes at every time, but needs at none  ⇒  computed once, outside.
//
//   state sum = sum + matmul(a, d) [transpose_a]      ⇒   matmul of a and d at all times, stacked, after the scan
//   state sum = sum + sum(d)                          ⇒   sum of d at all times
//   affine(x[t], w, b), matmul(x[t], w)               ⇒   affine(x, w, b) of all times in front of the scan, an element
//   of it output matmul(d, w) that nobody reads             ⇒   matmul(d, w) of all times after the scan
//
// A matrix product of all times at once is as long as all the short ones and much faster. Runs after differentiate,
// which makes the sums, and before fusion. Rows that are samples become rows that are samples at times.
#include <algorithm>

#include "ir/scan.hpp"
#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace lathe::passes {
namespace {

using ir::ValueId;
using ir::ValueKind;
using ops::Term;

class Hoist {
 public:
  /// The graph ends in front of the scan: new nodes are appended, before the scan and behind it.
  Hoist(ir::Graph& graph, ir::Node& scan) : graph_(graph), scan_(scan), body_(scan.body[0]) {}

  bool run() {
    bool changed = false;
    while (product_in_front()) changed = true;
    const auto place = static_cast<std::ptrdiff_t>(graph_.nodes.size());
    for (std::size_t s = ir::states_of(scan_); s-- > 0;) changed |= sum(s);
    for (std::size_t k = body_.outputs.size(); k-- > 0;) changed |= product_behind(k);
    graph_.nodes.insert(graph_.nodes.begin() + place, scan_);
    return changed;
  }

  /// What stands for results of the scan.
  const std::vector<std::pair<ValueId, ValueId>>& replaced() const { return replaced_; }

 private:
  static std::size_t at(ValueId v) { return static_cast<std::size_t>(v); }
  ValueKind kind(ValueId v) const { return body_.values[at(v)].kind; }

  /// The node of the body that computes v, or null.
  const ir::Node* made_by(ValueId v, std::string_view op) const {
    const int p = body_.producer(v);
    if (p < 0) return nullptr;
    const ir::Node& n = body_.nodes[at(p)];
    return n.op->name == op && n.region.empty() ? &n : nullptr;
  }
  int uses(ValueId v) const { return body_.use_counts()[at(v)]; }

  /// The value that the body's argument stands for.
  ValueId outside(ValueId argument) const {
    const auto& all = body_.arguments;
    return scan_.operands[static_cast<std::size_t>(std::find(all.begin(), all.end(), argument) - all.begin())];
  }

  /// A value of the body at all times.
  Term all_times(ir::GraphBuilder& builder, ValueId v) {
    if (kind(v) == ValueKind::element) return {&builder, outside(v)};
    return {&builder, ir::add_stacked(graph_, scan_, v, body_.name_of(v))};
  }
  bool has_times(ValueId v) const {
    return kind(v) == ValueKind::element || kind(v) == ValueKind::carried || kind(v) == ValueKind::result;
  }

  /// float[n][times][k] as float[n times][k], and back.
  static Type rows_type(const Type& stacked) {
    Type t = ops::without_axis(stacked, 1, false);
    t.extents[0] *= stacked.extents[1];
    if (t.batch_axis == 0) t.batch_multiple *= stacked.extents[1];
    return t;
  }
  static Term rows(Term stacked) {
    stacked.builder->name = stacked.builder->graph().name_of(stacked.id) + ".rows";
    return ops::reshape_to(stacked, rows_type(stacked.type()));
  }
  /// A matrix whose rows may be those of all times: the batch, where there is one, is the rows.
  bool is_rows(ValueId v) {
    const Type t = body_.type(v);
    return t.rank == 2 && t.batch_axis <= 0;
  }

  /// The sum over all times of a value of the body, or nothing.
  Term total(ir::GraphBuilder& builder, ValueId v) {
    if (const ir::Node* n = made_by(v, "matmul");
        n && n->attributes.integer("transpose_a") && !n->attributes.integer("transpose_b")) {
      const ValueId a = n->operands[0], b = n->operands[1];
      if (!is_rows(a) || !is_rows(b) || !has_times(a) || !has_times(b)) return {};
      const std::string name = builder.name;
      const Term all_a = rows(all_times(builder, a)), all_b = rows(all_times(builder, b));
      builder.name = name;
      return ops::apply("matmul", {all_a, all_b}, Attributes{}.set("transpose_a", 1));
    }
    if (const ir::Node* n = made_by(v, "sum"); n && has_times(n->operands[0])) {
      const Attribute* axes = n->attributes.find("axes");
      Attribute moved{"axes"};
      const int time = ops::time_axis(body_.type(n->operands[0]).rank);
      moved.ints[moved.count++] = time;
      for (int i = 0; axes && i < axes->count; ++i) moved.ints[moved.count++] = axes->ints[i] + (axes->ints[i] >= time);
      std::sort(moved.ints, moved.ints + moved.count);
      Attributes attributes;
      attributes.list[attributes.count++] = moved;
      return ops::apply("sum", {all_times(builder, n->operands[0])}, attributes);
    }
    if (const ir::Node* n = made_by(v, "reshape"); n && !body_.type(v).batched()) {
      const Type type = body_.type(v);
      const Term whole = total(builder, n->operands[0]);
      return whole.builder ? ops::reshape_to(whole, type) : whole;
    }
    if (const ir::Node* n = made_by(v, "add")) {
      const ValueId a = n->operands[0], b = n->operands[1];
      if (!(body_.type(a) == body_.type(v)) || !(body_.type(b) == body_.type(v))) return {};
      const Term first = total(builder, a), second = first.builder ? total(builder, b) : Term{};
      return second.builder ? first + second : Term{};
    }
    return {};
  }

  /// True if v is zeros, as the sums begin.
  bool is_zero(ValueId v) {
    for (int p = graph_.producer(v); p >= 0; p = graph_.producer(v)) {
      const ir::Node& n = graph_.nodes[at(p)];
      if (n.op->name == "constant") return n.attributes.real("value") == 0;
      if (n.op->name != "broadcast" && n.op->name != "reshape") break;
      v = n.operands[0];
    }
    return false;
  }

  /// State s as a sum outside, if it is one.
  bool sum(std::size_t s) {
    const ValueId state = body_.arguments[s], next = body_.updates[s].value;
    const ir::Node* add = made_by(next, "add");
    if (!add || uses(next) != 1 || uses(state) != 1 ||
        std::count(add->operands.begin(), add->operands.end(), state) != 1)
      return false;
    const ValueId part = add->operands[add->operands[0] == state ? 1 : 0];
    if (!(body_.type(part) == body_.type(state))) return false;
    const ValueId first = scan_.operands[s], last = scan_.results[s];
    ir::GraphBuilder builder(graph_);
    builder.location = scan_.location;
    builder.name = graph_.name_of(last);
    Term whole = total(builder, part);
    if (!whole.builder) return false;
    if (!is_zero(first)) whole = Term{&builder, first} + whole;
    replace(last, whole.id);
    ir::remove_state(scan_, s);
    eliminate_dead_code(body_);
    return true;
  }

  /// A product of elements with what is the same at all times.
  bool product_in_front() {
    const auto same_at_all_times = [&](ValueId v) { return kind(v) == ValueKind::input; };
    for (std::size_t i = 0; i < body_.nodes.size(); ++i) {
      const ir::Node n = body_.nodes[i];
      if ((n.op->name != "affine" && n.op->name != "matmul") || !n.region.empty() ||
          n.attributes.integer("transpose_a"))
        continue;
      if (kind(n.operands[0]) != ValueKind::element || !is_rows(n.operands[0]) || body_.type(n.operands[1]).rank != 2)
        continue;
      if (!std::all_of(n.operands.begin() + 1, n.operands.end(), same_at_all_times)) continue;
      ir::GraphBuilder builder(graph_);
      builder.location = n.location;
      const std::string name = body_.name_of(n.results[0]);
      std::vector<Term> operands = {rows({&builder, outside(n.operands[0])})};
      for (std::size_t k = 1; k < n.operands.size(); ++k) operands.push_back({&builder, outside(n.operands[k])});
      builder.name = name;
      const Term all = ops::reshape_to(ops::apply(n.op->name, operands, n.attributes),
                                       ops::stacked(body_.type(n.results[0]), body_.times));
      body_.replace_uses(n.results[0], ir::add_operand(graph_, scan_, all.id, ValueKind::element, name + ".t"));
      body_.nodes.erase(body_.nodes.begin() + static_cast<std::ptrdiff_t>(i));
      return true;
    }
    return false;
  }

  /// Output k as a product outside, if it is one that the body itself does not need.
  bool product_behind(std::size_t k) {
    const ValueId v = body_.outputs[k].value, result = scan_.results[ir::states_of(scan_) + k];
    const ir::Node* n = made_by(v, "matmul");
    if (!n || uses(v) != 1 || n->attributes.integer("transpose_a") || !is_rows(n->operands[0]) ||
        body_.type(n->operands[1]).rank != 2)
      return false;
    if (kind(n->operands[1]) != ValueKind::input || !has_times(n->operands[0])) return false;
    const ir::Node product = *n;
    ir::GraphBuilder builder(graph_);
    builder.location = scan_.location;
    const Term left = rows(all_times(builder, product.operands[0])), right{&builder, outside(product.operands[1])};
    builder.name = graph_.name_of(result);
    const Type type = graph_.type(result);
    replace(result, ops::reshape_to(ops::apply("matmul", {left, right}, product.attributes), type).id);
    ir::remove_stacked(scan_, k);
    eliminate_dead_code(body_);
    return true;
  }

  void replace(ValueId old, ValueId by) {
    std::swap(graph_.values[at(old)].name, graph_.values[at(by)].name);
    replaced_.emplace_back(old, by);
    graph_.replace_uses(old, by);
  }

  ir::Graph& graph_;
  ir::Node& scan_;
  ir::Graph& body_;
  std::vector<std::pair<ValueId, ValueId>> replaced_;
};

}  // namespace

bool hoist_from_scan(ir::Graph& graph) {
  bool changed = false;
  std::vector<ir::Node> nodes;
  nodes.swap(graph.nodes);
  for (ir::Node& n : nodes) {
    if (!ir::is_scan(n)) {
      graph.nodes.push_back(std::move(n));
      continue;
    }
    Hoist hoist(graph, n);
    changed |= hoist.run();
    for (const auto& [old, by] : hoist.replaced())
      for (ir::Node& later : nodes) std::replace(later.operands.begin(), later.operands.end(), old, by);
  }
  return changed;
}

}  // namespace lathe::passes
