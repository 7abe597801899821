#include <cstring>
#include <nlohmann/json.hpp>

#include "lathe/files.hpp"
#include "support.hpp"

using namespace lathe;

namespace {

std::vector<ParameterInfo> net(ElementType type = ElementType::f32) {
  return {{"hidden.weight", type, {2, 3}, {}}, {"hidden.bias", type, {3}, {}}, {"steps", ElementType::i32, {}, {}}};
}

const std::vector<float> weight{1, -2, 3.5f, 0.1f, 1e-30f, 6}, bias{7, 8, 9};

void fill(ParametersOnly& model) {
  model.set(0, weight);
  model.set(1, bias);
  model.set(2, std::vector<std::int32_t>{41});
}

/// A safetensors file: its header length, header and data.
std::string safetensors(const std::string& header, const std::string& data) {
  const std::uint64_t length = header.size();
  std::string bytes(sizeof length, '\0');
  std::memcpy(bytes.data(), &length, sizeof length);
  return bytes + header + data;
}

std::string entry(const std::string& name, const std::string& dtype, const std::string& shape, int begin, int end) {
  return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":[" +
         std::to_string(begin) + "," + std::to_string(end) + "]}";
}

std::string header(const std::vector<std::string>& entries) {
  std::string text;
  for (const auto& e : entries) text.append(text.empty() ? "{" : ",").append(e);
  return text.append("}");
}

/// The message about a file with these bytes, after its path; the model must not have changed.
std::string load_error(const std::string& bytes) {
  static const TemporaryFolder folder;
  const std::string file = folder.write("w.safetensors", bytes);
  ParametersOnly model("digits", net());
  fill(model);
  Scaler scaler{{1}, {2}};
  const std::string error = error_of([&] { load_weights(file, model, &scaler); });
  CHECK(model.values<float>(0) == weight);
  CHECK(model.values<float>(1) == bias);
  CHECK(model.values<std::int32_t>(2) == std::vector<std::int32_t>{41});
  CHECK(scaler.minimum == std::vector<double>{1});
  REQUIRE(error.starts_with(file));
  return error.substr(file.size());
}

/// The same for a file with this header and this many bytes of zeros as data.
std::string load_error(const std::string& header, std::size_t data) {
  return load_error(safetensors(header, std::string(data, '\0')));
}

const std::string weight_entry = entry("hidden.weight", "F32", "[2,3]", 0, 24);
const std::string bias_entry = entry("hidden.bias", "F32", "[3]", 24, 36);
const std::string steps_entry = entry("steps", "I32", "[]", 36, 40);

}  // namespace

TEST_CASE("what is saved is loaded, bit for bit, with the scaler") {
  const TemporaryFolder folder;
  ParametersOnly saved("digits", net()), loaded("digits", net());
  fill(saved);
  const Scaler scaler{{1, 2}, {0.5f, 0}};
  save_weights(folder / "w", saved, &scaler);
  Scaler found;
  CHECK(load_weights(folder / "w", loaded, &found) == SavedScaling::fitted);
  CHECK(loaded.values<float>(0) == weight);
  CHECK(loaded.values<float>(1) == bias);
  CHECK(loaded.values<std::int32_t>(2) == std::vector<std::int32_t>{41});
  CHECK(found.minimum == scaler.minimum);
  CHECK(found.inverse_range == scaler.inverse_range);
  CHECK(load_weights(folder / "w", loaded, nullptr) == SavedScaling::fitted);
}

TEST_CASE("without a scaler there is none, and the caller's stays") {
  const TemporaryFolder folder;
  ParametersOnly model("digits", net());
  save_weights(folder / "w", model, nullptr);
  Scaler scaler{{1}, {2}};
  CHECK(load_weights(folder / "w", model, &scaler) == SavedScaling::none);
  CHECK(scaler.minimum == std::vector<double>{1});
}

TEST_CASE("the same weights give the same bytes, laid out as the format says") {
  const TemporaryFolder folder;
  ParametersOnly model("digits", net());
  fill(model);
  save_weights(folder / "a", model, nullptr);
  save_weights(folder / "b", model, nullptr);
  const std::string bytes = bytes_of(folder / "a");
  CHECK(bytes == bytes_of(folder / "b"));

  std::uint64_t length;
  std::memcpy(&length, bytes.data(), sizeof length);
  CHECK(length % 8 == 0);
  CHECK(bytes.size() == 8 + length + 40);
  const auto found = nlohmann::json::parse(bytes.substr(8, length));
  CHECK(found == nlohmann::json::parse(header({R"("__metadata__": {"model": "digits", "writer": "lathe"})",
                                               weight_entry, bias_entry, steps_entry})));
  CHECK(std::memcmp(bytes.data() + 8 + length, weight.data(), 24) == 0);
  CHECK(std::memcmp(bytes.data() + 8 + length + 24, bias.data(), 12) == 0);
}

TEST_CASE("a file of another writer loads: another order, no metadata, no padding") {
  const TemporaryFolder folder;
  std::string data(40, '\0');
  const std::int32_t steps = 3;
  std::memcpy(data.data(), &steps, 4);
  std::memcpy(data.data() + 4, bias.data(), 12);
  std::memcpy(data.data() + 16, weight.data(), 24);
  const auto file = folder.write(
      "w", safetensors(header({entry("hidden.weight", "F32", "[2,3]", 16, 40),
                               entry("hidden.bias", "F32", "[3]", 4, 16), entry("steps", "I32", "[]", 0, 4)}),
                       data));
  ParametersOnly model("digits", net());
  load_weights(file, model, nullptr);
  CHECK(model.values<float>(0) == weight);
  CHECK(model.values<float>(1) == bias);
  CHECK(model.values<std::int32_t>(2) == std::vector<std::int32_t>{3});
}

TEST_CASE("a model in double loads floats, and its own doubles") {
  const TemporaryFolder folder;
  ParametersOnly single("digits", net()), precise("digits", net(ElementType::f64)),
      again("digits", net(ElementType::f64));
  fill(single);
  save_weights(folder / "floats", single, nullptr);
  load_weights(folder / "floats", precise, nullptr);
  CHECK(precise.values<double>(0) == std::vector<double>(weight.begin(), weight.end()));

  precise.set(1, std::vector<double>{0.1, 0.2, 0.3});
  save_weights(folder / "doubles", precise, nullptr);
  load_weights(folder / "doubles", again, nullptr);
  CHECK(again.values<double>(1) == std::vector<double>{0.1, 0.2, 0.3});

  CHECK(error_of([&] { load_weights(folder / "doubles", single, nullptr); }) ==
        (folder / "doubles").string() + ": tensor \"hidden.weight\" is double[2][3] but the model's is float[2][3]");
}

TEST_CASE("a scaler comes back digit for digit, in floats where they are enough") {
  const TemporaryFolder folder;
  ParametersOnly model("digits", net());
  for (const auto& [saved, dtype] :
       {std::pair{Scaler{{0.5, 1e-3f}, {2, 0}}, "F32"}, {Scaler{{0.1, 1e-60}, {0x1p40, 1e100}}, "F64"}}) {
    CAPTURE(dtype);
    save_weights(folder / "w", model, &saved);
    CHECK(contains(bytes_of(folder / "w"), std::string("__scaler__.minimum\":{\"dtype\":\"") + dtype));
    Scaler found;
    CHECK(load_weights(folder / "w", model, &found) == SavedScaling::fitted);
    CHECK(found.minimum == saved.minimum);
    CHECK(found.inverse_range == saved.inverse_range);
  }
}

TEST_CASE("what is not a safetensors file is told") {
  CHECK(load_error("") == ": is 0 bytes long, too short for a safetensors file");
  CHECK(load_error("\x89PNG\r\n\x1a\nabcdefgh") ==
        ": is truncated or not a safetensors file: announces a header of 727905341920923785 bytes but has 8");
  CHECK(load_error("hello", 0) == ": is not a safetensors file: its header of 5 bytes is not a JSON object");
  CHECK(load_error("[1]", 0) == ": is not a safetensors file: its header of 3 bytes is not a JSON object");
  CHECK(load_error("{} x", 0) == ": is not a safetensors file: its header of 4 bytes is not a JSON object");
  CHECK(load_error(std::string(200000, '['), 0) ==
        ": is not a safetensors file: its header of 200000 bytes is not a JSON object");
}

TEST_CASE("a file cut off anywhere is an error and changes nothing") {
  const TemporaryFolder folder;
  ParametersOnly model("digits", net());
  const Scaler scaler{{1, 2}, {0.5f, 0}};
  save_weights(folder / "w", model, &scaler);
  const std::string bytes = bytes_of(folder / "w");
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    CAPTURE(length);
    load_error(bytes.substr(0, length));  // requires a message that names the file
  }
}

TEST_CASE("truncated data are told with the tensor and both lengths") {
  CHECK(load_error(header({weight_entry, bias_entry, steps_entry}), 30) ==
        ": is truncated: tensor \"hidden.bias\" ends at byte 36 of the data, which are 30 bytes long");
}

TEST_CASE("data that no tensor takes, or two take, are told") {
  CHECK(load_error(header({weight_entry, bias_entry, steps_entry}), 44) ==
        ": has 44 bytes of data but its tensors take 40");
  CHECK(load_error(header({weight_entry, entry("hidden.bias", "F32", "[3]", 28, 40)}), 40) ==
        ": tensor \"hidden.bias\" starts at byte 28 of the data but should start at 24");
  CHECK(load_error(header({weight_entry, entry("hidden.bias", "F32", "[3]", 12, 24)}), 24) ==
        ": tensor \"hidden.bias\" starts at byte 12 of the data but should start at 24");
  CHECK(load_error("{}", 4) == ": has 4 bytes of data but its tensors take 0");
}

TEST_CASE("offsets that do not match the shape are told") {
  CHECK(load_error(header({entry("w", "F32", "[2,3]", 0, 20)}), 20) ==
        ": tensor \"w\" takes bytes 0 to 20 but float[2][3] needs 24 bytes");
  CHECK(load_error(header({entry("w", "F32", "[2,3]", 24, 0)}), 24) ==
        ": tensor \"w\" takes bytes 24 to 0 but float[2][3] needs 24 bytes");
  CHECK(load_error(header({entry("w", "F32", "[4294967296,4294967296]", 0, 4)}), 4) ==
        ": tensor \"w\" has more elements than any file holds");
}

TEST_CASE("a malformed entry is told") {
  const std::string wrong = ": tensor \"w\" should have a dtype, a shape and two data_offsets";
  for (const char* value :
       {"3", "null", "[]", R"({"dtype":"F32","shape":[1]})", R"({"dtype":"F32","data_offsets":[0,4]})",
        R"({"shape":[1],"data_offsets":[0,4]})", R"({"dtype":7,"shape":[1],"data_offsets":[0,4]})",
        R"({"dtype":"F32","shape":[-1],"data_offsets":[0,4]})", R"({"dtype":"F32","shape":[1.5],"data_offsets":[0,4]})",
        R"({"dtype":"F32","shape":"1","data_offsets":[0,4]})", R"({"dtype":"F32","shape":[1],"data_offsets":[0,2,4]})",
        R"({"dtype":"F32","shape":[1],"data_offsets":[0,-4]})"}) {
    CAPTURE(value);
    CHECK(load_error(header({std::string("\"w\":") + value}), 4) == wrong);
  }
  CHECK(load_error(header({entry("w", "BF16", "[2]", 0, 4)}), 4) ==
        ": tensor \"w\" has dtype \"BF16\" but should have F32, F64 or I32");
}

TEST_CASE("a missing tensor is told") {
  CHECK(load_error(header({weight_entry}), 24) == ": has no tensor \"hidden.bias\", float[3]");
}

TEST_CASE("a tensor that the model does not have is told") {
  CHECK(load_error(header({weight_entry, bias_entry, steps_entry, entry("extra", "F64", "[1,2]", 40, 56)}), 56) ==
        ": has a tensor \"extra\", double[1][2], that the model does not have");
}

TEST_CASE("another shape, rank or type is told with both") {
  const auto with = [](const std::string& weight) { return load_error(header({weight, bias_entry, steps_entry}), 40); };
  CHECK(with(entry("hidden.weight", "F32", "[3,2]", 0, 24)) ==
        ": tensor \"hidden.weight\" is float[3][2] but the model's is float[2][3]");
  CHECK(with(entry("hidden.weight", "F32", "[6]", 0, 24)) ==
        ": tensor \"hidden.weight\" is float[6] but the model's is float[2][3]");
  CHECK(with(entry("hidden.weight", "I32", "[2,3]", 0, 24)) ==
        ": tensor \"hidden.weight\" is int[2][3] but the model's is float[2][3]");
}

TEST_CASE("weights of another model are told as such") {
  const TemporaryFolder folder;
  ParametersOnly other("three_layer", {{"first.weight", ElementType::f32, {2, 3}, {}}});
  save_weights(folder / "w", other, nullptr);
  CHECK(load_error(bytes_of(folder / "w")) ==
        " (weights of \"three_layer\"): has no tensor \"hidden.weight\", float[2][3]");
}

TEST_CASE("half a scaler, or one of another form, is told") {
  const auto with = [](const std::string& scaler, std::size_t bytes) {
    return load_error(header({weight_entry, bias_entry, steps_entry, scaler}), 40 + bytes);
  };
  const std::string wrong =
      ": should have both __scaler__.minimum and __scaler__.inverse_range, of one type float[N] or double[N]";
  const std::string minimum = "__scaler__.minimum", inverse = "__scaler__.inverse_range";
  CHECK(with(entry(minimum, "F32", "[2]", 40, 48), 8) == wrong);
  CHECK(with(entry(inverse, "F32", "[2]", 40, 48), 8) == wrong);
  CHECK(with(entry(minimum, "F32", "[2]", 40, 48) + "," + entry(inverse, "F32", "[1]", 48, 52), 12) == wrong);
  CHECK(with(entry(minimum, "I32", "[2]", 40, 48) + "," + entry(inverse, "I32", "[2]", 48, 56), 16) == wrong);
  CHECK(with(entry(minimum, "F32", "[1,2]", 40, 48) + "," + entry(inverse, "F32", "[1,2]", 48, 56), 16) == wrong);
}

TEST_CASE("a file that cannot be written is told") {
  ParametersOnly model("digits", net());
  CHECK(error_of([&] { save_weights("/dev/full", model, nullptr); }) ==
        "/dev/full: cannot be written: no space left on device");
}
