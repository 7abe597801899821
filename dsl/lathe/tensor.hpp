// Tensors: Tensor<float[100][784]> is a traced value whose shape is its type.
#pragma once

#include <concepts>
#include <limits>
#include <source_location>

#include "lathe/builder.hpp"
#include "lathe/ops/rules.hpp"

namespace lathe {

template <class T>
struct Tensor;

namespace ops {  // one file each in ops/; the operators below need their names
struct Add;
struct Subtract;
struct Multiply;
struct Divide;
struct Negate;
struct Less;
struct LessEqual;
struct Equal;
struct LogicalAnd;
struct LogicalOr;
}  // namespace ops

namespace detail {
/// Fails to compile unless ok, with a message that is best made only then, as each costs time to compile. Where the
/// compiler can compute a message (C++26), the message is the diagnostic; elsewhere it stands in the template argument
/// that the compiler prints.
template <bool ok, Message message>
constexpr void check() {
#if defined(__cpp_static_assert) && __cpp_static_assert >= 202306L
  static_assert(ok, message);
#else
  static_assert(ok, "lathe: the sentence is in the template argument `message`");
#endif
}

/// Fails to compile unless a size of the spec is one: affine: 0 outputs, must be at least 1.
template <std::int64_t n, Words op, Words what>
constexpr bool check_size() {
  if constexpr (n < 1) check<false, Message(op.view()) << ": " << n << " " << what.view() << ", must be at least 1">();
  if constexpr (n > max_elements)
    check<false, Message(op.view()) << ": " << n << " " << what.view() << ", must be at most " << max_elements>();
  return true;
}

/// Says of a size given as a plain number how it is written.
template <class Number, Words op, Words example>
constexpr void needs_constant() {
  check<std::is_void_v<Number>, Message(op.view())
                                    << ": a size must be a constant of the type, write " << example.view()>();
}

template <class Element>
inline constexpr DType dtype_of = std::is_same_v<Element, float>    ? DType::f32
                                  : std::is_same_v<Element, double> ? DType::f64
                                                                    : DType::i32;

/// Whatever is the batch, which only the trace knows.
constexpr bool same_shape(const Type& a, const Type& b) { return a.dtype == b.dtype && same_extents(a, b); }

constexpr Message too_many(const Message& tensor, std::int64_t elements) {
  return Message(tensor) << " has " << elements << " elements, must have at most " << max_elements;
}

/// False for an array type with an extent of 0, or with none given.
template <class T>
constexpr bool has_extents() {
  using Element = std::remove_all_extents_t<T>;
  if constexpr (std::is_unbounded_array_v<T>)
    return false;
  else if constexpr (requires { sizeof(Element); })
    return sizeof(Element) > 0;  // NOLINT: an array without elements has size 0
  else
    return true;
}
}  // namespace detail

/// Element type and extents of a C++ array type: type_of<float[100][784]>().
template <class T>
constexpr Type type_of() {
  using Element = std::remove_all_extents_t<T>;
  constexpr bool has_extents = detail::has_extents<T>();
  static_assert(has_extents, "every extent of a tensor is at least 1");
  static_assert(
      !has_extents || std::is_same_v<Element, float> || std::is_same_v<Element, double> || std::is_same_v<Element, int>,
      "a tensor's elements are float, double or int");
  static_assert(std::rank_v<T> <= max_rank, "a tensor has at most 6 axes");
  Type t;
  t.dtype = detail::dtype_of<Element>;
  t.rank = static_cast<int>(std::rank_v<T>);
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    constexpr std::int64_t extents[] = {static_cast<std::int64_t>(std::extent_v<T, I>)..., 0};
    constexpr std::int64_t elements = (std::int64_t{1} * ... * static_cast<std::int64_t>(std::extent_v<T, I>));
    if constexpr (elements > max_elements) {
      constexpr Message array = [&] {
        Message m = cpp_name(detail::dtype_of<Element>);
        for (std::size_t axis = 0; axis < sizeof...(I); ++axis) m << "[" << extents[axis] << "]";
        return m;
      }();
      detail::check<false, detail::too_many(array, elements)>();
    }
    ((t.extents[I] = static_cast<int>(extents[I])), ...);
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

/// The builder of the first operand that has one: a value that nothing computes has none.
constexpr Builder* builder_of(std::initializer_list<Builder*> candidates) {
  for (Builder* builder : candidates)
    if (builder) return builder;
  return nullptr;
}

/// What a rule says of operands of these types, for those who call the operation and for itself.
template <class Op, Attributes Shape, class... Ts>
struct InferredFor {
  static constexpr Type operands[] = {type_of<Ts>()...};
  static constexpr Inferred value = Op::infer(Operands{operands, static_cast<int>(sizeof...(Ts))}, Shape);
  static constexpr bool fits = value.ok() && value.types[0].elements() <= max_elements;
};

/// The sentence where a rule's answer does not fit. Only then it is made: each costs time to compile.
constexpr Message mistake_of(std::string_view op, const Inferred& inferred) {
  if (!inferred.ok()) return inferred.error;
  return too_many(Message(op) << ": the result " << inferred.types[0], inferred.types[0].elements());
}

/// What Op makes of operands of these types; they must suit it.
template <class Op, Attributes Shape, class... Ts>
constexpr Inferred infer() {
  using Result = InferredFor<Op, Shape, Ts...>;
  if constexpr (!Result::fits) check<false, mistake_of(Op::name, Result::value)>();
  return Result::value;
}

/// Opens a scope in the name of a function of the library whose rule is that of Op; its operands must suit it.
template <Words called, class Op, Attributes Shape = Attributes{}, class... Ts>
constexpr Scope scope_of(Location at, Tensor<Ts>... operands) {
  using Result = InferredFor<Op, Shape, Ts...>;
  if constexpr (!Result::fits) check<false, told_by(called.view(), mistake_of("", Result::value))>();
  return Scope(builder_of({operands.builder...}), at, called.text);
}

/// The rule of functions of one tensor of float or double.
struct TakesReal {
  static constexpr Inferred infer(Operands in, const Attributes&) { return ops::same_as_operand("", in); }
};
}  // namespace detail

/// The C++ array type of a Type: array_of<type_of<float[2][3]>()> is float[2][3].
template <Type t>
using array_of = typename decltype(detail::array_of<t>())::type;

/// double for a double array, else float: the element type of what a layer owns.
template <class T>
using RealOf = std::conditional_t<std::is_same_v<std::remove_all_extents_t<T>, double>, double, float>;

/// Internal: the left operand of an operator, with its place in the spec: an operator has no room for a default
/// argument, a conversion has.
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

namespace detail {
/// Whether what a value of `builder` is said to be, if that is known, is what was traced. It is, but for specs that
/// write to the builder or the ref of a tensor, or that have a second trace of their own.
constexpr bool is_sound(Builder& builder, std::string_view used_by, Value value, const Type* said, Location at) {
  if (!value.builder || value.ref.node < 0) return true;  // nothing computes it, which is said elsewhere
  if (value.builder != &builder)
    builder.fail(Message(used_by) << ": a value of another model", at);
  else if (said && !same_shape(value.type(), *said))
    builder.fail(Message(used_by) << ": what is " << *said << " by its type was made " << value.type()
                                  << " by writing to its builder or ref, which are not for specs",
                 at);
  else
    return true;
  return false;
}
template <class... Ts>
constexpr bool are_sound(Builder& builder, std::string_view used_by, Location at, Tensor<Ts>... values) {
  const Type said[] = {type_of<Ts>()...};
  int i = 0;
  return (is_sound(builder, used_by, values, &said[i++], at) && ...);
}
}  // namespace detail

/// Internal: records operation Op on tensors: the one way a typed operation enters the graph. A wrong shape is an error
/// at compile time, with the sentence of Op's shape rule.
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
  if (builder && detail::are_sound(*builder, Op::name, at, operands...))
    ref = builder->apply(Op::name, &Op::infer, refs, static_cast<int>(sizeof...(Ts)), all, at);
  // After a mistake, something of the right type, for what comes next to look at.
  if (builder && ref.node < 0) ref = builder->add("constant", "", nullptr, 0, inferred.types[0], Attributes{}, at);
  return Tensor<array_of<inferred.types[0]>>(builder, ref);
}
template <class Op, Attributes Shape = Attributes{}, class... Ts>
constexpr auto apply(Location at, Tensor<Ts>... operands) {
  return apply<Op, Shape>(at, Attributes{}, operands...);
}

/// Internal: the same for values whose shapes are not in their types; a wrong shape is recorded as an error of the
/// trace.
template <class Op, class... Values>
constexpr Value apply_value(Location at, const Attributes& attributes, Values... operands) {
  Builder* builder = detail::builder_of({operands.builder...});
  const Ref refs[] = {operands.ref...};
  if (!builder || !(detail::is_sound(*builder, Op::name, operands, nullptr, at) && ...)) return {};
  return {builder, builder->apply(Op::name, &Op::infer, refs, static_cast<int>(sizeof...(Values)), attributes, at)};
}

namespace detail {
constexpr bool is_int(double number) {
  return number >= -2147483648.0 && number <= 2147483647.0 && number == static_cast<int>(number);
}
/// Whether an element can be the number. What a float would round to infinity it cannot.
constexpr bool can_be(DType dtype, double number) {
  if (dtype == DType::i32) return is_int(number);
  constexpr double beyond_float = 0x1.ffffffp127;
  const double size = number < 0 ? -number : number;
  return dtype == DType::f64 || !(size >= beyond_float && size <= std::numeric_limits<double>::max());
}
/// What elements of a type that number is none of can be.
constexpr std::string_view elements_of(DType dtype) {
  return dtype == DType::i32 ? "whole numbers of 32 bits" : "numbers of at most 3.4e38";
}
/// Records an error where an answer is compared as if it were a number: 0 < x < 1.
template <class Op>
constexpr void check_chain(Value a, Location at) {
  if constexpr (std::is_same_v<Op, ops::Less> || std::is_same_v<Op, ops::LessEqual>)
    if (a.builder && a.ref.node >= 0 && (a.builder->is(a.ref.node, "less") || a.builder->is(a.ref.node, "less_equal")))
      a.builder->fail(Message("a < b < c compares the answer of a < b, which is 0 or 1, with c; write a < b && b < c"),
                      at);
}
}  // namespace detail

/// Internal: a number as a scalar of the graph, of the element type that `like` has. Beside int it must be a whole
/// number.
constexpr Value scalar(Value like, double number, Location at) {
  if (!like.builder) return {};
  Type type;
  type.dtype = like.type().dtype;
  if (!detail::can_be(type.dtype, number))
    like.builder->fail(Message() << number << " meets " << like.type() << ", whose elements are "
                                 << detail::elements_of(type.dtype) << "; cast it first",
                       at);
  return {like.builder,
          like.builder->add("constant", "", nullptr, 0, type, Attributes{}.set_real("value", number), at)};
}
template <class T>
constexpr auto scalar(Tensor<T> like, double number, Location at) {
  const Value value = scalar(static_cast<Value>(like), number, at);
  return Tensor<std::remove_all_extents_t<T>>(value.builder, value.ref);
}

namespace detail {
/// The left side of x += y, with its place in the spec.
template <class V>
struct LocatedName {
  V& value;
  std::source_location at;

  template <class U>
    requires std::same_as<U, V>
  constexpr LocatedName(U& name, std::source_location here = std::source_location::current())  // NOLINT: implicit
      : value(name), at(here) {}

  /// The name stands for the result from here on.
  template <class T>
  constexpr V& become(Tensor<T> result) const {
    if constexpr (std::is_same_v<Tensor<T>, V>)
      value = result;
    else
      check<false, Message("a name keeps its type: ") << type_of<typename V::array>() << " cannot become "
                                                      << type_of<T>() << "; auto with a new name holds any">();
    return value;
  }
};
}  // namespace detail

#ifdef __clang__
// In a == b of two tensors, C++20 would also look at b == a, which fits as well; clang takes what is written, but
// warns.
#pragma clang diagnostic ignored "-Wambiguous-reversed-operator"
#endif

/// A value of the graph. T is its C++ array type; a scalar is Tensor<float>.
/// + - * / and the comparisons < <= > >= == != work on tensors and numbers, with broadcasting; && || ! on conditions,
/// which are int. Values never change: after x += y, x is a name for the sum, which must be of the same shape.
template <class T>
struct [[nodiscard]] Tensor : Value {
  static constexpr bool is_typed = true;
  using array = T;

  /// Nothing, until it is assigned.
  constexpr Tensor() = default;
  /// Internal: a value whose shape is known to be T.
  constexpr Tensor(Builder* of, Ref value) : Value{of, value} {}
  /// A value whose shape is T; another is an error.
  constexpr explicit Tensor(std::same_as<Value> auto value, std::source_location at = std::source_location::current())
      : Value(value) {
    if (builder && ref.node >= 0 && !detail::same_shape(Value::type(), type_of<T>()))
      builder->fail(Message("a tensor ") << type_of<T>() << " is made of a value that is " << Value::type(), at);
  }
  /// Internal: says what is wrong.
  template <class U>
    requires(!std::same_as<T, U>)
  constexpr explicit Tensor(const Tensor<U>&) {
    detail::check<false, Message("a tensor ") << type_of<T>() << " is made of one that is " << type_of<U>()>();
  }
  /// Internal: says what is wrong.
  template <class U>
    requires(!std::same_as<T, U>)
  constexpr Tensor& operator=(const Tensor<U>&) {
    detail::check<false, Message("a name keeps its type: ") << type_of<T>() << " cannot become " << type_of<U>()
                                                            << "; auto with a new name holds any">();
    return *this;
  }
  /// Internal: says what is wrong.
  template <class Number>
    requires std::is_arithmetic_v<Number>
  constexpr Tensor& operator=(Number) {
    detail::check<std::is_void_v<Number>, Message("a name keeps its type: ")
                                              << type_of<T>() << " cannot become a number">();
    return *this;
  }

#define LATHE_OPERATOR(symbol, Op)                                        \
  template <class B>                                                      \
  friend constexpr auto operator symbol(Located<Tensor> a, Tensor<B> b) { \
    detail::check_chain<Op>(a.value, a.at);                               \
    return apply<Op>(a.at, a.value, b);                                   \
  }                                                                       \
  friend constexpr auto operator symbol(Located<Tensor> a, double b) {    \
    detail::check_chain<Op>(a.value, a.at);                               \
    return apply<Op>(a.at, a.value, scalar(a.value, b, a.at));            \
  }                                                                       \
  friend constexpr auto operator symbol(double a, Located<Tensor> b) {    \
    return apply<Op>(b.at, scalar(b.value, a, b.at), b.value);            \
  }
#define LATHE_NAMED_OPERATOR(symbol, Op)                                                    \
  LATHE_OPERATOR(symbol, Op)                                                                \
  template <class B>                                                                        \
  friend constexpr Tensor& operator symbol##=(detail::LocatedName<Tensor> a, Tensor<B> b) { \
    return a.become(apply<Op>(a.at, a.value, b));                                           \
  }                                                                                         \
  friend constexpr Tensor& operator symbol##=(detail::LocatedName<Tensor> a, double b) {    \
    return a.become(apply<Op>(a.at, a.value, scalar(a.value, b, a.at)));                    \
  }
  LATHE_NAMED_OPERATOR(+, ops::Add)
  LATHE_NAMED_OPERATOR(-, ops::Subtract)
  LATHE_NAMED_OPERATOR(*, ops::Multiply)
  LATHE_NAMED_OPERATOR(/, ops::Divide)
#undef LATHE_NAMED_OPERATOR
  friend constexpr auto operator-(Located<Tensor> a) { return apply<ops::Negate>(a.at, a.value); }

  // Comparisons give int, 1 where they hold and 0 elsewhere.
  LATHE_OPERATOR(<, ops::Less)
  LATHE_OPERATOR(<=, ops::LessEqual)
  LATHE_OPERATOR(==, ops::Equal)
#define LATHE_MIRRORED_OPERATOR(symbol, Op, name)                         \
  template <class B>                                                      \
  friend constexpr auto operator symbol(Located<Tensor> a, Tensor<B> b) { \
    detail::check_chain<Op>(a.value, a.at);                               \
    const Scope scope = detail::scope_of<name, Op>(a.at, a.value, b);     \
    return apply<Op>(a.at, b, a.value);                                   \
  }                                                                       \
  friend constexpr auto operator symbol(Located<Tensor> a, double b) {    \
    detail::check_chain<Op>(a.value, a.at);                               \
    const Scope scope(a.value.builder, a.at, name);                       \
    return apply<Op>(a.at, scalar(a.value, b, a.at), a.value);            \
  }                                                                       \
  friend constexpr auto operator symbol(double a, Located<Tensor> b) {    \
    const Scope scope(b.value.builder, b.at, name);                       \
    return apply<Op>(b.at, b.value, scalar(b.value, a, b.at));            \
  }
  LATHE_MIRRORED_OPERATOR(>, ops::Less, "greater")
  LATHE_MIRRORED_OPERATOR(>=, ops::LessEqual, "greater_equal")
#undef LATHE_MIRRORED_OPERATOR
  template <class B>
  friend constexpr auto operator!=(Located<Tensor> a, Tensor<B> b) {
    const Scope scope = detail::scope_of<"not_equal", ops::Equal>(a.at, a.value, b);
    const auto same = apply<ops::Equal>(a.at, a.value, b);
    return apply<ops::Equal>(a.at, same, scalar(same, 0, a.at));
  }
  friend constexpr auto operator!=(Located<Tensor> a, double b) {
    const Scope scope(a.value.builder, a.at, "not_equal");
    const auto same = apply<ops::Equal>(a.at, a.value, scalar(a.value, b, a.at));
    return apply<ops::Equal>(a.at, same, scalar(same, 0, a.at));
  }
  friend constexpr auto operator!=(double a, Located<Tensor> b) { return b != a; }

  LATHE_OPERATOR(&&, ops::LogicalAnd)
  LATHE_OPERATOR(||, ops::LogicalOr)
  friend constexpr auto operator!(Located<Tensor> a) { return logical_not(a.value, a.at); }
#undef LATHE_OPERATOR

  /// Internal: says what is wrong with x[0].
  template <class Position>
  constexpr Tensor operator[](const Position&) const {
    detail::check<std::is_void_v<T>,
                  Message("x[i]: position i of an axis is select<axis, i>(x), a range slice<axis, start, stop>(x)")>();
    return *this;
  }
};

namespace detail {
/// The type with its batch axis, which only the trace knows.
template <class X>
constexpr Type traced_type(Tensor<X> x) {
  return x.builder ? x.Value::type() : type_of<X>();
}
}  // namespace detail

namespace detail {
/// Says that what x is matters, if only its shape does.
constexpr void take_shape(Value x) {
  if (x.builder) x.builder->shapes_taken.push_back(x.ref);
}

/// What Op's rule says of the batch axes, which only the trace knows, in the name of a function of the library.
template <class Op, Attributes Shape = Attributes{}, class X, class... Ts>
constexpr void check_batch(std::string_view called, Location at, Tensor<X> x, Tensor<Ts>... others) {
  if (!x.builder) return;
  const Type types[] = {traced_type(x), traced_type(others)...};
  const Inferred inferred = Op::infer(Operands{types, static_cast<int>(1 + sizeof...(Ts))}, Shape);
  if (!inferred.ok()) x.builder->fail(told_by(called, inferred.error), at);
}
}  // namespace detail

/// Internal: an operation on one value as a function object, so that it can be a layer too: sequential(affine(50_c),
/// relu).
template <class Op>
struct Unary {
  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    return apply<Op>(at, x);
  }
  constexpr Value operator()(Value x, std::source_location at = std::source_location::current()) const {
    return apply_value<Op>(at, Attributes{}, x);
  }
  /// Internal: says what is wrong.
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

namespace detail {
/// scope_of for a function of two values, of which one may be a number.
template <Words called, class Op, class A, class B>
constexpr Scope scope_of_two(Location at, const A& a, const B& b) {
  if constexpr (requires { scope_of<called, Op>(at, a, b); }) {
    return scope_of<called, Op>(at, a, b);
  } else if constexpr (std::derived_from<A, Value>) {
    return Scope(a.builder, at, called.text);
  } else if constexpr (std::derived_from<B, Value>) {
    return Scope(b.builder, at, called.text);
  } else {
    check<false, Message(called.view()) << ": takes two tensors">();
    return Scope(nullptr, at, called.text);
  }
}
}  // namespace detail

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
  /// Internal: says what is wrong.
  template <class A, class B>
    requires(!Operand<A> || !Operand<B> || (std::is_arithmetic_v<A> && std::is_arithmetic_v<B>))
  constexpr Value operator()(const A&, const B&) const {
    detail::check<false, Message(Op::name) << ": takes two tensors">();
    return {};
  }
};

}  // namespace lathe
