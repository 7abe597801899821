// The text of a graph. See graph.hpp for an example, parse.cpp for the grammar.
#include <charconv>
#include <cmath>

#include "ir/graph.hpp"
#include "ops/primitive.hpp"

namespace lathe::ir {
namespace {

const char* dtype_name(DType t) { return t == DType::f32 ? "f32" : t == DType::f64 ? "f64" : "i32"; }

std::string number(double x) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, x).ptr;
  std::string s(buffer, end);
  // A real number always shows that it is one.
  return s.find_first_of(".en") == std::string::npos ? s + ".0" : s;
}

}  // namespace

std::string print(const Attributes& attributes) {
  std::string s;
  for (int i = 0; i < attributes.count; ++i) {
    const Attribute& a = attributes.list[i];
    s += (i ? ", " : "") + std::string(a.name.view()) + " = ";
    if (a.real) {
      s += number(a.number);
    } else if (a.name.view() == "dtype") {
      s += dtype_name(static_cast<DType>(a.ints[0]));
    } else if (a.count == 1) {
      s += std::to_string(a.ints[0]);
    } else {
      s += "[";
      for (int k = 0; k < a.count; ++k) s += (k ? ", " : "") + std::to_string(a.ints[k]);
      s += "]";
    }
  }
  return s;
}

namespace {

/// relu($0), add($0, 1.0:f32) for a constant; an instruction used more than once is named first: "a = exp($0);
/// multiply(a, a)".
class RegionPrinter {
 public:
  explicit RegionPrinter(const Region& region)
      : region_(region), uses_(region.body.size()), names_(region.body.size()) {
    for (const auto& instruction : region.body)
      for (int v : instruction.operands) use(v);
    for (int v : region.yields) use(v);
  }

  std::string print() {
    std::string s;
    for (std::size_t i = 0; i < region_.body.size(); ++i) {
      if (uses_[i] < 2) continue;
      const std::string text = expression(i);
      names_[i] = "t" + std::to_string(named_++);
      s += names_[i] + " = " + text + "; ";
    }
    for (std::size_t y = 0; y < region_.yields.size(); ++y) s += (y ? ", " : "") + value(region_.yields[y]);
    return s;
  }

 private:
  void use(int v) {
    if (v >= region_.arguments) ++uses_[static_cast<std::size_t>(v - region_.arguments)];
  }
  std::string value(int v) {
    if (v < region_.arguments) return "$" + std::to_string(v);
    const auto i = static_cast<std::size_t>(v - region_.arguments);
    return names_[i].empty() ? expression(i) : names_[i];
  }
  std::string expression(std::size_t i) {
    const auto& instruction = region_.body[i];
    if (instruction.op->name == "constant")
      return number(instruction.attributes.real("value")) + ":" + dtype_name(instruction.type.dtype);
    std::string s(instruction.op->name);
    if (instruction.attributes.count) s += "[" + ir::print(instruction.attributes) + "]";
    s += "(";
    for (std::size_t k = 0; k < instruction.operands.size(); ++k) s += (k ? ", " : "") + value(instruction.operands[k]);
    return s + ")";
  }

  const Region& region_;
  std::vector<int> uses_;
  std::vector<std::string> names_;
  int named_ = 0;
};

}  // namespace

const char* kind_name(ValueKind kind) {
  static constexpr const char* names[] = {"input",   "parameter", "hyperparameter", "context",
                                          "carried", "element",   "result"};
  return names[static_cast<std::size_t>(kind)];
}

std::string print(const Type& type, int batch) {
  std::string s = dtype_name(type.dtype);
  if (type.rank == 0) return s;
  s += "[";
  for (int i = 0; i < type.rank; ++i) {
    if (i) s += ",";
    if (i == type.batch_axis && type.extents[i] == batch * type.batch_multiple)
      s += (type.batch_multiple == 1 ? "" : std::to_string(type.batch_multiple)) + "N";
    else
      s += std::to_string(type.extents[i]);
  }
  return s + "]";
}

std::string print_node(const Graph& graph, const Node& node) {
  std::string s;
  for (std::size_t i = 0; i < node.results.size(); ++i) s += (i ? ", %" : "%") + graph.name_of(node.results[i]);
  s += " = " + std::string(node.op->name);
  for (std::size_t i = 0; i < node.operands.size(); ++i) s += (i ? ", %" : " %") + graph.name_of(node.operands[i]);
  if (node.attributes.count) s += " [" + print(node.attributes) + "]";
  if (!node.values.empty()) {
    for (std::size_t i = 0; i < node.values.size(); ++i) s += (i ? ", " : " (") + number(node.values[i]);
    s += ")";
  }
  if (!node.region.empty()) s += " { " + RegionPrinter(node.region).print() + " }";
  s += " : ";
  for (std::size_t i = 0; i < node.results.size(); ++i)
    s += (i ? ", " : "") + print(graph.type(node.results[i]), graph.batch);
  return s;
}

namespace {

std::string indented(const std::string& text) {
  std::string s;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find('\n', at) + 1;
    s += "  " + text.substr(at, end - at);
    at = end;
  }
  return s;
}

/// `keyword` is what the text begins with: graph, or each for the body of a scan.
std::string print_graph(const char* keyword, const Graph& graph) {
  std::string s = keyword + std::string(" @") + graph.name + " batch N=" + std::to_string(graph.batch) + " (";
  for (std::size_t i = 0; i < graph.arguments.size(); ++i) {
    const Value& v = graph.values[static_cast<std::size_t>(graph.arguments[i])];
    s += std::string(i ? ",\n    " : "\n    ") + kind_name(v.kind) + " %" + v.name + ": " + print(v.type, graph.batch);
  }
  s += ") {\n";
  std::size_t width = 0;
  std::vector<std::string> lines;
  for (const Node& n : graph.nodes) {
    lines.push_back("  " + print_node(graph, n));
    if (lines.back().size() <= 96) width = std::max(width, lines.back().size());
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const Location& at = graph.nodes[i].location;
    s += lines[i];
    if (at.line)
      s += std::string(lines[i].size() < width ? width - lines[i].size() : 0, ' ') + "  // " + at.file + ":" +
           std::to_string(at.line);
    s += "\n";
    for (const Graph& body : graph.nodes[i].body) s += indented(print_graph("each", body));
  }
  for (const Output& o : graph.outputs) {
    static constexpr const char* kinds[] = {"loss", "metric", "output", "gradient"};
    s += std::string("  return ") + kinds[static_cast<std::size_t>(o.kind)] + (o.name.empty() ? "" : " " + o.name) +
         " %" + graph.name_of(o.value) + "\n";
  }
  for (const Update& u : graph.updates)
    s += "  update %" + graph.name_of(u.parameter) + " = %" + graph.name_of(u.value) + "\n";
  return s + "}\n";
}

}  // namespace

std::string print(const Graph& graph) { return print_graph("graph", graph); }

}  // namespace lathe::ir
