// Statements: what the body of a model can say, LATHE_MODEL(name) { ... }.
#pragma once

#include "lathe/activations.hpp"
#include "lathe/generators.hpp"
#include "lathe/losses.hpp"
#include "lathe/optimisers.hpp"
#include "lathe/parameter.hpp"
#include "lathe/schema.hpp"

namespace lathe {

/// A folder of data and what is in it. The trainer looks for its name in the working directory, then beside the spec,
/// then for the folder data of the model of that name, ../<name>/data seen from the spec; --data names any other.
struct DataFolder {
  const char* kind;
  const char* name;
  double train = 0.7;
  bool scaled = true;
  const char* file = "";    // that it is found by
  const char* schema = "";  // what is in the file
  int features = 0;         // of a table
};

/// scaled: to [0, 1], by the training part's range; false: pixels are taken as they are, 0 to 255. train: the share of
/// the rows that trains where the folder, with arrays or a CSV in place of IDX files, has no test part; with 1 there is
/// none.
struct ImageOptions {
  bool scaled = true;
  double train = 0.7;
};
/// Images and labels in IDX files (the form of MNIST) from the folder of that name: idx_images("fashion"),
/// idx_images("fashion", {.scaled = false}).
constexpr DataFolder idx_images(const char* name, ImageOptions options = {}) {
  return {"idx_images", name, options.train, options.scaled};
}

/// train: the share of the rows that trains where the folder has no test part; with 1 there is none.
struct ArrayOptions {
  double train = 0.7;
};
/// Arrays of NumPy named as the inputs, any number of them, from the folder of that name: train.npz and test.npz,
/// or <input>.npy. The first axis counts samples. Values are taken as they are: arrays("points", {.train = 1}).
constexpr DataFolder arrays(const char* name, ArrayOptions options = {}) { return {"arrays", name, options.train}; }

/// The rows of a CSV file that has the columns of a table, its features and its target for the first two inputs:
///   input<float[64][house_prices.features()]>("features"), input<float[64]>("price"), data(table(house_prices),
///   epochs(9))
constexpr DataFolder table(const Table& t) { return {"table", t.name, t.train, true, t.file, t.columns, t.features()}; }

/// train: the share of the windows that trains; with 1 there is no test part.
struct TextOptions {
  double train = 1;
};
/// Windows of a text for the first input, int[N][24], and for the second, of the same type, what follows each token:
/// the windows one further. A line of the file is a text of its own.
constexpr DataFolder text(const Corpus& corpus, TextOptions options = {}) {
  return {"text", corpus.name, options.train, true, corpus.file, corpus.tokens};
}

/// For a model without inputs, which is trained on nothing but its parameters: an epoch is one step.
inline constexpr DataFolder nothing{"nothing", "", 1};

/// Internal: functions that <cmath> declares outside of any namespace, too. As members they are found first: in a
/// model's body exp(x) means Lathe's, also in a spec that includes <cmath>.
struct CmathNames {
  static constexpr auto abs = lathe::abs;
  static constexpr auto ceil = lathe::ceil;
  static constexpr auto cos = lathe::cos;
  static constexpr auto erf = lathe::erf;
  static constexpr auto exp = lathe::exp;
  static constexpr auto exp2 = lathe::exp2;
  static constexpr auto expm1 = lathe::expm1;
  static constexpr auto floor = lathe::floor;
  static constexpr auto log = lathe::log;
  static constexpr auto log10 = lathe::log10;
  static constexpr auto log1p = lathe::log1p;
  static constexpr auto log2 = lathe::log2;
  static constexpr auto pow = lathe::pow;
  static constexpr auto round = lathe::round;
  static constexpr auto sin = lathe::sin;
  static constexpr auto sqrt = lathe::sqrt;
  static constexpr auto tanh = lathe::tanh;
};

namespace detail {
/// True for what a call gives that has several results.
template <class V>
inline constexpr bool is_several = hana::Struct<V>::value || requires(V v) { std::get<0>(v); } ||
                                   requires(V v) { v.outputs; } || requires(V v) { v.indices; };
template <class V>
inline constexpr bool is_root = false;
template <class T, Better better>
inline constexpr bool is_root<Score<T, better, true>> = true;
inline constexpr std::string_view for_report_alone =
    "root_mean_square is for report alone, write sqrt(mean(square(x)))";
}  // namespace detail

/// What a model's body can call.
class Spec : protected CmathNames, protected Generators {
 public:
  constexpr Spec() : Generators(builder_) {}
  /// Internal: the trace.
  constexpr const Builder& builder() const { return builder_; }

  /// Internal: looks for the mistakes that only the whole model shows.
  constexpr void finish(std::string_view model_name, Location at);

 protected:
  /// A value that comes with every sample. The leading extent is the batch, the same for all inputs; a scalar has none.
  template <class T>
  constexpr Tensor<T> input(std::string_view name, std::source_location at = std::source_location::current());

  /// A parameter of the model itself: parameter<float[2][3]>("w", normal(0.01)).
  template <class T, class Init = Initializer>
  constexpr Tensor<T> parameter(std::string_view name, const Init& initializer = {},
                                std::source_location at = std::source_location::current()) {
    detail::check_initializer_type<"parameter", Init>();
    detail::check_name(builder_, "parameter", name, at);
    return detail::add_parameter<T>(builder_, name, initializer, Initializer{}, at);
  }

  /// A module with its parameters, named by their path in it. `weights` initialises those with at least two axes that
  /// have no initializer of their own.
  template <class M>
  constexpr M module(Initializer weights = {}, std::source_location at = std::source_location::current()) {
    return make_module<M>("", weights, at);
  }
  /// The same with a name before the path, for a second module of one kind: "decoder.hidden.weight".
  template <class M>
  constexpr M module(const char* name, Initializer weights = {},
                     std::source_location at = std::source_location::current()) {
    detail::check_name(builder_, "module", name, at);
    return make_module<M>(name, weights, at);
  }

  /// Internal: says what is wrong.
  template <class M, class Number>
    requires std::is_arithmetic_v<Number>
  constexpr M module(Number) {
    detail::check_initializer_type<"module", Number>();
    return {};
  }

  /// Trains every parameter that the loss, a scalar, depends on. The optimiser is sgd(...) or any function of
  /// a parameter and its gradient.
  template <class T, class Optimiser>
  constexpr void minimize(Tensor<T> loss, Optimiser optimiser,
                          std::source_location at = std::source_location::current());

  /// Internal: says what is wrong.
  template <class V, class Optimiser>
    requires detail::is_root<V>
  constexpr void minimize(const V&, Optimiser) {
    detail::check<!detail::is_root<V>, Message("minimize: ") << detail::for_report_alone>();
  }

  /// A scalar to be shown while training and evaluating. A Score, as accuracy is one, also says when the model is at
  /// its best.
  template <class T>
  constexpr void report(std::string_view name, Tensor<T> value,
                        std::source_location at = std::source_location::current()) {
    add_metric(name, value, Better::unknown, at);
  }
  template <class T, Better better, bool root>
  constexpr void report(std::string_view name, Score<T, better, root> value,
                        std::source_location at = std::source_location::current()) {
    if constexpr (root)
      add_metric(name, value.squares, better, at, root);
    else
      add_metric(name, Tensor<T>(value), better, at);
  }

  /// A value that prediction returns. Where the batch is an axis of it, that is the first one.
  template <class T>
  constexpr void output(std::string_view name, Tensor<T> value,
                        std::source_location at = std::source_location::current()) {
    if (!detail::are_sound(builder_, "output", at, value)) return;
    if (value.ref.node >= 0 && value.type().batch_axis > 0)
      builder_.fail(Message("output '") << name << "': the batch is axis " << value.type().batch_axis << " of "
                                        << value.type() << ", must be axis 0",
                    at);
    add_root(RootKind::output, "output", name, value, at);
  }

  /// Internal: says what is wrong.
  template <class V>
    requires(!std::derived_from<V, Value>)
  constexpr void output(std::string_view, const V&) {
    detail::check<!detail::is_root<V>, Message("output: ") << detail::for_report_alone>();
    constexpr bool several = detail::is_several<V>;
    detail::check<std::is_void_v<V>, Message("output: takes one tensor")
                                         << (several ? "; a result of several is taken apart before, as in "
                                                       "auto [values, indices] = topk<3>(x)"
                                                     : "")>();
  }

  /// What the model is trained on, and for how many passes over it.
  constexpr void data(DataFolder source, Span epochs, std::source_location at = std::source_location::current()) {
    if (epochs.in_steps) builder_.fail(Message("data: training lasts epochs, not steps: epochs(17)"), at);
    if (epochs.count < 1) builder_.fail(Message("epochs: ") << epochs.count << " given, must be at least 1", at);
    add_source(source, epochs.count, at);
  }

  /// Internal: says what is wrong.
  constexpr void data(DataFolder, std::integral auto epochs) {
    detail::check<std::is_void_v<decltype(epochs)>, Message("data: for how many passes it is written epochs(17)")>();
  }

  /// What a model that was trained elsewhere is evaluated on.
  constexpr void data(DataFolder source, std::source_location at = std::source_location::current()) {
    add_source(source, 0, at);
  }

 private:
  constexpr void add_source(DataFolder source, int epochs, Location at) {
    const bool is_nothing = std::string_view(source.kind) == nothing.kind;
    if (!is_nothing) detail::check_name(builder_, "data", source.name, at);
    if (!(source.train > 0 && source.train <= 1))
      builder_.fail(Message("data: train is ") << source.train << ", must be more than 0 and at most 1", at);
    if (builder_.sources.size()) builder_.fail(Message("data: the model has data already"), at);
    builder_.sources.push_back({source.kind, source.name, epochs, source.train, source.scaled, source.file,
                                source.schema, at, source.features});
  }

  template <class M>
  constexpr M make_module(std::string_view name, Initializer weights, Location at) {
    static_assert(
        hana::Struct<M>::value || requires(M m) { m.bind(builder_, name, at); },
        "module: list the members with BOOST_HANA_DEFINE_STRUCT");
    M module{};
    detail::bind_member(builder_, module, name, weights, at);
    return module;
  }

  template <class T>
  constexpr void add_metric(std::string_view name, Tensor<T> value, Better better, Location at, bool root = false) {
    detail::check<type_of<T>().rank == 0 && type_of<T>().dtype != DType::i32,
                  Message("report: the value is ") << type_of<T>() << ", must be a scalar of float or double">();
    if (!detail::are_sound(builder_, "report", at, value)) return;
    add_root(RootKind::metric, "report", name, value, at, better, root);
  }

  constexpr void add_root(RootKind kind, std::string_view what, std::string_view name, Value value, Location at,
                          Better better = Better::unknown, bool root = false);

  /// True for the numbers that a trainer logs without being asked.
  constexpr bool in_log(std::string_view name) const {
    for (const std::string_view own : {"epoch", "loss", "test_loss", "seconds", "samples_per_second"})
      if (name == own) return true;
    return detail::find_source(builder_, "hyperparameter", name) >= 0;
  }

  /// A table gives features, and a target where there is a second input.
  constexpr void check_table(const DataSource& source) {
    if (source.features == 0) return;
    int inputs = 0;
    for (int node = 0; node < builder_.nodes.size(); ++node) {
      if (!builder_.is(node, "input")) continue;
      const Type type = builder_.type({node, 0});
      const int width = ++inputs == 1 ? source.features : 1;
      const bool fits =
          inputs <= 2 && type.dtype != DType::i32 && type.batched() && type.elements() == type.extents[0] * width;
      if (fits) continue;
      Message m = Message("data: table '") << source.name << "' gives " << source.features << " features and a target";
      builder_.fail(m << ", input '" << builder_.name(node) << "' is " << type, source.location);
    }
  }

  /// Marks the nodes whose results are used in another line than theirs, or by the model itself.
  constexpr void mark_leaving(Pool<bool>& marks) const;

  /// Looks for inputs and parameters whose values nothing reads, even if something reads their shape.
  constexpr void check_sources();

  Builder builder_;
};

template <class T>
constexpr Tensor<T> Spec::input(std::string_view name, std::source_location at) {
  detail::check_name(builder_, "input", name, at);
  Type type = type_of<T>();
  if (type.rank > 0) {
    type.batch_axis = 0;
    for (int node = 0; node < builder_.nodes.size(); ++node) {
      const Type& other = builder_.type({node, 0});
      if (!builder_.is(node, "input") || !other.batched() || other.extents[0] == type.extents[0]) continue;
      builder_.fail(Message("input '") << name << "': the batch of " << type << " is " << type.extents[0]
                                       << " but that of input '" << builder_.name(node) << "' is " << other.extents[0],
                    at);
      break;
    }
  }
  return Tensor<T>(detail::add_source(builder_, "input", name, type, Attributes{}, at));
}

template <class T, class Optimiser>
constexpr void Spec::minimize(Tensor<T> loss, Optimiser optimiser, std::source_location at) {
  detail::check<type_of<T>().rank == 0 && type_of<T>().dtype != DType::i32,
                Message("minimize: the loss is ") << type_of<T>() << ", must be a scalar of float or double">();
  detail::check_optimiser<"minimize", Optimiser>();
  for (const Root& root : builder_.roots)
    if (root.kind == RootKind::loss)
      return builder_.fail(Message("minimize: the model has a loss already, at line ")
                               << static_cast<int>(root.location.line) << "; add the two",
                           at);
  if (loss.ref.node < 0) return builder_.fail(Message("minimize: nothing computes the loss"), at);
  if (!detail::are_sound(builder_, "minimize", at, loss)) return;
  builder_.roots.push_back({RootKind::loss, {}, loss.ref, {}, at});

  Pool<bool> reached;
  builder_.mark_ancestors(loss.ref, reached);
  Pool<Value> parameters, gradients;
  for (int node = 0; node < reached.size(); ++node) {
    if (!reached[node] || !builder_.is(node, "parameter")) continue;
    const Value parameter{&builder_, {node, 0}};
    const Ref operands[] = {loss.ref, parameter.ref};
    parameters.push_back(parameter);
    gradients.push_back({&builder_, builder_.add("gradient", "", operands, 2, parameter.type(), Attributes{}, at)});
  }
  if (parameters.size() == 0) return builder_.fail(Message("minimize: the loss depends on no parameter"), at);
  detail::prepare(optimiser, gradients, at);
  for (int i = 0; i < parameters.size(); ++i) {
    const Value parameter = parameters[i];
    const Value updated = detail::updated(optimiser, parameter, gradients[i], at);
    if (updated.ref.node < 0 || updated.type() != parameter.type())
      return builder_.fail(Message("minimize: the optimiser must return ")
                               << parameter.type() << " for parameter '" << builder_.name(parameter.ref.node) << "'",
                           at);
    builder_.roots.push_back({RootKind::update, {}, updated.ref, parameter.ref, at});
  }
}

constexpr void Spec::add_root(RootKind kind, std::string_view what, std::string_view name, Value value, Location at,
                              Better better, bool root) {
  detail::check_name(builder_, what, name, at);
  for (const Root& other : builder_.roots)
    if (other.kind == kind && builder_.view(other.name) == name)
      return builder_.fail(
          Message(what) << " '" << name << "': the name is taken at line " << static_cast<int>(other.location.line),
          at);
  if (value.ref.node < 0) return builder_.fail(Message(what) << " '" << name << "': nothing computes this value", at);
  if (builder_.out_of_reach(value.ref.node))
    return builder_.fail(
        Message(what) << " '" << name << "': the value belongs to the cell of a scan, and has none outside", at);
  builder_.roots.push_back({kind, builder_.intern(name), value.ref, {}, at, better, root});
}

constexpr void Spec::mark_leaving(Pool<bool>& marks) const {
  for (int node = 0; node < builder_.nodes.size(); ++node) marks.push_back(false);
  for (const Root& root : builder_.roots) marks[root.value.node] = true;
  for (const Node& n : builder_.nodes)
    for (int i = n.operands.first; i < n.operands.first + n.operands.count; ++i) {
      const int operand = builder_.refs[i].node;
      if (builder_.nodes[operand].location.line != n.location.line) marks[operand] = true;
    }
}

constexpr void Spec::check_sources() {
  Pool<bool> read;
  for (int node = 0; node < builder_.nodes.size(); ++node)
    read.push_back(builder_.is(node, "carried") || builder_.is(node, "element"));
  for (const Root& root : builder_.roots) read[root.value.node] = true;
  for (int node = builder_.nodes.size() - 1; node >= 0; --node)
    if (read[node]) builder_.mark_operands(node, read);
  for (int node = 0; node < builder_.nodes.size(); ++node) {
    const Node& n = builder_.nodes[node];
    if (!read[node] && (builder_.is(node, "input") || builder_.is(node, "parameter")))
      builder_.fail(Message(n.op) << " '" << builder_.name(node) << "': only its shape is used, not its values",
                    n.location);
  }
}

constexpr void Spec::finish(std::string_view model_name, Location at) {
  detail::check_name(builder_, "LATHE_MODEL", model_name, at);
  for (const std::string_view reserved : {"main", "std", "lathe"})
    if (model_name == reserved)
      builder_.fail(Message("LATHE_MODEL: '") << model_name << "' is no name for a model, as C++ has it", at);
  if (builder_.errors.size()) return;  // what follows from a mistake is no mistake of its own
  for (const DataSource& source : builder_.sources)
    for (int node = 0; node < builder_.nodes.size(); ++node)
      if (std::string_view(source.kind) == nothing.kind && builder_.is(node, "input"))
        return builder_.fail(Message("data: nothing feeds input '") << builder_.name(node) << "'", source.location);
  for (const DataSource& source : builder_.sources) check_table(source);
  bool loss = false, outputs = false, metrics = false;
  Pool<bool> used;
  for (int node = 0; node < builder_.nodes.size(); ++node) {
    bool needs_no_user = false;
    for (const char* op : {"gradient", "carried", "element"}) needs_no_user = needs_no_user || builder_.is(node, op);
    used.push_back(needs_no_user);
  }
  for (const Root& root : builder_.roots) {
    used[root.value.node] = true;
    if (root.kind == RootKind::update) used[root.parameter.node] = true;
    loss = loss || root.kind == RootKind::loss;
    outputs = outputs || root.kind == RootKind::output;
    if (root.kind == RootKind::metric && in_log(builder_.view(root.name)))
      builder_.fail(Message("report '") << builder_.view(root.name) << "': the log has a number of that name by itself",
                    root.location);
    metrics = metrics || root.kind == RootKind::metric;
  }
  for (int node = 0; node < builder_.nodes.size(); ++node) builder_.mark_operands(node, used);
  bool shape_alone = false;
  for (const Ref& value : builder_.shapes_taken) {
    if (value.node < 0 || used[value.node]) continue;
    used[value.node] = shape_alone = true;
  }
  // A function of the library may give more than is asked of it: the states of a layer, positions beside values.
  Pool<bool> leaves;  // values that other lines use
  const auto used_in_part = [&](const Node& n) {
    if (leaves.size() == 0) mark_leaving(leaves);
    for (int other = 0; other < builder_.nodes.size(); ++other)
      if (leaves[other] && builder_.nodes[other].location.line == n.location.line) return true;
    return false;
  };
  for (int node = 0; node < builder_.nodes.size(); ++node) {
    if (used[node]) continue;
    const Node& n = builder_.nodes[node];
    if (!n.name.count && used_in_part(n)) continue;
    if (n.name.count)
      builder_.fail(Message(n.op) << " '" << builder_.name(node) << "' is never used", n.location);
    else
      builder_.fail(Message("the result of ") << (n.location.called ? n.location.called : n.op) << " is never used",
                    n.location);
  }
  if (shape_alone && !builder_.errors.size()) check_sources();
  const bool only_evaluated = builder_.sources.size() && builder_.sources[0].epochs == 0;
  if (loss && only_evaluated)
    builder_.fail(Message("data: for how many passes the model trains is said by epochs(17)"),
                  builder_.sources[0].location);
  if (!loss && !only_evaluated && (metrics || builder_.sources.size()))
    builder_.fail(Message("no loss: the model ")
                      << (metrics ? "reports a metric" : "has data") << " but never calls minimize",
                  at);
  if (!loss && !outputs) builder_.fail(Message("the model has neither a loss nor an output"), at);
}

}  // namespace lathe
