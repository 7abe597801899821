// Poems, character by character: from 24 characters of one of the Three Hundred Tang Poems the model learns to tell the
// character that follows each. writer.cpp writes with what it has learned.
#include "net.hpp"

constexpr int N = 32, times = 24;

LATHE_MODEL(poetry) {
  auto character = input<int[N][times]>("character");
  auto following = input<int[N][times]>("following");

  auto net = module<Net>();
  auto [outputs, states] = net.recurrent(net.embed(character));
  auto scores = net.score(reshape<float[N * times][hidden]>(outputs));

  minimize(softmax_cross_entropy(scores, reshape<int[N * times]>(following)), adam({.lr = 0.001}));
  data(text(tang300), epochs(20));
}
