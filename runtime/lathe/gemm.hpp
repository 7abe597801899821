// Matrix products specialised on their shapes, with the consumer of the result fused in.
//
//   gemm<M, N, K, TransposeA, TransposeB>(m, k, a, b, scratch, pool, store)
//
// computes op(A)[m,k] · op(B)[k,N], row-major, and calls store(i, j, acc) with every element of the result exactly
// once. `acc` is a Vec<T, W> with the columns j … j+W-1 of row i for some W, or a T; nothing else is written, so
// `store` decides where the result goes and what happens on the way: bias, activation, the update of a weight in place.
//
//   layer      H[m,N] = X[m,K] · W[K,N]        gemm<M, N, K, false, false>(m, K, x, w, …)
//   d_input    dX[m,N] = dH[m,K] · W[N,K]^T    gemm<M, N, K, false, true>(m, K, dh, w, …)
//   d_weight   dW[M,N] = X[k,M]^T · dH[k,N]    gemm<M, N, K, true, false>(M, k, x, dh, …)
//
// How it works. The result is cut into tiles that fit in the registers. Over a block of K, a tile loads a few vectors
// of B and broadcasts a number of A for each of its rows, per step. B is packed into panels as wide as a tile, so that
// a block of a panel stays in the L1 cache while the tiles go down the rows. Few columns left over (N = 50: 48 + 2)
// would waste most of a vector; they are summed with vectors along K, or along M where that is what is contiguous.
// Sizes of tiles, blocks and tasks are chosen in GemmPlan and nowhere else.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include "lathe/simd.hpp"
#include "lathe/thread_pool.hpp"

namespace lathe {

namespace detail {

/// Most rows a tile can have: a pointer to each must fit in the general registers.
inline constexpr int most_tile_rows = 10;

/// Instructions per step of K for m rows in tiles of rows x vectors: multiply-adds, broadcasts and loads.
constexpr int tile_cost(int rows, int vectors, int m) {
  return (m + rows - 1) / rows * (rows * vectors + rows + vectors);
}

/// The rows of a tile `vectors` wide that suit m rows best: the accumulators, a row of B and a broadcast fit in the
/// vector registers, and little of the last tile is wasted.
constexpr int tile_rows(int vectors, int m) {
  const int most = std::min((native_registers - 1 - vectors) / vectors, most_tile_rows);
  int best = most;
  for (int rows = most; 2 * rows > most; --rows)
    if (tile_cost(rows, vectors, m) < tile_cost(best, vectors, m)) best = rows;
  return best;
}

/// Cost of a panel `vectors` wide; of none, nothing.
constexpr int panel_cost(int vectors, int m) { return vectors == 0 ? 0 : tile_cost(tile_rows(vectors, m), vectors, m); }

constexpr int divide_up(int a, int b) { return (a + b - 1) / b; }

/// How a product is cut up: a function of its shape and of the machine's vectors.
template <int M, int N, int K, bool TransposeA, class T>
struct GemmPlan {
  static constexpr int width = native_width<T>, bytes = static_cast<int>(sizeof(T));

  // The tail: columns after the last whole vector that are summed the other way round. Along M, in tiles of
  // tail x tail_vectors; along K, in tiles of tail_rows x tail. Eight sums at a time hide a multiply-add's latency.
  static constexpr int rest = N % width;
  static constexpr int tail_vectors = rest == 0 ? 1 : std::min((native_registers - 1) / (rest + 1), divide_up(8, rest));
  static constexpr bool tail_pays = TransposeA ? M >= tail_vectors * width : K >= 8 * width;
  static constexpr int tail = tail_pays && rest <= width / 2 ? rest : 0;
  static constexpr int tail_rows = std::min((native_registers - 2) / (tail + 1), 8);

  // Panels of B: `panels` in all, each `vectors` wide but for the last.
  static constexpr int all_vectors = divide_up(N - tail, width);
  static constexpr int vectors = [] {
    constexpr int most = native_registers == 32 ? 4 : 3;
    auto cost = [](int v) { return all_vectors / v * panel_cost(v, M) + panel_cost(all_vectors % v, M); };
    int best = std::clamp(all_vectors, 1, most);
    for (int v = best; v >= 1; --v)
      if (cost(v) < cost(best)) best = v;
    return best;
  }();
  static constexpr int panels = divide_up(all_vectors, vectors);
  static constexpr int last_vectors = all_vectors - std::max(panels - 1, 0) * vectors;
  static constexpr int panel_columns = vectors * width;

  // K is cut so that a block of a panel takes about two thirds of the L1 cache (32 KB; 48 KB with AVX-512).
  static constexpr int l1_bytes = native_bytes == 64 ? 32 * 1024 : 20 * 1024;
  static constexpr int block = divide_up(K, divide_up(K, l1_bytes / (panel_columns * bytes)));
  static constexpr bool blocked = block < K;

  // Tasks: enough work each to be worth handing over, and no more rows of A than take half of a small L2 cache.
  static constexpr int tasks_wanted = [] {
    int tasks = 1;
    while (tasks < 64 && 2LL * M * N * K / tasks >= 3'000'000) tasks *= 2;
    return tasks;
  }();
  static constexpr int row_unit = tile_rows(vectors, M);
  static constexpr int rows_per_task =
      divide_up(std::clamp(256 * 1024 / (K * bytes), 1, divide_up(M, tasks_wanted)), row_unit) * row_unit;
  static constexpr int row_tasks = divide_up(M, rows_per_task);
  static constexpr int panels_per_task = std::max(1, divide_up(panels, divide_up(tasks_wanted, row_tasks)));
  static constexpr int column_tasks = std::max(1, divide_up(panels, panels_per_task));

  // Packing reads and writes all of B: not worth it for a few rows, and worth several threads when B is large.
  static constexpr int rows_worth_packing = 16;
  static constexpr bool packs_in_parallel = static_cast<long long>(N) * K * bytes >= 256 * 1024;

  // The scratch, in elements: B in panels, its tail as rows, and for every task a panel's sums from block to block.
  static constexpr std::size_t packed = static_cast<std::size_t>(K) * all_vectors * width;
  static constexpr std::size_t packed_tail = static_cast<std::size_t>(K) * tail;
  static constexpr std::size_t task_sums =
      blocked ? static_cast<std::size_t>(rows_per_task + most_tile_rows) * panel_columns : 0;
  static constexpr std::size_t scratch = packed + packed_tail + task_sums * row_tasks * column_tasks;
};

// The loops over a tile's sums ask to be unrolled: g++ otherwise keeps the sums in memory around the loop over k.

/// C[Rows, Vectors·W] (+)= op(A) · B over k >= 1 steps: row r of op(A) at rows[r], a_step apart; row t of B at
/// b + t·b_step.
template <class T, int Rows, int Vectors>
[[gnu::noinline]] void tile(int k, const T* const* rows, std::ptrdiff_t a_step, const T* b, std::ptrdiff_t b_step, T* c,
                            bool accumulate) {
  constexpr int width = native_width<T>;
  using V = Vec<T, width>;
  const T* row[Rows];
  V sums[Rows][Vectors];
#pragma GCC unroll 16
  for (int r = 0; r < Rows; ++r) {
    row[r] = rows[r];
#pragma GCC unroll 16
    for (int v = 0; v < Vectors; ++v) sums[r][v] = accumulate ? load<V>(c + (r * Vectors + v) * width) : V{};
  }
  std::ptrdiff_t at = 0;
  do {
    V right[Vectors];
#pragma GCC unroll 16
    for (int v = 0; v < Vectors; ++v) right[v] = load<V>(b + v * width);
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) {
      const T left = row[r][at];
#pragma GCC unroll 16
      for (int v = 0; v < Vectors; ++v) sums[r][v] += left * right[v];
    }
    at += a_step;
    b += b_step;
  } while (--k > 0);
#pragma GCC unroll 16
  for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 16
    for (int v = 0; v < Vectors; ++v) store(c + (r * Vectors + v) * width, sums[r][v]);
}

/// C[Rows, Columns] = dot products of k contiguous elements: row r at rows[r], column j at columns + j·column_step.
template <class T, int Rows, int Columns>
[[gnu::noinline]] void dots(int k, const T* const* rows, const T* columns, std::ptrdiff_t column_step, T* c) {
  constexpr int width = native_width<T>;
  using V = Vec<T, width>;
  const T* row[Rows];
  V sums[Rows][Columns];
#pragma GCC unroll 16
  for (int r = 0; r < Rows; ++r) {
    row[r] = rows[r];
#pragma GCC unroll 16
    for (int j = 0; j < Columns; ++j) sums[r][j] = V{};
  }
  int t = 0;
  for (; t + width <= k; t += width) {
    V left[Rows];
#pragma GCC unroll 16
    for (int r = 0; r < Rows; ++r) left[r] = load<V>(row[r] + t);
#pragma GCC unroll 16
    for (int j = 0; j < Columns; ++j) {
      const V right = load<V>(columns + j * column_step + t);
#pragma GCC unroll 16
      for (int r = 0; r < Rows; ++r) sums[r][j] += left[r] * right;
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < Rows; ++r)
#pragma GCC unroll 16
    for (int j = 0; j < Columns; ++j) c[r * Columns + j] = sum(sums[r][j]);
  for (; t < k; ++t)
    for (int r = 0; r < Rows; ++r)
      for (int j = 0; j < Columns; ++j) c[r * Columns + j] += row[r][t] * columns[j * column_step + t];
}

/// Hands `rows` by `columns` results at c, c_step apart, to store in the widest vectors there are.
template <class T, class Store>
[[gnu::noinline]] void store_tile(int i, int j, int rows, int columns, const T* c, int c_step, Store& store) {
  constexpr int width = native_width<T>, quarter = 16 / static_cast<int>(sizeof(T));
  for (int r = 0; r < rows; ++r) {
    const T* from = c + r * c_step;
    int at = 0;
    for (; at + width <= columns; at += width) store(i + r, j + at, load<Vec<T, width>>(from + at));
    if constexpr (quarter < width)
      for (; at + quarter <= columns; at += quarter) store(i + r, j + at, load<Vec<T, quarter>>(from + at));
    for (; at < columns; ++at) store(i + r, j + at, from[at]);
  }
}

/// A pool of the calling thread alone.
struct NoPool {
  template <class Task>
  void parallel_for(int tasks, const Task& task) {
    for (int i = 0; i < tasks; ++i) task(i);
  }
};

/// The product itself; see gemm.
template <int M, int N, int K, bool TransposeA, bool TransposeB, int StepA, int StepB, class T, class Store>
class Gemm {
  using Plan = GemmPlan<M, N, K, TransposeA, T>;
  static constexpr std::ptrdiff_t a_row = TransposeA ? 1 : StepA, a_step = TransposeA ? StepA : 1;    // in op(A)
  static constexpr std::ptrdiff_t b_row = TransposeB ? 1 : StepB, b_column = TransposeB ? StepB : 1;  // in op(B)
  static constexpr int tail_column = N - Plan::tail;

 public:
  Gemm(int m, int k, const T* a, const T* b, T* scratch, Store& store)
      : m_(m),
        k_(k),
        a_(a),
        b_(b),
        scratch_(scratch),
        store_(store),
        in_place_(!TransposeB && m < Plan::rows_worth_packing) {}

  template <class Pool>
  void run(Pool& pool) {
    if constexpr (Plan::packs_in_parallel) {
      pool.parallel_for(Plan::panels, [this](int p) { pack(p); });
    } else {
      for (int p = 0; p < Plan::panels; ++p) pack(p);
    }
    if constexpr (Plan::tail > 0 && !TransposeA && !TransposeB)
      for (int t = 0; t < k_; ++t)
        for (int c = 0; c < Plan::tail; ++c) packed_tail()[c * K + t] = b_[t * b_row + tail_column + c];
    pool.parallel_for(Plan::row_tasks * Plan::column_tasks, [this](int t) { task(t); });
  }

 private:
  T* packed(int p) const { return scratch_ + static_cast<std::ptrdiff_t>(p) * K * Plan::panel_columns; }
  T* packed_tail() const { return scratch_ + Plan::packed; }
  T* task_sums(int t) const {
    return packed_tail() + Plan::packed_tail + static_cast<std::size_t>(t) * Plan::task_sums;
  }

  void pack(int p) const {
    if constexpr (Plan::panels > 0) {
      if (p == Plan::panels - 1) {
        pack_panel<Plan::last_vectors * Plan::width>(p);
      } else if (!in_place_) {
        pack_panel<Plan::panel_columns>(p);
      }
    }
  }

  /// Lays the columns of panel p, from those of op(B), next to each other; columns past the last are 0.
  template <int Columns>
  void pack_panel(int p) const {
    const int j = p * Plan::panel_columns, there = std::min(Columns, N - j);
    const T* from = b_ + j * b_column;
    T* to = packed(p);
    if (there < Columns) std::fill_n(to, static_cast<std::ptrdiff_t>(k_) * Columns, T(0));
    if constexpr (TransposeB) {
      for (int c = 0; c < there; ++c)
        for (int t = 0; t < k_; ++t) to[t * Columns + c] = from[c * b_column + t];
    } else if (there == Columns) {
      for (int t = 0; t < k_; ++t) std::memcpy(to + t * Columns, from + t * b_row, sizeof(T) * Columns);
    } else {
      for (int t = 0; t < k_; ++t)
        for (int c = 0; c < there; ++c) to[t * Columns + c] = from[t * b_row + c];
    }
  }

  void task(int t) const {
    const int first = t / Plan::column_tasks * Plan::rows_per_task, end = std::min(m_, first + Plan::rows_per_task);
    if (first >= end) return;
    const int column_task = t % Plan::column_tasks;
    if constexpr (Plan::panels > 0) {
      const int last = std::min((column_task + 1) * Plan::panels_per_task, Plan::panels);
      for (int p = column_task * Plan::panels_per_task; p < last; ++p) {
        if (p == Plan::panels - 1) {
          panel<Plan::last_vectors>(p, first, end, packed(p), Plan::last_vectors * Plan::width, task_sums(t));
        } else if (in_place_) {
          panel<Plan::vectors>(p, first, end, b_ + p * Plan::panel_columns, b_row, task_sums(t));
        } else {
          panel<Plan::vectors>(p, first, end, packed(p), Plan::panel_columns, task_sums(t));
        }
      }
    }
    if constexpr (Plan::tail > 0)
      if (column_task == Plan::column_tasks - 1) tail(first, end);
  }

  /// Pointers to the rows of op(A) from row i on; past the last row they repeat it.
  template <int Rows>
  static void row_pointers(const T* a, int i, int end, const T* (&rows)[Rows]) {
    for (int r = 0; r < Rows; ++r) rows[r] = a + std::min(i + r, end - 1) * a_row;
  }

  /// The rows first … end-1 of panel p, whose B is at b.
  template <int Vectors>
  void panel(int p, int first, int end, const T* b, std::ptrdiff_t b_step, T* sums) const {
    constexpr int most = tile_rows(Vectors, M), some = divide_up(most, 2), columns = Vectors * Plan::width;
    const int j = p * Plan::panel_columns, there = std::min(columns, tail_column - j);
    alignas(64) T local[most * columns];
    int t = 0;
    do {
      const int steps = std::min(Plan::block, k_ - t);
      T* c = Plan::blocked ? sums : local;
      for (int i = first; i < end; i += most) {
        const T* rows[most];
        row_pointers(a_ + t * a_step, i, end, rows);
        const T* right = b + t * b_step;
        const int left = end - i;
        if (left > some) {
          tile<T, most, Vectors>(steps, rows, a_step, right, b_step, c, t > 0);
        } else if (left > 1) {
          tile<T, some, Vectors>(steps, rows, a_step, right, b_step, c, t > 0);
        } else {
          tile<T, 1, Vectors>(steps, rows, a_step, right, b_step, c, t > 0);
        }
        if (t + steps == k_) store_tile(i, j, std::min(left, most), there, c, columns, store_);
        if constexpr (Plan::blocked) c += most * columns;
      }
      t += steps;
    } while (t < k_);
  }

  /// The rows first … end-1 of the tail's columns.
  void tail(int first, int end) const {
    constexpr int columns = Plan::tail;
    if constexpr (TransposeA) {
      constexpr int count = Plan::tail_vectors * Plan::width;
      alignas(64) T c[columns * count], turned[count * columns];
      const T* rows[columns];
      for (int s = 0; s < columns; ++s) rows[s] = b_ + (tail_column + s) * b_column;
      for (int i = first; i < end; i += count) {
        const int from = std::min(i, M - count), there = std::min(count, end - i);  // whole vectors, all inside of A
        tile<T, columns, Plan::tail_vectors>(k_, rows, b_row, a_ + from, a_step, c, false);
        for (int r = 0; r < there; ++r)
          for (int s = 0; s < columns; ++s) turned[r * columns + s] = c[s * count + r + (i - from)];
        store_tile(i, tail_column, there, columns, turned, columns, store_);
      }
    } else {
      const T* right = TransposeB ? b_ + tail_column * b_column : packed_tail();
      alignas(64) T c[Plan::tail_rows * columns];
      for (int i = first; i < end; i += Plan::tail_rows) {
        const T* rows[Plan::tail_rows];
        row_pointers(a_, i, end, rows);
        dots<T, Plan::tail_rows, columns>(k_, rows, right, TransposeB ? StepB : K, c);
        store_tile(i, tail_column, std::min(Plan::tail_rows, end - i), columns, c, columns, store_);
      }
    }
  }

  int m_, k_;
  const T *a_, *b_;
  T* scratch_;
  Store& store_;
  bool in_place_;  // few rows: whole panels are read where they are in B
};

}  // namespace detail

/// Elements of T that gemm needs as scratch, best aligned to 64 bytes.
template <int M, int N, int K, bool TransposeA, bool TransposeB, class T>
constexpr std::size_t gemm_scratch() {
  return detail::GemmPlan<M, N, K, TransposeA, T>::scratch;
}

/// op(A)[m,k] · op(B)[k,N], handed to store(i, j, acc); see the head of this file. T is float or double.
///
/// M, N and K are the sizes the matrices are laid out with: A is [M,K], or [K,M] with TransposeA; B is [K,N], or [N,K]
/// with TransposeB. From a row of A or B to the next there are StepA or StepB elements. Of the sizes, 1 <= m <= M rows
/// of op(A) and 1 <= k <= K steps are there; what the rest holds does not matter. Large products run on several
/// threads, which call `store` at the same time, for different elements; it must not write to A or B. The bits of an
/// element depend on its row of op(A) and its column of op(B) alone: not on m, the other rows or the threads.
template <int M, int N, int K, bool TransposeA, bool TransposeB, int StepA = TransposeA ? M : K,
          int StepB = TransposeB ? K : N, class T, class Store>
void gemm(int m, int k, const T* a, const T* b, T* scratch, ThreadPool& pool, Store&& store) {
  detail::Gemm<M, N, K, TransposeA, TransposeB, StepA, StepB, T, std::remove_reference_t<Store>>(m, k, a, b, scratch,
                                                                                                 store)
      .run(pool);
}

/// The same on the calling thread alone, for a stack of small products that share the threads among them.
template <int M, int N, int K, bool TransposeA, bool TransposeB, int StepA = TransposeA ? M : K,
          int StepB = TransposeB ? K : N, class T, class Store>
void gemm(int m, int k, const T* a, const T* b, T* scratch, Store&& store) {
  detail::NoPool alone;
  detail::Gemm<M, N, K, TransposeA, TransposeB, StepA, StepB, T, std::remove_reference_t<Store>>(m, k, a, b, scratch,
                                                                                                 store)
      .run(alone);
}

}  // namespace lathe
