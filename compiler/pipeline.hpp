// The passes in their order.
#pragma once

#include <functional>
#include <string_view>

#include "ir/graph.hpp"
#include "passes/passes.hpp"

namespace lathe {

/// Told of every pass: its name, whether it changed the graph, and its time in seconds.
using PassObserver = std::function<void(std::string_view pass, const ir::Graph& after, bool changed, double seconds)>;

/// What makes a graph computable, and no more: the reference that everything is compared with.
void lower_to_reference(ir::Graph& graph);

/// The whole list. The verifier runs after every pass; what it finds is an InternalError naming the pass.
void optimise(ir::Graph& graph, const PassObserver& observer = {});

/// One pass by name, verified; false if it changed nothing. Throws std::out_of_range if there is no such pass.
bool run_pass(std::string_view name, ir::Graph& graph);

}  // namespace lathe
