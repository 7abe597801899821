// sum: over any axes.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Sum {
  static constexpr const char* name = "sum";
  static constexpr bool summed(const Attributes& attributes, int axis) {
    const Attribute* axes = attributes.find("axes");
    for (int i = 0; axes && i < axes->count; ++i)
      if (axes->ints[i] == axis) return true;
    return false;
  }
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    if (Message m = not_real(name, in[0]); !m.empty()) return m;
    const Attribute* axes = attributes.find("axes");
    Type out = in[0];
    for (int i = 0; axes && i < axes->count; ++i)
      if (axes->ints[i] < 0 || axes->ints[i] >= in[0].rank)
        return Message("sum: axis ") << axes->ints[i] << " of " << in[0] << " does not exist, it has " << in[0].rank
                                     << " axes";
    for (int axis = in[0].rank; axis-- > 0;)
      if (summed(attributes, axis)) out = without_axis(out, axis, false);
    return out;
  }
};
}  // namespace ops

/// sum(x): the sum of all elements, a scalar; sum<0>(x), sum<0, 2>(x): over the axes named, which disappear.
/// A negative axis counts from the end.
template <int... axes, class X>
constexpr auto sum(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr Attributes attributes = [] {
    Attribute a{"axes"};
    if constexpr (sizeof...(axes) == 0)
      for (int i = 0; i < type_of<X>().rank; ++i) a.ints[a.count++] = i;
    else
      ((a.ints[a.count++] = axes < 0 ? axes + type_of<X>().rank : axes), ...);
    Attributes list;
    list.list[list.count++] = a;
    return list;
  }();
  return apply<ops::Sum, attributes>(at, x);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_sum({
    .name = Sum::name,
    .formula = "y[j] = sum over i of x[i, j]",
    .source = "summation, in index order",
    .infer = Sum::infer,
    .gradient =
        [](const GradientRule& g) {
          // The summed axes come back with extent 1, and are repeated from there.
          const Type& x = g.operand(0).type();
          Type kept = x;
          for (int i = 0; i < x.rank; ++i)
            if (Sum::summed(g.attributes(), i)) kept = without_axis(kept, i, true);
          return std::vector{broadcast_to(reshape_to(g.d(), kept), x)};
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const Type& x = k.operand_type(0);
          std::vector<kernel::Expr> index(static_cast<std::size_t>(x.rank)), result, loops;
          for (int i = 0; i < x.rank; ++i)
            if (!Sum::summed(k.attributes(), i))
              result.push_back(index[static_cast<std::size_t>(i)] = k.outer("i" + std::to_string(i), x, i));
          for (int i = 0; i < x.rank; ++i)
            if (Sum::summed(k.attributes(), i))
              loops.push_back(index[static_cast<std::size_t>(i)] = k.loop("k" + std::to_string(i), x, i));
          k.store(0, result, k.sum("sum", loops, k.operand(0, index)));
        },
    .samples = {{.operands = {sample_type({3, 4}, true)}, .attributes = Attributes{}.set("axes", {0, 1})},
                {.operands = {sample_type({3, 4}, true)}, .attributes = Attributes{}.set("axes", 0)},
                {.operands = {sample_type({3, 4, 2}, true)}, .attributes = Attributes{}.set("axes", {1, 2})}},
});
}  // namespace lathe::ops
#endif
