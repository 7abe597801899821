// literal: a tensor whose elements the spec lists.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Literal {
  static constexpr const char* name = "literal";
  static constexpr Inferred infer(Operands, const Attributes& attributes) {
    return shape_from(attributes, static_cast<DType>(attributes.integer("dtype")));
  }
};
}  // namespace ops

namespace detail {
/// A number that is to be an element of a tensor of that type.
constexpr void check_element(std::string_view function, Builder* builder, double number, const Type& type,
                             Location at) {
  if (builder && !can_be(type.dtype, number))
    builder->fail(Message(function) << ": " << number << " is no element of " << type << ", which has "
                                    << elements_of(type.dtype),
                  at);
}

template <class T, class Number, std::size_t n>
constexpr Tensor<T> literal(Builder* builder, const Number (&list)[n], Location at) {
  constexpr Type type = type_of<T>();
  check<type.elements() == n, Message("tensor: ") << static_cast<std::int64_t>(n) << " numbers given for " << type
                                                  << ", which has " << type.elements() << " elements">();
  if (!builder) return {};
  const Attributes attributes = ops::shape_attributes(type).set("dtype", static_cast<int>(type.dtype));
  const Ref ref = builder->add(ops::Literal::name, "", nullptr, 0, type, attributes, at);
  builder->nodes[ref.node].values = {builder->numbers.size(), static_cast<int>(n)};
  for (Number number : list) {
    check_element("tensor", builder, number, type, at);
    builder->numbers.push_back(number);
  }
  return {builder, ref};
}
}  // namespace detail
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_literal({
    .name = Literal::name,
    .formula = "y = the numbers listed",
    .source = "a literal of the spec",
    .operands = 0,
    .infer = Literal::infer,
    .attributes = {{"shape", "extents of the result"}, {"dtype", "element type of the result"}},
    .made_by = "`tensor<float[3]>({1, 2, 3})`, and positions listed for `take`",
    .gradient = [](const GradientRule&) { return std::vector<Term>{}; },
    .define =
        [](kernel::KernelBuilder& k) {
          const auto index = k.outer_all(k.result_type());
          k.store(0, index, k.table(index));
        },
    .samples = {{.operands = {},
                 .attributes = shape_attributes(sample_type({2, 2})).set("dtype", static_cast<int>(DType::f64)),
                 .values = {1, 2, 3, 4}}},
});
}  // namespace lathe::ops
#endif
