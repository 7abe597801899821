#include <nlohmann/json.hpp>
#include <sstream>

#include "lathe/files.hpp"
#include "trainer_support.hpp"

namespace {

using Json = nlohmann::json;

struct TrainFixture {
  TemporaryFolder folder;
  TrainFixture() { write_tiny_data(folder); }
  ~TrainFixture() {
    before_step = nullptr;
    change_values = nullptr;
    criterion = {1, true};
  }

  Outcome train(std::vector<std::string> words) {
    words.insert(words.begin(), {"train", "--data", "."});
    return run_trainer(folder, words);
  }
  std::vector<Json> log(const std::string& name) {
    std::vector<Json> lines;
    std::istringstream text(bytes_of(folder / name));
    for (std::string line; std::getline(text, line);) lines.push_back(Json::parse(line));
    return lines;
  }
  std::vector<float> weights(const std::string& name, int parameter = 0) {
    Net<float> net(nullptr, Fault::none);
    lathe::load_weights(folder / name, net, nullptr);
    const auto* values = static_cast<const float*>(net.parameter(parameter));
    return {values, values + net.info().parameters[static_cast<std::size_t>(parameter)].elements()};
  }
};

TEST_CASE_FIXTURE(TrainFixture, "training learns, and ends with the accuracy and where everything is") {
  const Outcome outcome = train({"--epochs", "30", "--log", "run.jsonl"});
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "tiny: 61 training samples, 30 test samples, batch 8, lr 0.2, seed 1, 1 thread\n"));
  CHECK(contains(outcome.out, "\nepoch 30/30  loss "));
  const std::string tail = outcome.out.substr(outcome.out.rfind("test accuracy 1.0000 (best 1.0000 in epoch "));
  CHECK(contains(tail, ")\nweights  tiny.safetensors\nlog      run.jsonl\ncurves   tiny.svg\n"));
  CHECK(outcome.err == "");
  CHECK(contains(bytes_of(folder / "tiny.svg"), "30 test samples"));
}

TEST_CASE_FIXTURE(TrainFixture, "the log has one JSON object an epoch, with these fields in this order") {
  CHECK(train({"--epochs", "3", "--log", "run.jsonl", "--lr", "0.05", "--quiet"}).code == 0);
  const auto lines = log("run.jsonl");
  REQUIRE(lines.size() == 3);
  const std::string first = bytes_of(folder / "run.jsonl");
  std::size_t at = 0;
  for (const char* field :
       {"epoch", "loss", "accuracy", "test_loss", "test_accuracy", "seconds", "samples_per_second", "lr"}) {
    CAPTURE(field);
    CHECK(lines[0].contains(field));
    const std::size_t found = first.find('"' + std::string(field) + '"');
    CHECK(found > at);
    at = found;
  }
  CHECK(lines[0].size() == 8);
  CHECK(lines[2]["epoch"] == 3);
  CHECK(lines[2]["lr"] == 0.05);
  CHECK(lines[2]["loss"] < lines[0]["loss"]);
}

TEST_CASE_FIXTURE(TrainFixture, "--quiet prints the report only") {
  const Outcome outcome = train({"--quiet"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.rfind("test accuracy ", 0) == 0);
  CHECK(outcome.err == "");
}

TEST_CASE_FIXTURE(TrainFixture,
                  "the same seed gives the same bits on a second run and with 2 threads; another does not") {
  CHECK(train({"--save", "a.safetensors", "--quiet"}).code == 0);
  CHECK(train({"--save", "b.safetensors", "--quiet"}).code == 0);
  CHECK(train({"--save", "c.safetensors", "--quiet", "--threads", "2"}).code == 0);
  CHECK(train({"--save", "d.safetensors", "--quiet", "--seed", "2"}).code == 0);
  CHECK(bytes_of(folder / "a.safetensors") == bytes_of(folder / "b.safetensors"));
  CHECK(bytes_of(folder / "a.safetensors") == bytes_of(folder / "c.safetensors"));
  CHECK(bytes_of(folder / "a.safetensors") != bytes_of(folder / "d.safetensors"));
}

TEST_CASE_FIXTURE(TrainFixture, "what is saved are the weights of the best epoch, not of the last") {
  CHECK(train({"--epochs", "6", "--lr", "1.6", "--log", "run.jsonl", "--quiet"}).code == 0);
  const auto lines = log("run.jsonl");
  std::size_t best = 0;
  for (std::size_t i = 1; i < lines.size(); ++i)
    if (lines[i]["test_accuracy"] > lines[best]["test_accuracy"]) best = i;
  REQUIRE(lines.back()["test_accuracy"] < lines[best]["test_accuracy"]);
  CHECK(train({"--epochs", std::to_string(best + 1), "--lr", "1.6", "--quiet", "--save", "short.safetensors"}).code ==
        0);
  CHECK(bytes_of(folder / "tiny.safetensors") == bytes_of(folder / "short.safetensors"));
}

TEST_CASE_FIXTURE(TrainFixture, "training goes on from --weights, with the scaling that is in the file") {
  CHECK(train({"--save", "a.safetensors", "--quiet"}).code == 0);
  const Outcome outcome = train({"--weights", "a.safetensors", "--log", "run.jsonl", "--lr", "1e-30"});
  CHECK(outcome.code == 0);
  // So low a learning rate leaves the parameters alone: what is saved is what was loaded.
  CHECK(bytes_of(folder / "tiny.safetensors") == bytes_of(folder / "a.safetensors"));
}

TEST_CASE_FIXTURE(TrainFixture, "an interrupt leaves the best weights on disk and says where, with exit code 1") {
  CHECK(train({"--epochs", "2", "--quiet", "--save", "two.safetensors"}).code == 0);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    std::signal(signal, SIG_DFL);  // a test run by nohup inherits a closed ear
    before_step = [&](int step) {
      if (step == 20) std::raise(signal);  // 8 steps an epoch: in the third
      REQUIRE(step <= 20);
    };
    const Outcome outcome = train({"--epochs", "9"});
    CHECK(outcome.code == 1);
    CHECK(outcome.err.rfind("tiny: training was interrupted in epoch 3 of 9; the best weights so far (test accuracy ",
                            0) == 0);
    CHECK(contains(outcome.err, " after epoch 2) are in tiny.safetensors\n"));
    CHECK(bytes_of(folder / "tiny.safetensors") == bytes_of(folder / "two.safetensors"));
    CHECK(std::filesystem::exists(folder / "tiny.svg"));
  }
}

TEST_CASE_FIXTURE(TrainFixture, "a signal that the process ignores does not stop training") {
  std::signal(SIGHUP, SIG_IGN);
  before_step = [](int step) {
    if (step == 3) std::raise(SIGHUP);
  };
  CHECK(train({}).code == 0);
  std::signal(SIGHUP, SIG_DFL);
}

TEST_CASE_FIXTURE(TrainFixture, "what ends training in its first epoch leaves the files of an earlier run alone") {
  for (const char* name : {"tiny.safetensors", "tiny.svg", "run.jsonl"}) folder.write(name, "old");
  const auto all_old = [&] {
    for (const char* name : {"tiny.safetensors", "tiny.svg", "run.jsonl"}) CHECK(bytes_of(folder / name) == "old");
    CHECK(folder.files() == 7);
  };
  before_step = [](int step) {
    if (step == 3) std::raise(SIGINT);
  };
  const Outcome interrupted = train({"--log", "run.jsonl"});
  CHECK(interrupted.code == 1);
  CHECK(interrupted.err == "tiny: training was interrupted in epoch 1 of 4, before there was anything to save\n");
  all_old();

  before_step = nullptr;
  const Outcome diverged = train({"--log", "run.jsonl", "--lr", "1e38"});
  CHECK(diverged.code == 1);
  CHECK(contains(diverged.err, "tiny: the loss is nan after "));
  CHECK(contains(diverged.err, "; a learning rate lower than --lr 1e+38 may help"));
  all_old();
}

TEST_CASE_FIXTURE(TrainFixture, "weights of an earlier run are kept under a second name, and that is said") {
  CHECK_FALSE(contains(train({"--epochs", "2"}).out, "old"));
  const std::string before = bytes_of(folder / "tiny.safetensors");
  const Outcome outcome = train({"--epochs", "6", "--seed", "2"});
  CHECK(contains(outcome.out,
                 "\ntiny.safetensors is there already: the first epoch replaces it and keeps it as "
                 "tiny.safetensors.old\n"));
  CHECK(contains(outcome.out, "\nkept     tiny.safetensors.old, the weights before this run\n"));
  CHECK(bytes_of(folder / "tiny.safetensors.old") == before);
  CHECK(bytes_of(folder / "tiny.safetensors") != before);
}

TEST_CASE_FIXTURE(TrainFixture, "a loss that is not finite stops training and leaves the best weights and the curves") {
  CHECK(train({"--epochs", "2", "--quiet", "--save", "two.safetensors"}).code == 0);
  int steps = 0;
  change_values = [&](bool in_step, double* values) {
    if (in_step && ++steps == 20) values[0] = std::nan("");
  };
  const Outcome outcome = train({"--log", "run.jsonl"});
  CHECK(outcome.code == 1);
  CHECK(
      contains(outcome.err, "tiny: the loss is nan after 32 samples of epoch 3; a learning rate lower than --lr 0.2 "));
  CHECK(contains(outcome.err, " after epoch 2) are in tiny.safetensors\n"));
  CHECK(bytes_of(folder / "tiny.safetensors") == bytes_of(folder / "two.safetensors"));
  CHECK(log("run.jsonl").size() == 2);
  CHECK(contains(bytes_of(folder / "tiny.svg"), "30 test samples"));
  steps = 0;
  CHECK(contains(train({"--save-every", "1"}).err,
                 " are in tiny.safetensors; --resume tiny.checkpoint goes on after epoch 2\n"));
}

/// Gives the loss and the accuracy of the test part these values, epoch by epoch. It has 4 batches.
void script_test_values(const std::vector<double>& losses, const std::vector<double>& accuracies) {
  change_values = [=, batch = std::size_t{0}](bool in_step, double* values) mutable {
    if (in_step) return;
    values[0] = losses.at(batch / 4);
    values[1] = accuracies.at(batch / 4);
    ++batch;
  };
}

TEST_CASE_FIXTURE(TrainFixture,
                  "the best weights are told by the loss or by a metric, of which more or less is better") {
  const double nan = std::nan("");
  struct Case {
    lathe::Criterion criterion;
    std::vector<double> losses, accuracies;
    const char* report;
  };
  for (const Case& c : {Case{{0, false}, {3, 1, 2}, {5, 4, 6}, "test loss 2.0000 (best 1.0000 in epoch 2)"},
                        {{1, true}, {1, 2, 3}, {5, 6, 4}, "test accuracy 4.0000 (best 6.0000 in epoch 2)"},
                        {{1, false}, {1, 2, 3}, {5, 4, 6}, "test accuracy 6.0000 (best 4.0000 in epoch 2)"},
                        {{1, true}, {1, 1, 1}, {nan, 0.5, 0.4}, "test accuracy 0.4000 (best 0.5000 in epoch 2)"},
                        {{0, false}, {nan, 2, nan}, {1, 1, 1}, "test loss nan (best 2.0000 in epoch 2)"}}) {
    CAPTURE(c.report);
    criterion = c.criterion;
    script_test_values(c.losses, c.accuracies);
    const Outcome outcome = train({"--epochs", "3"});
    CHECK(outcome.code == 0);
    CHECK(contains(outcome.out, c.report));
    script_test_values(c.losses, c.accuracies);
    CHECK(train({"--epochs", "2", "--save", "two.safetensors"}).code == 0);
    CHECK(bytes_of(folder / "tiny.safetensors") == bytes_of(folder / "two.safetensors"));
  }
}

TEST_CASE_FIXTURE(TrainFixture, "an early stop leaves the best weights, not the last") {
  script_test_values({1, 1, 1, 1}, {0.1, 0.9, 0.3, 0.2});
  const Outcome outcome = train({"--epochs", "9", "--early-stop", "2"});
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "\nstopped early: 2 epochs no better than epoch 2\n"));
  CHECK(contains(outcome.out, "test accuracy 0.2000 (best 0.9000 in epoch 2)"));
  script_test_values({1, 1}, {0.1, 0.9});
  CHECK(train({"--epochs", "2", "--save", "two.safetensors"}).code == 0);
  CHECK(bytes_of(folder / "tiny.safetensors") == bytes_of(folder / "two.safetensors"));
}

TEST_CASE_FIXTURE(TrainFixture, "a run that is resumed ends as one without a break: weights, log, curves, checkpoint") {
  const auto words = [](const std::string& name, std::vector<std::string> more) {
    more.insert(more.end(), {"--save", name + ".safetensors", "--log", name + ".jsonl", "--plot", name + ".svg"});
    return more;
  };
  const auto log_without_times = [&](const std::string& name) {
    std::vector<Json> lines = log(name + ".jsonl");
    for (Json& line : lines) line.erase("seconds"), line.erase("samples_per_second");
    return lines;
  };
  // The best epoch is one of the first: its weights have to come through the checkpoint.
  const std::vector<std::string> run{"--epochs", "9", "--lr", "1.6", "--save-every", "1"};
  REQUIRE(train(words("whole", run)).code == 0);
  const auto lines = log_without_times("whole");
  for (const int last : {1, 4, 7}) {
    CAPTURE(last);
    before_step = [&](int step) {
      if (step == 8 * last + 3) std::raise(SIGINT);
    };
    std::signal(SIGINT, SIG_DFL);
    const Outcome broken = train(words("broken", run));
    before_step = nullptr;
    CHECK(broken.code == 1);
    const std::string going_on = "; --resume broken.checkpoint goes on after epoch " + std::to_string(last) + "\n";
    CHECK(contains(broken.err, " are in broken.safetensors" + going_on));
    // What the run did after the checkpoint, and what is lost of it, makes no difference.
    folder.write("broken.jsonl", bytes_of(folder / "broken.jsonl") + "{\"epoch\":99}\n");
    folder.write("broken.safetensors", "of a later epoch");
    const Outcome resumed = run_trainer(folder, {"train", "--resume", "broken.checkpoint"});
    CHECK(resumed.code == 0);
    CHECK(resumed.err == "");
    CHECK(contains(resumed.out, "\nbroken.checkpoint: goes on after epoch " + std::to_string(last) + " of 9\n"));
    CHECK(contains(resumed.out, "\nresume   broken.checkpoint, after epoch 9\n"));
    CHECK_FALSE(contains(resumed.out, "is there already"));
    CHECK_FALSE(contains(resumed.out, "epoch " + std::to_string(last) + "/9"));
    CHECK(bytes_of(folder / "broken.safetensors") == bytes_of(folder / "whole.safetensors"));
    CHECK(bytes_of(folder / "broken.svg") == bytes_of(folder / "whole.svg"));
    CHECK(log_without_times("broken") == lines);
    const auto last_weights = weights("whole.checkpoint");
    CHECK(weights("broken.checkpoint") == last_weights);
    CHECK(last_weights != weights("whole.safetensors"));
  }
}

TEST_CASE_FIXTURE(TrainFixture, "a checkpoint comes after every N epochs and after the last") {
  int steps = 0;
  std::string seen;
  before_step = [&](int step) {
    steps = step;
    seen += std::filesystem::exists(folder / "tiny.checkpoint") ? '1' : '0';
  };
  CHECK_FALSE(contains(train({"--epochs", "3"}).out, "checkpoint"));
  CHECK_FALSE(std::filesystem::exists(folder / "tiny.checkpoint"));
  seen.clear();
  const Outcome outcome = train({"--epochs", "3", "--save-every", "2"});
  CHECK(seen == std::string(16, '0') + std::string(8, '1'));
  CHECK(contains(outcome.out, "\nresume   tiny.checkpoint, after epoch 3\n"));
  CHECK(steps == 24);
}

TEST_CASE_FIXTURE(TrainFixture, "more epochs go on with a run that is done; without them there is nothing to do") {
  REQUIRE(train({"--epochs", "7", "--save", "long.safetensors", "--plot", "long.svg", "--quiet"}).code == 0);
  REQUIRE(train({"--epochs", "4", "--save-every", "4", "--log", "run.jsonl", "--quiet"}).code == 0);
  std::filesystem::remove(folder / "tiny.svg");
  const std::string weights_before = bytes_of(folder / "tiny.safetensors"), log_before = bytes_of(folder / "run.jsonl");
  before_step = [](int) { FAIL("there is nothing to do"); };
  const Outcome done = train({"--resume", "tiny.checkpoint"});
  before_step = nullptr;
  CHECK(done.code == 0);
  CHECK(contains(done.out, "all epochs are done already; --epochs 8 would go on with 4 more\n"));
  CHECK(contains(done.out, "\ntest accuracy "));
  CHECK(bytes_of(folder / "tiny.safetensors") == weights_before);
  CHECK(bytes_of(folder / "run.jsonl") == log_before);
  CHECK(std::filesystem::exists(folder / "tiny.svg"));

  CHECK(train({"--resume", "tiny.checkpoint", "--epochs", "7"}).code == 0);
  CHECK(bytes_of(folder / "tiny.safetensors") == bytes_of(folder / "long.safetensors"));
  CHECK(bytes_of(folder / "tiny.svg") == bytes_of(folder / "long.svg"));
  CHECK(log("run.jsonl").size() == 7);
}

TEST_CASE_FIXTURE(TrainFixture, "another rate holds from the checkpoint on, and that is said") {
  REQUIRE(train({"--epochs", "2", "--save-every", "1", "--log", "run.jsonl", "--quiet"}).code == 0);
  const Outcome outcome = train({"--resume", "tiny.checkpoint", "--epochs", "3", "--lr", "0.05"});
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "tiny.checkpoint: goes on after epoch 2 of 3, with lr 0.05 in place of 0.2\n"));
  const auto lines = log("run.jsonl");
  REQUIRE(lines.size() == 3);
  CHECK(lines[1]["lr"] == 0.2);
  CHECK(lines[2]["lr"] == 0.05);
}

TEST_CASE_FIXTURE(TrainFixture, "an early stop is where it was, and a longer patience goes on from it") {
  const std::vector<double> accuracies{0.1, 0.9, 0.3, 0.2, 0.2, 0.95};
  script_test_values({1, 1, 1, 1}, accuracies);
  REQUIRE(train({"--epochs", "6", "--early-stop", "2", "--save-every", "3"}).code == 0);
  const Outcome again = train({"--resume", "tiny.checkpoint"});
  CHECK(contains(again.out, "\nstopped early: 2 epochs no better than epoch 2\n"));
  CHECK(contains(again.out, "test accuracy 0.2000 (best 0.9000 in epoch 2)"));
  script_test_values({1, 1}, {0.2, 0.95});
  const Outcome longer = train({"--resume", "tiny.checkpoint", "--early-stop", "4"});
  CHECK(contains(longer.out, "test accuracy 0.9500 (best 0.9500 in epoch 6)"));
}

TEST_CASE_FIXTURE(TrainFixture, "an option that would make it another run is refused, in a sentence") {
  REQUIRE(train({"--epochs", "3", "--save-every", "1", "--quiet"}).code == 0);
  before_step = [](int) { FAIL("training has begun"); };
  const auto error = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"--resume", "tiny.checkpoint"});
    const Outcome outcome = train(std::move(words));
    CHECK(outcome.code == 1);
    CHECK(outcome.out == "");
    return outcome.err;
  };
  CHECK(error({"--seed", "7"}) ==
        "tiny: tiny.checkpoint belongs to a run with --seed 1, and goes on with no other --seed\n");
  CHECK(error({"--limit", "10"}) ==
        "tiny: tiny.checkpoint belongs to a run without --limit, and goes on with no other --limit\n");
  CHECK(error({"--gradient", "numeric"}) ==
        "tiny: tiny.checkpoint belongs to a run with --gradient backward, and goes on with no other --gradient\n");
  CHECK(error({"--scaled"}) ==
        "tiny: tiny.checkpoint belongs to a run without --scaled, and goes on with no other --scaled\n");
  CHECK(error({"--epochs", "2"}) ==
        "tiny: --epochs 2 is less than the 3 epochs that are done in tiny.checkpoint; it counts those, too\n");
  CHECK(error({"--log", "tiny.checkpoint"}) ==
        "tiny: --log tiny.checkpoint and --save-every tiny.checkpoint name one file but should name two\n");
  CHECK(error({"--save", "/dev/null"}) ==
        "tiny: --save-every puts checkpoints beside --save, but /dev/null is no file\n");
  before_step = nullptr;
  CHECK(train({"--resume", "tiny.checkpoint", "--seed", "1", "--limit", "61"}).code == 1);
  CHECK(train({"--resume", "tiny.checkpoint", "--seed", "1", "--gradient", "backward"}).code == 0);
}

TEST_CASE_FIXTURE(TrainFixture, "what is no checkpoint of this model and its data is told") {
  REQUIRE(train({"--epochs", "2", "--save-every", "1", "--quiet"}).code == 0);
  const std::string good = bytes_of(folder / "tiny.checkpoint");
  const auto error = [&](const std::string& file) {
    const Outcome outcome = train({"--resume", file});
    CHECK(outcome.code == 1);
    return outcome.err;
  };
  // In the file's header, of the same length.
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string bytes = good;
    const std::size_t at = bytes.find(from);
    REQUIRE(at != std::string::npos);
    REQUIRE(from.size() == to.size());
    folder.write("c", bytes.replace(at, from.size(), to));
    return error("c");
  };
  CHECK(error("nope") == "tiny: nope: cannot be opened: no such file or directory\n");
  CHECK(error("tiny.safetensors") ==
        "tiny: tiny.safetensors: has weights but no run to go on with, as checkpoints of --save-every have; --weights "
        "starts from it\n");
  folder.write("c", good.substr(0, good.size() - 1));
  CHECK(contains(error("c"), "tiny: c: is truncated: "));
  CHECK(changed(R"("model":"tiny")", R"("model":"tuba")") ==
        "tiny: c: is a checkpoint of \"tuba\" but this is the trainer of tiny\n");
  lathe::ModelFamily other = tiny_family();
  other.info = []() -> const lathe::ModelInfo& {
    static lathe::ModelInfo info = Net<float>(nullptr, Fault::none).info();
    info.options = "optimiser=adam";
    return info;
  };
  CHECK(run_trainer(folder, {"train", "--resume", "tiny.checkpoint"}, other).err ==
        "tiny: tiny.checkpoint: its run was of tiny with no options but this trainer was made with optimiser=adam\n");
  other.info = []() -> const lathe::ModelInfo& {
    static lathe::ModelInfo info = Net<float>(nullptr, Fault::none).info();
    info.trace = "another";
    return info;
  };
  CHECK(run_trainer(folder, {"train", "--resume", "tiny.checkpoint"}, other).err ==
        "tiny: tiny.checkpoint: tiny.cpp has changed since its run, and a run goes on with the graph that it had; "
        "--weights starts a new one from its weights\n");
  CHECK(changed(R"(\"batch\":8)", R"(\"batch\":9)") == "tiny: c: its run had a batch of 9 but this trainer's is 8\n");
  CHECK(changed(R"([\"accuracy\"])", R"([\"f1_score\"])") ==
        "tiny: c: its run had the metrics f1_score but this trainer has accuracy\n");
  CHECK(changed(R"([\"lr\"])", R"([\"mu\"])") ==
        "tiny: c: its run had the hyperparameters mu but this trainer has lr\n");
  for (const auto& [from, to] : {std::pair{R"(\"best\":)", R"(\"rest\":)"},
                                 {R"(\"best\":2)", R"(\"best\":3)"},
                                 {R"(\"test_values\":2)", R"(\"test_values\":1)"},
                                 {"__run__.history", "__run__.mystery"},
                                 {"__run__.best.output.bias", "__run__.best.output.bars"}})
    CHECK(changed(from, to) == "tiny: c: is damaged: what it says of its run does not fit together\n");

  folder.write("c", good);
  std::string labels = bytes_of(folder / "train-labels-idx1-ubyte");
  labels.back() = labels.back() == 0 ? 1 : 0;
  folder.write("train-labels-idx1-ubyte", labels);
  CHECK(error("c") ==
        "tiny: c: the data are as many as those of its run but other ones; --data should name those of "
        "its run\n");
  write_tiny_data(folder, 60);
  CHECK(error("c") ==
        "tiny: c: its run had 61 training and 30 test samples but there are 60 and 30; --data should name those of its "
        "run\n");
}

TEST_CASE_FIXTURE(TrainFixture, "a checkpoint of an earlier run is kept, and its use is shown") {
  REQUIRE(train({"--epochs", "2", "--save-every", "1", "--quiet"}).code == 0);
  const std::string before = bytes_of(folder / "tiny.checkpoint");
  const Outcome outcome = train({"--epochs", "2", "--save-every", "1", "--seed", "2"});
  CHECK(
      contains(outcome.out,
               "\ntiny.checkpoint is there already: --resume tiny.checkpoint would go on from it; this run keeps it as "
               "tiny.checkpoint.old\n"));
  CHECK(bytes_of(folder / "tiny.checkpoint.old") == before);
  CHECK(bytes_of(folder / "tiny.checkpoint") != before);
  // One that is resumed from a copy replaces no other, either.
  const std::string last = bytes_of(folder / "tiny.checkpoint");
  CHECK(train({"--resume", "tiny.checkpoint.old", "--epochs", "3", "--quiet"}).code == 0);
  CHECK(bytes_of(folder / "tiny.checkpoint.old") == last);
}

TEST_CASE_FIXTURE(TrainFixture, "weights start from a checkpoint, too: those of its last epoch") {
  REQUIRE(train({"--epochs", "2", "--save-every", "1", "--quiet", "--log", "run.jsonl"}).code == 0);
  const Outcome outcome = run_trainer(folder, {"evaluate", "--data", ".", "--weights", "tiny.checkpoint"});
  CHECK(outcome.code == 0);
  char expected[100];
  std::snprintf(expected, sizeof expected, "test loss %.6f\n", log("run.jsonl")[1]["test_loss"].get<double>());
  CHECK(contains(outcome.out, expected));
}

TEST_CASE_FIXTURE(TrainFixture, "numeric gradients train to the same weights as backward ones") {
  CHECK(train({"--save", "a.safetensors", "--quiet"}).code == 0);
  const Outcome outcome = train({"--save", "b.safetensors", "--gradient", "numeric"});
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "numeric gradient: 102 evaluations of the loss a step\n"));
  for (int p = 0; p < 4; ++p) {
    const auto a = weights("a.safetensors", p), b = weights("b.safetensors", p);
    for (std::size_t i = 0; i < a.size(); ++i) CHECK(a[i] == doctest::Approx(b[i]).epsilon(2e-3));
  }
}

TEST_CASE_FIXTURE(TrainFixture, "--limit trains on that many rows") {
  const Outcome outcome = train({"--limit", "10"});
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "tiny: 10 training samples, 30 test samples"));
}

TEST_CASE_FIXTURE(TrainFixture, "evaluate gives the numbers of the epoch whose weights it reads") {
  CHECK(train({"--log", "run.jsonl"}).code == 0);
  double best = 0, loss = 0;
  for (const Json& line : log("run.jsonl"))
    if (line["test_accuracy"] > best) best = line["test_accuracy"], loss = line["test_loss"];
  const Outcome outcome = run_trainer(folder, {"evaluate", "--data", ".", "--weights", "tiny.safetensors"});
  CHECK(outcome.code == 0);
  char expected[100];
  std::snprintf(expected, sizeof expected, "test samples 30\ntest loss %.6f\ntest accuracy %.4f\n\nconfusion:", loss,
                best);
  CHECK(outcome.out.starts_with(expected));
}

TEST_CASE_FIXTURE(TrainFixture, "a weight that is not finite is told with its place") {
  Net<float> net(nullptr, Fault::none);
  static_cast<float*>(net.parameter(2))[4] = std::nanf("");
  lathe::save_weights(folder / "w", net, nullptr);
  for (const char* command : {"evaluate", "predict", "train"}) {
    const Outcome outcome = run_trainer(folder, {command, "--data", ".", "--weights", "w"});
    CHECK(outcome.code == 1);
    CHECK(outcome.err == "tiny: w: output.weight[1,1] is nan but weights should be finite\n");
  }
}

TEST_CASE_FIXTURE(TrainFixture, "evaluate says when a result is no number") {
  CHECK(train({"--quiet"}).code == 0);
  change_values = [](bool, double* values) { values[1] = std::nan(""); };
  const Outcome outcome = run_trainer(folder, {"evaluate", "--data", ".", "--weights", "tiny.safetensors"});
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.out, "test accuracy nan\n"));
  CHECK(outcome.err ==
        "tiny: the test accuracy is nan: with these weights and data, numbers leave the range of their type\n");
}

TEST_CASE_FIXTURE(TrainFixture, "a file that cannot be written is refused before the first step") {
  std::filesystem::create_symlink("loop", folder / "loop");
  before_step = [](int) { FAIL("training has begun"); };
  for (const std::string option : {"--save", "--plot", "--log"})
    for (const auto& [file, why] : {std::pair{"nowhere/file", "there is no folder nowhere"},
                                    {".", "it is a folder"},
                                    {"loop/file", "too many levels of symbolic links"},
                                    {"/proc/file", "no such file or directory"}}) {
      const Outcome outcome = train({option, file});
      CHECK(outcome.code == 1);
      CHECK(outcome.err == "tiny: " + option + " " + file + ": cannot be written: " + why + "\n");
      CHECK(outcome.out == "");
    }
}

TEST_CASE_FIXTURE(TrainFixture, "two files of one name are refused, devices are not") {
  std::filesystem::create_symlink("a", folder / "link");
  const auto error = [&](std::vector<std::string> words) {
    const Outcome outcome = train(std::move(words));
    CHECK(outcome.code == 1);
    return outcome.err;
  };
  CHECK(error({"--save", "a", "--plot", "a"}) == "tiny: --save a and --plot a name one file but should name two\n");
  CHECK(error({"--save", "a", "--log", "./a"}) == "tiny: --save a and --log ./a name one file but should name two\n");
  folder.write("a", "");
  CHECK(error({"--log", "link", "--plot", "a"}) == "tiny: --log link and --plot a name one file but should name two\n");
  folder.write("w", "weights");
  CHECK(error({"--weights", "w", "--log", "w"}) == "tiny: --weights w and --log w name one file but should name two\n");
  CHECK(bytes_of(folder / "w") == "weights");
  CHECK(train({"--log", "/dev/null", "--plot", "/dev/null", "--save", "/dev/null"}).code == 0);
}

TEST_CASE_FIXTURE(TrainFixture, "a disk that is full: one sentence, exit code 1, and the files of the run before") {
  const Outcome device = train({"--log", "/dev/full"});
  CHECK(device.code == 1);
  CHECK(device.err == "tiny: /dev/full: cannot be written: no space left on device\n");
  for (const char* name : {"tiny.safetensors", "tiny.svg", "run.jsonl"}) folder.write(name, "old");
  std::filesystem::remove(folder / "tiny.safetensors.old");
  Outcome full;
  {
    const FileSizeLimit limit(600);
    full = train({"--log", "run.jsonl"});
  }
  CHECK(full.code == 1);
  CHECK(full.err == "tiny: tiny.safetensors: cannot be written: file too large\n");
  for (const char* name : {"tiny.safetensors", "tiny.svg", "run.jsonl"}) CHECK(bytes_of(folder / name) == "old");
  std::filesystem::remove(folder / "tiny.safetensors.old");
  CHECK(folder.files() == 7);
}

}  // namespace
