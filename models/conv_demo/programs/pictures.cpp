// Photographs through the model: for each of them and each kernel a picture of the photograph, what the convolution
// makes of it, and what pooling leaves of that, all drawn in one size.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string>

#include "conv_demo.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "lathe/image.hpp"
#include "lathe/predict.hpp"
#include "lathe/thread_pool.hpp"

namespace {

/// Pixels have their channels beside each other, the model has one channel after another.
lathe::Array to_array(const lathe::Image& image) {
  std::vector<float> values;
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < image.height; ++y)
      for (int x = 0; x < image.width; ++x) values.push_back(image.at(y, x, c));
  return {{1, 3, static_cast<std::size_t>(image.height), static_cast<std::size_t>(image.width)}, std::move(values)};
}

/// What is below 0 becomes black, what is above 255 white.
lathe::Image to_image(const lathe::Array& array) {
  const auto& values = std::get<std::vector<float>>(array.values);
  lathe::Image image(static_cast<int>(array.shape[2]), static_cast<int>(array.shape[3]), 3);
  auto value = values.begin();
  for (int c = 0; c < 3; ++c)
    for (int y = 0; y < image.height; ++y)
      for (int x = 0; x < image.width; ++x) image.at(y, x, c) = lathe::to_byte(*value++);
  return image;
}

/// The picture from column `left` of the sheet on, each of its pixels as large as it has to be to fill its part.
void draw(const lathe::Image& picture, lathe::Image& sheet, int left, int width) {
  for (int y = 0; y < sheet.height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < 3; ++c)
        sheet.at(y, left + x, c) = picture.at(y * picture.height / sheet.height, x * picture.width / width, c);
}

void show(lathe::Model& model, const std::filesystem::path& photograph, const std::filesystem::path& folder) {
  const lathe::Image image = lathe::read_image(photograph, 3);
  const auto& shape = model.info().inputs[0].shape;
  if (image.height != shape[2] || image.width != shape[3])
    throw lathe::UserError(photograph.string() + ": has " + std::to_string(image.width) + " x " +
                           std::to_string(image.height) + " pixels but the model takes " + std::to_string(shape[3]) +
                           " x " + std::to_string(shape[2]));
  const lathe::Arrays outputs = lathe::predict(model, {{"photograph", to_array(image)}});
  constexpr int gap = 8;
  for (const std::string kernel : {"blur", "edges", "random"}) {
    lathe::Image sheet(image.height, 3 * image.width + 2 * gap, 3);
    std::fill(sheet.pixels.begin(), sheet.pixels.end(), std::uint8_t{255});
    draw(image, sheet, 0, image.width);
    draw(to_image(outputs.at(kernel + ".convolved")), sheet, image.width + gap, image.width);
    draw(to_image(outputs.at(kernel + ".pooled")), sheet, 2 * (image.width + gap), image.width);
    const auto file = folder / (photograph.stem().string() + "_" + kernel + ".png");
    lathe::write_png(file, sheet);
    std::printf("%s\n", file.c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: pictures FOLDER PHOTOGRAPH…\n");
    return 2;
  }
  try {
    lathe::ThreadPool pool(1);
    const auto model = conv_demo::make_model(pool);
    lathe::initialize_parameters(*model, 1);
    for (int i = 2; i < argc; ++i) show(*model, argv[i], argv[1]);
  } catch (const lathe::UserError& error) {
    std::fprintf(stderr, "pictures: %s\n", error.what());
    return 1;
  }
}
