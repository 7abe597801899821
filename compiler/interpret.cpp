#include "interpret.hpp"

#include "ir/scan.hpp"

namespace lathe {
namespace {

/// Calls use(of the stack, of the element) for the places of the elements of time t.
template <class Use>
void each_element(const Type& element, int times, int t, const Use& use) {
  const std::size_t elements = static_cast<std::size_t>(element.elements());
  const std::size_t inner = element.rank ? elements / static_cast<std::size_t>(element.extents[0]) : 1;
  for (std::size_t i = 0; i < elements; ++i)
    use((i / inner * static_cast<std::size_t>(times) + static_cast<std::size_t>(t)) * inner + i % inner, i);
}

Evaluated interpret(const ir::Graph& graph, const Environment& arguments, int rows, int time,
                    const kernel::Rounding& rounding);

void interpret_scan(const ir::Node& scan, const std::vector<const kernel::Tensor*>& operands,
                    const std::vector<kernel::Tensor*>& results, int rows, const kernel::Rounding& rounding) {
  const ir::Graph& body = scan.body[0];
  const std::size_t states = ir::states_of(scan);
  const int times = body.times;
  Environment arguments;
  for (std::size_t i = 0; i < operands.size(); ++i) arguments[body.name_of(body.arguments[i])] = *operands[i];
  for (int step = 0; step < times; ++step) {
    const int t = ir::is_reversed(scan) ? times - 1 - step : step;
    for (std::size_t i = states; i < operands.size(); ++i) {
      const ir::Value& v = body.values[static_cast<std::size_t>(body.arguments[i])];
      if (v.kind != ir::ValueKind::element) continue;
      kernel::Tensor& element = arguments[v.name];
      element.assign(static_cast<std::size_t>(v.type.elements()), 0);
      each_element(v.type, times, t, [&](std::size_t from, std::size_t to) { element[to] = (*operands[i])[from]; });
    }
    Evaluated e = interpret(body, arguments, rows, t, rounding);
    for (std::size_t k = 0; k < body.outputs.size(); ++k)
      each_element(body.type(body.outputs[k].value), times, t,
                   [&](std::size_t to, std::size_t from) { (*results[states + k])[to] = e.outputs[k][from]; });
    for (auto& [name, value] : e.updated) arguments[name] = std::move(value);
  }
  for (std::size_t s = 0; s < states; ++s) *results[s] = arguments[body.name_of(body.arguments[s])];
}

Evaluated interpret(const ir::Graph& graph, const Environment& arguments, int rows, int time,
                    const kernel::Rounding& rounding) {
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
    if (ir::is_scan(n))
      interpret_scan(n, operands, results, rows, rounding);
    else
      kernel::interpret(kernel::lower(graph, n), operands, results, rows, time, rounding);
  }
  Evaluated e;
  for (const ir::Output& o : graph.outputs) e.outputs.push_back(values[at(o.value)]);
  for (const ir::Update& u : graph.updates) e.updated[graph.name_of(u.parameter)] = values[at(u.value)];
  return e;
}

}  // namespace

Evaluated interpret(const ir::Graph& graph, const Environment& arguments, int rows, const kernel::Rounding& rounding) {
  return interpret(graph, arguments, rows, 0, rounding);
}

}  // namespace lathe
