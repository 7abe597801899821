#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>

#include "data_csv.hpp"
#include "input_file.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "lathe/thread_pool.hpp"
#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_data.hpp"
#include "lathe/trainer_loop.hpp"
#include "lathe/trainer_tensors.hpp"

namespace lathe {
namespace {

namespace fs = std::filesystem;

/// Every IDX file begins with two zero bytes; no text does.
bool is_idx(const fs::path& file) {
  std::array<char, 2> start{1, 1};
  return InputFile(file).read(start.data(), 2) == 2 && start == std::array<char, 2>{0, 0};
}

Column read_features(const ModelInfo& model, const std::string& data_option) {
  const fs::path path = find_data_folder(model, data_option);
  if (path.empty() || fs::is_directory(path)) return std::move(read_data(model, data_option).test.columns[0]);
  if (is_idx(path)) {
    Column images = read_idx(path);
    if (images.name == "label") throw UserError(fmt::format("{}: holds labels but should hold images", path.string()));
    return images;
  }
  return std::move(read_labelled_csv(path, first_csv_field(path) == "label").columns[0]);
}

/// Labels feed no output; the batcher still wants a column for each input.
void add_placeholders(Dataset& data, const ModelInfo& model) {
  const std::size_t rows = data.rows();
  for (std::size_t i = data.columns.size(); i < model.inputs.size(); ++i) {
    const InputInfo& input = model.inputs[i];
    if (input.type != ElementType::i32) throw UserError(fmt::format("predict has no values for input {}", input.name));
    Column column;
    column.name = input.name;
    column.rows = rows;
    column.width = input.row_elements();
    column.ints.resize(rows * column.width);
    data.columns.push_back(std::move(column));
  }
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

/// The shortest digits that read back as the same number of that type.
void append_value(std::string& text, const Tensors& outputs, std::size_t t, std::size_t i) {
  const double value = outputs.get(t, i);
  if (outputs.type(t) == ElementType::f32)
    fmt::format_to(std::back_inserter(text), "{}", static_cast<float>(value));
  else
    fmt::format_to(std::back_inserter(text), "{}", value);
}

void append_rows(std::string& csv, const ModelInfo& model, const Tensors& outputs, int rows) {
  for (int row = 0; row < rows; ++row) {
    bool first = true;
    for (std::size_t t = 0; t < outputs.count(); ++t) {
      const std::size_t width = model.outputs[t].row_elements();
      for (std::size_t j = 0; j < width; ++j) {
        if (!first) csv += ',';
        first = false;
        append_value(csv, outputs, t, static_cast<std::size_t>(row) * width + j);
      }
    }
    csv += '\n';
  }
}

}  // namespace

int predict(const ModelFamily& family, const PredictOptions& options) {
  ThreadPool pool(options.threads);
  const auto model = family.fast(pool);
  const ModelInfo& info = model->info();
  if (info.outputs.empty()) throw UserError(fmt::format("there is nothing to predict: {} has no output", info.spec));
  if (options.weights.empty() && !info.data.kind.empty())
    throw UserError("predict needs trained weights; say where they are with --weights FILE");
  if (options.input.empty() && options.data.empty() && info.data.kind.empty())
    throw UserError(
        fmt::format("predict needs values for input {}; give them with --input or --data", info.inputs.at(0).name));

  Dataset data;
  if (options.input.empty())
    data.columns.push_back(read_features(info, options.data));
  else
    data = parse_rows(options.input, info);

  initialize_parameters(*model, options.seed);
  Scaling scaling;
  if (!options.weights.empty()) scaling = load_weights_and_scaling(options.weights, *model, data);
  add_placeholders(data, info);

  Batcher batcher(data, pointer(scaling), info);
  Tensors outputs = output_tensors(info);
  const std::vector<std::uint32_t> rows = all_rows(data.rows());
  std::string csv = csv_header(info);
  for (std::size_t first = 0; first < rows.size(); first += static_cast<std::size_t>(info.batch)) {
    const int n = static_cast<int>(std::min(rows.size() - first, static_cast<std::size_t>(info.batch)));
    model->predict(batcher.gather(rows, first, n), outputs.pointers());
    append_rows(csv, info, outputs, n);
  }

  if (!options.out.empty())
    write_atomically(options.out, csv);
  else if (std::fwrite(csv.data(), 1, csv.size(), stdout) != csv.size() || std::fflush(stdout) != 0)
    throw UserError("the predictions cannot be written to standard output");
  return 0;
}

}  // namespace lathe
