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
  /// Either `elements`, or `per_row` elements for each row of the batch.
  static constexpr Attributes attributes_of(const Type& t) {
    Attributes a;
    a.set("dtype", static_cast<int>(t.dtype));
    if (!t.batched()) return a.set("elements", t.elements());
    return a.set("per_row", t.elements() / t.extents[t.batch_axis] * t.batch_multiple);
  }
};
}  // namespace ops

/// count(x): a scalar, the number of elements of x; in a short last batch only the rows that are there count.
template <class X>
constexpr auto count(Tensor<X> x, std::source_location at = std::source_location::current()) {
  Builder* builder = x.builder;
  const Attributes attributes = ops::Count::attributes_of(x.Value::type());
  const Ref ref = builder->apply(ops::Count::name, &ops::Count::infer, nullptr, 0, attributes, at);
  return Tensor<std::remove_all_extents_t<X>>{builder, ref};
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
    .gradient = [](const GradientRule&) { return std::vector<Term>{}; },
    .pointwise =
        [](const Point& p) {
          if (const Attribute* fixed = p.attributes->find("elements"))
            return kernel::constant_expr(static_cast<double>(fixed->ints[0]), p.result.dtype);
          kernel::Expr rows = cast_to(p.result.dtype, kernel::rows_expr());
          const auto per_row = p.attributes->integer("per_row", 1);
          return per_row == 1 ? rows : rows * kernel::constant_expr(static_cast<double>(per_row), p.result.dtype);
        },
    .samples = {{.operands = {}, .attributes = Attributes{}.set("dtype", 1).set("per_row", 4)}},
});
}  // namespace lathe::ops
#endif
