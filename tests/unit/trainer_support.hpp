// A small net written by hand behind the model interface, its data, and a way to run a trainer's command line in a
// test.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <type_traits>
#include <vector>

#include "lathe/data.hpp"
#include "lathe/thread_pool.hpp"
#include "lathe/trainer.hpp"
#include "support.hpp"

/// What is wrong with the next models that are made.
enum class Fault {
  none,
  flipped_bias_gradient,    // d_hidden.bias has the wrong sign
  dropped_relu_mask,        // d_hidden.weight ignores where relu is 0
  batch_instead_of_rows,    // a short batch is divided by the full batch's size
  forgotten_bias_update,    // the update rule leaves out output.bias
  loss_depends_on_threads,  // by its last bits
  loss_is_nan,
  forgotten_bias_in_steps,  // the same as in the update rule, but only where a step does all in one
};
inline Fault fast_fault = Fault::none, double_fault = Fault::none;
/// Called at the start of every step of the fast model.
inline std::function<void(int step)> before_step;

/// Called with the loss and the accuracy of every batch, in steps and in evaluations of the fast model; may change
/// them.
inline std::function<void(bool in_step, double* values)> change_values;
/// By what the best weights are told.
inline lathe::Criterion criterion{1, true};

/// affine 4 -> 6, relu, affine 6 -> 3, softmax cross entropy; sgd.
template <class T>
class Net : public lathe::Model {
 public:
  static constexpr int kBatch = 8, kIn = 4, kHidden = 6, kOut = 3;

  Net(lathe::ThreadPool* pool, Fault fault) : pool_(pool), fault_(fault) {
    using lathe::ElementType;
    using Kind = lathe::Initializer::Kind;
    const ElementType type = std::is_same_v<T, double> ? ElementType::f64 : ElementType::f32;
    info_.name = "tiny";
    info_.spec = "tiny.cpp";
    info_.batch = kBatch;
    info_.inputs = {{"image", type, {kBatch, kIn}, 0}, {"digit", ElementType::i32, {kBatch}, kOut, false}};
    const lathe::Initializer normal{Kind::normal, 0, 0.5, {}}, zero{};
    info_.parameters = {{"hidden.weight", type, {kIn, kHidden}, normal, true},
                        {"hidden.bias", type, {kHidden}, zero, true},
                        {"output.weight", type, {kHidden, kOut}, normal, true},
                        {"output.bias", type, {kOut}, zero, true}};
    info_.outputs = {{"probability", type, {kBatch, kOut}}, {"confidence", type, {kBatch}}};
    info_.metrics = {"accuracy"};
    info_.criterion = criterion;
    info_.hyperparameters = {{"lr", 0.2}};
    info_.data = {"idx_images", "tiny-data", 4};
    for (const auto& p : info_.parameters) {
      parameters_.emplace_back(p.elements());
      gradients_.emplace_back(p.elements());
    }
    lr_ = T(0.2);
  }

  const lathe::ModelInfo& info() const override { return info_; }
  void* parameter(int i) override { return parameters_[static_cast<std::size_t>(i)].data(); }
  void set_hyperparameter(int, double value) override { lr_ = static_cast<T>(value); }

  void step(const lathe::Batch& batch, double* values) override {
    if (before_step) before_step(++steps_);
    void* own[4];
    for (int i = 0; i < 4; ++i) own[i] = gradients_[static_cast<std::size_t>(i)].data();
    in_step_ = true;
    gradients(batch, values, own);
    in_step_ = false;
    T bias[kOut];
    std::copy_n(parameters_[3].data(), kOut, bias);
    update(batch, own);
    if (fault_ == Fault::forgotten_bias_in_steps) std::copy_n(bias, kOut, parameters_[3].data());
  }

  void evaluate(const lathe::Batch& batch, double* values) override {
    forward(batch);
    const auto* digit = static_cast<const int*>(batch.inputs[1]);
    double loss = 0, right = 0;
    for (int r = 0; r < batch.rows; ++r) {
      const T* p = &probability_[r * kOut];
      loss -= std::log(static_cast<double>(p[digit[r]]));
      right += std::max_element(p, p + kOut) - p == digit[r];
    }
    if (fault_ == Fault::loss_depends_on_threads && pool_->threads() > 1) loss *= 1 + 0x1p-50;
    values[0] = fault_ == Fault::loss_is_nan ? std::nan("") : loss / batch.rows;
    values[1] = right / batch.rows;
    if (change_values && pool_) change_values(in_step_, values);
  }

  void gradients(const lathe::Batch& batch, double* values, void* const* to) override {
    evaluate(batch, values);
    const auto* image = static_cast<const T*>(batch.inputs[0]);
    const auto* digit = static_cast<const int*>(batch.inputs[1]);
    T *dw1 = static_cast<T*>(to[0]), *db1 = static_cast<T*>(to[1]), *dw2 = static_cast<T*>(to[2]),
      *db2 = static_cast<T*>(to[3]);
    std::fill_n(dw1, kIn * kHidden, T(0)), std::fill_n(db1, kHidden, T(0));
    std::fill_n(dw2, kHidden * kOut, T(0)), std::fill_n(db2, kOut, T(0));
    const T rows = static_cast<T>(fault_ == Fault::batch_instead_of_rows ? kBatch : batch.rows);
    for (int r = 0; r < batch.rows; ++r) {
      T dz[kOut];
      for (int j = 0; j < kOut; ++j) {
        dz[j] = (probability_[r * kOut + j] - T(j == digit[r])) / rows;
        db2[j] += dz[j];
      }
      T dh[kHidden];
      for (int i = 0; i < kHidden; ++i) {
        const T h = hidden_[r * kHidden + i];
        T d = 0;
        for (int j = 0; j < kOut; ++j) {
          dw2[i * kOut + j] += h * dz[j];
          d += parameters_[2][static_cast<std::size_t>(i * kOut + j)] * dz[j];
        }
        const T masked = h > 0 ? d : T(0);
        db1[i] += fault_ == Fault::flipped_bias_gradient ? -masked : masked;
        dh[i] = fault_ == Fault::dropped_relu_mask ? d : masked;
      }
      for (int k = 0; k < kIn; ++k)
        for (int i = 0; i < kHidden; ++i) dw1[k * kHidden + i] += image[r * kIn + k] * dh[i];
    }
  }

  void update(const lathe::Batch&, const void* const* gradients) override {
    for (std::size_t p = 0; p < (fault_ == Fault::forgotten_bias_update ? 3 : 4); ++p)
      for (std::size_t i = 0; i < parameters_[p].size(); ++i)
        parameters_[p][i] -= lr_ * static_cast<const T*>(gradients[p])[i];
  }

  void predict(const lathe::Batch& batch, void* const* outputs) override {
    forward(batch);
    std::copy_n(probability_, batch.rows * kOut, static_cast<T*>(outputs[0]));
    if (info_.outputs.size() < 2) return;
    for (int r = 0; r < batch.rows; ++r)
      static_cast<T*>(outputs[1])[r] = *std::max_element(&probability_[r * kOut], &probability_[(r + 1) * kOut]);
  }

 protected:
  lathe::ModelInfo info_;

 private:
  void forward(const lathe::Batch& batch) {
    const auto row = [&](int r) {
      const T* x = static_cast<const T*>(batch.inputs[0]) + r * kIn;
      T* p = &probability_[r * kOut];
      T* h = &hidden_[r * kHidden];
      std::copy_n(parameters_[1].data(), kHidden, h);
      for (int k = 0; k < kIn; ++k)
        for (int i = 0; i < kHidden; ++i) h[i] += x[k] * parameters_[0][static_cast<std::size_t>(k * kHidden + i)];
      for (int i = 0; i < kHidden; ++i) h[i] = std::max(h[i], T(0));
      T largest = -INFINITY, sum = 0;
      for (int j = 0; j < kOut; ++j) {
        p[j] = parameters_[3][static_cast<std::size_t>(j)];
        for (int i = 0; i < kHidden; ++i) p[j] += h[i] * parameters_[2][static_cast<std::size_t>(i * kOut + j)];
        largest = std::max(largest, p[j]);
      }
      for (int j = 0; j < kOut; ++j) sum += p[j] = std::exp(p[j] - largest);
      for (int j = 0; j < kOut; ++j) p[j] /= sum;
    };
    if (pool_) return pool_->parallel_for(batch.rows, row);
    for (int r = 0; r < batch.rows; ++r) row(r);
  }

  lathe::ThreadPool* pool_;
  Fault fault_;
  int steps_ = 0;
  bool in_step_ = false;
  T lr_;
  T hidden_[kBatch * kHidden], probability_[kBatch * kOut];
  std::vector<std::vector<T>> parameters_, gradients_;
};

inline lathe::ModelFamily tiny_family() {
  return {[]() -> const lathe::ModelInfo& {
            static lathe::ModelInfo info;
            return info = Net<float>(nullptr, Fault::none).info();
          },
          [](lathe::ThreadPool& pool) -> std::unique_ptr<lathe::Model> {
            return std::make_unique<Net<float>>(&pool, fast_fault);
          },
          []() -> std::unique_ptr<lathe::Model> { return std::make_unique<Net<double>>(nullptr, double_fault); },
          []() -> std::unique_ptr<lathe::Model> { return std::make_unique<Net<double>>(nullptr, Fault::none); }};
}

/// IDX files of 2x2 images that three classes can be told by: 61 for training (7 batches and 5 rows), 30 for the test.
inline void write_tiny_data(const TemporaryFolder& folder, int training_rows = 61) {
  const auto write = [&](const std::string& part, int rows) {
    const auto be32 = [](int n) {
      return std::string{static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8),
                         static_cast<char>(n)};
    };
    std::string images = be32(0x803) + be32(rows) + be32(2) + be32(2), labels = be32(0x801) + be32(rows);
    for (int r = 0; r < rows; ++r) {
      const int digit = r * 7 % 3;
      for (int k = 0; k < 4; ++k) images += static_cast<char>((k == digit ? 170 : 20) + (r * 31 + k * 17) % 80);
      labels += static_cast<char>(digit);
    }
    folder.write(part + "-images-idx3-ubyte", images);
    folder.write(part + "-labels-idx1-ubyte", labels);
  };
  write("train", training_rows);
  write("t10k", 30);
}

/// What a command printed and how it ended.
struct Outcome {
  int code;
  std::string out, err;
};

/// Runs a command line in `folder` with standard output and error going to files.
inline Outcome run_trainer(const TemporaryFolder& folder, std::vector<std::string> words,
                           const lathe::ModelFamily& family = tiny_family(), const std::string& spec_folder = "") {
  words.insert(words.begin(), "tiny");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  const auto home = std::filesystem::current_path();
  std::filesystem::current_path(folder.path());
  std::fflush(stdout);
  std::fflush(stderr);
  const int saved_out = dup(STDOUT_FILENO), saved_err = dup(STDERR_FILENO);
  const auto redirect = [](const char* file, int to) {
    const int fd = open(file, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    dup2(fd, to);
    close(fd);
  };
  redirect(".out", STDOUT_FILENO);
  redirect(".err", STDERR_FILENO);
  const int code = lathe::trainer_main(static_cast<int>(argv.size()), argv.data(), family, spec_folder.c_str());
  std::fflush(stdout);
  std::fflush(stderr);
  dup2(saved_out, STDOUT_FILENO);
  dup2(saved_err, STDERR_FILENO);
  close(saved_out);
  close(saved_err);
  std::filesystem::current_path(home);
  Outcome outcome{code, bytes_of(folder / ".out"), bytes_of(folder / ".err")};
  std::filesystem::remove(folder / ".out");
  std::filesystem::remove(folder / ".err");
  return outcome;
}

/// Sets the faults of a test and takes them back.
struct Faults {
  Faults(Fault fast, Fault in_double) { fast_fault = fast, double_fault = in_double; }
  ~Faults() { fast_fault = double_fault = Fault::none; }
};
