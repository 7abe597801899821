// Values nobody refers to any more  ⇒  gone, and the names they held are free again: %d_output.4  ⇒  %d_output.
//
// Runs last: the names are those of the generated code.
#include <algorithm>
#include <cctype>
#include <set>

#include "passes/passes.hpp"

namespace lathe::passes {
namespace {

/// d_output for d_output.4; empty when there is no such number.
std::string without_number(const std::string& name) {
  std::size_t end = name.size();
  while (end > 0 && std::isdigit(static_cast<unsigned char>(name[end - 1]))) --end;
  return end < name.size() && end > 1 && name[end - 1] == '.' ? name.substr(0, end - 1) : "";
}

}  // namespace

bool tidy_names(ir::Graph& graph) {
  std::vector<ir::ValueId> live = graph.arguments;
  for (const ir::Node& n : graph.nodes) live.insert(live.end(), n.results.begin(), n.results.end());

  std::vector<ir::ValueId> renumbered(graph.values.size(), ir::no_value);
  std::vector<ir::Value> values;
  for (ir::ValueId v : live) {
    renumbered[static_cast<std::size_t>(v)] = static_cast<ir::ValueId>(values.size());
    values.push_back(graph.values[static_cast<std::size_t>(v)]);
  }
  std::set<std::string> given_back;
  for (const ir::Value& v : graph.values) given_back.insert(v.name);
  for (const ir::Value& v : values) given_back.erase(v.name);
  bool changed = values.size() != graph.values.size();
  graph.values = std::move(values);
  const auto renumber = [&](ir::ValueId& v) { v = renumbered[static_cast<std::size_t>(v)]; };
  std::for_each(graph.arguments.begin(), graph.arguments.end(), renumber);
  for (ir::Node& n : graph.nodes) {
    std::for_each(n.operands.begin(), n.operands.end(), renumber);
    std::for_each(n.results.begin(), n.results.end(), renumber);
  }
  for (ir::Output& o : graph.outputs) renumber(o.value);
  for (ir::Update& u : graph.updates) renumber(u.parameter), renumber(u.value);

  const auto taken = [&](const std::string& name) {
    return std::any_of(graph.values.begin(), graph.values.end(),
                       [&](const ir::Value& v) { return ir::same_identifier(v.name, name); });
  };
  for (ir::Value& v : graph.values) {
    if (v.kind != ir::ValueKind::result) continue;
    // The shortest name that was held: d_x.2.5 may have d_x, or d_x.2. The number of a layer, rnn.0, is part of its
    // name.
    std::string best;
    for (std::string shorter = without_number(v.name); !shorter.empty(); shorter = without_number(shorter))
      if (given_back.count(shorter) && !taken(shorter)) best = shorter;
    if (best.empty()) continue;
    v.name = best;
    changed = true;
  }
  return changed;
}

}  // namespace lathe::passes
