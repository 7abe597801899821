// constant: a number.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe::ops {
struct Constant {
  static constexpr const char* name = "constant";
  static constexpr Inferred infer(Operands, const Attributes& attributes) {
    Type t;
    t.dtype = static_cast<DType>(attributes.integer("dtype"));
    return t;
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_constant({
    .name = Constant::name,
    .formula = "y = value",
    .source = "a literal of the spec",
    .operands = 0,
    .infer = Constant::infer,
    .attributes = {{"dtype", "element type of the result"}, {"value", "the number"}},
    .made_by = "a number",
    .gradient = [](const GradientRule&) { return std::vector<Term>{}; },
    .pointwise = [](const Point& p) { return kernel::constant_expr(p.attributes->real("value"), p.result.dtype); },
    .samples = {{.operands = {}, .attributes = Attributes{}.set("dtype", 1).set_real("value", 2.5)}},
});
}  // namespace lathe::ops
#endif
