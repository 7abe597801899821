#include "lathe/image.hpp"

#include <fmt/format.h>
#include <png.h>
#include <turbojpeg.h>

#include <memory>
#include <string>

#include "diagnostic.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"

namespace lathe {
namespace {

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
  throw UserError(fmt::format("{}: {}", file.string(), what));
}

void check_size(const std::filesystem::path& file, std::uint64_t height, std::uint64_t width) {
  constexpr std::uint64_t most = 1 << 28;
  if (height == 0 || width == 0 || height > most / width)
    fail(file, fmt::format("has {} x {} pixels but should have 1 to {}", height, width, most));
}

Image read_png(const std::filesystem::path& file, const std::string& bytes, int channels) {
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  const std::unique_ptr<png_image, decltype(&png_image_free)> guard(&png, png_image_free);
  const auto check = [&](int ok) {
    if (!ok) fail(file, fmt::format("is damaged or truncated: {}", in_sentence(png.message)));
  };
  check(png_image_begin_read_from_memory(&png, bytes.data(), bytes.size()));
  check_size(file, png.height, png.width);
  png.format = channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  Image image(static_cast<int>(png.height), static_cast<int>(png.width), channels);
  const png_color white{255, 255, 255};
  check(png_image_finish_read(&png, &white, image.pixels.data(), 0, nullptr));
  return image;
}

Image read_jpeg(const std::filesystem::path& file, const std::string& bytes, int channels) {
  const std::unique_ptr<void, decltype(&tjDestroy)> jpeg(tjInitDecompress(), tjDestroy);
  if (!jpeg) throw std::runtime_error("libjpeg cannot begin");
  const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
  // Warnings count, too: a truncated file is grey from where it ends.
  const auto check = [&](int status) {
    if (status) fail(file, fmt::format("is damaged or truncated: {}", in_sentence(tjGetErrorStr2(jpeg.get()))));
  };
  int width = 0, height = 0, subsampling = 0, colours = 0;
  check(tjDecompressHeader3(jpeg.get(), data, bytes.size(), &width, &height, &subsampling, &colours));
  check_size(file, static_cast<std::uint64_t>(height), static_cast<std::uint64_t>(width));
  if (colours == TJCS_CMYK || colours == TJCS_YCCK)
    fail(file, "has the colours of print, CMYK, but should be RGB or grey");
  Image image(height, width, channels);
  check(tjDecompress2(jpeg.get(), data, bytes.size(), image.pixels.data(), width, 0, height,
                      channels == 1 ? TJPF_GRAY : TJPF_RGB, TJFLAG_ACCURATEDCT));
  return image;
}

}  // namespace

Image read_image(const std::filesystem::path& file, int channels) {
  const std::string bytes = read_file(file);
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return read_png(file, bytes, channels);
  if (bytes.starts_with("\xff\xd8\xff")) return read_jpeg(file, bytes, channels);
  fail(file, "is neither a PNG nor a JPEG file");
}

}  // namespace lathe
