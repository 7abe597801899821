#include "lathe/predict.hpp"

#include <algorithm>
#include <cstring>

#include "lathe/trainer_loop.hpp"
#include "lathe/trainer_tensors.hpp"

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

Arrays predict(Model& model, const Dataset& data, const MinMaxScaler* scaler) {
  const ModelInfo& info = model.info();
  Batcher batcher(data, scaler, info, Feed::predict);
  Arrays arrays;
  for (const OutputInfo& output : info.outputs) {
    Array& array = arrays[output.name];
    array.shape = {data.rows()};
    for (std::size_t axis = 1; axis < output.shape.size(); ++axis)
      array.shape.push_back(static_cast<std::size_t>(output.shape[axis]));
    array.values = zeros(output.type, data.rows() * output.row_elements());
  }

  const std::vector<std::uint32_t> rows = all_rows(data.rows());
  Tensors outputs = output_tensors(info);  // a short batch may still write a whole one
  for (std::size_t first = 0; first < rows.size(); first += static_cast<std::size_t>(info.batch)) {
    const int n = static_cast<int>(std::min(rows.size() - first, static_cast<std::size_t>(info.batch)));
    model.predict(batcher.gather(rows, first, n), outputs.pointers());
    for (std::size_t i = 0; i < outputs.count(); ++i)
      std::visit(
          [&, width = info.outputs[i].row_elements()](auto& values) {
            std::memcpy(values.data() + first * width, outputs.bytes(i).data(),
                        static_cast<std::size_t>(n) * width * sizeof values[0]);
          },
          arrays.at(info.outputs[i].name).values);
  }
  return arrays;
}

Arrays predict(Model& model, Arrays inputs, const MinMaxScaler* scaler) {
  return predict(model, to_dataset(std::move(inputs), model.info().inputs, Feed::predict), scaler);
}

}  // namespace lathe
