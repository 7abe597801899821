// negate: y = -x
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Negate {
  static constexpr const char* name = "negate";
  static constexpr Inferred infer(Operands in, const Attributes&) { return in[0]; }
};
}  // namespace ops

/// negate(x) = -x, elementwise; also written -x.
inline constexpr Unary<ops::Negate> negate;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_negate({
    .name = Negate::name,
    .formula = "y = -x",
    .source = "negation",
    .infer = Negate::infer,
    .gradient = [](const GradientRule& g) { return std::vector{-g.d()}; },
    .pointwise = elementwise([](kernel::Expr x) { return -x; }),
    .samples = {{.operands = {sample_type({3, 4}, true)}}, {.operands = {sample_type({5})}}},
});
}  // namespace lathe::ops
#endif
