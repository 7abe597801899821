#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "cases.hpp"
#include "interpret.hpp"
#include "module.hpp"
#include "pipeline.hpp"

namespace lathe::test {
namespace {

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

void check_case(const Case& c, const json& golden, const json& want) {
  const Module module = make_module(c.model);
  ir::Graph step = *module.function("step");
  optimise(step);
  Environment arguments = start_of(module, golden["net"]);
  const std::vector<int> kept = golden["steps"];
  std::size_t point = kept.size() - want.size();  // some runs have the last ones only
  for (int n = 1; n <= kept.back(); ++n) {
    for (const auto& [name, value] : interpret(step, arguments, module.batch).updated) arguments[name] = value;
    arguments["batch.epoch"] = {static_cast<double>(n)};
    if (n != kept[point]) continue;
    std::vector<double> got;
    for (const char* name : {"x", "w1", "b1", "w2", "b2"})
      for (const Parameter& p : module.parameters)
        if (p.name == name) got.insert(got.end(), arguments[name].begin(), arguments[name].end());
    const json& expected = want[point++ - (kept.size() - want.size())];
    REQUIRE(got.size() == expected.size());
    for (std::size_t i = 0; i < got.size(); ++i) {
      const double value = expected[i];
      CHECK_MESSAGE(std::abs(got[i] - value) <= 1e-9 * std::max(1.0, std::abs(value)),
                    "after step " << n << ", element " << i << ": " << got[i] << ", must be " << value);
    }
  }
  CHECK(point == kept.size());
}

}  // namespace

void check_trajectories(const std::string& problem, const std::vector<Case>& cases) {
  std::ifstream in(GOLDEN "/optimisers.json");
  REQUIRE(in);
  const json golden = json::parse(in);
  std::set<std::string> seen;
  for (const Case& c : cases) {
    CAPTURE(problem);
    CAPTURE(c.name);
    seen.insert(c.name);
    REQUIRE(golden[problem].contains(c.name));
    check_case(c, golden, golden[problem][c.name]);
  }
  for (const auto& [name, unused] : golden[problem].items())
    CHECK_MESSAGE(seen.contains(name), "'" << name << "' is in the golden file only");
}

}  // namespace lathe::test
