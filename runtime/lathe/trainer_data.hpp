// Where a trainer's data and weights come from, and how the data are scaled.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "lathe/data.hpp"
#include "lathe/model.hpp"
#include "lathe/trainer_commands.hpp"

namespace lathe {

/// The folder with the data: --data if given, else the first of these that has data, or else the first that is there:
/// DataInfo::name in the working directory; DataInfo::name beside the spec; the folder data of the model of that name,
/// ../<name>/data seen from the spec. Empty when there is none.
std::filesystem::path find_data_folder(const ModelInfo& model, const CommonOptions& options);

/// The same for the user's eyes: seen from the working directory where it is below that, and the name alone where there
/// is none.
std::string data_folder_text(const ModelInfo& model, const CommonOptions& options);

/// Training and test part, of a data set without a test part of its own by split_seed. A model whose data are nothing
/// has one row of no columns to train on. Throws UserError, also when there is no folder. For Feed::predict, arrays may
/// lack the inputs that are not fed.
Split read_data(const ModelInfo& model, const CommonOptions& options, Feed feed = Feed::all);

/// The scaling that a model's first input has been trained with: it belongs to the model, and is saved with its
/// weights. None where values are taken as they are, and for integers.
using Scaling = std::optional<Scaler>;
inline const Scaler* pointer(const Scaling& scaling) { return scaling ? &*scaling : nullptr; }

/// For a model that starts from its initialisers: fitted on the training part, if that holds images; none for arrays.
Scaling fit_scaling(const ModelInfo& model, const Dataset& train);

/// Loads a model's weights and returns the scaling that they were trained with. Where the file does not say (another
/// program's): bytes / 255 for images, none otherwise. Throws UserError, also for weights that are not finite.
Scaling load_weights_and_scaling(const std::filesystem::path& file, Model& model, const Dataset& data);

/// What a Batcher is to scale the data by: null if they are scaled already, as options say, else the model's scaling.
/// Tells the user where that is not what becomes of such data as a rule: arrays scaled, or images taken as they are.
const Scaler* choose_scaler(const Scaling& scaling, const ModelInfo& model, const Dataset& data,
                            const CommonOptions& options);

/// Rows given on the command line for a model's first input: "1.0,0.5" or, with ';' between rows, "1,0;0,1".
Dataset parse_rows(const std::string& text, const ModelInfo& model);

/// A data set with a column for every input: features uniform in [0, 1), labels uniform over the classes.
Dataset random_data(const ModelInfo& model, std::size_t rows, std::uint64_t seed);

}  // namespace lathe
