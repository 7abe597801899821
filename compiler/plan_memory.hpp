// Where every value of a graph lives: decided before the first step, for the largest batch.
#pragma once

#include <cstddef>
#include <vector>

#include "ir/graph.hpp"

namespace lathe {

enum class Storage : std::uint8_t {
  none,      // nobody refers to the value
  argument,  // the caller's memory: an input, a parameter, a hyperparameter (`owner` says which)
  arena,     // `offset` bytes into the arena
  element,   // of a scan's body: at its time in the stack of output `owner`
  output,    // the memory that the caller gives for output `owner`: a gradient, or what predict returns
};

struct Placement {
  Storage storage = Storage::none;
  int owner = -1;  // argument: the value whose memory it is; element, output: the position of the output
  std::size_t offset = 0, bytes = 0;
  int first = 0, last = 0;  // nodes between which the memory holds the value
};

struct MemoryPlan {
  std::vector<Placement> placements;  // by value
  std::vector<Placement> workspaces;  // by node: where a scan's body has its arena
  std::size_t arena_bytes = 0;
  std::size_t unplanned_bytes = 0;  // the arena, if every result in it had memory of its own
};

/// Lifetimes to offsets. Results share memory with an operand where each element is read only when the same element
/// is written (views share it always), updates are written straight into the parameter when nobody reads the old value
/// afterwards, and everything else is placed in one arena, larger values first, each at the lowest offset that is free
/// for as long as it lives. Outputs live to the end; gradients and what predict returns are written straight to the
/// caller. A scan's states change where their first values lie, its body has an arena of its own, and the body's
/// outputs are written straight into their stacks.
MemoryPlan plan_memory(const ir::Graph& graph);

std::size_t size_in_bytes(const Type& type);

}  // namespace lathe
