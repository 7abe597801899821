// Types of tensors, and what a shape rule answers: shared by the DSL (at compile time) and the compiler.
// Everything here is constexpr and structural, so that it can travel through template arguments.
//
// Internal: specs name none of this.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <type_traits>
#include <utility>

namespace lathe {

/// Element types, as the DSL writes them: float, double, int.
enum class DType : std::uint8_t { f32, f64, i32 };

/// A text of at most 399 characters that can be built at compile time: the words of a diagnostic.
struct Message {
  char text[400]{};
  int length = 0;

  constexpr Message() = default;
  constexpr Message(std::string_view words) { *this << words; }  // NOLINT: implicit on purpose

  constexpr Message& operator<<(std::string_view words) {
    for (char c : words)
      if (length < 399) text[length++] = c;
    return *this;
  }
  constexpr Message& operator<<(std::int64_t number) {
    char digits[20]{};
    int n = 0;
    std::uint64_t rest = number < 0 ? -static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
    do digits[n++] = static_cast<char>('0' + rest % 10);
    while (rest /= 10);
    if (number < 0) *this << "-";
    while (n) *this << std::string_view(&digits[--n], 1);
    return *this;
  }
  constexpr Message& operator<<(int number) { return *this << static_cast<std::int64_t>(number); }
  /// The fewest digits that are this number, at most 15: 0.1, -3, 1e-5.
  constexpr Message& operator<<(double number);

  constexpr bool empty() const { return length == 0; }
  constexpr std::string_view view() const { return {text, static_cast<std::size_t>(length)}; }
  // What static_assert asks of a computed message.
  constexpr const char* data() const { return text; }
  constexpr std::size_t size() const { return static_cast<std::size_t>(length); }
};

/// A sentence that begins with the name of an operation, in another name.
constexpr Message told_by(std::string_view name, const Message& sentence) {
  const std::string_view words = sentence.view();
  const std::size_t colon = words.find(':');
  return colon == words.npos ? sentence : Message(name) << words.substr(colon);
}

constexpr Message& Message::operator<<(double number) {
  if (number != number) return *this << "nan";
  if (number < 0) {
    *this << "-";
    number = -number;
  }
  if (number == 0) return *this << "0";
  if (number > 1.7976931348623157e308) return *this << "infinity";
  const auto times_ten = [](double x, int power) {
    double scale = 1;
    for (int i = power < 0 ? -power : power; i > 0; --i) scale *= 10;
    return power < 0 ? x / scale : x * scale;
  };
  int exponent = 0;
  double leading = number;  // 1 <= leading < 10, nearly
  while (leading >= 10) leading /= 10, ++exponent;
  while (leading < 1) leading *= 10, --exponent;
  // Powers of ten are exact up to 22: there, a literal's own digits come out.
  const int shift = exponent < -4 || exponent > 7 ? exponent : 0;
  const double near = shift == 0 ? number : exponent >= -22 && exponent <= 22 ? times_ten(number, -exponent) : leading;
  std::int64_t digits = 0;
  int decimals = -1;
  do {
    ++decimals;
    digits = static_cast<std::int64_t>(times_ten(near, decimals) + 0.5);
  } while (times_ten(static_cast<double>(digits), -decimals) != near && decimals < 14 - (exponent - shift));
  while (decimals > 0 && digits % 10 == 0) digits /= 10, --decimals;
  std::int64_t unit = 1;
  for (int i = 0; i < decimals; ++i) unit *= 10;
  *this << digits / unit;
  if (decimals > 0) *this << ".";
  for (std::int64_t place = unit / 10; place > 0; place /= 10) *this << digits / place % 10;
  return shift ? *this << "e" << shift : *this;
}

inline constexpr int max_rank = 6;
/// A tensor has at most that many elements: generated code counts them in int.
inline constexpr std::int64_t max_elements = 2147483647;

/// Element type and extents of a tensor, and which extent counts samples.
///
/// The batch axis is known, never guessed: `extents[batch_axis] == batch_multiple * N`, where N is the model's
/// batch. At run time the last batch of an epoch may have fewer rows than N; only this axis shrinks with it.
struct Type {
  DType dtype = DType::f32;
  int rank = 0;
  int extents[max_rank]{};
  int batch_axis = -1;     // -1: no axis depends on the batch
  int batch_multiple = 1;  // more than 1 after another axis was folded into the batch

  constexpr bool batched() const { return batch_axis >= 0; }
  constexpr std::int64_t elements() const {
    std::int64_t n = 1;
    for (int i = 0; i < rank; ++i) n *= extents[i];
    return n;
  }
  friend constexpr bool operator==(const Type&, const Type&) = default;
};

constexpr bool same_extents(const Type& a, const Type& b) {
  if (a.rank != b.rank) return false;
  for (int i = 0; i < a.rank; ++i)
    if (a.extents[i] != b.extents[i]) return false;
  return true;
}

/// The C++ spelling of an element type: what a spec's author wrote.
constexpr std::string_view cpp_name(DType dtype) {
  return dtype == DType::f32 ? "float" : dtype == DType::f64 ? "double" : "int";
}

/// Writes a type as the DSL spells it: float[100][784].
constexpr Message& operator<<(Message& m, const Type& type) {
  m << cpp_name(type.dtype);
  for (int i = 0; i < type.rank; ++i) m << "[" << type.extents[i] << "]";
  return m;
}
constexpr Message& operator<<(Message&& m, const Type& type) { return m << type; }

/// A literal as a template argument: the name of a function, for messages.
template <std::size_t n>
struct Words {
  char text[n]{};
  constexpr Words(const char (&literal)[n]) {  // NOLINT: implicit on purpose
    for (std::size_t i = 0; i < n; ++i) text[i] = literal[i];
  }
  constexpr std::string_view view() const { return {text, n - 1}; }
};

/// The name of an attribute: at most 15 characters.
struct Name {
  char text[16]{};
  int length = 0;

  constexpr Name() = default;
  constexpr Name(std::string_view s) {  // NOLINT: implicit on purpose
    for (char c : s)
      if (length < 15) text[length++] = c;
  }
  constexpr Name(const char* s) : Name(std::string_view(s)) {}  // NOLINT
  constexpr std::string_view view() const { return {text, static_cast<std::size_t>(length)}; }
  friend constexpr bool operator==(const Name& a, const Name& b) { return a.view() == b.view(); }
};

/// One attribute of a node: integers (an axis, a shape, a stride) or one real number (a slope, a rate).
struct Attribute {
  Name name;
  bool real = false;
  int count = 0;
  std::int64_t ints[8]{};
  double number = 0;
  friend constexpr bool operator==(const Attribute&, const Attribute&) = default;
};

/// The attributes of a node, in the order they were given.
struct Attributes {
  Attribute list[6]{};
  int count = 0;

  constexpr Attributes() = default;
  constexpr Attributes& set(Name name, std::int64_t value) { return set(name, {value}); }
  constexpr Attributes& set(Name name, std::initializer_list<std::int64_t> values) {
    Attribute a{name};
    for (auto v : values) a.ints[a.count++] = v;
    list[count++] = a;
    return *this;
  }
  constexpr Attributes& set_real(Name name, double value) {
    Attribute a{name};
    a.real = true;
    a.number = value;
    list[count++] = a;
    return *this;
  }
  constexpr const Attribute* find(std::string_view name) const {
    for (int i = 0; i < count; ++i)
      if (list[i].name.view() == name) return &list[i];
    return nullptr;
  }
  constexpr std::int64_t integer(std::string_view name, std::int64_t otherwise = 0) const {
    const Attribute* a = find(name);
    return a && a->count ? a->ints[0] : otherwise;
  }
  constexpr double real(std::string_view name, double otherwise = 0) const {
    const Attribute* a = find(name);
    return a ? a->number : otherwise;
  }
  friend constexpr bool operator==(const Attributes&, const Attributes&) = default;
};

/// What a shape rule answers: the types of the results, or one sentence that says what is wrong.
struct Inferred {
  Type types[3]{};
  int count = 0;
  Message error;

  constexpr Inferred() = default;
  constexpr Inferred(Type type) : types{type}, count(1) {}  // NOLINT: implicit on purpose
  constexpr Inferred(Type first, Type second) : types{first, second}, count(2) {}
  constexpr Inferred(Message wrong) : error(wrong) {}  // NOLINT: implicit on purpose
  constexpr bool ok() const { return error.empty(); }
};

/// The operand types a shape rule reads.
struct Operands {
  const Type* types = nullptr;
  int count = 0;
  constexpr const Type& operator[](int i) const { return types[i]; }
};

}  // namespace lathe
