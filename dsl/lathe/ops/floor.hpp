// floor: y = the largest whole number that is at most x
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Floor {
  static constexpr const char* name = "floor";
  static constexpr Inferred infer(Operands in, const Attributes&) { return same_as_operand(name, in); }
};
}  // namespace ops

/// floor(x): the largest whole number that is at most x, elementwise; its gradient is 0 everywhere.
inline constexpr Unary<ops::Floor> floor;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_floor({
    .name = Floor::name,
    .formula = "y = floor(x)",
    .source = "rounding down",
    .infer = Floor::infer,
    .gradient = [](const GradientRule&) { return std::vector{Term{}}; },
    .pointwise = elementwise([](kernel::Expr x) { return kernel::floor(x); }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
