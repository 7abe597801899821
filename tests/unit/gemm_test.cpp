#include "lathe/gemm.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "lathe/thread_pool.hpp"

namespace {

lathe::ThreadPool one_thread{1}, two_threads{2};

/// Operands in memory of exactly their size, so that a sanitizer sees every access outside of them.
template <int M, int N, int K, bool TransposeA, bool TransposeB, class T>
struct Product {
  std::vector<T> a = std::vector<T>(static_cast<std::size_t>(M) * K),
                 b = std::vector<T>(static_cast<std::size_t>(K) * N);
  std::vector<T> scratch = std::vector<T>(lathe::gemm_scratch<M, N, K, TransposeA, TransposeB, T>());

  T& left(int i, int t) { return a[static_cast<std::size_t>(TransposeA ? t * M + i : i * K + t)]; }   // op(A)
  T& right(int t, int j) { return b[static_cast<std::size_t>(TransposeB ? j * K + t : t * N + j)]; }  // op(B)

  /// The first m rows and k steps get random numbers from `draw`; what is not there is NaN, and so is the scratch.
  template <class Draw>
  Product(int m, int k, Draw draw) {
    constexpr T absent = std::numeric_limits<T>::quiet_NaN();
    std::mt19937 random(1);
    for (int i = 0; i < M; ++i)
      for (int t = 0; t < K; ++t) left(i, t) = i < m && t < k ? draw(random) : absent;
    for (int t = 0; t < K; ++t)
      for (int j = 0; j < N; ++j) right(t, j) = t < k ? draw(random) : absent;
    scratch.assign(scratch.size(), absent);
  }

  /// The result, m x N. Counts how often each element is stored.
  std::vector<T> run(int m, int k, lathe::ThreadPool& pool, std::vector<int>& stored) {
    std::vector<T> c(static_cast<std::size_t>(m) * N);
    stored.assign(c.size(), 0);
    lathe::gemm<M, N, K, TransposeA, TransposeB>(
        m, k, a.data(), b.data(), scratch.data(), pool, [&](int i, int j, auto acc) {
          const auto at = static_cast<std::size_t>(i) * N + static_cast<std::size_t>(j);
          lathe::store(c.data() + at, acc);
          for (int lane = 0; lane < lathe::lanes<decltype(acc)>; ++lane) ++stored[at + static_cast<std::size_t>(lane)];
        });
    return c;
  }
};

/// Small integers: sums are exact in whatever order they are taken.
template <class T>
T small_integer(std::mt19937& random) {
  return static_cast<T>(static_cast<int>(random() % 9) - 4);
}

template <class T>
T fraction(std::mt19937& random) {
  return static_cast<T>(random()) / static_cast<T>(1ull << 31) - 1;
}

template <int M, int N, int K, bool TransposeA, bool TransposeB, class T>
std::string describe() {
  return "[" + std::to_string(M) + "," + std::to_string(K) + "]" + (TransposeA ? "^T" : "") + " [" + std::to_string(K) +
         "," + std::to_string(N) + "]" + (TransposeB ? "^T" : "") + (sizeof(T) == 4 ? " float" : " double");
}

template <int M, int N, int K, bool TransposeA, bool TransposeB, class T>
void check_values(int m, int k) {
  INFO((describe<M, N, K, TransposeA, TransposeB, T>()), ", m = ", m, ", k = ", k);
  Product<M, N, K, TransposeA, TransposeB, T> product(m, k, small_integer<T>);
  std::vector<int> stored;
  const std::vector<T> c = product.run(m, k, one_thread, stored);
  int wrong = 0, not_once = 0;
  for (int i = 0; i < m; ++i) {
    for (int j = 0; j < N; ++j) {
      T want = 0;
      for (int t = 0; t < k; ++t) want += product.left(i, t) * product.right(t, j);
      const auto at = static_cast<std::size_t>(i * N + j);
      wrong += c[at] != want;
      not_once += stored[at] != 1;
    }
  }
  CHECK(wrong == 0);
  CHECK(not_once == 0);
}

/// With two threads, and with fewer rows there, the elements have the bits they have with one thread and all rows.
template <int M, int N, int K, bool TransposeA, bool TransposeB, class T>
void check_bits(int fewer) {
  INFO((describe<M, N, K, TransposeA, TransposeB, T>()), ", fewer = ", fewer);
  Product<M, N, K, TransposeA, TransposeB, T> product(M, K, fraction<T>);
  std::vector<int> stored;
  const std::vector<T> all = product.run(M, K, one_thread, stored);
  CHECK(product.run(M, K, two_threads, stored) == all);
  std::vector<T> some = product.run(fewer, K, two_threads, stored);
  CHECK(std::equal(some.begin(), some.end(), all.begin()));
}

/// A shape in float and double, with all rows and with few: 1 … 9 and all but one.
template <int M, int N, int K, bool TransposeA = false, bool TransposeB = false>
void check() {
  auto both = [](int m, int k) {
    check_values<M, N, K, TransposeA, TransposeB, float>(m, k);
    check_values<M, N, K, TransposeA, TransposeB, double>(m, k);
  };
  both(M, K);
  if (TransposeA) {  // there the batch is what is summed over
    for (int k = 1; k <= 9 && k < K; ++k) both(M, k);
    if (K > 1) both(M, K - 1);
  } else {
    for (int m = 1; m <= 9 && m < M; ++m) both(m, K);
    if (M > 1) both(M - 1, K);
  }
  check_bits<M, N, K, TransposeA, TransposeB, float>(M / 2 + 1);
  check_bits<M, N, K, TransposeA, TransposeB, double>(1);
}

TEST_CASE("layer: A B") {
  check<1, 1, 1>();
  check<7, 3, 5>();
  check<100, 50, 784>();  // two columns left over, summed along K, which comes in blocks
  check<100, 10, 50>();
  check<9, 130, 40>();
  check<64, 1, 131>();    // a single column, and K not a multiple of a vector
  check<10, 700, 300>();  // tasks that share rows
}

TEST_CASE("d_input: A B^T") {
  check<1, 1, 1, false, true>();
  check<7, 3, 5, false, true>();
  check<100, 50, 10, false, true>();
  check<33, 66, 700, false, true>();
}

TEST_CASE("d_weight: A^T B") {
  check<1, 1, 1, true, false>();
  check<7, 3, 5, true, false>();
  check<784, 50, 100, true, false>();  // two columns left over, summed along M
  check<50, 10, 100, true, false>();
  check<130, 1, 64, true, false>();
  check<40, 27, 1100, true, false>();
}

TEST_CASE("a sum may be an update in place: every element is visited once") {
  constexpr int rows = 70, columns = 21, batch = 40;
  Product<rows, columns, batch, true, false, float> product(rows, batch, small_integer<float>);
  std::vector<int> stored;
  const std::vector<float> gradient = product.run(rows, batch, one_thread, stored);
  std::vector<float> weight(gradient.size(), 3.0f);
  lathe::gemm<rows, columns, batch, true, false>(rows, batch, product.a.data(), product.b.data(),
                                                 product.scratch.data(), two_threads, [&](int i, int j, auto acc) {
                                                   float* w = weight.data() + i * columns + j;
                                                   lathe::store(w, lathe::load<decltype(acc)>(w) - 0.5f * acc);
                                                 });
  for (std::size_t i = 0; i < weight.size(); ++i) REQUIRE(weight[i] == 3.0f - 0.5f * gradient[i]);
}

}  // namespace
