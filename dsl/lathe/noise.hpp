// Random numbers in a model, and the layers made of them. Every training step draws others; the same seed draws the same
// ones, on any number of threads, in float and in double. A value that is used twice, as by a forward and a backward pass,
// is drawn once.
#pragma once

#include "lathe/generators.hpp"
#include "lathe/state.hpp"

namespace lathe {

/// Uniform in [0, 1), of the shape of x.
template <class X>
constexpr auto uniform_like(Tensor<X> x, std::source_location at = std::source_location::current()) {
  using Real = RealOf<X>;
  constexpr Type type = ops::with_dtype(type_of<X>(), type_of<Real>().dtype);
  using Result = array_of<type>;
  if (!x.builder) return Tensor<Result>{};
  Builder& builder = *x.builder;
  const Value noise = detail::context(builder, "batch.noise");
  Attributes attributes = ops::shape_attributes(x.Value::type());
  attributes.set("dtype", static_cast<int>(type_of<Real>().dtype)).set("stream", builder.nodes.size());
  return Tensor<Result>{{&builder, builder.apply(ops::RandomUniform::name, &ops::RandomUniform::infer, &noise.ref, 1,
                                                 attributes, at)}};
}

/// dropout(x, p): in training each element is 0 with probability p, the others are divided by 1 - p; in evaluation and
/// prediction x (Srivastava et al. 2014, in the scaled form). p is 0.5 if not given, and must be in 0 <= p < 1.
/// dropout(p) is a layer.
struct Dropout {
  double p = 0.5;

  template <class X>
  constexpr auto operator()(Tensor<X> x, double p, std::source_location at = std::source_location::current()) const {
    if (x.builder && !(p >= 0 && p < 1)) x.builder->fail(Message("dropout: p must be in 0 <= p < 1"), at);
    const Scope scope(x.builder, at);
    return by_mode(x * where(less(uniform_like(x), p), zeros_like(x), full_like(x, 1 / (1 - p))), x);
  }
  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    return (*this)(x, p, at);
  }
  constexpr Dropout operator()(double p) const { return {p}; }
};
inline constexpr Dropout dropout;

/// rrelu(x, low, high) (Xu et al. 2015): x where x > 0, else a x, where in training a is drawn for each element, uniformly
/// from low … high (1/8 and 1/3 if not given), and is their mean in evaluation and prediction. rrelu(low, high) is a layer.
struct Rrelu {
  double low = 1.0 / 8, high = 1.0 / 3;

  template <class X>
  constexpr auto operator()(Tensor<X> x, double low, double high,
                            std::source_location at = std::source_location::current()) const {
    if (x.builder && !(low <= high)) x.builder->fail(Message("rrelu: low must be at most high"), at);
    const Scope scope(x.builder, at);
    const auto slope = by_mode(uniform_like(x) * (high - low) + low, full_like(x, (low + high) / 2));
    return where(greater(x, 0), x, x * slope);
  }
  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    return (*this)(x, low, high, at);
  }
  constexpr Rrelu operator()(double low, double high) const { return {low, high}; }
};
inline constexpr Rrelu rrelu;

}  // namespace lathe
