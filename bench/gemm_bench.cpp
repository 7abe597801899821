// lathe::gemm beside Eigen, one thread, the two in turn: GFLOP/s and the ratio, per shape.
#include <Eigen/Dense>
#include <algorithm>
#include <cstdio>
#include <limits>
#include <vector>

#include "lathe/gemm.hpp"
#include "timing.hpp"

namespace {

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

enum class Form { layer, d_input, d_weight };  // A B, A B^T, A^T B

/// Not inlined: one copy for all shapes, or g++ gives up inlining Eigen's kernels before the last shape.
[[gnu::noinline]] void eigen_product(Form form, const Matrix& a, const Matrix& b, Matrix& c) {
  switch (form) {
    case Form::layer:
      c.noalias() = a * b;
      break;
    case Form::d_input:
      c.noalias() = a * b.transpose();
      break;
    case Form::d_weight:
      c.noalias() = a.transpose() * b;
      break;
  }
}

/// C[M,N] with K summed over.
template <Form form, int M, int N, int K>
void compare(const char* name) {
  constexpr bool transpose_a = form == Form::d_weight, transpose_b = form == Form::d_input;
  Matrix a(transpose_a ? K : M, transpose_a ? M : K), b(transpose_b ? N : K, transpose_b ? K : N), ours(M, N),
      theirs(M, N);
  a.setRandom();
  b.setRandom();
  std::vector<float> scratch(lathe::gemm_scratch<M, N, K, transpose_a, transpose_b, float>());
  lathe::ThreadPool pool(1);

  auto run_ours = [&] {
    float* c = ours.data();
    lathe::gemm<M, N, K, transpose_a, transpose_b>(M, K, a.data(), b.data(), scratch.data(), pool,
                                                   [c](int i, int j, auto acc) { lathe::store(c + i * N + j, acc); });
  };
  auto run_theirs = [&] { eigen_product(form, a, b, theirs); };

  constexpr double flops = 2.0 * M * N * K;
  constexpr int calls = std::max(1, static_cast<int>(1e7 / flops));
  double our_seconds = std::numeric_limits<double>::infinity(), their_seconds = our_seconds;
  for (int round = 0; round < 40; ++round) {
    our_seconds = std::min(our_seconds, bench::seconds_per_call(calls, run_ours));
    their_seconds = std::min(their_seconds, bench::seconds_per_call(calls, run_theirs));
  }
  const float difference = (ours - theirs).cwiseAbs().maxCoeff();
  std::printf("%-9s %5d %5d %5d %9.1f %9.1f %7.2f\n", name, M, N, K, flops / our_seconds / 1e9,
              flops / their_seconds / 1e9, their_seconds / our_seconds);
  if (!(difference < 1e-5f * K)) std::printf("  results differ by %g\n", static_cast<double>(difference));
}

template <int M, int N, int K>
void layer() {
  compare<Form::layer, M, N, K>("layer");
}
template <int M, int N, int K>
void d_input() {
  compare<Form::d_input, M, N, K>("d_input");
}
template <int M, int N, int K>
void d_weight() {
  compare<Form::d_weight, M, N, K>("d_weight");
}

}  // namespace

int main() {
  std::printf("%-9s %5s %5s %5s %9s %9s %7s\n", "GFLOP/s", "M", "N", "K", "lathe", "eigen", "faster");
  layer<100, 50, 784>();  // digits
  layer<100, 10, 50>();
  d_weight<784, 50, 100>();
  d_weight<50, 10, 100>();
  d_input<100, 50, 10>();
  layer<64, 128, 330>();   // house prices
  layer<256, 120, 400>();  // LeNet
  layer<128, 512, 784>();  // 784-512-512-10
  d_input<128, 512, 512>();
  d_weight<784, 512, 128>();
  layer<768, 512, 512>();  // a recurrent net's input product
  layer<1024, 1024, 1024>();
  d_weight<1024, 1024, 1024>();
}
