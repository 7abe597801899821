#include "vocabulary.hpp"

using namespace lathe;
using namespace lathe::test;

namespace {

/// A layer with the weights given, in order.
template <class Layer>
auto with_weights(Layer layer, auto input_weight, auto hidden_weight, auto input_bias, auto hidden_bias) {
  static_cast<Value&>(layer.input_weight) = input_weight;
  static_cast<Value&>(layer.hidden_weight) = hidden_weight;
  static_cast<Value&>(layer.input_bias) = input_bias;
  static_cast<Value&>(layer.hidden_bias) = hidden_bias;
  return layer;
}

constexpr auto linear = [](auto x, auto w, auto b) { return affine(x, w, b); };

/// Outputs, and the last layer's hidden state at the end.
auto results(auto scanned) { return std::tuple{scanned.outputs, lathe::detail::output_of(scanned.state.back())}; }

template <class Net>
constexpr auto one_layer = [](auto x, auto... weights) {
  Net net;
  net.first = with_weights(net.first, weights...);
  return results(net(x));
};

template <class Net>
Net two_layers(auto a, auto b, auto c, auto d, auto e, auto f, auto g, auto h) {
  Net net;
  net.first = with_weights(net.first, a, b, c, d);
  net.others[0] = with_weights(net.others[0], e, f, g, h);
  return net;
}

struct TwiceNormalised {
  BOOST_HANA_DEFINE_STRUCT(TwiceNormalised, (LayerNorm<4, double>, before), (LayerNorm<4, double>, after));
  auto operator()(auto x) const { return after(tanh(before(x))); }
};

}  // namespace

TEST_CASE("layers equal PyTorch's") {
  check_vocabulary(
      "layers",
      {
          of<Batched<double[3][4]>, double[4], double[4]>("layer_norm", [](auto... a) { return layer_norm(a...); }),
          of<Batched<double[2][4][3]>, double[3], double[3]>("layer_norm of sequences",
                                                             [](auto... a) { return layer_norm(a...); }),
          of<Batched<double[2][4]>, double[4], double[4]>("layer_norm of equals",
                                                          [](auto... a) { return layer_norm(a...); }),
          of<Batched<double[2][3][4]>>("layer_norm as a layer", [](auto x) { return sequential(layer_norm())(x); }),
          of<Batched<double[3][4]>>("layer_norm as members of a module",
                                    [](auto x) {
                                      TwiceNormalised net;
                                      lathe::detail::bind_member(*x.builder, net, "net", Initializer{}, Location{});
                                      return net(x);
                                    }),
          of<Batched<double[3][4]>, double[4][2], double[2]>("affine", linear),
          of<Batched<double[1][1]>, double[1][1], double[1]>("affine of one", linear),
          of<Batched<double[2][3][4]>, double[4][2], double[2]>("affine of sequences", linear),
          of<Batched<double[2][1][3][4]>, double[4][2], double[2]>("affine of stacks of sequences", linear),
          of<Batched<double[3][4]>>("affine as a layer", [](auto x) { return sequential(affine(2_c))(x); }),
          of<Batched<double[3][4]>>("affine as a layer without bias",
                                    [](auto x) { return sequential(affine(2_c, no_bias))(x); }),
          of<Batched<double[2][3][4]>>("affine as a layer, of sequences",
                                       [](auto x) { return sequential(affine(2_c))(x); }),
          of<Batched<double[3][4]>, double[4][2], double[2]>("affine as a module",
                                                             [](auto x, auto w, auto b) {
                                                               Affine<4, 2, Initializer{}, Initializer{}, double> layer;
                                                               static_cast<Value&>(layer.weight) = w;
                                                               static_cast<Value&>(layer.bias) = b;
                                                               return layer(x);
                                                             }),
          of<Batched<double[3][4]>, double[4][2]>("affine as a module without bias",
                                                  [](auto x, auto w) {
                                                    AffineWithoutBias<4, 2, Initializer{}, double> layer;
                                                    static_cast<Value&>(layer.weight) = w;
                                                    return layer(x);
                                                  }),
          of<Batched<double[3][4]>>(
              "sequential", [](auto x) { return sequential("net", affine(2_c), tanh, affine(3_c), sigmoid)(x); }),
          of<Batched<double[3][4]>>("a layer called twice",
                                    [](auto x) {
                                      auto layer = affine(4_c);
                                      return layer(tanh(layer(x)));
                                    }),
          of<Batched<int[2][3]>, double[5][4]>("embedding", [](auto i, auto w) { return embedding(i, w); }),

          of<Batched<double[2][4][3]>, double[3][2], double[2][2], double[2], double[2]>(
              "rnn", one_layer<Rnn<3, 2, 1, tanh, double>>),
          of<Batched<double[2][4][3]>, double[3][2], double[2][2], double[2], double[2]>(
              "rnn of relu", one_layer<Rnn<3, 2, 1, relu, double>>),
          of<Batched<double[2][3][3]>, double[3][2], double[2][2], double[2], double[2], double[2][2], double[2][2],
             double[2], double[2], Batched<double[2][2]>, Batched<double[2][2]>>(
              "rnn of two layers, from a state",
              [](auto x, auto a, auto b, auto c, auto d, auto e, auto f, auto g, auto h, auto s0, auto s1) {
                return results(two_layers<Rnn<3, 2, 2, tanh, double>>(a, b, c, d, e, f, g, h)(x, std::array{s0, s1}));
              }),
          of<Batched<double[2][4][3]>, double[3][8], double[2][8], double[8], double[8]>(
              "lstm", one_layer<Lstm<3, 2, 1, double>>),
          of<Batched<double[2][3][3]>, double[3][8], double[2][8], double[8], double[8], Batched<double[2][2]>,
             Batched<double[2][2]>>("lstm from a state",
                                    [](auto x, auto a, auto b, auto c, auto d, auto hidden, auto cell) {
                                      Lstm<3, 2, 1, double> net;
                                      net.first = with_weights(net.first, a, b, c, d);
                                      return results(net(x, std::array{LstmState<double[2][2]>{hidden, cell}}));
                                    }),
          of<Batched<double[2][3][3]>, double[3][8], double[2][8], double[8], double[8], double[2][8], double[2][8],
             double[8], double[8]>(
              "lstm of two layers",
              [](auto x, auto... weights) { return results(two_layers<Lstm<3, 2, 2, double>>(weights...)(x)); }),
          of<Batched<double[2][4][3]>, double[3][6], double[2][6], double[6], double[6]>(
              "gru", one_layer<Gru<3, 2, 1, double>>),
          of<Batched<double[2][3][3]>, double[3][6], double[2][6], double[6], double[6], double[2][6], double[2][6],
             double[6], double[6], Batched<double[2][2]>, Batched<double[2][2]>>(
              "gru of two layers, from a state",
              [](auto x, auto a, auto b, auto c, auto d, auto e, auto f, auto g, auto h, auto s0, auto s1) {
                return results(two_layers<Gru<3, 2, 2, double>>(a, b, c, d, e, f, g, h)(x, std::array{s0, s1}));
              }),
          of<Batched<int[2][3]>>("embedding as a layer",
                                 [](auto i) { return sequential(embedding<double>(5_c, 4_c))(i); }),
          of<Batched<double[2][4][3]>>("rnn as a layer", [](auto x) { return sequential(rnn(2_c))(x); }),
          of<Batched<double[2][3][3]>>("rnn as a layer, of relu", [](auto x) { return sequential(rnn(2_c, relu))(x); }),
          of<Batched<double[2][3][3]>>("lstm as a layer, of two layers",
                                       [](auto x) { return sequential(lstm(2_c, 2_c))(x); }),
          of<Batched<double[2][3][3]>>("gru as a layer", [](auto x) { return sequential(gru(2_c))(x); }),
          of<Batched<double[2][3][3]>>("recurrent layers behind each other",
                                       [](auto x) {
                                         return sequential(
                                             gru(2_c), Lstm<2, 3, 1, double>{}, [](auto y) { return select<1, -1>(y); },
                                             affine(2_c))(x);
                                       }),
      });
}
