// Files written whole or not at all, and the weights format.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "lathe/data.hpp"
#include "lathe/model.hpp"

namespace lathe {

/// Writes next to the file, syncs, renames: a reader sees the old file or the new one, whatever happens. A link is
/// followed; a device or a pipe (/dev/stdout) is written directly.
/// Throws UserError (disk full, no such folder, not writable), naming the file and leaving the old one in place.
void write_atomically(const std::filesystem::path& file, std::string_view bytes);

/// A file's bytes; gzip is unpacked, whatever the name. Throws UserError: not there, not readable, truncated or damaged
/// gzip.
std::string read_file(const std::filesystem::path& file);

/// Saves a model's parameters (and the scaler, if given) as safetensors: an 8-byte little-endian header length, a JSON
/// header {"hidden.weight": {"dtype": "F32", "shape": [784, 50], "data_offsets": [0, 156800]}, "__metadata__":
/// {"model": "digits", …}}, then the data. Format: Hugging Face safetensors; opens in PyTorch and NumPy. The scaler is
/// stored as tensors "__scaler__.minimum" and "__scaler__.inverse_range".
void save_weights(const std::filesystem::path& file, Model& model, const MinMaxScaler* scaler);

/// Loads what save_weights wrote, or any safetensors file with the same names, shapes and types (F64 into F32 is
/// refused: types must be equal, except that a double model may load floats). Throws UserError: not safetensors,
/// truncated, a name missing, an unknown name, another shape or type; the model is unchanged when it throws. Returns
/// true and fills scaler if the file has one.
bool load_weights(const std::filesystem::path& file, Model& model, MinMaxScaler* scaler);

}  // namespace lathe
