// count: how many elements a tensor really has, the short last batch considered.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Count {
  static constexpr const char* name = "count";
  static constexpr Inferred infer(Operands, const Attributes& attributes) {
    Type t;
    t.dtype = static_cast<DType>(attributes.integer("dtype"));
    return t;
  }
  /// How many elements the axes named have together: either `elements`, or `per_row` for each row of the batch.
  static constexpr Attributes attributes_of(const Type& t, const Attributes& axes) {
    const bool batched = t.batched() && names_axis(axes, t.batch_axis);
    std::int64_t elements = batched ? t.batch_multiple : 1;
    for (int i = 0; i < t.rank; ++i)
      if (names_axis(axes, i) && !(batched && i == t.batch_axis)) elements *= t.extents[i];
    return Attributes{}.set("dtype", static_cast<int>(t.dtype)).set(batched ? "per_row" : "elements", elements);
  }
};
}  // namespace ops

/// count(x): a scalar, the number of elements of x; count<1>(x), count<0, 2>(x): how many a sum over those axes adds.
/// In a short last batch only the rows that are there count.
template <int... axes, class X>
constexpr auto count(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr Message mistake =
      ops::reduced("count", type_of<X>(), ops::axes_attribute(type_of<X>().rank, {axes...})).error;
  detail::check<mistake.empty(), mistake>();
  const Attributes attributes =
      ops::Count::attributes_of(detail::traced_type(x), ops::axes_attribute(type_of<X>().rank, {axes...}));
  detail::take_shape(x);
  Ref ref;
  if (x.builder) ref = x.builder->apply(ops::Count::name, &ops::Count::infer, nullptr, 0, attributes, at);
  return Tensor<std::remove_all_extents_t<X>>(x.builder, ref);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_count({
    .name = Count::name,
    .formula = "y = number of elements",
    .source = "counting",
    .operands = 0,
    .infer = Count::infer,
    .attributes = {{"dtype", "element type of the result"},
                   {"per_row", "how many for each row of the batch"},
                   {"elements", "how many, where the batch is not counted"}},
    .gradient = [](const GradientRule&) { return std::vector<Term>{}; },
    .pointwise =
        [](const Point& p) {
          if (const Attribute* fixed = p.attributes->find("elements"))
            return kernel::constant_expr(static_cast<double>(fixed->ints[0]), p.result.dtype);
          kernel::Expr rows = cast_to(p.result.dtype, kernel::rows_expr());
          const auto per_row = p.attributes->integer("per_row", 1);
          return per_row == 1 ? rows : rows * kernel::constant_expr(static_cast<double>(per_row), p.result.dtype);
        },
    .samples = {{.operands = {}, .attributes = Attributes{}.set("dtype", 1).set("per_row", 4)},
                {.operands = {}, .attributes = Attributes{}.set("dtype", 1).set("elements", 12)}},
});
}  // namespace lathe::ops
#endif
