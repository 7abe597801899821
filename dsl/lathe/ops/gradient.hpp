// gradient: of a scalar loss with respect to a parameter, as an update rule asks for it.
//
// The pass differentiate puts the gradient's own nodes in its place.
#pragma once

#include "lathe/ops/rules.hpp"

namespace lathe::ops {
struct Gradient {
  static constexpr const char* name = "gradient";
  static constexpr Inferred infer(Operands in, const Attributes&) {
    if (in[0].rank != 0) return Message("gradient: the loss must be a scalar, not ") << in[0];
    return in[1];
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_gradient({
    .name = Gradient::name,
    .formula = "y = d loss / d parameter",
    .source = "reverse-mode differentiation",
    .operands = 2,
    .infer = Gradient::infer,
    .made_by = "`gradient`, and `minimize` once for each parameter",
});
}  // namespace lathe::ops
#endif
