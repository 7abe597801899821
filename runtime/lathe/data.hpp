// Data sets in memory: reading, scaling, splitting, shuffling, batching.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "lathe/model.hpp"

namespace lathe {

/// One array of a data set: `rows` rows of `width` elements. Bytes stay bytes in memory (a quarter of the floats);
/// they are scaled when a batch is gathered. Doubles are for inputs in double.
struct Column {
  std::string name;
  std::size_t rows = 0, width = 0;
  std::vector<std::uint8_t> bytes;  // exactly one of the four is filled
  std::vector<float> floats;
  std::vector<std::int32_t> ints;
  std::vector<double> doubles = {};
  std::string origin = {};  // the file that the rows are those of, for messages; "" where there is none
  int first_line = 0;       // where the first row is in a text file
  // So many of the values of a row, the first ones, are measures to be standardised, NaN where they are missing; the
  // others are taken as they are. 0: no such column.
  std::size_t standardised = 0;

  /// [rows, width], or [rows] where a row is one value.
  std::vector<std::size_t> shape() const { return width == 1 ? std::vector{rows} : std::vector{rows, width}; }
  /// Calls `use` with the vector that is filled.
  template <class Use>
  auto visit(const Use& use) const {
    return !bytes.empty() ? use(bytes) : !floats.empty() ? use(floats) : !doubles.empty() ? use(doubles) : use(ints);
  }
};

/// Columns with the same number of rows: "image" and "label".
struct Dataset {
  std::vector<Column> columns;
  bool as_is = false;  // arrays: a trainer that starts anew fits no scaling
  std::size_t rows() const { return columns.empty() ? 0 : columns[0].rows; }
  /// The rows named, in that order; they are those of no file any more.
  Dataset select(std::span<const std::uint32_t> rows) const;
  /// Leaves the first rows only, and gives the memory of the others back.
  void keep_first(std::size_t rows);
};

/// Samples for a model that has no inputs.
Dataset samples_without_values(std::size_t rows);

/// A feature's values as x -> (x - minimum) * inverse_range, fitted on the training part only; doubles are fitted and
/// scaled in double, all else in float.
struct Scaler {
  std::vector<double> minimum, inverse_range;
  /// To [0, 1]: (x - min) / (max - min). A feature that is constant in the training part becomes 0 everywhere, with
  /// inverse_range 0, so that it cannot explode on unseen data.
  static Scaler fit(const Column& column);
  /// Standardising in the same form, of a column's `standardised` values: minimum is the mean, and inverse_range one by
  /// the standard deviation, with those that are missing at the mean (which is 0 when scaled). Values that are taken as
  /// they are have 0 and 1.
  static Scaler fit_deviation(const Column& column);
};

/// Reads an IDX file, plain or .gz: images become bytes, named "image", labels ints, named "label". Throws UserError:
/// not there, wrong magic, empty, truncated, trailing bytes. Memory grows with what the file holds, not with what its
/// header announces.
Column read_idx(const std::filesystem::path& file);

/// Reads a CSV with a header, the label in the first column and then the features (Kaggle's Digit Recognizer form),
/// plain or .gz. Columns "image" (bytes when every value is an integer in 0 … 255, else floats, or doubles for a type
/// of f64) and "label" (ints). with_labels = false: no label column, features only (Kaggle's test.csv). Throws
/// UserError with the line number: ragged, not a finite number, quoted, no header, empty. Lines may end in CRLF; blank
/// lines may only end the file.
Dataset read_labelled_csv(const std::filesystem::path& file, bool with_labels = true,
                          ElementType type = ElementType::f32);

/// Training and test part of a data set.
struct Split {
  Dataset train, test;
};

/// A seeded split, see split_rows, in the memory that the data have; with a fraction of 1 the test part is empty.
/// Throws UserError when a part would have no row.
Split split(Dataset data, std::uint64_t seed, double fraction = 0.7);

/// The seed by which trainers cut off a test part, never that of --seed: so `evaluate` sees the same test rows as every
/// training run.
constexpr std::uint64_t split_seed = 1;

/// Which inputs of a model get values.
enum class Feed : std::uint8_t { all, predict };
inline bool is_fed(const InputInfo& input, Feed feed) { return feed == Feed::all || input.feeds_output; }

/// Whether a folder has any of the files that read_data_folder begins with.
bool has_data(const std::filesystem::path& folder, const std::vector<InputInfo>& inputs);

/// The file of that name in a folder, or its .gz; the path itself where it is no folder. Throws UserError when the
/// folder has neither.
std::filesystem::path find_data_file(const std::filesystem::path& path, const std::string& name);

/// Finds and reads a model's data in a folder. Images and labels, for the first two inputs:
/// train-images-idx3-ubyte[.gz] with labels and the t10k- pair, or train.csv[.gz], with test.csv[.gz] if its first
/// column has the same name. Arrays named as the inputs: train.npz, with test.npz if it is there, or <input>.npy. Where
/// there is no test part, a seeded split cuts one off, which leaves the share `train`. For Feed::predict, arrays may
/// lack the inputs that are not fed. Throws UserError that names the folder and the files it looked for, or what in a
/// file does not fit the inputs.
Split read_data_folder(const std::filesystem::path& folder, const std::vector<InputInfo>& inputs, std::uint64_t seed,
                       Feed feed = Feed::all, double train = 0.7);

/// The same random permutation of 0 … n-1 for the same seed and stream (the epoch), on every machine (Philox,
/// Fisher-Yates).
std::vector<std::uint32_t> permutation(std::size_t n, std::uint64_t seed, std::uint64_t stream);

/// Row numbers of a seeded split, shuffled: the first part has round(n * fraction) rows.
std::pair<std::vector<std::uint32_t>, std::vector<std::uint32_t>> split_rows(std::size_t n, double fraction,
                                                                             std::uint64_t seed);

/// Throws UserError unless column i of a data set is what input i takes: another width, a label outside 0 … classes-1
/// (with its file, and its line or row, counted from 1), real numbers for an int input, no column for an input that is
/// fed, an empty set.
void check_columns(const Dataset& data, const std::vector<InputInfo>& inputs, Feed feed = Feed::all);

/// Gathers batches into buffers of its own, in the element types of the model's inputs (scaled; for an input in double
/// bytes and floats give the same floats as for one in float, widened). Column i of the data set feeds input i; the
/// scaler is that of column 0. Data, scaler and model are referred to, not copied. The pointer of an input that is not
/// fed is null. Throws UserError on construction when they do not fit: see check_columns; a scaler of another width.
class Batcher {
 public:
  Batcher(const Dataset& data, const Scaler* scaler, const ModelInfo& model, Feed feed = Feed::all);
  /// Rows order[first] … order[first + rows - 1]. Valid until the next call.
  Batch gather(std::span<const std::uint32_t> order, std::size_t first, int rows);

 private:
  const Dataset& data_;
  const Scaler* scaler_;
  std::vector<float> minimum_, inverse_range_;  // the scaler's
  const ModelInfo& model_;
  std::vector<std::vector<std::byte>> buffers_;
  std::vector<const void*> pointers_;
};

/// Fills a model's parameters from their initialisers; stream i for parameter i, so that adding a layer at the end
/// changes no other. Normal by Box-Muller on Philox 4x32-10: the same numbers on every machine and thread count.
void initialize_parameters(Model& model, std::uint64_t seed);

}  // namespace lathe
