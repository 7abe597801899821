#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "lathe/corpus.hpp"
#include "lathe/error.hpp"
#include "lathe/random.hpp"
#include "lathe/thread_pool.hpp"
#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_data.hpp"
#include "lathe/trainer_output.hpp"
#include "lathe/trainer_tensors.hpp"

namespace lathe {
namespace {

/// A model that reads a text token by token. Its first input is a token; an output of another input's name is what that
/// input gets with the next token; the one output that is left scores what comes next.
class Writer {
 public:
  Writer(const ModelFamily& family, const SampleOptions& options)
      : info_(family.info()),
        pool_(options.threads),
        model_(family.fast(pool_)),
        random_(options.seed, Purpose::ops, 0) {
    CorpusSchema schema(info_.data.schema);
    const auto no_writer = [&](const std::string& why) {
      throw UserError(fmt::format("sample needs a model that takes one token and its state: {}", why));
    };
    if (info_.inputs.empty() || info_.inputs[0].type != ElementType::i32 || info_.inputs[0].row_elements() != 1)
      no_writer(fmt::format("{} does not begin with an input of one token a row", info_.spec));
    for (const InputInfo& input : info_.inputs) {
      buffers_.emplace_back(static_cast<std::size_t>(info_.batch) * input.row_elements() * size_of(input.type));
      inputs_.push_back(buffers_.back().data());
    }
    for (const OutputInfo& output : info_.outputs) {
      results_.emplace_back(output.elements(info_.batch) * size_of(output.type));
      outputs_.push_back(results_.back().data());
      std::size_t input = 1;
      while (input < info_.inputs.size() && info_.inputs[input].name != output.name) ++input;
      feeds_.push_back(input < info_.inputs.size() ? static_cast<int>(input) : -1);
    }
    for (std::size_t i = 1; i < info_.inputs.size(); ++i)
      if (std::find(feeds_.begin(), feeds_.end(), static_cast<int>(i)) == feeds_.end())
        no_writer(fmt::format("no output is named as input {}", info_.inputs[i].name));
    if (std::count(feeds_.begin(), feeds_.end(), -1) != 1)
      no_writer("one output has to be left to score the next token");
    scores_ = static_cast<std::size_t>(std::find(feeds_.begin(), feeds_.end(), -1) - feeds_.begin());
    tokens_ = schema.vocabulary.size();
    if (info_.outputs[scores_].row_elements() != static_cast<std::size_t>(tokens_))
      no_writer(fmt::format("output {} has {} scores but the text has {} tokens", info_.outputs[scores_].name,
                            info_.outputs[scores_].row_elements(), tokens_));
    initialize_parameters(*model_, options.seed);
    Dataset none;
    none.columns.emplace_back();
    load_weights_and_scaling(options.weights, *model_, none);
  }

  /// Takes a token in.
  void read(int token) {
    std::memcpy(buffers_[0].data(), &token, sizeof token);
    model_->predict({inputs_.data(), 1}, outputs_.data());
    for (std::size_t o = 0; o < feeds_.size(); ++o)
      if (feeds_[o] >= 0)
        std::memcpy(buffers_[static_cast<std::size_t>(feeds_[o])].data(), results_[o].data(),
                    std::min(results_[o].size(), buffers_[static_cast<std::size_t>(feeds_[o])].size()));
  }

  /// A token by the scores of what comes next, but not the last one, which stands for the unknown.
  int next(double temperature) {
    std::vector<double> weight;
    for (int i = 0; i < tokens_ - 1; ++i)
      weight.push_back(get_element(outputs_[scores_], info_.outputs[scores_].type, static_cast<std::size_t>(i)));
    const auto best = std::max_element(weight.begin(), weight.end());
    if (temperature == 0) return static_cast<int>(best - weight.begin());
    const double top = *best;
    double sum = 0;
    for (double& w : weight) sum += w = std::exp((w - top) / temperature);
    double left = random_.uniform(drawn_++) * sum;
    for (std::size_t i = 0; i < weight.size(); ++i)
      if ((left -= weight[i]) < 0) return static_cast<int>(i);
    return static_cast<int>(best - weight.begin());
  }

 private:
  const ModelInfo& info_;
  ThreadPool pool_;
  std::unique_ptr<Model> model_;
  Random random_;
  std::uint64_t drawn_ = 0;
  std::vector<std::vector<std::byte>> buffers_, results_;
  std::vector<const void*> inputs_;
  std::vector<void*> outputs_;
  std::vector<int> feeds_;  // by output: the input that it is next, or -1
  std::size_t scores_ = 0;
  int tokens_ = 0;
};

}  // namespace

int sample(const ModelFamily& family, const SampleOptions& options) {
  const CorpusSchema schema(family.info().data.schema);
  const Vocabulary& vocabulary = schema.vocabulary;
  std::vector<int> text;
  try {
    text = schema.numbers(options.start);
  } catch (const UserError& e) {
    throw UserError(fmt::format("--start: {}", e.what()));
  }
  if (text.empty()) throw UserError(fmt::format("--start {}: has nothing to start from", options.start));
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == vocabulary.unknown())
      throw UserError(fmt::format("--start {}: token {} is none of the {} that the model knows", options.start, i + 1,
                                  vocabulary.size() - 1));
  if (options.only_check) return 0;
  Writer writer(family, options);
  const std::vector<std::string> marks = tokens(options.marks, TokenKind::character);
  const char* between = schema.kind == TokenKind::word ? " " : "";

  std::size_t read = 0;  // of the text
  for (int line = 0; line < options.lines; ++line) {
    std::string written;
    for (std::size_t part = 0; part < std::max<std::size_t>(1, marks.size()); ++part) {
      for (int i = 0; i < options.length; ++i) {
        if (read == text.size()) text.push_back(writer.next(options.temperature));
        written += (i ? between : "") + vocabulary.token(text[read]);
        writer.read(text[read++]);
      }
      if (part < marks.size()) written += marks[part] + between;
    }
    fmt::print("{}\n", written);
  }
  flush_output();
  return 0;
}

}  // namespace lathe
