// The characters whose vectors point most nearly where that of a given one points.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "lathe/corpus.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "lathe/thread_pool.hpp"
#include "word_embedding.hpp"

namespace {

/// The rows of the embedding, each of length 1: their products are the cosines of the angles between them.
std::vector<std::vector<double>> directions(lathe::Model& model) {
  const auto& parameters = model.info().parameters;
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].name != "embed.weight") continue;
    const auto* weight = static_cast<const float*>(model.parameter(static_cast<int>(i)));
    const auto width = static_cast<std::ptrdiff_t>(parameters[i].shape[1]);
    for (int row = 0; row < parameters[i].shape[0]; ++row, weight += width) {
      std::vector<double> direction(weight, weight + width);
      double squares = 0;
      for (const double v : direction) squares += v * v;
      for (double& v : direction) v /= std::sqrt(squares);
      rows.push_back(std::move(direction));
    }
  }
  return rows;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: neighbours WEIGHTS.safetensors CHARACTER…\n");
    return 2;
  }
  try {
    lathe::ThreadPool pool(1);
    const auto model = word_embedding::make_model(pool);
    lathe::load_weights(argv[1], *model, nullptr);
    const lathe::Vocabulary vocabulary = lathe::CorpusSchema(model->info().data.schema).vocabulary;
    const std::vector<std::vector<double>> all = directions(*model);

    for (int i = 2; i < argc; ++i) {
      const int given = vocabulary.number(argv[i]);
      if (given == vocabulary.unknown())
        throw lathe::UserError(std::string(argv[i]) + ": is none of the " + std::to_string(vocabulary.size() - 1) +
                               " characters that the model knows");
      std::vector<std::pair<double, int>> near;
      for (int other = 0; other < vocabulary.unknown(); ++other) {
        if (other == given) continue;
        double cosine = 0;
        for (std::size_t k = 0; k < all[0].size(); ++k)
          cosine += all[static_cast<std::size_t>(given)][k] * all[static_cast<std::size_t>(other)][k];
        near.emplace_back(-cosine, other);
      }
      std::partial_sort(near.begin(), near.begin() + 6, near.end());
      std::printf("%s ", argv[i]);
      for (int k = 0; k < 6; ++k) {
        const auto [cosine, other] = near[static_cast<std::size_t>(k)];
        std::printf("  %s %.2f", vocabulary.token(other).c_str(), -cosine);
      }
      std::printf("\n");
    }
  } catch (const lathe::UserError& error) {
    std::fprintf(stderr, "neighbours: %s\n", error.what());
    return 1;
  }
}
