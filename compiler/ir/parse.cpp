// The reader of textual IR: recursive descent over the grammar
//
//   graph     = "graph" "@" name "batch" "N" "=" int "(" [argument {"," argument}] ")" "{" {node | return | update} "}"
//   argument  = ("input" | "parameter" | "hyperparameter" | "context" | "carried" | "element") value ":" type
//   node      = value {"," value} "=" op [value {"," value}] ["[" attributes "]"] ["{" region "}"] ":" type {"," type}
//               ["//" file ":" line] [body]
//   body      = a graph that begins with "each"
//   region    = {name "=" expr ";"} expr {"," expr}
//   expr      = "$" int | number ":" ("f32" | "f64" | "i32") | name | op ["[" attributes "]"] "(" [expr {"," expr}] ")"
//   type      = ("f32" | "f64" | "i32") ["[" extent {"," extent} "]"]      extent = int | [int] "N"
//   return    = "return" ("loss" | ("metric" | "output" | "gradient") name) value
//   update    = "update" value "=" value
#include <charconv>
#include <map>

#include "ir/graph.hpp"
#include "ops/primitive.hpp"

namespace lathe::ir {
namespace {

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::vector<Graph> graphs() {
    std::vector<Graph> list;
    for (skip(); at_ < text_.size(); skip()) {
      expect("graph");
      list.push_back(graph());
    }
    return list;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const { throw ParseError(line_, what); }

  // Whitespace and whole-line comments; a comment behind a node is its location and is read there.
  void skip(bool comments = true) {
    while (at_ < text_.size()) {
      if (text_[at_] == '\n')
        ++line_, ++at_;
      else if (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r')
        ++at_;
      else if (comments && text_.substr(at_, 2) == "//")
        while (at_ < text_.size() && text_[at_] != '\n') ++at_;
      else
        return;
    }
  }
  bool peek(std::string_view s) {
    skip();
    return text_.substr(at_, s.size()) == s;
  }
  bool accept(std::string_view s) {
    if (!peek(s)) return false;
    at_ += s.size();
    return true;
  }
  void expect(std::string_view s) {
    if (!accept(s))
      fail("expected '" + std::string(s) + "' before '" +
           std::string(text_.substr(at_, text_.substr(at_, 20).find('\n'))) + "'");
  }
  static bool word_character(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.'; }
  std::string word(const char* what) {
    skip();
    const std::size_t first = at_;
    while (at_ < text_.size() && word_character(text_[at_])) ++at_;
    if (at_ == first) fail(std::string("expected ") + what);
    return std::string(text_.substr(first, at_ - first));
  }
  std::int64_t integer() {
    skip();
    std::int64_t n = 0;
    const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), n);
    if (error != std::errc{}) fail("expected an integer");
    at_ = static_cast<std::size_t>(end - text_.data());
    return n;
  }

  DType dtype() {
    const std::string name = word("an element type");
    if (name == "f32") return DType::f32;
    if (name == "f64") return DType::f64;
    if (name == "i32") return DType::i32;
    fail("'" + name + "' is not an element type; there are f32, f64 and i32");
  }
  Type type() {
    Type t;
    t.dtype = dtype();
    // No blanks here: skipping them would take the node's location for a comment.
    if (text_.substr(at_, 1) != "[") return t;
    ++at_;
    do {
      if (t.rank == max_rank) fail("a type has at most " + std::to_string(max_rank) + " axes");
      skip();
      std::int64_t extent = at_ < text_.size() && text_[at_] == 'N' ? 1 : integer();
      if (accept("N")) {
        if (t.batched()) fail("a type has at most one batch axis");
        t.batch_axis = t.rank;
        t.batch_multiple = static_cast<int>(extent);
        extent *= batch_;
      }
      t.extents[t.rank++] = static_cast<int>(extent);
    } while (accept(","));
    expect("]");
    return t;
  }

  double real(std::string_view literal) {
    double number = 0;
    const auto [stop, error] = std::from_chars(literal.data(), literal.data() + literal.size(), number);
    if (error != std::errc{} || stop != literal.data() + literal.size())
      fail("'" + std::string(literal) + "' is not a number");
    at_ += literal.size();
    return number;
  }

  Attributes attributes() {
    Attributes list;
    if (accept("]")) return list;
    do {
      if (list.count == 6) fail("an operation has at most 6 attributes");
      Attribute a{Name(word("the name of an attribute"))};
      expect("=");
      skip();
      if (a.name.view() == "dtype") {
        a.ints[a.count++] = static_cast<std::int64_t>(dtype());
      } else if (accept("[")) {
        while (!accept("]")) {
          if (a.count == 8) fail("an attribute has at most 8 integers");
          a.ints[a.count++] = integer();
          accept(",");
        }
      } else {
        const std::size_t end = text_.find_first_of(",] \n", at_);
        const std::string_view literal = text_.substr(at_, end - at_);
        if (literal.find_first_of(".en") == std::string_view::npos) {
          a.ints[a.count++] = integer();
        } else {
          a.real = true;
          a.number = real(literal);
        }
      }
      list.list[list.count++] = a;
    } while (accept(","));
    expect("]");
    return list;
  }

  const ops::Primitive* op(const std::string& name) {
    const ops::Primitive* p = ops::find(name);
    if (!p) fail("there is no operation '" + name + "'");
    return p;
  }

  ValueId use() {
    expect("%");
    const std::string name = word("the name of a value");
    const auto it = defined_.find(name);
    if (it == defined_.end()) fail("%" + name + " is not defined before its use");
    return it->second;
  }
  std::string new_name() {
    expect("%");
    std::string name = word("the name of a value");
    if (defined_.contains(name)) fail("%" + name + " is defined twice");
    return name;
  }
  ValueId define(Graph& g, const std::string& name, ValueKind kind) {
    g.values.push_back({name, type(), kind});
    return defined_[name] = static_cast<ValueId>(g.values.size()) - 1;
  }

  int constant(Region& region) {
    const double value = real(text_.substr(at_, text_.find_first_of(":,); \n", at_) - at_));
    expect(":");
    const DType type = dtype();
    Region::Instruction instruction{
        op("constant"), {}, Attributes{}.set("dtype", static_cast<int>(type)).set_real("value", value), {}};
    instruction.type.dtype = type;
    region.body.push_back(instruction);
    return region.arguments + static_cast<int>(region.body.size()) - 1;
  }

  int expression(Region& region, std::map<std::string, int>& names, const std::vector<Type>& arguments) {
    if (accept("$")) {
      const auto k = integer();
      if (k < 0 || k >= region.arguments)
        fail("$" + std::to_string(k) + " does not exist, the region has " + std::to_string(region.arguments) +
             " arguments");
      return static_cast<int>(k);
    }
    skip();
    const bool digit =
        at_ < text_.size() && (std::isdigit(static_cast<unsigned char>(text_[at_])) || text_[at_] == '-');
    if (digit || peek("inf:") || peek("nan:")) return constant(region);
    const std::string name = word("an expression");
    if (auto it = names.find(name); it != names.end()) return it->second;
    Region::Instruction instruction;
    instruction.op = op(name);
    if (!instruction.op->pointwise) fail("'" + name + "' is not pointwise and cannot stand in a region");
    if (accept("[")) instruction.attributes = attributes();
    expect("(");
    if (!accept(")")) {
      do instruction.operands.push_back(expression(region, names, arguments));
      while (accept(","));
      expect(")");
    }
    std::vector<Type> types;
    for (int v : instruction.operands)
      types.push_back(v < region.arguments ? arguments[static_cast<std::size_t>(v)]
                                           : region.body[static_cast<std::size_t>(v - region.arguments)].type);
    if (static_cast<int>(types.size()) != instruction.op->operands)
      fail("'" + name + "' takes " + std::to_string(instruction.op->operands) + " operands, not " +
           std::to_string(types.size()));
    const Inferred inferred =
        instruction.op->infer(Operands{types.data(), static_cast<int>(types.size())}, instruction.attributes);
    if (!inferred.ok()) fail(std::string(inferred.error.view()));
    instruction.type = inferred.types[0];
    region.body.push_back(instruction);
    return region.arguments + static_cast<int>(region.body.size()) - 1;
  }

  void region(const Graph& g, Node& node) {
    std::vector<Type> types, arguments;
    for (ValueId v : node.operands) types.push_back(g.type(v));
    if (node.op->operands >= 0) {
      if (static_cast<int>(types.size()) < node.op->operands) fail("too few operands");
      const Inferred own = node.op->infer(Operands{types.data(), node.op->operands}, node.attributes);
      if (!own.ok()) fail(std::string(own.error.view()));
      arguments = {own.types[0]};
      arguments.insert(arguments.end(), types.begin() + node.op->operands, types.end());
    } else {
      arguments = types;
    }
    Region& r = node.region;
    r.arguments = static_cast<int>(arguments.size());
    std::map<std::string, int> names;
    for (;;) {
      // "name = expr;" or the yields.
      const std::size_t at = at_;
      const int line = line_;
      skip();
      std::size_t end = at_;
      while (end < text_.size() && word_character(text_[end])) ++end;
      while (end < text_.size() && text_[end] == ' ') ++end;
      if (end < text_.size() && text_[end] == '=') {
        const std::string name = word("a name");
        expect("=");
        names[name] = expression(r, names, arguments);
        expect(";");
        continue;
      }
      at_ = at, line_ = line;
      do r.yields.push_back(expression(r, names, arguments));
      while (accept(","));
      expect("}");
      return;
    }
  }

  void node(Graph& g) {
    std::vector<std::string> names;
    do names.push_back(new_name());
    while (accept(","));
    expect("=");
    Node n;
    n.op = op(word("an operation"));
    if (peek("%")) do
        n.operands.push_back(use());
      while (accept(","));
    if (accept("[")) n.attributes = attributes();
    if (accept("(")) {
      do skip(), n.values.push_back(real(text_.substr(at_, text_.find_first_of(",) \n", at_) - at_)));
      while (accept(","));
      expect(")");
    }
    if (accept("{")) region(g, n);
    expect(":");
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i) expect(",");
      n.results.push_back(define(g, names[i], ValueKind::result));
    }
    while (at_ < text_.size() && (text_[at_] == ' ')) ++at_;
    if (text_.substr(at_, 3) == "// ") {
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      const std::string_view comment = text_.substr(at_ + 3, end - at_ - 3);
      const std::size_t colon = comment.rfind(':');
      if (colon != std::string_view::npos) {
        n.location.file = std::string(comment.substr(0, colon));
        std::from_chars(comment.data() + colon + 1, comment.data() + comment.size(), n.location.line);
      }
      at_ = end;
    }
    if (accept("each")) {
      auto outside = std::move(defined_);
      n.body.push_back(graph());
      n.body[0].times = static_cast<int>(n.attributes.integer("times"));
      defined_ = std::move(outside);
    }
    g.nodes.push_back(std::move(n));
  }

  /// From behind the keyword on.
  Graph graph() {
    expect("@");
    Graph g;
    g.name = word("the name of the graph");
    expect("batch");
    expect("N");
    expect("=");
    g.batch = static_cast<int>(integer());
    if (g.batch < 1) fail("the batch must be at least 1");
    batch_ = g.batch;
    defined_.clear();
    expect("(");
    if (!accept(")")) {
      do {
        const std::string word_found = word("the kind of an argument");
        auto kind = ValueKind::input;
        while (kind != ValueKind::result && word_found != kind_name(kind))
          kind = static_cast<ValueKind>(static_cast<int>(kind) + 1);
        if (kind == ValueKind::result)
          fail("'" + word_found + "' is none of input, parameter, hyperparameter, context, carried, element");
        const std::string name = new_name();
        expect(":");
        g.arguments.push_back(define(g, name, kind));
      } while (accept(","));
      expect(")");
    }
    expect("{");
    while (!accept("}")) {
      if (peek("%")) {
        node(g);
      } else if (accept("return")) {
        const std::string kind = word("loss, metric, output or gradient");
        Output o;
        if (kind == "loss")
          o.kind = OutputKind::loss;
        else if (kind == "metric")
          o.kind = OutputKind::metric;
        else if (kind == "output")
          o.kind = OutputKind::output;
        else if (kind == "gradient")
          o.kind = OutputKind::gradient;
        else
          fail("'" + kind + "' is none of loss, metric, output, gradient");
        if (kind != "loss") o.name = word("a name");
        o.value = use();
        g.outputs.push_back(o);
      } else if (accept("update")) {
        Update u;
        u.parameter = use();
        expect("=");
        u.value = use();
        g.updates.push_back(u);
      } else {
        fail("expected a node, return, update or }");
      }
    }
    return g;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int line_ = 1;
  int batch_ = 1;
  std::map<std::string, ValueId> defined_;  // the values of this graph
};

}  // namespace

std::vector<Graph> parse(std::string_view text) { return Parser(text).graphs(); }

}  // namespace lathe::ir
