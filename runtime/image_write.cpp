// Apart from reading, so that a trainer that draws is not linked with what reads photographs.
#include <fmt/format.h>
#include <png.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "lathe/files.hpp"
#include "lathe/image.hpp"

namespace lathe {

std::uint8_t to_byte(double value) {
  return value > 0 ? static_cast<std::uint8_t>(std::lround(std::min(value, 255.0))) : 0;
}

void write_png(const std::filesystem::path& file, const Image& image) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.height = static_cast<png_uint_32>(image.height);
  png.width = static_cast<png_uint_32>(image.width);
  png.format = image.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  std::string bytes(PNG_IMAGE_PNG_SIZE_MAX(png), '\0');
  png_alloc_size_t size = bytes.size();
  if (!png_image_write_to_memory(&png, bytes.data(), &size, 0, image.pixels.data(), 0, nullptr))
    throw std::runtime_error(fmt::format("{}: libpng: {}", file.string(), png.message));
  bytes.resize(size);
  write_atomically(file, bytes);
}

}  // namespace lathe
