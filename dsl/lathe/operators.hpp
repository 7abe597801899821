// Operators: on untyped values and numbers; those on tensors are friends of Tensor, in tensor.hpp.
#pragma once

#include "lathe/ops/ops.hpp"

namespace lathe {

#define LATHE_OPERATOR(symbol, Op)                                                 \
  constexpr Value operator symbol(Located<Value> a, Value b) {                     \
    return apply_value<Op>(a.at, Attributes{}, a.value, b);                        \
  }                                                                                \
  constexpr Value operator symbol(Located<Value> a, double b) {                    \
    return apply_value<Op>(a.at, Attributes{}, a.value, scalar(a.value, b, a.at)); \
  }                                                                                \
  constexpr Value operator symbol(double a, Located<Value> b) {                    \
    return apply_value<Op>(b.at, Attributes{}, scalar(b.value, a, b.at), b.value); \
  }
/// Arithmetic, elementwise with broadcasting, on tensors, on values whose shapes are not in their types, and on
/// numbers.
LATHE_OPERATOR(+, ops::Add)
LATHE_OPERATOR(-, ops::Subtract)
LATHE_OPERATOR(*, ops::Multiply)
LATHE_OPERATOR(/, ops::Divide)
constexpr Value operator-(Located<Value> a) { return apply_value<ops::Negate>(a.at, Attributes{}, a.value); }
#undef LATHE_OPERATOR

}  // namespace lathe
