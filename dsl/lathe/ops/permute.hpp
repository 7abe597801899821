// permute: the axes in another order.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Permute {
  static constexpr const char* name = "permute";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    const Type& x = in[0];
    const Attribute* axes = attributes.find("axes");
    const int count = axes ? axes->count : 0;
    bool each_once = count == x.rank;
    for (int axis = 0; axis < x.rank; ++axis) each_once = each_once && names_axis(attributes, axis);
    if (!each_once) {
      Message m = Message("permute: axes ");
      for (int i = 0; i < count; ++i) m << (i ? ", " : "") << axes->ints[i];
      return m << " of " << x << " must be each of its " << x.rank << " axes once";
    }
    Type y = x;
    for (int i = 0; i < x.rank; ++i) {
      y.extents[i] = x.extents[axes->ints[i]];
      if (axes->ints[i] == x.batch_axis) y.batch_axis = i;
    }
    return y;
  }
  /// The order that exchanges two axes.
  static constexpr Attributes exchange(int rank, int a, int b) {
    Attributes order = axes_attribute(rank, {});
    order.list[0].ints[a] = b;
    order.list[0].ints[b] = a;
    return order;
  }
};
}  // namespace ops

/// permute<2, 0, 1>(x): axis i of the result is axis axes[i] of x, so that float[2][3][4] becomes float[4][2][3].
/// A negative axis counts from the end.
template <int... axes, class X>
constexpr auto permute(Tensor<X> x, std::source_location at = std::source_location::current()) {
  return apply<ops::Permute, ops::axes_attribute(type_of<X>().rank, {axes...})>(at, x);
}

/// transpose(x): the last two axes exchanged; transpose<0, 2>(x): any two.
template <int a = -2, int b = -1, class X>
constexpr auto transpose(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr Type type = type_of<X>();
  constexpr int first = ops::from_front(a, type.rank), second = ops::from_front(b, type.rank);
  detail::check<ops::no_such_axis("transpose", type, first).empty(), ops::no_such_axis("transpose", type, first)>();
  detail::check<ops::no_such_axis("transpose", type, second).empty(), ops::no_such_axis("transpose", type, second)>();
  const Scope scope(x.builder, at, "transpose");
  return apply<ops::Permute, ops::Permute::exchange(type.rank, first, second)>(at, x);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_permute({
    .name = Permute::name,
    .formula = "y[j, i] = x[i, j]",
    .source = "as in PyTorch",
    .infer = Permute::infer,
    .attributes = {{"axes", "axis i of y is axis axes[i] of x"}},
    .gradient =
        [](const GradientRule& g) {
          const Attribute& axes = *g.attributes().find("axes");
          Attributes inverse = g.attributes();
          for (int i = 0; i < axes.count; ++i) inverse.list[0].ints[axes.ints[i]] = i;
          return std::vector{apply("permute", {g.d()}, inverse)};
        },
    .pointwise =
        [](const Point& p) {
          const Attribute& axes = *p.attributes->find("axes");
          std::vector<kernel::Expr> source(p.index.size());
          for (std::size_t i = 0; i < source.size(); ++i) source[static_cast<std::size_t>(axes.ints[i])] = p.index[i];
          return p.load(0, source);
        },
    .samples = {{.operands = {sample_type({3, 4}, true)}, .attributes = Attributes{}.set("axes", {1, 0})},
                {.operands = {sample_type({2, 3, 4}, true)}, .attributes = Attributes{}.set("axes", {2, 0, 1})}},
});
}  // namespace lathe::ops
#endif
