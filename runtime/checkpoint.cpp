#include "lathe/checkpoint.hpp"

#include <fmt/format.h>
#include <zlib.h>

#include <cstring>
#include <nlohmann/json.hpp>
#include <numeric>

#include "diagnostic.hpp"
#include "lathe/error.hpp"
#include "lathe/trainer_text.hpp"
#include "run_record.hpp"

namespace lathe {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* history_name = "history";
constexpr const char* best_prefix = "best.";

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
  throw UserError(fmt::format("{}: {}", file.string(), what));
}

[[noreturn]] void fail_damaged(const std::filesystem::path& file) {
  fail(file, "is damaged: what it says of its run does not fit together");
}

std::uint32_t add_to_sum(std::uint32_t sum, const Dataset& data) {
  for (const Column& column : data.columns)
    sum = column.visit([&](const auto& values) {
      return static_cast<std::uint32_t>(
          crc32_z(sum, reinterpret_cast<const Bytef*>(values.data()), values.size() * sizeof values[0]));
    });
  return sum;
}

std::vector<std::string> hyperparameter_names(const ModelInfo& model) {
  std::vector<std::string> names;
  for (const HyperparameterInfo& h : model.hyperparameters) names.push_back(h.name);
  return names;
}

Json facts_of(const ModelInfo& model, const Checkpoint& c) {
  const TrainOptions& o = c.options;
  return {{"spec_options", model.options},
          {"batch", model.batch},
          {"metrics", model.metrics},
          {"hyperparameters", hyperparameter_names(model)},
          {"values", o.hyperparameters},
          {"seed", o.seed},
          {"epochs", o.epochs},
          {"early_stop", o.early_stop},
          {"save_every", o.save_every},
          {"limit", o.limit},
          {"scaled", o.scaled},
          {"numeric_gradient", o.numeric_gradient},
          {"data", o.data},
          {"save", o.save},
          {"log", o.log},
          {"plot", o.plot},
          {"train_rows", c.data.train_rows},
          {"test_rows", c.data.test_rows},
          {"sum", c.data.sum},
          {"trace", model.trace},
          {"steps", c.steps},
          {"best", c.best},
          {"test_values", c.history.front().test.size()}};
}

/// The numbers of all epochs, a row each, with every bit of them.
RunTensor history_tensor(const std::vector<EpochRecord>& history) {
  std::vector<double> values;
  for (const EpochRecord& r : history) {
    for (const auto* list : {&r.train, &r.test, &r.hyperparameters})
      values.insert(values.end(), list->begin(), list->end());
    values.insert(values.end(), {r.seconds, r.samples_per_second});
  }
  std::string bytes(values.size() * sizeof(double), '\0');
  std::memcpy(bytes.data(), values.data(), bytes.size());
  return {history_name, ElementType::f64, {history.size(), values.size() / history.size()}, std::move(bytes)};
}

std::vector<EpochRecord> read_history(const std::filesystem::path& file, const RunTensor& tensor,
                                      const ModelInfo& model, std::size_t test_values) {
  const std::size_t train_values = 1 + model.metrics.size(),
                    columns = train_values + test_values + model.hyperparameters.size() + 2;
  if (tensor.type != ElementType::f64 || tensor.shape.size() != 2 || tensor.shape[0] == 0 || tensor.shape[1] != columns)
    fail_damaged(file);
  const char* from = tensor.bytes.data();
  const auto take = [&](std::size_t n) {
    std::vector<double> values(n);
    std::memcpy(values.data(), from, n * sizeof(double));
    from += n * sizeof(double);
    return values;
  };
  std::vector<EpochRecord> history(tensor.shape[0]);
  for (EpochRecord& r : history) {
    r.epoch = static_cast<int>(&r - history.data()) + 1;
    r.train = take(train_values);
    r.test = take(test_values);
    r.hyperparameters = take(model.hyperparameters.size());
    const auto times = take(2);
    r.seconds = times[0];
    r.samples_per_second = times[1];
  }
  return history;
}

std::string with_options(const std::string& options) { return options.empty() ? "no options" : options; }

void check_model(const std::filesystem::path& file, const RunRecord& run, const Json& facts, const ModelInfo& model) {
  if (run.model != model.name)
    fail(file, fmt::format("is a checkpoint of {} but this is the trainer of {}", excerpt(run.model), model.name));
  if (const std::string options = facts.at("spec_options"); options != model.options)
    fail(file, fmt::format("its run was of {} with {} but this trainer was made with {}", model.name,
                           with_options(options), with_options(model.options)));
  if (const int batch = facts.at("batch"); batch != model.batch)
    fail(file, fmt::format("its run had a batch of {} but this trainer's is {}", batch, model.batch));
  if (const std::string trace = facts.value("trace", model.trace); trace != model.trace)
    fail(file, fmt::format("{} has changed since its run, and a run goes on with the graph that it had; --weights "
                           "starts a new one from its weights",
                           model.spec));
  for (const auto& [what, names] :
       {std::pair{"metrics", model.metrics}, {"hyperparameters", hyperparameter_names(model)}})
    if (const std::vector<std::string> its = facts.at(what); its != names)
      fail(file, fmt::format("its run had the {} {} but this trainer has {}", what,
                             its.empty() ? "(none)" : join(its, ", "), names.empty() ? "(none)" : join(names, ", ")));
}

TrainOptions read_options(const Json& facts) {
  TrainOptions o;
  facts.at("values").get_to(o.hyperparameters);
  facts.at("seed").get_to(o.seed);
  facts.at("epochs").get_to(o.epochs);
  facts.at("early_stop").get_to(o.early_stop);
  facts.at("save_every").get_to(o.save_every);
  facts.at("limit").get_to(o.limit);
  facts.at("scaled").get_to(o.scaled);
  facts.at("numeric_gradient").get_to(o.numeric_gradient);
  facts.at("data").get_to(o.data);
  facts.at("save").get_to(o.save);
  facts.at("log").get_to(o.log);
  facts.at("plot").get_to(o.plot);
  return o;
}

Checkpoint interpret(const std::filesystem::path& file, const RunRecord& run, const ModelInfo& model) {
  const Json facts = Json::parse(run.facts);
  check_model(file, run, facts, model);
  Checkpoint c;
  c.options = read_options(facts);
  facts.at("train_rows").get_to(c.data.train_rows);
  facts.at("test_rows").get_to(c.data.test_rows);
  facts.at("sum").get_to(c.data.sum);
  facts.at("steps").get_to(c.steps);
  facts.at("best").get_to(c.best);
  const auto tensor = [&](const std::string& name) -> const RunTensor& {
    for (const RunTensor& t : run.tensors)
      if (t.name == name) return t;
    fail_damaged(file);
  };
  c.history = read_history(file, tensor(history_name), model, facts.at("test_values"));
  if (c.best < 1 || c.best > c.epoch() || c.options.hyperparameters.size() != model.hyperparameters.size())
    fail_damaged(file);
  for (std::size_t p = 0; p < model.parameters.size(); ++p) {
    const ParameterInfo& parameter = model.parameters[p];
    const RunTensor& values = tensor(best_prefix + parameter.name);
    if (values.type != parameter.type || values.bytes.size() != parameter.elements() * size_of(parameter.type))
      fail_damaged(file);
    c.best_weights.add(parameter.type, parameter.elements());
    std::memcpy(c.best_weights.pointers()[p], values.bytes.data(), values.bytes.size());
  }
  return c;
}

}  // namespace

DataMark mark_of(const Split& data) {
  return {data.train.rows(), data.test.rows(), add_to_sum(add_to_sum(0, data.train), data.test)};
}

std::string checkpoint_file(const std::string& save) {
  std::filesystem::path file = save;
  if (file.extension() == ".safetensors") file.replace_extension();
  return file.string() + ".checkpoint";
}

void save_checkpoint(const std::filesystem::path& file, Model& model, const Scaler* scaler,
                     const Checkpoint& checkpoint) {
  const ModelInfo& info = model.info();
  RunRecord run{info.name, facts_of(info, checkpoint).dump(), {history_tensor(checkpoint.history)}};
  for (std::size_t p = 0; p < info.parameters.size(); ++p) {
    const ParameterInfo& parameter = info.parameters[p];
    const std::vector<std::byte>& bytes = checkpoint.best_weights.bytes(p);
    run.tensors.push_back({best_prefix + parameter.name, parameter.type,
                           std::vector<std::uint64_t>(parameter.shape.begin(), parameter.shape.end()),
                           std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())});
  }
  save_with_run(file, model, scaler, run);
}

Checkpoint read_checkpoint(const std::filesystem::path& file, const ModelInfo& model) {
  const std::optional<RunRecord> run = load_run(file);
  if (!run)
    fail(file, "has weights but no run to go on with, as checkpoints of --save-every have; --weights starts from it");
  try {
    return interpret(file, *run, model);
  } catch (const Json::exception&) {
    fail_damaged(file);
  }
}

TrainOptions options_to_resume(const TrainOptions& given, const Checkpoint& checkpoint, const ModelInfo& model) {
  const auto is_given = [&](const std::string& option) { return given.given.contains(option); };
  const TrainOptions& its = checkpoint.options;
  const auto must_agree = [&](const std::string& option, bool agrees, const std::string& its_words) {
    if (is_given(option) && !agrees)
      throw UserError(
          fmt::format("{} belongs to a run {}, and goes on with no other {}", given.resume, its_words, option));
  };
  must_agree("--seed", given.seed == its.seed, fmt::format("with --seed {}", its.seed));
  must_agree("--limit", given.limit == its.limit,
             its.limit > 0 ? fmt::format("with --limit {}", its.limit) : "without --limit");
  must_agree("--gradient", given.numeric_gradient == its.numeric_gradient,
             its.numeric_gradient ? "with --gradient numeric" : "with --gradient backward");
  must_agree("--scaled", given.scaled == its.scaled, "without --scaled");
  if (is_given("--epochs") && given.epochs < checkpoint.epoch())
    throw UserError(fmt::format("--epochs {} is less than the {} epochs that are done in {}; it counts those, too",
                                given.epochs, checkpoint.epoch(), given.resume));

  TrainOptions options = its;
  options.given = given.given;
  options.resume = given.resume;
  options.threads = given.threads;
  options.quiet = given.quiet;
  options.spec_folder = given.spec_folder;
  const auto replace = [&](const std::string& option, auto TrainOptions::* member) {
    if (is_given(option)) options.*member = given.*member;
  };
  replace("--epochs", &TrainOptions::epochs);
  replace("--early-stop", &TrainOptions::early_stop);
  replace("--save-every", &TrainOptions::save_every);
  if (is_given("--data")) options.data = given.data;
  replace("--save", &TrainOptions::save);
  replace("--log", &TrainOptions::log);
  replace("--plot", &TrainOptions::plot);
  for (std::size_t i = 0; i < model.hyperparameters.size(); ++i)
    if (is_given("--" + model.hyperparameters[i].name)) options.hyperparameters[i] = given.hyperparameters[i];
  return options;
}

void check_data(const TrainOptions& options, const Checkpoint& checkpoint, const DataMark& data) {
  const DataMark& its = checkpoint.data;
  if (data == its) return;
  const std::string advice = "--data should name those of its run";
  if (data.train_rows != its.train_rows || data.test_rows != its.test_rows)
    throw UserError(fmt::format("{}: its run had {} training and {} test samples but there are {} and {}; {}",
                                options.resume, its.train_rows, its.test_rows, data.train_rows, data.test_rows,
                                advice));
  throw UserError(
      fmt::format("{}: the data are as many as those of its run but other ones; {}", options.resume, advice));
}

}  // namespace lathe
