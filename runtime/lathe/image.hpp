// Pictures in files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <vector>

namespace lathe {

/// Pixels row by row, the channels of one beside each other: grey (1) or red, green and blue (3), 0 … 255 each.
struct Image {
  int height = 0, width = 0, channels = 1;
  std::vector<std::uint8_t> pixels;  // height * width * channels

  Image() = default;
  Image(int h, int w, int c)
      : height(h),
        width(w),
        channels(c),
        pixels(static_cast<std::size_t>(h) * static_cast<std::size_t>(w) * static_cast<std::size_t>(c)) {}
  std::uint8_t& at(int y, int x, int c) { return pixels[index(y, x, c)]; }
  std::uint8_t at(int y, int x, int c) const { return pixels[index(y, x, c)]; }

 private:
  std::size_t index(int y, int x, int c) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) *
               static_cast<std::size_t>(channels) +
           static_cast<std::size_t>(c);
  }
};

/// Reads a PNG or JPEG file, whatever its name, as so many channels: colours become grey by their luminance, what is
/// transparent lies on white. Throws UserError: not there, neither PNG nor JPEG, damaged or truncated, more than 2^28
/// pixels.
Image read_image(const std::filesystem::path& file, int channels);

/// The nearest of 0 … 255.
std::uint8_t to_byte(double value);

/// Writes a PNG file, whole or not at all. Throws UserError when it cannot be written.
void write_png(const std::filesystem::path& file, const Image& image);

}  // namespace lathe
