#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "lathe/error.hpp"
#include "lathe/random.hpp"
#include "lathe/thread_pool.hpp"
#include "lathe/trainer_checks.hpp"
#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_loop.hpp"
#include "lathe/trainer_tensors.hpp"

namespace lathe {
namespace {

/// Everything a model computes from one point, on a full batch and a short one. Each tensor is named by what it is.
struct Trace {
  struct Item {
    std::string what;
    Tensors tensors;
    bool in_float = true;  // false: only models in double can be expected to agree
  };
  std::vector<Item> items;
  Tensors uncertain;  // what rounding in the gradients may change in the last item
};

/// The rows of one step, and what to call them.
struct Rows {
  std::string name;
  std::size_t first;
  int count;
};

std::vector<Rows> full_and_short_batch(std::size_t available, int batch) {
  const int full = static_cast<int>(std::min(available, static_cast<std::size_t>(batch)));
  std::vector<Rows> rows = {{fmt::format("{} rows", full), 0, full}};
  // A third of a batch is rarely a multiple of a kernel's tile.
  if (const int rest = (full + 2) / 3; rest < full) rows.push_back({fmt::format("{} rows", rest), 0, rest});
  return rows;
}

Tensors one(double value) {
  Tensors tensors;
  tensors.add(ElementType::f64, 1);
  tensors.set(0, 0, value);
  return tensors;
}

/// Calls step(batch) for some batches, full and short ones in turn.
template <class Step>
void each_step(Batcher& batcher, const std::vector<std::uint32_t>& order, const std::vector<Rows>& batches, int steps,
               const Step& step) {
  for (int i = 0; i < steps; ++i) {
    const Rows& rows = batches[static_cast<std::size_t>(i) % batches.size()];
    Batch batch = batcher.gather(order, rows.first, rows.count);
    batch.noise = noise_of_step(1, static_cast<std::uint64_t>(i));
    step(batch);
  }
}

/// A step with all gradients larger or smaller (direction 1 or -1) by as much as rounding can change one.
void step_aside(Model& model, const Batch& batch, double direction) {
  Tensors gradients = gradient_tensors(model.info());
  std::vector<double> values(1 + model.info().metrics.size());
  model.gradients(batch, values.data(), gradients.pointers());
  double largest = 0;
  for (std::size_t t = 0; t < gradients.count(); ++t)
    for (std::size_t i = 0; i < gradients.elements(t); ++i) largest = std::max(largest, std::abs(gradients.get(t, i)));
  for (std::size_t t = 0; t < gradients.count(); ++t)
    for (std::size_t i = 0; i < gradients.elements(t); ++i)
      gradients.set(t, i, gradients.get(t, i) + direction * rounding_of_gradients(gradients.type(t)) * largest);
  model.update(batch, gradients.pointers());
}

/// What rounding in the gradients may change in each parameter after some steps. Where the loss does not depend on a
/// parameter, as on a bias in front of a batch_norm, its gradient is rounding alone, and rules like Adam's make a step
/// of it all the same. `run(step)` calls step(batch) for each batch. The model is left as it was.
template <class Run>
Tensors uncertainty(Model& model, const Run& run) {
  const Tensors before = parameter_values(model);
  const auto aside = [&](double direction) {
    run([&](const Batch& batch) { step_aside(model, batch, direction); });
    Tensors after = parameter_values(model);
    set_parameters(model, before);
    return after;
  };
  const Tensors as_is = aside(0), larger = aside(1), smaller = aside(-1);
  Tensors uncertain;
  for (std::size_t t = 0; t < before.count(); ++t) {
    uncertain.add(ElementType::f64, before.elements(t));
    for (std::size_t i = 0; i < before.elements(t); ++i) {
      const double x = as_is.get(t, i);
      uncertain.set(t, i, std::max(std::abs(larger.get(t, i) - x), std::abs(smaller.get(t, i) - x)));
    }
  }
  return uncertain;
}

/// Where the loss hardly depends on a parameter, its gradient in float is rounding alone, and rules like Adam's make a
/// whole step of it: the float model is compared after an update with the reference's gradients (given), the double
/// ones after steps of their own, too.
Trace trace(Model& model, const CheckRows& check, int steps, const Trace* reference) {
  const ModelInfo& info = model.info();
  Batcher batcher(check.data, pointer(check.scaling), info);
  const std::vector<std::uint32_t> order = all_rows(check.data.rows());
  const std::vector<Rows> batches = full_and_short_batch(order.size(), info.batch);
  std::vector<double> values(1 + info.metrics.size());
  Trace trace;
  for (const Rows& rows : batches) {
    Batch batch = batcher.gather(order, rows.first, rows.count);
    batch.noise = noise_of_step(0, trace.items.size());
    if (info.trains || !info.metrics.empty()) {
      model.evaluate(batch, values.data());
      for (std::size_t i = info.trains ? 0 : 1; i < values.size(); ++i)
        trace.items.push_back(
            {fmt::format("{}, {}", i == 0 ? "loss" : info.metrics[i - 1], rows.name), one(values[i])});
    }
    if (info.trains) {
      Tensors gradients = gradient_tensors(info);
      model.gradients(batch, values.data(), gradients.pointers());
      trace.items.push_back({"gradients, " + rows.name, std::move(gradients)});
    }
    if (!info.outputs.empty()) {
      Tensors outputs = output_tensors(info);
      model.predict(batch, outputs.pointers());
      trace.items.push_back({"outputs, " + rows.name, std::move(outputs)});
    }
  }
  if (!info.trains) return trace;
  const std::vector<Trace::Item>& items = (reference ? *reference : trace).items;
  const Tensors& gradients = std::find_if(items.begin(), items.end(), [](const auto& item) {
                               return item.what.starts_with("gradients");
                             })->tensors;
  Tensors same = gradient_tensors(info);
  for (std::size_t t = 0; t < same.count(); ++t)
    for (std::size_t i = 0; i < same.elements(t); ++i) same.set(t, i, gradients.get(t, i));
  model.update(batcher.gather(order, batches[0].first, batches[0].count), same.pointers());
  trace.items.push_back({"parameters after an update", parameter_values(model)});
  const auto run = [&](const auto& step) { each_step(batcher, order, batches, steps, step); };
  if (!reference) trace.uncertain = uncertainty(model, run);
  run([&](const Batch& batch) { model.step(batch, values.data()); });
  trace.items.push_back({fmt::format("loss of step {}", steps), one(values[0])});
  trace.items.push_back({fmt::format("parameters after {} steps", steps), parameter_values(model), false});
  return trace;
}

/// The largest difference between two lists of tensors, beyond what is uncertain if that is given, relative to the
/// largest element of the tensor it is in, or to the part of the largest of all that rounding may make a difference of
/// `limit` of.
double largest_difference(const Tensors& a, const Tensors& b, double limit, const Tensors* uncertain) {
  double worst = 0, largest_of_all = 0;
  for (std::size_t t = 0; t < b.count(); ++t)
    for (std::size_t i = 0; i < b.elements(t); ++i) largest_of_all = std::max(largest_of_all, std::abs(b.get(t, i)));
  for (std::size_t t = 0; t < b.count(); ++t) {
    double difference = 0, largest = rounding_of_gradients(a.type(t)) * largest_of_all / limit;
    for (std::size_t i = 0; i < b.elements(t); ++i) {
      const double x = a.get(t, i), y = b.get(t, i);
      if (!std::isfinite(x) || !std::isfinite(y)) return HUGE_VAL;
      // Roundings of several steps need not all go the same way as those of `uncertain`.
      difference = std::max(difference, std::abs(x - y) - (uncertain ? 10 * uncertain->get(t, i) : 0));
      largest = std::max(largest, std::abs(y));
    }
    if (difference > 0) worst = std::max(worst, largest > 0 ? difference / largest : HUGE_VAL);
  }
  return worst;
}

bool same_bits(const Trace& a, const Trace& b) {
  for (std::size_t i = 0; i < a.items.size(); ++i)
    for (std::size_t t = 0; t < a.items[i].tensors.count(); ++t)
      if (a.items[i].tensors.bytes(t) != b.items[i].tensors.bytes(t)) return false;
  return true;
}

/// A sum of some thousand rounded terms loses three of a float's seven digits, and a double has nine to spare.
double tolerance(const ModelInfo& info) {
  for (const OutputInfo& output : info.outputs)
    if (output.type == ElementType::f32) return 1e-4;
  for (const ParameterInfo& parameter : info.parameters)
    if (parameter.type == ElementType::f32) return 1e-4;
  return 1e-10;
}

}  // namespace

int self_test(const ModelFamily& family, const CommonOptions& options) {
  constexpr int kSteps = 3;
  ThreadPool one(1), two(2);
  const auto fast = family.fast(one), fast_on_two = family.fast(two), reference = make_reference(family);
  const auto fused_double = family.fused_double ? family.fused_double() : nullptr;
  const ModelInfo& info = fast->info();

  const CheckRows check = prepare_check(*fast, options, static_cast<std::size_t>(info.batch));
  for (Model* model : {fast_on_two.get(), reference.get(), fused_double.get()})
    if (model) copy_parameters(*fast, *model);
  const Trace expected = trace(*reference, check, kSteps, nullptr), trained = trace(*fast, check, kSteps, &expected),
              on_two = trace(*fast_on_two, check, kSteps, &expected);
  const Trace in_double = fused_double ? trace(*fused_double, check, kSteps, &expected) : Trace{};

  fmt::print("{}: generated models against the unfused one in double, {}\n", info.name, check.origin);
  fmt::print("largest differences, relative to the tensor's largest element\n\n");
  fmt::print("{:<28}  {:>8}  {:>8}\n", "", "trainer", fused_double ? "double" : "");
  const double limit = tolerance(info), double_limit = tolerance(reference->info());
  bool agree = true;
  for (std::size_t i = 0; i < expected.items.size(); ++i) {
    const auto& [what, tensors, in_float] = expected.items[i];
    const Tensors* uncertain = in_float ? nullptr : &expected.uncertain;
    const double difference = largest_difference(trained.items[i].tensors, tensors, limit, uncertain);
    const double in_double_difference =
        fused_double ? largest_difference(in_double.items[i].tensors, tensors, double_limit, uncertain) : 0;
    const bool good =
        (difference <= limit || (!in_float && limit > double_limit)) && in_double_difference <= double_limit;
    fmt::print("{:<28}  {:>8.1e}  {:>8}{}\n", what, difference,
               fused_double ? fmt::format("{:.1e}", in_double_difference) : "", good ? "" : "  differs");
    agree = agree && good;
  }
  const bool same = same_bits(trained, on_two);
  fmt::print("{:<28}  {}\n\n", "1 thread and 2 threads", same ? "the same bits" : "differ");
  if (agree && same) {
    fmt::print("self-test passed: at most {:.0e} apart in the trainer, {:.0e} in double\n", limit, double_limit);
    return 0;
  }
  fmt::print(
      "self-test failed: differences should be at most {:.0e} in the trainer and {:.0e} in double, and none "
      "between 1 thread and 2\n",
      limit, double_limit);
  return 70;
}

}  // namespace lathe
