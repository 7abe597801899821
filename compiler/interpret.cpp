#include "interpret.hpp"

namespace lathe {

Evaluated interpret(const ir::Graph& graph, const Environment& arguments, int rows) {
  std::vector<kernel::Tensor> values(graph.values.size());
  const auto at = [](ir::ValueId v) { return static_cast<std::size_t>(v); };
  for (ir::ValueId v : graph.arguments) values[at(v)] = arguments.at(graph.name_of(v));
  for (const ir::Node& n : graph.nodes) {
    std::vector<const kernel::Tensor*> operands;
    std::vector<kernel::Tensor*> results;
    for (ir::ValueId v : n.operands) operands.push_back(&values[at(v)]);
    for (ir::ValueId v : n.results) {
      values[at(v)].assign(static_cast<std::size_t>(graph.type(v).elements()), 0);
      results.push_back(&values[at(v)]);
    }
    kernel::interpret(kernel::lower(graph, n), operands, results, rows);
  }
  Evaluated e;
  for (const ir::Output& o : graph.outputs) e.outputs.push_back(values[at(o.value)]);
  for (const ir::Update& u : graph.updates) e.updated[graph.name_of(u.parameter)] = values[at(u.value)];
  return e;
}

}  // namespace lathe
