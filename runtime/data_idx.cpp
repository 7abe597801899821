#include <fmt/format.h>

#include "input_file.hpp"
#include "lathe/data.hpp"
#include "lathe/error.hpp"

namespace lathe {
namespace {

constexpr std::uint32_t images_magic = 0x00000803, labels_magic = 0x00000801;

std::uint32_t big_endian(const unsigned char* b) {
  return static_cast<std::uint32_t>(b[0]) << 24 | static_cast<std::uint32_t>(b[1]) << 16 |
         static_cast<std::uint32_t>(b[2]) << 8 | static_cast<std::uint32_t>(b[3]);
}

}  // namespace

Column read_idx(const std::filesystem::path& file) {
  InputFile in(file);
  unsigned char header[16];
  std::size_t length = in.read(header, 4);
  if (length < 4) throw UserError(fmt::format("{}: is {} bytes long, too short for an IDX file", in.name(), length));
  const std::uint32_t magic = big_endian(header);
  if (magic != images_magic && magic != labels_magic)
    throw UserError(
        fmt::format("{}: starts with 0x{:08x} but an IDX file starts with 0x{:08x} (images) or 0x{:08x} (labels)",
                    in.name(), magic, images_magic, labels_magic));

  const bool images = magic == images_magic;
  const std::size_t header_length = images ? 16 : 8;
  length += in.read(header + 4, header_length - 4);
  if (length < header_length)
    throw UserError(
        fmt::format("{}: is {} bytes long but its header alone takes {}", in.name(), length, header_length));

  const std::uint64_t rows = big_endian(header + 4);
  const std::uint64_t height = images ? big_endian(header + 8) : 1, width = images ? big_endian(header + 12) : 1;
  const std::string announced =
      images ? fmt::format("{} images of {}x{}", rows, height, width) : fmt::format("{} labels", rows);
  if (rows * height == 0 || width == 0)
    throw UserError(fmt::format("{}: is empty: its header announces {}", in.name(), announced));
  std::uint64_t bytes;
  if (__builtin_mul_overflow(rows * height, width, &bytes) || bytes > UINT64_MAX / 2)
    throw UserError(fmt::format("{}: its header announces {}, more bytes than any file has", in.name(), announced));

  Column column{images ? "image" : "label", rows, height * width, {}, {}, {}};
  column.origin = in.name();
  const std::uint64_t found = read_elements(in, bytes, column.bytes);
  if (found != bytes)
    throw UserError(fmt::format("{}: is {} bytes long but its header announces {}, {} bytes", in.name(),
                                header_length + found, announced, header_length + bytes));
  if (!images) {
    column.ints.assign(column.bytes.begin(), column.bytes.end());
    column.bytes = {};
  }
  return column;
}

}  // namespace lathe
