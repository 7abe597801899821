// Random graphs as the code that the tool generates: a training step, gradients and prediction, in full and short
// batches, with the same noise.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "compare.hpp"
#include "pipeline.hpp"
#include "random_graph.hpp"

namespace lathe::test {
namespace {

using kernel::Tensor;

constexpr int graphs = 16;

/// The model whose trace is that graph.
Module module_of(const RandomGraph& random, const std::string& name) {
  Module m;
  m.name = name;
  m.batch = random.graph.batch;
  m.traced = random.graph;
  m.traced.name = name;
  ir::Graph& g = m.traced;
  std::erase_if(g.outputs, [](const ir::Output& o) { return o.kind == ir::OutputKind::gradient; });
  for (ir::ValueId v : g.arguments) {
    if (g.values[static_cast<std::size_t>(v)].kind != ir::ValueKind::parameter) continue;
    Parameter p;
    p.name = g.name_of(v), p.type = g.type(v);
    p.trained = std::any_of(g.nodes.begin(), g.nodes.end(),
                            [&](const ir::Node& n) { return n.op->name == "gradient" && n.operands[1] == v; });
    m.parameters.push_back(p);
  }
  add_functions(m);
  return only(m, {"step", "gradients", "predict"});
}

/// Whether the inputs are such as a spec has: the batch is their first axis, each row of it one of theirs.
bool has_inputs_of_a_spec(const ir::Graph& g) {
  return std::all_of(g.arguments.begin(), g.arguments.end(), [&](ir::ValueId v) {
    const Type& t = g.type(v);
    return !t.batched() || (t.batch_axis == 0 && t.batch_multiple == 1);
  });
}

/// What a step, the gradients and a prediction give, rows that are not there left out.
std::vector<Tensor> everything(Runner& runner, const Module& module, const Environment& arguments, int rows,
                               std::vector<std::string>* names = nullptr) {
  std::vector<Tensor> all;
  const auto add = [&](const std::string& name, Tensor tensor) {
    if (names) names->push_back(name);
    all.push_back(std::move(tensor));
  };
  for (const ir::Graph& g : module.functions) {
    const std::string function = g.name.substr(module.name.size() + 1);
    const Evaluated e = runner.run(function, arguments, rows);
    for (std::size_t k = 0; k < g.outputs.size(); ++k)
      add(function + " " + g.name_of(g.outputs[k].value), rows_of(e.outputs[k], g.type(g.outputs[k].value), rows));
    for (const ir::Update& u : g.updates)
      add(function + " " + g.name_of(u.parameter), e.updated.at(g.name_of(u.parameter)));
  }
  return all;
}

/// The interpreter on the graph as it stands.
class Plain : public Runner {
 public:
  explicit Plain(const Module& module) : Runner("interpreter", false), module_(module) {
    for (ir::Graph& g : module_.functions) lower_to_reference(g);
  }
  Evaluated run(const std::string& function, const Environment& arguments, int rows) override {
    return interpret(*module_.function(function), arguments, rows);
  }

 private:
  Module module_;
};

/// False where rounding alone would lead elsewhere, so that there is nothing to compare.
bool settled(const Module& module, const Environment& arguments, int rows, const std::vector<Tensor>& exact) {
  for (unsigned seed = 1; seed <= 8; ++seed) {
    const std::vector<Tensor> rounded = everything(*rounded_at_random(module, seed), module, arguments, rows);
    for (std::size_t k = 0; k < exact.size(); ++k) {
      double largest = 1, apart = 0;
      for (std::size_t i = 0; i < exact[k].size(); ++i) {
        if (!std::isfinite(exact[k][i])) return false;
        largest = std::max(largest, std::abs(exact[k][i]));
        apart = std::max(apart, std::abs(exact[k][i] - rounded[k][i]));
      }
      if (!(4 * apart < 1e-3 * largest)) return false;
    }
  }
  return true;
}

TEST_CASE("random graphs, generated, compute what the interpreter computes") {
  int compared = 0;
  for (unsigned seed = 0; compared < graphs && seed < 8 * graphs; ++seed) {
    CAPTURE(seed);
    const RandomGraph random = random_graph(seed);
    if (!has_inputs_of_a_spec(random.graph)) continue;
    const Module module = module_of(random, "random");
    try {
      std::vector<std::vector<Want>> wants;
      for (int rows : {module.batch, 1}) {
        std::vector<std::string> names;
        Plain plain(module);
        const std::vector<Tensor> exact = everything(plain, module, random.arguments, rows, &names);
        if (!settled(module, random.arguments, rows, exact)) break;
        wants.emplace_back();
        for (std::size_t k = 0; k < exact.size(); ++k) wants.back().push_back({names[k], exact[k]});
      }
      if (wants.size() < 2) continue;
      const Runners runners = runners_of("random_" + std::to_string(seed), module);
      for (int i : {0, 1})
        compare(
            module, runners,
            [&](Runner& runner) { return everything(runner, module, random.arguments, i ? 1 : module.batch); },
            wants[static_cast<std::size_t>(i)], 1e-9);
      ++compared;
    } catch (const ir::InternalError&) {  // an index that is computed has left its range
    }
  }
  CHECK(compared == graphs);
}

}  // namespace
}  // namespace lathe::test
