// concat: tensors one after another along an axis.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Concat {
  static constexpr const char* name = "concat";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    if (in.count == 0) return Message("concat: takes at least one tensor");
    Type y = in[0];
    const int axis = static_cast<int>(attributes.integer("axis"));
    if (Message m = not_along(name, y, axis); !m.empty()) return m;
    for (int k = 1; k < in.count; ++k) {
      if (in[k].dtype != y.dtype)
        return Message("concat: ") << in[0] << " and " << in[k] << " have different element types; cast one of them";
      Type other = in[k];
      if (other.rank == y.rank) other.extents[axis] = y.extents[axis];
      if (!same_extents(other, y))
        return Message("concat: ") << in[0] << " and " << in[k] << " differ in more than axis " << axis;
      if (other != y)
        return Message("concat: ") << in[0] << " and " << in[k] << " differ in their batch axis"
                                   << without_batch(in[0], in[k]);
      y.extents[axis] += in[k].extents[axis];
    }
    return y;
  }
  template <class X>
  static constexpr Attributes along(int axis) {
    return Attributes{}.set("axis", from_front(axis, type_of<X>().rank));
  }
};
constexpr Message more_than_8(std::string_view op, std::size_t given) {
  return Message(op) << ": " << static_cast<std::int64_t>(given)
                     << " tensors, must be at most 8; concat the results again";
}
}  // namespace ops

/// concat<1>(a, b): the tensors one after another along axis 1; all other extents are the same. Two to four of them, or
/// up to 8 of one shape in braces: concat<1>({a, b, c, d, e}). Not along the batch.
template <int axis, class A, class B>
constexpr auto concat(Tensor<A> a, Tensor<B> b, std::source_location at = std::source_location::current()) {
  return apply<ops::Concat, ops::Concat::along<A>(axis)>(at, a, b);
}
template <int axis, class A, class B, class C>
constexpr auto concat(Tensor<A> a, Tensor<B> b, Tensor<C> c,
                      std::source_location at = std::source_location::current()) {
  return apply<ops::Concat, ops::Concat::along<A>(axis)>(at, a, b, c);
}
template <int axis, class A, class B, class C, class D>
constexpr auto concat(Tensor<A> a, Tensor<B> b, Tensor<C> c, Tensor<D> d,
                      std::source_location at = std::source_location::current()) {
  return apply<ops::Concat, ops::Concat::along<A>(axis)>(at, a, b, c, d);
}
template <int axis, class X, std::size_t n>
constexpr auto concat(const Tensor<X> (&list)[n], std::source_location at = std::source_location::current()) {
  detail::check<(n <= 8), ops::more_than_8("concat", n)>();
  return [&]<std::size_t... i>(std::index_sequence<i...>) {
    return apply<ops::Concat, ops::Concat::along<X>(axis)>(at, list[i]...);
  }(std::make_index_sequence<n>{});
}
/// Internal: says what is wrong.
template <int axis, class A, class B, class C, class D, class E, class... More>
constexpr Tensor<A> concat(Tensor<A>, Tensor<B>, Tensor<C>, Tensor<D>, Tensor<E>, Tensor<More>...) {
  detail::check<false, Message("concat: ") << 5 + static_cast<int>(sizeof...(More))
                                           << " tensors, must be at most 4, or 8 of one shape in braces">();
  return {};
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_concat({
    .name = Concat::name,
    .formula = "y = a, then b, along an axis",
    .source = "as in NumPy",
    .operands = any_number,
    .infer = Concat::infer,
    .attributes = {{"axis", "along which"}},
    .gradient =
        [](const GradientRule& g) {
          const auto axis = g.attributes().integer("axis");
          std::vector<Term> d;
          std::int64_t start = 0;
          for (int k = 0; k < g.operands(); ++k) {
            const std::int64_t stop = start + g.operand(k).type().extents[axis];
            d.push_back(apply("slice", {g.d()}, Attributes{}.set("axis", axis).set("start", start).set("stop", stop)));
            start = stop;
          }
          return d;
        },
    .define =
        [](kernel::KernelBuilder& k) {
          const int axis = static_cast<int>(k.attributes().integer("axis"));
          auto index = k.outer_all(k.result_type(), axis);
          auto& at = index[static_cast<std::size_t>(axis)];
          for (int operand = 0, start = 0; operand < k.operands(); ++operand) {
            const Type& type = k.operand_type(operand);
            const auto c = k.loop("c", type, axis);
            at = c;
            const auto element = k.operand(operand, index);
            at = kernel::strided(c, start);
            k.store(0, index, element);
            start += type.extents[axis];
          }
        },
    .samples = {{.operands = {sample_type({3, 4}, true), sample_type({3, 2}, true)},
                 .attributes = Attributes{}.set("axis", 1)},
                {.operands = {sample_type({1, 3}), sample_type({2, 3}), sample_type({1, 3})},
                 .attributes = Attributes{}.set("axis", 0)}},
});
}  // namespace lathe::ops
#endif
