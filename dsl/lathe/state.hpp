// State: tensors that live from step to step and are no parameters, such as moments, running means, a step counter.
// They are saved and loaded like parameters; nothing asks for their gradients.
#pragma once

#include "lathe/operators.hpp"
#include "lathe/parameter.hpp"

namespace lathe {

/// A new state tensor of the given type; every element begins as `initial`.
constexpr Value state(Builder& builder, std::string_view name, const Type& type, double initial = 0,
                      std::source_location at = std::source_location::current()) {
  return detail::add_source(builder, "state", name, type, detail::initializer_attributes(constant(initial)), at);
}

/// State that belongs to a parameter and has its shape, as optimisers keep it: state_like(weight, "momentum") is called
/// "hidden.weight.momentum".
constexpr Value state_like(Value parameter, std::string_view name, double initial = 0,
                           std::source_location at = std::source_location::current()) {
  Builder& builder = *parameter.builder;
  return state(builder, detail::joined(builder.name(parameter.ref.node), name).view(), parameter.type(), initial, at);
}

/// What a state tensor will hold after this step as far as assign() has said, or what it holds now.
constexpr Value pending(Value state) {
  for (const Root& root : state.builder->roots)
    if (root.kind == RootKind::update && root.parameter == state.ref) return {state.builder, root.value};
  return state;
}

/// After this training step `state` holds `next`, which is returned. Evaluation and prediction leave it as it is.
/// Assigned twice, as by a layer that is called twice, the later value counts: it should begin from pending(state).
constexpr Value assign(Value state, Value next, std::source_location at = std::source_location::current()) {
  Builder& builder = *state.builder;
  if (!builder.is(state.ref.node, "state") && !builder.is(state.ref.node, "parameter")) {
    builder.fail(Message("assign: takes a state and its next value; the first is computed, or an input"), at);
    return state;
  }
  if (builder.open_scans) {
    builder.fail(Message("assign: state '")
                     << builder.name(state.ref.node)
                     << "' would change at every time of a scan; make it part of the scan's state",
                 at);
    return state;
  }
  if (next.ref.node < 0 || next.type() != state.type()) {
    Message mistake = Message("assign: state '")
                      << builder.name(state.ref.node) << "' is " << state.type() << ", takes ";
    builder.fail(next.ref.node < 0 ? mistake << "a value that something computes" : mistake << "no " << next.type(),
                 at);
    return state;
  }
  for (Root& root : builder.roots)
    if (root.kind == RootKind::update && root.parameter == state.ref) {
      root.value = next.ref;
      return next;
    }
  builder.roots.push_back({RootKind::update, {}, next.ref, state.ref, at});
  return next;
}

/// The value in the element type that `like` has.
constexpr Value cast_like(Value x, Value like, std::source_location at = std::source_location::current()) {
  detail::take_shape(like);
  if (x.type().dtype == like.type().dtype) return x;
  return apply_value<ops::Cast>(at, Attributes{}.set("dtype", static_cast<int>(like.type().dtype)), x);
}

namespace detail {

/// The source of that kind and name, or -1.
constexpr int find_source(const Builder& builder, const char* op, std::string_view name) {
  for (const int node : builder.named)
    if (builder.name(node) == name && builder.is(node, op)) return node;
  return -1;
}

constexpr Type counter() {
  Type type;
  type.dtype = DType::i32;
  return type;
}

/// An int that the trainer gives with each batch: "batch.noise", "batch.epoch".
constexpr Value context(Builder& builder, std::string_view name) {
  const int known = find_source(builder, "context", name);
  if (known >= 0) return {&builder, {known, 0}};
  return {&builder, builder.add("context", name, nullptr, 0, counter(), {}, {})};
}

}  // namespace detail

/// How many training steps there were before this one, an int: the state "steps".
constexpr Value steps_done(Builder& builder) {
  const int known = detail::find_source(builder, "state", "steps");
  if (known >= 0) return {&builder, {known, 0}};
  const Value steps = state(builder, "steps", detail::counter());
  assign(steps, steps + 1);
  return steps;
}

/// How many passes over the training data there were before this one, an int.
constexpr Value epochs_done(Builder& builder) { return detail::context(builder, "batch.epoch"); }

}  // namespace lathe
