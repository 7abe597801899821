// Everything that runs over time: recurrent layers of each kind, and a cell of one's own with words, noise and two
// states.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int N = 6, times = 5, words = 7, width = 4, hidden = 3;

/// A state of two tensors; hidden is what the outside sees.
struct Counted {
  BOOST_HANA_DEFINE_STRUCT(Counted, (Tensor<float[N][hidden]>, hidden), (Tensor<float[N]>, total));
};

struct Net {
  BOOST_HANA_DEFINE_STRUCT(Net, (Embedding<words, width>, embed), (Lstm<width, hidden, 2>, lstm),
                           (Gru<hidden, hidden>, gru), (Rnn<hidden, hidden, 1, relu>, rnn),
                           (Affine<width, hidden>, own), (Parameter<float[hidden][hidden], normal(0.5)>, again),
                           (Parameter<float[hidden], ones()>, scale), (Affine<hidden, words>, output));
};

LATHE_MODEL(sequences) {
  auto word = input<int[N][times]>("word");
  auto next = input<int[N][times]>("next");
  auto net = module<Net>();
  auto vectors = net.embed(word);
  auto [from_lstm, lstm_states] = net.lstm(vectors);
  auto [from_gru, gru_states] = net.gru(from_lstm);
  auto [from_rnn, rnn_states] = net.rnn(from_gru, std::array{lstm_states[1].cell});

  auto cell = [&](auto x, Counted state) {
    auto mixed = dropout(tanh(net.own(x) + matmul(state.hidden, net.again)), 0.3) * net.scale;
    return Counted{mixed, state.total + mean<1>(square(mixed))};
  };
  auto start = Counted{gru_states[0], sum<1>(gru_states[0])};
  auto [backward, last] = scan(cell, vectors, start, Direction::backward);

  auto features = from_rnn + backward + from_lstm;
  auto logits = net.output(reshape<float[N * times][hidden]>(features));
  minimize(softmax_cross_entropy(logits, reshape<int[N * times]>(next)) + 0.1 * mean(last.total), adam({.lr = 0.01}));
  report("total", mean(last.total));
  auto probability = reshape<float[N][times][words]>(softmax(logits));
  output("probability", concat<2>(probability, from_lstm, backward));
}
