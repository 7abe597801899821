#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>

#include "diagnostic.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "run_record.hpp"

static_assert(std::endian::native == std::endian::little, "safetensors data are little-endian");

namespace lathe {
namespace {

using nlohmann::ordered_json;

constexpr const char* minimum_name = "__scaler__.minimum";
constexpr const char* inverse_range_name = "__scaler__.inverse_range";
constexpr std::string_view run_prefix = "__run__.";

struct TypeName {
  ElementType type;
  const char* dtype;  // safetensors
  const char* cpp;    // specs and messages
};
constexpr TypeName type_names[] = {
    {ElementType::f32, "F32", "float"}, {ElementType::f64, "F64", "double"}, {ElementType::i32, "I32", "int"}};

const TypeName& names_of(ElementType type) {
  return *std::find_if(std::begin(type_names), std::end(type_names), [&](auto& t) { return t.type == type; });
}

// One tensor of a file that has been checked: its data are there, and of the size its type says.
struct Tensor {
  ElementType type;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin, end;  // bytes of WeightsFile::data()
};

template <class Extent>
std::string type_text(ElementType type, const std::vector<Extent>& shape) {
  std::string text = names_of(type).cpp;
  for (auto extent : shape) text += fmt::format("[{}]", extent);
  return text;
}

struct WeightsFile {
  std::string name;  // as messages give it: the path, and the model the weights came from if it is another
  std::string bytes;
  std::size_t data_offset = 0;
  std::map<std::string, Tensor> tensors;
  bool by_lathe = false;
  std::string model, facts;  // as the file names them; "" where it does not

  std::string_view data() const { return std::string_view(bytes).substr(data_offset); }
  const char* data(const Tensor& tensor) const { return data().data() + tensor.begin; }
};

[[noreturn]] void fail(const std::string& name, const std::string& what) {
  throw UserError(fmt::format("{}: {}", name, what));
}

// A list of non-negative integers, or nothing.
std::optional<std::vector<std::uint64_t>> integers(const ordered_json& entry, const char* key) {
  const auto found = entry.find(key);
  if (found == entry.end() || !found->is_array()) return std::nullopt;
  std::vector<std::uint64_t> list;
  for (const auto& value : *found) {
    if (!value.is_number_unsigned()) return std::nullopt;
    list.push_back(value.get<std::uint64_t>());
  }
  return list;
}

Tensor check_tensor(const std::string& file, const std::string& name, const ordered_json& entry,
                    std::size_t data_size) {
  const std::string tensor = "tensor " + excerpt(name);
  const auto dtype = entry.find("dtype");
  const auto shape = integers(entry, "shape");
  const auto offsets = integers(entry, "data_offsets");
  if (!shape || !offsets || offsets->size() != 2 || dtype == entry.end() || !dtype->is_string())
    fail(file, tensor + " should have a dtype, a shape and two data_offsets");

  const auto* type = std::find_if(std::begin(type_names), std::end(type_names),
                                  [&](auto& t) { return t.dtype == dtype->template get_ref<const std::string&>(); });
  if (type == std::end(type_names))
    fail(file, fmt::format("{} has dtype {} but should have F32, F64 or I32", tensor,
                           excerpt(dtype->get_ref<const std::string&>())));
  std::uint64_t size = size_of(type->type);
  for (std::uint64_t extent : *shape)
    if (__builtin_mul_overflow(size, extent, &size)) fail(file, tensor + " has more elements than any file holds");

  const std::uint64_t begin = (*offsets)[0], end = (*offsets)[1];
  if (end > data_size)
    fail(file,
         fmt::format("is truncated: {} ends at byte {} of the data, which are {} bytes long", tensor, end, data_size));
  if (begin > end || end - begin != size)
    fail(file, fmt::format("{} takes bytes {} to {} but {} needs {} bytes", tensor, begin, end,
                           type_text(type->type, *shape), size));
  return {type->type, *shape, begin, end};
}

// Every byte of the data belongs to one tensor.
void check_layout(const WeightsFile& weights) {
  std::vector<std::tuple<std::uint64_t, std::uint64_t, std::string_view>> layout;
  for (const auto& [name, tensor] : weights.tensors) layout.emplace_back(tensor.begin, tensor.end, name);
  std::sort(layout.begin(), layout.end());
  std::uint64_t expected = 0;
  for (const auto& [begin, end, name] : layout) {
    if (begin != expected)
      fail(weights.name, fmt::format("tensor {} starts at byte {} of the data but should start at {}", excerpt(name),
                                     begin, expected));
    expected = end;
  }
  if (const std::size_t size = weights.data().size(); expected != size)
    fail(weights.name, fmt::format("has {} bytes of data but its tensors take {}", size, expected));
}

// Reads and checks a whole file; what it says about a model is not checked yet. model: the one it is read for, if any.
WeightsFile read_safetensors(const std::filesystem::path& file, const std::string& model) {
  WeightsFile weights;
  weights.name = file.string();
  weights.bytes = read_file(file);
  const std::string_view bytes = weights.bytes;
  std::uint64_t length = 0;
  if (bytes.size() < sizeof length)
    fail(weights.name, fmt::format("is {} bytes long, too short for a safetensors file", bytes.size()));
  std::memcpy(&length, bytes.data(), sizeof length);
  const std::string_view rest = bytes.substr(sizeof length);
  if (length > rest.size())
    fail(weights.name, fmt::format("is truncated or not a safetensors file: announces a header of {} bytes but has {}",
                                   length, rest.size()));
  const auto header = ordered_json::parse(rest.substr(0, length), nullptr, false);
  if (!header.is_object())
    fail(weights.name, fmt::format("is not a safetensors file: its header of {} bytes is not a JSON object", length));

  weights.data_offset = sizeof length + length;
  const std::size_t data_size = weights.data().size();
  for (const auto& [name, entry] : header.items()) {
    if (name == "__metadata__") {
      const auto text = [&](const char* key) {
        const auto found = entry.find(key);
        return found != entry.end() && found->is_string() ? found->get<std::string>() : "";
      };
      weights.model = text("model");
      weights.facts = text("run");
      if (!weights.model.empty() && !model.empty() && weights.model != model)
        weights.name += fmt::format(" (weights of {})", excerpt(weights.model));
      if (const auto writer = entry.find("writer"); writer != entry.end()) weights.by_lathe = *writer == "lathe";
    } else {
      weights.tensors.emplace(name, check_tensor(weights.name, name, entry, data_size));
    }
  }
  check_layout(weights);
  return weights;
}

void check_against(const WeightsFile& weights, const ModelInfo& model) {
  for (const ParameterInfo& p : model.parameters) {
    const auto found = weights.tensors.find(p.name);
    if (found == weights.tensors.end())
      fail(weights.name, fmt::format("has no tensor {}, {}", excerpt(p.name), type_text(p.type, p.shape)));
    const Tensor& tensor = found->second;
    const bool widened = tensor.type == ElementType::f32 && p.type == ElementType::f64;
    if (!std::equal(tensor.shape.begin(), tensor.shape.end(), p.shape.begin(), p.shape.end(),
                    [](std::uint64_t a, int b) { return a == static_cast<std::uint64_t>(b); }) ||
        (tensor.type != p.type && !widened))
      fail(weights.name, fmt::format("tensor {} is {} but the model's is {}", excerpt(p.name),
                                     type_text(tensor.type, tensor.shape), type_text(p.type, p.shape)));
  }
  for (const auto& [name, tensor] : weights.tensors)
    if (model.trains && name != minimum_name && name != inverse_range_name && !name.starts_with(run_prefix) &&
        std::none_of(model.parameters.begin(), model.parameters.end(), [&](auto& p) { return p.name == name; }))
      fail(weights.name, fmt::format("has a tensor {}, {}, that the model does not have", excerpt(name),
                                     type_text(tensor.type, tensor.shape)));
}

// A tensor of floats or doubles, as doubles.
void copy_reals(const WeightsFile& weights, const Tensor& tensor, double* to) {
  if (tensor.type == ElementType::f64) {
    std::memcpy(to, weights.data(tensor), tensor.end - tensor.begin);
    return;
  }
  for (std::size_t i = 0; i < (tensor.end - tensor.begin) / sizeof(float); ++i) {
    float x;
    std::memcpy(&x, weights.data(tensor) + i * sizeof x, sizeof x);
    to[i] = x;
  }
}

// The scaler in a file, if it has one.
std::optional<Scaler> find_scaler(const WeightsFile& weights) {
  const auto minimum = weights.tensors.find(minimum_name), inverse = weights.tensors.find(inverse_range_name);
  const auto none = weights.tensors.end();
  if (minimum == none && inverse == none) return std::nullopt;
  if (minimum == none || inverse == none || minimum->second.type == ElementType::i32 ||
      inverse->second.type == ElementType::i32 || minimum->second.shape.size() != 1 ||
      minimum->second.shape != inverse->second.shape)
    fail(weights.name, fmt::format("should have both {} and {}, of one type float[N] or double[N]", minimum_name,
                                   inverse_range_name));
  const auto reals = [&](const Tensor& tensor) {
    std::vector<double> values(tensor.shape[0]);
    copy_reals(weights, tensor, values.data());
    return values;
  };
  return Scaler{reals(minimum->second), reals(inverse->second)};
}

void save(const std::filesystem::path& file, Model& model, const Scaler* scaler, const RunRecord* run) {
  const ModelInfo& info = model.info();
  ordered_json header;
  header["__metadata__"] = {{"model", info.name}, {"writer", "lathe"}};
  if (run) header["__metadata__"]["run"] = run->facts;
  std::vector<std::string_view> parts;
  std::size_t offset = 0;
  const auto add = [&](const std::string& name, ElementType type, const auto& shape, const void* data,
                       std::size_t elements) {
    const std::size_t size = elements * size_of(type);
    header[name] = {{"dtype", names_of(type).dtype}, {"shape", shape}, {"data_offsets", {offset, offset + size}}};
    parts.emplace_back(static_cast<const char*>(data), size);
    offset += size;
  };
  for (std::size_t i = 0; i < info.parameters.size(); ++i) {
    const ParameterInfo& p = info.parameters[i];
    add(p.name, p.type, p.shape, model.parameter(static_cast<int>(i)), p.elements());
  }
  std::vector<float> minimum, inverse_range;
  const auto add_reals = [&](const char* name, const std::vector<double>& values, std::vector<float>& floats) {
    floats.assign(values.begin(), values.end());
    const std::vector shape{values.size()};
    if (std::equal(values.begin(), values.end(), floats.begin()))
      add(name, ElementType::f32, shape, floats.data(), floats.size());
    else
      add(name, ElementType::f64, shape, values.data(), values.size());
  };
  if (scaler) {
    add_reals(minimum_name, scaler->minimum, minimum);
    add_reals(inverse_range_name, scaler->inverse_range, inverse_range);
  }
  if (run)
    for (const RunTensor& t : run->tensors)
      add(std::string(run_prefix) + t.name, t.type, t.shape, t.bytes.data(), t.bytes.size() / size_of(t.type));

  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // the data start at a multiple of 8
  const std::uint64_t length = text.size();
  std::string bytes;
  bytes.reserve(sizeof length + text.size() + offset);
  bytes.append(reinterpret_cast<const char*>(&length), sizeof length).append(text);
  for (std::string_view part : parts) bytes.append(part);
  write_atomically(file, bytes);
}

}  // namespace

void save_weights(const std::filesystem::path& file, Model& model, const Scaler* scaler) {
  save(file, model, scaler, nullptr);
}

void save_with_run(const std::filesystem::path& file, Model& model, const Scaler* scaler, const RunRecord& run) {
  save(file, model, scaler, &run);
}

std::optional<RunRecord> load_run(const std::filesystem::path& file) {
  const WeightsFile weights = read_safetensors(file, "");
  if (weights.facts.empty()) return std::nullopt;
  RunRecord run{weights.model, weights.facts, {}};
  for (const auto& [name, tensor] : weights.tensors)
    if (name.starts_with(run_prefix))
      run.tensors.push_back({name.substr(run_prefix.size()), tensor.type, tensor.shape,
                             std::string(weights.data(tensor), tensor.end - tensor.begin)});
  return run;
}

SavedScaling load_weights(const std::filesystem::path& file, Model& model, Scaler* scaler, std::string* saved_of) {
  const ModelInfo& info = model.info();
  const WeightsFile weights = read_safetensors(file, info.name);
  check_against(weights, info);
  std::optional<Scaler> found = find_scaler(weights);

  for (std::size_t i = 0; i < info.parameters.size(); ++i) {
    const ParameterInfo& p = info.parameters[i];
    const Tensor& tensor = weights.tensors.at(p.name);
    void* to = model.parameter(static_cast<int>(i));
    if (tensor.type == p.type)
      std::memcpy(to, weights.data(tensor), tensor.end - tensor.begin);
    else
      copy_reals(weights, tensor, static_cast<double*>(to));
  }
  if (saved_of) *saved_of = weights.model;
  if (!found) return weights.by_lathe ? SavedScaling::none : SavedScaling::unknown;
  if (scaler) *scaler = std::move(*found);
  return SavedScaling::fitted;
}

}  // namespace lathe
