// What the model language records: every trace here is made at compile time and looked at in the test.
#include "lathe/dsl.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

using namespace lathe;

namespace {

struct TestSpec : Spec {
  static constexpr const char* model_name = "test";
  static constexpr Location model_location = std::source_location::current();
};

/// The trace of S as a constant, with the few things the tests ask of it.
template <class S>
struct Traced {
  static constexpr detail::TraceSizes sizes = detail::count<S>();
  static constexpr detail::Trace<sizes> trace = detail::fill<S, sizes>();

  static std::string text(Range r) { return {trace.text + r.first, static_cast<std::size_t>(r.count)}; }
  static std::vector<std::string> names(std::string_view op) {
    std::vector<std::string> list;
    for (int i = 0; i < sizes.nodes; ++i)
      if (trace.nodes[i].op == op) list.push_back(text(trace.nodes[i].name));
    return list;
  }
  static std::size_t count(std::string_view op) { return names(op).size(); }
  static const Node& node(std::string_view op, int which = 0) {
    for (const Node& n : trace.nodes)
      if (n.op == op && which-- == 0) return n;
    throw std::runtime_error("the trace has no such node");
  }
  static Type type(const Node& n) { return trace.types[n.types.first]; }
  static const Attribute& attribute(const Node& n, std::string_view name) {
    for (int i = n.attributes.first; i < n.attributes.first + n.attributes.count; ++i)
      if (trace.attributes[i].name.view() == name) return trace.attributes[i];
    throw std::runtime_error("the node has no such attribute");
  }
  static std::vector<double> values(const Node& n) {
    return {trace.numbers + n.values.first, trace.numbers + n.values.first + n.values.count};
  }
  static std::string error() { return sizes.errors ? std::string(trace.errors[0].message.view()) : std::string(); }
};

using Names = std::vector<std::string>;

static_assert(std::is_same_v<array_of<type_of<float[2][3]>()>, float[2][3]>);
static_assert(std::is_same_v<array_of<type_of<double>()>, double>);
static_assert(type_of<int[7]>().dtype == DType::i32);

struct Block {
  BOOST_HANA_DEFINE_STRUCT(Block, (Affine<8, 8>, in), (Affine<8, 8, he_normal(), ones()>, out));
  constexpr auto operator()(auto x) const { return out(relu(in(x))); }
};

struct Net {
  BOOST_HANA_DEFINE_STRUCT(Net, (Block, encoder), (Parameter<float[8]>, scale));
  constexpr auto operator()(auto x) const { return encoder(x) * scale; }
};

struct NestedSpec : TestSpec {
  constexpr void body() {
    auto x = input<float[4][8]>("x");
    auto net = module<Net>("net", normal(0.5));
    output("y", net(net(x)));
  }
};

struct Normalised {
  BOOST_HANA_DEFINE_STRUCT(Normalised, (LayerNorm<6>, before), (Affine<6, 3>, out), (LayerNorm<3>, after));
  constexpr auto operator()(auto x) const { return after(out(before(x))); }
};

struct Stack {
  using Blocks = std::array<Affine<8, 8>, 2>;
  BOOST_HANA_DEFINE_STRUCT(Stack, (Blocks, blocks), (Affine<8, 3>, out));
  constexpr auto operator()(auto x) const {
    for (const auto& block : blocks) x = relu(block(x));
    return out(x);
  }
};

struct StackSpec : TestSpec {
  constexpr void body() { output("y", module<Stack>("net")(input<float[4][8]>("x"))); }
};

struct NormalisedSpec : TestSpec {
  constexpr void body() {
    auto net = module<Normalised>("net", normal(0.5));
    output("y", net(input<float[4][6]>("x")));
  }
};

struct SequentialSpec : TestSpec {
  constexpr void body() {
    auto x = input<float[4][6]>("x");
    auto net =
        sequential(affine(5_c), relu, [](auto h) { return 2 * h; }, sequential("tail", affine(6_c), Affine<6, 6>{}));
    output("y", net(net(x)));
  }
};

struct RecurrentSpec : TestSpec {
  constexpr void body() {
    auto words = input<int[4][5]>("words");
    auto net = sequential(embedding(9_c, 6_c), lstm(3_c, 2_c), Gru<3, 2, 1, float, he_normal(), ones()>{},
                          rnn(4_c, relu, normal(0.5)), select_last, affine(2_c));
    output("y", net(words) + net(words));
  }
  static constexpr auto select_last = [](auto x) { return select<1, -1>(x); };
};

struct InitializerSpec : TestSpec {
  constexpr void body() {
    auto x = input<double[1][2]>("x");
    auto a = parameter<double[2][3]>("a", values({{1, 2, 3}, {4, 5, 6}}));
    auto b = parameter<double[3]>("b");
    auto c = parameter<double[3][5]>("c");
    auto d = parameter<double[5]>("d", uniform(-1, 2));
    output("y", affine(affine(x, a, b), c, d));
  }
};

/// A weight is [in][out], that of a convolution [out][in][height][width].
struct FansSpec : TestSpec {
  constexpr void body() {
    const auto uses =
        sum(parameter<double[20][30]>("m0", he_uniform())) + sum(parameter<double[20][30]>("m1", he_normal())) +
        sum(parameter<double[20][30]>("m2", xavier_uniform())) + sum(parameter<double[20][30]>("m3", xavier_normal())) +
        sum(parameter<double[7][5][3][2]>("c0", he_uniform())) + sum(parameter<double[7][5][3][2]>("c1", he_normal())) +
        sum(parameter<double[7][5][3][2]>("c2", xavier_uniform())) +
        sum(parameter<double[7][5][3][2]>("c3", xavier_normal())) +
        sum(parameter<double[2][3]>("i", identity_matrix()));
    output("y", uses);
  }
};

struct OptimiserSpec : TestSpec {
  constexpr void body() {
    auto x = input<float[4][6]>("x");
    auto trained = parameter<float[6]>("trained"), shift = parameter<float[6]>("shift");
    auto fixed = parameter<float[6]>("fixed");
    minimize(sum(square(x * trained - shift)), [](Value w, Value dw) {
      const Value rate = hyperparameter(w, "rate", 0.5);
      return w - rate * dw / 2;
    });
    output("y", x + fixed);
  }
};

/// The weight learns at another rate than the bias.
struct RatesSpec : TestSpec {
  constexpr void body() {
    auto x = input<float[4][6]>("x");
    auto loss = mean(square(sequential(affine(2_c))(x)));
    minimize(loss, [](Value w, Value dw, std::source_location at) {
      const Rate of_bias = Rate(0.02).named("lr_of_bias").warm_up(steps(5));
      return sgd({.lr = w.type().rank > 1 ? Rate(0.1) : of_bias})(w, dw, at);
    });
  }
};

struct StateSpec : TestSpec {
  constexpr void body() {
    const auto x = parameter<float[6]>("x");
    const auto wide = parameter<double>("wide");
    Builder& builder = *x.builder;
    const Value mean = state_like(x, "mean", 2);
    output("before", Tensor<float[6]>{pending(mean)});
    assign(mean, mean + x);
    output("after", Tensor<float[6]>{pending(mean)});
    assign(mean, -mean);
    output("last", Tensor<float[6]>{pending(mean)});
    output("cast", Tensor<double[6]>{cast_like(x, wide)});
    output("wide", wide);
    output("not_cast", Tensor<float[6]>{cast_like(x, mean)});
    output("steps", Tensor<int>{steps_done(builder) + steps_done(builder)});
    output("epochs", Tensor<int>{epochs_done(builder) + epochs_done(builder)});
    output("rate", Tensor<double>{learning_rate(wide, Rate(0.25))});
  }
};

struct MetricsSpec : TestSpec {
  constexpr void body() {
    auto x = input<float[4][3]>("x");
    auto label = input<int[4]>("label");
    auto y = x * parameter<float[3]>("w");
    minimize(mean(square(y)), sgd());
    report("plain", mean(y));
    report("less", less_is_better(mean(y)));
    report("more", more_is_better(mean(y)));
    report("accuracy", accuracy(y, label));
    report("rmse", root_mean_square(y));
    report("also_rmse", less_is_better(root_mean_square(y)));
  }
};

struct OperatorSpec : TestSpec {
  static constexpr unsigned first_line = __LINE__ + 3;
  constexpr void body() {
    auto x = input<float[4]>("x");
    auto a = x + x;
    auto b = 1 - a;
    auto c = -b / x;
    output("y", c);
  }
};

struct ShapesSpec : TestSpec {
  constexpr void body() {
    auto x = input<float[8][5][4]>("x");
    auto first = tanh(x);
    auto start = zeros_like(select<1, 0>(first));
    auto noise = uniform_like(relu(x));
    output("y", select<1, 0>(x) + start + mean(noise));
  }
};

struct LossSpec : TestSpec {
  constexpr void body() {
    auto x = input<float[4][3]>("x");
    auto label = input<int[4]>("label");
    auto rate = input<float>("rate");
    auto logits = x * rate;
    output("loss", softmax_cross_entropy(logits, label));
    output("accuracy", accuracy(logits, label));
  }
};

struct NamedOperatorSpec : TestSpec {
  static constexpr int first_line = __LINE__ + 4;
  constexpr void body() {
    auto x = input<float[4][3]>("x");
    auto y = x;
    y += x;
    y -= sum<0>(x);
    y *= 2;
    y /= x;
    output("x", relu(x));
    output("y", y);
  }
};

struct TwiceWrongSpec : TestSpec {
  constexpr void body() {
    auto x = input<float[4]>("x");
    output("y", x);
    output("y", x);
    output("", x);
  }
};

}  // namespace

TEST_CASE("parameters are named by their path through the modules, and a module called twice shares them") {
  using T = Traced<NestedSpec>;
  CHECK(T::error() == "");
  CHECK(T::names("parameter") == Names{"net.encoder.in.weight", "net.encoder.in.bias", "net.encoder.out.weight",
                                       "net.encoder.out.bias", "net.scale"});
  CHECK(T::count("affine") == 4);
}

TEST_CASE("members of one kind are named by their position in an array") {
  using T = Traced<StackSpec>;
  CHECK(T::error() == "");
  CHECK(T::names("parameter") == Names{"net.blocks.0.weight", "net.blocks.0.bias", "net.blocks.1.weight",
                                       "net.blocks.1.bias", "net.out.weight", "net.out.bias"});
}

TEST_CASE("a module's initializer is for weights without one of their own") {
  using T = Traced<NestedSpec>;
  const auto initializer = [](int parameter) {
    const Node& n = T::node("parameter", parameter);
    return std::vector<double>{double(T::attribute(n, "kind").ints[0]), T::attribute(n, "a").number,
                               T::attribute(n, "b").number};
  };
  CHECK(initializer(0) == std::vector<double>{1, 0, 0.5});
  CHECK(initializer(1) == std::vector<double>{0, 0, 0});
  CHECK(initializer(2) == std::vector<double>{1, 0, std::sqrt(2.0 / 8)});
  CHECK(initializer(3) == std::vector<double>{0, 1, 0});
}

TEST_CASE("a LayerNorm is a member like another: named by its path, weight 1 and bias 0 at first") {
  using T = Traced<NormalisedSpec>;
  CHECK(T::error() == "");
  CHECK(T::names("parameter") == Names{"net.before.weight", "net.before.bias", "net.out.weight", "net.out.bias",
                                       "net.after.weight", "net.after.bias"});
  for (const int weight : {0, 4}) {
    CAPTURE(weight);
    for (const int i : {0, 1}) {
      const Node& n = T::node("parameter", weight + i);
      CHECK(T::type(n) == (weight ? type_of<float[3]>() : type_of<float[6]>()));
      CHECK(T::attribute(n, "kind").ints[0] == static_cast<int>(Initializer::Kind::constant));
      CHECK(T::attribute(n, "a").number == 1 - i);
    }
  }
}

TEST_CASE("sequential names parameters by position, takes modules and lambdas, and shares what it made") {
  using T = Traced<SequentialSpec>;
  CHECK(T::error() == "");
  CHECK(T::names("parameter") ==
        Names{"0.weight", "0.bias", "3.tail.0.weight", "3.tail.0.bias", "3.tail.1.weight", "3.tail.1.bias"});
  CHECK(T::type(T::node("parameter")) == type_of<float[6][5]>());
  CHECK(T::count("affine") == 6);
}

TEST_CASE("recurrent layers and embeddings are layers of sequential, and begin as PyTorch's unless told otherwise") {
  using T = Traced<RecurrentSpec>;
  CHECK(T::error() == "");
  Names names = {"0.weight"};
  for (const char* layer : {"1.0.", "1.1.", "2.0.", "3.0."})
    for (const char* part : {"input_weight", "hidden_weight", "input_bias", "hidden_bias"})
      names.push_back(std::string(layer) + part);
  names.insert(names.end(), {"5.weight", "5.bias"});
  CHECK(T::names("parameter") == names);
  CHECK(T::count("scan") == 2 * 4);
  CHECK(T::type(T::node("parameter", 1)) == type_of<float[6][12]>());
  CHECK(T::type(T::node("parameter", 13)) == type_of<float[2][4]>());
  const auto initializer = [](int parameter) {
    const Node& n = T::node("parameter", parameter);
    return Initializer{static_cast<Initializer::Kind>(T::attribute(n, "kind").ints[0]), T::attribute(n, "a").number,
                       T::attribute(n, "b").number};
  };
  const Initializer of_lstm = lathe::detail::recurrent_initializer(3);
  CHECK(of_lstm.b == doctest::Approx(1 / std::sqrt(3.0)).epsilon(1e-15));
  CHECK(of_lstm.a == -of_lstm.b);
  CHECK(initializer(0) == normal(1));
  for (int parameter = 1; parameter <= 8; ++parameter) CHECK(initializer(parameter) == of_lstm);
  CHECK(initializer(9) == normal(lathe::detail::square_root(2.0 / 3)));
  CHECK(initializer(10) == normal(1));
  CHECK(initializer(11) == ones());
  CHECK(initializer(12) == ones());
  CHECK(initializer(13) == normal(0.5));
  CHECK(initializer(14) == normal(0.5));
  CHECK(initializer(15) == lathe::detail::recurrent_initializer(4));
  CHECK(initializer(16) == lathe::detail::recurrent_initializer(4));
}

TEST_CASE("initializers arrive resolved, element by element where they were given so") {
  using T = Traced<InitializerSpec>;
  CHECK(T::values(T::node("parameter", 0)) == std::vector<double>{1, 2, 3, 4, 5, 6});
  CHECK(T::attribute(T::node("parameter", 0), "kind").ints[0] == 3);
  CHECK(T::attribute(T::node("parameter", 1), "kind").ints[0] == 0);
  CHECK(T::attribute(T::node("parameter", 2), "kind").ints[0] == 2);
  CHECK(T::attribute(T::node("parameter", 2), "b").number == doctest::Approx(std::sqrt(6.0 / (3 + 5))).epsilon(1e-15));
  CHECK(T::attribute(T::node("parameter", 3), "a").number == -1);
  CHECK(T::attribute(T::node("parameter", 3), "b").number == 2);
}

TEST_CASE("what follows from the fans is resolved for matrices and for convolutions") {
  using T = Traced<FansSpec>;
  CHECK(T::error() == "");
  const auto check = [](int parameter, Initializer::Kind kind, double a, double b) {
    CAPTURE(parameter);
    const Node& n = T::node("parameter", parameter);
    CHECK(T::attribute(n, "kind").ints[0] == static_cast<int>(kind));
    CHECK(T::attribute(n, "a").number == doctest::Approx(a).epsilon(1e-15));
    CHECK(T::attribute(n, "b").number == doctest::Approx(b).epsilon(1e-15));
  };
  const auto check_all = [&](int first, double fan_in, double fan_out) {
    const double he = std::sqrt(2 / fan_in), xavier = std::sqrt(2 / (fan_in + fan_out)), range = std::sqrt(3.0);
    check(first, Initializer::Kind::uniform, -range * he, range * he);
    check(first + 1, Initializer::Kind::normal, 0, he);
    check(first + 2, Initializer::Kind::uniform, -range * xavier, range * xavier);
    check(first + 3, Initializer::Kind::normal, 0, xavier);
  };
  check_all(0, 20, 30);
  check_all(4, 5 * 3 * 2, 7 * 3 * 2);
  check(8, Initializer::Kind::identity, 0, 0);
}

struct Lists : TestSpec {
  constexpr void body() {
    auto column = parameter<float[2][1]>("column", values({{1}, {2}}));
    auto matrix = tensor<float[2][1]>({{3}, {4}});
    auto block = tensor<float[1][2][2]>({{{1, 2}, {3, 4}}});
    auto flat = tensor<float[1][2][2]>({5, 6.5, 7, 8});
    output("y", column + matrix + sum(block + flat));
  }
};
TEST_CASE("numbers are given in braces for each axis, or flat") {
  using T = Traced<Lists>;
  CHECK(T::sizes.errors == 0);
  std::vector<double> all(T::trace.numbers, T::trace.numbers + T::sizes.numbers);
  CHECK(all == std::vector<double>{1, 2, 3, 4, 1, 2, 3, 4, 5, 6.5, 7, 8});
}

TEST_CASE("the square root is std::sqrt's within one unit in the last place") {
  for (double x : {1e-12, 0.007, 0.25, 1.0, 2.0, 6.0 / 834, 1e9})
    CHECK(detail::square_root(x) == doctest::Approx(std::sqrt(x)).epsilon(3e-16));
}

TEST_CASE("an optimiser is any function of a parameter and its gradient, for the parameters that the loss depends on") {
  using T = Traced<OptimiserSpec>;
  CHECK(T::error() == "");
  CHECK(T::count("gradient") == 2);
  CHECK(T::names("hyperparameter") == Names{"rate"});
  int updates = 0;
  for (const Root& root : T::trace.roots)
    if (root.kind == RootKind::update) {
      ++updates;
      CHECK(T::text(T::trace.nodes[root.parameter.node].name) != "fixed");
      CHECK(T::trace.nodes[root.value.node].op == std::string_view("subtract"));
    }
  CHECK(updates == 2);
}

TEST_CASE("rates with names are hyperparameters of their own, and one that changes is kept for the log") {
  using T = Traced<RatesSpec>;
  CHECK(T::error() == "");
  CHECK(T::names("hyperparameter") == Names{"lr", "lr_of_bias"});
  CHECK(T::attribute(T::node("hyperparameter", 1), "value").number == 0.02);
  CHECK(T::names("state") == Names{"steps", "lr_of_bias.now"});
}

TEST_CASE("state has its parameter's name and type, and what is assigned to it last is what it will hold") {
  using T = Traced<StateSpec>;
  CHECK(T::error() == "");
  CHECK(T::names("state") == Names{"x.mean", "steps"});
  CHECK(T::type(T::node("state", 0)) == type_of<float[6]>());
  CHECK(T::attribute(T::node("state", 0), "a").number == 2);
  CHECK(T::type(T::node("state", 1)) == type_of<int>());
  CHECK(T::names("context") == Names{"batch.epoch"});
  CHECK(T::type(T::node("context")) == type_of<int>());
  const auto output = [](std::string_view name) -> const Node& {
    for (const Root& root : T::trace.roots)
      if (root.kind == RootKind::output && T::text(root.name) == name) return T::trace.nodes[root.value.node];
    throw std::runtime_error("the trace has no such output");
  };
  CHECK(&output("before") == &T::node("state"));
  CHECK(output("after").op == std::string_view("add"));
  CHECK(output("last").op == std::string_view("negate"));
  int of_mean = 0;
  for (const Root& root : T::trace.roots)
    if (root.kind == RootKind::update && T::text(T::trace.nodes[root.parameter.node].name) == "x.mean") {
      ++of_mean;
      CHECK(&T::trace.nodes[root.value.node] == &output("last"));
    }
  CHECK(of_mean == 1);
  CHECK(output("cast").op == std::string_view("cast"));
  CHECK(T::type(output("cast")) == type_of<double[6]>());
  CHECK(&output("not_cast") == &T::node("parameter"));
  CHECK(&output("rate") == &T::node("hyperparameter"));  // one that does not change is no state
  CHECK(T::type(output("rate")) == type_of<double>());
  CHECK(T::attribute(output("rate"), "value").number == 0.25);
}

TEST_CASE("a metric has the direction that is given to it, or none") {
  using T = Traced<MetricsSpec>;
  CHECK(T::error() == "");
  struct Metric {
    Better better;
    bool root;
    bool operator==(const Metric&) const = default;
  };
  const auto metric = [](std::string_view name) {
    for (const Root& r : T::trace.roots)
      if (r.kind == RootKind::metric && T::text(r.name) == name) return Metric{r.better, r.root};
    throw std::runtime_error("the trace has no such metric");
  };
  CHECK((metric("plain") == Metric{Better::unknown, false}));
  CHECK((metric("less") == Metric{Better::lower, false}));
  CHECK((metric("more") == Metric{Better::higher, false}));
  CHECK((metric("accuracy") == Metric{Better::higher, false}));
  CHECK((metric("rmse") == Metric{Better::lower, true}));
  CHECK((metric("also_rmse") == Metric{Better::lower, true}));
}

TEST_CASE("operators record their own line, numbers are constants of the operand's type") {
  using T = Traced<OperatorSpec>;
  CHECK(T::node("add").location.line == OperatorSpec::first_line);
  CHECK(T::node("subtract").location.line == OperatorSpec::first_line + 1);
  CHECK(T::node("negate").location.line == OperatorSpec::first_line + 2);
  CHECK(T::node("divide").location.line == OperatorSpec::first_line + 2);
  CHECK(T::attribute(T::node("constant"), "value").number == 1);
  CHECK(T::type(T::node("constant")) == type_of<float>());
}

TEST_CASE("x += y gives the name a new value, from the line where it stands, and leaves the old one to other names") {
  using T = Traced<NamedOperatorSpec>;
  CHECK(T::error() == "");
  const auto operand = [](const Node& n, int i) { return T::trace.refs[n.operands.first + i].node; };
  const auto at = [](int node) { return &T::trace.nodes[node]; };
  const Node &add = T::node("add"), &subtract = T::node("subtract"), &multiply = T::node("multiply"),
             &divide = T::node("divide");
  CHECK(add.location.line == NamedOperatorSpec::first_line);
  CHECK(divide.location.line == NamedOperatorSpec::first_line + 3);
  CHECK(at(operand(divide, 0)) == &multiply);
  CHECK(at(operand(multiply, 0)) == &subtract);
  CHECK(at(operand(subtract, 0)) == &add);
  CHECK(at(operand(add, 0)) == &T::node("input"));
  CHECK(at(operand(T::node("relu"), 0)) == &T::node("input"));
  CHECK(at(T::trace.roots[1].value.node) == &divide);
}

TEST_CASE("a value used twice is one node") {
  using T = Traced<OperatorSpec>;
  CHECK(T::count("input") == 1);
  CHECK(T::count("add") == 1);
}

TEST_CASE("the leading extent of an input is the batch, a scalar has none, and shape rules pass it on") {
  using T = Traced<LossSpec>;
  CHECK(T::error() == "");
  CHECK(T::type(T::node("input", 0)).batch_axis == 0);
  CHECK(T::type(T::node("input", 2)).batch_axis == -1);
  CHECK(T::type(T::node("log_softmax")).batch_axis == 0);
  CHECK(T::type(T::node("divide")).batched() == false);
  CHECK(T::attribute(T::node("count"), "per_row").ints[0] == 1);
}

TEST_CASE("a value of which only the shape is used is used") { CHECK(Traced<ShapesSpec>::error() == ""); }

TEST_CASE("a message writes a number as a person would, and so that it is that number") {
  const auto written = [](double number) { return std::string((Message() << number).view()); };
  CHECK(written(0) == "0");
  CHECK(written(-3) == "-3");
  CHECK(written(0.1) == "0.1");
  CHECK(written(12345.678) == "12345.678");
  CHECK(written(2147483648) == "2.147483648e9");
  CHECK(written(1e-5) == "1e-5");
  CHECK(written(-2.5e-12) == "-2.5e-12");
  CHECK(written(3e9) == "3e9");
  CHECK(written(1.0 / 3) == "0.333333333333333");
  CHECK(written(1e300 * 1e300) == "infinity");
  CHECK(written(std::nan("")) == "nan");
  for (double x = 1; x > 1e-15; x /= 7) CHECK(std::stod(written(x)) == doctest::Approx(x).epsilon(1e-14));
}

TEST_CASE("composed losses carry the line of the spec that called them") {
  using T = Traced<LossSpec>;
  const unsigned line = T::node("log_softmax").location.line;
  CHECK(T::node("negative_log_likelihood").location.line == line);
  CHECK(T::node("divide").location.line == line);
  CHECK(T::node("argmax").location.line == line + 1);
}

TEST_CASE("mistakes of the graph are recorded in the order of the spec") {
  using T = Traced<TwiceWrongSpec>;
  CHECK(T::sizes.errors == 2);
  CHECK(T::error().starts_with("output 'y': the name is taken at line "));
}
