// cast: the same values in another element type.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Cast {
  static constexpr const char* name = "cast";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    Type t = in[0];
    t.dtype = static_cast<DType>(attributes.integer("dtype"));
    return t;
  }
};
}  // namespace ops

/// cast<float>(x): x with elements of type float, double or int; towards int the fraction is dropped.
/// The gradient passes through between real types and is none from int.
template <class Element, class X>
constexpr auto cast(Tensor<X> x, std::source_location at = std::source_location::current()) {
  detail::check<type_of<Element>().rank == 0, Message("cast: takes an element type, not ") << type_of<Element>()>();
  return apply<ops::Cast, Attributes{}.set("dtype", static_cast<int>(type_of<Element>().dtype))>(at, x);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_cast({
    .name = Cast::name,
    .formula = "y = x",
    .source = "conversion as in C++",
    .infer = Cast::infer,
    .attributes = {{"dtype", "element type of the result"}},
    .gradient =
        [](const GradientRule& g) {
          const DType from = g.operand(0).type().dtype;
          if (from == DType::i32 || g.result().type().dtype == DType::i32) return std::vector{Term{}};
          return std::vector{apply("cast", {g.d()}, Attributes{}.set("dtype", static_cast<int>(from)))};
        },
    .pointwise = [](const Point& p) { return cast_to(p.result.dtype, p.operand(0)); },
    .samples = {{.operands = {sample_type({3, 4}, true, DType::i32)}, .attributes = Attributes{}.set("dtype", 1)},
                {.operands = {sample_type({3, 4}, true)}, .attributes = Attributes{}.set("dtype", 1)}},
});
}  // namespace lathe::ops
#endif
