#include "lathe/classification.hpp"

#include "lathe/image.hpp"
#include "trainer_support.hpp"

using namespace lathe;

namespace {

ModelInfo classifier(std::vector<InputInfo> inputs, std::vector<OutputInfo> outputs) {
  ModelInfo info;
  info.spec = "net.cpp";
  info.batch = 4;
  info.inputs = std::move(inputs);
  info.outputs = std::move(outputs);
  return info;
}

const InputInfo image{"image", ElementType::f32, {4, 9}}, label{"label", ElementType::i32, {4}, 3, false};
const OutputInfo level{"level", ElementType::f32, {4}}, scores{"scores", ElementType::f32, {4, 3}};

}  // namespace

TEST_CASE("a model classifies when it has labels and an output with a number for each class") {
  const auto found = find_classes(classifier({image, label}, {level, scores}));
  REQUIRE(found);
  CHECK(found->count == 3);
  CHECK(found->label == 1);
  CHECK(found->output == 1);
  CHECK_FALSE(find_classes(classifier({image, label}, {level})));
  CHECK_FALSE(find_classes(classifier({image, {"label", ElementType::i32, {4}, 0, false}}, {scores})));
  CHECK_FALSE(find_classes(classifier({image, {"label", ElementType::i32, {4}, 3, true}}, {scores})));
  CHECK_FALSE(find_classes(classifier({image, {"label", ElementType::i32, {4, 2}, 3, false}}, {scores})));
  CHECK_FALSE(find_classes(classifier({image, label}, {{"scores", ElementType::f32, {8, 3}, 2}})));
  CHECK_FALSE(find_classes(classifier({image, label}, {{"scores", ElementType::i32, {4, 3}}})));
  CHECK_FALSE(find_classes(classifier({image}, {scores})));
}

TEST_CASE("the table counts each answer in the row of its class and the column that the model says") {
  const std::vector<Answer> answers{{0, 0}, {0, 2}, {0, 2}, {2, 2}, {2, 1}, {2, 2}, {2, 2}};
  CHECK(confusion_text(answers, {3}, {}) ==
        "confusion: a row for what it is, a column for what the model says\n"
        "   0  1  2   right\n"
        "0  1  .  2  0.3333\n"
        "1  .  .  .       -\n"
        "2  .  1  3  0.7500\n");
  CHECK(confusion_text(answers, {3}, {"cat", "狮子", "Löwe"}) ==
        "confusion: a row for what it is, a column for what the model says\n"
        "         0  1  2   right\n"
        "0  cat   1  .  2  0.3333\n"
        "1  狮子  .  .  .       -\n"
        "2  Löwe  .  1  3  0.7500\n");
  CHECK(contains(confusion_text(std::vector<Answer>(1234, Answer{11, 11}), {12}, {}), "\n11     .     .     .  "));
}

TEST_CASE("answers that are no numbers are answers all the same, and can be sorted") {
  struct Broken : ParametersOnly {
    ModelInfo facts = classifier({image, label}, {scores});
    Broken() : ParametersOnly("net", {}) {}
    const ModelInfo& info() const override { return facts; }
    void predict(const Batch& batch, void* const* outputs) override {
      const float rows[3][3] = {{NAN, NAN, NAN}, {1, 2, 4}, {INFINITY, -INFINITY, 0}};
      for (int r = 0; r < batch.rows; ++r) std::copy_n(rows[r], 3, static_cast<float*>(outputs[0]) + 3 * r);
    }
  } model;
  Dataset data;
  data.columns = {{"image", 3, 9, {}, std::vector<float>(27), {}}, {"label", 3, 1, {}, {}, {2, 1, 1}}};
  Batcher batcher(data, nullptr, model.facts);
  const auto answers = classify(model, batcher, *find_classes(model.facts), data);
  REQUIRE(answers.size() == 3);
  CHECK(answers[0].answer == 0);
  CHECK(answers[0].sureness == 0);
  CHECK(answers[1].answer == 2);
  CHECK(answers[1].sureness == 2);
  CHECK(answers[2].truth == 1);
  CHECK(answers[2].answer == 0);
  CHECK(wrong_sheet(answers, data, model.facts).wrong == 3);
}

TEST_CASE("names of classes are the lines of classes.txt, one for each") {
  const TemporaryFolder folder;
  CHECK(class_names(folder.path(), {2}).empty());
  folder.write("classes.txt", "T-shirt\r\nAnkle boot\r\n\n");
  CHECK(class_names(folder.path(), {2}) == std::vector<std::string>{"T-shirt", "Ankle boot"});
  folder.write("classes.txt", "one\ntwo");
  CHECK(class_names(folder.path(), {2}) == std::vector<std::string>{"one", "two"});
  const std::string file = folder / "classes.txt";
  CHECK(error_of([&] { class_names(folder.path(), {3}); }) == file + ": has 2 names but there are 3 classes");
  folder.write("classes.txt", "one\n");
  CHECK(error_of([&] { class_names(folder.path(), {3}); }) == file + ": has 1 name but there are 3 classes");
}

TEST_CASE("pictures are what has the shape of pictures") {
  const auto shape = [](std::vector<int> input) {
    const PictureShape s = picture_shape(classifier({{"image", ElementType::f32, std::move(input)}}, {}));
    return std::vector{s.channels, s.height, s.width};
  };
  CHECK(shape({4, 784}) == std::vector{1, 28, 28});
  CHECK(shape({4, 28, 20}) == std::vector{1, 28, 20});
  CHECK(shape({4, 1, 28, 20}) == std::vector{1, 28, 20});
  CHECK(shape({4, 3, 28, 20}) == std::vector{3, 28, 20});
  for (const auto& other : {std::vector{4, 13}, {4, 1}, {4}, {4, 2, 3, 3}}) CHECK_THROWS_AS(shape(other), UserError);
  CHECK(error_of([&] { shape({4, 13}); }) ==
        "--wrong draws pictures but 13 values a row of input image are none: they should be square, or have the shape "
        "[height][width] or [1 or 3][height][width]");
}

TEST_CASE("the sheet has the wrong answers, the surest first, with what they are and what the model says") {
  Dataset data;
  Column column{"image", 3, 9, {}, {}, {}};
  for (int r = 0; r < 3; ++r)
    for (int i = 0; i < 9; ++i) column.bytes.push_back(static_cast<std::uint8_t>(50 * r + i));
  data.columns.push_back(column);
  const ModelInfo model = classifier({image}, {});
  const WrongSheet sheet = wrong_sheet({{0, 1, 0.1}, {2, 2, 0}, {1, 4, 0.7}}, data, model);
  CHECK(sheet.wrong == 2);
  CHECK(sheet.shown == 2);
  // 3 points a side become 57, with 6 between them and 14 for the numbers below.
  CHECK(sheet.image.width == 6 + 2 * (57 + 6));
  CHECK(sheet.image.height == 6 + 57 + 14 + 6);
  CHECK(sheet.image.channels == 1);
  CHECK(sheet.image.at(0, 0, 0) == 255);
  CHECK(sheet.image.at(6, 6, 0) == 100);  // row 2
  CHECK(sheet.image.at(6 + 56, 6 + 56, 0) == 108);
  CHECK(sheet.image.at(6, 6 + 63, 0) == 0);  // row 0
  const auto text = [&](int left) {
    std::string lines;
    for (int y = 0; y < 5; ++y, lines += '\n')
      for (int x = 0; x < 11; ++x) lines += sheet.image.at(6 + 57 + 3 + 2 * y, left + 2 * x, 0) ? ' ' : '#';
    return lines;
  };
  CHECK(text(6) ==
        " #  #   # #\n"
        "##   #  # #\n"
        " #    # ###\n"
        " #   #    #\n"
        "### #     #\n");
  CHECK(text(6 + 63) ==
        "### #    # \n"
        "# #  #  ## \n"
        "# #   #  # \n"
        "# #  #   # \n"
        "### #   ###\n");
  CHECK(wrong_sheet({{0, 0, 0}}, data, model).wrong == 0);
}

TEST_CASE("of many wrong answers the sheet shows 100; values that are no bytes go from black to white; colours stay") {
  Dataset data;
  Column column{"image", 150, 12, {}, {}, {}};
  for (int r = 0; r < 150; ++r)
    for (int i = 0; i < 12; ++i) column.floats.push_back(r == 0 && i == 4 ? 3.0f : r == 0 && i == 8 ? -1.0f : 1.0f);
  data.columns.push_back(column);
  const ModelInfo model = classifier({{"image", ElementType::f32, {4, 3, 2, 2}}}, {});
  const WrongSheet sheet = wrong_sheet(std::vector<Answer>(150, {0, 1, 0}), data, model);
  CHECK(sheet.wrong == 150);
  CHECK(sheet.shown == 100);
  CHECK(sheet.image.width == 6 + 10 * (56 + 6));
  CHECK(sheet.image.height == 6 + 10 * (56 + 14 + 6));
  REQUIRE(sheet.image.channels == 3);
  CHECK(sheet.image.at(6, 6, 0) == 128);
  CHECK(sheet.image.at(6, 6, 1) == 255);
  CHECK(sheet.image.at(6, 6, 2) == 0);
}

TEST_CASE("evaluate prints the table and draws the sheet") {
  TemporaryFolder folder;
  write_tiny_data(folder);
  const auto evaluate = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"evaluate", "--data", ".", "--weights", "tiny.safetensors"});
    return run_trainer(folder, words);
  };
  REQUIRE(run_trainer(folder, {"train", "--data", ".", "--epochs", "2", "--quiet"}).code == 0);
  const Outcome two = evaluate({"--wrong", "wrong.png"});
  CHECK(two.code == 0);
  std::size_t wrong = 0;
  const std::size_t at = two.out.find("\nwrong    wrong.png, ");
  REQUIRE(at != std::string::npos);
  CHECK(std::sscanf(two.out.c_str() + at, "\nwrong    wrong.png, %zu wrong answers, the surest first", &wrong) == 1);
  const std::size_t accuracy = two.out.find("test accuracy ");
  CHECK(1 - std::stod(two.out.substr(accuracy + 14)) == doctest::Approx(static_cast<double>(wrong) / 30).epsilon(1e-3));
  const Image sheet = read_image(folder / "wrong.png", 1);
  CHECK(sheet.width == 6 + 62 * static_cast<int>(std::min<std::size_t>(wrong, 10)));

  folder.write("classes.txt", "red\ngreen\nblue\n");
  CHECK(contains(evaluate({}).out, "\n1  green "));
  folder.write("classes.txt", "red\ngreen\n");
  CHECK(evaluate({}).err == "tiny: ./classes.txt: has 2 names but there are 3 classes\n");
  std::filesystem::remove(folder / "classes.txt");

  REQUIRE(run_trainer(folder, {"train", "--data", ".", "--epochs", "30", "--quiet"}).code == 0);
  std::filesystem::remove(folder / "wrong.png");
  CHECK(contains(evaluate({"--wrong", "wrong.png"}).out, "\nno answer is wrong: wrong.png is not written\n"));
  CHECK_FALSE(std::filesystem::exists(folder / "wrong.png"));
  CHECK(evaluate({"--wrong", "nowhere/wrong.png"}).err ==
        "tiny: --wrong nowhere/wrong.png: cannot be written: there is no folder nowhere\n");
  CHECK(evaluate({"--wrong", "tiny.safetensors"}).err ==
        "tiny: --weights tiny.safetensors and --wrong tiny.safetensors name one file but should name two\n");
}
