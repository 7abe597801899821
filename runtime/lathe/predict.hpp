// What a model says about a whole data set.
#pragma once

#include "lathe/data.hpp"
#include "lathe/npy.hpp"

namespace lathe {

/// The model's outputs, by name, for every row: arrays of shape [rows, …], or [rows * per_row, …]. An output without
/// batch has its own shape, and must be the same for every batch of the data. The data need columns for the inputs that
/// outputs depend on only. Throws UserError as Batcher does; the scaler may be null.
Arrays predict(Model& model, const Dataset& data, const Scaler* scaler);

/// The same from arrays named as the inputs, see to_dataset; from none for a model without inputs.
Arrays predict(Model& model, Arrays inputs, const Scaler* scaler = nullptr);

}  // namespace lathe
