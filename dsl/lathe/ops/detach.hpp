// detach: y = x, without a gradient
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Detach {
  static constexpr const char* name = "detach";
  static constexpr Inferred infer(Operands in, const Attributes&) { return in[0]; }
};
}  // namespace ops

/// detach(x): x as a value that the loss does not depend on; no gradient goes through.
inline constexpr Unary<ops::Detach> detach;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_detach({
    .name = Detach::name,
    .formula = "y = x",
    .source = "stops the gradient",
    .infer = Detach::infer,
    .gradient = [](const GradientRule&) { return std::vector{Term{}}; },
    .pointwise = elementwise([](kernel::Expr x) { return x; }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
