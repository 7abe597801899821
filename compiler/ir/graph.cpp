#include "ir/graph.hpp"

#include <algorithm>

#include "ops/primitive.hpp"

namespace lathe::ir {

bool same_identifier(std::string_view a, std::string_view b) {
  const auto plain = [](char c) { return c == '.' ? '_' : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return plain(x) == plain(y); });
}

ValueId Graph::add_value(std::string_view name, const Type& type, ValueKind kind) {
  values.push_back({"", type, kind});
  rename(static_cast<ValueId>(values.size()) - 1, name);
  return static_cast<ValueId>(values.size()) - 1;
}

void Graph::rename(ValueId v, std::string_view name) {
  Value& renamed = values[static_cast<std::size_t>(v)];
  const auto taken = [&](const std::string& n) {
    return std::any_of(values.begin(), values.end(),
                       [&](const Value& other) { return &other != &renamed && same_identifier(other.name, n); });
  };
  std::string unique(name);
  for (int i = 2; taken(unique); ++i) unique = std::string(name) + "." + std::to_string(i);
  renamed.name = unique;
}

int Node::own_operands() const { return op->operands >= 0 ? op->operands : static_cast<int>(operands.size()); }

int Graph::producer(ValueId v) const {
  for (std::size_t i = 0; i < nodes.size(); ++i)
    if (std::find(nodes[i].results.begin(), nodes[i].results.end(), v) != nodes[i].results.end())
      return static_cast<int>(i);
  return -1;
}

std::vector<int> Graph::use_counts() const {
  std::vector<int> uses(values.size());
  for (const Node& n : nodes)
    for (ValueId v : n.operands) ++uses[static_cast<std::size_t>(v)];
  for (const Output& o : outputs) ++uses[static_cast<std::size_t>(o.value)];
  for (const Update& u : updates) ++uses[static_cast<std::size_t>(u.value)];
  return uses;
}

void Graph::replace_uses(ValueId old, ValueId by) {
  for (Node& n : nodes) std::replace(n.operands.begin(), n.operands.end(), old, by);
  for (Output& o : outputs)
    if (o.value == old) o.value = by;
  for (Update& u : updates)
    if (u.value == old) u.value = by;
}

bool Graph::everywhere(bool (*pass)(Graph&)) {
  bool changed = false;
  for (Node& n : nodes)
    for (Graph& body : n.body) changed |= body.everywhere(pass);
  return pass(*this) || changed;
}

ValueId GraphBuilder::apply(std::string_view op, std::vector<ValueId> operands, const Attributes& attributes) {
  const ops::Primitive* primitive = ops::find(op);
  if (!primitive) throw InternalError("there is no operation '" + std::string(op) + "'");
  std::vector<Type> types;
  for (ValueId v : operands) types.push_back(graph_.type(v));
  const Inferred inferred = primitive->infer(Operands{types.data(), static_cast<int>(types.size())}, attributes);
  if (!inferred.ok()) throw InternalError("a rule made a wrong node: " + std::string(inferred.error.view()));
  Node node{primitive, std::move(operands), {}, attributes, {}, {}, location, {}};
  for (int i = 0; i < inferred.count; ++i)
    node.results.push_back(graph_.add_value(name.empty() ? op : name, inferred.types[i]));
  graph_.nodes.push_back(node);
  return graph_.nodes.back().results[0];
}

}  // namespace lathe::ir
