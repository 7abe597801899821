// Initial values of parameters: module<Net>(normal(0.01)), affine(50_c, he_normal()), parameter<float[3]>("b",
// zeros()).
#pragma once

#include "lathe/type.hpp"

namespace lathe {

/// How a parameter's elements are chosen before training. Where none is given, a parameter with at least two axes (a
/// weight) takes its module's initializer, or xavier_uniform(); one with fewer (a bias) is zero.
///
/// fan_in and fan_out are the inputs and outputs of a layer, of which a convolution has one for each place of its
/// window. What they decide suits parameters with at least two axes.
struct Initializer {
  enum class Kind : std::uint8_t {
    constant,
    normal,
    uniform,
    values,    // element by element
    identity,  // these five are what a trace holds
    xavier_normal,
    xavier_uniform,
    he_normal,
    he_uniform,
    by_default
  };
  Kind kind = Kind::by_default;
  double a = 0, b = 0;

  friend constexpr bool operator==(const Initializer&, const Initializer&) = default;
};

/// All elements are one number, 0 or 1.
constexpr Initializer constant(double value) { return {Initializer::Kind::constant, value, 0}; }
constexpr Initializer zeros() { return constant(0); }
constexpr Initializer ones() { return constant(1); }
/// Normally distributed, with mean 0 if none is given.
constexpr Initializer normal(double mean, double std) { return {Initializer::Kind::normal, mean, std}; }
constexpr Initializer normal(double std) { return normal(0, std); }
/// Uniform in low … high.
constexpr Initializer uniform(double low, double high) { return {Initializer::Kind::uniform, low, high}; }
/// 1 on the diagonal of a matrix, 0 elsewhere.
constexpr Initializer identity_matrix() { return {Initializer::Kind::identity}; }
/// Glorot and Bengio 2010: normal with std = sqrt(2 / (fan_in + fan_out)), equation 12, and uniform in
/// -b … b with b = sqrt(6 / (fan_in + fan_out)), equation 16.
constexpr Initializer xavier_normal() { return {Initializer::Kind::xavier_normal}; }
constexpr Initializer xavier_uniform() { return {Initializer::Kind::xavier_uniform}; }
/// He et al. 2015: normal with std = sqrt(2 / fan_in), equation 10, and uniform in -b … b with b = sqrt(6 / fan_in).
constexpr Initializer he_normal() { return {Initializer::Kind::he_normal}; }
constexpr Initializer he_uniform() { return {Initializer::Kind::he_uniform}; }

namespace detail {
/// A number in a flat list. It takes a conversion, so that {{1}, {2}} is a matrix of one column and no such list.
struct Number {
  double value;
  constexpr Number(double number) : value(number) {}  // NOLINT: implicit on purpose
};
}  // namespace detail

/// A parameter given element by element, in rows for a matrix: values({{1, 2}, {3, 4}}).
template <std::size_t n>
struct Values {
  double list[n];
};
template <std::size_t n>
constexpr Values<n> values(const detail::Number (&list)[n]) {
  Values<n> result{};
  for (std::size_t i = 0; i < n; ++i) result.list[i] = list[i].value;
  return result;
}
template <std::size_t rows, std::size_t columns>
constexpr Values<rows * columns> values(const double (&list)[rows][columns]) {
  Values<rows * columns> result{};
  for (std::size_t i = 0; i < rows * columns; ++i) result.list[i] = list[i / columns][i % columns];
  return result;
}

namespace detail {
/// Newton's iteration: std::sqrt is no constant expression in C++20.
constexpr double square_root(double x) {
  double root = x > 1 ? x : 1;
  for (double next = (root + x / root) / 2; next < root; next = (root + x / root) / 2) root = next;
  return root;
}

/// The initializer of a parameter of this type, which may have none of its own.
constexpr Initializer choose(Initializer given, Initializer of_weights, const Type& type) {
  using Kind = Initializer::Kind;
  if (given.kind == Kind::by_default) given = type.rank >= 2 ? of_weights : zeros();
  return given.kind == Kind::by_default ? xavier_uniform() : given;
}

/// Nothing, or the name of one that follows from a layer's inputs and outputs.
constexpr std::string_view name_with_fans(const Initializer& given) {
  switch (given.kind) {
    case Initializer::Kind::xavier_normal:
      return "xavier_normal";
    case Initializer::Kind::xavier_uniform:
      return "xavier_uniform";
    case Initializer::Kind::he_normal:
      return "he_normal";
    case Initializer::Kind::he_uniform:
      return "he_uniform";
    default:
      return "";
  }
}

/// The same as one of constant, normal, uniform and identity; type has at least two axes where the fans matter.
constexpr Initializer resolve(Initializer given, const Type& type) {
  using Kind = Initializer::Kind;
  if (name_with_fans(given).empty() || type.rank < 2) return given;
  const double elements = static_cast<double>(type.elements());
  // A weight is [in][out], that of a convolution [out][in][height][width].
  const bool matrix = type.rank == 2;
  const double fan_in = matrix ? type.extents[0] : elements / type.extents[0];
  const double fan_out = matrix ? type.extents[1] : elements / type.extents[1];
  switch (given.kind) {
    case Kind::xavier_normal:
      return normal(square_root(2 / (fan_in + fan_out)));
    case Kind::he_normal:
      return normal(square_root(2 / fan_in));
    case Kind::xavier_uniform: {
      const double bound = square_root(6 / (fan_in + fan_out));
      return uniform(-bound, bound);
    }
    case Kind::he_uniform: {
      const double bound = square_root(6 / fan_in);
      return uniform(-bound, bound);
    }
    default:
      return given;
  }
}
}  // namespace detail

}  // namespace lathe
