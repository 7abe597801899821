#include "ir/scan.hpp"

#include <algorithm>

namespace lathe::ir {
namespace {

template <class List>
void erase_at(List& list, std::size_t i) {
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(i));
}

}  // namespace

ValueId add_operand(const Graph& graph, Node& scan, ValueId operand, ValueKind kind, const std::string& name) {
  Graph& body = scan.body[0];
  for (std::size_t i = states_of(scan); i < scan.operands.size(); ++i)
    if (scan.operands[i] == operand && body.values[static_cast<std::size_t>(body.arguments[i])].kind == kind)
      return body.arguments[i];
  const Type type = graph.type(operand);
  scan.operands.push_back(operand);
  body.arguments.push_back(body.add_value(name, kind == ValueKind::element ? ops::element_of(type) : type, kind));
  return body.arguments.back();
}

ValueId add_stacked(Graph& graph, Node& scan, ValueId body_value, const std::string& name) {
  Graph& body = scan.body[0];
  const std::size_t states = states_of(scan);
  for (std::size_t k = 0; k < body.outputs.size(); ++k)
    if (body.outputs[k].value == body_value) return scan.results[states + k];
  body.outputs.push_back({OutputKind::output, name, body_value});
  scan.results.push_back(graph.add_value(name, ops::stacked(body.type(body_value), times_of(scan))));
  return scan.results.back();
}

void remove_operand(Node& scan, std::size_t i) {
  erase_at(scan.operands, i);
  erase_at(scan.body[0].arguments, i);
}

void remove_stacked(Node& scan, std::size_t k) {
  erase_at(scan.results, states_of(scan) + k);
  erase_at(scan.body[0].outputs, k);
}

void remove_state(Node& scan, std::size_t s) {
  const std::size_t states = states_of(scan);
  remove_operand(scan, s);
  erase_at(scan.results, s);
  erase_at(scan.body[0].updates, s);
  scan.attributes = scan_attributes(states - 1, times_of(scan), is_reversed(scan));
}

}  // namespace lathe::ir
