// argmax: the index of the largest element along the last axis, the first of equals
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Argmax {
  static constexpr const char* name = "argmax";
  static constexpr Inferred infer(Operands in, const Attributes&) {
    if (in[0].rank == 0) return Message("argmax: takes at least one axis, not a scalar");
    if (in[0].batch_axis == in[0].rank - 1) return Message("argmax: the last axis of ") << in[0] << " is the batch";
    return with_dtype(without_axis(in[0], in[0].rank - 1, false), DType::i32);
  }
};
}  // namespace ops

/// argmax(x): int, the index of the largest element along the last axis, which disappears. No gradient.
inline constexpr Unary<ops::Argmax> argmax;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_argmax({
    .name = Argmax::name,
    .formula = "y[n] = the first c with x[n, c] = max of x[n]",
    .source = "as in NumPy",
    .infer = Argmax::infer,
    .gradient = [](const GradientRule&) { return std::vector{Term{}}; },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type& type = k.operand_type(0);
          auto row = k.outer_all(type, 1);
          auto element = row;
          element.push_back(k.loop("c", type, type.rank - 1));
          k.store(0, row, k.argmax("best", element.back(), k.operand(0, element)));
        },
    .samples = {{.operands = {sample_type({3, 5}, true)}}},
});
}  // namespace lathe::ops
#endif
