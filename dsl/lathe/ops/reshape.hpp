// reshape: the same elements in the same order under another shape.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Reshape {
  static constexpr const char* name = "reshape";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    Type to = shape_from(attributes, in[0].dtype);
    if (to.elements() != in[0].elements())
      return Message("reshape: ") << in[0] << " has " << in[0].elements() << " elements but " << to << " has "
                                  << to.elements();
    if (!in[0].batched()) return to;
    // Axes of extent 1 come and go wherever the batch is; a rule that makes such a reshape says where it is then.
    if (to.batched() && differ_by_unit_axes(in[0], to) && to.batch_multiple == in[0].batch_multiple &&
        to.extents[to.batch_axis] == in[0].extents[in[0].batch_axis])
      return to;
    if (to.rank == 0 || in[0].batch_axis != 0)
      return Message("reshape: the batch must be the first axis of ") << in[0] << " and of the result";
    const int batch = in[0].extents[0] / in[0].batch_multiple;
    if (to.extents[0] % batch != 0)
      return Message("reshape: the first extent of ") << to << " is not a multiple of the batch, " << batch;
    to.batch_axis = 0;
    to.batch_multiple = to.extents[0] / batch;
    return to;
  }
};
}  // namespace ops

/// reshape<float[100][784]>(x): the elements of x in row-major order under another shape; no copy is made.
template <class To, class X>
constexpr auto reshape(Tensor<X> x, std::source_location at = std::source_location::current()) {
  return apply<ops::Reshape, ops::shape_attributes(type_of<To>())>(at, x);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_reshape({
    .name = Reshape::name,
    .formula = "y = x, row-major order kept",
    .source = "reshape as in NumPy",
    .infer = Reshape::infer,
    .gradient = [](const GradientRule& g) { return std::vector{reshape_to(g.d(), g.operand(0).type())}; },
    .pointwise =
        [](const Point& p) {
          const Type &from = p.operand_types[0], &to = p.result;
          std::vector<kernel::Expr> source(static_cast<std::size_t>(from.rank), kernel::constant_expr(0, DType::i32));
          if (differ_by_unit_axes(from, to)) {
            int j = 0;
            for (int i = 0; i < from.rank; ++i) {
              if (from.extents[i] == 1) continue;
              while (to.extents[j] == 1) ++j;
              source[static_cast<std::size_t>(i)] = p.index[static_cast<std::size_t>(j++)];
            }
            return p.load(0, source);
          }
          // Elements are numbered in row-major order on both sides.
          kernel::Expr flat = kernel::constant_expr(0, DType::i32);
          for (int i = 0; i < to.rank; ++i) flat = flat * to.extents[i] + p.index[static_cast<std::size_t>(i)];
          for (int i = from.rank; i-- > 0;) {
            const kernel::Expr extent = kernel::constant_expr(from.extents[i], DType::i32);
            source[static_cast<std::size_t>(i)] = i ? call(kernel::Function::remainder, {flat, extent}) : flat;
            flat = flat / extent;
          }
          return p.load(0, source);
        },
    .view = true,
    .samples = {{.operands = {sample_type({3, 4}, true)}, .attributes = shape_attributes(sample_type({3, 2, 2}, true))},
                {.operands = {sample_type({2, 3})}, .attributes = shape_attributes(sample_type({6}))}},
});
}  // namespace lathe::ops
#endif
