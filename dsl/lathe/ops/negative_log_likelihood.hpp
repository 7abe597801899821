// negative_log_likelihood: y = -x[t], a row of log probabilities at the row's label
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct NegativeLogLikelihood {
  static constexpr const char* name = "negative_log_likelihood";
  static constexpr Inferred infer(Operands in, const Attributes&) {
    if (Message m = labels_do_not_fit(name, in[0], in[1]); !m.empty()) return m;
    if (Message m = not_real(name, in[0]); !m.empty()) return m;
    return without_axis(in[0], in[0].rank - 1, false);
  }
};
}  // namespace ops

/// negative_log_likelihood(x, t): -x[n][t[n]] for log probabilities x float[n][classes] and labels t int[n];
/// the result is float[n]. Labels must be in 0 … classes-1.
inline constexpr Binary<ops::NegativeLogLikelihood> negative_log_likelihood;
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_negative_log_likelihood({
    .name = NegativeLogLikelihood::name,
    .formula = "y[n] = -x[n, t[n]]",
    .source = "cross-entropy on labels",
    .operands = 2,
    .infer = NegativeLogLikelihood::infer,
    .names = "x, t -> y",
    .gradient =
        [](const GradientRule& g) {
          const Type& x = g.operand(0).type();
          const int last = x.rank - 1;
          const Term hot = apply("one_hot", {g.operand(1)},
                                 Attributes{}.set("classes", x.extents[last]).set("dtype", static_cast<int>(x.dtype)));
          return std::vector{-reshape_to(g.d(), without_axis(x, last, true)) * hot, Term{}};
        },
    .pointwise =
        [](const Point& p) {
          auto index = p.index;
          const Type& x = p.operand_types[0];
          index.push_back(bounded(p.load(1, p.index), x.extents[x.rank - 1]));
          return -p.load(0, index);
        },
    .samples = {{.operands = {sample_type({3, 5}, true), sample_type({3}, true, DType::i32)}, .high = 4}},
});
}  // namespace lathe::ops
#endif
