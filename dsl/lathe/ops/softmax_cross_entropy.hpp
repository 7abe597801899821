// softmax_cross_entropy: negative log likelihood of softmax, in one pass over the scores.
//
// Specs write it as a composition (losses.hpp); the pass fuse_softmax_loss puts this operation in its place.
#pragma once

#include "lathe/ops/rules.hpp"

namespace lathe::ops {
struct SoftmaxCrossEntropy {
  static constexpr const char* name = "softmax_cross_entropy";
  static constexpr Inferred infer(Operands in, const Attributes&) {
    if (Message m = labels_do_not_fit(name, in[0], in[1]); !m.empty()) return m;
    if (Message m = not_real(name, in[0]); !m.empty()) return m;
    return Inferred(without_axis(in[0], in[0].rank - 1, false), in[0]);
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_softmax_cross_entropy({
    .name = SoftmaxCrossEntropy::name,
    .formula = "y[n] = log(sum of exp(x[n])) - x[n, t[n]]; p = softmax(x)",
    .source = "softmax with cross-entropy; its gradient is p - one_hot(t)",
    .operands = 2,
    .infer = SoftmaxCrossEntropy::infer,
    .names = "x, t -> y, p",
    .made_by = "the pass fuse_softmax_loss",
    .gradient =
        [](const GradientRule& g) {
          const Type& x = g.operand(0).type();
          const int last = x.rank - 1;
          const Term hot = apply("one_hot", {g.operand(1)},
                                 Attributes{}.set("classes", x.extents[last]).set("dtype", static_cast<int>(x.dtype)));
          return std::vector{(g.result(1) - hot) * reshape_to(g.d(), without_axis(x, last, true)), Term{}};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type& type = k.operand_type(0);
          auto row = k.outer_all(type, type.rank - 1);
          auto element = row;
          const auto c = element.back() = k.loop("c", type, type.rank - 1);
          const auto x = k.operand(0, element);
          const auto largest = k.maximum("largest", {c}, x);  // subtracted so that exp cannot overflow
          const auto total = k.sum("total", {c}, kernel::exp(x - largest));
          row.pop_back();
          auto at_label = row;
          at_label.push_back(bounded(k.operand(1, row), type.extents[type.rank - 1]));
          k.store(0, row, kernel::log(total) - (k.operand(0, at_label) - largest));
          k.store(1, element, kernel::exp(x - largest) / total);
        },
    .samples = {{.operands = {sample_type({3, 5}, true), sample_type({3}, true, DType::i32)}, .high = 4}},
});
}  // namespace lathe::ops
#endif
