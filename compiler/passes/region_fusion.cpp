#include "passes/region_fusion.hpp"

#include <algorithm>

#include "lathe/ops/rules.hpp"
#include "ops/primitive.hpp"

namespace lathe::passes {

ir::Region as_region(const ir::Graph& graph, const ir::Node& node) {
  if (!node.op->pointwise) return node.region;
  ir::Region r;
  r.arguments = static_cast<int>(node.operands.size());
  ir::Region::Instruction i{node.op, {}, node.attributes, graph.type(node.results[0])};
  for (int k = 0; k < r.arguments; ++k) i.operands.push_back(k);
  r.body = {i};
  r.yields = {r.arguments};
  return r;
}

bool is_pointwise(const ir::Graph& graph, const ir::Node& node) {
  if (node.op->view) return ops::differ_by_unit_axes(graph.type(node.operands[0]), graph.type(node.results[0]));
  return node.op->pointwise || node.op->name == "fused";
}

std::vector<int> append(ir::Region& into, const ir::Region& region, const std::vector<int>& arguments) {
  std::vector<int> value = arguments;
  for (auto instruction : region.body) {
    for (int& v : instruction.operands) v = value[static_cast<std::size_t>(v)];
    into.body.push_back(std::move(instruction));
    value.push_back(into.arguments + static_cast<int>(into.body.size()) - 1);
  }
  std::vector<int> yields;
  for (int y : region.yields) yields.push_back(value[static_cast<std::size_t>(y)]);
  return yields;
}

void add_arguments(ir::Region& region, int count) {
  const auto shift = [&](int& v) {
    if (v >= region.arguments) v += count;
  };
  for (auto& i : region.body) std::for_each(i.operands.begin(), i.operands.end(), shift);
  std::for_each(region.yields.begin(), region.yields.end(), shift);
  region.arguments += count;
}

int only_consumer(const ir::Graph& graph, const ir::Node& node) {
  const auto is_result = [&](ir::ValueId v) {
    return std::find(node.results.begin(), node.results.end(), v) != node.results.end();
  };
  for (const ir::Output& o : graph.outputs)
    if (is_result(o.value)) return -1;
  for (const ir::Update& u : graph.updates)
    if (is_result(u.value)) return -1;
  int consumer = -1;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const auto& operands = graph.nodes[i].operands;
    if (std::none_of(operands.begin(), operands.end(), is_result)) continue;
    if (consumer >= 0) return -1;
    consumer = static_cast<int>(i);
  }
  return consumer;
}

}  // namespace lathe::passes
