// How far generated code is from the exact value, function by function, over all floats.
//
//   ulp [EVERY]     every EVERY-th float (default 1: all 2^32)
//
// The model tests/models/functions has every function of one tensor as an output; its predict, compiled as any trainer
// is, runs once as it is and once in a trainer's mode, where subnormal numbers are zero. The exact value is taken in
// double, whose own error is found with long double and printed, too.
//
// Columns, of the functions as they are:
//   worst     the largest error, in units of the last place (ulp) of a float of the exact value's size; infinity counts
//   as
//             2^128, the float that would follow the largest, and what should or should not be NaN as infinitely wrong
//   at        the input where it is
//   over_1    how many inputs are off by more than 1 ulp
// and in a trainer's mode:
//   trainer, trainer_at   the largest error where neither the input nor the exact value is subnormal, and the input
//   over_8_up_to          the size of the largest exact value that is off by more than 8 ulp
//   inputs_0              how many subnormal inputs give another result than before
//   values_0              how many other inputs give another result than before, where the exact value is subnormal
#include <algorithm>
#include <atomic>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <numbers>
#include <string>
#include <thread>
#include <vector>

#include "functions.hpp"
#include "lathe/floating_point.hpp"
#include "lathe/model.hpp"
#include "lathe/simd.hpp"
#include "lathe/thread_pool.hpp"

// glibc has vectors of these, which <cmath> offers under -ffast-math only; they take infinities and NaN all the same.
#if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
#if __GLIBC_PREREQ(2, 35)
#define LATHE_VECTOR __attribute__((simd("notinbranch")))
extern "C" {
LATHE_VECTOR double cos(double) noexcept;
LATHE_VECTOR double erf(double) noexcept;
LATHE_VECTOR double erfc(double) noexcept;
LATHE_VECTOR double exp(double) noexcept;
LATHE_VECTOR double exp2(double) noexcept;
LATHE_VECTOR double expm1(double) noexcept;
LATHE_VECTOR double log(double) noexcept;
LATHE_VECTOR double log10(double) noexcept;
LATHE_VECTOR double log1p(double) noexcept;
LATHE_VECTOR double log2(double) noexcept;
LATHE_VECTOR double sin(double) noexcept;
LATHE_VECTOR double tanh(double) noexcept;
}
#endif
#endif

namespace {

using Doubles = std::vector<double>;

/// The exact function: in double on arrays, and in long double.
struct Reference {
  void (*on_arrays)(const double* x, double* y, std::size_t n);
  long double (*precise)(long double x);
};

template <class F>
Reference reference(F) {
  return {[](const double* __restrict x, double* __restrict y, std::size_t n) {
            for (std::size_t i = 0; i < n; ++i) y[i] = F{}(x[i]);
          },
          [](long double x) { return F{}(x); }};
}

/// From the definitions in textbooks, in a form that loses no digits; not from the DSL's compositions.
template <class T>
T softplus(T x) {
  return (x > 0 ? x : 0) + std::log1p(std::exp(-std::abs(x)));
}
template <class T>
T elu(T x) {
  const T below = std::expm1(x < 0 ? x : 0);
  return x < 0 ? below : x;
}
template <class T>
T clamped(T x, T low, T high) {
  return x < low ? low : x > high ? high : x;
}
/// x / (1 + exp(-u))
template <class T>
T gated(T x, T u) {
  return x / (1 + std::exp(-u));
}

const std::map<std::string, Reference>& references() {
  using std::numbers::inv_sqrtpi_v, std::numbers::sqrt2_v;
  static const std::map<std::string, Reference> table = {
      {"abs", reference([](auto x) { return std::abs(x); })},
      {"ceil", reference([](auto x) { return std::ceil(x); })},
      {"cos", reference([](auto x) { return std::cos(x); })},
      {"detach", reference([](auto x) { return x; })},
      {"elu", reference([](auto x) { return elu(x); })},
      {"erf", reference([](auto x) { return std::erf(x); })},
      {"exp", reference([](auto x) { return std::exp(x); })},
      {"exp2", reference([](auto x) { return std::exp2(x); })},
      {"expm1", reference([](auto x) { return std::expm1(x); })},
      {"floor", reference([](auto x) { return std::floor(x); })},
      {"gelu", reference([]<class T>(T x) { return x / 2 * std::erfc(-x / sqrt2_v<T>); })},
      {"gelu_tanh", reference([]<class T>(T x) {
         const T u = sqrt2_v<T> * inv_sqrtpi_v<T> * (x + T(0.044715L) * x * x * x);
         return gated(x, 2 * u);
       })},
      {"hard_sigmoid", reference([]<class T>(T x) { return clamped(x + 3, T(0), T(6)) / 6; })},
      {"hard_tanh", reference([]<class T>(T x) { return clamped(x, T(-1), T(1)); })},
      {"identity", reference([](auto x) { return x; })},
      {"leaky_relu", reference([]<class T>(T x) { return x > 0 ? x : x / 100; })},
      {"log", reference([](auto x) { return std::log(x); })},
      {"log10", reference([](auto x) { return std::log10(x); })},
      {"log1p", reference([](auto x) { return std::log1p(x); })},
      {"log2", reference([](auto x) { return std::log2(x); })},
      {"log_sigmoid", reference([](auto x) { return -softplus(-x); })},
      {"mish", reference([]<class T>(T x) {
         const T w = std::exp(x < 40 ? x : T(40)), n = w * (w + 2);  // tanh(log(1 + w)) = n / (n + 2), 1 from 40 on
         return x * (n / (n + 2));
       })},
      {"negate", reference([](auto x) { return -x; })},
      {"normal_cdf", reference([]<class T>(T x) { return std::erfc(-x / sqrt2_v<T>) / 2; })},
      {"reciprocal", reference([](auto x) { return 1 / x; })},
      {"relu", reference([](auto x) { return x < 0 ? 0 : x; })},
      {"relu6", reference([]<class T>(T x) { return clamped(x, T(0), T(6)); })},
      {"round", reference([](auto x) { return std::nearbyint(x); })},
      {"rsqrt", reference([](auto x) { return 1 / std::sqrt(x); })},
      {"selu", reference([]<class T>(T x) {
         return T(1.0507009873554804934193349852946L) * (x < 0 ? T(1.6732632423543772848170429916717L) : 1) * elu(x);
       })},
      {"sigmoid", reference([]<class T>(T x) { return gated(T(1), x); })},
      {"sign", reference([]<class T>(T x) { return T(x > 0   ? 1
                                                     : x < 0 ? -1
                                                             : 0); })},
      {"silu", reference([](auto x) { return gated(x, x); })},
      {"sin", reference([](auto x) { return std::sin(x); })},
      {"softplus", reference([](auto x) { return softplus(x); })},
      {"softsign", reference([](auto x) { return x / (1 + std::abs(x)); })},
      {"sqrt", reference([](auto x) { return std::sqrt(x); })},
      {"square", reference([](auto x) { return x * x; })},
      {"step", reference([]<class T>(T x) { return x > 0    ? T(1)
                                                   : x <= 0 ? T(0)
                                                            : x; })},
      {"swish", reference([](auto x) { return gated(x, x); })},
      {"tanh", reference([](auto x) { return std::tanh(x); })},
  };
  return table;
}

constexpr double smallest = std::numeric_limits<float>::min(), infinity = std::numeric_limits<double>::infinity();

/// The loops over a block compare so many numbers at once.
constexpr int width = 8;
using V = lathe::Vec<double, width>;
using Integers = lathe::Vec<std::int64_t, width>;  // -1 where a comparison of V holds, else 0

/// Infinity, and what is too large for floats, is 2^128, the float that would follow the largest.
V within_floats(V x) { return lathe::max(lathe::min(x, 0x1p128), -0x1p128); }

/// The unit in the last place of floats of that size; those of the largest for 2^128.
V unit_of(V x) {
  constexpr std::int64_t exponent = 0x7ff0000000000000, normal = std::int64_t{1023 - 126} << 52,
                         largest = std::int64_t{1023 + 127} << 52, digits = std::int64_t{23} << 52;
  return std::bit_cast<V>(lathe::min(lathe::max(std::bit_cast<Integers>(x) & exponent, normal), largest) - digits);
}

V ulps(V got, V exact) {
  const V wanted = within_floats(exact), distance = lathe::abs(within_floats(got) - wanted) / unit_of(wanted);
  const auto nan = got != got, should_be_nan = exact != exact;
  return lathe::select(nan & should_be_nan, 0.0, lathe::select(nan | should_be_nan, infinity, distance));
}

struct Worst {
  double error = -1;
  std::uint32_t at = 0;

  /// The first of the largest.
  void see(const Worst& other) {
    if (other.error > error || (other.error == error && other.at < at)) *this = other;
  }
};

struct Result {
  Worst worst, flushed;
  std::int64_t off = 0, flushed_inputs = 0, flushed_results = 0;
  double largest_off = 0;

  void see(const Result& other) {
    worst.see(other.worst);
    flushed.see(other.flushed);
    off += other.off;
    flushed_inputs += other.flushed_inputs;
    flushed_results += other.flushed_results;
    largest_off = std::max(largest_off, other.largest_off);
  }
};

/// Numbers that are not negative as integers, which are in the same order: these have a maximum in one instruction.
Integers ordered(V x) { return std::bit_cast<Integers>(x); }

double largest(Integers x) {
  std::int64_t most = 0;
  for (int i = 0; i < width; ++i) most = std::max(most, x[i]);
  return std::bit_cast<double>(most);
}

/// Where the largest of the errors is.
Worst worst_of(const Doubles& errors, Integers largest_errors, const std::vector<float>& x) {
  const double most = largest(largest_errors);
  const auto first = std::find(errors.begin(), errors.end(), most) - errors.begin();
  return {most, std::bit_cast<std::uint32_t>(x[static_cast<std::size_t>(first)])};
}

/// Runs blocks of floats through the model and compares.
class Measurement {
 public:
  Measurement() : model_(functions::family().fast(pool_)), outputs_(model_->info().outputs.size()) {
    const auto n = static_cast<std::size_t>(model_->info().batch);
    x_.resize(n);
    for (auto* v : {&exact_, &wide_, &errors_, &flushed_errors_}) v->resize(n);
    for (auto* set : {&plain_, &flushing_}) set->assign(outputs_.size(), std::vector<float>(n));
    results.resize(outputs_.size());
  }

  const lathe::ModelInfo& info() const { return model_->info(); }

  /// The floats whose bits are first, first + step, …
  void run(std::uint64_t first, std::uint64_t step) {
    for (std::size_t i = 0; i < x_.size(); ++i) {
      const std::uint64_t bits = std::min<std::uint64_t>(first + i * step, 0xffffffff);  // NaN again at the end
      x_[i] = std::bit_cast<float>(static_cast<std::uint32_t>(bits));
      wide_[i] = static_cast<double>(x_[i]);
    }
    predict(plain_);
    {
      const lathe::FlushDenormals guard;
      predict(flushing_);
    }
    for (std::size_t k = 0; k < outputs_.size(); ++k) {
      references().at(info().outputs[k].name).on_arrays(wide_.data(), exact_.data(), exact_.size());
      compare(plain_[k], flushing_[k], results[k]);
    }
  }

  std::vector<Result> results;

 private:
  void predict(std::vector<std::vector<float>>& into) {
    for (std::size_t k = 0; k < outputs_.size(); ++k) outputs_[k] = into[k].data();
    const void* inputs[] = {x_.data()};
    model_->predict({inputs, static_cast<int>(x_.size())}, outputs_.data());
  }

  void compare(const std::vector<float>& plain, const std::vector<float>& flushing, Result& result) {
    using Floats = lathe::Vec<float, width>;
    Integers off{}, inputs{}, values{}, plain_errors{}, flushed_errors{}, sizes_off{};
    for (std::size_t i = 0; i < x_.size(); i += width) {
      const V x = lathe::load<V>(&wide_[i]), exact = lathe::load<V>(&exact_[i]), size = lathe::abs(exact);
      const V y = __builtin_convertvector(lathe::load<Floats>(&plain[i]), V),
              f = __builtin_convertvector(lathe::load<Floats>(&flushing[i]), V);
      const Integers subnormal_input = (lathe::abs(x) < smallest) & (x != 0),
                     subnormal_value = (size < smallest) & (size != 0),
                     changed = (y != f) & ((y == y) | (f == f));  // not from NaN to NaN
      const V error = ulps(y, exact), flushed = lathe::select(subnormal_input | subnormal_value, 0.0, ulps(f, exact));
      lathe::store(&errors_[i], error);
      lathe::store(&flushed_errors_[i], flushed);
      off -= error > 1;
      inputs -= subnormal_input & changed;
      values -= ~subnormal_input & subnormal_value & changed;
      plain_errors = lathe::max(plain_errors, ordered(error));
      flushed_errors = lathe::max(flushed_errors, ordered(flushed));
      sizes_off = lathe::max(sizes_off, ordered(lathe::select(flushed > 8, size, 0.0)));
    }
    result.see({worst_of(errors_, plain_errors, x_), worst_of(flushed_errors_, flushed_errors, x_), lathe::sum(off),
                lathe::sum(inputs), lathe::sum(values), largest(sizes_off)});
  }

  lathe::ThreadPool pool_{1};
  std::unique_ptr<lathe::Model> model_;
  std::vector<void*> outputs_;
  std::vector<float> x_;
  Doubles wide_, exact_, errors_, flushed_errors_;
  std::vector<std::vector<float>> plain_, flushing_;
};

/// The largest error of the references themselves, in ulp of float.
double error_of_references(const lathe::ModelInfo& info) {
  Doubles x, y;
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << 32; bits += 100'003)
    x.push_back(static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits))));
  y.resize(x.size());
  double worst = 0;
  for (const lathe::OutputInfo& output : info.outputs) {
    const Reference& r = references().at(output.name);
    r.on_arrays(x.data(), y.data(), x.size());
    for (std::size_t i = 0; i < x.size(); ++i) {
      const long double precise = r.precise(static_cast<long double>(x[i]));
      const V got = V{} + y[i], exact = V{} + static_cast<double>(precise);
      const bool ordinary = std::abs(exact[0]) < 0x1p128;  // not so for NaN
      const auto apart = static_cast<double>(std::abs(y[i] - precise));
      worst = std::max(worst, ordinary ? apart / unit_of(exact)[0] : ulps(got, exact)[0]);
    }
  }
  return worst;
}

std::string processor() {
  std::ifstream in("/proc/cpuinfo");
  for (std::string line; std::getline(in, line);)
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  return "a processor without a name";
}

std::string number(double x) {
  char text[40];
  std::snprintf(text, sizeof text, x == 0 || (x >= 0.01 && x < 1e6) ? "%.2f" : "%.1e", x);
  return text;
}

std::string place(const Worst& worst) {
  if (worst.error == 0) return "-";
  char text[40];
  return {text, std::to_chars(text, text + sizeof text, std::bit_cast<float>(worst.at)).ptr};
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t every = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
  if (every == 0) {
    std::fprintf(stderr, "usage: ulp [EVERY]\n");
    return 2;
  }
  const unsigned threads = std::max(1u, std::thread::hardware_concurrency());
  Measurement first;
  for (const lathe::OutputInfo& output : first.info().outputs)
    if (!references().contains(output.name)) {
      std::fprintf(stderr, "ulp: there is no exact value of %s\n", output.name.c_str());
      return 1;
    }

  std::vector<Result> results(first.info().outputs.size());
  std::atomic<std::uint64_t> next{0};
  std::mutex merging;
  const auto work = [&] {
    Measurement m;
    const std::uint64_t block = static_cast<std::uint64_t>(m.info().batch) * every;
    for (std::uint64_t at = next.fetch_add(block); at < std::uint64_t{1} << 32; at = next.fetch_add(block))
      m.run(at, every);
    const std::lock_guard lock(merging);
    for (std::size_t k = 0; k < results.size(); ++k) results[k].see(m.results[k]);
  };
  std::vector<std::thread> workers;
  for (unsigned i = 0; i < threads; ++i) workers.emplace_back(work);
  for (std::thread& t : workers) t.join();

  std::printf("# command: build-bench/bin/ulp%s\n", argc > 1 ? (std::string(" ") + argv[1]).c_str() : "");
  std::printf("# compiler: %s, %s\n", LATHE_COMPILER, LATHE_COMPILER_FLAGS);
  std::printf("# processor: %s, vectors of %d bytes\n", processor().c_str(), lathe::native_bytes);
  std::printf("# error of the exact values: %.1g ulp\n", error_of_references(first.info()));
  std::printf("%-12s %8s %16s %12s %8s %16s %13s %10s %10s\n", "function", "worst", "at", "over_1", "trainer",
              "trainer_at", "over_8_up_to", "inputs_0", "values_0");
  for (std::size_t k = 0; k < results.size(); ++k) {
    const Result& r = results[k];
    std::printf("%-12s %8s %16s %12lld %8s %16s %13s %10lld %10lld\n", first.info().outputs[k].name.c_str(),
                number(r.worst.error).c_str(), place(r.worst).c_str(), static_cast<long long>(r.off),
                number(r.flushed.error).c_str(), place(r.flushed).c_str(),
                r.largest_off == 0 ? "-" : number(r.largest_off).c_str(), static_cast<long long>(r.flushed_inputs),
                static_cast<long long>(r.flushed_results));
  }
}
