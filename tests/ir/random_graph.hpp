// Valid random graphs of the whole vocabulary: any operation of the table on values that its shape rule takes, shared
// and reused, and a recurrence; a loss that depends on all of them, gradients, and optimisers with state. The same seed
// gives the same graph.
#pragma once

#include <cmath>
#include <random>

#include "interpret.hpp"
#include "ir/scan.hpp"
#include "lathe/ops/rules.hpp"
#include "ops/primitive.hpp"

namespace lathe::test {

struct RandomGraph {
  ir::Graph graph;  // with by_mode and gradient nodes
  Environment arguments;
};

/// The tensor with every element moved by up to `by` of its size.
inline kernel::Tensor moved(kernel::Tensor t, double by, std::mt19937& random) {
  for (double& x : t) x += x * std::uniform_real_distribution<double>(-by, by)(random);
  return t;
}

class RandomGraphMaker {
 public:
  explicit RandomGraphMaker(unsigned seed) : random_(seed) {}

  /// At least that many operations, the loss and the optimisers not counted.
  RandomGraph make(int operations) {
    g_.name = "random";
    g_.batch = 1 + pick(4);
    widths_ = {1, 2 + pick(2), 3 + pick(3)};
    fresh(type({g_.batch, width()}, true));
    fresh(type({width(), width()}, false));
    fresh(type({}, false, DType::i32));
    if (pick(2))
      recurrence();
    else
      scan();
    while (static_cast<int>(g_.nodes.size()) < operations) grow();
    finish();
    return {g_, arguments_};
  }

 private:
  using ValueId = ir::ValueId;

  int pick(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  template <class List>
  auto any_of(const List& list) {
    return list[static_cast<std::size_t>(pick(static_cast<int>(list.size())))];
  }
  int width() { return any_of(widths_); }
  static Type type(std::initializer_list<int> extents, bool batched, DType dtype = DType::f64) {
    return ops::sample_type(extents, batched, dtype);
  }
  static bool real(const Type& t) { return t.dtype != DType::i32; }
  Type type_of(ValueId v) const { return g_.type(v); }
  kernel::Tensor& value_of(ValueId v) { return values_[static_cast<std::size_t>(v)]; }

  /// Real ones from low … high, ints from 0 … high.
  kernel::Tensor random_values(const Type& t, double low, double high) {
    kernel::Tensor values(static_cast<std::size_t>(t.elements()));
    for (double& x : values)
      x = real(t) ? std::uniform_real_distribution<double>(low, high)(random_) : pick(1 + static_cast<int>(high));
    return values;
  }

  /// A new value that the graph is given: batched ones are inputs, the others parameters; what is int and not batched
  /// is a literal, or the noise of the batch.
  ValueId fresh(const Type& t, double low = -1, double high = 1) {
    kernel::Tensor values = random_values(t, low, high);
    if (!real(t) && !t.batched() && t.rank) {
      const ValueId v = builder_.apply("literal", {}, ops::shape_attributes(t).set("dtype", static_cast<int>(t.dtype)));
      g_.nodes.back().values = values;
      return keep(v, values);
    }
    const bool noise = !real(t) && !t.batched();
    if (noise && noise_ != ir::no_value) return noise_;
    if (noise) values[0] += 10000;  // changes with each step: no operation may take it for an index
    const ValueId v = g_.add_value(noise         ? "batch.noise"
                                   : t.batched() ? "x"
                                                 : "w",
                                   t,
                                   noise         ? ir::ValueKind::context
                                   : t.batched() ? ir::ValueKind::input
                                                 : ir::ValueKind::parameter);
    g_.arguments.push_back(v);
    arguments_[g_.name_of(v)] = values;
    if (noise) noise_ = v;
    return keep(v, values);
  }

  ValueId keep(ValueId v, kernel::Tensor values) {
    values_.resize(g_.values.size());
    value_of(v) = std::move(values);
    return v;
  }

  /// Appends the operation and computes it. Refuses, and leaves the graph as it was, where the shape rule does; where
  /// values would not stay small, so that no chain overflows; and next to a jump, where rounding alone would decide.
  bool attempt(const ops::Primitive& op, const std::vector<ValueId>& operands, const Attributes& attributes,
               const ops::Sample& sample) {
    std::vector<Type> types;
    for (ValueId v : operands) types.push_back(type_of(v));
    const Inferred inferred = op.infer(Operands{types.data(), static_cast<int>(types.size())}, attributes);
    if (!inferred.ok()) return false;
    for (int i = 0; i < inferred.count; ++i) {
      const Type& t = inferred.types[i];
      if (t.elements() > 150 || (t.batched() && t.extents[t.batch_axis] != g_.batch * t.batch_multiple)) return false;
    }
    const std::size_t nodes = g_.nodes.size(), values = g_.values.size();
    builder_.apply(op.name, operands, attributes);
    if (!sample.values.empty()) g_.nodes.back().values = random_values(inferred.types[0], -1, 3);
    const ir::Node node = g_.nodes.back();
    const auto undo = [&] {
      g_.nodes.resize(nodes);
      g_.values.resize(values);
      return false;
    };
    std::vector<kernel::Tensor> results, nearby;
    try {
      results = run(node, 0);
      nearby = run(node, 1e-6);
    } catch (const ir::InternalError&) {
      return undo();  // an index that points outside
    }
    for (std::size_t r = 0; r < results.size(); ++r)
      for (std::size_t i = 0; i < results[r].size(); ++i) {
        const double x = results[r][i];
        if (!(std::abs(x) < 20) || std::abs(x - nearby[r][i]) > 1e-3) return undo();
      }
    for (std::size_t r = 0; r < results.size(); ++r) {
      // What only rules make has no rule itself, and a rule knows the gradient of the first result alone.
      const bool differentiable = (op.gradient && r == 0) || !real(type_of(node.results[r]));
      keep(differentiable ? node.results[r] : builder_.apply("detach", {node.results[r]}), results[r]);
    }
    return true;
  }

  /// The node's results on operands that are moved by up to `by` of their size.
  std::vector<kernel::Tensor> run(const ir::Node& node, double by) {
    std::map<ValueId, kernel::Tensor> moved_operands;  // one value is moved in one way
    for (ValueId v : node.operands)
      if (!moved_operands.count(v))
        moved_operands[v] = real(type_of(v)) ? moved(value_of(v), by, random_) : value_of(v);
    std::vector<const kernel::Tensor*> operands;
    for (ValueId v : node.operands) operands.push_back(&moved_operands[v]);
    std::vector<kernel::Tensor> results;
    for (ValueId v : node.results) results.emplace_back(static_cast<std::size_t>(type_of(v).elements()));
    if (ir::is_scan(node)) return run_alone(node, operands);
    std::vector<kernel::Tensor*> pointers;
    for (kernel::Tensor& r : results) pointers.push_back(&r);
    kernel::interpret(kernel::lower(g_, node), operands, pointers, g_.batch);
    return results;
  }

  /// A node by itself as a graph.
  std::vector<kernel::Tensor> run_alone(const ir::Node& node, const std::vector<const kernel::Tensor*>& operands) {
    ir::Graph alone = g_;
    alone.nodes = {node};
    alone.arguments = node.operands;
    alone.outputs.clear(), alone.updates.clear();
    Environment arguments;
    for (std::size_t i = 0; i < operands.size(); ++i) arguments[alone.name_of(node.operands[i])] = *operands[i];
    for (ValueId v : node.results) alone.outputs.push_back({ir::OutputKind::output, "y", v});
    return interpret(alone, arguments, g_.batch).outputs;
  }

  /// Any value of that element type; recent ones more often, so that graphs grow deep.
  ValueId any(DType dtype) {
    std::vector<ValueId> list;
    for (std::size_t v = 0; v < values_.size(); ++v)
      if (type_of(static_cast<ValueId>(v)).dtype == dtype && !values_[v].empty())
        list.push_back(static_cast<ValueId>(v));
    const int n = static_cast<int>(list.size());
    return list[static_cast<std::size_t>(pick(3) ? n - 1 - pick(std::min(n, 5)) : pick(n))];
  }

  /// One more operation, whichever.
  void grow() {
    const ops::Primitive& op = *any_of(ops::all());
    if (op.samples.empty()) return;
    const ops::Sample sample = any_of(op.samples);
    for (int tries = 0; tries < 24; ++tries) {
      std::vector<ValueId> operands;
      const std::size_t nodes = g_.nodes.size(), values = g_.values.size(), arguments = g_.arguments.size();
      for (const Type& t : sample.operands) {
        // First what is there, then the first operand and others that go with it as in the sample, then the sample.
        const bool found = tries < 12 || (tries < 20 && operands.empty());
        const bool labels =
            operands.size() == 1 && (op.name == "negative_log_likelihood" || op.name == "softmax_cross_entropy");
        operands.push_back(labels && type_of(operands[0]).rank ? labels_for(operands[0])
                           : found                             ? any(t.dtype)
                                   : fitting(sample, operands.size(), operands, tries < 20));
      }
      const bool literally = tries >= 20;
      if (attempt(op, operands, literally ? sample.attributes : attributes_for(sample.attributes, operands), sample))
        return;
      g_.nodes.resize(nodes);
      for (std::size_t a = arguments; a < g_.arguments.size(); ++a) arguments_.erase(g_.name_of(g_.arguments[a]));
      g_.arguments.resize(arguments);
      g_.values.resize(values);
      values_.resize(values);
    }
  }

  /// Classes that there are: the loss of another class is that of the nearest, but its gradient is that of none.
  ValueId labels_for(ValueId x) {
    const Type t = type_of(x);
    const int classes = t.extents[t.rank - 1];
    if (t.rank == 1) {
      const double label = pick(classes);
      return keep(builder_.apply("constant", {},
                                 Attributes{}.set("dtype", static_cast<int>(DType::i32)).set_real("value", label)),
                  {label});
    }
    return fresh(ops::with_dtype(ops::without_axis(t, t.rank - 1, false), DType::i32), 0, classes - 1);
  }

  /// Operand k of a sample, with extents that were equal to those of the first operand equal to them still.
  ValueId fitting(const ops::Sample& sample, std::size_t k, const std::vector<ValueId>& operands, bool adapted) {
    Type t = sample.operands[k];
    const Type first = operands.empty() ? t : type_of(operands[0]);
    for (int i = 0; i < t.rank; ++i) {
      if (i == t.batch_axis)
        t.extents[i] = g_.batch * t.batch_multiple;
      else if (adapted)
        for (int j = 0; j < std::min(first.rank, sample.operands[0].rank); ++j)
          if (j != first.batch_axis && sample.operands[0].extents[j] == sample.operands[k].extents[i])
            t.extents[i] = first.extents[j];
    }
    return fresh(t, std::max(sample.low, -1.0), std::min(sample.high, real(t) ? 1.0 : 1000.0));
  }

  /// The attributes that a sample has, with other values where their names say what they may be.
  Attributes attributes_for(const Attributes& of_sample, const std::vector<ValueId>& operands) {
    const Type t = operands.empty() ? type({g_.batch, width()}, pick(2)) : type_of(operands[0]);
    Attributes result;
    for (int i = 0; i < of_sample.count; ++i) {
      Attribute a = of_sample.list[i];
      const auto name = a.name.view();
      const int axis = static_cast<int>(result.integer("axis"));
      const int extent = t.rank ? t.extents[std::min(axis, t.rank - 1)] : 1;
      if (name == "shape") {
        const Attributes shape = ops::shape_attributes(another_shape(t));
        for (int s = 0; s < shape.count; ++s) result.list[result.count++] = shape.list[s];
        continue;
      }
      if (name == "batch") continue;  // comes with the shape
      if (name == "axis") a.ints[0] = pick(std::max(1, t.rank));
      if (name == "axes") axes_of(t, a);
      if (name == "dtype") a.ints[0] = static_cast<int>(pick(4) ? DType::f64 : DType::i32);
      if (name == "value")
        a.number = pick(5) - 2 + (result.integer("dtype") == static_cast<int>(DType::f64) ? 0.25 : 0);
      if (name == "elements" || name == "per_row") a.ints[0] = 1 + pick(6);
      if (name == "classes" || name == "extent") a.ints[0] = 2 + pick(4);
      if (name == "transpose_a" || name == "transpose_b") a.ints[0] = pick(2);
      if (name == "start") a.ints[0] = pick(extent);
      if (name == "stop") a.ints[0] = pick(extent + 2) - 1;
      if (name == "step") a.ints[0] = pick(5) - 2;
      if (name == "groups") a.ints[0] = 1 + pick(2);
      if (name == "stream") a.ints[0] = pick(1000);
      if (name == "kernel") a.ints[0] = 1 + pick(3), a.ints[1] = 1 + pick(3);
      if (name == "stride" || name == "dilation") a.ints[0] = 1 + pick(2), a.ints[1] = 1 + pick(2);
      if (name == "padding") a.ints[0] = pick(2), a.ints[1] = pick(2);
      result.list[result.count++] = a;
    }
    return result;
  }

  /// All axes in some order, or only a part of them.
  void axes_of(const Type& t, Attribute& a) {
    std::vector<int> axes(static_cast<std::size_t>(t.rank));
    for (int i = 0; i < t.rank; ++i) axes[static_cast<std::size_t>(i)] = i;
    std::shuffle(axes.begin(), axes.end(), random_);
    if (t.rank && pick(2)) axes.resize(static_cast<std::size_t>(1 + pick(t.rank)));
    a.count = 0;
    for (int axis : axes) a.ints[a.count++] = axis;
  }

  /// A shape that the operand may take: that of another value, or its own with an axis more or less.
  Type another_shape(const Type& t) {
    if (pick(3) == 0 || t.rank == 0 || t.rank == max_rank) return type_of(any(t.dtype));
    Type to = t;
    const int at = pick(t.rank);
    if (pick(2) || t.rank == 1 || at == t.rank - 1) {
      const int position = pick(t.rank + 1);
      for (int i = to.rank++; i > position; --i) to.extents[i] = to.extents[i - 1];
      to.extents[position] = pick(2) ? 1 : width();
      if (to.batch_axis >= position) ++to.batch_axis;
      return to;
    }
    to.extents[at] *= to.extents[at + 1];
    for (int i = at + 1; i + 1 < t.rank; ++i) to.extents[i] = to.extents[i + 1];
    to.extents[--to.rank] = 0;
    if (t.batch_axis > at + 1) --to.batch_axis;
    if (t.batch_axis == at) to.batch_multiple *= t.extents[at + 1];
    if (t.batch_axis == at + 1) to.batch_axis = at, to.batch_multiple *= t.extents[at];
    return to;
  }

  ValueId apply(std::string_view op, const std::vector<ValueId>& operands, const Attributes& attributes = {}) {
    const ValueId v = builder_.apply(op, operands, attributes);
    keep(v, run(g_.nodes.back(), 0)[0]);
    return v;
  }
  ValueId number(double x) {
    return apply("constant", {}, Attributes{}.set("dtype", static_cast<int>(DType::f64)).set_real("value", x));
  }

  /// Four steps and more with the same weights, half of the time gated.
  void recurrence() {
    const int steps = 4 + pick(3), in = width(), n = 2 + pick(2);
    const bool gated = pick(2);
    const ValueId x = fresh(type({g_.batch, steps, in}, true)), w = fresh(type({in, n}, false)),
                  u = fresh(type({n, n}, false)), b = fresh(type({n}, false));
    ValueId h = apply("broadcast", {number(0)}, ops::shape_attributes(type({g_.batch, n}, true)));
    for (int t = 0; t < steps; ++t) {
      const ValueId slice = apply("slice", {x}, Attributes{}.set("axis", 1).set("start", t).set("stop", t + 1));
      const ValueId now = apply("reshape", {slice}, ops::shape_attributes(type({g_.batch, in}, true)));
      const ValueId sum = apply("add", {apply("affine", {now, w, b}), apply("matmul", {h, u})});
      const ValueId next = apply("tanh", {sum});
      h = gated ? apply("add", {h, apply("multiply", {apply("sigmoid", {sum}), apply("subtract", {next, h})})}) : next;
    }
  }

  /// A scan whose cell may have gates, noise, several states and outputs, an embedding, and a scan inside.
  void scan() {
    const int times = 1 + pick(5), in = width(), n = 2 + pick(2), words = 3;
    const Type row = type({g_.batch, n}, true);
    const auto zeros = [&](const Type& t) { return apply("broadcast", {number(0)}, ops::shape_attributes(t)); };
    ir::Node node;
    node.op = ops::find("scan");
    node.attributes = ir::scan_attributes(0, times, pick(2));
    node.body.emplace_back();
    ir::Graph& body = node.body[0];
    body.name = "cell", body.batch = g_.batch, body.times = times;
    ir::GraphBuilder inner(body);
    std::vector<ValueId> firsts, carried;
    const auto state = [&](ValueId first) {
      firsts.push_back(first);
      carried.push_back(body.add_value("s", type_of(first), ir::ValueKind::carried));
      return carried.back();
    };
    std::vector<std::pair<ValueId, ir::ValueKind>> others;
    std::vector<ValueId> inside;
    const auto operand = [&](ValueId v, ir::ValueKind kind) {
      others.emplace_back(v, kind);
      inside.push_back(
          body.add_value("c", kind == ir::ValueKind::element ? ops::element_of(type_of(v)) : type_of(v), kind));
      return inside.back();
    };
    const auto same = [&](const Type& t) { return operand(fresh(t), ir::ValueKind::input); };
    const auto sequence = [&](const Type& t) { return operand(fresh(t, 0, words - 1), ir::ValueKind::element); };
    const auto make = [&](std::string_view op, const std::vector<ValueId>& operands, const Attributes& a = {}) {
      return inner.apply(op, operands, a);
    };
    const auto scalar = [&](double x) {
      return make("constant", {}, Attributes{}.set("dtype", static_cast<int>(DType::f64)).set_real("value", x));
    };

    const ValueId h = state(pick(2) ? zeros(row) : fresh(row)), x = sequence(type({g_.batch, times, in}, true));
    ValueId sum = make("add", {make("affine", {x, same(type({in, n}, false)), same(type({n}, false))}),
                               make("matmul", {h, same(type({n, n}, false))})});
    if (pick(3) == 0) sum = make("multiply", {sum, same(type({n}, false))});
    if (pick(3) == 0)
      sum = make("add", {sum, make("take",
                                   {same(type({words, n}, false)), sequence(type({g_.batch, times}, true, DType::i32))},
                                   Attributes{}.set("axis", 0))});
    if (pick(3) == 0) sum = make("add", {sum, same(row)});
    ValueId next = make("tanh", {sum});
    if (pick(2)) next = make("add", {h, make("multiply", {make("sigmoid", {sum}), make("subtract", {next, h})})});
    if (pick(3) == 0) {
      const Attributes a =
          ops::shape_attributes(row).set("dtype", static_cast<int>(DType::f64)).set("stream", pick(100));
      next = make("multiply", {next, make("random_uniform", {operand(2, ir::ValueKind::input)}, a)});
    }
    if (pick(4) == 0) next = inner_scan(body, inner, next);
    std::vector<ValueId> updates = {next};
    body.outputs.push_back({ir::OutputKind::output, "y", next});
    if (pick(3) == 0) {  // a state with a number a row, and one without rows
      updates.push_back(
          make("add", {state(zeros(type({g_.batch}, true))), make("sum", {next}, Attributes{}.set("axes", 1))}));
      updates.push_back(make(
          "multiply", {make("add", {state(fresh(type({n}, false))), make("sum", {next}, Attributes{}.set("axes", 0))}),
                       scalar(0.3)}));
      body.outputs.push_back({ir::OutputKind::output, "y", updates[1]});
    }
    if (pick(4) == 0)
      body.outputs.push_back({ir::OutputKind::output, "y", make("sum", {next}, Attributes{}.set("axes", {0, 1}))});
    if (pick(4) == 0) {  // two states that change places
      const ValueId a = state(fresh(row)), b = state(firsts.back());
      updates.push_back(b);
      updates.push_back(pick(2) ? a : next);
      body.outputs.push_back({ir::OutputKind::output, "y", a});
    }

    body.arguments = carried;
    body.arguments.insert(body.arguments.end(), inside.begin(), inside.end());
    node.operands = firsts;
    for (const auto& [v, kind] : others) node.operands.push_back(v);
    node.attributes = ir::scan_attributes(carried.size(), times, ir::is_reversed(node));
    for (std::size_t s = 0; s < carried.size(); ++s) {
      body.updates.push_back({carried[s], updates[s]});
      node.results.push_back(g_.add_value("scan.state", body.type(carried[s])));
    }
    for (const ir::Output& o : body.outputs)
      node.results.push_back(g_.add_value("scan", ops::stacked(body.type(o.value), times)));
    g_.nodes.push_back(node);
    const std::vector<kernel::Tensor> results = run(node, 0);
    for (std::size_t r = 0; r < results.size(); ++r) keep(node.results[r], results[r]);
  }

  /// Along the features of x, with a state of one number a row.
  ValueId inner_scan(ir::Graph& body, ir::GraphBuilder& inner, ValueId x) {
    const int n = body.type(x).extents[1];
    const Type column = type({g_.batch, 1}, true);
    const ValueId sequence = inner.apply("reshape", {x}, ops::shape_attributes(type({g_.batch, n, 1}, true)));
    const ValueId zero =
        inner.apply("constant", {}, Attributes{}.set("dtype", static_cast<int>(DType::f64)).set_real("value", 0));
    const ValueId first = inner.apply("broadcast", {zero}, ops::shape_attributes(column));
    ir::Node node;
    node.op = ops::find("scan");
    node.attributes = ir::scan_attributes(1, n, false);
    node.operands = {first, sequence};
    node.body.emplace_back();
    ir::Graph& cell = node.body[0];
    cell.name = "inner", cell.batch = g_.batch, cell.times = n;
    cell.arguments = {cell.add_value("s", column, ir::ValueKind::carried),
                      cell.add_value("x", column, ir::ValueKind::element)};
    ir::GraphBuilder builder(cell);
    const ValueId next = builder.apply(
        "tanh",
        {builder.apply("add", {builder.apply("multiply", {cell.arguments[0], cell.arguments[0]}), cell.arguments[1]})});
    cell.updates = {{cell.arguments[0], next}};
    cell.outputs = {{ir::OutputKind::output, "y", next}};
    node.results = {body.add_value("inner.state", column), body.add_value("inner", ops::stacked(column, n))};
    body.nodes.push_back(node);
    return inner.apply("reshape", {node.results[1]}, ops::shape_attributes(body.type(x)));
  }

  /// The sum of the elements' tanh, which keeps the gradient small, too.
  ValueId total(ValueId v) {
    const Type t = type_of(v);
    const ValueId squashed = apply("tanh", {v});
    return t.rank ? apply("sum", {squashed}, ops::axes_attribute(t.rank, {})) : squashed;
  }

  void finish() {
    const std::vector<int> uses = g_.use_counts();
    const ValueId x = fresh(type({g_.batch, 2}, true)), w = fresh(type({2, 3}, false)), b = fresh(type({3}, false));
    const ValueId labels = fresh(type({g_.batch}, true, DType::i32), 0, 2);
    ValueId loss =
        total(apply("negative_log_likelihood", {apply("log_softmax", {apply("affine", {x, w, b})}), labels}));
    for (std::size_t v = 0; v < uses.size(); ++v)
      if (!uses[v] && real(g_.values[v].type)) loss = apply("add", {loss, total(static_cast<ValueId>(v))});
    g_.outputs.push_back({ir::OutputKind::loss, "", loss});
    for (int i = 0; i < 3; ++i) {
      const ValueId y = any(pick(4) ? DType::f64 : DType::i32);
      if (type_of(y).batch_axis <= 0) g_.outputs.push_back({ir::OutputKind::output, "y" + std::to_string(i), y});
    }
    const std::vector<ValueId> arguments = g_.arguments;
    for (ValueId p : arguments)
      if (g_.values[static_cast<std::size_t>(p)].kind == ir::ValueKind::parameter) optimise(loss, p);
  }

  /// Gradient descent, with momentum, or with both moments as Adam has them.
  void optimise(ValueId loss, ValueId p) {
    const auto multiply = [&](double a, ValueId v) { return apply("multiply", {number(a), v}); };
    const auto state = [&](double decay, ValueId v) {
      const ValueId old = fresh(type_of(p), 0, 0.1),
                    next = apply("add", {multiply(decay, old), multiply(1 - decay, v)});
      g_.updates.push_back({old, next});
      return next;
    };
    const ValueId d = builder_.apply("gradient", {loss, p});
    keep(d, value_of(p));  // stands for it
    if (pick(3) == 0) g_.outputs.push_back({ir::OutputKind::gradient, g_.name_of(p), d});
    ValueId change = d;
    const int kind = pick(3);
    if (kind == 1) change = state(0.9, d);
    if (kind == 2)
      change = apply("divide",
                     {state(0.9, d), apply("add", {apply("sqrt", {state(0.99, apply("square", {d}))}), number(0.01)})});
    g_.updates.push_back({p, apply("subtract", {p, multiply(0.05, change)})});
  }

  std::mt19937 random_;
  ir::Graph g_;
  ir::GraphBuilder builder_{g_};
  std::vector<int> widths_;
  ValueId noise_ = ir::no_value;
  std::vector<kernel::Tensor> values_;  // by value, for a full batch
  Environment arguments_;
};

inline RandomGraph random_graph(unsigned seed) { return RandomGraphMaker(seed).make(40 + static_cast<int>(seed % 10)); }

}  // namespace lathe::test
