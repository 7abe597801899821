// What a file of cases includes. A case is a name, the operands' types, and a function of operands of these types:
//
//   TEST_CASE("elementwise operations equal PyTorch's") {
//     check_vocabulary("elementwise", {
//         of<double[5]>("tanh", tanh),
//         of<Batched<double[3][4]>, double[4]>("maximum", [](auto a, auto b) { return maximum(a, b); }),
//     });
//   }
//
// The function returns a tensor, or a std::tuple of them. Values come from the golden file; the script beside that
// has a line for every case.
#pragma once

#include <doctest/doctest.h>

#include <stdexcept>
#include <tuple>

#include "cases.hpp"
#include "lathe/dsl.hpp"

namespace lathe::test {

/// An operand whose leading extent is the batch.
template <class T>
struct Batched {};

template <class T>
struct OperandOf {
  using array = T;
  static constexpr Type type = type_of<T>();
};
template <class T>
struct OperandOf<Batched<T>> {
  using array = T;
  static constexpr Type type = [] {
    Type t = type_of<T>();
    t.batch_axis = 0;
    return t;
  }();
};

/// A trace made at run time, as the spec reader gives it to the compiler.
inline frontend::TracedModel model_of(const Builder& b) {
  frontend::TracedModel model;
  model.name = "vocabulary";
  for (const Node& node : b.nodes) {
    frontend::TracedNode n;
    n.op = node.op;
    n.name = b.view(node.name);
    for (int i = 0; i < node.operands.count; ++i) {
      const Ref& r = b.refs[node.operands.first + i];
      n.operands.push_back({r.node, r.result});
    }
    for (int i = 0; i < node.types.count; ++i) n.types.push_back(b.types[node.types.first + i]);
    for (int i = 0; i < node.attributes.count; ++i)
      n.attributes.list[n.attributes.count++] = b.attributes[node.attributes.first + i];
    for (int i = 0; i < node.values.count; ++i) n.values.push_back(b.numbers[node.values.first + i]);
    n.location = {node.location.file, node.location.line, node.location.column};
    model.nodes.push_back(std::move(n));
  }
  for (const Root& root : b.roots) {
    const frontend::ValueRef value{root.value.node, root.value.result};
    const std::string name(b.view(root.name));
    switch (root.kind) {
      case RootKind::loss:
        model.loss = value;
        break;
      case RootKind::metric:
        model.metrics.push_back({name, value, static_cast<int>(root.better)});
        break;
      case RootKind::output:
        model.outputs.push_back({name, value});
        break;
      case RootKind::update:
        model.updates.push_back({{root.parameter.node, root.parameter.result}, value});
        break;
    }
  }
  return model;
}

/// The sum of the real results times parameters of their shapes, or nothing where none is real.
inline Value weighted_sum(Builder& builder, const std::vector<Value>& results) {
  const Location at = std::source_location::current();
  Value loss;
  for (std::size_t k = 0; k < results.size(); ++k) {
    const Type type = results[k].type();
    if (type.dtype == DType::i32) continue;
    const std::string name = "w" + std::to_string(k);
    const Value weight = lathe::detail::add_source(builder, "parameter", name, type, Attributes{}, at);
    Value term = apply_value<ops::Multiply>(at, Attributes{}, results[k], weight);
    Attribute axes{"axes"};
    for (int i = 0; i < type.rank; ++i) axes.ints[axes.count++] = i;
    Attributes all;
    all.list[all.count++] = axes;
    if (type.rank) term = apply_value<ops::Sum>(at, all, term);
    loss = loss.builder ? apply_value<ops::Add>(at, Attributes{}, loss, term) : term;
  }
  return loss;
}

/// An output has the batch in front.
inline Value batch_in_front(Value y) {
  const Type type = y.type();
  if (type.batch_axis <= 0) return y;
  Attribute axes{"axes"};
  axes.ints[axes.count++] = type.batch_axis;
  for (int i = 0; i < type.rank; ++i)
    if (i != type.batch_axis) axes.ints[axes.count++] = i;
  Attributes order;
  order.list[order.count++] = axes;
  return apply_value<ops::Permute>(std::source_location::current(), order, y);
}

/// The case of a function of operands of types Ts.
template <class... Ts, class Function>
Case of(const std::string& name, Function function) {
  const Location at = std::source_location::current();
  Builder builder;
  std::vector<Value> operands;
  const auto operand = [&]<class T>(std::type_identity<T>) {
    operands.push_back(lathe::detail::add_source(builder, "parameter", "x" + std::to_string(operands.size()),
                                                 OperandOf<T>::type, Attributes{}, at));
    return Tensor<typename OperandOf<T>::array>{operands.back()};
  };
  const auto result = std::apply(function, std::tuple{operand(std::type_identity<Ts>{})...});

  std::vector<Value> results;
  std::vector<int> batch_axes;
  const auto output = [&]<class T>(const Tensor<T>& y) {
    if (!y.builder || !same_extents(y.Value::type(), type_of<T>()) || y.Value::type().dtype != type_of<T>().dtype)
      throw std::logic_error(name + ": the type of a result is not what the trace says");
    const Range r = builder.intern("y" + std::to_string(results.size()));
    const Value in_front = batch_in_front(y);
    builder.roots.push_back({RootKind::output, r, in_front.ref, {}, at});
    results.push_back(in_front);
    batch_axes.push_back(y.Value::type().batch_axis);
  };
  if constexpr (std::derived_from<decltype(result), Value>)
    output(result);
  else
    std::apply([&](const auto&... each) { (output(each), ...); }, result);

  // Layers make parameters of their own, which are operands, too.
  for (int node = static_cast<int>(sizeof...(Ts)); node < builder.nodes.size(); ++node)
    if (builder.is(node, "parameter")) operands.push_back({&builder, {node, 0}});

  if (const Value loss = weighted_sum(builder, results); loss.builder) {
    builder.roots.push_back({RootKind::loss, {}, loss.ref, {}, at});
    for (const Value& x : operands) {
      const Ref refs[] = {loss.ref, x.ref};
      if (x.type().dtype == DType::i32) continue;
      const Ref gradient = builder.add("gradient", "", refs, 2, x.type(), Attributes{}, at);
      builder.roots.push_back(
          {RootKind::update, {}, gradient, x.ref, at});  // gradients are those of what training changes
    }
  }
  if (builder.errors.size()) throw std::logic_error(std::string(builder.errors[0].message.view()));
  // A model's batch is that of its inputs.
  for (const Value& x : operands)
    if (x.type().batched()) {
      lathe::detail::add_source(builder, "input", "batch", x.type(), Attributes{}, at);
      break;
    }
  return {name, model_of(builder), batch_axes};
}

}  // namespace lathe::test
