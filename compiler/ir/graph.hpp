// The static graph: SSA values, nodes in execution order.
#pragma once

#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "lathe/type.hpp"

namespace lathe::ops {
struct Primitive;
}

namespace lathe::ir {

/// A value of a graph, by position in Graph::values.
using ValueId = int;
inline constexpr ValueId no_value = -1;

/// parameter: what lives from step to step, weights and state alike. context: an int that the trainer gives with each
/// batch, batch.noise or batch.epoch. In the body of a scan, carried: a state, as the time before has left it; element:
/// a sequence's element at this time; input: what is the same at all times.
enum class ValueKind : std::uint8_t { input, parameter, hyperparameter, context, carried, element, result };

/// input, parameter …: the word in the text of a graph.
const char* kind_name(ValueKind kind);

struct Value {
  std::string name;  // without the %, unique in its graph
  Type type;
  ValueKind kind = ValueKind::result;
};

/// A line of the spec; line 0 is nowhere.
struct Location {
  std::string file;
  unsigned line = 0;
};

/// Pointwise operations evaluated together, element by element: the body of a `fused` node, or what is applied to the
/// result of another operation before it is stored (its epilogue).
///
/// An operand below `arguments` is a region argument, `$k` in text; from there on it is an earlier instruction. The
/// arguments of a `fused` node are its operands. In an epilogue `$0` is the result before the epilogue and the others
/// are the operands that follow the operation's own.
struct Region {
  struct Instruction {
    const ops::Primitive* op = nullptr;
    std::vector<int> operands;
    Attributes attributes;
    Type type;
  };
  int arguments = 0;
  std::vector<Instruction> body;
  std::vector<int> yields;  // one a result

  bool empty() const { return yields.empty(); }
};

struct Graph;

struct Node {
  const ops::Primitive* op = nullptr;
  std::vector<ValueId> operands;
  std::vector<ValueId> results;
  Attributes attributes;
  std::vector<double> values;  // the elements of a literal
  Region region;
  Location location;
  std::vector<Graph> body;  // of a scan: what runs at each time; see scan.hpp

  /// How many operands are the operation's own; an epilogue's follow them. One that takes any number has no epilogue.
  int own_operands() const;
};

enum class OutputKind : std::uint8_t { loss, metric, output, gradient };

struct Output {
  OutputKind kind{};
  std::string name;  // of the metric or output; of the parameter for a gradient; empty for the loss
  ValueId value = no_value;
};

/// After the graph has run, `parameter` holds `value`.
struct Update {
  ValueId parameter = no_value, value = no_value;
};

/// True for names that are one in C++: hidden.weight and hidden_weight.
bool same_identifier(std::string_view a, std::string_view b);

struct Graph {
  std::string name;
  int batch = 1;                   // N: what a batched extent counts when the batch is full
  int times = 0;                   // of the body of a scan: how often it runs; 0: the graph is no body
  std::vector<Value> values;       // may hold values nobody refers to any more; ids stay valid
  std::vector<ValueId> arguments;  // inputs, parameters, hyperparameters and context in the order of the spec
  std::vector<Node> nodes;         // every operand is defined before its use
  std::vector<Output> outputs;
  std::vector<Update> updates;

  // Copies: whoever asks may add values while holding the answer.
  Type type(ValueId v) const { return values[static_cast<std::size_t>(v)].type; }
  std::string name_of(ValueId v) const { return values[static_cast<std::size_t>(v)].name; }

  /// A new value; the name gets a number when it is taken, or when another differs from it by dots and underscores
  /// alone.
  ValueId add_value(std::string_view name, const Type& type, ValueKind kind = ValueKind::result);

  /// Gives a value another name, with a number where that is taken.
  void rename(ValueId v, std::string_view name);

  /// The node that computes v, or -1 for an argument.
  int producer(ValueId v) const;

  /// How many operands, outputs and updates refer to each value.
  std::vector<int> use_counts() const;

  /// Refers to `by` wherever `old` is an operand, output or update value.
  void replace_uses(ValueId old, ValueId by);

  /// Applies a pass to the bodies of scans, innermost first, and then to the graph; true if it changed any.
  bool everywhere(bool (*pass)(Graph&));
};

/// Makes nodes at the end of a graph; types come from the operations' shape rules.
class GraphBuilder {
 public:
  explicit GraphBuilder(Graph& graph) : graph_(graph) {}
  Graph& graph() { return graph_; }
  const Graph& graph() const { return graph_; }

  /// Name and spec line that the next nodes get.
  std::string name;
  Location location;

  /// The first result of a new node. A shape rule that refuses is a bug of the caller (InternalError).
  ValueId apply(std::string_view op, std::vector<ValueId> operands, const Attributes& attributes = {});

 private:
  Graph& graph_;
};

/// A bug in Lathe, as opposed to a mistake of the user: names the pass or part, exits with 70. Where it is a pass,
/// `before` is the text of the graph on which `lathe opt --passes=<pass>` shows it again.
class InternalError : public std::exception {
 public:
  explicit InternalError(std::string what, std::string pass = "", std::string before = "")
      : pass(std::move(pass)), before(std::move(before)), what_(std::move(what)) {}
  const char* what() const noexcept override { return what_.c_str(); }

  std::string pass, before;

 private:
  std::string what_;
};

/// The text of a graph; parse(print(g)) prints the same.
///
///     graph @digits.step batch N=100 (input %image: f32[N,784], parameter %hidden.weight: f32[784,50]) {
///       %hidden = affine %image, %hidden.weight, %hidden.bias : f32[N,50]  // digits.cpp:9
///       return loss %loss
///       update %hidden.weight = %hidden.weight.next
///     }
std::string print(const Graph& graph);
std::string print(const Type& type, int batch);
std::string print_node(const Graph& graph, const Node& node);
/// axis = 1, dtype = f32
std::string print(const Attributes& attributes);

/// A text that is not a graph: `line` counts from 1.
class ParseError : public std::exception {
 public:
  ParseError(int line, std::string what) : line(line), what_(std::move(what)) {}
  const char* what() const noexcept override { return what_.c_str(); }
  int line;

 private:
  std::string what_;
};

/// The graphs of a text, or ParseError.
std::vector<Graph> parse(std::string_view text);

/// Checks every rule of the IR (the table in verify.cpp) and that the text parses back to itself. Returns what is
/// wrong, one sentence each; empty when the graph is right.
std::vector<std::string> verify(const Graph& graph);

}  // namespace lathe::ir
