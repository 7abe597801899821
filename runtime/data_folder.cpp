#include <fmt/format.h>

#include <optional>

#include "data_arrays.hpp"
#include "data_csv.hpp"
#include "lathe/data.hpp"
#include "lathe/error.hpp"

namespace lathe {
namespace fs = std::filesystem;

namespace {

bool is_there(const fs::path& file) {
  std::error_code ignored;
  return fs::exists(file, ignored);
}

// The file itself or its .gz, whichever is there.
std::optional<fs::path> find(const fs::path& folder, const std::string& name) {
  for (const char* ending : {"", ".gz"})
    if (const fs::path file = folder / (name + ending); is_there(file)) return file;
  return std::nullopt;
}

// train.csv, or the one file whose name ends so: fashion-mnist_train.csv.
std::optional<fs::path> find_csv(const fs::path& folder, const std::string& part) {
  if (const auto file = find(folder, part + ".csv")) return file;
  std::optional<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.ends_with("_" + part + ".csv") && !name.ends_with("_" + part + ".csv.gz")) continue;
    if (found)
      throw UserError(fmt::format("{}: has {} and {}, of which one should be {}.csv", folder.string(),
                                  std::min(found->filename().string(), name),
                                  std::max(found->filename().string(), name), part));
    found = entry->path();
  }
  return found;
}

fs::path find_or_throw(const fs::path& folder, const std::string& name) {
  if (const auto file = find(folder, name)) return *file;
  throw UserError(fmt::format("{}: has no {} or {}.gz", folder.string(), name, name));
}

Dataset read_idx_pair(const fs::path& folder, const std::string& part) {
  const fs::path image_file = find_or_throw(folder, part + "-images-idx3-ubyte");
  const fs::path label_file = find_or_throw(folder, part + "-labels-idx1-ubyte");
  Dataset data;  // filled in place: an initialiser list would copy the images
  data.columns.push_back(read_idx(image_file));
  data.columns.push_back(read_idx(label_file));
  const Column &images = data.columns[0], &labels = data.columns[1];
  if (images.name != "image")
    throw UserError(fmt::format("{}: holds labels but should hold images", image_file.string()));
  if (labels.name != "label")
    throw UserError(fmt::format("{}: holds images but should hold labels", label_file.string()));
  if (images.rows != labels.rows)
    throw UserError(fmt::format("{}: holds {} images but {} holds {} labels", image_file.string(), images.rows,
                                label_file.filename().string(), labels.rows));
  return data;
}

}  // namespace

fs::path find_data_file(const fs::path& path, const std::string& name) {
  std::error_code ignored;
  return fs::is_directory(path, ignored) ? find_or_throw(path, name) : path;
}

bool has_data(const fs::path& folder, const std::vector<InputInfo>& inputs) {
  return find(folder, "train-images-idx3-ubyte") || has_arrays(folder, inputs) || find_csv(folder, "train");
}

Split read_data_folder(const fs::path& folder, const std::vector<InputInfo>& inputs, std::uint64_t seed, Feed feed,
                       double train_share) {
  if (std::error_code ignored; !fs::is_directory(folder, ignored))
    throw UserError(fmt::format("{}: no such folder", folder.string()));
  const auto checked = [&](Dataset data) {
    check_columns(data, inputs, feed);
    return data;
  };
  if (find(folder, "train-images-idx3-ubyte"))
    return {checked(read_idx_pair(folder, "train")), checked(read_idx_pair(folder, "t10k"))};

  if (has_arrays(folder, inputs)) return read_arrays_folder(folder, inputs, seed, feed, train_share);

  const auto train_file = find_csv(folder, "train");
  if (!train_file)
    throw UserError(fmt::format(
        "{}: has no train-images-idx3-ubyte, train-images-idx3-ubyte.gz, train.npz{}, train.csv or train.csv.gz",
        folder.string(), inputs.empty() ? "" : fmt::format(", {}.npy", inputs[0].name)));
  const ElementType type = inputs.empty() ? ElementType::f32 : inputs[0].type;
  Dataset train = checked(read_labelled_csv(*train_file, true, type));
  // Kaggle's test.csv has no labels: its first column is another.
  const auto test_file = find_csv(folder, "test");
  if (test_file && first_csv_field(*test_file) == first_csv_field(*train_file))
    return {std::move(train), checked(read_labelled_csv(*test_file, true, type))};
  return split(std::move(train), seed, train_share);
}

}  // namespace lathe
