#include "pipeline.hpp"

#include <chrono>
#include <stdexcept>

namespace lathe {
namespace {

using namespace passes;

constexpr Pass table_of_contents[] = {
    {"fuse_softmax_loss", fuse_softmax_loss, "before differentiation, so that its gradient is p - one_hot(t)"},
    {"differentiate", differentiate, "rules are written for the operations of the spec, not for fused ones"},
    {"hoist_from_scan", hoist_from_scan, "after differentiate, which makes sums over time; before products are fused"},
    {"lower_convolution", lower_convolution,
     "after differentiate, whose rules know convolutions; before the windows are shared"},
    {"fold_broadcasts", fold_broadcasts, "backward rules of sums make them; fusion sees through what is left"},
    {"fold_transposes", fold_transposes, "before fusion, which would take a permute for any pointwise operation"},
    {"eliminate_dead_code", eliminate_dead_code, "what only forward values of unused gradients needed"},
    {"eliminate_common_subexpressions", eliminate_common_subexpressions,
     "backward rules repeat constants and forward values"},
    {"own_scan_values", own_scan_values,
     "after what may merge values; before fusion, which takes in the copies. plan_memory relies on it"},
    {"fuse_elementwise", fuse_elementwise, "whole chains first, so that an epilogue takes each at once"},
    {"fuse_affine_activation", fuse_affine_activation,
     "activations, their derivatives and updates finish in registers"},
    {"tidy_names", tidy_names, "last: the names are those of the generated code"},
};

constexpr Pass others[] = {
    {"choose_training", choose_training, "when step, loss, gradients and update are cut out of the trace"},
    {"choose_inference", choose_inference, "when evaluate and predict are cut out of the trace"},
    {"widen_to_double", widen_to_double, "for the reference that self-test and check-gradients use"},
};

void check(std::string_view pass, const ir::Graph& graph) {
  const auto wrong = ir::verify(graph);
  if (!wrong.empty())
    throw ir::InternalError("pass " + std::string(pass) + " broke @" + graph.name + ": " + wrong.front());
}

bool run(const Pass& pass, ir::Graph& graph, const PassObserver& observer) {
  const ir::Graph before = graph;
  const auto start = std::chrono::steady_clock::now();
  bool changed = false;
  try {
    changed = graph.everywhere(pass.run);
    check(pass.name, graph);
  } catch (const ir::InternalError& e) {
    throw ir::InternalError(e.what(), std::string(pass.name), ir::print(before));
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  if (observer) observer(pass.name, graph, changed, seconds);
  return changed;
}

}  // namespace

const std::vector<passes::Pass>& passes::all() {
  static const std::vector<Pass> list = [] {
    std::vector<Pass> l(std::begin(table_of_contents), std::end(table_of_contents));
    l.insert(l.end(), std::begin(others), std::end(others));
    return l;
  }();
  return list;
}

void lower_to_reference(ir::Graph& graph) {
  check("trace", graph);
  for (std::string_view name : {"differentiate", "eliminate_dead_code", "own_scan_values", "tidy_names"})
    run_pass(name, graph);
}

void optimise(ir::Graph& graph, const PassObserver& observer) {
  check("trace", graph);
  for (const Pass& pass : table_of_contents) run(pass, graph, observer);
}

bool run_pass(std::string_view name, ir::Graph& graph) {
  for (const Pass& pass : passes::all())
    if (pass.name == name) return run(pass, graph, {});
  throw std::out_of_range("there is no pass '" + std::string(name) + "'");
}

}  // namespace lathe
