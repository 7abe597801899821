// Arithmetic: element by element, and products of matrices. Values never change; a name can get another value.
#include <lathe/dsl.hpp>
using namespace lathe;

LATHE_MODEL(tensor_arithmetic) {
  auto drawn = tensor<int[2][3]>({{7, 4, 5}, {7, 3, 8}});
  output("add", drawn + 10);
  output("subtract", drawn - 10);
  output("multiply", drawn * 10);
  output("divide", cast<float>(drawn) / 10.0);
  output("unchanged", drawn);
  drawn = drawn + 10;
  output("changed", drawn);

  auto whole = tensor<int[3]>({1, 2, 3});
  output("negate", -whole);
  output("square", pow(whole, 2));

  auto x = tensor<float[3]>({1, 2, 3});
  output("sqrt", sqrt(x));
  output("exp.by_pow", pow(2.71828183, x));
  output("exp", exp(x));
  output("log", log(x));

  auto square = tensor<int[2][2]>({{1, 2}, {3, 4}});
  output("hadamard", square * square);

  auto wide = tensor<float[2][3]>({{1, 2, 3}, {4, 5, 6}});
  auto tall = tensor<float[3][2]>({{1, 2}, {3, 4}, {5, 6}});
  output("matmul", matmul(wide, tall));
  auto wides = tensor<float[2][2][3]>({1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1});
  auto talls = tensor<float[2][3][2]>({1, 2, 3, 4, 5, 6, 6, 5, 4, 3, 2, 1});
  output("matmul.stacks", matmul(wides, talls));

  // Nothing is to be written to save memory: the compiler plans where each value lies, and reuses what nobody reads.
  auto X = tensor<float[3][2][4]>({7, 4, 5, 7, 3, 8, 5, 5, 7, 2, 3, 7, 3, 3, 8, 5, 4, 8, 8, 3, 6, 5, 2, 8});
  auto Y = tensor<float[3][4][1]>({4, 6, 6, 2, 8, 4, 5, 1, 4, 2, 6, 5});
  output("matmul.planned", matmul(X, Y));
}
