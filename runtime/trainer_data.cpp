#include "lathe/trainer_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <new>

#include "diagnostic.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "lathe/random.hpp"
#include "lathe/trainer_output.hpp"
#include "lathe/trainer_tensors.hpp"
#include "lathe/trainer_text.hpp"

namespace lathe {
namespace fs = std::filesystem;

namespace {

bool reads_real_numbers(const ModelInfo& model) {
  return !model.inputs.empty() && model.inputs[0].type != ElementType::i32;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Calls part(text) for each piece of the text between separators.
template <class Part>
void split(std::string_view text, char separator, const Part& part) {
  for (;;) {
    const std::size_t end = text.find(separator);
    part(trim(text.substr(0, end)));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

/// ", where they were 0 to 255": over all features that were not constant.
std::string range_text(const Scaler& scaler) {
  double low = HUGE_VAL, high = -HUGE_VAL;
  for (std::size_t i = 0; i < scaler.minimum.size(); ++i) {
    if (scaler.inverse_range[i] == 0) continue;
    low = std::min(low, scaler.minimum[i]);
    high = std::max(high, scaler.minimum[i] + 1 / scaler.inverse_range[i]);
  }
  return low < high ? fmt::format(", where they were {:.6g} to {:.6g}", low, high) : "";
}

/// One nan among the weights makes nan of all that is computed with them.
void check_finite(Model& model, const fs::path& file) {
  for (const int p : trained_parameters(model.info())) {
    const ParameterInfo& parameter = model.info().parameters[static_cast<std::size_t>(p)];
    for (std::size_t i = 0; i < parameter.elements(); ++i)
      if (const double value = get_element(model.parameter(p), parameter.type, i); !std::isfinite(value))
        throw UserError(fmt::format("{}: {} is {} but weights should be finite", file.string(),
                                    element_name(parameter.name, parameter.shape, i), value));
  }
}

/// What a model without inputs is trained on: one row of nothing.
Split no_data() {
  Split parts;
  parts.train.columns.emplace_back().rows = 1;
  return parts;
}

std::vector<fs::path> places_of_data(const ModelInfo& model, const CommonOptions& options) {
  if (model.data.name.empty()) return {};
  std::vector<fs::path> places = {model.data.name};
  if (const fs::path spec = options.spec_folder; !spec.empty())
    for (const fs::path& place : {spec / model.data.name, spec.parent_path() / model.data.name / "data"})
      places.push_back(place);
  if (const fs::path spec = options.spec_folder; !spec.empty() && !model.data.file.empty())
    places.push_back(spec / "data");
  return places;
}

}  // namespace

fs::path find_data_folder(const ModelInfo& model, const CommonOptions& options) {
  if (!options.data.empty()) return options.data;
  const std::vector<fs::path> places = places_of_data(model, options);
  std::error_code ignored;
  for (const fs::path& place : places)
    if (model.data.file.empty()
            ? has_data(place, model.inputs)
            : fs::exists(place / model.data.file, ignored) || fs::exists(place / (model.data.file + ".gz"), ignored))
      return place;
  for (const fs::path& place : places)
    if (fs::is_directory(place, ignored)) return place;
  return {};
}

std::string data_folder_text(const ModelInfo& model, const CommonOptions& options) {
  const fs::path folder = find_data_folder(model, options);
  if (folder.empty()) return model.data.name;
  std::error_code ignored;
  const fs::path near = folder.lexically_relative(fs::current_path(ignored));
  return near.empty() || *near.begin() == ".." ? folder.string() : near.string();
}

Split read_data(const ModelInfo& model, const CommonOptions& options, Feed feed) {
  if (model.data.kind == "nothing") {
    if (!options.data.empty()) throw UserError(fmt::format("--data {}: {} takes no data", options.data, model.spec));
    return no_data();
  }
  if (model.data.kind.empty() && options.data.empty())
    throw UserError(fmt::format("{} names no data; say where they are with --data DIR", model.spec));
  const fs::path folder = find_data_folder(model, options);
  if (folder.empty()) {
    std::vector<std::string> places;
    for (const fs::path& place : places_of_data(model, options)) places.push_back(place.string());
    throw UserError(
        fmt::format("no data: there is no folder {}; say where the data are with --data DIR", join(places, " or ")));
  }
  if (std::error_code ignored; !model.data.read && fs::is_regular_file(folder, ignored))
    throw UserError(fmt::format("--data {} is a file but should be the folder that the data are in", folder.string()));
  try {
    if (model.data.read) return model.data.read(folder, model, split_seed, feed);
    Split parts = read_data_folder(folder, model.inputs, split_seed, feed, model.data.train);
    if (!model.data.scaled) parts.train.as_is = parts.test.as_is = true;
    return parts;
  } catch (const std::bad_alloc&) {
    throw UserError(fmt::format("{}: the data take more memory than there is", folder.string()));
  }
}

Scaling fit_scaling(const ModelInfo& model, const Dataset& train) {
  if (train.as_is || !reads_real_numbers(model)) return {};
  if (train.columns[0].standardised) return Scaler::fit_deviation(train.columns[0]);
  return Scaler::fit(train.columns[0]);
}

Scaling load_weights_and_scaling(const fs::path& file, Model& model, const Dataset& data) {
  Scaler scaler;
  std::string saved_of;
  const SavedScaling saved = load_weights(file, model, &scaler, &saved_of);
  const ModelInfo& info = model.info();
  // A model that does not train is there to use the weights of one that does.
  if (info.trains && !saved_of.empty() && saved_of != info.name)
    tell(info.name,
         fmt::format("{} has weights of {}; they fit, as names and shapes are the same", file.string(), saved_of));
  check_finite(model, file);
  if (saved == SavedScaling::fitted) return scaler;
  const Column& features = data.columns[0];
  if (saved == SavedScaling::none || data.as_is || features.bytes.empty() || !reads_real_numbers(model.info()))
    return {};
  return Scaler{std::vector<double>(features.width), std::vector<double>(features.width, 1.0f / 255)};
}

const Scaler* choose_scaler(const Scaling& scaling, const ModelInfo& model, const Dataset& data,
                            const CommonOptions& options) {
  if (options.scaled || !reads_real_numbers(model)) return nullptr;
  const std::string values = "the values of " + model.inputs[0].name;
  if (data.as_is && scaling)
    tell(model.name,
         fmt::format("{} are scaled as in training{}; --scaled takes them as they are", values, range_text(*scaling)));
  if (!data.as_is && !scaling)
    tell(model.name, fmt::format("{} are taken as they are: the weights come without a scaling", values));
  return pointer(scaling);
}

Dataset parse_rows(const std::string& text, const ModelInfo& model) {
  const InputInfo& input = model.inputs.at(0);
  Column column;
  column.name = input.name;
  column.width = input.row_elements();
  split(text, ';', [&](std::string_view row) {
    if (row.empty()) return;
    ++column.rows;
    std::size_t values = 0;
    split(row, ',', [&](std::string_view number) {
      double value = 0;
      const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
      const bool fits =
          input.type == ElementType::f32 ? std::isfinite(static_cast<float>(value)) : std::isfinite(value);
      if (error != std::errc() || end != number.data() + number.size() || !fits)
        throw UserError(fmt::format("--input: row {} has {} where a number should be", column.rows, excerpt(number)));
      ++values;
      if (input.type == ElementType::f64)
        column.doubles.push_back(value);
      else if (input.type == ElementType::f32)
        column.floats.push_back(static_cast<float>(value));
      else if (value == std::floor(value) && std::abs(value) < 0x1p31)
        column.ints.push_back(static_cast<std::int32_t>(value));
      else
        throw UserError(fmt::format("--input: row {} has {} where an integer should be", column.rows, excerpt(number)));
    });
    if (values != column.width)
      throw UserError(fmt::format("--input: row {} has {} values but input {} takes {}", column.rows, values,
                                  input.name, column.width));
  });
  if (column.rows == 0)
    throw UserError(fmt::format("--input: no row, but input {} takes {} values a row", input.name, column.width));
  Dataset data;
  data.as_is = true;
  data.columns.push_back(std::move(column));
  return data;
}

Dataset random_data(const ModelInfo& model, std::size_t rows, std::uint64_t seed) {
  if (model.inputs.empty()) return samples_without_values(rows);
  constexpr std::uint64_t kStream = 1000;  // apart from the noise on parameters
  Dataset data;
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    const InputInfo& input = model.inputs[i];
    const Random random(seed, Purpose::ops, kStream + i);
    Column column;
    column.name = input.name;
    column.rows = rows;
    column.width = input.row_elements();
    for (std::size_t k = 0; k < rows * column.width; ++k) {
      if (input.type == ElementType::i32)
        column.ints.push_back(static_cast<std::int32_t>(random.below(input.classes > 0 ? input.classes : 2, k)));
      else
        column.floats.push_back(static_cast<float>(random.uniform(k)));
    }
    data.columns.push_back(std::move(column));
  }
  return model.inputs.empty() ? no_data().train : data;
}

}  // namespace lathe
