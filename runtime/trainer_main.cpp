#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <new>
#include <numeric>
#include <system_error>

#include "diagnostic.hpp"
#include "lathe/checkpoint.hpp"
#include "lathe/error.hpp"
#include "lathe/floating_point.hpp"
#include "lathe/trainer.hpp"
#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_data.hpp"
#include "lathe/trainer_output.hpp"
#include "lathe/trainer_text.hpp"

namespace lathe {
namespace {

constexpr std::size_t kOptionColumn = 20;  // width of "  --threads N", and a space
constexpr int kUserError = 1, kUsage = 2, kNoDevice = 3, kBug = 70;

std::size_t edit_distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j)
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])}));
  }
  return row.back();
}

/// "; did you mean --epochs" for what is at most two slips away.
std::string suggestion(const std::string& given, const std::vector<std::string>& known) {
  const auto slips = [&](const std::string& name) { return edit_distance(given, name); };
  const auto best =
      std::min_element(known.begin(), known.end(), [&](const auto& a, const auto& b) { return slips(a) < slips(b); });
  return best != known.end() && slips(*best) <= 2 ? fmt::format("; did you mean {}", *best) : "";
}

std::vector<std::string> command_names(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

/// The first word of the command line that no option and no command takes, as a sentence.
std::string unknown_argument(const CLI::App& app) {
  const auto commands = app.get_subcommands();
  if (commands.empty()) {
    const std::string word = app.remaining().at(0);
    const bool is_option = word[0] == '-';
    return fmt::format("unknown {} {}{}", is_option ? "option" : "command", word,
                       suggestion(word, is_option ? option_names(app) : command_names(app)));
  }
  const CLI::App& command = *commands[0];
  const std::string word = app.remaining(true).at(0), option = word.substr(0, word.find('='));
  if (word[0] != '-') return fmt::format("{} takes no argument {}", command.get_name(), word);
  return fmt::format("{} has no option {}{}", command.get_name(), option, suggestion(option, option_names(command)));
}

/// A real number, and a positive one if it has to be.
CLI::Validator real_number(bool positive) {
  const auto check = [positive](std::string& text) -> std::string {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (!text.empty() && !*end && std::isfinite(value) && (value > 0 || !positive)) return {};
    return fmt::format("{} should be a {}number", text, positive ? "positive " : "");
  };
  return CLI::Validator(check, "", "number");
}

/// A whole number from low to high, in words a person can act on.
CLI::Validator whole_number(long long low, long long high) {
  const auto check = [low, high](std::string& text) -> std::string {
    char* end = nullptr;
    errno = 0;
    const long long value = std::strtoll(text.c_str(), &end, 10);
    if (!text.empty() && !*end && errno == 0 && low <= value && value <= high) return {};
    return fmt::format("{} should be a whole number from {} to {}", text, low, high);
  };
  return CLI::Validator(check, "", "whole_number");
}

/// Breaks every description into lines that fit beside the options on a screen of 100 columns.
void wrap_descriptions(CLI::App& command) {
  for (CLI::Option* option : command.get_options()) {
    std::string text = option->get_description();
    constexpr std::size_t kWidth = 100 - kOptionColumn;
    for (std::size_t start = 0; text.size() - start > kWidth;) {
      const std::size_t space = text.rfind(' ', start + kWidth);
      if (space == std::string::npos || space <= start) break;
      text[space] = '\n';
      start = space + 1;
    }
    option->description(text);
    if (option->get_expected_max() == 0) option->disable_flag_override();
  }
}

/// All that the command line can say.
struct CommandLine {
  TrainOptions train;
  EvaluateOptions evaluate;
  PredictOptions predict;
  CheckGradientsOptions check_gradients;
  SampleOptions sample;
  CommonOptions self_test, info;
  std::string device = "cpu", gradient = "backward";
};

CLI::Option* add_data(CLI::App& command, const ModelInfo& model, CommonOptions& options, std::string text) {
  if (!model.data.kind.empty()) text += fmt::format(" [{}]", data_folder_text(model, options));
  return command.add_option("--data", options.data, text)->type_name("DIR");
}

void add_threads(CLI::App& command, CommonOptions& options) {
  command
      .add_option("--threads", options.threads,
                  "threads to compute with; 0: one per processor; any number gives the same bits [1]")
      ->type_name("N")
      ->check(whole_number(0, 1024));
}

void add_seed(CLI::App& command, CommonOptions& options, const std::string& what) {
  command.add_option("--seed", options.seed, what + " [1]")
      ->type_name("N")
      ->check(whole_number(0, std::numeric_limits<long long>::max()));
}

CLI::Option* add_weights(CLI::App& command, CommonOptions& options, const std::string& what) {
  return command.add_option("--weights", options.weights, what)->type_name("FILE");
}

void add_scaled(CLI::App& command, CommonOptions& options) {
  command.add_flag("--scaled", options.scaled,
                   "take the values of the first input as they are: they are scaled already, as in training");
}

constexpr const char* kDataHelp =
    "folder with train-images-idx3-ubyte, train-labels-idx1-ubyte and the t10k- pair, or with train.csv and, if there "
    "is one, test.csv (or names that end in _train.csv and _test.csv), each plain or .gz; or with arrays named as the "
    "inputs: train.npz and test.npz, or .npy files. Images are scaled to [0, 1]; with "
    "weights, all data as those that they were trained on";

void add_train(CLI::App& app, const ModelInfo& model, CommandLine& line) {
  TrainOptions& o = line.train;
  o.epochs = model.data.epochs;
  o.save = model.name + ".safetensors";
  o.plot = model.name + ".svg";
  CLI::App& c = *app.add_subcommand("train", "train the model; keep the weights that do best on the test part");
  add_data(c, model, o, kDataHelp);
  c.add_option("--epochs", o.epochs, fmt::format("passes over the training part [{}]", o.epochs))
      ->type_name("N")
      ->check(whole_number(1, 1'000'000));
  c.add_option("--early-stop", o.early_stop,
               "stop after N epochs in a row that do no better on the test part; --save has the best weights [never]")
      ->type_name("N")
      ->check(whole_number(1, 1'000'000));
  o.hyperparameters.reserve(model.hyperparameters.size());
  for (const HyperparameterInfo& h : model.hyperparameters) {
    o.hyperparameters.push_back(h.value);
    const bool is_rate = h.name == "lr";
    const std::string what = is_rate ? "learning rate" : "the update rule's " + h.name;
    c.add_option("--" + h.name, o.hyperparameters.back(), fmt::format("{} [{}]", what, h.value))
        ->type_name("X")
        ->check(real_number(is_rate));
  }
  add_seed(c, o, "seed of initial parameters and of the order of samples; the same seed gives the same bits");
  add_threads(c, o);
  c.add_option("--device", line.device, "cpu or cuda [cpu]")->type_name("D")->check([](const std::string& d) {
    return d == "cpu" || d == "cuda" ? "" : d + " should be cpu or cuda";
  });
  add_weights(c, o, "start from these weights (safetensors), in place of initial parameters");
  add_scaled(c, o);
  c.add_option("--save", o.save, fmt::format("where the best weights so far are kept [{}]", o.save))->type_name("FILE");
  c.add_option(
       "--save-every", o.save_every,
       fmt::format("write a checkpoint for --resume after every N epochs and after the last, beside --save [{}]",
                   checkpoint_file(o.save)))
      ->type_name("N")
      ->check(whole_number(1, 1'000'000));
  c.add_option("--resume", o.resume,
               "go on from this checkpoint to the same bits as without a break, with the options of its run; those "
               "given here replace them: --epochs counts from the first, --lr holds from now on")
      ->type_name("FILE");
  c.add_option("--log", o.log, "write one JSON object a line per epoch")->type_name("FILE");
  c.add_option("--plot", o.plot, fmt::format("draw the curves of loss and metric as SVG [{}]", o.plot))
      ->type_name("FILE");
  c.add_option("--limit", o.limit, "train on the first N rows only [all]")
      ->type_name("N")
      ->check(whole_number(1, std::numeric_limits<std::uint32_t>::max()));
  c.add_option("--gradient", line.gradient,
               "backward, or numeric: central differences in double, slow (take few rows with --limit) [backward]")
      ->type_name("G")
      ->check([](const std::string& g) {
        return g == "backward" || g == "numeric" ? "" : g + " should be backward or numeric";
      });
  c.add_flag("--quiet", o.quiet, "print the final report only");
  c.footer(fmt::format("example:\n  {} train --epochs 5 --seed 7 --threads 2 --log run.jsonl", model.name));
}

void add_evaluate(CLI::App& app, const ModelInfo& model, CommandLine& line) {
  CLI::App& c = *app.add_subcommand("evaluate", "print loss, metrics and confusion of classes on the test part");
  add_weights(c, line.evaluate, "trained weights (safetensors)")->required();
  add_data(c, model, line.evaluate, kDataHelp);
  add_scaled(c, line.evaluate);
  add_threads(c, line.evaluate);
  c.add_flag(
      "--confusion", line.evaluate.confusion,
      "print which classes are taken for which, as is done for up to 20 of them; classes.txt in the folder of the "
      "data, a name a line, names them");
  c.add_option("--wrong", line.evaluate.wrong, "draw up to 100 wrong answers to pictures as a PNG, the surest first")
      ->type_name("FILE");
  c.footer(fmt::format("example:\n  {0} evaluate --weights {0}.safetensors", model.name));
}

/// Numbers for an input of a few, a file for a larger one.
std::string example_input(const InputInfo& input) {
  if (input.row_elements() > 8) return " --data " + input.name + ".npy";
  std::string row;
  for (std::size_t i = 0; i < input.row_elements(); ++i) row += i == 0 ? "1" : i % 2 ? ",0" : ",1";
  return " --input " + row;
}

void add_predict(CLI::App& app, const ModelInfo& model, CommandLine& line) {
  PredictOptions& o = line.predict;
  const bool has_data = !model.data.kind.empty();
  const bool has_inputs = !model.inputs.empty();
  CLI::App& c = *app.add_subcommand("predict", has_inputs ? "write the model's outputs, one row a sample"
                                                          : "write the model's outputs, each with its type");
  add_weights(c, o, has_data ? "trained weights (safetensors)" : "weights (safetensors) [the spec's initial values]")
      ->required(has_data);
  add_data(
      c, model, o,
      "a folder (its test part), an IDX file of images, a CSV with or without a first column label, each plain or "
      ".gz; or arrays: .npz, named as the inputs, or .npy. They are scaled as those that the weights were trained on")
      ->type_name("PATH");
  c.add_option("--input", o.input, "rows for the first input: values separated by ',' and rows by ';'")
      ->type_name("ROWS");
  add_scaled(c, o);
  const char* const text = has_inputs ? "CSV" : "text";
  c.add_option("--out", o.out,
               fmt::format("write to a file: .npz, .npy (of a single output), else {0} [{0} on standard output]", text))
      ->type_name("FILE");
  add_threads(c, o);
  c.footer(
      has_data
          ? fmt::format("example:\n  {0} predict --weights {0}.safetensors --data test.csv --out out.csv", model.name)
          : fmt::format("example:\n  {} predict{}", model.name, has_inputs ? example_input(model.inputs[0]) : ""));
}

void add_sample(CLI::App& app, const ModelInfo& model, CommandLine& line) {
  if (!model.data.sample) return;
  SampleOptions& o = line.sample;
  CLI::App& c = *app.add_subcommand("sample", "write a text as the model has learned it");
  CLI::Option* weights = add_weights(c, o, "trained weights (safetensors)");
  c.add_flag("--check", o.only_check, "write nothing, only check the other options; needs no weights");
  c.callback([&o, weights] {
    if (!o.only_check && weights->empty()) throw CLI::RequiredError("--weights");
  });
  c.add_option("--start", o.start, "what the text begins with")->type_name("TEXT")->required();
  c.add_option("--lines", o.lines, "lines to write [4]")->type_name("N")->check(whole_number(1, 1'000'000));
  c.add_option("--length", o.length, "tokens up to each mark [7]")->type_name("N")->check(whole_number(1, 1'000'000));
  c.add_option("--marks", o.marks, fmt::format("a line has a part for each of these, which ends it [{}]", o.marks))
      ->type_name("MARKS");
  c.add_option("--temperature", o.temperature,
               "scores are divided by this before one is drawn: above 1 bolder, below 1 safer, 0 the likeliest [1]")
      ->type_name("X")
      ->check(real_number(false));
  add_seed(c, o, "seed of what is drawn; the same seed writes the same text");
  add_threads(c, o);
  c.footer(fmt::format("example:\n  {0} sample --weights {1}.safetensors --start 春 --lines 4 --length 5", model.name,
                       model.data.name));
}

void add_checks(CLI::App& app, const ModelInfo& model, CommandLine& line) {
  constexpr const char* data = "folder to take one batch from; without one, random samples are taken";
  CLI::App& gradients = *app.add_subcommand(
      "check-gradients", "compare the generated gradients with central differences of the loss in double");
  add_data(gradients, model, line.check_gradients, data);
  add_weights(gradients, line.check_gradients, "check at these weights [initial parameters with noise]");
  gradients.add_option("--samples", line.check_gradients.samples, "elements to check in each parameter [50]")
      ->type_name("N")
      ->check(whole_number(1, std::numeric_limits<std::uint32_t>::max()));
  add_seed(gradients, line.check_gradients, "seed of the batch, the noise and the elements");
  add_threads(gradients, line.check_gradients);
  gradients.footer(fmt::format(
      "exit code 70 when they differ: a bug in Lathe\nexample:\n  {} check-gradients --samples 200", model.name));

  CLI::App& self = *app.add_subcommand(
      "self-test", "compare the generated model with an unfused one in double, and 1 thread with 2");
  add_data(self, model, line.self_test, data);
  add_weights(self, line.self_test, "test at these weights [initial parameters with noise]");
  add_seed(self, line.self_test, "seed of the batch and the noise");
  self.footer(fmt::format("exit code 70 when they differ: a bug in Lathe\nexample:\n  {} self-test", model.name));
}

int run(int argc, char** argv, const ModelFamily& family, const char* spec_folder) {
  const ModelInfo& model = family.info();
  CommandLine line;
  for (CommonOptions* options : {static_cast<CommonOptions*>(&line.train), static_cast<CommonOptions*>(&line.evaluate),
                                 static_cast<CommonOptions*>(&line.predict),
                                 static_cast<CommonOptions*>(&line.check_gradients), &line.self_test, &line.info})
    options->spec_folder = spec_folder;
  CLI::App app(fmt::format("{}: trainer of the model in {}", model.name, model.spec), model.name);
  app.get_formatter()->column_width(kOptionColumn);
  app.failure_message([](const CLI::App*, const CLI::Error&) { return std::string(); });
  app.require_subcommand(1);
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app.set_version_flag("--version", fmt::format("{}, a trainer made by lathe {}", model.name, LATHE_VERSION),
                       "print which Lathe made this trainer");
  add_train(app, model, line);
  add_evaluate(app, model, line);
  add_predict(app, model, line);
  add_sample(app, model, line);
  add_checks(app, model, line);
  app.add_subcommand("info", "print inputs, layers, parameters and memory");
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; })) wrap_descriptions(*command);
  app.footer(
      fmt::format("{} COMMAND --help lists a command's options; of one given twice the last counts\n"
                  "exit codes: 0 done, 1 input is wrong, 2 usage, 3 no such device, 70 a bug in Lathe",
                  model.name));

  const auto usage = [&](const std::string& sentence) {
    const auto chosen = app.get_subcommands();
    tell(model.name,
         fmt::format("{} (see {}{} --help)", sentence, model.name, chosen.empty() ? "" : " " + chosen[0]->get_name()));
    return kUsage;
  };
  // "--data=" and "--data ''" give nothing; the library would take the next word for it.
  for (int i = 1; i < argc; ++i)
    if (const std::string word = argv[i]; word.empty() || (word.starts_with("--") && word.ends_with('=')))
      return usage(fmt::format("{} needs a value", word.empty() ? argv[i - 1] : word.substr(0, word.size() - 1)));
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ExtrasError&) {
    return usage(unknown_argument(app));
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string text = error.what();
    if (const std::size_t flag = text.find(" was given a disallowed flag override"); flag != text.npos)
      return usage("--" + text.substr(0, flag) + " takes no value");
    return usage(text.substr(0, text.find(':')) + " takes one value");
  } catch (const CLI::ParseError& error) {
    if (app.get_subcommands().empty() && app.remaining().empty())
      return usage(fmt::format("a command is missing: {}", join(command_names(app), ", ")));
    if (app.get_subcommands().empty()) return usage(unknown_argument(app));
    return usage(error.what());
  }

  if (!line.predict.input.empty() && !line.predict.data.empty())
    return usage("predict takes --data or --input, not both");
  if (line.sample.temperature < 0) return usage("--temperature should be 0 or more");
  if (!line.train.resume.empty() && !line.train.weights.empty())
    return usage("train takes --weights or --resume, not both");
  for (const CLI::Option* option : app.get_subcommands()[0]->get_options())
    if (option->count() > 0) line.train.given.insert("--" + option->get_lnames().at(0));
  line.train.numeric_gradient = line.gradient == "numeric";
  const std::string command = app.get_subcommands()[0]->get_name();
  if (command == "train" && line.device == "cuda") {
    tell(model.name, cuda_refusal());
    return kNoDevice;
  }
  if (command == "train") return train(family, line.train);
  if (command == "evaluate") return evaluate(family, line.evaluate);
  if (command == "predict") return predict(family, line.predict);
  if (command == "sample") return model.data.sample(family, line.sample);
  if (command == "check-gradients") return check_gradients(family, line.check_gradients);
  if (command == "self-test") return self_test(family, line.self_test);
  return info(model, line.info);
}

}  // namespace

int trainer_main(int argc, char** argv, const ModelFamily& family, const char* spec_folder) {
  const FlushDenormals guard;
  // A limit on the size of files is told like a full disk, by the write that it stops.
  std::signal(SIGXFSZ, SIG_IGN);
  const std::string& name = family.info().name;
  int code = kUserError;
  std::string sentence;
  try {
    const int done = run(argc, argv, family, spec_folder);
    if (done == 0) flush_output();
    return done;
  } catch (const UserError& error) {
    sentence = error.what();
  } catch (const std::bad_alloc&) {
    sentence = "there is not enough memory for the model and its data";
  } catch (const std::system_error& error) {  // threads, files, standard output: the system refused something
    sentence = fmt::format("{}: {}", std::ferror(stdout) ? "standard output cannot be written" : "the system refuses",
                           reason(error.code().value()));
  } catch (const std::exception& error) {
    sentence = std::string("internal error: ") + error.what();
    code = kBug;
  }
  std::fflush(stdout);
  tell(name, sentence);
  return code;
}

}  // namespace lathe
