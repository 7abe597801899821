// Recurrence: scan, and the layers made of it: rnn, lstm, gru. And embedding, which they mostly begin with.
//
// A sequence is float[n][t][features], n samples of t times.
#pragma once

#include <array>

#include "lathe/generators.hpp"
#include "lathe/layers.hpp"
#include "lathe/shapes.hpp"

namespace lathe {

/// What a scan gives: auto [outputs, state] = scan(…).
template <class Outputs, class State>
struct Scanned {
  Outputs outputs;
  State state;
};

/// Which time of a sequence comes first.
enum class Direction : bool { forward, backward };

namespace detail {

/// Calls use(tensor &) for each tensor of a scan's state: a tensor, a std::array of states, or a struct of them that is
/// listed with BOOST_HANA_DEFINE_STRUCT.
template <class State, class Use>
constexpr void each_tensor(State& state, const Use& use) {
  if constexpr (std::derived_from<State, Value>) {
    use(state);
  } else if constexpr (requires { state.begin(); }) {
    for (auto& part : state) each_tensor(part, use);
  } else {
    static_assert(hana::Struct<State>::value,
                  "scan: the state is a tensor, a std::array, or a struct listed with BOOST_HANA_DEFINE_STRUCT");
    hana::for_each(hana::accessors<State>(), [&](auto member) { each_tensor(hana::second(member)(state), use); });
  }
}

/// The output of a state: the state itself, or its member hidden where it has several tensors.
template <class State>
constexpr auto output_of(const State& state) {
  if constexpr (std::derived_from<State, Value>)
    return state;
  else
    return state.hidden;
}

constexpr Message no_times(const Type& t) {
  if (t.rank < 2)
    return Message("scan: the sequence ") << t << " has " << t.rank << " axes, takes at least 2: float[batch][times]";
  return {};
}

/// What is wrong with a cell that gives a Next for a State.
template <class State, class Next>
constexpr Message no_state() {
  if constexpr (std::is_same_v<State, Next>) {
    return {};
  } else if constexpr (requires {
                         type_of<typename State::array>();
                         type_of<typename Next::array>();
                       }) {
    return Message("scan: the cell takes the state ")
           << type_of<typename State::array>() << " but gives " << type_of<typename Next::array>();
  } else {
    return Message("scan: the cell must give a state of the type that it takes");
  }
}

}  // namespace detail

/// scan(cell, sequence, state): for each time in order, state = cell(sequence at that time, state). The sequence is
/// float[n][t][…], the cell sees float[n][…]. The state is a tensor, or a struct of tensors (listed with
/// BOOST_HANA_DEFINE_STRUCT) whose member hidden is the output; the cell gives one of the same type. Results: the
/// outputs of all times, float[n][t][…], and the last state. Direction::backward begins with the last time.
///
/// The cell is traced once and becomes the body of a loop. What it computes has no value outside; layers that keep
/// state of their own, as batch_norm, cannot be part of it.
template <class Cell, class X, class State>
constexpr auto scan(Cell&& cell, Tensor<X> sequence, State state, Direction direction = Direction::forward,
                    std::source_location at = std::source_location::current()) {
  constexpr Type type = type_of<X>();
  detail::check<detail::no_times(type).empty(), detail::no_times(type)>();
  constexpr int times = type.rank >= 2 ? type.extents[1] : 1;
  constexpr Type element_type = ops::element_of(type);
  using Element = array_of<element_type>;
  Builder* const builder = sequence.builder;

  // The arguments of the body, in front of it: states, then the sequence.
  int states = 0;
  const int first = builder ? builder->nodes.size() : 0;
  State carried = state;
  Tensor<Element> element;
  if (builder) {
    const Scope scope(builder, at, "scan");
    if (sequence.Value::type().batch_axis == 1)
      builder->fail(Message("scan: axis 1 of ") << type << " is the batch, must be the times", at);
    detail::each_tensor(carried, [&](auto& part) {
      const Type t = part.builder ? part.Value::type() : Type{};
      if (part.builder) static_cast<Value&>(part) = {builder, builder->add("carried", "", &part.ref, 1, t, {}, at)};
      ++states;
    });
    element = {
        {builder, builder->add("element", "", &sequence.ref, 1, ops::element_of(sequence.Value::type()), {}, at)}};
    ++builder->open_scans;
  }
  State next = [&] {
    auto given = cell(element, carried);
    constexpr Message mistake = detail::no_state<State, decltype(given)>();
    detail::check<mistake.empty(), mistake>();
    if constexpr (mistake.empty())
      return given;
    else
      return carried;
  }();
  auto output = detail::output_of(next);
  constexpr Type outputs_type = ops::stacked(type_of<typename decltype(output)::array>(), times);
  using Outputs = Tensor<array_of<outputs_type>>;
  if (!builder) return Scanned<Outputs, State>{{}, state};

  // The operands of the scan's node: the states' next values, then the output.
  const Scope scope(builder, at, "scan");
  --builder->open_scans;
  Pool<Ref> results;
  Pool<Type> types;
  detail::each_tensor(next, [&](auto& part) {
    if (part.ref.node < 0) return builder->fail(Message("scan: nothing computes a part of the cell's state"), at);
    const Type before = builder->type({first + results.size(), 0});
    if (part.Value::type() != before)
      builder->fail(Message("scan: the state ")
                        << before << (before.batched() ? " counts" : " does not count") << " the batch at first, but"
                        << (before.batched() ? " does not" : " does") << " after the cell",
                    at);
    results.push_back(part.ref);
    types.push_back(before);
  });
  if (builder->errors.size()) return Scanned<Outputs, State>{{}, state};
  results.push_back(output.ref);
  types.push_back(ops::stacked(output.Value::type(), times));
  Attributes attributes =
      Attributes{}.set("first", first).set("states", states).set("sequences", 1).set("times", times);
  if (direction == Direction::backward) attributes.set("reverse", 1);
  const Ref made =
      builder->add("scan", "", results.begin(), results.size(), types.begin(), types.size(), attributes, at);
  builder->closed.push_back({first, made.node - first});
  int result = 0;
  detail::each_tensor(state, [&](auto& part) { static_cast<Value&>(part) = {builder, {made.node, result++}}; });
  return Scanned<Outputs, State>{{{builder, {made.node, states}}}, state};
}

namespace detail {

/// Uniform in ±1 / sqrt(hidden), as PyTorch begins recurrent layers.
constexpr Initializer recurrent_initializer(int hidden) {
  const double bound = 1 / square_root(hidden);
  return uniform(-bound, bound);
}

/// float[n][hidden] of zeros for a sequence float[n][t][…].
template <int hidden, class X>
constexpr auto zero_state(Tensor<X> x) {
  constexpr Type type = [] {
    Type t;
    t.dtype = type_of<X>().dtype, t.rank = 2, t.extents[0] = type_of<X>().extents[0], t.extents[1] = hidden;
    return t;
  }();
  take_shape(x);
  Type batched = type;
  if (x.builder) batched.batch_axis = x.Value::type().batch_axis == 0 ? 0 : -1;
  return fill<lathe::array_of<type>>(x.builder, 0, batched, Location{});
}

/// The weights of a recurrent layer, and what the kinds have in common. Kind says how a step is taken.
template <class Kind, int in, int hidden, class Element>
struct RecurrentLayer {
  static constexpr int width = Kind::gates * hidden;
  static constexpr Initializer start = recurrent_initializer(hidden);

  BOOST_HANA_DEFINE_STRUCT(RecurrentLayer, (Parameter<Element[in][width], start>, input_weight),
                           (Parameter<Element[hidden][width], start>, hidden_weight),
                           (Parameter<Element[width], start>, input_bias),
                           (Parameter<Element[width], start>, hidden_bias));

  template <class X>
  static constexpr auto zeros(Tensor<X> x) {
    return Kind::state_of(zero_state<hidden>(x));
  }
  template <class X, class State>
  constexpr auto operator()(Tensor<X> x, State state) const {
    return scan([&](auto x_t, auto s) { return Kind::step(x_t, affine(output_of(s), hidden_weight, hidden_bias), s); },
                affine(x, Tensor<Element[in][width]>(input_weight), Tensor<Element[width]>(input_bias)), state);
  }
};

template <class Element>
constexpr Message no_sequence(std::string_view op, const Type& x, int in) {
  if (Message m = ops::not_real(op, x); !m.empty()) return m;
  if (x.rank != 3)
    return Message(op) << ": input " << x << " has " << x.rank << " axes, takes 3: float[batch][times][features]";
  if (x.extents[2] != in) return Message(op) << ": input " << x << " has " << x.extents[2] << " features, takes " << in;
  if (x.dtype != dtype_of<Element>)
    return Message(op) << ": input " << x << " and weights of " << cpp_name(dtype_of<Element>)
                       << " must have one element type";
  return {};
}

/// Layers of one kind on top of each other; the parameters are named by layer: "0.input_weight".
template <class Kind, int in, int hidden, int layers, class Element>
struct Recurrent {
  static_assert(check_size<in, Kind::op, "inputs">() && check_size<hidden, Kind::op, "hidden units">() &&
                check_size<layers, Kind::op, "layers">());
  RecurrentLayer<Kind, in, hidden, Element> first;
  std::array<RecurrentLayer<Kind, hidden, hidden, Element>, static_cast<std::size_t>(layers > 1 ? layers - 1 : 0)>
      others;

  constexpr void bind(Builder& builder, std::string_view path, Location at) {
    bind_member(builder, first, joined(path, "0").view(), {}, at);
    for (int i = 1; i < layers; ++i)
      bind_member(builder, others[static_cast<std::size_t>(i - 1)], joined(path, (Message() << i).view()).view(), {},
                  at);
  }

  /// From the states given, one a layer: outputs of the last layer at all times, and the states at the end.
  template <class X, class State>
  constexpr auto operator()(Tensor<X> x, std::array<State, layers> states,
                            std::source_location at = std::source_location::current()) const {
    constexpr Message mistake = no_sequence<Element>(Kind::op.view(), type_of<X>(), in);
    check<mistake.empty(), mistake>();
    const Scope scope(x.builder, at, Kind::op.text);
    auto run = first(x, states[0]);
    states[0] = run.state;
    for (std::size_t i = 1; i < layers; ++i) {
      run = others[i - 1](run.outputs, states[i]);
      states[i] = run.state;
    }
    return Scanned<decltype(run.outputs), std::array<State, layers>>{run.outputs, states};
  }
  /// From zeros.
  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    constexpr Message mistake = no_sequence<Element>(Kind::op.view(), type_of<X>(), in);
    check<mistake.empty(), mistake>();
    std::array<decltype(first.zeros(x)), layers> states{};
    for (auto& s : states) s = first.zeros(x);
    return (*this)(x, states, at);
  }
};

template <auto activation>
struct RnnKind {
  static constexpr Words op = "rnn";
  static constexpr int gates = 1;
  static constexpr auto state_of(auto zeros) { return zeros; }
  template <class V, class State>
  static constexpr auto step(Tensor<V> from_input, Tensor<V> from_state, const State&) {
    return activation(from_input + from_state);
  }
};

}  // namespace detail

/// The state of an lstm.
template <class T>
struct LstmState {
  BOOST_HANA_DEFINE_STRUCT(LstmState, (Tensor<T>, hidden), (Tensor<T>, cell));
};

namespace detail {
struct LstmKind {
  static constexpr Words op = "lstm";
  static constexpr int gates = 4;
  template <class T>
  static constexpr auto state_of(Tensor<T> zeros) {
    return LstmState<T>{zeros, zeros};
  }
  template <class V, class T>
  static constexpr auto step(Tensor<V> from_input, Tensor<V> from_state, const LstmState<T>& s) {
    const auto [i, f, g, o] = chunk<1, 4>(from_input + from_state);
    const auto cell = sigmoid(f) * s.cell + sigmoid(i) * tanh(g);
    return LstmState<T>{sigmoid(o) * tanh(cell), cell};
  }
};

struct GruKind {
  static constexpr Words op = "gru";
  static constexpr int gates = 3;
  static constexpr auto state_of(auto zeros) { return zeros; }
  template <class V, class T>
  static constexpr auto step(Tensor<V> from_input, Tensor<V> from_state, Tensor<T> h) {
    const auto [r_x, z_x, n_x] = chunk<1, 3>(from_input);
    const auto [r_h, z_h, n_h] = chunk<1, 3>(from_state);
    const auto r = sigmoid(r_x + r_h), z = sigmoid(z_x + z_h), n = tanh(n_x + r * n_h);
    return n + z * (h - n);
  }
};
}  // namespace detail

/// Recurrent layers as members of a module, on float[n][t][in]; `layers` of them on top of each other. Called with a
/// sequence, and with states where it does not begin with zeros, one a layer: auto [outputs, states] = net.rnn(x);
/// outputs is float[n][t][hidden]. Formulas, order of gates and first values as in PyTorch; each layer has input_weight
/// float[in][gates hidden], hidden_weight float[hidden][gates hidden], input_bias and hidden_bias.
///
///   Rnn    h' = tanh(x w + b + h u + c), or another activation: Rnn<256, 512, 2, relu>
///   Lstm   i, f, g, o = sigmoid, sigmoid, tanh, sigmoid; c' = f c + i g; h' = o tanh(c')      Hochreiter and
///   Schmidhuber 1997 Gru    h' = (1 - z) n + z h, n = tanh(x w + b + r (h u + c))                               Cho et
///   al. 2014
template <int in, int hidden, int layers = 1, auto activation = tanh, class Element = float>
using Rnn = detail::Recurrent<detail::RnnKind<activation>, in, hidden, layers, Element>;
template <int in, int hidden, int layers = 1, class Element = float>
using Lstm = detail::Recurrent<detail::LstmKind, in, hidden, layers, Element>;
template <int in, int hidden, int layers = 1, class Element = float>
using Gru = detail::Recurrent<detail::GruKind, in, hidden, layers, Element>;

/// Embedding as a module's member: int[…] in 0 … words-1 to float[…][width]. Parameter: weight float[words][width],
/// N(0, 1) at first.
template <int words, int width, auto initializer = normal(1), class Element = float>
struct Embedding {
  static_assert(detail::check_size<words, "embedding", "words">() &&
                detail::check_size<width, "embedding", "columns">());
  BOOST_HANA_DEFINE_STRUCT(Embedding, (Parameter<Element[words][width], initializer>, weight));

  template <class I>
  constexpr auto operator()(Tensor<I> indices, std::source_location at = std::source_location::current()) const {
    return embedding(indices, weight, at);
  }
};

}  // namespace lathe
