// one_hot: 1 at the label, 0 elsewhere
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct OneHot {
  static constexpr const char* name = "one_hot";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    if (in[0].dtype != DType::i32) return Message("one_hot: labels ") << in[0] << " must be int: class numbers";
    if (attributes.integer("classes") < 1)
      return Message("one_hot: ") << attributes.integer("classes") << " classes, must be at least 1";
    if (in[0].rank == max_rank) return Message("one_hot: ") << in[0] << " has no room for one more axis";
    Type t = in[0];
    t.dtype = static_cast<DType>(attributes.integer("dtype"));
    t.extents[t.rank++] = static_cast<int>(attributes.integer("classes"));
    return t;
  }
};
}  // namespace ops

/// one_hot<10>(t): float[n][10], 1 where the last index is the label t[n], else 0. No gradient.
template <int classes, class T>
constexpr auto one_hot(Tensor<T> t, std::source_location at = std::source_location::current()) {
  return apply<ops::OneHot, Attributes{}.set("classes", classes).set("dtype", static_cast<int>(DType::f32))>(at, t);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_one_hot({
    .name = OneHot::name,
    .formula = "y[n, c] = 1 if c = t[n] else 0",
    .source = "indicator encoding",
    .infer = OneHot::infer,
    .names = "t -> y",
    .attributes = {{"classes", "extent of the last axis"}, {"dtype", "element type of the result"}},
    .gradient = [](const GradientRule&) { return std::vector{Term{}}; },
    .pointwise =
        [](const Point& p) {
          const auto label = p.load(0, {p.index.begin(), p.index.end() - 1});
          return select(label == p.index.back(), kernel::constant_expr(1, p.result.dtype),
                        kernel::constant_expr(0, p.result.dtype));
        },
    .samples = {{.operands = {sample_type({3}, true, DType::i32)},
                 .attributes = Attributes{}.set("classes", 5).set("dtype", 1),
                 .high = 4}},
});
}  // namespace lathe::ops
#endif
