// broadcast: repeats a tensor along new leading axes and along extents of 1.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Broadcast {
  static constexpr const char* name = "broadcast";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Type to = shape_from(attributes, in[0].dtype);
    const Type& x = in[0];
    if (x.batched() && (to.batch_axis != x.batch_axis + to.rank - x.rank || to.batch_multiple != x.batch_multiple ||
                        to.extents[to.batch_axis] != x.extents[x.batch_axis]))
      return Message("broadcast: axis ") << x.batch_axis << " of " << x << " is the batch, and cannot be repeated";
    const Inferred met = ops::broadcast(name, x, to);
    if (!met.ok()) return met;
    if (!same_extents(met.types[0], to)) return Message("broadcast: ") << x << " does not fit in " << to;
    return to;
  }
};
}  // namespace ops

/// broadcast_to<float[100][3][4]>(x): x repeated along new leading axes and along its extents of 1, as in NumPy. The
/// batch axis stays one.
template <class To, class X>
constexpr auto broadcast_to(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr Type to = ops::with_dtype(type_of<To>(), type_of<X>().dtype);
  const Type from = detail::traced_type(x);
  const Scope scope = detail::scope_of<"broadcast_to", ops::Broadcast, ops::shape_attributes(to)>(at, x);
  Attributes batch;
  if (from.batched()) batch.set("batch", {from.batch_axis + to.rank - from.rank, from.batch_multiple});
  return apply<ops::Broadcast, ops::shape_attributes(to)>(at, batch, x);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_broadcast({
    .name = Broadcast::name,
    .formula = "y[i, j] = x[j]",
    .source = "broadcasting as in NumPy",
    .infer = Broadcast::infer,
    .attributes = {{"shape", "extents of the result"},
                   {"batch", "which axis of the result is the batch, and how many of its positions belong to a row"}},
    .gradient = [](const GradientRule& g) { return std::vector{sum_to(g.d(), g.operand(0).type())}; },
    .pointwise = [](const Point& p) { return p.operand(0); },
    .samples = {{.operands = {sample_type({4})}, .attributes = shape_attributes(sample_type({3, 4}, true))},
                {.operands = {sample_type({3, 1}, true)}, .attributes = shape_attributes(sample_type({3, 4}, true))}},
});
}  // namespace lathe::ops
#endif
