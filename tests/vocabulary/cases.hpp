// A case of the vocabulary as its checks see it: a traced model.
#pragma once

#include <string>
#include <vector>

#include "frontend/trace.hpp"

namespace lathe::test {

/// The operands are parameters in the order of the golden file, the results outputs. The loss is the sum of every real
/// result times an input of its shape, w0, w1, ...; the gradient of every real operand is asked for.
struct Case {
  std::string name;
  frontend::TracedModel model;
};

/// Compares each case with PyTorch's of that name in tests/golden/vocabulary/<suite>.json: results and gradients, as
/// traced and after every pass. Gradients are compared with central differences, too, in full and short batches.
void check_vocabulary(const std::string& suite, const std::vector<Case>& cases);

/// Trains each case for 50 steps and compares where that leads with PyTorch's run of that name in
/// tests/golden/vocabulary/optimisers.json, under `problem`. Every run there must have a case.
void check_trajectories(const std::string& problem, const std::vector<Case>& cases);

}  // namespace lathe::test
