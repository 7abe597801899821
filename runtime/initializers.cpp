#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "lathe/data.hpp"
#include "lathe/random.hpp"

namespace lathe {
namespace {

template <class T>
void initialize(const ParameterInfo& parameter, const Random& random, T* to) {
  const Initializer& init = parameter.initializer;
  const std::size_t n = parameter.elements();
  // std::fma rounds once on every machine; a * b + c may round once or twice.
  switch (init.kind) {
    case Initializer::Kind::constant:
      std::fill_n(to, n, static_cast<T>(init.a));
      break;
    case Initializer::Kind::normal:
      for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<T>(std::fma(init.b, random.normal(i), init.a));
      break;
    case Initializer::Kind::uniform:
      for (std::size_t i = 0; i < n; ++i) to[i] = static_cast<T>(std::fma(init.b - init.a, random.uniform(i), init.a));
      break;
    case Initializer::Kind::identity: {
      const std::size_t columns = static_cast<std::size_t>(parameter.shape.back());
      for (std::size_t i = 0; i < n; ++i) to[i] = i / columns == i % columns ? 1 : 0;
      break;
    }
    case Initializer::Kind::values:
      if (init.values.size() != n)
        throw std::logic_error(
            fmt::format("initial values of {}: {} for {} elements", parameter.name, init.values.size(), n));
      std::transform(init.values.begin(), init.values.end(), to, [](double v) { return static_cast<T>(v); });
      break;
  }
}

}  // namespace

void initialize_parameters(Model& model, std::uint64_t seed) {
  const auto& parameters = model.info().parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const Random random(seed, Purpose::parameters, i);
    void* to = model.parameter(static_cast<int>(i));
    switch (parameters[i].type) {
      case ElementType::f32:
        initialize(parameters[i], random, static_cast<float*>(to));
        break;
      case ElementType::f64:
        initialize(parameters[i], random, static_cast<double*>(to));
        break;
      case ElementType::i32:
        initialize(parameters[i], random, static_cast<std::int32_t*>(to));
        break;
    }
  }
}

}  // namespace lathe
