// Normalisation layers: batch_norm and layer_norm.
#pragma once

#include "lathe/layers.hpp"
#include "lathe/losses.hpp"

namespace lathe {

namespace detail {

/// A vector over axis 1 of x, shaped so that it broadcasts with x: float[c][1][1] for float[n][c][h][w].
template <class X, class V>
constexpr auto along_axis_1(Tensor<V> v) {
  constexpr Type type = [] {
    Type t = type_of<V>();
    for (int axis = 2; axis < type_of<X>().rank; ++axis) t.extents[t.rank++] = 1;
    return t;
  }();
  if constexpr (type.rank == 1)
    return v;
  else
    return reshape<lathe::array_of<type>>(v);
}

/// The sum over all axes but the second.
template <class X>
constexpr auto sum_per_channel(Tensor<X> x) {
  constexpr int rank = type_of<X>().rank;
  if constexpr (rank == 2)
    return sum<0>(x);
  else
    return []<std::size_t... I>(Tensor<X> t, std::index_sequence<I...>) {
      return sum<0, static_cast<int>(I) + 2 ...>(t);
    }(x, std::make_index_sequence<rank - 2>{});
}

constexpr Message batch_norm_does_not_fit(const Type& x, const Type& weight) {
  if (x.rank < 2)
    return Message("batch_norm: input ") << x << " has " << ops::axes_of(x).view()
                                         << ", takes at least 2: float[batch][features]";
  if (Message m = ops::not_real("batch_norm", x); !m.empty()) return m;
  if (weight.dtype != x.dtype)
    return Message("batch_norm: input ") << x << " and weight " << weight << " must have one element type";
  if (weight.rank != 1 || weight.extents[0] != x.extents[1])
    return Message("batch_norm: input ") << x << " has " << x.extents[1] << " features but weight is " << weight;
  return {};
}

}  // namespace detail

/// Of batch_norm: how fast the running mean and variance follow, and what is added to the variance.
struct BatchNormOptions {
  double momentum = 0.1, epsilon = 1e-5;
};

/// Batch normalisation (Ioffe and Szegedy 2015) of each feature, which is axis 1: for x float[n][features] or
/// float[n][features][h][w],
///   y = (x - mean) / sqrt(variance + epsilon) * weight + bias.
/// In training mean and variance (over n, not n - 1) are the batch's, of the rows that are really there, and the
/// running ones move towards them: running <- (1 - momentum) running + momentum batch's, with the variance over n - 1
/// there, as PyTorch has it. Evaluation and prediction take the running ones.
template <class X, class W>
constexpr auto batch_norm(Tensor<X> x, Tensor<W> weight, Tensor<W> bias, Tensor<W> running_mean, Tensor<W> running_var,
                          BatchNormOptions options = {}, std::source_location at = std::source_location::current()) {
  constexpr Message mistake = detail::batch_norm_does_not_fit(type_of<X>(), type_of<W>());
  detail::check<mistake.empty(), mistake>();
  if constexpr (!mistake.empty())
    return x;
  else {
    const Scope scope(x.builder, at, "batch_norm");
    detail::keeps(x.builder, "batch_norm",
                  {detail::part_of_1("momentum", options.momentum), detail::not_negative("epsilon", options.epsilon)},
                  at);
    const auto per_channel = [](auto v) { return detail::along_axis_1<X>(v); };
    const auto n = count(x) / static_cast<double>(type_of<X>().extents[1]);
    const auto mean = detail::sum_per_channel(x) / n;
    const auto centred = x - per_channel(mean);
    const auto variance = detail::sum_per_channel(square(centred)) / n;

    const auto move = [&](Value running, Value batch) {
      assign(running, (1 - options.momentum) * pending(running) + options.momentum * batch);
    };
    if (x.builder) {
      move(running_mean, mean);
      move(running_var, variance * (n / maximum(n - 1.0, 1.0)));  // of a single row the variance is 0, not 0 / 0
    }
    const auto normal = by_mode(centred / per_channel(sqrt(variance + options.epsilon)),
                                (x - per_channel(running_mean)) / per_channel(sqrt(running_var + options.epsilon)));
    return normal * per_channel(weight) + per_channel(bias);
  }
}

/// Batch normalisation as a module's member. Parameters: weight float[features], 1 at first, and bias, 0; state:
/// running_mean and running_var.
template <int features, class Element = float>
struct BatchNorm {
  static_assert(detail::check_size<features, "batch_norm", "features">());
  BOOST_HANA_DEFINE_STRUCT(BatchNorm, (Parameter<Element[features], ones()>, weight),
                           (Parameter<Element[features], zeros()>, bias), (State<Element[features]>, running_mean),
                           (State<Element[features], ones()>, running_var));

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    using Vector = Tensor<Element[features]>;
    return batch_norm(x, Vector(weight), Vector(bias), Vector(running_mean), Vector(running_var), {}, at);
  }
};

namespace detail {
struct BatchNormMaker {
  BatchNormOptions options;
  static constexpr const char* name = "batch_norm";
  template <class X>
  using Module = BatchNorm<(type_of<X>().rank >= 2 ? type_of<X>().extents[1] : 1), RealOf<X>>;
  template <class M, class X>
  constexpr auto call(const M& m, Tensor<X> x, std::source_location at) const {
    using Vector = Tensor<typename decltype(m.weight)::array>;
    return batch_norm(x, Vector(m.weight), Vector(m.bias), Vector(m.running_mean), Vector(m.running_var), options, at);
  }
};
}  // namespace detail

/// Batch normalisation for sequential, as wide as its input: sequential(affine(50_c), batch_norm(), relu).
constexpr auto batch_norm(BatchNormOptions options = {}) { return detail::Lazy<detail::BatchNormMaker>({options}); }

/// Layer normalisation (Ba, Kiros and Hinton 2016) over the last axis: y = (x - mean) / sqrt(variance + epsilon) *
/// weight + bias, with the variance over n, for x float[…][features], weight and bias float[features].
template <class X, class W>
constexpr auto layer_norm(Tensor<X> x, Tensor<W> weight, Tensor<W> bias, double epsilon = 1e-5,
                          std::source_location at = std::source_location::current()) {
  constexpr Type input = type_of<X>(), vector = type_of<W>();
  constexpr Message mistake = [&] {
    if (input.rank < 1) return Message("layer_norm: takes at least one axis, not a scalar");
    if (Message m = ops::not_real("layer_norm", input); !m.empty()) return m;
    if (vector.dtype != input.dtype)
      return Message("layer_norm: input ") << input << " and weight " << vector << " must have one element type";
    if (vector.rank != 1 || vector.extents[0] != input.extents[input.rank - 1])
      return Message("layer_norm: the last axis of ") << input << " does not fit weight " << vector;
    return Message();
  }();
  detail::check<mistake.empty(), mistake>();
  if constexpr (!mistake.empty())
    return x;
  else {
    const Scope scope(x.builder, at, "layer_norm");
    detail::keeps(x.builder, "layer_norm", {detail::not_negative("epsilon", epsilon)}, at);
    const auto row_mean = [](auto t) {
      constexpr Type type = type_of<X>();
      constexpr Type kept = ops::without_axis(type, type.rank - 1, true);
      return reshape<array_of<kept>>(sum<-1>(t)) / static_cast<double>(type.extents[type.rank - 1]);
    };
    const auto centred = x - row_mean(x);
    return centred / sqrt(row_mean(square(centred)) + epsilon) * weight + bias;
  }
}

/// Layer normalisation as a module's member. Parameters: weight float[features], 1 at first, and bias, 0.
template <int features, class Element = float>
struct LayerNorm {
  static_assert(detail::check_size<features, "layer_norm", "features">());
  BOOST_HANA_DEFINE_STRUCT(LayerNorm, (Parameter<Element[features], ones()>, weight),
                           (Parameter<Element[features], zeros()>, bias));

  template <class X>
  constexpr auto operator()(Tensor<X> x, std::source_location at = std::source_location::current()) const {
    using Vector = Tensor<Element[features]>;
    return layer_norm(x, Vector(weight), Vector(bias), 1e-5, at);
  }
};

namespace detail {
struct LayerNormMaker {
  double epsilon;
  static constexpr const char* name = "layer_norm";
  template <class X>
  using Module = LayerNorm<(type_of<X>().rank >= 1 ? type_of<X>().extents[type_of<X>().rank - 1] : 1), RealOf<X>>;
  template <class M, class X>
  constexpr auto call(const M& m, Tensor<X> x, std::source_location at) const {
    using Vector = Tensor<typename decltype(m.weight)::array>;
    return layer_norm(x, Vector(m.weight), Vector(m.bias), epsilon, at);
  }
};
}  // namespace detail

/// Layer normalisation for sequential, as wide as its input.
constexpr auto layer_norm(double epsilon = 1e-5) { return detail::Lazy<detail::LayerNormMaker>({epsilon}); }

}  // namespace lathe
