// argsort: the positions of the elements along one axis in sorted order.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {

/// Which elements come first.
enum class Order : std::uint8_t { ascending, descending };

namespace ops {
struct Argsort {
  static constexpr const char* name = "argsort";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    if (in[0].rank == 0) return Message("argsort: takes at least one axis, not a scalar");
    if (Message m = not_along(name, in[0], axis_of(attributes, in[0])); !m.empty()) return m;
    return with_dtype(in[0], DType::i32);
  }
};
}  // namespace ops

/// argsort(x), argsort<0>(x, Order::descending): int, the position in x of each element of the sorted axis, the last
/// unless another is named. Equal elements keep their order; as in PyTorch, not-a-number is larger than all. Every
/// element is compared with every other: meant for axes of at most a few hundred. Not along the batch. No gradient.
template <int axis = -1, class X>
constexpr auto argsort(Tensor<X> x, Order order = Order::ascending,
                       std::source_location at = std::source_location::current()) {
  Attributes more;
  if (order == Order::descending) more.set("descending", 1);
  return apply<ops::Argsort, ops::axis_attribute(axis, type_of<X>().rank)>(at, more, x);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_argsort({
    .name = Argsort::name,
    .formula = "y[number of elements before x[c]] = c",
    .source = "stable order by rank",
    .infer = Argsort::infer,
    .attributes = {{"axis", "along which; the last where there is none"},
                   {"descending", "1 where the largest comes first"}},
    .gradient = [](const GradientRule&) { return std::vector{Term{}}; },
    .define =
        [](kernel::KernelBuilder& k) {
          using kernel::Expr;
          const Type& type = k.operand_type(0);
          const int axis = axis_of(k.attributes(), type);
          auto index = k.outer_all(type);
          Expr& at = index[static_cast<std::size_t>(axis)];
          const Expr own = at, c = k.loop("c", type, axis);
          const Expr x = k.operand(0, index);
          at = c;
          const Expr other = k.operand(0, index);
          const auto is_nan = [](const Expr& e) { return call(kernel::Function::not_equal, {e, e}); };
          // At most one of these holds, so that they add up to 0 or 1.
          const bool descending = k.attributes().integer("descending") != 0;
          Expr before = (descending ? x < other : other < x) + (other == x && c < own);
          if (type.dtype != DType::i32) {
            const Expr &larger = descending ? other : x, &smaller = descending ? x : other;
            before = before + (is_nan(larger) && smaller == smaller) + (is_nan(x) && is_nan(other) && c < own);
          }
          at = k.sum("rank", {c}, before);
          k.store(0, index, own);
        },
    .samples = {{.operands = {sample_type({3, 5}, true)}},
                {.operands = {sample_type({2, 6, 2}, true, DType::i32)},
                 .attributes = Attributes{}.set("axis", 1).set("descending", 1),
                 .high = 3}},
});
}  // namespace lathe::ops
#endif
