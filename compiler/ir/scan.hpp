// The parts of a scan's node: lathe/ops/scan.hpp says what a scan is.
//
//   node.operands[s]            the first value of state s          body.arguments[s], carried
//   node.operands[states + i]   a sequence                          body.arguments[states + i], element
//                               the same at all times               body.arguments[states + i], input
//   node.results[s]             state s at the end                  body.updates[s]
//   node.results[states + k]    the values of output k, stacked     body.outputs[k]
#pragma once

#include "ir/graph.hpp"
#include "lathe/ops/scan.hpp"

namespace lathe::ir {

inline bool is_scan(const Node& n) { return !n.body.empty(); }
inline std::size_t states_of(const Node& scan) { return static_cast<std::size_t>(scan.attributes.integer("states")); }
inline int times_of(const Node& scan) { return static_cast<int>(scan.attributes.integer("times")); }
/// True if the last time comes first.
inline bool is_reversed(const Node& scan) { return scan.attributes.integer("reverse") != 0; }

inline Attributes scan_attributes(std::size_t states, int times, bool reverse) {
  Attributes a = Attributes{}.set("states", static_cast<std::int64_t>(states)).set("times", times);
  return reverse ? a.set("reverse", 1) : a;
}

/// Appends an operand that the body sees as an argument of that kind and name; returns the body's value. One that is
/// there already is not added again.
ValueId add_operand(const Graph& graph, Node& scan, ValueId operand, ValueKind kind, const std::string& name);

/// Appends an output to the body and the result that stacks it; returns the result. One that is there already is not
/// added again.
ValueId add_stacked(Graph& graph, Node& scan, ValueId body_value, const std::string& name);

/// Removes operand i, or result states + k with output k; the body may no longer use the operand.
void remove_operand(Node& scan, std::size_t i);
void remove_stacked(Node& scan, std::size_t k);
/// Removes state s: operand, argument, update and result.
void remove_state(Node& scan, std::size_t s);

}  // namespace lathe::ir
