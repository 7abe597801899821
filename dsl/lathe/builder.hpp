// The trace: every call in a model's body appends a node to a Builder, all at compile time.
//
// Nodes are small and refer to pools (names, types, attributes) by position, because a constant evaluator pays for
// every byte it copies. A Trace is the same in arrays of exact size, as a constant.
//
// Internal: specs name none of this.
#pragma once

#include <source_location>
#include <string_view>

#include "lathe/type.hpp"

namespace lathe {

/// A line of the spec, and the function of the library that it calls, where that is made of several operations.
struct Location {
  const char* file = "";
  unsigned line = 0, column = 0;
  const char* called = nullptr;

  constexpr Location() = default;
  constexpr Location(std::source_location at)  // NOLINT: implicit on purpose
      : file(at.file_name()), line(at.line()), column(at.column()) {}

  constexpr Location(Location at, const char* function) : Location(at) { called = function; }

  constexpr Location line_start() const {
    Location start = *this;
    start.column = 1;
    return start;
  }
};

/// Result `result` of node `node`.
struct Ref {
  int node = -1, result = 0;
  friend constexpr bool operator==(const Ref&, const Ref&) = default;
  /// What stands in a module that module<M>() has not made.
  static constexpr Ref unmade() { return {-2, 0}; }
};

/// A range of a pool.
struct Range {
  int first = 0, count = 0;
};

/// One operation, or a source: input, parameter, hyperparameter, constant, gradient.
struct Node {
  const char* op = "";
  Range name;      // characters in text
  Range operands;  // in refs
  Range types;     // one a result
  Range attributes;
  Range values;  // in numbers: a parameter given element by element
  Location location;
};

enum class RootKind : std::uint8_t { loss, metric, output, update };

/// What a metric says of a model.
enum class Better : std::uint8_t { unknown, higher, lower };

/// A value the model is asked for. update: `value` is what `parameter` becomes.
struct Root {
  RootKind kind{};
  Range name;
  Ref value, parameter;
  Location location;
  // Of a metric: what is better, and that it is the mean over all rows that is shown, or the root of it.
  Better better = Better::unknown;
  bool root = false;
};

/// Where the model's data come from.
struct DataSource {
  const char* kind = "";
  const char* name = "";
  int epochs = 1;
  double train = 1;    // the share of the rows that trains, where there is no test part
  bool scaled = true;  // images
  const char* file = "";
  const char* schema = "";
  Location location = {};
  int features = 0;  // of a table
};

/// A mistake that types cannot show: a name used twice, a missing loss.
struct TraceError {
  Message message;
  Location location;
};

namespace detail {
/// A bound that a number of the spec must keep.
struct Limit {
  const char* name;
  double value;
  bool kept;
  const char* should;
};
constexpr Limit positive(const char* name, double value) { return {name, value, value > 0, "more than 0"}; }
constexpr Limit not_negative(const char* name, double value) { return {name, value, value >= 0, "at least 0"}; }
constexpr Limit at_least_1(const char* name, int value) { return {name, 1.0 * value, value >= 1, "at least 1"}; }
constexpr Limit fraction(const char* name, double value) {
  return {name, value, value >= 0 && value < 1, "at least 0 and less than 1"};
}
constexpr Limit part_of_1(const char* name, double value) {
  return {name, value, value >= 0 && value <= 1, "at least 0 and at most 1"};
}
}  // namespace detail

/// A growing array. Constant evaluators are slow at function calls, and std::vector is made of them.
template <class T>
class Pool {
 public:
  constexpr Pool() = default;
  constexpr Pool(const Pool&) = delete;
  constexpr Pool& operator=(const Pool&) = delete;
  constexpr ~Pool() { delete[] items_; }

  constexpr int size() const { return size_; }
  constexpr T& operator[](int i) { return items_[i]; }
  constexpr const T& operator[](int i) const { return items_[i]; }
  constexpr T* begin() { return items_; }
  constexpr T* end() { return items_ + size_; }
  constexpr const T* begin() const { return items_; }
  constexpr const T* end() const { return items_ + size_; }

  constexpr void push_back(const T& item) {
    if (size_ == capacity_) {
      capacity_ = capacity_ ? 2 * capacity_ : 16;
      T* const grown = new T[static_cast<std::size_t>(capacity_)];
      for (int i = 0; i < size_; ++i) grown[i] = items_[i];
      delete[] items_;
      items_ = grown;
    }
    items_[size_++] = item;
  }

 private:
  T* items_ = nullptr;
  int size_ = 0, capacity_ = 0;
};

using ShapeRule = Inferred (*)(Operands, const Attributes&);

class Builder {
 public:
  Pool<Node> nodes;
  Pool<Ref> refs;
  Pool<Type> types;
  Pool<Attribute> attributes;
  Pool<double> numbers;
  Pool<char> text;
  Pool<Root> roots;
  Pool<TraceError> errors;  // the first is the one reported
  Pool<DataSource> sources;
  Pool<int> named;         // nodes that have a name: inputs, parameters and the like
  Pool<Range> closed;      // nodes of scans' bodies that are complete: what they compute is not to be used outside
  Pool<Ref> shapes_taken;  // values of which nothing but their shape is used
  int open_scans = 0;
  Location scope;  // while it has a line, everything that is recorded comes from there: see Scope

  constexpr Range intern(std::string_view s) {
    const Range r{text.size(), static_cast<int>(s.size())};
    for (char c : s) text.push_back(c);
    return r;
  }
  constexpr std::string_view view(Range r) const { return {text.begin() + r.first, static_cast<std::size_t>(r.count)}; }
  constexpr const Type& type(Ref r) const { return types[nodes[r.node].types.first + r.result]; }
  constexpr std::string_view name(int node) const { return view(nodes[node].name); }
  constexpr bool is(int node, const char* op) const { return __builtin_strcmp(nodes[node].op, op) == 0; }

  /// Marks the nodes whose results a node takes.
  constexpr void mark_operands(int node, Pool<bool>& marks) const {
    const Range r = nodes[node].operands;
    for (int i = r.first; i < r.first + r.count; ++i) marks[refs[i].node] = true;
  }

  /// Marks the nodes that `value` is computed from, its own among them.
  constexpr void mark_ancestors(Ref value, Pool<bool>& marks) const {
    for (int node = 0; node < nodes.size(); ++node) marks.push_back(node == value.node);
    for (int node = value.node; node >= 0; --node)
      if (marks[node]) mark_operands(node, marks);
  }

  /// Appends a node whose result types are known.
  constexpr Ref add(const char* op, std::string_view name, const Ref* operands, int operand_count,
                    const Inferred& results, const Attributes& given, Location at) {
    return add(op, name, operands, operand_count, results.types, results.count, given, at);
  }
  constexpr Ref add(const char* op, std::string_view name, const Ref* operands, int operand_count, const Type* results,
                    int result_count, const Attributes& given, Location at) {
    Node n;
    n.op = op;
    n.name = intern(name);
    n.operands = {refs.size(), operand_count};
    for (int i = 0; i < operand_count; ++i) {
      if (out_of_reach(operands[i].node))
        fail(Message(called(op)) << ": operand " << i + 1 << " belongs to the cell of a scan, and has no value outside",
             at);
      refs.push_back(operands[i]);
    }
    n.types = {types.size(), result_count};
    for (int i = 0; i < result_count; ++i) types.push_back(results[i]);
    n.attributes = {attributes.size(), given.count};
    for (int i = 0; i < given.count; ++i) attributes.push_back(given.list[i]);
    n.location = scope.line ? scope : at;
    if (n.name.count) named.push_back(nodes.size());
    nodes.push_back(n);
    return {nodes.size() - 1, 0};
  }

  /// Appends an operation; its shape rule sees the types with their batch axes.
  constexpr Ref apply(const char* op, ShapeRule rule, const Ref* operands, int operand_count, const Attributes& given,
                      Location at) {
    Pool<Type> operand_types;
    for (int i = 0; i < operand_count; ++i) {
      if (operands[i].node < 0) {
        Message mistake = Message(called(op)) << ": nothing computes operand " << i + 1;
        if (operands[i] == Ref::unmade()) mistake << ", which belongs to a module; module<M>() makes one";
        fail(mistake, at);
        return {};
      }
      operand_types.push_back(type(operands[i]));
    }
    Inferred results = rule(Operands{operand_types.begin(), operand_count}, given);
    if (!results.ok()) {
      fail(scope.called ? told_by(scope.called, results.error) : results.error, at);
      results = Inferred(operand_types[0]);
    }
    return add(op, "", operands, operand_count, results, given, at);
  }

  /// True for what was computed in the body of a scan that is complete. Parameters and the like belong to the model.
  constexpr bool out_of_reach(int node) const {
    for (const Range& body : closed)
      if (node >= body.first && node < body.first + body.count) return nodes[node].name.count == 0;
    return false;
  }

  /// What the spec calls where `op` is recorded.
  constexpr const char* called(const char* op) const { return scope.called ? scope.called : op; }

  constexpr void fail(const Message& message, Location at) { errors.push_back({message, scope.line ? scope : at}); }
};

namespace detail {
/// True if the numbers keep their bounds; else the first that does not is an error.
constexpr bool keeps(Builder* builder, std::string_view function, std::initializer_list<Limit> limits, Location at) {
  for (const Limit& limit : limits) {
    if (limit.kept) continue;
    if (builder)
      builder->fail(Message(function) << ": " << limit.name << " is " << limit.value << ", must be " << limit.should,
                    at);
    return false;
  }
  return true;
}

/// The same for two numbers between which others are; `order` says how they must be ordered.
constexpr bool in_order(Builder* builder, std::string_view function, double low, double high, std::string_view order,
                        Location at) {
  const bool kept = order == "less than" ? low < high : low <= high;
  if (!kept && builder)
    builder->fail(
        Message(function) << ": from " << low << " to " << high << " is nothing: low must be " << order << " high", at);
  return kept;
}
}  // namespace detail

/// A function of the library that calls others opens a scope with its name and the place where it was called: what they
/// record then comes from that line of the spec, and mistakes are told in that name. The outermost scope counts.
class Scope {
 public:
  constexpr Scope(Builder* builder, Location at, const char* called)
      : builder_(builder && !builder->scope.line ? builder : nullptr) {
    if (builder_) builder_->scope = {at, called};
  }
  constexpr ~Scope() {
    if (builder_) builder_->scope = {};
  }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  Builder* builder_;
};

}  // namespace lathe
