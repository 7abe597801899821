#include <fmt/format.h>

#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_data.hpp"
#include "lathe/trainer_text.hpp"

namespace lathe {
namespace {

std::string initializer_text(const Initializer& init) {
  switch (init.kind) {
    case Initializer::Kind::constant:
      return fmt::format("constant {:.4g}", init.a);
    case Initializer::Kind::normal:
      return fmt::format("normal, mean {:.4g}, standard deviation {:.4g}", init.a, init.b);
    case Initializer::Kind::uniform:
      return fmt::format("uniform in [{:.4g}, {:.4g})", init.a, init.b);
    case Initializer::Kind::identity:
      return "identity matrix";
    case Initializer::Kind::values:
      break;
  }
  return "values in the spec";
}

std::string bytes_text(std::size_t bytes) {
  if (bytes < 1024) return fmt::format("{} B", bytes);
  const double kib = static_cast<double>(bytes) / 1024;
  return kib < 1024 ? fmt::format("{:.1f} KiB", kib) : fmt::format("{:.1f} MiB", kib / 1024);
}

}  // namespace

int info(const ModelInfo& model, const CommonOptions& options) {
  fmt::print("{} (from {}{})\n\n", model.name, model.spec, model.options.empty() ? "" : " with " + model.options);
  for (const InputInfo& input : model.inputs)
    fmt::print("input   {}  {}[{}]{}\n", input.name, type_text(input.type), join(input.shape, "]["),
               input.classes > 0 ? fmt::format("  labels 0 to {}", input.classes - 1) : "");
  for (const OutputInfo& output : model.outputs)
    fmt::print("output  {}  {}[{}]\n", output.name, type_text(output.type), join(output.shape, "]["));

  if (!model.layers.empty()) fmt::print("\n{}{}", model.layers, model.layers.back() == '\n' ? "" : "\n");

  const std::size_t name_width = name_column(model.parameters);
  std::size_t trained = 0, state = 0;
  fmt::print("\n{:<{}}  {:<12}  {:<6}  {:>10}  first value\n", "parameter", name_width, "shape", "type", "elements");
  for (const ParameterInfo& p : model.parameters) {
    fmt::print("{:<{}}  {:<12}  {:<6}  {:>10}  {}{}\n", p.name, name_width, shape_text(p.shape), type_text(p.type),
               p.elements(), initializer_text(p.initializer), p.trained || !model.trains ? "" : "; state, not trained");
    (p.trained || !model.trains ? trained : state) += p.elements();
  }
  const auto total = [&](const char* what, std::size_t elements) {
    if (elements) fmt::print("{:<{}}  {:<12}  {:<6}  {:>10}\n", what, name_width, "", "", elements);
  };
  total("parameters", trained);
  total("state", state);
  fmt::print("\n");

  fmt::print("memory  {} of parameters, {} of intermediate values, {} to pack operands of matrix products\n",
             bytes_text(model.parameter_bytes), bytes_text(model.arena_bytes), bytes_text(model.scratch_bytes));
  if (!model.inputs.empty()) fmt::print("batch   {} samples\n", model.batch);
  if (!model.data.name.empty()) fmt::print("data    {} in {}\n", model.data.kind, data_folder_text(model, options));
  if (!model.trains) return 0;
  fmt::print("epochs  {}\n", model.data.epochs);
  for (const HyperparameterInfo& h : model.hyperparameters) fmt::print("{:<7} {}\n", h.name, h.value);
  if (!model.metrics.empty()) fmt::print("metrics {}\n", join(model.metrics, ", "));
  return 0;
}

}  // namespace lathe
