#include <fmt/format.h>

#include <cmath>

#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "lathe/thread_pool.hpp"
#include "lathe/trainer_commands.hpp"
#include "lathe/trainer_data.hpp"
#include "lathe/trainer_loop.hpp"

namespace lathe {

int evaluate(const ModelFamily& family, const CommonOptions& options) {
  const ModelInfo& info = family.info();
  if (!info.trains && info.metrics.empty())
    throw UserError(fmt::format("there is nothing to evaluate: {} has no loss and no metric", info.spec));

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
  return 0;
}

}  // namespace lathe
