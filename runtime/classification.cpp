#include "lathe/classification.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "lathe/trainer_loop.hpp"
#include "lathe/trainer_tensors.hpp"

namespace lathe {
namespace {

/// 3 x 5 points a character, a row an octal digit.
int glyph(char c) {
  constexpr int digits[] = {075557, 026227, 071747, 071717, 055711, 074717, 074757, 071111, 075757, 075717};
  return c == '>' ? 042124 : digits[c - '0'];
}

void write_text(Image& image, int top, int left, const std::string& text, int scale) {
  for (const char c : text) {
    for (int y = 0; y < 5 * scale; ++y)
      for (int x = 0; x < 3 * scale; ++x)
        if (glyph(c) >> (14 - 3 * (y / scale) - x / scale) & 1)
          for (int channel = 0; channel < image.channels; ++channel) image.at(top + y, left + x, channel) = 0;
    left += 4 * scale;
  }
}

/// The values of pictures as bytes: bytes are that already, others go from black for the least to white for the
/// greatest.
class Brightness {
 public:
  explicit Brightness(const Column& column) : column_(column) {
    if (!column.bytes.empty()) return;
    column.visit([&](const auto& values) {
      const auto [low, high] = std::minmax_element(values.begin(), values.end());
      low_ = static_cast<double>(*low);
      scale_ = *high > *low ? 255 / (static_cast<double>(*high) - low_) : 0;
    });
  }
  std::uint8_t at(std::size_t row, std::size_t i) const {
    return column_.visit([&](const auto& values) {
      return to_byte((static_cast<double>(values[row * column_.width + i]) - low_) * scale_);
    });
  }

 private:
  const Column& column_;
  double low_ = 0, scale_ = 1;
};

/// In columns of a terminal, which fmt counts when it pads: two for 字.
std::size_t width_on_screen(const std::string& text) {
  constexpr std::size_t kWide = 1000;
  return kWide + text.size() - std::max(kWide, fmt::formatted_size("{:>{}}", text, kWide));
}

}  // namespace

std::optional<Classes> find_classes(const ModelInfo& model) {
  for (std::size_t i = 0; i < model.inputs.size(); ++i) {
    const InputInfo& label = model.inputs[i];
    if (label.type != ElementType::i32 || label.classes < 2 || label.feeds_output || label.row_elements() != 1)
      continue;
    for (std::size_t o = 0; o < model.outputs.size(); ++o) {
      const OutputInfo& output = model.outputs[o];
      if (output.per_row == 1 && output.type != ElementType::i32 && output.shape.size() == 2 &&
          output.shape[1] == label.classes)
        return Classes{label.classes, i, o};
    }
  }
  return std::nullopt;
}

std::vector<std::string> class_names(const std::filesystem::path& folder, const Classes& classes) {
  const std::filesystem::path file = folder / "classes.txt";
  if (std::error_code ignored; !std::filesystem::exists(file, ignored)) return {};
  const std::string text = read_file(file);
  std::vector<std::string> names;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    std::string name = text.substr(start, end - start);
    if (name.ends_with('\r')) name.pop_back();
    if (!name.empty()) names.push_back(std::move(name));
    start = end + 1;
  }
  if (names.size() != static_cast<std::size_t>(classes.count))
    throw UserError(fmt::format("{}: has {} name{} but there are {} classes", file.string(), names.size(),
                                names.size() == 1 ? "" : "s", classes.count));
  return names;
}

std::vector<Answer> classify(Model& model, Batcher& batcher, const Classes& classes, const Dataset& data) {
  const ModelInfo& info = model.info();
  Tensors outputs = output_tensors(info);
  const std::vector<std::uint32_t> rows = all_rows(data.rows());
  std::vector<Answer> answers;
  for (std::size_t first = 0; first < rows.size(); first += static_cast<std::size_t>(info.batch)) {
    const int n = static_cast<int>(std::min(rows.size() - first, static_cast<std::size_t>(info.batch)));
    const Batch batch = batcher.gather(rows, first, n);
    model.predict(batch, outputs.pointers());
    for (int r = 0; r < n; ++r) {
      const auto number = [&](int c) {
        return outputs.get(classes.output, static_cast<std::size_t>(r) * static_cast<std::size_t>(classes.count) +
                                               static_cast<std::size_t>(c));
      };
      Answer a;
      a.truth = static_cast<const std::int32_t*>(batch.inputs[classes.label])[r];
      for (int c = 1; c < classes.count; ++c)
        if (number(c) > number(a.answer)) a.answer = c;
      a.sureness = number(a.answer) - number(a.truth);
      if (std::isnan(a.sureness)) a.sureness = 0;  // numbers that have no order
      answers.push_back(a);
    }
  }
  return answers;
}

std::string confusion_text(const std::vector<Answer>& answers, const Classes& classes,
                           const std::vector<std::string>& names) {
  const auto size = static_cast<std::size_t>(classes.count);
  std::vector<std::size_t> counts(size * size);
  for (const Answer& a : answers)
    ++counts[static_cast<std::size_t>(a.truth) * size + static_cast<std::size_t>(a.answer)];

  const std::size_t digits = std::to_string(size - 1).size();
  std::vector<std::string> heads;
  std::size_t head_width = 0;
  for (std::size_t c = 0; c < size; ++c) {
    heads.push_back(fmt::format("{:>{}}{}", c, digits, names.empty() ? "" : "  " + names[c]));
    head_width = std::max(head_width, width_on_screen(heads.back()));
  }
  const std::size_t width =
      2 + std::max(digits, std::to_string(*std::max_element(counts.begin(), counts.end())).size());
  std::string text = "confusion: a row for what it is, a column for what the model says\n";
  text += std::string(head_width, ' ');
  for (std::size_t c = 0; c < size; ++c) text += fmt::format("{:>{}}", c, width);
  text += "   right\n";
  for (std::size_t t = 0; t < size; ++t) {
    text += fmt::format("{:<{}}", heads[t], head_width);
    std::size_t total = 0;
    for (std::size_t c = 0; c < size; ++c) {
      const std::size_t n = counts[t * size + c];
      text += n > 0 ? fmt::format("{:>{}}", n, width) : fmt::format("{:>{}}", ".", width);
      total += n;
    }
    text += total > 0
                ? fmt::format("  {:.4f}\n", static_cast<double>(counts[t * size + t]) / static_cast<double>(total))
                : "       -\n";
  }
  return text;
}

PictureShape picture_shape(const ModelInfo& model) {
  const InputInfo& input = model.inputs.at(0);
  const auto& s = input.shape;
  if (s.size() == 4 && (s[1] == 1 || s[1] == 3)) return {s[1], s[2], s[3]};
  if (s.size() == 3) return {1, s[1], s[2]};
  if (s.size() == 2)
    if (const int side = static_cast<int>(std::lround(std::sqrt(s[1]))); side > 1 && side * side == s[1])
      return {1, side, side};
  throw UserError(
      fmt::format("--wrong draws pictures but {} values a row of input {} are none: they should be square, "
                  "or have the shape [height][width] or [1 or 3][height][width]",
                  input.row_elements(), input.name));
}

WrongSheet wrong_sheet(const std::vector<Answer>& answers, const Dataset& data, const ModelInfo& model) {
  constexpr std::size_t kMost = 100, kColumns = 10;
  constexpr int kLeast = 56, kText = 2, kGap = 6, kCaption = 5 * kText + 4;  // points
  std::vector<std::size_t> wrong;
  for (std::size_t r = 0; r < answers.size(); ++r)
    if (answers[r].answer != answers[r].truth) wrong.push_back(r);
  WrongSheet sheet;
  sheet.wrong = wrong.size();
  std::sort(wrong.begin(), wrong.end(), [&](std::size_t a, std::size_t b) {
    return answers[a].sureness != answers[b].sureness ? answers[a].sureness > answers[b].sureness : a < b;
  });
  wrong.resize(std::min(wrong.size(), kMost));
  sheet.shown = wrong.size();
  if (wrong.empty()) return sheet;

  const PictureShape shape = picture_shape(model);
  const Brightness brightness(data.columns.at(0));
  const int scale = (kLeast + shape.width - 1) / shape.width;
  const int cell_width = shape.width * scale + kGap, cell_height = shape.height * scale + kCaption + kGap;
  const auto columns = static_cast<int>(std::min(wrong.size(), kColumns));
  const auto lines = static_cast<int>((wrong.size() + kColumns - 1) / kColumns);
  sheet.image = Image(lines * cell_height + kGap, columns * cell_width + kGap, shape.channels);
  std::fill(sheet.image.pixels.begin(), sheet.image.pixels.end(), std::uint8_t{255});
  for (std::size_t i = 0; i < wrong.size(); ++i) {
    const int top = kGap + static_cast<int>(i / kColumns) * cell_height;
    const int left = kGap + static_cast<int>(i % kColumns) * cell_width;
    for (int c = 0; c < shape.channels; ++c)
      for (int y = 0; y < shape.height * scale; ++y)
        for (int x = 0; x < shape.width * scale; ++x)
          sheet.image.at(top + y, left + x, c) = brightness.at(
              wrong[i], static_cast<std::size_t>((c * shape.height + y / scale) * shape.width + x / scale));
    const Answer& a = answers[wrong[i]];
    write_text(sheet.image, top + shape.height * scale + 3, left, fmt::format("{}>{}", a.truth, a.answer), kText);
  }
  return sheet;
}

}  // namespace lathe
