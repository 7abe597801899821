// A table of five numbers for each word of a sentence: what an embedding layer is before it has learned anything.
// programs/table.cpp takes the sentence apart and prints the table.
#include <lathe/dsl.hpp>

#include "sentence.hpp"  // lathe schema data/sentence.txt --words --without=的是而由，。、
using namespace lathe;

LATHE_MODEL(words) {
  auto word = input<int[1]>("word");
  auto embed = module<Embedding<sentence.size(), 5>>();  // N(0, 1)
  output("vector", embed(word));
  data(text(sentence));
}
