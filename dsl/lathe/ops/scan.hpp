// scan: one graph, run for each time of a sequence, with a state that it carries from time to time.
//
// A node has a body. Operands are the first values of the states, then what the body reads: whole sequences, of which
// it sees the element at its time, and values that are the same at all times. Results are the states at the end, then
// for each output of the body all its values, stacked. Times are an axis of their own: axis 1, behind the batch, or
// axis 0 where an element is a scalar.
#pragma once

#include "lathe/ops/rules.hpp"

namespace lathe::ops {

/// The axis that counts the times in a stack of elements with `rank` axes.
constexpr int time_axis(int rank) { return rank ? 1 : 0; }

/// The type of `times` elements, stacked.
constexpr Type stacked(const Type& element, int times) {
  Type t = element;
  const int axis = time_axis(element.rank);
  for (int i = t.rank++; i > axis; --i) t.extents[i] = t.extents[i - 1];
  t.extents[axis] = times;
  if (t.batch_axis >= axis) ++t.batch_axis;
  return t;
}

/// The type of a sequence's elements.
constexpr Type element_of(const Type& sequence) { return without_axis(sequence, time_axis(sequence.rank - 1), false); }

}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_scan({
    .name = "scan",
    .formula = "state, y[t] = body(state, x[t]) for t = 0, 1, …, or from the last to the first",
    .source = "the left fold of a list that keeps its intermediate results",
    .operands = any_number,
    .attributes = {{"states", "how many operands are states; as many results are what they become"},
                   {"times", "how often the body runs"},
                   {"reverse", "1 where the last time comes first"}},
    .made_by = "`scan`, `Rnn`, `Lstm` and `Gru`",
});
}  // namespace lathe::ops
#endif
