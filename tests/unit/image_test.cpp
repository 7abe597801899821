// Pictures: what is written is read back; colours, transparency, damage.
#include "lathe/image.hpp"

#include <png.h>
#include <turbojpeg.h>

#include <cmath>

#include "support.hpp"

using namespace lathe;

namespace {

Image gradient_image(int height, int width, int channels) {
  Image image(height, width, channels);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      for (int c = 0; c < channels; ++c) image.at(y, x, c) = static_cast<std::uint8_t>((y * 5 + x * 3 + c * 70) % 256);
  return image;
}

void write_jpeg(const std::filesystem::path& file, const Image& image) {
  const tjhandle jpeg = tjInitCompress();
  unsigned char* bytes = nullptr;
  unsigned long size = 0;
  REQUIRE(tjCompress2(jpeg, image.pixels.data(), image.width, 0, image.height,
                      image.channels == 1 ? TJPF_GRAY : TJPF_RGB, &bytes, &size,
                      image.channels == 1 ? TJSAMP_GRAY : TJSAMP_444, 95, 0) == 0);
  std::ofstream(file, std::ios::binary).write(reinterpret_cast<char*>(bytes), static_cast<std::streamsize>(size));
  tjFree(bytes);
  tjDestroy(jpeg);
}

}  // namespace

TEST_CASE("a PNG file comes back bit by bit, in one channel or three") {
  const TemporaryFolder folder;
  for (const int channels : {1, 3}) {
    const Image image = gradient_image(7, 13, channels);
    write_png(folder / "a.png", image);
    const Image again = read_image(folder / "a.png", channels);
    CHECK(again.height == 7);
    CHECK(again.width == 13);
    CHECK(again.pixels == image.pixels);
  }
}

TEST_CASE("colours become grey by their luminance, grey becomes equal colours") {
  const TemporaryFolder folder;
  Image colour(1, 3, 3);
  colour.pixels = {255, 0, 0, 0, 255, 0, 0, 0, 255};
  write_png(folder / "c.png", colour);
  const Image grey = read_image(folder / "c.png", 1);
  // libpng weighs light, not the bytes that stand for it: green is the brightest, blue the darkest.
  CHECK(grey.pixels[1] > grey.pixels[0]);
  CHECK(grey.pixels[0] > grey.pixels[2]);
  Image one(1, 1, 1);
  one.pixels = {77};
  write_png(folder / "g.png", one);
  CHECK(read_image(folder / "g.png", 3).pixels == std::vector<std::uint8_t>{77, 77, 77});
}

TEST_CASE("what is transparent lies on white") {
  const TemporaryFolder folder;
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  png.width = 2, png.height = 1, png.format = PNG_FORMAT_RGBA;
  const std::uint8_t pixels[] = {10, 20, 30, 255, 10, 20, 30, 0};
  REQUIRE(png_image_write_to_file(&png, (folder / "t.png").c_str(), 0, pixels, 0, nullptr));
  CHECK(read_image(folder / "t.png", 3).pixels == std::vector<std::uint8_t>{10, 20, 30, 255, 255, 255});
}

TEST_CASE("a JPEG file comes back nearly as it was, whatever its name") {
  const TemporaryFolder folder;
  for (const int channels : {1, 3}) {
    Image image(16, 24, channels);
    for (std::size_t i = 0; i < image.pixels.size(); ++i)
      image.pixels[i] = static_cast<std::uint8_t>(100 + i % 3 * 20 % 50);
    write_jpeg(folder / "a.png", image);
    const Image again = read_image(folder / "a.png", channels);
    REQUIRE(again.pixels.size() == image.pixels.size());
    for (std::size_t i = 0; i < image.pixels.size(); ++i) CHECK(std::abs(again.pixels[i] - image.pixels[i]) <= 12);
  }
}

TEST_CASE("what is no picture, or only a part of one, is said in words") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH_AS(read_image(folder / "no.png", 1), doctest::Contains("no.png"), UserError);
  folder.write("text.png", "hello");
  CHECK_THROWS_WITH_AS(read_image(folder / "text.png", 1), doctest::Contains("is neither a PNG nor a JPEG file"),
                       UserError);
  folder.write("empty.png", "");
  CHECK_THROWS_WITH_AS(read_image(folder / "empty.png", 1), doctest::Contains("is neither a PNG nor a JPEG file"),
                       UserError);
  write_png(folder / "a.png", gradient_image(40, 40, 3));
  write_jpeg(folder / "a.jpg", gradient_image(40, 40, 3));
  for (const char* name : {"a.png", "a.jpg"}) {
    const std::string bytes = bytes_of(folder / name);
    for (const double part : {0.2, 0.5, 0.9}) {
      folder.write("part", bytes.substr(0, static_cast<std::size_t>(part * static_cast<double>(bytes.size()))));
      CHECK_THROWS_WITH_AS(read_image(folder / "part", 3), doctest::Contains("is damaged or truncated"), UserError);
    }
  }
}

TEST_CASE("a byte is the nearest to a value, within 0 and 255") {
  CHECK(to_byte(-3) == 0);
  CHECK(to_byte(127.4) == 127);
  CHECK(to_byte(127.5) == 128);
  CHECK(to_byte(300) == 255);
  CHECK(to_byte(std::nan("")) == 0);
}
