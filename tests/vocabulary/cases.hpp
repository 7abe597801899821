// A case of the vocabulary as its checks see it: a traced model.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "frontend/trace.hpp"
#include "interpreted.hpp"

namespace lathe::test {

/// The operands are parameters x0, x1, …, and behind them those that layers make, in the order of the golden file; the
/// results are outputs. The loss is the sum of every real result times a parameter of its shape, w0, w1, …; the
/// gradient of every real operand is asked for.
struct Case {
  std::string name;
  frontend::TracedModel model;
  std::vector<int> batch_axes = {};  // of the results; the outputs have that axis in front, or none: -1
};

/// Compares each case with PyTorch's of that name in tests/golden/vocabulary/<suite>.json: results and gradients, in
/// every way that the module can be run; in short batches with the reference. In the interpreter gradients are compared
/// with central differences, too, in full and short batches.
void check_vocabulary(const std::string& suite, const std::vector<Case>& cases);

/// Compares batch_norm on x with PyTorch's of tests/golden/vocabulary/batch_norm.json in batches of every size: loss
/// and gradients, the running statistics after a step, and what evaluation makes of them.
void check_batch_norm(const std::vector<Case>& cases);

/// What a model with dropout or rrelu must do: outputs in training are drawn for each step, the same for the same
/// noise, whatever the pass and the number of rows; evaluation draws nothing. expected(x, u) is one element in
/// training, given the number drawn for it.
void check_drawn(const Case& drawn, double (*expected)(double x, double u), double (*slope)(double x, double u),
                 double (*in_evaluation)(double x));

/// What a model with a generator must do, whose loss is the sum of parameter x times what is drawn, which is output
/// "y", too: drawn(u) is that, given what each node of the trace that draws has drawn in [0, 1). The same noise draws
/// the same, another one something else. `likely` looks at 300 draws of it, one after another, as statistics.
void check_generator(const Case& generator,
                     const std::function<std::vector<double>(const std::vector<std::vector<double>>& u)>& drawn,
                     const std::function<void(const std::vector<double>& draws)>& likely);

/// Trains each case for 50 steps and compares where that leads with PyTorch's run of that name in
/// tests/golden/vocabulary/optimisers.json, under `problem`. In the interpreter every run there must have a case.
void check_trajectories(const std::string& problem, const std::vector<Case>& cases);

/// A training step in an epoch, and what parameters and states hold after it.
struct Step {
  int epoch;
  std::map<std::string, std::vector<double>> after;
};
/// Takes these steps of the case, one after another.
void check_steps(const Case& c, const std::vector<Step>& steps);

}  // namespace lathe::test
