#include "lathe/predict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "lathe/error.hpp"
#include "lathe/trainer_loop.hpp"

namespace lathe {
namespace {

Array::Values zeros(ElementType type, std::size_t elements) {
  switch (type) {
    case ElementType::f32:
      return std::vector<float>(elements);
    case ElementType::f64:
      return std::vector<double>(elements);
    case ElementType::i32:
      break;
  }
  return std::vector<std::int32_t>(elements);
}

}  // namespace

Arrays predict(Model& model, const Dataset& data, const Scaler* scaler) {
  const ModelInfo& info = model.info();
  Batcher batcher(data, scaler, info, Feed::predict);
  Arrays arrays;
  std::vector<Array::Values> again;  // of outputs without batch: what later batches make of them
  for (const OutputInfo& output : info.outputs) {
    Array& array = arrays[output.name];
    array.shape.assign(output.shape.begin(), output.shape.end());
    if (output.per_row > 0) array.shape[0] = data.rows() * static_cast<std::size_t>(output.per_row);
    array.values = zeros(output.type, output.elements(static_cast<int>(data.rows())));
    again.push_back(output.per_row > 0 ? Array::Values() : array.values);
  }

  const std::vector<std::uint32_t> rows = all_rows(data.rows());
  std::vector<void*> to(info.outputs.size());
  for (std::size_t first = 0; first < rows.size(); first += static_cast<std::size_t>(info.batch)) {
    for (std::size_t i = 0; i < to.size(); ++i) {
      const OutputInfo& output = info.outputs[i];
      const bool repeated = output.per_row == 0 && first > 0;
      std::visit([&](auto& values) { to[i] = values.data() + output.offset(first); },
                 repeated ? again[i] : arrays.at(output.name).values);
    }
    const int n = static_cast<int>(std::min(rows.size() - first, static_cast<std::size_t>(info.batch)));
    model.predict(batcher.gather(rows, first, n), to.data());
    for (std::size_t i = 0; i < to.size() && first > 0; ++i)
      if (const OutputInfo& output = info.outputs[i]; output.per_row == 0 && again[i] != arrays.at(output.name).values)
        throw UserError(
            fmt::format("output {} is of the whole batch, and differs from batch to batch: {} rows should be "
                        "at most {}",
                        output.name, rows.size(), info.batch));
  }
  return arrays;
}

Arrays predict(Model& model, Arrays inputs, const Scaler* scaler) {
  if (model.info().inputs.empty()) return predict(model, samples_without_values(1), scaler);
  return predict(model, to_dataset(std::move(inputs), model.info().inputs, Feed::predict), scaler);
}

}  // namespace lathe
