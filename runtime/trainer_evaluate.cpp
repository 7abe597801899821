#include <fmt/format.h>

#include <cmath>
#include <optional>

#include "lathe/classification.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "lathe/thread_pool.hpp"
#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_data.hpp"
#include "lathe/trainer_loop.hpp"
#include "lathe/trainer_output.hpp"

namespace lathe {
namespace {

constexpr int kMostClasses = 20;  // of a matrix that is printed unasked

/// What --confusion and --wrong ask for; and the matrix of few classes, whoever asks.
void show_classes(Model& model, const Dataset& test, Batcher& batcher, const std::optional<Classes>& classes,
                  const EvaluateOptions& options) {
  if (!classes) return;
  const bool matrix = options.confusion || classes->count <= kMostClasses;
  if (!matrix && options.wrong.empty()) return;
  const std::vector<Answer> answers = classify(model, batcher, *classes, test);
  if (matrix)
    fmt::print("\n{}",
               confusion_text(answers, *classes, class_names(find_data_folder(model.info(), options), *classes)));
  if (options.wrong.empty()) return;
  const WrongSheet sheet = wrong_sheet(answers, test, model.info());
  if (sheet.wrong == 0) {
    fmt::print("\nno answer is wrong: {} is not written\n", options.wrong);
    return;
  }
  write_png(options.wrong, sheet.image);
  fmt::print("\nwrong    {}, {}the surest first, row by row: what it is > what the model says\n", options.wrong,
             sheet.shown < sheet.wrong ? fmt::format("{} of {} wrong answers, ", sheet.shown, sheet.wrong)
                                       : fmt::format("{} wrong answer{}, ", sheet.wrong, sheet.wrong == 1 ? "" : "s"));
}

}  // namespace

int evaluate(const ModelFamily& family, const EvaluateOptions& options) {
  const ModelInfo& info = family.info();
  if (!info.trains && info.metrics.empty())
    throw UserError(fmt::format("there is nothing to evaluate: {} has no loss and no metric", info.spec));
  const std::optional<Classes> classes = find_classes(info);
  if (const char* option = options.confusion       ? "--confusion"
                           : options.wrong.empty() ? nullptr
                                                   : "--wrong";
      option && !classes)
    throw UserError(
        fmt::format("{} needs a model that classifies: {} has no label with an output of a number for each "
                    "of its classes",
                    option, info.spec));
  if (!options.wrong.empty()) picture_shape(info);  // throws where there is none
  check_distinct({{"--weights", options.weights}, {"--wrong", options.wrong}});
  check_can_write({"--wrong", options.wrong});

  ThreadPool pool(options.threads);
  const auto model = family.fast(pool);
  Split parts = read_data(info, options);
  const bool all_train = parts.test.rows() == 0;  // there is no test part
  const Dataset test = std::move(all_train ? parts.train : parts.test);
  const std::string part = all_train ? "" : "test ";
  const Scaling scaling = load_weights_and_scaling(options.weights, *model, test);
  Batcher batcher(test, choose_scaler(scaling, info, test, options), info);
  RunningMeans means(info);
  evaluate_rows(*model, batcher, all_rows(test.rows()), means);

  if (!info.inputs.empty()) fmt::print("{}samples {}\n", part, means.rows());
  if (info.trains) fmt::print("{}loss {:.6f}\n", part, means.mean(0));
  for (std::size_t i = 0; i < info.metrics.size(); ++i)
    fmt::print("{}{} {:.4f}\n", part, info.metrics[i], means.mean(i + 1));
  for (std::size_t i = info.trains ? 0 : 1; i < means.count(); ++i)
    if (!std::isfinite(means.mean(i)))
      throw UserError(fmt::format("the {}{} is {}: with these weights and data, numbers leave the range of their type",
                                  part, i == 0 ? "loss" : info.metrics[i - 1], means.mean(i)));
  show_classes(*model, test, batcher, classes, options);
  return 0;
}

}  // namespace lathe
