// What the folder reader and predict ask of arrays.
#pragma once

#include "lathe/data.hpp"
#include "lathe/npy.hpp"

namespace lathe {

/// The same with messages that begin with the file's path.
Dataset to_dataset(Arrays arrays, const std::vector<InputInfo>& inputs, Feed feed, const std::filesystem::path& file);

/// Whether a folder has train.npz, or else <input>.npy for any input.
bool has_arrays(const std::filesystem::path& folder, const std::vector<InputInfo>& inputs);

/// Reads those, see read_data_folder.
Split read_arrays_folder(const std::filesystem::path& folder, const std::vector<InputInfo>& inputs, std::uint64_t seed,
                         Feed feed, double train);

}  // namespace lathe
