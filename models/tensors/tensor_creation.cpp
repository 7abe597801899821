// Tensors from nothing: given numbers, ranges, fills, random ones. Elements are float, double or int.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(tensor_creation) {
  // Of given contents. Nothing is left uninitialised: zeros stand where PyTorch has what was in memory.
  output("scalar", full<int>(10));
  output("list", tensor<int[3]>({1, 2, 3}));
  output("matrix", tensor<int[3][3]>({{1, 2, 3}, {4, 5, 6}, {7, 8, 9}}));
  output("of_size", zeros<float[3][2][4]>());
  output("of_contents", tensor<float[2][4]>({{1, 2, 3, 4}, {5, 6, 7, 8}}));

  // Of a given type; towards int the fraction is dropped.
  output("int.of_size", zeros<int[2][3]>());
  output("int.converted", cast<int>(tensor<float[3]>({1.1, 2.2, 3.6})));
  output("int.also", cast<int>(tensor<float[3]>({3.1, 2.2, 1.6})));
  output("float.list", tensor<float[3]>({9, 8, 7}));
  output("double.of_size", zeros<double[2][3][1]>());
  output("double.list", tensor<double[3]>({1, 2, 3}));

  // Ranges: the type says how many.
  output("arange.steps", arange<int[10]>(10, 2));
  output("arange", arange<int[6]>());
  output("linspace", linspace<float[5]>(10, 30));
  output("logspace", logspace<float[3]>(1, 3, 2));

  // Filled.
  auto nil = zeros<float[2][3]>();
  output("zeros", nil);
  output("ones_like", ones_like(nil));
  output("full", full<int[2][3]>(6));
  output("full_like", full_like(nil, 6));
  output("eye", eye<float[3][3]>());
  output("eye.wide", eye<float[3][4]>());

  // Random, from the seed of training; predict always draws the same.
  output("random.uniform", uniform<float[2][3]>());
  output("random.uniform_like", uniform_like(nil));
  output("random.randint_like", randint_like(nil, 1, 10));
  output("random.normal", normal<float[4][2]>());
  output("random.normal_of", normal<float[4][2]>(5, 1));
  output("random.permutation", permutation<int[10]>());
}
