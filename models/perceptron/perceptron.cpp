// Perceptrons: units that fire or do not. One alone is an AND, an OR or a NAND; an exclusive or takes two layers.
#include <lathe/dsl.hpp>
using namespace lathe;

constexpr int N = 4;  // rows at a time; predict takes any number of them

LATHE_MODEL(perceptron) {
  auto x = input<float[N][2]>("x");

  // y = 1 where b + w1 x1 + w2 x2 > 0, else 0
  auto w_and = parameter<float[2][1]>("and.weight", values({{0.5}, {0.5}}));
  auto b_and = parameter<float[1]>("and.bias", values({-0.7}));
  auto w_or = parameter<float[2][1]>("or.weight", values({{0.5}, {0.5}}));
  auto b_or = parameter<float[1]>("or.bias", values({-0.2}));
  auto w_nand = parameter<float[2][1]>("nand.weight", values({{-0.5}, {-0.5}}));
  auto b_nand = parameter<float[1]>("nand.bias", values({0.7}));

  output("x", x);
  auto y_or = step(affine(x, w_or, b_or));
  auto y_nand = step(affine(x, w_nand, b_nand));
  output("AND", step(affine(x, w_and, b_and)));
  output("OR", y_or);
  output("NAND", y_nand);
  output("XOR", step(affine(concat<1>(y_nand, y_or), w_and, b_and)));
}
