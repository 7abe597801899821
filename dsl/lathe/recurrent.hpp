// Recurrence: scan, and the layers made of it: rnn, lstm, gru. And embedding, which they mostly begin with.
//
// A sequence is float[n][t][features], n samples of t times.
#pragma once

#include <array>

#include "lathe/activations.hpp"
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

/// The output of a state: the state itself, or its member hidden where it has several tensors.
template <class State>
constexpr auto output_of(const State& state) {
  if constexpr (std::derived_from<State, Value>)
    return state;
  else
    return state.hidden;
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

constexpr Message no_times(const Type& t) {
  if (t.rank < 2)
    return Message("scan: the sequence ")
           << t << " has " << ops::axes_of(t).view() << ", takes at least 2: float[batch][times]";
  return {};
}

/// What is wrong with a cell, which is called with an Element of the sequence.
template <class Cell, class Element, class State>
constexpr Message no_cell() {
  if constexpr (!std::invocable<Cell&, Element&, State&>)
    return Message("scan: the cell is called with the sequence at one time and a state, as [](auto x, auto state) is");
  else if constexpr (std::is_void_v<std::invoke_result_t<Cell&, Element&, State&>>)
    return Message("scan: the cell returns nothing, must return its next state");
  else
    return no_state<State, std::invoke_result_t<Cell&, Element&, State&>>();
}

/// What is wrong with a state.
template <class State>
constexpr Message no_list() {
  if constexpr (hana::Struct<State>::value)
    if (listed_bytes<State>() != sizeof(State))
      return Message(
          "scan: a member of the state is not listed in its BOOST_HANA_DEFINE_STRUCT, and would not be carried");
  return {};
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
  detail::check<detail::no_list<State>().empty(), detail::no_list<State>()>();
  constexpr int times = type.rank >= 2 ? type.extents[1] : 1;
  constexpr Type element_type = ops::element_of(type);
  using Element = array_of<element_type>;
  Builder* const builder = sequence.ref.node < 0 ? nullptr : sequence.builder;
  if (sequence.builder && !builder) sequence.builder->fail(Message("scan: nothing computes the sequence"), at);

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
    element = Tensor<Element>(
        builder, builder->add("element", "", &sequence.ref, 1, ops::element_of(sequence.Value::type()), {}, at));
    ++builder->open_scans;
  }
  State next = [&] {
    constexpr Message mistake = detail::no_cell<Cell, Tensor<Element>, State>();
    detail::check<mistake.empty(), mistake>();
    if constexpr (mistake.empty())
      return cell(element, carried);
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
  return Scanned<Outputs, State>{Outputs(builder, {made.node, states}), state};
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

  BOOST_HANA_DEFINE_STRUCT(RecurrentLayer, (Parameter<Element[in][width]>, input_weight),
                           (Parameter<Element[hidden][width]>, hidden_weight), (Parameter<Element[width]>, input_bias),
                           (Parameter<Element[width]>, hidden_bias));

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
    return Message(op) << ": input " << x << " has " << ops::axes_of(x).view()
                       << ", takes 3: float[batch][times][features]";
  if (x.extents[2] != in) return Message(op) << ": input " << x << " has " << x.extents[2] << " features, takes " << in;
  if (x.dtype != dtype_of<Element>)
    return Message(op) << ": input " << x << " and weights of " << cpp_name(dtype_of<Element>)
                       << " must have one element type";
  return {};
}

/// Layers of one kind on top of each other; the parameters are named by layer: "0.input_weight".
template <class Kind, int in, int hidden, int layers, class Element, Initializer of_weights = Initializer{},
          Initializer of_biases = Initializer{}>
struct Recurrent {
  static_assert(check_size<in, Kind::op, "inputs">() && check_size<hidden, Kind::op, "hidden units">() &&
                check_size<layers, Kind::op, "layers">());
  using First = RecurrentLayer<Kind, in, hidden, Element>;
  using Others =
      std::array<RecurrentLayer<Kind, hidden, hidden, Element>, static_cast<std::size_t>(layers > 1 ? layers - 1 : 0)>;
  BOOST_HANA_DEFINE_STRUCT(Recurrent, (First, first), (Others, others));

  constexpr void bind(Builder& builder, std::string_view path, Location at) {
    bind(builder, path, at, of_weights, of_biases);
  }
  constexpr void bind(Builder& builder, std::string_view path, Location at, Initializer weights, Initializer biases) {
    const auto start = [](Initializer given) { return given == Initializer{} ? recurrent_initializer(hidden) : given; };
    const auto bind_layer = [&](auto& layer, int position) {
      const Message prefix = joined(path, (Message() << position).view());
      hana::for_each(hana::accessors<std::remove_reference_t<decltype(layer)>>(), [&](auto member) {
        auto& part = hana::second(member)(layer);
        using T = typename std::remove_reference_t<decltype(part)>::array;
        if (!part.builder)
          static_cast<Tensor<T>&>(part) =
              add_parameter<T>(builder, joined(prefix.view(), hana::to<const char*>(hana::first(member))).view(),
                               start(type_of<T>().rank > 1 ? weights : biases), {}, at);
      });
    };
    bind_layer(first, 0);
    int position = 1;
    for (auto& layer : others) bind_layer(layer, position++);
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
  /// Internal: says what is wrong.
  template <class X, class State>
  constexpr auto operator()(Tensor<X>, const State&) const {
    check<std::is_void_v<X>, Message(Kind::op.view()) << ": begins with the states of its layers, a std::array of "
                                                      << layers << ": states of auto [outputs, states] = layer(x)">();
    return Scanned<Tensor<X>, State>{};
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
/// outputs is float[n][t][hidden]. Formulas and order of gates as in PyTorch; each layer has input_weight
/// float[in][gates hidden], hidden_weight float[hidden][gates hidden], input_bias and hidden_bias. They begin as
/// PyTorch's, uniform in ±1 / sqrt(hidden), unless there are initializers: Gru<3, 512, 1, float, xavier_uniform(),
/// zeros()>.
///
///   Rnn    h' = tanh(x w + b + h u + c), or another activation: Rnn<256, 512, 2, relu>
///   Lstm   i, f, g, o = sigmoid, sigmoid, tanh, sigmoid; c' = f c + i g; h' = o tanh(c')
///          Hochreiter and Schmidhuber 1997
///   Gru    h' = (1 - z) n + z h, n = tanh(x w + b + r (h u + c))
///          Cho et al. 2014
template <int in, int hidden, int layers = 1, auto activation = tanh, class Element = float,
          Initializer weight_initializer = Initializer{}, Initializer bias_initializer = Initializer{}>
using Rnn =
    detail::Recurrent<detail::RnnKind<activation>, in, hidden, layers, Element, weight_initializer, bias_initializer>;
template <int in, int hidden, int layers = 1, class Element = float, Initializer weight_initializer = Initializer{},
          Initializer bias_initializer = Initializer{}>
using Lstm = detail::Recurrent<detail::LstmKind, in, hidden, layers, Element, weight_initializer, bias_initializer>;
template <int in, int hidden, int layers = 1, class Element = float, Initializer weight_initializer = Initializer{},
          Initializer bias_initializer = Initializer{}>
using Gru = detail::Recurrent<detail::GruKind, in, hidden, layers, Element, weight_initializer, bias_initializer>;

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

// What follows the hidden units in rnn(512_c, 2_c, relu), and the layers themselves.
namespace detail {

template <class T>
inline constexpr bool is_stateless = std::is_empty_v<T>;
template <Words name, class Function>
inline constexpr bool is_stateless<Composed<name, Function>> = std::is_empty_v<Function>;
template <class T>
inline constexpr bool is_activation =
    is_stateless<T> && std::default_initializable<T> && std::invocable<const T&, Tensor<float[1][1]>>;

/// The first activation among what is given.
template <auto standard, class... Given>
inline constexpr auto activation_among = standard;
template <auto standard, class First, class... Given>
inline constexpr auto activation_among<standard, First, Given...> = [] {
  if constexpr (is_activation<First>)
    return First{};
  else
    return activation_among<standard, Given...>;
}();

/// The initializers among what is given: of the weights, of the biases.
template <class... Given>
constexpr std::array<Initializer, 2> initializers_among(const Given&... given) {
  std::array<Initializer, 2> found{};
  std::size_t count = 0;
  [[maybe_unused]] const auto take = [&](const auto& one) {
    if constexpr (std::is_same_v<decltype(one), const Initializer&>)
      if (count < 2) found[count++] = one;
  };
  (take(given), ...);
  return found;
}

/// Sizes of a layer that a message is about are 1 instead.
template <class Size>
inline constexpr int size_or_1 = 1;
template <class Integer, Integer n>
inline constexpr int size_or_1<hana::integral_constant<Integer, n>> = n > 0 ? static_cast<int>(n) : 1;

template <class... Given>
inline constexpr int layers_among = 1;
template <class First, class... Given>
inline constexpr int layers_among<First, Given...> = size_or_1<First>;

/// A size of a layer: fails to compile unless it is one.
template <class Size, Words op, Words what, Words example>
constexpr void check_constant() {
  if constexpr (std::is_integral_v<Size>)
    needs_constant<Size, op, example>();
  else
    check_size<Size::value, op, what>();
}

/// What follows the hidden units: layers first, then an activation where it has one, then initializers.
template <Words op, Words example, bool has_activation, class... Given>
constexpr void check_recurrent_options() {
  constexpr int wrong = [] {
    int position = 0, initializers = 0, activations = 0, first_wrong = -1;
    [[maybe_unused]] const auto look = [&](bool number, bool activation, bool initializer) {
      const bool fits = (number && position == 0) || (activation && has_activation && ++activations == 1) ||
                        (initializer && ++initializers <= 2);
      if (!fits && first_wrong < 0) first_wrong = position;
      ++position;
    };
    (look(is_integer<Given> || std::is_integral_v<Given>, is_activation<Given>, std::is_same_v<Given, Initializer>),
     ...);
    return first_wrong;
  }();
  if constexpr (wrong >= 0)
    check<false, Message(op.view()) << ": argument " << wrong + 2 << " is no option, must be the number of layers, "
                                    << (has_activation ? "an activation, " : "")
                                    << "or initializers of the weights and the biases">();
}
template <Words op, Words example, class First, class... Given>
constexpr void check_layers() {
  if constexpr (is_integer<First> || std::is_integral_v<First>) check_constant<First, op, "layers", example>();
}
template <Words op, Words example>
constexpr void check_layers() {}

/// A recurrent layer for sequential.
template <class Kind, int hidden, int layers>
struct RecurrentMaker {
  Initializer weights, biases;
  static constexpr const char* name = Kind::op.text;
  template <class X>
  using Module =
      Recurrent<Kind, (type_of<X>().rank ? type_of<X>().extents[type_of<X>().rank - 1] : 1), hidden, layers, RealOf<X>>;
  template <class M>
  constexpr void bind(M& module, Builder& builder, std::string_view path, Location at) const {
    module.bind(builder, path, at, weights, biases);
  }
  template <class M, class X>
  constexpr auto call(const M& module, Tensor<X> x, std::source_location at) const {
    return module(x, at).outputs;
  }
};

template <class Kind, bool has_activation, Words example, class Hidden, class... Given>
constexpr auto recurrent_layer(Given... given) {
  check_constant<Hidden, Kind::op, "hidden units", example>();
  check_recurrent_options<Kind::op, example, has_activation, Given...>();
  check_layers<Kind::op, example, Given...>();
  constexpr int layers = layers_among<Given...>;
  const auto [weights, biases] = initializers_among(given...);
  return Lazy<RecurrentMaker<Kind, size_or_1<Hidden>, layers>, 4 * layers>({weights, biases});
}

template <class T>
inline constexpr bool is_size = is_integer<T> || std::is_integral_v<T>;

template <int words, int width, class Element>
struct EmbeddingMaker {
  Initializer weights;
  static constexpr const char* name = "embedding";
  template <class X>
  using Module = Embedding<words, width, Initializer{}, Element>;
  template <class M, class X>
  constexpr auto call(const M& module, Tensor<X> indices, std::source_location at) const {
    return module(indices, at);
  }
};

}  // namespace detail

/// Recurrent layers for sequential, as wide as their input: rnn(512_c), lstm(512_c). They take float[n][t][features],
/// begin with zeros, and give the outputs of all times, float[n][t][512]. What may follow: a number of layers, rnn's
/// activation, initializers of the weights and of the biases: rnn(512_c, 2_c, relu, normal(0.01), zeros()). Parameters
/// are those of Rnn, Lstm and Gru, which also take states and give them.
template <class Hidden, class... Given>
  requires(detail::is_size<Hidden>)
constexpr auto rnn(Hidden, Given... given) {
  return detail::recurrent_layer<detail::RnnKind<detail::activation_among<tanh, Given...>>, true, "rnn(512_c, 2_c)",
                                 Hidden>(given...);
}
template <class Hidden, class... Given>
  requires(detail::is_size<Hidden>)
constexpr auto lstm(Hidden, Given... given) {
  return detail::recurrent_layer<detail::LstmKind, false, "lstm(512_c, 2_c)", Hidden>(given...);
}
template <class Hidden, class... Given>
  requires(detail::is_size<Hidden>)
constexpr auto gru(Hidden, Given... given) {
  return detail::recurrent_layer<detail::GruKind, false, "gru(512_c, 2_c)", Hidden>(given...);
}

/// Embedding for sequential: embedding(5000_c, 256_c), words and width, N(0, 1) at first or with an initializer; in
/// double embedding<double>(5000_c, 256_c).
template <class Element = float, class Count, class Width>
  requires(detail::is_size<Count> && detail::is_size<Width>)
constexpr auto embedding(Count, Width, Initializer weights = normal(1)) {
  detail::check_constant<Count, "embedding", "words", "embedding(5000_c, 256_c)">();
  detail::check_constant<Width, "embedding", "columns", "embedding(5000_c, 256_c)">();
  return detail::Lazy(detail::EmbeddingMaker<detail::size_or_1<Count>, detail::size_or_1<Width>, Element>{weights});
}

}  // namespace lathe
