#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "lathe/error.hpp"
#include "lathe/thread_pool.hpp"
#include "lathe/trainer_checks.hpp"
#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_loop.hpp"
#include "lathe/trainer_numeric.hpp"
#include "lathe/trainer_tensors.hpp"
#include "lathe/trainer_text.hpp"

namespace lathe {
namespace {

double threshold(ElementType type) { return type == ElementType::f64 ? 1e-6 : 1e-3; }

/// One model's gradient under test.
struct Subject {
  std::string name;  // of the column
  Model& model;
  Tensors gradients;
  double largest = 0;         // of all its gradients
  double worst = 0;           // relative error, in units of the threshold
  std::string worst_element;  // a sentence, empty while all is well

  Subject(std::string column, Model& m) : name(std::move(column)), model(m), gradients(gradient_tensors(m.info())) {}
  void differentiate(const Batch& batch) {
    std::vector<double> values(1 + model.info().metrics.size());
    model.gradients(batch, values.data(), gradients.pointers());
    for (std::size_t t = 0; t < gradients.count(); ++t)
      for (std::size_t i = 0; i < gradients.elements(t); ++i)
        if (const double g = std::abs(gradients.get(t, i)); std::isfinite(g)) largest = std::max(largest, g);
  }
};

struct Sample {
  std::size_t element;
  Derivative numeric;
};

/// Central differences of the reference's loss at some elements of a parameter.
std::vector<Sample> differentiate(Model& reference, int p, const Batch& batch, std::vector<std::uint32_t> elements) {
  const ElementType type = reference.info().parameters[static_cast<std::size_t>(p)].type;
  void* parameter = reference.parameter(p);
  std::vector<double> values(1 + reference.info().metrics.size());
  std::vector<Sample> samples;
  for (const std::uint32_t i : elements) {
    const double w = get_element(parameter, type, i);
    const auto loss = [&](double moved) {
      set_element(parameter, type, i, moved);
      reference.loss(batch, values.data());
      return values[0];
    };
    samples.push_back({i, derivative(loss, w)});
    set_element(parameter, type, i, w);
  }
  return samples;
}

/// The worst relative error |a - n| / max(|a|, |n|, floor) of a subject's tensor. The floor is a thousandth of the
/// largest difference quotient of the tensor: below that a gradient is the sum of larger terms that cancel. What
/// rounding does to n, and to gradients that cancel altogether, is not held against a.
double compare(Subject& subject, std::size_t t, const ParameterInfo& parameter, const std::vector<Sample>& samples) {
  const double limit = threshold(subject.gradients.type(t));
  double largest = 0, worst = 0;
  for (const Sample& s : samples)
    if (s.numeric.smooth) largest = std::max(largest, std::abs(s.numeric.value));
  for (const Sample& s : samples) {
    if (!s.numeric.smooth) continue;
    const double a = subject.gradients.get(t, s.element), n = s.numeric.value;
    const double scale = std::max({std::abs(a), std::abs(n), 1e-3 * largest, s.numeric.rounding / limit,
                                   rounding_of_gradients(subject.gradients.type(t)) * subject.largest / limit});
    const double error = a == n ? 0 : std::isfinite(a) ? std::abs(a - n) / scale : HUGE_VAL;
    worst = std::max(worst, error);
    if (error > limit && error / limit > subject.worst)
      subject.worst_element = fmt::format(
          "d loss / d {} is {:.9g} in the {} model but central differences give {:.9g} (relative error "
          "{:.1e}, at most {:.0e})",
          element_name(parameter.name, parameter.shape, s.element), a, subject.name, n, error, limit);
    subject.worst = std::max(subject.worst, error / limit);
  }
  return worst;
}

}  // namespace

int check_gradients(const ModelFamily& family, const CheckGradientsOptions& options) {
  const ModelInfo& info = family.info();
  if (!info.trains) throw UserError(fmt::format("there are no gradients to check: {} has no loss", info.spec));
  ThreadPool pool(options.threads);
  const auto fast = family.fast(pool);
  const auto reference = make_reference(family), fused_double = make_fused_double(family);

  const CheckRows check = prepare_check(*fast, options, static_cast<std::size_t>(info.batch));
  copy_parameters(*fast, *reference);
  copy_parameters(*fast, *fused_double);
  const std::vector<std::uint32_t> rows = all_rows(check.data.rows());
  const int n = static_cast<int>(rows.size());
  Batcher batcher(check.data, pointer(check.scaling), info);
  Batcher double_batcher(check.data, pointer(check.scaling), reference->info());
  const Batch batch = double_batcher.gather(rows, 0, n);

  Subject subjects[] = {{"double", *fused_double}, {"trainer", *fast}};
  subjects[0].differentiate(batch);
  subjects[1].differentiate(batcher.gather(rows, 0, n));

  const std::size_t width = name_column(info.parameters);
  fmt::print("{}: gradients against central differences in double, {}, {}\n\n", info.name, check.origin,
             options.weights.empty() ? fmt::format("initial parameters with noise, seed {}", options.seed)
                                     : "weights of " + options.weights);
  fmt::print("{:<{}}  {:<12}  {:>8}  {:>6}  {:>8}  {:>8}\n", "parameter", width, "shape", "elements", "kinks",
             subjects[0].name, subjects[1].name);
  std::size_t skipped = 0, checked = 0;
  const std::vector<int> trained = trained_parameters(info);
  for (std::size_t t = 0; t < trained.size(); ++t) {
    const ParameterInfo& parameter = info.parameters[static_cast<std::size_t>(trained[t])];
    auto elements = permutation(parameter.elements(), options.seed, t);
    elements.resize(std::min(elements.size(), options.samples));
    const std::vector<Sample> samples = differentiate(*reference, trained[t], batch, std::move(elements));
    std::size_t kinks = 0;
    for (const Sample& s : samples) kinks += s.numeric.kink, skipped += !s.numeric.smooth;
    checked += samples.size();
    const double errors[] = {compare(subjects[0], t, parameter, samples), compare(subjects[1], t, parameter, samples)};
    fmt::print("{:<{}}  {:<12}  {:>8}  {:>6}  {:>8.1e}  {:>8.1e}\n", parameter.name, width, shape_text(parameter.shape),
               samples.size(), kinks, errors[0], errors[1]);
    std::fflush(stdout);
  }
  fmt::print("\nkinks: elements where the loss is not smooth within the first step, so that a smaller one was taken\n");
  if (skipped > 0) fmt::print("{} of {} elements lie on a kink and cannot be checked\n", skipped, checked);

  bool agree = 2 * skipped <= checked;
  if (!agree) fmt::print("gradients cannot be checked: most elements lie on a kink\n");
  for (const Subject& subject : subjects) {
    if (subject.worst_element.empty()) continue;
    agree = false;
    fmt::print("gradients differ: {}\n", subject.worst_element);
  }
  if (!agree) return 70;
  const ElementType type = subjects[1].gradients.type(0);
  fmt::print(
      "gradients agree: worst relative error {:.1e} in double (at most {:.0e}), {:.1e} in the trainer's {} (at most "
      "{:.0e})\n",
      subjects[0].worst * threshold(ElementType::f64), threshold(ElementType::f64), subjects[1].worst * threshold(type),
      type_text(type), threshold(type));
  return 0;
}

}  // namespace lathe
