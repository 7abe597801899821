// Tensors made of nothing: zeros, ranges, unit matrices; and triangles of others.
#pragma once

#include <numbers>

#include "lathe/initializers.hpp"
#include "lathe/sorting.hpp"
#include "lathe/state.hpp"

namespace lathe {
namespace detail {

template <class T>
constexpr Tensor<T> fill(Builder* builder, double value, const Type& type, Location at) {
  if (!builder) return {};
  check_element(builder->called("full"), builder, value, type, at);
  Type scalar;
  scalar.dtype = type.dtype;
  const Ref number = builder->add("constant", "", nullptr, 0, scalar, Attributes{}.set_real("value", value), at);
  if (type.rank == 0) return {builder, number};
  return {builder, builder->apply("broadcast", &ops::Broadcast::infer, &number, 1, ops::shape_attributes(type), at)};
}

/// The position along one axis.
template <class T>
constexpr Tensor<T> iota(Builder* builder, int axis, Location at) {
  if (!builder) return {};
  return {builder, builder->apply(ops::Iota::name, &ops::Iota::infer, nullptr, 0,
                                  ops::Iota::attributes(type_of<T>(), axis), at)};
}

/// column - row for each element of the last two axes.
template <class X>
constexpr auto diagonals(Tensor<X> x, std::source_location at) {
  constexpr Type type = type_of<X>();
  using Matrix = int[type.extents[type.rank - 2]][type.extents[type.rank - 1]];
  return subtract(iota<Matrix>(x.builder, 1, at), iota<Matrix>(x.builder, 0, at), at);
}

/// N(0, 1) from two numbers uniform in [0, 1) (Box and Muller 1958).
template <class T>
constexpr Tensor<T> box_muller(Tensor<T> u, Tensor<T> v) {
  return sqrt(-2.0 * log(1.0 - u)) * cos(2 * std::numbers::pi * v);
}

/// The rule of tril and triu.
struct TakesMatrices {
  static constexpr Inferred infer(Operands in, const Attributes&) {
    const int rank = in[0].rank;
    if (rank < 2) return Message(": ") << in[0] << " must have at least 2 axes";
    for (int axis : {rank - 2, rank - 1})
      if (Message m = ops::not_along("", in[0], axis); !m.empty()) return m;
    return in[0];
  }
};

constexpr Limit whole(const char* name, double value) { return {name, value, is_int(value), "a whole number"}; }

/// Uniform in [0, 1), drawn for each step, of that type.
template <class T>
constexpr Tensor<T> draw(Builder* builder, const Type& type, Location at) {
  if (!builder) return {};
  if (builder->open_scans > 1) builder->fail(Message("random numbers are not drawn in a scan inside of a scan"), at);
  const Value noise = context(*builder, "batch.noise");
  Attributes attributes = ops::shape_attributes(type);
  attributes.set("dtype", static_cast<int>(type.dtype)).set("stream", builder->nodes.size());
  return {builder, builder->apply(ops::RandomUniform::name, &ops::RandomUniform::infer, &noise.ref, 1, attributes, at)};
}

}  // namespace detail

/// tril(x), tril(x, -1): the lower triangle of the last two axes, column - row <= diagonal; 0 above it. Neither of the
/// two may be the batch.
template <class X>
constexpr auto tril(Tensor<X> x, int diagonal = 0, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"tril", detail::TakesMatrices>(at, x);
  detail::check_batch<detail::TakesMatrices>("tril", at, x);
  const auto d = detail::diagonals(x, at);
  return where(less_equal(d, scalar(d, diagonal, at), at), x, 0, at);
}

/// triu(x), triu(x, 1): the upper triangle of the last two axes, column - row >= diagonal; 0 below it. Neither of the
/// two may be the batch.
template <class X>
constexpr auto triu(Tensor<X> x, int diagonal = 0, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"triu", detail::TakesMatrices>(at, x);
  detail::check_batch<detail::TakesMatrices>("triu", at, x);
  const auto d = detail::diagonals(x, at);
  return where(less_equal(scalar(d, diagonal, at), d, at), x, 0, at);
}

/// full_like(x, 7), zeros_like(x), ones_like(x): a tensor of x's shape, the batch axis included, all of one value.
template <class X>
constexpr Tensor<X> full_like(Tensor<X> x, double value, std::source_location at = std::source_location::current()) {
  const Scope scope(x.builder, at, "full_like");
  detail::take_shape(x);
  return detail::fill<X>(x.builder, value, detail::traced_type(x), at);
}
template <class X>
constexpr Tensor<X> zeros_like(Tensor<X> x, std::source_location at = std::source_location::current()) {
  const Scope scope(x.builder, at, "zeros_like");
  return full_like(x, 0, at);
}
template <class X>
constexpr Tensor<X> ones_like(Tensor<X> x, std::source_location at = std::source_location::current()) {
  const Scope scope(x.builder, at, "ones_like");
  return full_like(x, 1, at);
}

/// Uniform in [0, 1), of the shape of x.
template <class X>
constexpr auto uniform_like(Tensor<X> x, std::source_location at = std::source_location::current()) {
  constexpr Type type = ops::with_dtype(type_of<X>(), type_of<RealOf<X>>().dtype);
  const Scope scope(x.builder, at, "uniform_like");
  detail::take_shape(x);
  return detail::draw<array_of<type>>(x.builder, ops::with_dtype(detail::traced_type(x), type.dtype), at);
}

/// normal_like(x), normal_like(x, mean, std): normally distributed, N(0, 1) if nothing is given, of the shape of x.
template <class X>
constexpr auto normal_like(Tensor<X> x, double mean = 0, double std = 1,
                           std::source_location at = std::source_location::current()) {
  const Scope scope(x.builder, at, "normal_like");
  detail::keeps(x.builder, "normal_like", {detail::not_negative("std", std)}, at);
  const auto u = uniform_like(x);  // first, whatever order a compiler evaluates arguments in
  return detail::box_muller(u, uniform_like(x)) * std + mean;
}
/// randint_like(x, low, high): whole numbers from low to high - 1, each as likely, int of the shape of x.
template <class X>
constexpr auto randint_like(Tensor<X> x, double low, double high,
                            std::source_location at = std::source_location::current()) {
  constexpr Type type = ops::with_dtype(type_of<X>(), DType::f64);
  const Scope scope(x.builder, at, "randint_like");
  detail::keeps(x.builder, "randint_like", {detail::whole("low", low), detail::whole("high", high)}, at);
  detail::in_order(x.builder, "randint_like", low, high, "less than", at);
  detail::take_shape(x);
  const auto u = detail::draw<array_of<type>>(x.builder, ops::with_dtype(detail::traced_type(x), DType::f64), at);
  return cast<int>(floor(u * (high - low))) + low;
}

/// The generators that a model's body can call. They have no batch axis: what they give is the same for every sample.
/// Random ones draw anew in every training step; the same seed draws the same numbers, on any number of threads, in
/// float and in double. Evaluation and prediction always draw the same.
class Generators {
 public:
  constexpr explicit Generators(Builder& builder) : builder_(builder) {}

  /// full<float[2][3]>(7), zeros<float[2][3]>(), ones<int[4]>(): all of one value. Without a type, zeros() and ones()
  /// are initializers of parameters.
  template <class T>
  constexpr Tensor<T> full(double value, std::source_location at = std::source_location::current()) {
    const Scope scope(&builder_, at, "full");
    return detail::fill<T>(&builder_, value, type_of<T>(), at);
  }
  template <class T>
  constexpr Tensor<T> zeros(std::source_location at = std::source_location::current()) {
    const Scope scope(&builder_, at, "zeros");
    return full<T>(0, at);
  }
  template <class T>
  constexpr Tensor<T> ones(std::source_location at = std::source_location::current()) {
    const Scope scope(&builder_, at, "ones");
    return full<T>(1, at);
  }
  static constexpr Initializer zeros() { return lathe::zeros(); }
  static constexpr Initializer ones() { return lathe::ones(); }

  /// arange<float[10]>(), arange<float[10]>(start, step): start, start + step, …; as many as the type has.
  template <class T>
  constexpr Tensor<T> arange(double start = 0, double step = 1,
                             std::source_location at = std::source_location::current()) {
    detail::check<type_of<T>().rank == 1, Message("arange: ") << type_of<T>() << " must have 1 axis">();
    const Scope scope(&builder_, at, "arange");
    Tensor<T> i = detail::iota<T>(&builder_, 0, at);
    if (step != 1) i = multiply(i, scalar(i, step, at), at);
    return start == 0 ? i : add(i, scalar(i, start, at), at);
  }

  /// linspace<float[5]>(a, b): evenly spaced from a to b, both among them.
  template <class T>
  constexpr Tensor<T> linspace(double a, double b, std::source_location at = std::source_location::current()) {
    constexpr Type type = type_of<T>();
    detail::check<type.rank == 1 && type.dtype != DType::i32, Message("linspace: ")
                                                                  << type << " must have 1 axis of float or double">();
    constexpr int n = type.extents[0];
    const Scope scope(&builder_, at, "linspace");
    // From either end, as PyTorch's: both are exact, and the middle is off by few roundings.
    const Tensor<T> i = detail::iota<T>(&builder_, 0, at);
    const double step = n > 1 ? (b - a) / (n - 1) : 0;
    return where(less(i, n > 1 ? n / 2 : 1, at), i * step + a, b - (n - 1.0 - i) * step, at);
  }

  /// logspace<float[5]>(a, b): base^a … base^b, with evenly spaced exponents; the base is 10 unless another is given.
  template <class T>
  constexpr Tensor<T> logspace(double a, double b, double base = 10,
                               std::source_location at = std::source_location::current()) {
    const Scope scope(&builder_, at, "logspace");
    detail::keeps(&builder_, "logspace", {detail::positive("base", base)}, at);
    const Tensor<T> exponent = linspace<T>(a, b, at);
    return pow(scalar(exponent, base, at), exponent, at);
  }

  /// tensor<float[3]>({1, 2, 3}), tensor<float[2][2]>({{1, 2}, {3, 4}}): these numbers, in braces for each axis of two
  /// or three, or else in row-major order.
  template <class T, std::size_t n>
  constexpr Tensor<T> tensor(const detail::Number (&list)[n],
                             std::source_location at = std::source_location::current()) {
    return detail::literal<T>(&builder_, values(list).list, at);
  }
  template <class T, std::size_t blocks, std::size_t rows, std::size_t columns>
    requires(std::rank_v<T> == 3)
  constexpr Tensor<T> tensor(const double (&list)[blocks][rows][columns],
                             std::source_location at = std::source_location::current()) {
    double flat[blocks * rows * columns];
    for (std::size_t i = 0; i < blocks * rows * columns; ++i)
      flat[i] = list[i / columns / rows][i / columns % rows][i % columns];
    return detail::literal<T>(&builder_, flat, at);
  }
  template <class T, std::size_t rows, std::size_t columns>
    requires(std::rank_v<T> == 2)
  constexpr Tensor<T> tensor(const double (&list)[rows][columns],
                             std::source_location at = std::source_location::current()) {
    return detail::literal<T>(&builder_, values(list).list, at);
  }

  /// eye<float[3][3]>(): 1 on the diagonal, 0 elsewhere.
  template <class T>
  constexpr Tensor<T> eye(std::source_location at = std::source_location::current()) {
    detail::check<type_of<T>().rank == 2, Message("eye: ") << type_of<T>() << " must have 2 axes">();
    const Scope scope(&builder_, at, "eye");
    return cast<std::remove_all_extents_t<T>>(
        equal(detail::iota<T>(&builder_, 0, at), detail::iota<T>(&builder_, 1, at), at), at);
  }

  /// uniform<float[2][3]>(low, high): uniform in low … high, 0 … 1 if not given.
  template <class T>
  constexpr Tensor<T> uniform(double low = 0, double high = 1,
                              std::source_location at = std::source_location::current()) {
    const Scope scope(&builder_, at, "uniform");
    detail::in_order(&builder_, "uniform", low, high, "at most", at);
    const Tensor<T> u = draw<"uniform", T>();
    return low == 0 && high == 1 ? u : u * (high - low) + low;
  }
  /// normal<float[2][3]>(mean, std): normally distributed, N(0, 1) if nothing is given (Box and Muller 1958).
  template <class T>
  constexpr Tensor<T> normal(double mean = 0, double std = 1,
                             std::source_location at = std::source_location::current()) {
    const Scope scope(&builder_, at, "normal");
    detail::keeps(&builder_, "normal", {detail::not_negative("std", std)}, at);
    const Tensor<T> u = draw<"normal", T>();  // first, as in normal_like
    return detail::box_muller(u, draw<"normal", T>()) * std + mean;
  }
  /// randint<int[10]>(low, high): whole numbers from low to high - 1, each as likely.
  template <class T>
  constexpr Tensor<T> randint(double low, double high, std::source_location at = std::source_location::current()) {
    constexpr Type type = ops::with_dtype(type_of<T>(), DType::f64);
    detail::check<type_of<T>().dtype == DType::i32, Message("randint: gives int, not ") << type_of<T>()>();
    const Scope scope(&builder_, at, "randint");
    detail::keeps(&builder_, "randint", {detail::whole("low", low), detail::whole("high", high)}, at);
    detail::in_order(&builder_, "randint", low, high, "less than", at);
    return cast<int>(floor(detail::draw<array_of<type>>(&builder_, type, at) * (high - low))) + low;
  }
  /// permutation<int[10]>(): the numbers 0 … 9 in random order.
  template <class T>
  constexpr Tensor<T> permutation(std::source_location at = std::source_location::current()) {
    constexpr Type type = ops::with_dtype(type_of<T>(), DType::f32);
    detail::check<type.rank == 1 && type_of<T>().dtype == DType::i32, Message("permutation: gives int[n], not ")
                                                                          << type_of<T>()>();
    const Scope scope(&builder_, at, "permutation");
    return argsort(detail::draw<array_of<type>>(&builder_, type, at), Order::ascending, at);
  }

  /// With nothing but numbers, the initializers of parameters.
  static constexpr Initializer uniform(double low, double high) { return lathe::uniform(low, high); }
  static constexpr Initializer normal(double mean, double std) { return lathe::normal(mean, std); }
  static constexpr Initializer normal(double std) { return lathe::normal(std); }

 private:
  template <Words op, class T>
  constexpr Tensor<T> draw() {
    detail::check<type_of<T>().dtype != DType::i32, Message(op.view())
                                                        << ": draws float or double, not " << type_of<T>()>();
    return detail::draw<T>(&builder_, type_of<T>(), {});
  }

  Builder& builder_;
};

}  // namespace lathe
