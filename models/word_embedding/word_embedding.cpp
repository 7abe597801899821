// Skip-gram: vectors of characters by which those that stand around one in the Three Hundred Tang Poems can be told.
// Characters of like surroundings get like vectors; programs/neighbours.cpp shows them.
#include <lathe/dsl.hpp>

#include "tang300.hpp"  // lathe schema data/tang300.txt --without=，。、？！： --at-least=5
using namespace lathe;

constexpr int N = 100, width = 32;

struct SkipGram {
  BOOST_HANA_DEFINE_STRUCT(SkipGram, (Embedding<tang300.size(), width, normal(0.1)>, embed),
                           (Affine<width, tang300.size(), normal(0.1)>, score));
};

LATHE_MODEL(word_embedding) {
  auto window = input<int[N][5]>("window");  // two characters before one, and two behind it
  auto net = module<SkipGram>();
  auto scores = log_softmax(net.score(net.embed(select<1, 2>(window))));
  auto around = concat<1>(slice<1, 0, 2>(window), slice<1, 3, 5>(window));
  minimize(-mean(gather<1>(scores, around)), adam({.lr = 0.003}));
  data(text(tang300), epochs(12));
}
