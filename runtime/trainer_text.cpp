#include "lathe/trainer_text.hpp"

#include <algorithm>

namespace lathe {
namespace {

const std::string& text(const std::string& item) { return item; }
std::string text(int item) { return std::to_string(item); }

template <class T>
std::string join_all(const std::vector<T>& items, const char* separator) {
  std::string joined;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) joined += separator;
    joined += text(items[i]);
  }
  return joined;
}

}  // namespace

std::string join(const std::vector<int>& items, const char* separator) { return join_all(items, separator); }
std::string join(const std::vector<std::string>& items, const char* separator) { return join_all(items, separator); }

std::string element_name(const std::string& name, const std::vector<int>& shape, std::size_t i) {
  std::vector<int> index(shape.size());
  for (std::size_t axis = shape.size(); axis-- > 0;) {
    const auto extent = static_cast<std::size_t>(shape[axis]);
    index[axis] = static_cast<int>(i % extent);
    i /= extent;
  }
  return index.empty() ? name : name + '[' + join(index, ",") + ']';
}

std::string shape_text(const std::vector<int>& shape) { return shape.empty() ? "scalar" : join(shape, "x"); }

const char* type_text(ElementType type) {
  return type == ElementType::f32 ? "float" : type == ElementType::f64 ? "double" : "int";
}

std::size_t name_column(const std::vector<ParameterInfo>& parameters) {
  std::size_t width = std::string("parameter").size();
  for (const ParameterInfo& p : parameters) width = std::max(width, p.name.size());
  return width;
}

}  // namespace lathe
