// What both fusion passes share: one region takes in another.
#pragma once

#include "ir/graph.hpp"

namespace lathe::passes {

/// A pointwise node as a region over its operands; a fused node's own region.
ir::Region as_region(const ir::Graph& graph, const ir::Node& node);

/// True for nodes that fusion may take into a region: pointwise, and not a reshape that renumbers elements.
bool is_pointwise(const ir::Graph& graph, const ir::Node& node);

/// Appends to `into` a copy of `region` whose argument k is value arguments[k] of `into`; returns its yields.
std::vector<int> append(ir::Region& into, const ir::Region& region, const std::vector<int>& arguments);

/// Inserts `count` new arguments after the existing ones, renumbering instructions.
void add_arguments(ir::Region& region, int count);

/// If every use of the node's results is an operand of one and the same later node, that node's position; else -1.
int only_consumer(const ir::Graph& graph, const ir::Node& node);

}  // namespace lathe::passes
