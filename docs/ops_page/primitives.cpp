#include "primitives.hpp"

#include <algorithm>
#include <charconv>

#include "ir/graph.hpp"

namespace lathe::docs {
namespace {

using ir::ValueId;
using kernel::Expr;
using kernel::ExprKind;

std::vector<std::string> split(std::string_view text, std::string_view separator) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    text = end == text.npos ? "" : text.substr(end + separator.size());
  }
  return parts;
}

struct Names {
  std::vector<std::string> operands, results;
};

Names names_of(const ops::Primitive& op, std::size_t operands, std::size_t results) {
  Names names;
  if (!op.names.empty()) {
    const auto sides = split(op.names, " -> ");
    names = {split(sides.at(0), ", "), split(sides.at(1), ", ")};
  } else {
    if (operands == 1) names.operands = {"x"};
    for (std::size_t i = 0; operands != 1 && i < operands; ++i)
      names.operands.push_back(std::string(1, static_cast<char>('a' + i)));
    names.results = {"y"};
  }
  if (names.operands.size() < operands || names.results.size() < results)
    throw ir::InternalError(std::string(op.name) + ": names has too few");
  return names;
}

/// Samples are in double for the tests; a page shows what specs mostly use.
Type in_float(Type t) {
  if (t.dtype == DType::f64) t.dtype = DType::f32;
  return t;
}
Attributes in_float(Attributes a) {
  for (int i = 0; i < a.count; ++i)
    if (a.list[i].name.view() == "dtype" && a.list[i].ints[0] == static_cast<int>(DType::f64))
      a.list[i].ints[0] = static_cast<int>(DType::f32);
  return a;
}

std::string number(double x) {
  char text[40];
  return {text, std::to_chars(text, text + sizeof text, x).ptr};
}

/// In parentheses where it binds less tightly than what is around it.
struct Text {
  std::string text;
  int precedence = 9;
  std::string inside(int outer) const { return precedence < outer ? "(" + text + ")" : text; }
};
constexpr int conditional = 1, comparison = 5, sum = 6, product = 7, sign = 8;

Text infix(const Text& a, const std::string& symbol, int precedence, const Text& b) {
  return {a.inside(precedence) + symbol + b.inside(precedence + 1), precedence};
}

// ---- an element of a pointwise operation ----

class ElementPrinter {
 public:
  ElementPrinter(const ops::Primitive& op, const ops::Sample& sample, const Inferred& inferred)
      : names_(names_of(op, sample.operands.size(), 1)), attributes_(in_float(sample.attributes)) {
    point_.result = inferred.types[0];
    point_.attributes = &attributes_;
    for (const Type& t : sample.operands) point_.operand_types.push_back(in_float(t));
    for (int i = 0; i < point_.result.rank; ++i) point_.index.push_back(kernel::index_expr(i));
    point_.load = [this](int k, std::vector<Expr> at) {
      return kernel::load_expr(k, point_.operand_types[static_cast<std::size_t>(k)].dtype, std::move(at));
    };
    const Expr e = op.pointwise(point_);
    shows_indices_ = any_index(e);
    text_ = names_.results[0] + (shows_indices_ ? list(point_.index) : "") + " = " + print(e).text;
  }
  const std::string& text() const { return text_; }

 private:
  /// True unless every operand is read where the result is written.
  bool any_index(const Expr& e) const {
    if (e->kind == ExprKind::index) return true;
    if (e->kind == ExprKind::load)
      return !std::equal(e->arguments.begin(), e->arguments.end(), point_.index.begin(), point_.index.end(),
                         [](const Expr& a, const Expr& b) { return same(a, b); });
    return std::any_of(e->arguments.begin(), e->arguments.end(), [&](const Expr& a) { return any_index(a); });
  }
  std::string list(const std::vector<Expr>& index) const {
    std::string s;
    for (const Expr& e : index) s += (s.empty() ? "" : ", ") + print(e).text;
    return s.empty() ? "" : "[" + s + "]";
  }
  Text print(const Expr& e) const {
    const auto argument = [&](std::size_t i) { return print(e->arguments[i]); };
    switch (e->kind) {
      case ExprKind::constant:
        return {number(e->number), e->number < 0 ? sign : 9};
      case ExprKind::rows:
        return {"rows"};
      case ExprKind::time:
        return {"time"};
      case ExprKind::index:
        return {std::string(1, "ijklmn"[e->slot])};
      case ExprKind::local:
        return {"local"};
      case ExprKind::load:
        return {names_.operands[static_cast<std::size_t>(e->slot)] + (shows_indices_ ? list(e->arguments) : "")};
      case ExprKind::call:
        break;
    }
    if (e->function == kernel::Function::select)
      return {argument(1).inside(conditional + 1) + " if " + argument(0).inside(conditional + 1) + " else " +
                  argument(2).inside(conditional),
              conditional};
    if (e->function == kernel::Function::cast) return {std::string(cpp_name(e->dtype)) + "(" + argument(0).text + ")"};
    const kernel::Spelling& s = kernel::spelling(e->function);
    if (s.infix) return infix(argument(0), s.infix, s.precedence, argument(1));
    if (e->function == kernel::Function::negate) return {"-" + argument(0).inside(sign), sign};
    std::string text = std::string(s.cpp).substr(std::string("lathe::").size()) + "(";
    for (std::size_t i = 0; i < e->arguments.size(); ++i) text += (i ? ", " : "") + argument(i).text;
    return {text + ")"};
  }

  Names names_;
  Attributes attributes_;
  ops::Point point_;
  bool shows_indices_ = false;
  std::string text_;
};

// ---- the nodes of a gradient ----

class NodePrinter {
 public:
  /// Nodes before `first` are not part of the gradient: their results have names.
  NodePrinter(const ir::Graph& graph, std::size_t first, const std::vector<ops::Term>& terms)
      : graph_(graph), first_(first) {
    for (const ops::Term& t : terms)
      if (t.builder) count(t.id);
  }

  /// d_x = …, after the names of what it uses more than once.
  std::vector<std::string> lines(const std::string& result, ValueId value) {
    const std::string text = print(value).text;
    std::vector<std::string> all = std::move(named_lines_);
    named_lines_.clear();
    all.push_back(result + " = " + text);
    return all;
  }

 private:
  const ir::Node* made(ValueId v) const {
    const int i = graph_.producer(v);
    return i >= static_cast<int>(first_) ? &graph_.nodes[static_cast<std::size_t>(i)] : nullptr;
  }
  void count(ValueId v) {
    if (++uses_[v] > 1) return;
    if (const ir::Node* n = made(v))
      for (ValueId operand : n->operands) count(operand);
  }
  Text print(ValueId v) {
    const ir::Node* n = made(v);
    if (!n) return {graph_.name_of(v)};
    if (const auto found = names_.find(v); found != names_.end()) return {found->second};
    const Text text = expression(*n);
    if (uses_[v] < 2 || n->operands.empty()) return text;
    const std::string name = "t" + std::to_string(names_.size());
    names_[v] = name;
    named_lines_.push_back(name + " = " + text.text);
    return {name};
  }
  Text expression(const ir::Node& n) {
    static const std::map<std::string_view, std::pair<const char*, int>> symbols = {
        {"add", {" + ", sum}},           {"subtract", {" - ", sum}},    {"multiply", {" * ", product}},
        {"divide", {" / ", product}},    {"less", {" < ", comparison}}, {"less_equal", {" <= ", comparison}},
        {"equal", {" == ", comparison}},
    };
    if (n.op->name == "constant") {
      const double value = n.attributes.real("value");
      return {number(value), value < 0 ? sign : 9};
    }
    std::vector<Text> operands;
    for (ValueId v : n.operands) operands.push_back(print(v));
    if (const auto found = symbols.find(n.op->name); found != symbols.end())
      return infix(operands[0], found->second.first, found->second.second, operands[1]);
    if (n.op->name == "negate") return {"-" + operands[0].inside(sign), sign};
    if (n.op->name == "where")
      return {operands[1].inside(conditional + 1) + " if " + operands[0].inside(conditional + 1) + " else " +
                  operands[2].inside(conditional),
              conditional};
    std::string text(n.op->name);
    if (n.attributes.count) text += "[" + ir::print(n.attributes) + "]";
    text += "(";
    for (std::size_t i = 0; i < operands.size(); ++i) text += (i ? ", " : "") + operands[i].text;
    return {text + ")"};
  }

  const ir::Graph& graph_;
  std::size_t first_;
  std::map<ValueId, int> uses_;
  std::map<ValueId, std::string> names_;
  std::vector<std::string> named_lines_;
};

/// A graph of one node of the operation, as a sample has it, in float.
ir::Graph example(const ops::Primitive& op, const ops::Sample& sample) {
  ir::Graph g;
  g.name = "example";
  std::vector<Type> types;
  for (const Type& t : sample.operands) types.push_back(in_float(t));
  const Attributes attributes = in_float(sample.attributes);
  const Inferred inferred = op.infer(Operands{types.data(), static_cast<int>(types.size())}, attributes);
  const Names names = names_of(op, types.size(), static_cast<std::size_t>(inferred.count));
  if (sample.attributes.find("per_row")) g.batch = 3;
  types.push_back(inferred.types[0]);
  for (const Type& t : types)
    if (t.batched()) g.batch = t.extents[t.batch_axis] / t.batch_multiple;
  std::vector<ValueId> operands;
  for (std::size_t i = 0; i + 1 < types.size(); ++i) {
    operands.push_back(g.add_value(names.operands[i], types[i], ir::ValueKind::parameter));
    g.arguments.push_back(operands.back());
  }
  ir::Node node{&op, operands, {}, attributes, sample.values, {}, {}, {}};
  for (int i = 0; i < inferred.count; ++i)
    node.results.push_back(g.add_value(names.results[static_cast<std::size_t>(i)], inferred.types[i]));
  g.nodes.push_back(node);
  return g;
}

Shapes shapes_of(const ir::Graph& g) {
  Shapes s;
  for (ValueId v : g.nodes[0].operands) s.operands.push_back(ir::print(g.type(v), g.batch));
  for (ValueId v : g.nodes[0].results) s.results.push_back(ir::print(g.type(v), g.batch));
  return s;
}

/// The rule, run on the example: its lines, and the operations whose nodes it has made.
std::vector<std::string> gradient_of(ir::Graph g, std::vector<std::string_view>& made) {
  const ir::Node node = g.nodes[0];
  const Type result = g.type(node.results[0]);
  if (result.dtype == DType::i32 || node.operands.empty()) return {};
  std::vector<ValueId> d_results(node.results.size(), ir::no_value);
  d_results[0] = g.add_value("d_" + g.name_of(node.results[0]), result, ir::ValueKind::parameter);
  ir::GraphBuilder builder(g);
  builder.name = "made";
  const std::size_t first = g.nodes.size();
  const std::vector<ops::Term> terms = node.op->gradient(ops::GradientRule(builder, node, d_results));
  for (std::size_t i = first; i < g.nodes.size(); ++i) made.push_back(g.nodes[i].op->name);
  NodePrinter printer(g, first, terms);
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < terms.size(); ++i) {
    if (g.type(node.operands[i]).dtype == DType::i32) continue;
    const std::string name = "d_" + g.name_of(node.operands[i]);
    const auto more = terms[i].builder ? printer.lines(name, terms[i].id) : std::vector{name + " = 0"};
    lines.insert(lines.end(), more.begin(), more.end());
  }
  return lines;
}

}  // namespace

std::vector<Description> describe_all() {
  std::vector<Description> all;
  std::map<std::string_view, std::vector<std::string>> makers;
  for (const ops::Primitive* op : ops::all()) {
    Description d;
    d.op = op;
    for (const ops::Sample& sample : op->samples) {
      const ir::Graph g = example(*op, sample);
      const ir::Node& node = g.nodes[0];
      d.shapes.push_back(shapes_of(g));
      for (int i = 0; i < node.attributes.count; ++i) {
        const std::string name(node.attributes.list[i].name.view());
        if (std::find(d.attributes.begin(), d.attributes.end(), name) == d.attributes.end())
          d.attributes.push_back(name);
      }
      std::vector<std::string_view> made;
      const std::vector<std::string> gradient = op->gradient ? gradient_of(g, made) : std::vector<std::string>{};
      for (std::string_view name : made) {
        auto& list = makers[name];
        if (name != op->name && (list.empty() || list.back() != op->name)) list.emplace_back(op->name);
      }
      if (d.shapes.size() > 1) continue;
      d.node = ir::print_node(g, node);
      d.gradient = gradient;
      if (op->pointwise) {
        Inferred inferred;
        inferred.types[0] = g.type(node.results[0]);
        d.element = ElementPrinter(*op, sample, inferred).text();
      }
    }
    all.push_back(std::move(d));
  }
  for (Description& d : all) d.made_in_gradients = makers[d.op->name];
  return all;
}

}  // namespace lathe::docs
