// binary_cross_entropy: y = -(t log(p) + (1 - t) log(1 - p)), each logarithm at least -100
#pragma once

#include "lathe/ops/rules.hpp"

namespace lathe::ops {
struct BinaryCrossEntropy {
  static constexpr const char* name = "binary_cross_entropy";
  static constexpr Inferred infer(Operands in, const Attributes&) { return targets_fit(name, in[0], in[1]); }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_binary_cross_entropy({
    .name = BinaryCrossEntropy::name,
    .formula = "y = -(t log(p) + (1 - t) log(1 - p)), each logarithm at least -100",
    .source = "as in PyTorch; the bounds, also of the gradient's denominator, keep 0 and 1 finite",
    .operands = 2,
    .infer = BinaryCrossEntropy::infer,
    .names = "p, t -> y",
    .made_by = "`binary_cross_entropy`",
    .gradient =
        [](const GradientRule& g) {
          const Term p = g.operand(0), t = g.operand(1), one = constant(1, p);
          const Term variance = apply("maximum", {p * (one - p), constant(1e-12, p)});
          return std::vector{g.d() * (p - t) / variance, g.d() * (apply("log1p", {-p}) - apply("log", {p}))};
        },
    .pointwise = elementwise([](kernel::Expr p, kernel::Expr t) {
      return -(t * max(kernel::log(p), -100) + (1 - t) * max(kernel::log1p(-p), -100));
    }),
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({3, 4}, true)}, .low = 0.1, .high = 0.9}},
});
}  // namespace lathe::ops
#endif
