// by_mode: one value in training, another in evaluation and prediction.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct ByMode {
  static constexpr const char* name = "by_mode";
  static constexpr Inferred infer(Operands in, const Attributes&) {
    if (in[0] != in[1])
      return Message("by_mode: ") << in[0] << " in training and " << in[1] << " otherwise must be of one type";
    return in[0];
  }
};
}  // namespace ops

/// by_mode(training, otherwise): the first in a training step, the second in evaluation and prediction, where the first
/// is not even computed.
inline constexpr Binary<ops::ByMode> by_mode;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_by_mode({
    .name = ByMode::name,
    .formula = "y = a in training, b otherwise",
    .source = "the pass choose_mode puts one of the two in its place",
    .operands = 2,
    .infer = ByMode::infer,
    .gradient = [](const GradientRule& g) { return std::vector{g.d(), Term{}}; },
    .pointwise = [](const Point& p) { return p.operand(0); },
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({3, 4}, true)}}},
});
}  // namespace lathe::ops
#endif
