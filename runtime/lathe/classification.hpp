// What a model that classifies gets right and wrong.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lathe/data.hpp"
#include "lathe/image.hpp"
#include "lathe/model.hpp"

namespace lathe {

/// Where a model has its classes: a label that its outputs do not depend on, and an output with a number for each
/// class.
struct Classes {
  int count = 0;
  std::size_t label = 0;   // which input
  std::size_t output = 0;  // the class with the greatest number is the answer
};
std::optional<Classes> find_classes(const ModelInfo& model);

/// One name for each class: those of classes.txt in the folder, one a line, or else none. Throws UserError when that
/// has another number of names.
std::vector<std::string> class_names(const std::filesystem::path& folder, const Classes& classes);

struct Answer {
  int truth = 0, answer = 0;
  double sureness = 0;  // the number of the answer less that of the truth
};

/// The model's answers to all rows.
std::vector<Answer> classify(Model& model, Batcher& batcher, const Classes& classes, const Dataset& data);

/// A table with a row for each class there is and a column for each that the model says, and how many of a row are
/// right. names may be empty.
std::string confusion_text(const std::vector<Answer>& answers, const Classes& classes,
                           const std::vector<std::string>& names);

/// What the rows of the first input are as pictures: float[N][28][28], [N][1][28][28], [N][3][28][28], or [N][784], a
/// square. Throws UserError where they are none.
struct PictureShape {
  int channels = 1, height = 0, width = 0;  // in memory in this order
};
PictureShape picture_shape(const ModelInfo& model);

/// Pictures of wrong answers, the surest first, each above the numbers of its class and of the answer: "4>9".
struct WrongSheet {
  Image image;
  std::size_t shown = 0, wrong = 0;
};
WrongSheet wrong_sheet(const std::vector<Answer>& answers, const Dataset& data, const ModelInfo& model);

}  // namespace lathe
