// equal: y = 1 if a = b else 0
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Equal {
  static constexpr const char* name = "equal";
  static constexpr Inferred infer(Operands in, const Attributes&) {
    Inferred r = broadcast(name, in[0], in[1]);
    r.types[0].dtype = DType::i32;
    return r;
  }
};
}  // namespace ops

/// equal(a, b): int, 1 where a and b are equal, else 0; with broadcasting. No gradient.
inline constexpr Binary<ops::Equal> equal;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_equal({
    .name = Equal::name,
    .formula = "y = 1 if a = b else 0",
    .source = "comparison, broadcast as in NumPy",
    .operands = 2,
    .infer = Equal::infer,
    .gradient = [](const GradientRule&) { return std::vector{Term{}, Term{}}; },
    .pointwise =
        [](const Point& p) {
          return select(p.operand(0) == p.operand(1), kernel::constant_expr(1, DType::i32),
                        kernel::constant_expr(0, DType::i32));
        },
    .samples = {{.operands = {sample_type({3, 4}, true, DType::i32), sample_type({3, 4}, true, DType::i32)}}},
});
}  // namespace lathe::ops
#endif
