#include "lathe/data.hpp"
#include "support.hpp"

using namespace lathe;

namespace {

using Rows = std::vector<std::uint32_t>;

ModelInfo model(ElementType features = ElementType::f32, int width = 2, int classes = 10) {
  ModelInfo info;
  info.batch = 3;
  info.inputs = {{"image", features, {3, width}, 0}, {"digit", ElementType::i32, {3}, classes}};
  return info;
}

// Four rows of two bytes, and their labels.
Dataset bytes() {
  return {{{"image", 4, 2, {0, 10, 1, 11, 2, 12, 4, 14}, {}, {}}, {"label", 4, 1, {}, {}, {5, 6, 7, 8}}}};
}

template <class T>
std::vector<T> input(const Batch& batch, int i, int width) {
  const auto* data = static_cast<const T*>(batch.inputs[i]);
  return {data, data + batch.rows * width};
}

std::string batcher_error(const Dataset& data, const ModelInfo& info, const Scaler* scaler = nullptr) {
  return error_of([&] { Batcher(data, scaler, info); });
}

}  // namespace

TEST_CASE("rows are gathered in the order given, from any place in it") {
  const Dataset data = bytes();
  const ModelInfo info = model();
  Batcher batcher(data, nullptr, info);
  const Rows order{3, 0, 2, 1};
  const Batch full = batcher.gather(order, 0, 3);
  CHECK(full.rows == 3);
  CHECK(input<float>(full, 0, 2) == std::vector<float>{4, 14, 0, 10, 2, 12});
  CHECK(input<std::int32_t>(full, 1, 1) == std::vector<std::int32_t>{8, 5, 7});
  const Batch last = batcher.gather(order, 3, 1);  // the short batch that ends an epoch
  CHECK(last.rows == 1);
  CHECK(input<float>(last, 0, 2) == std::vector<float>{1, 11});
  CHECK(input<std::int32_t>(last, 1, 1) == std::vector<std::int32_t>{6});
}

TEST_CASE("the first column is scaled and the labels are not") {
  const Dataset data = bytes();
  const ModelInfo info = model();
  const Scaler scaler = Scaler::fit(data.columns[0]);
  Batcher batcher(data, &scaler, info);
  const Batch batch = batcher.gather(Rows{0, 3, 2}, 0, 3);
  CHECK(input<float>(batch, 0, 2) == std::vector<float>{0, 0, 1, 1, 0.5f, 0.5f});
  CHECK(input<std::int32_t>(batch, 1, 1) == std::vector<std::int32_t>{5, 8, 7});
}

TEST_CASE("a feature constant in training stays 0 on unseen data") {
  const Scaler scaler = Scaler::fit({"image", 2, 2, {0, 9, 10, 9}, {}, {}});
  const Dataset unseen{{{"image", 1, 2, {20, 255}, {}, {}}, {"label", 1, 1, {}, {}, {0}}}};
  const ModelInfo info = model();
  Batcher batcher(unseen, &scaler, info);
  CHECK(input<float>(batcher.gather(Rows{0}, 0, 1), 0, 2) == std::vector<float>{2, 0});
}

TEST_CASE("a model in double gets the float model's inputs, widened") {
  const Dataset data{{{"image", 3, 2, {}, {0.1f, 5, 0.2f, 7, 0.7f, 11}, {}}, {"label", 3, 1, {}, {}, {0, 1, 2}}}};
  const Scaler scaler = Scaler::fit(data.columns[0]);
  const ModelInfo single = model(), precise = model(ElementType::f64);
  for (const Scaler* s : {static_cast<const Scaler*>(nullptr), &scaler}) {
    Batcher floats(data, s, single), doubles(data, s, precise);
    const auto x = input<float>(floats.gather(Rows{2, 1, 0}, 0, 3), 0, 2);
    CHECK(input<double>(doubles.gather(Rows{2, 1, 0}, 0, 3), 0, 2) == std::vector<double>(x.begin(), x.end()));
  }
}

TEST_CASE("doubles reach an input in double digit for digit, and are scaled in double") {
  const Dataset data{{{"image", 2, 2, {}, {}, {}, {0.1, 1, 1e-50, 1 + 0x1p-40}}, {"label", 2, 1, {}, {}, {0, 1}}}};
  const ModelInfo precise = model(ElementType::f64), single = model();
  Batcher as_is(data, nullptr, precise), narrowed(data, nullptr, single);
  CHECK(input<double>(as_is.gather(Rows{0, 1}, 0, 2), 0, 2) == std::vector<double>{0.1, 1, 1e-50, 1 + 0x1p-40});
  CHECK(input<float>(narrowed.gather(Rows{0, 1}, 0, 2), 0, 2) == std::vector<float>{0.1f, 1, 0, 1});
  const Scaler scaler{{0, 1}, {2, 0x1p40}};
  Batcher scaled(data, &scaler, precise);
  CHECK(input<double>(scaled.gather(Rows{1, 0}, 0, 2), 0, 2) == std::vector<double>{2e-50, 1, 0.2, 0});
  CHECK(batcher_error(data, model(ElementType::i32)) == "column image has real numbers but input image takes integers");
}

TEST_CASE("bytes can feed an int input, unscaled") {
  const Dataset data = bytes();
  ModelInfo info = model(ElementType::i32);
  const Scaler scaler = Scaler::fit(data.columns[0]);
  Batcher batcher(data, &scaler, info);
  CHECK(input<std::int32_t>(batcher.gather(Rows{3}, 0, 1), 0, 2) == std::vector<std::int32_t>{4, 14});
}

TEST_CASE("columns beyond the model's inputs are ignored") {
  const Dataset data = bytes();
  ModelInfo info = model();
  info.inputs.pop_back();
  Batcher batcher(data, nullptr, info);
  CHECK(input<float>(batcher.gather(Rows{1}, 0, 1), 0, 2) == std::vector<float>{1, 11});
}

TEST_CASE("another width is told with both") {
  CHECK(batcher_error(bytes(), model(ElementType::f32, 784)) ==
        "column image has 2 values a row but input image takes 784");
}

TEST_CASE("a label outside the classes is told with its row") {
  Dataset data = bytes();
  CHECK(batcher_error(data, model(ElementType::f32, 2, 7)) == "row 3 has label 7 but labels should be 0 to 6");
  data.columns[1].ints = {0, -1, 0, 0};
  CHECK(batcher_error(data, model()) == "row 2 has label -1 but labels should be 0 to 9");
  CHECK(batcher_error(data, model(ElementType::f32, 2, 0)) == "(no error)");  // any label
}

TEST_CASE("what does not fit is told with the file that it is in") {
  Dataset data = bytes();
  data.columns[0].origin = "set/images";
  data.columns[1].origin = "set/train.csv";
  data.columns[1].first_line = 2;
  CHECK(batcher_error(data, model(ElementType::f32, 784)) ==
        "set/images: column image has 2 values a row but input image takes 784");
  CHECK(batcher_error(data, model(ElementType::f32, 2, 7)) ==
        "set/train.csv: line 4 has label 7 but labels should be 0 to 6");
  const Scaler scaler{{0, 0, 0}, {1, 1, 1}};
  CHECK(batcher_error(data, model(), &scaler) ==
        "set/images: column image has 2 values a row but the scaler was fitted on 3");
  // Rows that were chosen are those of no file: their numbers are their own.
  CHECK(batcher_error(data.select(Rows{2}), model(ElementType::f32, 2, 7)) ==
        "row 1 has label 7 but labels should be 0 to 6");
}

TEST_CASE("a column that the model has and the data lack is told") {
  Dataset data = bytes();
  data.columns.pop_back();
  CHECK(batcher_error(data, model()) == "the model takes 2 inputs (image, digit) but the data set has 1 (image)");
}

TEST_CASE("predict needs only the inputs that outputs depend on, wherever they stand") {
  Dataset data = bytes();
  data.columns.pop_back();
  ModelInfo info = model();
  info.inputs[1].feeds_output = false;
  Batcher batcher(data, nullptr, info, Feed::predict);
  CHECK(input<float>(batcher.gather(Rows{1}, 0, 1), 0, 2) == std::vector<float>{1, 11});

  std::swap(info.inputs[0], info.inputs[1]);
  data.columns.insert(data.columns.begin(), Column{"digit", 4, 0, {}, {}, {}});
  const Scaler scaler{{0}, {1}};
  Batcher second(data, &scaler, info, Feed::predict);
  const Batch batch = second.gather(Rows{1}, 0, 1);
  CHECK(batch.inputs[0] == nullptr);
  CHECK(input<float>(batch, 1, 2) == std::vector<float>{1, 11});
  CHECK(batcher_error(data, info, &scaler) != "(no error)");
}

TEST_CASE("real numbers for an int input are told") {
  const Dataset data{{{"image", 1, 2, {}, {0.5f, 1}, {}}, {"label", 1, 1, {}, {}, {0}}}};
  CHECK(batcher_error(data, model(ElementType::i32)) == "column image has real numbers but input image takes integers");
}

TEST_CASE("an empty set is told") {
  CHECK(batcher_error({}, model()) == "the data set is empty");
  CHECK(batcher_error(bytes().select({}), model()) == "the data set is empty");
}

TEST_CASE("a scaler of another data set is told") {
  const Scaler scaler{{0, 0, 0}, {1, 1, 1}};
  CHECK(batcher_error(bytes(), model(), &scaler) == "column image has 2 values a row but the scaler was fitted on 3");
}
