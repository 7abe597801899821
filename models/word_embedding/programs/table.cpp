// A sentence taken apart into words, and the number and the vector of each: the table as it begins, with a seed.
#include <cstdio>
#include <string>

#include "lathe/corpus.hpp"
#include "lathe/error.hpp"
#include "lathe/predict.hpp"
#include "lathe/thread_pool.hpp"
#include "words.hpp"

namespace {

void print_words(const std::string& line, const std::string& file) try {
  const char* between = "";
  for (const std::string& word : lathe::tokens(line, lathe::TokenKind::word))
    std::printf("%s%s", between, word.c_str()), between = " / ";
  std::printf("\n\n");
} catch (const lathe::UserError& error) {
  throw lathe::UserError(file + ": " + error.what());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: table TEXT\n");
    return 2;
  }
  try {
    lathe::ThreadPool pool(1);
    const auto model = words::make_model(pool);
    lathe::initialize_parameters(*model, 1);
    const lathe::Vocabulary vocabulary = lathe::CorpusSchema(model->info().data.schema).vocabulary;

    for (const std::string& line : lathe::read_lines(argv[1])) print_words(line, argv[1]);

    std::vector<std::int32_t> numbers;
    for (int i = 0; i < vocabulary.size(); ++i) numbers.push_back(i);
    const lathe::Array table = lathe::predict(*model, {{"word", {{numbers.size()}, numbers}}}).at("vector");
    const auto& values = std::get<std::vector<float>>(table.values);
    for (const std::int32_t word : numbers) {
      std::printf("%2d: %s\t[", word, vocabulary.token(word).c_str());
      for (std::size_t i = 0; i < 5; ++i)
        std::printf("%s%8.4f", i ? " " : "", values[static_cast<std::size_t>(word) * 5 + i]);
      std::printf("]\n");
    }
  } catch (const lathe::UserError& error) {
    std::fprintf(stderr, "table: %s\n", error.what());
    return 1;
  }
}
