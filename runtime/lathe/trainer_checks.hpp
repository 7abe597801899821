// What check-gradients and self-test have in common: the models of one spec at the same point, on the same rows.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_data.hpp"

namespace lathe {

/// Rows to check a model on: from the training part where there is a data folder, else random.
struct CheckRows {
  Dataset data;
  Scaling scaling;
  std::string origin;  // "100 training samples", "100 random samples"
};

/// Reads at most `rows` rows and puts the model at the point to check: the weights given, or its first parameters plus
/// seeded noise of an initialiser's size, so that no bias is 0 and no two units are equal.
CheckRows prepare_check(Model& model, const CommonOptions& options, std::size_t rows);

/// What rounding can leave of terms that cancel, relative to the largest gradient of the model: a gradient below that
/// says nothing (the bias in front of a batch_norm has none).
double rounding_of_gradients(ElementType type);

/// A model of the family in double. Throws UserError when the trainer was generated without it.
std::unique_ptr<Model> make_reference(const ModelFamily& family);
std::unique_ptr<Model> make_fused_double(const ModelFamily& family);

}  // namespace lathe
