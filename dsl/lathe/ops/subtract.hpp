// subtract: y = a - b
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Subtract {
  static constexpr const char* name = "subtract";
  static constexpr Inferred infer(Operands in, const Attributes&) { return broadcast(name, in[0], in[1]); }
};
}  // namespace ops

/// subtract(a, b) = a - b, elementwise with broadcasting; also written a - b.
inline constexpr Binary<ops::Subtract> subtract;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_subtract({
    .name = Subtract::name,
    .formula = "y = a - b",
    .source = "arithmetic, broadcast as in NumPy",
    .operands = 2,
    .infer = Subtract::infer,
    .gradient =
        [](const GradientRule& g) {
          return std::vector{sum_to(g.d(), g.operand(0).type()), sum_to(-g.d(), g.operand(1).type())};
        },
    .pointwise = elementwise([](kernel::Expr a, kernel::Expr b) { return a - b; }),
    .broadcasts = true,
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({3, 4}, true)}, .low = -2},
                {.operands = {sample_type({3, 4}, true), sample_type({4})}, .low = -2},
                {.operands = {sample_type({}), sample_type({3, 1}, true)}, .low = -2}},
});
}  // namespace lathe::ops
#endif
