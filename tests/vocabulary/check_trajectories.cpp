#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "cases.hpp"
#include "compare.hpp"
#include "golden.hpp"

namespace lathe::test {
namespace {

using kernel::Tensor;
using nlohmann::json;

/// The values that the golden file has, and those that the spec gives.
Environment start_of(const Module& module, const json& net) {
  Environment e = {{"scale", {0.05, 1}}, {"batch.epoch", {0}}};
  for (const auto& [name, tensor] : net.items()) e[name] = tensor["values"].get<kernel::Tensor>();
  for (const Parameter& p : module.parameters) {
    if (!p.values.empty()) e[p.name] = p.values;
    e.try_emplace(p.name, static_cast<std::size_t>(p.type.elements()), p.a);
  }
  for (const Hyperparameter& h : module.hyperparameters) e[h.name] = {h.value};
  return e;
}

void check_case(const std::string& problem, const Case& c, const json& golden, const json& want) {
  const Module module = only(make_module(c.model), {"step"});
  const Environment start = start_of(module, golden["net"]);
  const std::vector<int> steps = golden["steps"];
  const std::vector<int> kept(steps.end() - static_cast<std::ptrdiff_t>(want.size()),
                              steps.end());  // some runs have the last ones only
  const auto trained = [&](Runner& runner) {
    Environment arguments = start;
    std::vector<Tensor> all;
    for (int n = 1; n <= kept.back(); ++n) {
      for (const auto& [name, value] : runner.run("step", arguments, module.batch).updated) arguments[name] = value;
      arguments["batch.epoch"] = {static_cast<double>(n)};
      if (!std::count(kept.begin(), kept.end(), n)) continue;
      Tensor& parameters = all.emplace_back();
      for (const char* name : {"x", "w1", "b1", "w2", "b2"})
        for (const Parameter& p : module.parameters)
          if (p.name == name) parameters.insert(parameters.end(), arguments[name].begin(), arguments[name].end());
    }
    return all;
  };
  std::vector<Want> wants;
  for (std::size_t i = 0; i < kept.size(); ++i) wants.push_back({"after step " + std::to_string(kept[i]), want[i]});
  // Last bits, PyTorch's on another processor among them, have grown to some 1e-10 after 50 steps.
  compare(module, runners_of(problem + "_" + c.name, module), trained, wants, 1e-8);
}

}  // namespace

void check_trajectories(const std::string& problem, const std::vector<Case>& cases) {
  const json golden = read_golden("optimisers");
  std::set<std::string> seen;
  for (const Case& c : cases) {
    CAPTURE(problem);
    CAPTURE(c.name);
    seen.insert(c.name);
    REQUIRE(golden[problem].contains(c.name));
    check_case(problem, c, golden, golden[problem][c.name]);
  }
  for (const auto& [name, unused] : golden[problem].items())
    if (interpreted) CHECK_MESSAGE(seen.contains(name), "'" << name << "' is in the golden file only");
}

void check_steps(const Case& c, const std::vector<Step>& steps) {
  CAPTURE(c.name);
  const Module module = only(make_module(c.model), {"step"});
  const Environment start = start_of(module, json::object());
  std::vector<Want> wants;
  for (std::size_t i = 0; i < steps.size(); ++i)
    for (const auto& [name, values] : steps[i].after)
      wants.push_back({name + " after step " + std::to_string(i + 1), values});
  const auto taken = [&](Runner& runner) {
    Environment arguments = start;
    std::vector<Tensor> all;
    for (const Step& step : steps) {
      arguments["batch.epoch"] = {static_cast<double>(step.epoch)};
      for (const auto& [name, value] : runner.run("step", arguments, module.batch).updated) arguments[name] = value;
      for (const auto& [name, values] : step.after) all.push_back(arguments.at(name));
    }
    return all;
  };
  compare(module, runners_of("steps_" + c.name, module), taken, wants);
}

}  // namespace lathe::test
