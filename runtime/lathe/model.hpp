// What a generated model is to the runtime: facts about it, and the few things it can do.
//
// The generated class implements `Model`; every command of a trainer (train, evaluate, predict, check-gradients,
// self-test, info) is written once, in the runtime, against this interface. One trainer holds up to three models
// of the same spec: the fast one, the same fused graph in double, and the unfused graph in double (the reference).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace lathe {

class ThreadPool;

enum class ElementType : std::uint8_t { f32, f64, i32 };

constexpr std::size_t size_of(ElementType t) { return t == ElementType::f64 ? 8 : 4; }

/// How a parameter gets its first value.
struct Initializer {
  enum class Kind : std::uint8_t { constant, normal, uniform, values, identity };
  Kind kind = Kind::constant;
  double a = 0;                // constant: the value; normal: mean; uniform: low
  double b = 0;                // normal: standard deviation; uniform: high (Xavier and He come resolved to these)
  std::vector<double> values;  // values: one per element, row-major
};

/// A tensor that lives from step to step: a weight, a bias, an optimiser's moment.
struct ParameterInfo {
  std::string name;  // as in the spec: "hidden.weight"
  ElementType type = ElementType::f32;
  std::vector<int> shape;
  Initializer initializer;
  bool trained = true;  // false: state that an update rule keeps (saved and resumed all the same)
  std::size_t elements() const {
    std::size_t n = 1;
    for (int d : shape) n *= static_cast<std::size_t>(d);
    return n;
  }
};

/// A tensor fed with every batch. `shape[0]` is the batch: the most rows one call takes.
struct InputInfo {
  std::string name;
  ElementType type = ElementType::f32;
  std::vector<int> shape;
  int classes = 0;           // for labels: valid values are 0 … classes-1; 0 means any
  bool feeds_output = true;  // predict reads it
  std::size_t row_elements() const {
    std::size_t n = 1;
    for (std::size_t i = 1; i < shape.size(); ++i) n *= static_cast<std::size_t>(shape[i]);
    return n;
  }
};

/// A tensor that `predict` computes.
struct OutputInfo {
  std::string name;
  ElementType type = ElementType::f32;
  std::vector<int> shape;  // for a full batch
  int per_row = 1;         // how many of shape[0] belong to one row of the batch; 0: the batch is no axis of it
  /// Elements for one row of the batch, or of all of a tensor without batch.
  std::size_t row_elements() const {
    std::size_t n = per_row > 0 ? static_cast<std::size_t>(per_row) : 1;
    for (std::size_t i = per_row > 0 ? 1 : 0; i < shape.size(); ++i) n *= static_cast<std::size_t>(shape[i]);
    return n;
  }
  /// Elements that predict writes for a batch of so many rows.
  std::size_t elements(int rows) const { return row_elements() * static_cast<std::size_t>(per_row > 0 ? rows : 1); }
  /// Where the elements for a row begin.
  std::size_t offset(std::size_t row) const { return per_row > 0 ? row * row_elements() : 0; }
};

/// A number the update rule reads each step: the learning rate.
struct HyperparameterInfo {
  std::string name;  // "lr"
  double value = 0;  // the spec's
};

/// The number by which training tells the best weights: the loss, or a metric of which the spec says what is better.
struct Criterion {
  std::size_t value = 0;  // position among the values: 0 is the loss, then the metrics
  bool higher_is_better = false;
};

struct ModelInfo;
struct ModelFamily;
struct SampleOptions;
struct Split;
enum class Feed : std::uint8_t;

/// Where the spec says the data come from.
struct DataInfo {
  std::string kind;  // "idx_images", "arrays", "nothing": an epoch is a step; "" when the model has no data
  std::string name;  // of the folder: "digits"; find_data_folder says where it may be
  int epochs = 1;
  double train = 0.7;       // the share of the rows that trains, where there is no test part; 1: all of them
  bool scaled = true;       // images, to [0, 1]
  std::string file = {};    // that the folder is found by, or its .gz; "" for files with the names of data sets
  std::string schema = {};  // what is in that file
  /// Reads the two parts from the folder or from a file of that form; null: read_data_folder.
  Split (*read)(const std::filesystem::path&, const ModelInfo&, std::uint64_t seed, Feed) = nullptr;
  /// The command `sample`; null: there is none.
  int (*sample)(const ModelFamily&, const SampleOptions&) = nullptr;
};

struct ModelInfo {
  std::string name;     // "digits"
  std::string spec;     // "digits.cpp"
  std::string options;  // what its options are: "optimiser=adam, hidden=50"; "" when it has none
  std::string trace;    // a sum of the graph that the spec describes: specs of another one have another sum
  int batch = 1;        // rows of a full batch
  std::vector<InputInfo> inputs;
  std::vector<ParameterInfo> parameters;
  std::vector<OutputInfo> outputs;
  std::vector<std::string> metrics;  // "accuracy", in the order `values` has them, after the loss
  std::vector<std::size_t> roots;    // of the values, as Criterion counts them: the root of the mean is what is shown
  Criterion criterion;
  std::vector<HyperparameterInfo> hyperparameters;
  DataInfo data;
  bool trains = true;  // false: a model with outputs only (no loss to minimise)
  std::size_t parameter_bytes = 0;
  std::size_t arena_bytes = 0;
  std::size_t scratch_bytes = 0;  // where matrix products pack their operands
  std::string layers;             // a table for `info`: layer, output shape, parameters
};

/// One batch: a row-major array per input, in the order of ModelInfo::inputs, and how many rows are really there.
struct Batch {
  const void* const* inputs = nullptr;
  int rows = 0;   // 1 … ModelInfo::batch
  int noise = 0;  // what the step's random numbers are drawn from; noise_of_step() of random.hpp
  int epoch = 0;  // how many passes over the training data there were before this one
};

/// A model in memory: parameters, hyperparameters and the buffers of its graph. Nothing is allocated after
/// construction. Calls are not reentrant; two models are independent.
///
/// A model has the functions that its spec gives it: without a loss there is no step, gradients or update (`trains` is
/// false), without metrics and a loss no evaluate, without outputs no predict. Calling one that is not there throws
/// std::logic_error.
///
/// `values` receives 1 + metrics.size() numbers: the loss, then each metric, as means over the rows of the batch.
class Model {
 public:
  Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;
  virtual ~Model() = default;

  virtual const ModelInfo& info() const = 0;

  /// The storage of parameter i: info().parameters[i].elements() elements of its type.
  virtual void* parameter(int i) = 0;
  virtual void set_hyperparameter(int i, double value) = 0;

  /// Forward, backward and update. `values` are those of the forward pass, before the update.
  virtual void step(const Batch& batch, double* values);
  /// Loss and metrics as a step computes them, nothing changes: dropout on, statistics of the batch. In a model without
  /// such parts that is evaluate, and what this does.
  virtual void loss(const Batch& batch, double* values);
  /// Loss and metrics, nothing changes. The loss of a model that has none is 0.
  virtual void evaluate(const Batch& batch, double* values);
  /// Loss and gradients; gradients[i] belongs to the i-th *trained* parameter and has its type and shape.
  virtual void gradients(const Batch& batch, double* values, void* const* gradients);
  /// What a step changes, with gradients that come from somewhere else: parameters by the update rule, and state.
  virtual void update(const Batch& batch, const void* const* gradients);
  /// Outputs; outputs[i] has room for info().outputs[i].elements(batch.rows). Only the inputs that an output needs are
  /// read.
  virtual void predict(const Batch& batch, void* const* outputs);
};

/// The same facts about the model in double.
ModelInfo in_double(ModelInfo info);

/// One spec as the generated code hands it over: the facts about it, and its three models.
struct ModelFamily {
  const ModelInfo& (*info)();                        // known without making a model
  std::unique_ptr<Model> (*fast)(ThreadPool& pool);  // fused, float (or what the spec says), threaded
  std::unique_ptr<Model> (*fused_double)();          // the same fused graph in double
  std::unique_ptr<Model> (*reference)();             // the unfused graph in double, plain loops
};

}  // namespace lathe
