#include <numeric>
#include <sstream>

#include "lathe/files.hpp"
#include "lathe/npy.hpp"
#include "lathe/predict.hpp"
#include "trainer_support.hpp"

namespace {

struct PredictFixture {
  TemporaryFolder folder;
  PredictFixture() {
    write_tiny_data(folder);
    REQUIRE(run_trainer(folder, {"train", "--data", ".", "--quiet"}).code == 0);
  }
  Outcome predict(std::vector<std::string> words) {
    words.insert(words.begin(), {"predict", "--weights", "tiny.safetensors"});
    return run_trainer(folder, words);
  }
};

std::size_t lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_CASE_FIXTURE(PredictFixture,
                  "a folder, its IDX file, and a CSV of the same rows with or without labels predict the same") {
  const Outcome from_folder = predict({"--data", "."});
  CHECK(from_folder.code == 0);
  CHECK(from_folder.out.rfind("probability_0,probability_1,probability_2,confidence\n", 0) == 0);
  CHECK(lines(from_folder.out) == 31);
  CHECK(predict({"--data", "t10k-images-idx3-ubyte"}).out == from_folder.out);

  const lathe::Column images = lathe::read_idx(folder / "t10k-images-idx3-ubyte");
  std::string labelled = "label,a,b,c,d\n", plain = "a,b,c,d\n";
  for (std::size_t r = 0; r < images.rows; ++r) {
    std::string row;
    for (std::size_t k = 0; k < 4; ++k) {
      if (k > 0) row += ',';
      row += std::to_string(images.bytes[r * 4 + k]);
    }
    labelled += "2,";
    labelled += row + "\n";
    plain += row + "\n";
  }
  folder.write("labelled.csv", labelled);
  folder.write("plain.csv", plain);
  CHECK(predict({"--data", "labelled.csv"}).out == from_folder.out);
  CHECK(predict({"--data", "plain.csv"}).out == from_folder.out);
}

TEST_CASE_FIXTURE(PredictFixture, "rows on the command line are scaled like those of a file, and --out writes a file") {
  folder.write("one.csv", "a,b,c,d\n200,10,20,30\n");
  const Outcome from_file = predict({"--data", "one.csv"});
  const Outcome from_input = predict({"--input", "200, 10,20,30;"});
  CHECK(from_input.code == 0);
  CHECK(from_input.out == from_file.out);
  const Outcome written = predict({"--input", "200,10,20,30", "--out", "p.csv"});
  CHECK(written.out == "");
  CHECK(bytes_of(folder / "p.csv") == from_file.out);
}

/// Saves the weights again without their scaling, by Lathe or by another program.
void drop_scaling(const TemporaryFolder& folder, bool by_lathe) {
  const auto file = folder / "tiny.safetensors";
  Net<float> net(nullptr, Fault::none);
  lathe::load_weights(file, net, nullptr);
  lathe::save_weights(file, net, nullptr);
  std::string bytes = bytes_of(file);
  const std::size_t writer = bytes.find("\"lathe\"");
  REQUIRE(writer != std::string::npos);
  if (!by_lathe) bytes.replace(writer, 7, "\"other\"");
  folder.write("tiny.safetensors", bytes);
}

TEST_CASE_FIXTURE(PredictFixture, "weights of another program, without a scaler, read bytes divided by 255") {
  drop_scaling(folder, false);
  folder.write("bytes.csv", "a,b,c,d\n255,0,255,0\n");
  const Outcome outcome = predict({"--data", "bytes.csv"});
  CHECK(outcome.out == predict({"--input", "1,0,1,0"}).out);
  CHECK(outcome.err == "");
}

TEST_CASE_FIXTURE(PredictFixture,
                  "weights that Lathe trained on values as they are read bytes as they are, and say so") {
  drop_scaling(folder, true);
  folder.write("bytes.csv", "a,b,c,d\n255,0,255,0\n");
  const Outcome outcome = predict({"--data", "bytes.csv"});
  CHECK(outcome.out == predict({"--input", "255,0,255,0"}).out);
  CHECK(outcome.err == "tiny: the values of image are taken as they are: the weights come without a scaling\n");
}

TEST_CASE_FIXTURE(PredictFixture, "bad rows are told with their number and what they should be") {
  const auto message = [&](std::vector<std::string> words) {
    const Outcome outcome = predict(std::move(words));
    CHECK(outcome.code == 1);
    CHECK(outcome.out == "");
    return outcome.err;
  };
  CHECK(message({"--input", "1,2,3,4;1,2"}) == "tiny: --input: row 2 has 2 values but input image takes 4\n");
  CHECK(message({"--input", "1,2,x,4"}) == "tiny: --input: row 1 has \"x\" where a number should be\n");
  CHECK(message({"--input", ";"}) == "tiny: --input: no row, but input image takes 4 values a row\n");
  CHECK(contains(message({"--data", "t10k-labels-idx1-ubyte"}), "holds labels but should hold images"));
  folder.write("wide.csv", "a,b,c,d,e\n1,2,3,4,5\n");
  CHECK(contains(message({"--data", "wide.csv"}), "5"));
}

TEST_CASE_FIXTURE(PredictFixture, "arrays in and out: .npz by the input's name, .npy for the one that predict reads") {
  const lathe::Column images = lathe::read_idx(folder / "t10k-images-idx3-ubyte");
  const lathe::Array array{{30, 2, 2}, images.bytes};
  lathe::write_npz(folder / "in.npz", {{"image", array}});
  lathe::write_npy(folder / "in.npy", array);
  const std::string expected = predict({"--data", "."}).out;
  CHECK(predict({"--data", "in.npz"}).out == expected);
  CHECK(predict({"--data", "in.npy"}).out == expected);
  CHECK(predict({"--data", "in.npz", "--out", "out.npz"}).out == "");
  const lathe::Arrays out = lathe::read_npz(folder / "out.npz");
  CHECK(out.at("probability").shape == std::vector<std::size_t>{30, 3});
  CHECK(out.at("confidence").shape == std::vector<std::size_t>{30});
  std::istringstream csv(expected.substr(expected.find('\n') + 1));
  std::string line;
  for (std::size_t row = 0; std::getline(csv, line); ++row) {
    CAPTURE(row);
    CHECK(std::stof(line) == std::get<std::vector<float>>(out.at("probability").values)[row * 3]);
    CHECK(std::stof(line.substr(line.rfind(',') + 1)) ==
          std::get<std::vector<float>>(out.at("confidence").values)[row]);
  }

  CHECK(predict({"--data", "in.npz", "--out", "out.npy"}).err ==
        "tiny: out.npy: holds one array but tiny has 2 outputs; write an .npz\n");
  lathe::write_npz(folder / "other.npz", {{"x", array}});
  CHECK(predict({"--data", "other.npz"}).err == "tiny: other.npz: array \"image\" is missing; there is \"x\"\n");
}

TEST_CASE_FIXTURE(PredictFixture,
                  "all data are scaled as those that the weights were trained on, unless they are already") {
  const lathe::Column images = lathe::read_idx(folder / "t10k-images-idx3-ubyte");
  lathe::Scaler scaler;
  Net<float> net(nullptr, Fault::none);
  lathe::load_weights(folder / "tiny.safetensors", net, &scaler);
  std::vector<float> scaled;
  std::string rows;
  for (std::size_t i = 0; i < images.bytes.size(); ++i) {
    scaled.push_back((static_cast<float>(images.bytes[i]) - static_cast<float>(scaler.minimum[i % 4])) *
                     static_cast<float>(scaler.inverse_range[i % 4]));
    rows += std::to_string(images.bytes[i]) + (i % 4 == 3 ? ";" : ",");
  }
  lathe::write_npy(folder / "raw.npy", {{30, 4}, images.bytes});
  lathe::write_npy(folder / "scaled.npy", {{30, 4}, scaled});
  const Outcome expected = predict({"--data", "t10k-images-idx3-ubyte"});
  CHECK(expected.err == "");
  const std::string note =
      "tiny: the values of image are scaled as in training, where they were 20 to 249; --scaled takes them as they "
      "are\n";
  for (const std::vector<std::string>& words : {std::vector<std::string>{"--data", "raw.npy"}, {"--input", rows}}) {
    const Outcome outcome = predict(words);
    CHECK(outcome.out == expected.out);
    CHECK(outcome.err == note);
  }
  const Outcome as_is = predict({"--data", "scaled.npy", "--scaled"});
  CHECK(as_is.out == expected.out);
  CHECK(as_is.err == "");
  CHECK(predict({"--data", "scaled.npy"}).out != expected.out);

  TemporaryFolder arrays;
  for (const char* part : {"train", "test"}) {
    const lathe::Column labels = lathe::read_idx(folder / "t10k-labels-idx1-ubyte");
    lathe::write_npz(arrays / (std::string(part) + ".npz"),
                     {{"image", {{30, 4}, scaled}}, {"digit", {{30}, labels.ints}}});
  }
  const auto evaluate = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"evaluate", "--weights", "tiny.safetensors", "--data"});
    return run_trainer(folder, words);
  };
  CHECK(evaluate({arrays.path(), "--scaled"}).out == evaluate({"."}).out);
  CHECK(evaluate({arrays.path()}).err == note);
  // What is trained further keeps the scaling of the model, whatever the data needed.
  const Outcome trained = run_trainer(folder, {"train", "--weights", "tiny.safetensors", "--data", arrays.path(),
                                               "--scaled", "--lr", "1e-30", "--epochs", "1", "--save", "again"});
  CHECK(trained.err == "");
  CHECK(bytes_of(folder / "again") == bytes_of(folder / "tiny.safetensors"));
}

/// Outputs only, no data: chapter 2's three-layer net is of this kind.
class Doubler : public Net<float> {
 public:
  Doubler() : Net(nullptr, Fault::none) {
    info_.inputs.resize(1);
    info_.outputs.resize(1);
    info_.metrics.clear();
    info_.criterion = {};
    info_.data = {};
    info_.trains = false;
  }
};
lathe::ModelFamily doubler_family() {
  return {[]() -> const lathe::ModelInfo& {
            static const lathe::ModelInfo info = Doubler().info();
            return info;
          },
          [](lathe::ThreadPool&) -> std::unique_ptr<lathe::Model> { return std::make_unique<Doubler>(); }, nullptr,
          nullptr};
}

/// Its output is a table that does not count samples, and is written whole for every batch.
class Table : public Net<float> {
 public:
  Table() : Net(nullptr, Fault::none) { info_.outputs = {{"table", lathe::ElementType::f32, {40, 3}, 0}}; }
  void predict(const lathe::Batch&, void* const* outputs) override {
    std::iota(static_cast<float*>(outputs[0]), static_cast<float*>(outputs[0]) + 120, 1.0f);
  }
};

TEST_CASE("an output without batch has its own shape, however many rows there are") {
  Table table;
  const lathe::Dataset rows{{{"image", 1, 4, {1, 2, 3, 4}, {}, {}}}};
  const lathe::Array array = lathe::predict(table, rows, nullptr).at("table");
  CHECK(array.shape == std::vector<std::size_t>{40, 3});
  CHECK(std::get<std::vector<float>>(array.values).back() == 120);
}

TEST_CASE(
    "a model without data predicts from its initial parameters, and has nothing to train, evaluate or differentiate") {
  TemporaryFolder folder;
  const Outcome outcome = run_trainer(folder, {"predict", "--input", "1,0.5,0,0;0,0,0,1"}, doubler_family());
  CHECK(outcome.code == 0);
  CHECK(outcome.err == "");
  CHECK(lines(outcome.out) == 3);
  for (const auto& [command, sentence] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"train"}, "there is nothing to train: tiny.cpp has no loss to minimise"},
           {{"evaluate", "--weights", "x"}, "there is nothing to evaluate: tiny.cpp has no loss and no metric"},
           {{"check-gradients"}, "there are no gradients to check: tiny.cpp has no loss"},
           {{"predict"}, "predict needs values for input image; give them with --input or --data"}}) {
    const Outcome refused = run_trainer(folder, command, doubler_family());
    CHECK(refused.code == 1);
    CHECK(refused.err == "tiny: " + sentence + "\n");
  }
}

}  // namespace
