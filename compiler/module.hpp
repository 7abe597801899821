// A model in the compiler: its traced graph, and the functions made of it.
#pragma once

#include <string>
#include <vector>

#include "frontend/trace.hpp"
#include "ir/graph.hpp"

namespace lathe {

struct Parameter {
  std::string name;
  Type type;
  int kind = 0;  // as in frontend/trace.hpp: 0 constant, 1 normal, 2 uniform, 3 values
  double a = 0, b = 0;
  std::vector<double> values;
  bool trained = false;  // minimize changes it; false for state
  std::string gradient;  // of a trained one: what the functions gradients and update call it
};

struct Hyperparameter {
  std::string name;
  double value = 0;
};

/// What a spec says, and the functions made of it.
struct Module {
  std::string name, file;
  std::string options;  // of the spec: "optimiser=adam, hidden=50"
  int batch = 1;
  std::vector<Parameter> parameters;
  std::vector<Hyperparameter> hyperparameters;
  std::vector<int> metric_is_better;  // in the order of the metrics, as lathe::Better: 0 unknown, 1 higher, 2 lower
  std::vector<bool> metric_is_root;   // the root of the mean over all rows is what is shown
  std::string data_kind, data_name, data_file, data_schema;
  double data_train = 1;
  bool data_scaled = true;
  int epochs = 1;
  ir::Graph traced;  // everything, `gradient` nodes still in place
  std::vector<ir::Graph> functions;

  ir::Graph* function(std::string_view name);
  const ir::Graph* function(std::string_view name) const;
  /// What generated code says it was made from.
  std::string origin() const { return options.empty() ? file : file + " with " + options; }
};

/// Makes one function for each thing a model does:
///   step       loss, metrics, and the updates of the parameters
///   loss       loss and metrics as step computes them, where by_mode makes a difference
///   evaluate   loss and metrics
///   gradients  loss, metrics, and the gradient of each trained parameter
///   update     the updates, from gradients given as inputs named d_<parameter>
///   predict    the outputs
/// Without a loss there is no step, gradients or update; without a metric either, no evaluate; without outputs, no
/// predict.
/// m.traced has them all: loss, metrics and outputs among its outputs, in this order, and the updates.
void add_functions(Module& m);

/// The traced model as a module; nothing is optimised yet.
Module make_module(const frontend::TracedModel& model);

}  // namespace lathe
