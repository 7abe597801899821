// Writes with the weights of poetry.cpp: takes one character and what the layers remember, and gives the scores of the
// next character and what the layers remember then.
#include "net.hpp"

LATHE_MODEL(writer) {
  auto net = module<Net>();
  auto character = input<int[1][1]>("character");
  auto h0 = input<float[1][hidden]>("hidden0"), h1 = input<float[1][hidden]>("hidden1");
  auto score = [&](auto outputs) { output("scores", net.score(reshape<float[1][hidden]>(outputs))); };

  auto read = [&](auto net, auto has_cells) {
    if constexpr (has_cells.value) {
      auto c0 = input<float[1][hidden]>("cell0"), c1 = input<float[1][hidden]>("cell1");
      using State = LstmState<float[1][hidden]>;
      auto [outputs, states] = net.recurrent(net.embed(character), std::array{State{h0, c0}, State{h1, c1}});
      score(outputs);
      output("hidden0", states[0].hidden), output("cell0", states[0].cell);
      output("hidden1", states[1].hidden), output("cell1", states[1].cell);
    } else {
      auto [outputs, states] = net.recurrent(net.embed(character), std::array{h0, h1});
      score(outputs);
      output("hidden0", states[0]), output("hidden1", states[1]);
    }
  };
  read(net, std::bool_constant<(cell == "lstm")>{});
  data(text(tang300));
}
