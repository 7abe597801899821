// Files written whole or not at all, and the weights format.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "lathe/data.hpp"
#include "lathe/model.hpp"

namespace lathe {

/// Writes next to the file, syncs, renames: a reader sees the old file or the new one, whatever happens. A link is
/// followed; a device or a pipe is written directly, and so is the file that standard output or error goes to.
/// Throws UserError (disk full, no such folder, not writable), naming the file and leaving the old one in place.
void write_atomically(const std::filesystem::path& file, std::string_view bytes);

/// Throws the UserError that write_atomically would throw now, a full disk aside. The file does not change; what killed
/// processes have left of their attempts to write it is removed.
void check_writable(const std::filesystem::path& file);

/// Gives a file a second name, its own with .old behind it, before another takes its place; what had that name is gone.
/// Returns the name; nothing where there is no file, or a device. Throws UserError when the name cannot be given.
std::optional<std::filesystem::path> keep_old(const std::filesystem::path& file);

/// A text file that grows line by line. An old file is there until the first line is on disk (see write_atomically);
/// each later line is added whole or not at all.
class LineFile {
 public:
  explicit LineFile(std::filesystem::path file) : file_(std::move(file)) {}
  ~LineFile();
  LineFile(const LineFile&) = delete;
  LineFile& operator=(const LineFile&) = delete;
  const std::filesystem::path& path() const { return file_; }
  /// Throws UserError when the line, which ends in '\n', cannot be written.
  void append(std::string_view line);

 private:
  std::filesystem::path file_;
  int number_ = -1;  // the open file
  bool replaced_ = false;
};

/// A file's bytes; gzip is unpacked, whatever the name. Throws UserError: not there, not readable, truncated or damaged
/// gzip.
std::string read_file(const std::filesystem::path& file);

/// Saves a model's parameters (and the scaler, if given) as safetensors: an 8-byte little-endian header length, a JSON
/// header {"hidden.weight": {"dtype": "F32", "shape": [784, 50], "data_offsets": [0, 156800]}, "__metadata__":
/// {"model": "digits", …}}, then the data. Format: Hugging Face safetensors; opens in PyTorch and NumPy. The scaler is
/// stored as tensors "__scaler__.minimum" and "__scaler__.inverse_range", in F32 where that loses nothing, else in F64.
void save_weights(const std::filesystem::path& file, Model& model, const Scaler* scaler);

/// What a weights file says of the scaling that the values of the first input had in training.
enum class SavedScaling : std::uint8_t {
  unknown,  // nothing: another program wrote it
  none,     // Lathe wrote it, without a scaler: values were taken as they are
  fitted,   // it has a scaler
};

/// Loads what save_weights or save_checkpoint wrote, or any safetensors file with the same names, shapes and types (F64
/// into F32 is refused: types must be equal, except that a double model may load floats). Fills scaler if the file has
/// one. Throws UserError: not safetensors, truncated, a name missing, an unknown name (not told to a model that does
/// not train: it may take a part of the weights of one that did), another shape or type; the model is unchanged when it
/// throws. saved_of becomes the name of the model that the file says it is from, "" where it does not say.
SavedScaling load_weights(const std::filesystem::path& file, Model& model, Scaler* scaler,
                          std::string* saved_of = nullptr);

}  // namespace lathe
