#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <optional>
#include <string>

#include "lathe/checkpoint.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "lathe/log.hpp"
#include "lathe/plot.hpp"
#include "lathe/random.hpp"
#include "lathe/thread_pool.hpp"
#include "lathe/trainer_checks.hpp"
#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_data.hpp"
#include "lathe/trainer_interrupt.hpp"
#include "lathe/trainer_loop.hpp"
#include "lathe/trainer_numeric.hpp"
#include "lathe/trainer_output.hpp"

namespace lathe {
namespace {

/// The number a run is judged by.
struct Score {
  Criterion criterion;
  std::string name;

  explicit Score(const ModelInfo& model)
      : criterion(model.criterion), name(criterion.value ? model.metrics[criterion.value - 1] : "loss") {}
  bool better(const EpochRecord& a, const EpochRecord& b) const {
    const double x = of(a), y = of(b);
    if (std::isnan(x) || std::isnan(y)) return !std::isnan(x);  // anything is better than no number
    return criterion.higher_is_better ? x > y : x < y;
  }
  std::string text(const EpochRecord& record) const { return fmt::format("{:.4f}", of(record)); }
  /// Of the test part, or of the training part where that is all there is.
  double of(const EpochRecord& record) const {
    return (record.test.empty() ? record.train : record.test)[criterion.value];
  }
};

std::string hyperparameter_text(const ModelInfo& model, const TrainOptions& options, const char* separator) {
  std::string text;
  for (std::size_t i = 0; i < model.hyperparameters.size(); ++i)
    text += fmt::format("{}{} {}", separator, model.hyperparameters[i].name, options.hyperparameters[i]);
  return text;
}

/// A training run: the model with its data, and what has been reached so far.
class Run {
 public:
  Run(const ModelFamily& family, const TrainOptions& options, Checkpoint reached)
      : options_(options),
        info_(family.info()),
        pool_(options.threads),
        model_(family.fast(pool_)),
        score_(info_),
        means_(info_),
        reached_(std::move(reached)),
        checkpoint_{} {
    for (std::size_t i = 0; i < info_.hyperparameters.size(); ++i)
      model_->set_hyperparameter(static_cast<int>(i), options.hyperparameters[i]);
    if (options.numeric_gradient) {
      reference_ = make_reference(family);
      numeric_.emplace(*model_, *reference_);
    }
    read();
    if (!options.log.empty()) log_.emplace(options.log, info_);
  }

  int execute() {
    const InterruptGuard guard;
    announce();
    int interrupted_in = 0;
    try {
      if (resumed()) go_back_to_checkpoint();
      interrupted_in = run_epochs();
      save_best();
    } catch (...) {
      keep_results();
      throw;
    }
    if (!reached_.history.empty()) write_plot();
    if (interrupted_in > 0) {
      tell(info_.name, fmt::format("training was interrupted in epoch {} of {}{}", interrupted_in, options_.epochs,
                                   best_ ? "; " + where_the_best_weights_are() + how_to_go_on()
                                         : ", before there was anything to save"));
      return 1;
    }
    report();
    return 0;
  }

 private:
  void read() {
    data_ = read_data(info_, options_);
    initialize_parameters(*model_, options_.seed);
    const std::string& weights = resumed() ? options_.resume : options_.weights;
    if (!weights.empty())
      scaling_ = load_weights_and_scaling(weights, *model_, data_.train);
    else if (!options_.scaled)
      scaling_ = fit_scaling(info_, data_.train);
    scaler_ = weights.empty() ? pointer(scaling_) : choose_scaler(scaling_, info_, data_.train, options_);
    // Only now: a scaler fitted on a few rows would send others far out of [0, 1].
    if (options_.limit > 0) data_.train.keep_first(options_.limit);
    if (resumed() || options_.save_every > 0) {
      const DataMark mark = mark_of(data_);
      if (resumed()) check_data(options_, reached_, mark);
      reached_.data = mark;
    }
    if (!resumed()) return;
    best_ = reached_.history[static_cast<std::size_t>(reached_.best) - 1];
    checkpoint_ = {options_.resume, reached_.epoch()};
  }

  bool resumed() const { return !options_.resume.empty(); }

  /// Log and best weights as they were then: what the run did afterwards, it does again.
  void go_back_to_checkpoint() {
    if (options_.save != reached_.options.save) old_weights_ = keep_old(options_.save);
    save_best();
    if (log_) log_->write(reached_.history);
  }

  /// Of which part the score is.
  const char* part() const { return data_.test.rows() > 0 ? "test " : ""; }

  /// "4000 training samples, 1000 test samples, batch 100"; nothing for a model that is trained on no data.
  std::string samples_text(const char* separator, const char* samples) const {
    if (info_.inputs.empty()) return fmt::format("{} step{}", options_.epochs, options_.epochs == 1 ? "" : "s");
    std::string text = fmt::format("{} training{}", data_.train.rows(), samples);
    if (data_.test.rows() > 0) text += fmt::format("{}{} test{}", separator, data_.test.rows(), samples);
    return text + fmt::format("{}batch {}", separator, info_.batch);
  }

  void announce() const {
    if (options_.quiet) return;
    fmt::print("{}: {}{}, seed {}, {} thread{}\n", info_.name, samples_text(", ", " samples"),
               hyperparameter_text(info_, options_, ", "), options_.seed, pool_.threads(),
               pool_.threads() == 1 ? "" : "s");
    if (numeric_) {
      std::size_t elements = 0;
      for (const int p : trained_parameters(info_))
        elements += info_.parameters[static_cast<std::size_t>(p)].elements();
      fmt::print("numeric gradient: {} evaluations of the loss a step\n", 2 * elements);
    }
    std::error_code unknown;
    if (resumed()) announce_resumption();
    if (!(resumed() && options_.save == reached_.options.save) &&
        std::filesystem::is_regular_file(options_.save, unknown))
      fmt::print("{0} is there already: the first epoch replaces it and keeps it as {0}.old\n", options_.save);
    if (const std::string file = checkpoint_file(options_.save);
        !resumed() && options_.save_every > 0 && std::filesystem::is_regular_file(file, unknown))
      fmt::print("{0} is there already: --resume {0} would go on from it; this run keeps it as {0}.old\n", file);
    flush_output();
  }

  void announce_resumption() const {
    std::string changes;
    for (std::size_t i = 0; i < info_.hyperparameters.size(); ++i)
      if (const double before = reached_.history.back().hyperparameters[i]; options_.hyperparameters[i] != before)
        changes += fmt::format(", with {} {} in place of {}", info_.hyperparameters[i].name,
                               options_.hyperparameters[i], before);
    fmt::print("{}: goes on after epoch {} of {}{}\n", options_.resume, reached_.epoch(), options_.epochs, changes);
    if (reached_.epoch() == options_.epochs)
      fmt::print("all epochs are done already; --epochs {} would go on with {} more\n", 2 * options_.epochs,
                 options_.epochs);
  }

  bool stops_early() const {
    return options_.early_stop > 0 && best_ && reached_.epoch() - best_->epoch >= options_.early_stop;
  }

  /// Returns the epoch in which a signal came, 0 when none did.
  int run_epochs() {
    Batcher train(data_.train, scaler_, info_);
    std::optional<Batcher> test;
    if (data_.test.rows() > 0) test.emplace(data_.test, scaler_, info_);
    int epoch = reached_.epoch() + 1;
    const Step step = [&](Batch batch, double* values) {
      batch.noise = noise_of_step(options_.seed, reached_.steps++);
      batch.epoch = epoch - 1;
      if (numeric_) return numeric_->step(batch, values);
      model_->step(batch, values);
      return true;
    };
    const std::vector<std::uint32_t> test_rows = all_rows(data_.test.rows());
    Progress progress(!options_.quiet, options_.epochs, data_.train.rows(),
                      info_.metrics.empty() ? "" : info_.metrics[0]);
    for (; epoch <= options_.epochs && !stops_early(); ++epoch) {
      const auto order = permutation(data_.train.rows(), options_.seed, static_cast<std::uint64_t>(epoch));
      progress.begin_epoch(epoch);
      const auto start = std::chrono::steady_clock::now();
      const EpochEnd end = train_epoch(step, train, order, info_.batch, means_, progress);
      const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      progress.clear();
      if (end == EpochEnd::loss_not_finite) fail_not_finite(epoch);
      if (end == EpochEnd::interrupted) return epoch;

      EpochRecord record;
      record.epoch = epoch;
      record.train = means_.means();
      record.seconds = seconds;
      record.samples_per_second = static_cast<double>(means_.rows()) / seconds;
      record.hyperparameters = hyperparameters_now();
      if (test) {
        evaluate_rows(*model_, *test, test_rows, means_);
        if (means_.rows() < test_rows.size()) return epoch;
        record.test = means_.means();
      }
      finish_epoch(std::move(record));
    }
    if (stops_early() && !options_.quiet)
      fmt::print("stopped early: {} epochs no better than epoch {}\n", options_.early_stop, best_->epoch);
    return 0;
  }

  /// The numbers that the last update used: what a schedule makes of a hyperparameter is in a state that is named for
  /// it, "lr.now".
  std::vector<double> hyperparameters_now() const {
    std::vector<double> now = options_.hyperparameters;
    for (std::size_t i = 0; i < now.size(); ++i)
      for (std::size_t p = 0; p < info_.parameters.size(); ++p) {
        const ParameterInfo& state = info_.parameters[p];
        if (state.trained || state.name != info_.hyperparameters[i].name + ".now") continue;
        const void* value = model_->parameter(static_cast<int>(p));
        // A float by its own digits: 0.1, not 0.10000000149011612.
        now[i] = state.type == ElementType::f64 ? *static_cast<const double*>(value)
                                                : std::stod(fmt::format("{}", *static_cast<const float*>(value)));
      }
    return now;
  }

  void finish_epoch(EpochRecord record) {
    if (!best_ || score_.better(record, *best_)) {
      if (!best_) old_weights_ = keep_old(options_.save);
      best_ = record;
      reached_.best = record.epoch;
      reached_.best_weights = parameter_values(*model_);
      best_on_disk_ = false;
    }
    // Not after each of thousands of short epochs: these would wait for the disk.
    if (std::chrono::steady_clock::now() - saved_ >= std::chrono::seconds(1)) save_best();
    reached_.history.push_back(std::move(record));
    if (log_) log_->write(reached_.history.back());
    const int done = reached_.epoch();
    if (options_.save_every > 0 && (done % options_.save_every == 0 || done == options_.epochs || stops_early()))
      write_checkpoint();
    if (!options_.quiet) print(reached_.history.back());
  }

  /// The best weights are on disk then.
  void save_best() {
    if (!best_ || best_on_disk_) return;
    const Tensors last = parameter_values(*model_);
    set_parameters(*model_, reached_.best_weights);
    save_weights(options_.save, *model_, pointer(scaling_));
    set_parameters(*model_, last);
    saved_ = std::chrono::steady_clock::now();
    best_on_disk_ = true;
  }

  void write_checkpoint() {
    save_best();
    const std::string file = checkpoint_file(options_.save);
    std::error_code none;
    if (checkpoint_.epoch == 0 ||
        (file != checkpoint_.file && !std::filesystem::equivalent(file, checkpoint_.file, none)))
      keep_old(file);
    reached_.options = options_;
    save_checkpoint(file, *model_, pointer(scaling_), reached_);
    checkpoint_ = {file, reached_.epoch()};
  }

  void print(const EpochRecord& record) const {
    const int width = static_cast<int>(std::to_string(options_.epochs).size());
    std::string line = fmt::format("epoch {:>{}}/{}", record.epoch, width, options_.epochs);
    for (const bool test : {false, true}) {
      const std::vector<double>& values = test ? record.test : record.train;
      if (values.empty()) continue;
      line += fmt::format("  {}loss {:.4f}", test ? "test " : "", values[0]);
      for (std::size_t i = 0; i < info_.metrics.size(); ++i)
        line += fmt::format("  {}{} {:.4f}", test ? "test " : "", info_.metrics[i], values[i + 1]);
    }
    if (!info_.inputs.empty())
      line += fmt::format("  {:.2f} s  {:.0f} samples/s", record.seconds, record.samples_per_second);
    fmt::print("{}\n", line);
    flush_output();
  }

  std::string where_the_best_weights_are() const {
    return fmt::format("the best weights so far ({}{} {} after epoch {}) are in {}", part(), score_.name,
                       score_.text(*best_), best_->epoch, options_.save);
  }

  std::string how_to_go_on() const {
    if (checkpoint_.epoch == 0) return "";
    return fmt::format("; --resume {} goes on after epoch {}", checkpoint_.file, checkpoint_.epoch);
  }

  [[noreturn]] void fail_not_finite(int epoch) {
    save_best();
    std::string advice = "training needs other numbers to start from";
    for (std::size_t i = 0; i < info_.hyperparameters.size(); ++i)
      if (info_.hyperparameters[i].name == "lr")
        advice = fmt::format("a learning rate lower than --lr {} may help", options_.hyperparameters[i]);
    const double loss = means_.batch_values()[0];
    throw UserError(fmt::format("the loss is {} after {} samples of epoch {}; {}{}",
                                std::isnan(loss) ? "nan" : "infinite", means_.rows(), epoch, advice,
                                best_ ? "; " + where_the_best_weights_are() + how_to_go_on() : ""));
  }

  /// One panel for the loss and for each metric.
  void write_plot() const {
    const auto curve = [&](const char* label, bool test, std::size_t value) {
      Curve curve{label, {}};
      for (const EpochRecord& r : reached_.history) curve.values.push_back((test ? r.test : r.train)[value]);
      return curve;
    };
    std::vector<Panel> panels;
    for (std::size_t i = 0; i <= info_.metrics.size(); ++i) {
      Panel& panel = panels.emplace_back(Panel{i == 0 ? "loss" : info_.metrics[i - 1], {curve("training", false, i)}});
      if (data_.test.rows() > 0) panel.curves.push_back(curve("test", true, i));
    }
    const std::string subtitle = fmt::format("{}{} · seed {}", samples_text(" · ", " samples"),
                                             hyperparameter_text(info_, options_, " · "), options_.seed);
    write_atomically(options_.plot, plot_svg(info_.name, subtitle, panels));
  }

  /// The best weights and the curves as far as they go, when training ends with an error: what the user should read is
  /// that one.
  void keep_results() {
    if (reached_.history.empty()) return;
    const auto attempt = [](auto keep) {
      try {
        keep();
      } catch (const std::exception&) {
      }
    };
    attempt([&] { save_best(); });
    attempt([&] { write_plot(); });
  }

  void report() const {
    fmt::print("{}{} {} (best {} in epoch {})\n", part(), score_.name, score_.text(reached_.history.back()),
               score_.text(*best_), best_->epoch);
    fmt::print("weights  {}\n", options_.save);
    if (old_weights_) fmt::print("kept     {}, the weights before this run\n", old_weights_->string());
    if (log_) fmt::print("log      {}\n", options_.log);
    fmt::print("curves   {}\n", options_.plot);
    if (checkpoint_.epoch > 0) fmt::print("resume   {}, after epoch {}\n", checkpoint_.file, checkpoint_.epoch);
  }

  const TrainOptions& options_;
  const ModelInfo& info_;
  ThreadPool pool_;
  std::unique_ptr<Model> model_, reference_;
  Score score_;
  RunningMeans means_;
  std::optional<NumericGradient> numeric_;
  Split data_;
  Scaling scaling_;                 // the model's
  const Scaler* scaler_ = nullptr;  // what the data need
  std::optional<Log> log_;
  std::optional<std::filesystem::path> old_weights_;
  std::optional<EpochRecord> best_;
  bool best_on_disk_ = false;
  std::chrono::steady_clock::time_point saved_{};
  Checkpoint reached_;  // what has been reached so far, as checkpoints have it
  struct {
    std::string file;
    int epoch;    // 0: there is none yet
  } checkpoint_;  // the last one
};

}  // namespace

int train(const ModelFamily& family, const TrainOptions& given) {
  const ModelInfo& info = family.info();
  if (!info.trains) throw UserError(fmt::format("there is nothing to train: {} has no loss to minimise", info.spec));
  Checkpoint reached;
  if (!given.resume.empty()) reached = read_checkpoint(given.resume, info);
  const TrainOptions options = given.resume.empty() ? given : options_to_resume(given, reached, info);
  const std::string checkpoints = options.save_every > 0 ? checkpoint_file(options.save) : "";
  const FileOption save{"--save", options.save}, log{"--log", options.log}, plot{"--plot", options.plot},
      checkpoint{"--save-every", checkpoints}, resume{"--resume", options.resume};
  check_distinct({save, log, plot, checkpoint});
  check_distinct({{"--weights", options.weights}, log, plot, checkpoint});
  check_distinct({save, log, plot, resume});
  std::error_code none;
  if (const auto status = std::filesystem::status(options.save, none);
      options.save_every > 0 && std::filesystem::exists(status) && !std::filesystem::is_regular_file(status))
    throw UserError(fmt::format("--save-every puts checkpoints beside --save, but {} is no file", options.save));
  for (const FileOption& file : {save, log, plot, checkpoint}) check_can_write(file);
  return Run(family, options, std::move(reached)).execute();
}

}  // namespace lathe
