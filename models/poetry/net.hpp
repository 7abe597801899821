// What the model that is trained and the one that writes have in common: the same members, so the same weights.
#pragma once

#include <lathe/dsl.hpp>

#include "tang300.hpp"  // lathe schema data/tang300.txt --without=，。、？！：
using namespace lathe;

constexpr auto cell = option("cell", "rnn", {"rnn", "lstm", "gru"});
constexpr int width = 256, hidden = 512, layers = 2;

constexpr auto recurrent_layers() {
  if constexpr (cell == "lstm")
    return Lstm<width, hidden, layers>{};
  else if constexpr (cell == "gru")
    return Gru<width, hidden, layers>{};
  else
    return Rnn<width, hidden, layers>{};
}

struct Net {
  using Layers = decltype(recurrent_layers());
  BOOST_HANA_DEFINE_STRUCT(Net, (Embedding<tang300.size(), width>, embed), (Layers, recurrent),
                           (Affine<hidden, tang300.size(), uniform(-0.0442, 0.0442), uniform(-0.0442, 0.0442)>, score));
};
