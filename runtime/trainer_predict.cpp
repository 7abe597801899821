#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <iterator>

#include "data_arrays.hpp"
#include "data_csv.hpp"
#include "input_file.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "lathe/predict.hpp"
#include "lathe/thread_pool.hpp"
#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_data.hpp"
#include "lathe/trainer_output.hpp"
#include "lathe/trainer_text.hpp"

namespace lathe {
namespace {

namespace fs = std::filesystem;

/// Every IDX file begins with two zero bytes; no text does.
bool is_idx(const fs::path& file) {
  std::array<char, 2> start{1, 1};
  return InputFile(file).read(start.data(), 2) == 2 && start == std::array<char, 2>{0, 0};
}

/// The one array of a .npy file, for the one input that outputs depend on.
Dataset read_single_array(const ModelInfo& model, const fs::path& file) {
  std::vector<std::string> fed;
  for (const InputInfo& input : model.inputs)
    if (input.feeds_output) fed.push_back(input.name);
  if (fed.size() != 1)
    throw UserError(fmt::format("{}: holds one array but predict needs {} ({}), as .npz", file.string(), fed.size(),
                                join(fed, ", ")));
  return to_dataset({{fed[0], read_npy(file)}}, model.inputs, Feed::predict, file);
}

/// The test part, or all rows where there is none.
Dataset part_to_predict(Split parts) { return std::move(parts.test.rows() > 0 ? parts.test : parts.train); }

Dataset read_inputs(const ModelInfo& model, const PredictOptions& options) {
  const fs::path path = find_data_folder(model, options);
  if (std::error_code ignored; path.empty() || fs::is_directory(path, ignored) || model.data.read)
    return part_to_predict(read_data(model, options, Feed::predict));
  if (path.extension() == ".npz") return to_dataset(read_npz(path), model.inputs, Feed::predict, path);
  if (path.extension() == ".npy") return read_single_array(model, path);
  if (!is_idx(path)) return read_labelled_csv(path, first_csv_field(path) == "label", model.inputs.at(0).type);
  Dataset data;
  data.columns.push_back(read_idx(path));
  if (data.columns[0].name == "label")
    throw UserError(fmt::format("{}: holds labels but should hold images", path.string()));
  return data;
}

/// "probability_0,probability_1"; an output with one value a row keeps its bare name.
std::string csv_header(const ModelInfo& model) {
  std::string header;
  for (const OutputInfo& output : model.outputs) {
    const std::size_t width = output.row_elements();
    for (std::size_t j = 0; j < width; ++j) {
      if (!header.empty()) header += ',';
      header += width == 1 ? output.name : fmt::format("{}_{}", output.name, j);
    }
  }
  return header + '\n';
}

/// An output without batch is in every row.
std::string csv_text(const ModelInfo& model, const Arrays& outputs, std::size_t rows) {
  std::string csv = csv_header(model);
  for (std::size_t row = 0; row < rows; ++row) {
    for (const OutputInfo& output : model.outputs)
      std::visit(
          [&, width = output.row_elements()](const auto& values) {
            for (std::size_t j = 0; j < width; ++j) csv += number_text(values[output.offset(row) + j]) + ',';
          },
          outputs.at(output.name).values);
    csv.back() = '\n';
  }
  return csv;
}

/// A model without inputs has no rows, and its outputs may have many axes.
std::string tensors_text(const ModelInfo& model, const Arrays& outputs) {
  std::string text;
  for (const OutputInfo& output : model.outputs) {
    if (!text.empty()) text += '\n';
    text += tensor_text(output.name, outputs.at(output.name));
  }
  return text;
}

}  // namespace

int predict(const ModelFamily& family, const PredictOptions& options) {
  const ModelInfo& info = family.info();
  if (info.outputs.empty()) throw UserError(fmt::format("there is nothing to predict: {} has no output", info.spec));
  const bool without_inputs = info.inputs.empty();
  if (without_inputs && !(options.input.empty() && options.data.empty()))
    throw UserError(fmt::format("{}: has no inputs, and predict takes no {} for it", info.spec,
                                options.data.empty() ? "--input" : "--data"));
  if (!without_inputs && options.input.empty() && options.data.empty() && info.data.kind.empty())
    throw UserError(
        fmt::format("predict needs values for input {}; give them with --input or --data", info.inputs.at(0).name));

  const fs::path out = options.out;
  if (out.extension() == ".npy" && info.outputs.size() != 1)
    throw UserError(fmt::format("{}: holds one array but {} has {} outputs; write an .npz", options.out, info.name,
                                info.outputs.size()));

  check_distinct({{"--weights", options.weights}, {"--data", options.data}, {"--out", options.out}});
  check_can_write({"--out", options.out});

  const Dataset data = without_inputs          ? samples_without_values(1)
                       : options.input.empty() ? read_inputs(info, options)
                                               : parse_rows(options.input, info);
  ThreadPool pool(options.threads);
  const auto model = family.fast(pool);
  initialize_parameters(*model, options.seed);
  const Scaler* scaler = nullptr;
  Scaling scaling;
  if (!options.weights.empty()) {
    scaling = load_weights_and_scaling(options.weights, *model, data);
    scaler = choose_scaler(scaling, info, data, options);
  }
  const Arrays outputs = predict(*model, data, scaler);

  if (out.extension() == ".npz") {
    write_npz(out, outputs);
  } else if (out.extension() == ".npy") {
    write_npy(out, outputs.begin()->second);
  } else {
    const std::string text = without_inputs ? tensors_text(info, outputs) : csv_text(info, outputs, data.rows());
    if (!out.empty())
      write_atomically(out, text);
    else
      std::fwrite(text.data(), 1, text.size(), stdout);
  }
  return 0;
}

}  // namespace lathe
