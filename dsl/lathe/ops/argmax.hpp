// argmax: the index of the largest element along one axis, the first of equals
#pragma once

#include "lathe/ops/negate.hpp"

namespace lathe {
namespace ops {
struct Argmax {
  static constexpr const char* name = "argmax";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    if (in[0].rank == 0) return Message("argmax: takes at least one axis, not a scalar");
    const int axis = axis_of(attributes, in[0]);
    if (Message m = not_along(name, in[0], axis); !m.empty()) return m;
    return with_dtype(without_axis(in[0], axis, false), DType::i32);
  }
};
}  // namespace ops

/// argmax(x): int, the index of the largest element along the last axis, which disappears; argmax<1>(x): along axis 1.
/// Not along the batch. No gradient.
template <int axis = -1, class X>
constexpr auto argmax(Tensor<X> x, std::source_location at = std::source_location::current()) {
  return apply<ops::Argmax, ops::axis_attribute(axis, type_of<X>().rank)>(at, x);
}

/// argmin(x), argmin<1>(x): int, the index of the smallest element, the first of equals. No gradient.
template <int axis = -1, class X>
constexpr auto argmin(Tensor<X> x, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"argmin", ops::Argmax, ops::axis_attribute(axis, type_of<X>().rank)>(at, x);
  return argmax<axis>(negate(x, at), at);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_argmax({
    .name = Argmax::name,
    .formula = "y[n] = the first c with x[n, c] = max of x[n]",
    .source = "as in NumPy",
    .infer = Argmax::infer,
    .attributes = {{"axis", "along which; the last where there is none"}},
    .gradient = [](const GradientRule&) { return std::vector{Term{}}; },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type& type = k.operand_type(0);
          const int axis = axis_of(k.attributes(), type);
          auto index = k.outer_all(type, axis);
          const auto c = index[static_cast<std::size_t>(axis)] = k.loop("c", type, axis);
          const auto best = k.argmax("best", c, k.operand(0, index));
          index.erase(index.begin() + axis);
          k.store(0, index, best);
        },
    .samples = {{.operands = {sample_type({3, 5}, true)}},
                {.operands = {sample_type({3, 4, 2}, true)}, .attributes = Attributes{}.set("axis", 1)}},
});
}  // namespace lathe::ops
#endif
