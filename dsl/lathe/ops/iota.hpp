// iota: the position along one axis.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe::ops {
struct Iota {
  static constexpr const char* name = "iota";
  static constexpr Inferred infer(Operands, const Attributes& attributes) {
    const Type t = shape_from(attributes, static_cast<DType>(attributes.integer("dtype")));
    if (Message m = no_such_axis(name, t, attributes.integer("axis")); !m.empty()) return m;
    return t;
  }
  static constexpr Attributes attributes(const Type& t, int axis) {
    return shape_attributes(t).set("axis", axis).set("dtype", static_cast<int>(t.dtype));
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_iota({
    .name = Iota::name,
    .formula = "y[i, j] = j",
    .source = "as in APL",
    .operands = 0,
    .infer = Iota::infer,
    .attributes = {{"shape", "extents of the result"},
                   {"dtype", "element type of the result"},
                   {"axis", "whose positions are counted"}},
    .made_by = "`arange`, `linspace`, `eye`, `tril` and `triu`",
    .gradient = [](const GradientRule&) { return std::vector<Term>{}; },
    .pointwise =
        [](const Point& p) {
          return cast_to(p.result.dtype, p.index[static_cast<std::size_t>(p.attributes->integer("axis"))]);
        },
    .samples = {{.operands = {}, .attributes = Iota::attributes(sample_type({2, 3}), 1)}},
});
}  // namespace lathe::ops
#endif
