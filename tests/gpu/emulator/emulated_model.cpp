#include "emulated_model.hpp"

#include <array>
#include <cstring>
#include <stdexcept>

#include "lathe/trainer_tensors.hpp"

namespace cuda_emulator {

using lathe::Batch;
using lathe::Launches;
using lathe::Space;

EmulatedModel::EmulatedModel(const lathe::ModelInfo& info, const std::string& kernels, LaunchTables tables,
                             Schedule schedule)
    : info_(info),
      kernels_(kernels),
      tables_(std::move(tables)),
      schedule_(schedule),
      arena_("the arena", tables_.arena_bytes) {
  for (const auto& i : info_.inputs)
    inputs_.emplace_back(i.name, static_cast<std::size_t>(i.shape[0]) * i.row_elements() * size_of(i.type));
  for (const auto& p : info_.parameters) {
    parameters_.emplace_back(p.name, p.elements() * size_of(p.type));
    if (p.trained) gradients_.emplace_back("d_" + p.name, p.elements() * size_of(p.type));
  }
  for (std::size_t i = 0; i < info_.hyperparameters.size(); ++i) {
    hyperparameters_.emplace_back(info_.hyperparameters[i].name, size_of(scalar_type()));
    set_hyperparameter(static_cast<int>(i), info_.hyperparameters[i].value);
  }
}

void EmulatedModel::set_hyperparameter(int i, double value) {
  lathe::set_element(hyperparameters_[static_cast<std::size_t>(i)].data(), scalar_type(), 0, value);
}

void EmulatedModel::step(const Batch& batch, double* values) {
  if (!tables_.step) return Model::step(batch, values);
  copy_inputs(*tables_.step, batch);
  run(*tables_.step, batch.rows);
  read_values(*tables_.step, values);
}

void EmulatedModel::evaluate(const Batch& batch, double* values) {
  if (!tables_.evaluate) return Model::evaluate(batch, values);
  copy_inputs(*tables_.evaluate, batch);
  run(*tables_.evaluate, batch.rows);
  read_values(*tables_.evaluate, values);
}

void EmulatedModel::gradients(const Batch& batch, double* values, void* const* gradients) {
  if (!tables_.gradients) return Model::gradients(batch, values, gradients);
  const Launches& launches = *tables_.gradients;
  copy_inputs(launches, batch);
  run(launches, batch.rows);
  read_values(launches, values);
  const std::size_t first = 1 + info_.metrics.size();
  for (std::size_t i = 0; i < gradients_.size(); ++i)
    std::memcpy(gradients[i], address(launches.results.at(first + i)), gradients_[i].size());
}

void EmulatedModel::update(const void* const* gradients) {
  if (!tables_.update) return Model::update(gradients);
  for (std::size_t i = 0; i < gradients_.size(); ++i) gradients_[i].assign(gradients[i], gradients_[i].size());
  run(*tables_.update, 0);
}

void EmulatedModel::predict(const Batch& batch, void* const* outputs) {
  if (!tables_.predict) return Model::predict(batch, outputs);
  const Launches& launches = *tables_.predict;
  copy_inputs(launches, batch);
  run(launches, batch.rows);
  for (std::size_t i = 0; i < info_.outputs.size(); ++i) {
    const auto& o = info_.outputs[i];
    std::memcpy(outputs[i], address(launches.results.at(i)),
                o.elements(batch.rows) * size_of(o.type));
  }
}

/// Only the inputs that a kernel reads: the others may be missing from the batch.
void EmulatedModel::copy_inputs(const Launches& launches, const Batch& batch) {
  for (const auto& launch : launches.kernels)
    for (const auto& argument : launch.arguments) {
      if (argument.space != Space::input) continue;
      const auto& input = info_.inputs.at(argument.index);
      inputs_[argument.index].assign(batch.inputs[argument.index],
                                     static_cast<std::size_t>(batch.rows) * input.row_elements() * size_of(input.type));
    }
}

void EmulatedModel::run(const Launches& launches, int rows) {
  arena_.poison();
  for (const auto& launch : launches.kernels) {
    std::vector<void*> arguments;
    for (const auto& argument : launch.arguments) arguments.push_back(address(argument));
    const unsigned threads = static_cast<unsigned>(launch.per_row ? rows * launch.threads : launch.threads);
    const unsigned per_block = schedule_.threads_per_block;
    kernels_.launch(launch.kernel, (threads + per_block - 1) / per_block, per_block, schedule_.shuffle_seed, rows,
                    arguments);
    check_and_trace(launch.kernel);
  }
  for (const auto& copy : launches.copies) std::memcpy(parameter(copy.parameter), address(copy.from), copy.bytes);
}

void EmulatedModel::check_and_trace(const std::string& kernel) {
  std::uint64_t checksum = 0;
  const auto visit = [&](const DeviceMemory& memory) {
    memory.check_guards();
    checksum = checksum * 31 + memory.checksum();
  };
  try {
    for (const auto* space : {&inputs_, &parameters_, &hyperparameters_, &gradients_})
      for (const auto& memory : *space) visit(memory);
    visit(arena_);
  } catch (const std::runtime_error& error) {
    throw std::runtime_error(kernel + ": " + error.what());
  }
  trace_.emplace_back(kernel, checksum);
}

void EmulatedModel::read_values(const Launches& launches, double* values) {
  for (std::size_t i = 0; i < 1 + info_.metrics.size(); ++i)
    values[i] = lathe::get_element(address(launches.results.at(i)), scalar_type(), 0);
}

std::byte* EmulatedModel::address(lathe::DeviceBuffer buffer) {
  switch (buffer.space) {
    case Space::input: return inputs_.at(buffer.index).data();
    case Space::parameter: return parameters_.at(buffer.index).data();
    case Space::hyperparameter: return hyperparameters_.at(buffer.index).data();
    case Space::gradient: return gradients_.at(buffer.index).data();
    case Space::arena: break;
  }
  return arena_.data() + buffer.index;
}

}  // namespace cuda_emulator
