// Tensors: Tensor<float[100][784]> is a traced value whose shape is its type.
#pragma once

#include <concepts>
#include <source_location>

#include "lathe/builder.hpp"

namespace lathe {

namespace ops {  // one file each in ops/; the operators below need their names
struct Add;
struct Subtract;
struct Multiply;
struct Divide;
struct Negate;
struct Less;
struct LessEqual;
struct Equal;
}  // namespace ops

/// Element type and extents of a C++ array type: type_of<float[100][784]>().
template <class T>
constexpr Type type_of() {
  using Element = std::remove_all_extents_t<T>;
  static_assert(std::is_same_v<Element, float> || std::is_same_v<Element, double> || std::is_same_v<Element, int>,
                "a tensor's elements are float, double or int");
  static_assert(std::rank_v<T> <= max_rank, "a tensor has at most 6 axes");
  Type t;
  t.dtype = std::is_same_v<Element, float> ? DType::f32 : std::is_same_v<Element, double> ? DType::f64 : DType::i32;
  t.rank = static_cast<int>(std::rank_v<T>);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    static_assert(((std::extent_v<T, I> > 0) && ...), "every extent of a tensor is at least 1");
    ((t.extents[I] = static_cast<int>(std::extent_v<T, I>)), ...);
  }(std::make_index_sequence<std::rank_v<T>>{});
  return t;
}

namespace detail {
template <Type t, int axis = 0>
constexpr auto array_of() {
  if constexpr (axis < t.rank) {
    using Rest = typename decltype(array_of<t, axis + 1>())::type;
    return std::type_identity<Rest[static_cast<std::size_t>(t.extents[axis])]>{};
  } else if constexpr (t.dtype == DType::f32) {
    return std::type_identity<float>{};
  } else if constexpr (t.dtype == DType::f64) {
    return std::type_identity<double>{};
  } else {
    return std::type_identity<int>{};
  }
}

/// Fails to compile unless ok. Where the compiler can compute a message (C++26), the message is the diagnostic;
/// elsewhere it stands in the template argument that the compiler prints.
template <bool ok, Message message>
constexpr void check() {
#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
  static_assert(ok, message);
#else
  static_assert(ok, "lathe: the sentence is in the template argument `message`");
#endif
}

/// What Op makes of operands of these types; they must suit it.
template <class Op, Attributes Shape, class... Ts>
constexpr Inferred infer() {
  constexpr Type types[] = {type_of<Ts>()...};
  constexpr Inferred inferred = Op::infer(Operands{types, static_cast<int>(sizeof...(Ts))}, Shape);
  check<inferred.ok(), inferred.error>();
  return inferred;
}

/// The builder of the first operand that has one: a value that nothing computes has none.
constexpr Builder* builder_of(std::initializer_list<Builder*> candidates) {
  for (Builder* builder : candidates)
    if (builder) return builder;
  return nullptr;
}
}  // namespace detail

/// The C++ array type of a Type: array_of<type_of<float[2][3]>()> is float[2][3].
template <Type t>
using array_of = typename decltype(detail::array_of<t>())::type;

/// double for a double array, else float: the element type of what a layer owns.
template <class T>
using RealOf = std::conditional_t<std::is_same_v<std::remove_all_extents_t<T>, double>, double, float>;

/// Internal: the left operand of an operator, with its place in the spec: an operator has no room for a default argument, a
/// conversion has.
template <class V>
struct Located {
  V value;
  std::source_location at;

  template <class U>
    requires std::derived_from<U, V> && (U::is_typed == V::is_typed)
  constexpr Located(U operand, std::source_location here = std::source_location::current())  // NOLINT: implicit
      : value(operand), at(here) {}
};

/// A value of the graph without its shape in the type: what update rules, generic over parameters, are written with.
/// Operators on values and numbers: operators.hpp.
struct Value {
  static constexpr bool is_typed = false;

  Builder* builder = nullptr;
  Ref ref;
  constexpr const Type& type() const { return builder->type(ref); }
};

template <class T>
struct Tensor;

/// Internal: records operation Op on tensors: the one way a typed operation enters the graph. A wrong shape is an error at
/// compile time, with the sentence of Op's shape rule.
///
/// Shape are the attributes that the result's shape depends on; `more` are the others.
template <class Op, Attributes Shape = Attributes{}, class... Ts>
constexpr auto apply(Location at, const Attributes& more, Tensor<Ts>... operands) {
  constexpr Inferred inferred = detail::infer<Op, Shape, Ts...>();
  Builder* builder = detail::builder_of({operands.builder...});
  const Ref refs[] = {operands.ref...};
  Attributes all = Shape;
  for (int i = 0; i < more.count; ++i) all.list[all.count++] = more.list[i];
  Ref ref;
  if (builder) ref = builder->apply(Op::name, &Op::infer, refs, static_cast<int>(sizeof...(Ts)), all, at);
  return Tensor<array_of<inferred.types[0]>>{{builder, ref}};
}
template <class Op, Attributes Shape = Attributes{}, class... Ts>
constexpr auto apply(Location at, Tensor<Ts>... operands) {
  return apply<Op, Shape>(at, Attributes{}, operands...);
}

/// Internal: the same for values whose shapes are not in their types; a wrong shape is recorded as an error of the trace.
template <class Op, class... Values>
constexpr Value apply_value(Location at, const Attributes& attributes, Values... operands) {
  Builder* builder = detail::builder_of({operands.builder...});
  const Ref refs[] = {operands.ref...};
  if (!builder) return {};
  return {builder, builder->apply(Op::name, &Op::infer, refs, static_cast<int>(sizeof...(Values)), attributes, at)};
}

/// Internal: a number as a scalar of the graph, of the element type that `like` has. Beside int it must be a whole number.
constexpr Value scalar(Value like, double number, Location at) {
  if (!like.builder) return {};
  Type type;
  type.dtype = like.type().dtype;
  if (type.dtype == DType::i32 && number != static_cast<double>(static_cast<std::int64_t>(number)))
    like.builder->fail(Message("a number with a fraction meets ") << like.type() << "; cast it first", at);
  return {like.builder,
          like.builder->add("constant", "", nullptr, 0, type, Attributes{}.set_real("value", number), at)};
}
template <class T>
constexpr auto scalar(Tensor<T> like, double number, Location at) {
  return Tensor<std::remove_all_extents_t<T>>{scalar(static_cast<Value>(like), number, at)};
}

/// A value of the graph. T is its C++ array type; a scalar is Tensor<float>.
/// + - * / and the comparisons < <= > >= == != work on tensors and numbers, with broadcasting.
template <class T>
struct [[nodiscard]] Tensor : Value {
  static constexpr bool is_typed = true;
  using array = T;

#define LATHE_OPERATOR(symbol, Op)                                        \
  template <class B>                                                      \
  friend constexpr auto operator symbol(Located<Tensor> a, Tensor<B> b) { \
    return apply<Op>(a.at, a.value, b);                                   \
  }                                                                       \
  friend constexpr auto operator symbol(Located<Tensor> a, double b) {    \
    return apply<Op>(a.at, a.value, scalar(a.value, b, a.at));            \
  }                                                                       \
  friend constexpr auto operator symbol(double a, Located<Tensor> b) {    \
    return apply<Op>(b.at, scalar(b.value, a, b.at), b.value);            \
  }
  LATHE_OPERATOR(+, ops::Add)
  LATHE_OPERATOR(-, ops::Subtract)
  LATHE_OPERATOR(*, ops::Multiply)
  LATHE_OPERATOR(/, ops::Divide)
  friend constexpr auto operator-(Located<Tensor> a) { return apply<ops::Negate>(a.at, a.value); }

  // Comparisons give int, 1 where they hold and 0 elsewhere.
  LATHE_OPERATOR(<, ops::Less)
  LATHE_OPERATOR(<=, ops::LessEqual)
  LATHE_OPERATOR(==, ops::Equal)
#define LATHE_MIRRORED_OPERATOR(symbol, Op)                               \
  template <class B>                                                      \
  friend constexpr auto operator symbol(Located<Tensor> a, Tensor<B> b) { \
    return apply<Op>(a.at, b, a.value);                                   \
  }                                                                       \
  friend constexpr auto operator symbol(Located<Tensor> a, double b) {    \
    return apply<Op>(a.at, scalar(a.value, b, a.at), a.value);            \
  }                                                                       \
  friend constexpr auto operator symbol(double a, Located<Tensor> b) {    \
    return apply<Op>(b.at, b.value, scalar(b.value, a, b.at));            \
  }
  LATHE_MIRRORED_OPERATOR(>, ops::Less)
  LATHE_MIRRORED_OPERATOR(>=, ops::LessEqual)
#undef LATHE_MIRRORED_OPERATOR
  template <class B>
  friend constexpr auto operator!=(Located<Tensor> a, Tensor<B> b) {
    const auto same = apply<ops::Equal>(a.at, a.value, b);
    return apply<ops::Equal>(a.at, same, scalar(same, 0, a.at));
  }
  friend constexpr auto operator!=(Located<Tensor> a, double b) {
    const auto same = apply<ops::Equal>(a.at, a.value, scalar(a.value, b, a.at));
    return apply<ops::Equal>(a.at, same, scalar(same, 0, a.at));
  }
  friend constexpr auto operator!=(double a, Located<Tensor> b) { return b != a; }
#undef LATHE_OPERATOR
};

namespace detail {
/// The type with its batch axis, which only the trace knows.
template <class X>
constexpr Type traced_type(Tensor<X> x) {
  return x.builder ? x.Value::type() : type_of<X>();
}
}  // namespace detail

/// Internal: an operation on one value as a function object, so that it can be a layer too: sequential(affine(50_c), relu).
template <class Op>
struct Unary {
  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    return apply<Op>(at, x);
  }
  constexpr Value operator()(Value x, std::source_location at = std::source_location::current()) const {
    return apply_value<Op>(at, Attributes{}, x);
  }
  template <class X>
    requires(!std::derived_from<X, Value>)
  constexpr Value operator()(const X&) const {
    detail::check<false, Message(Op::name) << ": takes a tensor">();
    return {};
  }
};

/// An axis as an argument: softmax(x, axis<1>). A negative one counts from the end.
template <int i>
struct Axis {};
template <int i>
inline constexpr Axis<i> axis;

/// Internal: an operation along one axis as a function object, the last axis unless another is given: softmax(x),
/// softmax(x, axis<1>); as a layer softmax, softmax(axis<1>).
template <class Op>
struct AlongAxis : Unary<Op> {
  using Unary<Op>::operator();
  template <class X, int i>
  constexpr auto operator()(Tensor<X> x, Axis<i>, std::source_location at = std::source_location::current()) const {
    return apply<Op, Op::along(i, type_of<X>().rank)>(at, x);
  }
  template <int i>
  constexpr auto operator()(Axis<i> along) const {
    return [*this, along](auto x, std::source_location at) { return (*this)(x, along, at); };
  }
};

/// Internal: what an operation on two values takes: tensors or values, and beside one of these a number.
template <class T>
concept Operand = std::derived_from<T, Value> || std::is_arithmetic_v<T>;

/// Internal: an operation on two values as a function object; one of the two may be a number.
template <class Op>
struct Binary {
  template <class A, class B>
  constexpr auto operator()(Tensor<A> a, Tensor<B> b, std::source_location at = std::source_location::current()) const {
    return apply<Op>(at, a, b);
  }
  template <class A, class Number>
    requires std::is_arithmetic_v<Number>
  constexpr auto operator()(Tensor<A> a, Number b, std::source_location at = std::source_location::current()) const {
    return apply<Op>(at, a, scalar(a, static_cast<double>(b), at));
  }
  template <class Number, class B>
    requires std::is_arithmetic_v<Number>
  constexpr auto operator()(Number a, Tensor<B> b, std::source_location at = std::source_location::current()) const {
    return apply<Op>(at, scalar(b, static_cast<double>(a), at), b);
  }
  constexpr Value operator()(Value a, Value b, std::source_location at = std::source_location::current()) const {
    return apply_value<Op>(at, Attributes{}, a, b);
  }
  constexpr Value operator()(Value a, double b, std::source_location at = std::source_location::current()) const {
    return apply_value<Op>(at, Attributes{}, a, scalar(a, b, at));
  }
  constexpr Value operator()(double a, Value b, std::source_location at = std::source_location::current()) const {
    return apply_value<Op>(at, Attributes{}, scalar(b, a, at), b);
  }
  template <class A, class B>
    requires(!Operand<A> || !Operand<B> || (std::is_arithmetic_v<A> && std::is_arithmetic_v<B>))
  constexpr Value operator()(const A&, const B&) const {
    detail::check<false, Message(Op::name) << ": takes two tensors">();
    return {};
  }
};

}  // namespace lathe
