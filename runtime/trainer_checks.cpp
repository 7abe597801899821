#include "lathe/trainer_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "lathe/error.hpp"
#include "lathe/random.hpp"
#include "lathe/trainer_tensors.hpp"

namespace lathe {
namespace {

void add_noise(Model& model, std::uint64_t seed) {
  for (const int p : trained_parameters(model.info())) {
    const ParameterInfo& parameter = model.info().parameters[static_cast<std::size_t>(p)];
    const Random random(seed, Purpose::ops, static_cast<std::uint64_t>(p));
    const std::size_t n = parameter.elements();
    // A weight's terms are as many as its elements per output: their sum should stay near 1.
    const double fan_in = parameter.shape.size() < 2 ? 100 : static_cast<double>(n) / parameter.shape.back();
    void* values = model.parameter(p);
    for (std::size_t i = 0; i < n; ++i)
      set_element(values, parameter.type, i,
                  get_element(values, parameter.type, i) + random.normal(i) / std::sqrt(fan_in));
  }
}

}  // namespace

CheckRows prepare_check(Model& model, const CommonOptions& options, std::size_t rows) {
  const ModelInfo& info = model.info();
  CheckRows check;
  // A folder that is merely not there is no reason not to check; one that was named is.
  const bool random = options.data.empty() && (info.data.kind.empty() || find_data_folder(info, options).empty());
  if (!random) {
    const Dataset train = read_data(info, options).train;
    rows = std::min(rows, train.rows());
    auto chosen = permutation(train.rows(), options.seed, 0);
    chosen.resize(rows);
    check.data = train.select(chosen);
    check.origin = fmt::format("{} training samples", rows);
    check.scaling = fit_scaling(info, train);
  } else {
    check.data = random_data(info, rows, options.seed);
    check.origin = fmt::format("{} random samples", rows);
  }
  initialize_parameters(model, options.seed);
  if (options.weights.empty()) {
    add_noise(model, options.seed);
  } else {
    const Scaling scaling = load_weights_and_scaling(options.weights, model, check.data);
    if (!random) check.scaling = scaling;  // random samples are as a scaling would leave them
  }
  return check;
}

double rounding_of_gradients(ElementType type) {
  return 64 * (type == ElementType::f64 ? std::numeric_limits<double>::epsilon()
                                        : static_cast<double>(std::numeric_limits<float>::epsilon()));
}

std::unique_ptr<Model> make_reference(const ModelFamily& family) {
  if (!family.reference) throw UserError("this trainer was generated without the reference model in double");
  return family.reference();
}

std::unique_ptr<Model> make_fused_double(const ModelFamily& family) {
  if (!family.fused_double) throw UserError("this trainer was generated without the fused model in double");
  return family.fused_double();
}

}  // namespace lathe
