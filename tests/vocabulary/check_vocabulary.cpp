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

using kernel::Tensor;
using nlohmann::json;

double number(const json& x) {
  return x.is_number() ? x.get<double>() : x == "nan" ? NAN : x == "inf" ? INFINITY : -INFINITY;
}

Tensor values_of(const json& tensor) {
  Tensor values;
  for (const json& x : tensor["values"]) values.push_back(number(x));
  return values;
}

bool equal(double got, double want) {
  if (std::isnan(want)) return std::isnan(got);
  if (std::isinf(want)) return got == want;
  return std::abs(got - want) <= 1e-12 + 1e-10 * std::abs(want);
}

void check_equal(const std::string& what, const Tensor& got, const json& want) {
  const Tensor expected = values_of(want);
  CAPTURE(what);
  REQUIRE(got.size() == expected.size());
  for (std::size_t i = 0; i < got.size(); ++i)
    CHECK_MESSAGE(equal(got[i], expected[i]), "element " << i << " is " << got[i] << ", must be " << expected[i]);
}

void check_shape(const std::string& what, const Type& type, const json& tensor) {
  const std::vector<int> expected = tensor["shape"];
  CAPTURE(what);
  REQUIRE(std::vector<int>(type.extents, type.extents + type.rank) == expected);
}

ir::Graph optimised(ir::Graph graph) {
  optimise(graph);
  return graph;
}
ir::Graph reference(ir::Graph graph) {
  lower_to_reference(graph);
  return graph;
}

/// Gradients of the weighted sum against differences of the results, on the first `rows` rows.
class CentralDifferences {
 public:
  CentralDifferences(const Module& module, const Environment& arguments, int rows)
      : arguments_(arguments), rows_(rows), results_(reference(*module.function("predict"))) {
    const ir::Graph gradients = reference(*module.function("gradients"));
    const Evaluated analytic = interpret(gradients, arguments_, rows);
    for (std::size_t i = 0; i < gradients.outputs.size(); ++i)
      for (const Parameter& p : module.parameters)
        if (gradients.outputs[i].kind == ir::OutputKind::gradient && gradients.outputs[i].name == p.name)
          compare(p, analytic.outputs[i]);
  }

 private:
  std::vector<Tensor> run() { return interpret(results_, arguments_, rows_).outputs; }

  /// The sum of weight times change; NaN if an element that changes is not finite.
  double change(const std::vector<Tensor>& from, const std::vector<Tensor>& to) const {
    double total = 0;
    for (std::size_t k = 0; k < from.size(); ++k) {
      const auto weights = arguments_.find("w" + std::to_string(k));
      for (std::size_t i = 0; weights != arguments_.end() && i < from[k].size(); ++i)
        if (from[k][i] != to[k][i] && !(std::isnan(from[k][i]) && std::isnan(to[k][i])))
          total += weights->second[i] * (to[k][i] - from[k][i]);
    }
    return total;
  }

  /// The derivative at x, or NaN at kinks and jumps and beside infinities: there only PyTorch says what is right.
  double slope(double& x) {
    const double at = x, h = 1e-5 * std::max(1.0, std::abs(at));
    if (std::abs(at) > 1e6 || std::isnan(at)) return NAN;
    const std::vector<Tensor> here = run();
    x = at + h;
    const double right = change(here, run()) / h;
    x = at - h;
    const double left = -change(here, run()) / h;
    x = at;
    const double mean = (right + left) / 2;
    const bool smooth = std::abs(right - left) <= 1e-3 * std::max(1.0, std::abs(mean)) && std::abs(mean) < 1e4;
    return smooth ? mean : NAN;
  }

  static bool all_finite(const std::vector<Tensor>& tensors) {
    return std::all_of(tensors.begin(), tensors.end(), [](const Tensor& t) {
      return std::all_of(t.begin(), t.end(), [](double x) { return std::isfinite(x); });
    });
  }

  void compare(const Parameter& operand, const Tensor& gradient) {
    const Type& type = operand.type;
    Tensor& x = arguments_[operand.name];
    const std::size_t there =
        type.batched() ? x.size() / static_cast<std::size_t>(type.extents[0]) * static_cast<std::size_t>(rows_)
                       : x.size();
    const bool finite = all_finite(run());
    int compared = 0;
    for (std::size_t i = 0; i < there; ++i) {
      const double d = slope(x[i]);
      if (std::isnan(d) || !std::isfinite(gradient[i])) continue;
      if (d == 0 && gradient[i] != 0 && !finite) continue;  // of a result that is not a number no change is seen
      ++compared;
      CHECK_MESSAGE(std::abs(d - gradient[i]) < 1e-5 * std::max(1.0, std::abs(d)),
                    "gradient of " << operand.name << " at " << i << ", " << rows_ << " rows: " << gradient[i]
                                   << ", central difference " << d);
    }
    CHECK_MESSAGE(compared > 0, operand.name << " has no element at which the results are smooth");
  }

  Environment arguments_;
  int rows_;
  ir::Graph results_;
};

void check_case(const Case& c, const json& golden) {
  const Module module = make_module(c.model);
  Environment arguments;
  REQUIRE(module.parameters.size() == golden["inputs"].size());
  for (std::size_t i = 0; i < module.parameters.size(); ++i) {
    check_shape("operand " + std::to_string(i), module.parameters[i].type, golden["inputs"][i]);
    arguments[module.parameters[i].name] = values_of(golden["inputs"][i]);
  }
  const ir::Graph& predict = *module.function("predict");
  REQUIRE(predict.outputs.size() == golden["outputs"].size());
  for (const auto& g : {reference(predict), optimised(predict)}) {
    const Evaluated e = interpret(g, arguments, module.batch);
    for (std::size_t i = 0; i < e.outputs.size(); ++i) {
      check_shape("result " + std::to_string(i), predict.type(predict.outputs[i].value), golden["outputs"][i]);
      check_equal("result " + std::to_string(i), e.outputs[i], golden["outputs"][i]);
    }
  }
  if (golden["d_inputs"].is_null()) return;

  for (std::size_t i = 0; i < golden["d_outputs"].size(); ++i)
    if (!golden["d_outputs"][i].is_null()) arguments["w" + std::to_string(i)] = values_of(golden["d_outputs"][i]);
  REQUIRE(module.function("gradients"));
  for (const auto& g : {reference(*module.function("gradients")), optimised(*module.function("gradients"))}) {
    const Evaluated e = interpret(g, arguments, module.batch);
    for (std::size_t i = 0; i < g.outputs.size(); ++i) {
      if (g.outputs[i].kind != ir::OutputKind::gradient) continue;
      const json& want = golden["d_inputs"][std::stoul(g.outputs[i].name.substr(1))];
      REQUIRE(!want.is_null());
      check_equal("gradient of " + g.outputs[i].name, e.outputs[i], want);
    }
  }
  if (!golden["central"]) return;
  CentralDifferences(module, arguments, module.batch);
  if (module.batch > 1) CentralDifferences(module, arguments, module.batch - 1);
}

}  // namespace

void check_vocabulary(const std::string& suite, const std::vector<Case>& cases) {
  std::ifstream in(GOLDEN "/" + suite + ".json");
  REQUIRE(in);
  const json golden = json::parse(in)["cases"];
  std::set<std::string> seen;
  for (const Case& c : cases) {
    const std::string& name = c.name;
    CAPTURE(name);
    CHECK_MESSAGE(seen.insert(name).second, "two cases of this name");
    CHECK_MESSAGE(golden.contains(name), "the golden file has no case of this name");
    if (golden.contains(name)) check_case(c, golden[name]);
  }
  for (const auto& [name, unused] : golden.items())
    CHECK_MESSAGE(seen.contains(name), "'" << name << "' is in the golden file only");
}

}  // namespace lathe::test
