// The CUDA kernels of a generated model, run on the emulator, against its CPU code and its unfused double reference.
#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "cuda_model.hpp"  // made by CMake: the model's .cu, its launches, its kernels by name
#include "lathe/data.hpp"
#include "lathe/thread_pool.hpp"

namespace {

using namespace lathe;

struct RandomBatch {
  std::vector<std::vector<float>> floats;
  std::vector<std::vector<double>> doubles;
  std::vector<std::vector<int>> ints;
  std::vector<const void*> pointers, double_pointers;

  RandomBatch(const ModelInfo& info, int rows) {
    std::mt19937 random(11);
    for (const InputInfo& in : info.inputs) {
      const std::size_t n = in.row_elements() * static_cast<std::size_t>(rows);
      floats.emplace_back(n), doubles.emplace_back(n), ints.emplace_back(n);
      for (std::size_t i = 0; i < n; ++i) {
        floats.back()[i] = static_cast<float>(std::uniform_real_distribution<double>(0, 1)(random));
        doubles.back()[i] = floats.back()[i];
        ints.back()[i] = static_cast<int>(random() % static_cast<unsigned>(in.classes ? in.classes : 10));
      }
    }
    for (std::size_t i = 0; i < info.inputs.size(); ++i) {
      const bool real = info.inputs[i].type != ElementType::i32;
      pointers.push_back(real ? static_cast<const void*>(floats[i].data()) : ints[i].data());
      double_pointers.push_back(real ? static_cast<const void*>(doubles[i].data()) : ints[i].data());
    }
  }
};

template <class Element>
struct Outputs {
  std::vector<std::vector<Element>> values;
  std::vector<void*> pointers;

  Outputs(const ModelInfo& info, int rows) {
    for (const OutputInfo& output : info.outputs) values.emplace_back(output.elements(rows));
    for (auto& v : values) pointers.push_back(v.data());
  }
};

test::EmulatedModel emulated(int threads_per_block, unsigned seed) {
  return test::EmulatedModel(generated::model_info(), cuda_model(), threads_per_block, seed);
}

void set_parameters(Model& cuda, Model& cpu, Model& reference) {
  initialize_parameters(cpu, 5);
  for (std::size_t p = 0; p < cpu.info().parameters.size(); ++p) {
    const int i = static_cast<int>(p);
    const std::size_t n = cpu.info().parameters[p].elements();
    auto* from = static_cast<float*>(cpu.parameter(i));
    std::copy_n(from, n, static_cast<float*>(cuda.parameter(i)));
    std::copy_n(from, n, static_cast<double*>(reference.parameter(i)));
  }
}

template <class A, class B>
void check_close(const A* a, const B* b, std::size_t n, double tolerance) {
  double worst = 0, largest = 1e-6;
  for (std::size_t i = 0; i < n; ++i) {
    largest = std::max(largest, std::abs(static_cast<double>(b[i])));
    const double apart = std::abs(static_cast<double>(a[i]) - static_cast<double>(b[i]));
    worst = std::isnan(apart) ? HUGE_VAL : std::max(worst, apart);
  }
  CHECK(worst / largest < tolerance);
}

constexpr double tolerance = 2e-5;

}  // namespace

TEST_CASE(
    "forward, gradients, updates and predictions equal the CPU's and the reference's, in full and short batches") {
  const ModelInfo& info = generated::model_info();
  ThreadPool pool(1);
  for (int rows : {info.batch, (info.batch + 12) / 13}) {
    for (int threads : {128, 37}) {
      CAPTURE(rows);
      CAPTURE(threads);
      auto cuda = emulated(threads, 0);
      const auto cpu = generated::family().fast(pool), reference = generated::family().reference();
      set_parameters(cuda, *cpu, *reference);
      const RandomBatch data(info, rows);
      const Batch batch{data.pointers.data(), rows}, double_batch{data.double_pointers.data(), rows};
      std::vector<double> a(1 + info.metrics.size()), b = a, c = a;

      if (!info.outputs.empty()) {
        Outputs<float> x(info, rows), y(info, rows);
        Outputs<double> z(info, rows);
        cuda.predict(batch, x.pointers.data()), cpu->predict(batch, y.pointers.data());
        reference->predict(double_batch, z.pointers.data());
        for (std::size_t i = 0; i < x.values.size(); ++i) {
          CAPTURE(info.outputs[i].name);
          check_close(x.values[i].data(), y.values[i].data(), x.values[i].size(), tolerance);
          check_close(x.values[i].data(), z.values[i].data(), x.values[i].size(), tolerance);
        }
      }
      if (info.trains) {
        cuda.evaluate(batch, a.data()), cpu->evaluate(batch, b.data()), reference->evaluate(double_batch, c.data());
        check_close(a.data(), b.data(), a.size(), tolerance);
        check_close(a.data(), c.data(), a.size(), tolerance);

        std::vector<std::vector<float>> x, y;
        std::vector<std::vector<double>> z;
        std::vector<void*> px, py, pz;
        for (const auto& p : info.parameters)
          x.emplace_back(p.elements()), y.emplace_back(p.elements()), z.emplace_back(p.elements());
        for (std::size_t p = 0; p < x.size(); ++p)
          px.push_back(x[p].data()), py.push_back(y[p].data()), pz.push_back(z[p].data());
        cuda.gradients(batch, a.data(), px.data()), cpu->gradients(batch, b.data(), py.data()),
            reference->gradients(double_batch, c.data(), pz.data());
        for (std::size_t p = 0; p < x.size(); ++p) {
          check_close(x[p].data(), y[p].data(), x[p].size(), tolerance);
          check_close(x[p].data(), z[p].data(), x[p].size(), tolerance);
        }
        for (int i = 0; i < 2; ++i) {
          cuda.step(batch, a.data()), cpu->step(batch, b.data()), reference->step(double_batch, c.data());
          check_close(a.data(), c.data(), a.size(), tolerance);
        }
        cuda.update(batch, px.data()), cpu->update(batch, py.data());
        std::vector<const void*> from(pz.begin(), pz.end());
        reference->update(double_batch, from.data());
        for (std::size_t p = 0; p < x.size(); ++p) {
          const int i = static_cast<int>(p);
          check_close(static_cast<float*>(cuda.parameter(i)), static_cast<float*>(cpu->parameter(i)), x[p].size(),
                      tolerance);
          check_close(static_cast<float*>(cuda.parameter(i)), static_cast<double*>(reference->parameter(i)),
                      x[p].size(), tolerance);
        }
      }
      CHECK(cuda.guards_hold());
    }
  }
}

TEST_CASE("the order in which threads run does not matter") {
  const ModelInfo& info = generated::model_info();
  ThreadPool pool(1);
  auto in_order = emulated(64, 0), shuffled = emulated(64, 3);
  const auto cpu = generated::family().fast(pool), reference = generated::family().reference();
  set_parameters(in_order, *cpu, *reference);
  set_parameters(shuffled, *cpu, *reference);
  const int rows = std::min(info.batch, 9);
  const RandomBatch data(info, rows);
  const Batch batch{data.pointers.data(), rows};
  std::vector<double> a(1 + info.metrics.size()), b = a;
  if (!info.trains) return;
  in_order.step(batch, a.data());
  shuffled.step(batch, b.data());
  CHECK(a == b);
  for (std::size_t p = 0; p < info.parameters.size(); ++p) {
    const int i = static_cast<int>(p);
    CHECK(std::memcmp(in_order.parameter(i), shuffled.parameter(i), info.parameters[p].elements() * sizeof(float)) ==
          0);
  }
}

TEST_CASE("a launch that is missing is noticed") {
  const ModelInfo& info = generated::model_info();
  ThreadPool pool(1);
  const auto cpu = generated::family().fast(pool), reference = generated::family().reference();
  test::CudaModel broken = cuda_model();
  broken.functions.at("predict").kernels.pop_back();
  test::EmulatedModel cuda(info, broken, 64, 0);
  set_parameters(cuda, *cpu, *reference);
  const RandomBatch data(info, 1);
  const Batch batch{data.pointers.data(), 1};
  Outputs<float> x(info, 1), y(info, 1);
  cuda.predict(batch, x.pointers.data());
  cpu->predict(batch, y.pointers.data());
  CHECK(x.values != y.values);
}

TEST_CASE("the emulator has barriers, and notices threads that do not agree on one") {
  static int turn[32];
  emulator::launch(2, 32, 7, [] {
    __shared__ int shared[32];
    shared[threadIdx.x] = threadIdx.x;
    __syncthreads();
    turn[threadIdx.x] = shared[31 - threadIdx.x];
    __syncthreads();
  });
  for (int i = 0; i < 32; ++i) CHECK(turn[i] == 31 - i);
  CHECK_THROWS_WITH(emulator::launch(1, 8, 0,
                                     [] {
                                       if (threadIdx.x < 4) __syncthreads();
                                     }),
                    "some threads of a block ended while others wait at __syncthreads()");
}
