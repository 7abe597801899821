#include <new>
#include <sstream>
#include <system_error>

#include "trainer_support.hpp"

namespace {

TEST_CASE("usage errors: exit code 2, one sentence that helps, and where help is") {
  TemporaryFolder folder;
  for (const auto& [words, sentence] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{}, "a command is missing: train, evaluate, predict, check-gradients, self-test, info (see tiny --help)"},
           {{"trian"}, "unknown command trian; did you mean train (see tiny --help)"},
           {{"frobnicate"}, "unknown command frobnicate (see tiny --help)"},
           {{"--hlep"}, "unknown option --hlep; did you mean --help (see tiny --help)"},
           {{"train", "--epoch", "3"}, "train has no option --epoch; did you mean --epochs (see tiny train --help)"},
           {{"train", "--epoch=3"}, "train has no option --epoch; did you mean --epochs (see tiny train --help)"},
           {{"train", "data"}, "train takes no argument data (see tiny train --help)"},
           {{"train", "--epochs", "0"},
            "--epochs: 0 should be a whole number from 1 to 1000000 (see tiny train --help)"},
           {{"train", "--epochs", "3x"},
            "--epochs: 3x should be a whole number from 1 to 1000000 (see tiny train --help)"},
           {{"train", "--lr", "fast"}, "--lr: fast should be a positive number (see tiny train --help)"},
           {{"train", "--lr", "nan"}, "--lr: nan should be a positive number (see tiny train --help)"},
           {{"train", "--lr", "0"}, "--lr: 0 should be a positive number (see tiny train --help)"},
           {{"train", "--lr", "-1"}, "--lr: -1 should be a positive number (see tiny train --help)"},
           {{"train", "--data=", "--epochs", "1"}, "--data needs a value (see tiny --help)"},
           {{"train", "--plot", ""}, "--plot needs a value (see tiny --help)"},
           {{"train", "--seed", "-1"},
            "--seed: -1 should be a whole number from 0 to 9223372036854775807 (see tiny train --help)"},
           {{"train", "--device", "gpu"}, "--device: gpu should be cpu or cuda (see tiny train --help)"},
           {{"train", "--gradient", "x"}, "--gradient: x should be backward or numeric (see tiny train --help)"},
           {{"train", "--save"}, "--save takes one value (see tiny train --help)"},
           {{"train", "--quiet=3"}, "--quiet takes no value (see tiny train --help)"},
           {{"train", "--save-every", "0"},
            "--save-every: 0 should be a whole number from 1 to 1000000 (see tiny train --help)"},
           {{"train", "--resume", "c", "--weights", "w"},
            "train takes --weights or --resume, not both (see tiny train --help)"},
           {{"evaluate"}, "--weights is required (see tiny evaluate --help)"},
           {{"predict"}, "--weights is required (see tiny predict --help)"},
           {{"predict", "--weights", "w", "--data", "x", "--input", "1"},
            "predict takes --data or --input, not both (see tiny predict --help)"},
       }) {
    const Outcome outcome = run_trainer(folder, words);
    CHECK(outcome.code == 2);
    CHECK(outcome.err == "tiny: " + sentence + "\n");
    CHECK(outcome.out == "");
  }
}

TEST_CASE("help: exit code 0, on standard output, with defaults of this model and an example for each command") {
  TemporaryFolder folder;
  const Outcome all = run_trainer(folder, {"--help"});
  CHECK(all.code == 0);
  CHECK(all.err == "");
  CHECK(contains(all.out, "tiny.cpp"));
  for (const char* command : {"train", "evaluate", "predict", "check-gradients", "self-test"}) {
    CHECK(contains(all.out, command));
    const Outcome outcome = run_trainer(folder, {command, "--help"});
    CHECK(outcome.code == 0);
    CHECK(contains(outcome.out, std::string("example:\n  tiny ") + command));
    std::istringstream text(outcome.out);
    for (std::string line; std::getline(text, line);) CHECK(line.size() <= 100);
  }
  CHECK(contains(run_trainer(folder, {"train", "--help"}).out, "learning rate [0.2]"));
}

TEST_CASE("--version says which Lathe made the trainer") {
  TemporaryFolder folder;
  const Outcome outcome = run_trainer(folder, {"--version"});
  CHECK(outcome.code == 0);
  CHECK(outcome.out.starts_with("tiny, a trainer made by lathe "));
  CHECK(outcome.out.find_first_of("0123456789") != std::string::npos);
}

TEST_CASE("data that are not there: exit code 1 and the option that says where they are") {
  TemporaryFolder folder;
  const Outcome no_default = run_trainer(folder, {"train"});
  CHECK(no_default.code == 1);
  CHECK(no_default.err == "tiny: no data: there is no folder tiny-data; say where the data are with --data DIR\n");
  CHECK(run_trainer(folder, {"train", "--data", "nope"}).err == "tiny: nope: no such folder\n");
  folder.write("file", "x");
  CHECK(run_trainer(folder, {"train", "--data", "file"}).err ==
        "tiny: --data file is a file but should be the folder that the data are in\n");
  CHECK(run_trainer(folder, {"predict", "--weights", "w", "--input", "1,2,3,4"}).code == 1);
}

TEST_CASE(
    "the data that a spec names are found without --data: here, beside the spec, or those of the model of that name") {
  TemporaryFolder folder, specs, data;
  write_tiny_data(data);
  const std::string spec_folder = specs / "tiny";
  std::filesystem::create_directories(spec_folder);
  const auto train = [&] { return run_trainer(folder, {"train", "--quiet"}, tiny_family(), spec_folder); };
  const auto shown = [&] {
    const std::string info = run_trainer(folder, {"info"}, tiny_family(), spec_folder).out;
    const std::size_t at = info.find("idx_images in ") + 14;
    return info.substr(at, info.find('\n', at) - at);
  };
  const std::string beside = spec_folder + "/tiny-data", of_model = specs / "tiny-data/data";
  CHECK(train().err == "tiny: no data: there is no folder tiny-data or " + beside + " or " + of_model +
                           "; say where the data are with --data DIR\n");
  CHECK(shown() == "tiny-data");
  for (const std::string& place : {of_model, beside, (folder / "tiny-data").string()}) {
    CAPTURE(place);
    std::filesystem::create_directories(place);
    CHECK(train().code == (place == of_model ? 1 : 0));  // an empty folder is no reason to pass over others
    std::filesystem::copy(data.path(), place);
    CHECK(train().code == 0);
    CHECK(shown() == (place == (folder / "tiny-data").string() ? "tiny-data" : place));
  }
}

TEST_CASE("--device=cuda never trains on the CPU instead: it says why not, exit code 3") {
  TemporaryFolder folder;
  const Outcome outcome = run_trainer(folder, {"train", "--device", "cuda"});
  CHECK(outcome.code == 3);
  CHECK(contains(outcome.err, "CUDA device"));
  CHECK(outcome.out == "");
}

TEST_CASE("info shows inputs, parameters and defaults") {
  TemporaryFolder folder;
  const Outcome outcome = run_trainer(folder, {"info"});
  CHECK(outcome.code == 0);
  for (const char* part : {"tiny (from tiny.cpp)", "float[8][4]", "labels 0 to 2", "hidden.weight  4x6", "lr      0.2",
                           "normal, mean 0, standard deviation 0.5", "epochs  4", "metrics accuracy"})
    CHECK_MESSAGE(contains(outcome.out, part), part);
  const std::size_t total = outcome.out.find("\nparameters");
  REQUIRE(total != std::string::npos);
  CHECK(contains(outcome.out.substr(total, outcome.out.find('\n', total + 1) - total), " 51"));
}

TEST_CASE("an exception that is no user's error is an internal error, exit code 70") {
  TemporaryFolder folder;
  lathe::ModelFamily family = tiny_family();
  family.fast = [](lathe::ThreadPool&) -> std::unique_ptr<lathe::Model> { throw std::logic_error("broken"); };
  const Outcome outcome = run_trainer(folder, {"self-test"}, family);
  CHECK(outcome.code == 70);
  CHECK(outcome.err == "tiny: internal error: broken\n");
}

TEST_CASE("what the system refuses is no bug: a sentence, exit code 1") {
  TemporaryFolder folder;
  lathe::ModelFamily family = tiny_family();
  family.fast = [](lathe::ThreadPool&) -> std::unique_ptr<lathe::Model> { throw std::bad_alloc(); };
  const Outcome memory = run_trainer(folder, {"self-test"}, family);
  CHECK(memory.code == 1);
  CHECK(memory.err == "tiny: there is not enough memory for the model and its data\n");
  family.fast = [](lathe::ThreadPool&) -> std::unique_ptr<lathe::Model> {
    throw std::system_error(EAGAIN, std::generic_category());
  };
  const Outcome threads = run_trainer(folder, {"self-test"}, family);
  CHECK(threads.code == 1);
  CHECK(threads.err == "tiny: the system refuses: resource temporarily unavailable\n");
}

TEST_CASE("help, usage and info need no model") {
  TemporaryFolder folder;
  lathe::ModelFamily family = tiny_family();
  family.fast = [](lathe::ThreadPool&) -> std::unique_ptr<lathe::Model> { throw std::logic_error("made"); };
  CHECK(run_trainer(folder, {"--help"}, family).code == 0);
  CHECK(run_trainer(folder, {"train", "--help"}, family).code == 0);
  CHECK(run_trainer(folder, {"info"}, family).code == 0);
  CHECK(run_trainer(folder, {"nonsense"}, family).code == 2);
}

}  // namespace
