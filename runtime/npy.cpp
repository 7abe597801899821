// NumPy's format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <optional>
#include <string_view>
#include <xtensor/xadapt.hpp>

#include "diagnostic.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "npy_format.hpp"

static_assert(std::endian::native == std::endian::little, "files of NumPy are little-endian here");

namespace lathe {
namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::size_t longest_header = 10'000;  // NumPy's own limit

struct TypeNames {
  const char* descr;  // in the header
  const char* name;
};
/// In the order of Array::Values.
constexpr std::array<TypeNames, std::variant_size_v<Array::Values>> types = {
    {{"<f4", "float32"}, {"<f8", "float64"}, {"<i4", "int32"}, {"<i8", "int64"}, {"|u1", "uint8"}}};

struct Header {
  std::string_view descr;
  bool fortran_order;
  std::vector<std::size_t> shape;
};

void skip(std::string_view& text, std::string_view characters) {
  text.remove_prefix(std::min(text.find_first_not_of(characters), text.size()));
}

/// What follows a key of the header, a Python dictionary such as {'descr': '<f4', 'fortran_order': False, 'shape':
/// (3, 4), }; nothing where the key is missing.
std::string_view after_key(std::string_view header, std::string_view key) {
  const std::size_t found = header.find(key);
  if (found == std::string_view::npos) return {};
  header.remove_prefix(found + key.size());
  skip(header, ": ");
  return header;
}

/// The extents of "(3, 4)", "(3,)" or "()".
std::optional<std::vector<std::size_t>> parse_shape(std::string_view text) {
  std::vector<std::size_t> shape;
  if (!text.starts_with('(')) return std::nullopt;
  for (;;) {
    skip(text, "(, ");
    if (text.starts_with(')')) return shape;
    std::size_t extent;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), extent);
    if (error != std::errc()) return std::nullopt;
    shape.push_back(extent);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    skip(text, " ");
    if (!text.starts_with(',') && !text.starts_with(')')) return std::nullopt;
  }
}

std::optional<Header> parse_header(std::string_view text) {
  std::string_view descr = after_key(text, "'descr'");
  const std::string_view order = after_key(text, "'fortran_order'");
  auto shape = parse_shape(after_key(text, "'shape'"));
  const bool fortran = order.starts_with("True");
  if (descr.empty() || !(fortran || order.starts_with("False")) || !shape) return std::nullopt;
  if (descr.starts_with('\'')) descr = descr.substr(1, descr.find('\'', 1) - 1);  // else it is a record's fields
  return Header{descr, fortran, std::move(*shape)};
}

std::string shape_text(const std::vector<std::size_t>& shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

/// No values yet, of the type that a header names.
Array::Values values_of_type(std::string_view descr, const std::string& file) {
  Array::Values values;
  const auto make = [&]<std::size_t... i>(std::index_sequence<i...>) {
    return ((descr == types[i].descr && (values.emplace<i>(), true)) || ...);
  };
  if (make(std::make_index_sequence<types.size()>())) return values;
  if (descr == "|b1") return std::vector<std::uint8_t>();
  throw UserError(fmt::format(
      "{}: holds values of type {} but should hold <f4, <f8, <i4, <i8, |u1 or |b1 (float32, float64, int32, int64, "
      "uint8 or bool)",
      file, excerpt(descr)));
}

template <class T>
void to_row_major(std::vector<T>& values, const std::vector<std::size_t>& shape) {
  std::vector<T> reordered(values.size());
  xt::adapt<xt::layout_type::row_major>(reordered, shape) = xt::adapt<xt::layout_type::column_major>(values, shape);
  values = std::move(reordered);
}

}  // namespace

const char* Array::type_name() const { return types[values.index()].name; }

template <class T>
std::string number_text(T number) {
  return number == number ? fmt::format("{}", number) : "nan";
}
template std::string number_text(float number);
template std::string number_text(double number);
template std::string number_text(std::int32_t number);
template std::string number_text(std::int64_t number);
template std::string number_text(std::uint8_t number);

std::string tensor_text(const std::string& name, const Array& array) {
  static constexpr const char* elements[] = {"float", "double", "int", "int64", "uint8"};
  std::string text = fmt::format("{} {}", name, elements[array.values.index()]);
  for (const std::size_t extent : array.shape) text += fmt::format("[{}]", extent);
  std::vector<std::string> numbers;
  std::visit(
      [&](const auto& values) {
        for (const auto value : values) numbers.push_back(number_text(value));
      },
      array.values);
  std::size_t width = 0;
  for (const std::string& number : numbers) width = std::max(width, number.size());

  const auto inside = [&](std::size_t i) {  // how many axes have begun and not ended before element i
    std::size_t block = 1, axes = 0;
    for (auto extent = array.shape.rbegin(); extent != array.shape.rend(); ++extent)
      if (block *= *extent; i % block != 0) ++axes;
    return axes;
  };
  const std::size_t rank = array.shape.size();
  text += '\n';
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::size_t begun = inside(i), after = inside(i + 1);
    if (i > 0) text += begun == rank ? ", " : ",\n" + std::string(begun, ' ');
    text += std::string(rank - begun, '[') + fmt::format("{:>{}}", numbers[i], width) + std::string(rank - after, ']');
  }
  return text + '\n';
}

Array read_npy(ByteSource& in) {
  const auto fail = [&](const std::string& what) { throw UserError(fmt::format("{}: {}", in.name(), what)); };
  unsigned char start[12];  // magic, version, and 2 bytes of header length, or 4 from version 2 on
  std::size_t length = in.read(start, 10);
  if (length < 10) fail(fmt::format("is {} bytes long, too short for a .npy file", length));
  if (std::string_view(reinterpret_cast<const char*>(start), magic.size()) != magic)
    fail("is not a .npy file: it does not start with \\x93NUMPY");
  const int version = start[6];
  if (version < 1 || version > 3)
    fail(fmt::format("is of version {}.{} of the .npy format but should be of 1.0, 2.0 or 3.0", version, start[7]));
  std::size_t header_length = start[8] | start[9] << 8;
  if (version > 1) {
    length += in.read(start + 10, 2);
    if (length < 12) fail(fmt::format("is {} bytes long, too short for a .npy file", length));
    header_length |= static_cast<std::size_t>(start[10]) << 16 | static_cast<std::size_t>(start[11]) << 24;
  }
  if (header_length > longest_header)
    fail(
        fmt::format("announces a header of {} bytes but should have one of at most {}", header_length, longest_header));
  std::string text(header_length, ' ');
  const std::size_t header_end = length + header_length;
  length += in.read(text.data(), header_length);
  if (length < header_end) fail(fmt::format("is {} bytes long but its header alone takes {}", length, header_end));

  const std::optional<Header> header = parse_header(text);
  if (!header) fail(fmt::format("has the header {} but should have descr, fortran_order and shape", excerpt(text)));
  Array array{header->shape, values_of_type(header->descr, in.name())};
  std::visit(
      [&](auto& values) {
        using T = typename std::decay_t<decltype(values)>::value_type;
        std::uint64_t bytes = sizeof(T);
        for (const std::size_t extent : array.shape)
          if (__builtin_mul_overflow(bytes, extent, &bytes) || bytes > UINT64_MAX / 2)
            fail(fmt::format("its header announces shape {}, more bytes than any file has", shape_text(array.shape)));
        const std::uint64_t found = read_elements(in, bytes / sizeof(T), values);
        if (found != bytes)
          fail(fmt::format("is {} bytes long but its header announces shape {} of {}, {} bytes", header_end + found,
                           shape_text(array.shape), array.type_name(), header_end + bytes));
        if (header->fortran_order) to_row_major(values, array.shape);
      },
      array.values);
  return array;
}

std::string npy_bytes(const Array& array) {
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}",
                                   types[array.values.index()].descr, shape_text(array.shape));
  constexpr std::size_t start = magic.size() + 4;
  header.resize((start + header.size()) / 64 * 64 + 63 - start, ' ');  // the data start at a multiple of 64
  header += '\n';
  std::string bytes(magic);
  bytes.append({1, 0, static_cast<char>(header.size() & 0xff), static_cast<char>(header.size() >> 8)}).append(header);
  std::visit(
      [&](const auto& values) {
        bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof values[0]);
      },
      array.values);
  return bytes;
}

Array read_npy(const std::filesystem::path& file) {
  InputFile in(file);
  return read_npy(in);
}

void write_npy(const std::filesystem::path& file, const Array& array) { write_atomically(file, npy_bytes(array)); }

}  // namespace lathe
