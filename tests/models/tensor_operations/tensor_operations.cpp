// Every operation on shapes, positions and axes in one model: self-attention over words, and the rest around it.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(tensor_operations) {
  auto words = input<int[6][5]>("words");
  auto image = input<float[6][4][8]>("image");
  auto label = input<int[6]>("label");

  auto reversed = flip<2>(image);
  auto table = parameter<float[11][8]>("table", normal(0.5));
  auto mix = parameter<float[8][24]>("mix", normal(0.3));
  auto heads = [](auto x) { return permute<0, 2, 1, 3>(reshape<6, 5, 2, -1>(x)); };  // float[6][2][5][4]
  auto [query, key, value] = chunk<-1, 3>(matmul(embedding(words, table), mix));
  auto attention = softmax(tril(matmul(heads(query), transpose(heads(key)))) * 0.5);
  auto read = reshape<6, 5, 8>(permute<0, 2, 1, 3>(matmul(attention, heads(value))));

  auto both = concat<1>(read, reversed, log_softmax(image, axis<1>));  // float[6][13][8]
  auto flat = flatten(read);
  auto gram = unsqueeze<2>(flat) * unsqueeze<1>(flat);  // a stack large enough to be shared among threads
  auto [largest, where] = topk<3, 1>(both);
  auto sorted = sort(cumsum(both));
  auto parts =
      stack<1>({max<1>(sorted), min<1>(sorted), mean<1>(sorted), var<1>(sorted), stddev<1>(both, 0), norm<1>(both)});
  auto picked = gather<1>(both, where) * largest + take<1>(both, {1, 5, 9}) * tensor<float[1][3][1]>({0.5, 1, 2});
  auto centred = select<1, 2>(both) - mean<0>(select<1, 2>(both), keepdim);

  auto features = concat<1>(flatten(parts), flatten(slice<2, 1, -1, 2>(picked)), centred * linspace<float[8]>(0.5, 1));
  auto projection = matmul(eye<float[65][65]>(), full<float[65][4]>(0.1));
  auto scores = affine(4_c)(features) + matmul(features, projection);
  minimize(softmax_cross_entropy(scores, label) + 0.01 * mean(matmul(gram, gram)) +
               0.01 * mean(logspace<float[8]>(0, -2) * sum<0>(table)),
           sgd({.lr = 0.05}));
  report("accuracy", accuracy(scores, label));
  output("scores", squeeze<2>(unsqueeze<2>(scores)));
}
