#include <doctest/doctest.h>

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
      if (gradients.outputs[i].kind == ir::OutputKind::gradient) compare(gradients.outputs[i].name, analytic.outputs[i]);
  }

 private:
  std::vector<Tensor> run() { return interpret(results_, arguments_, rows_).outputs; }

  /// The sum of weight times change; what is not a finite number does not take part.
  double change(const std::vector<Tensor>& from, const std::vector<Tensor>& to) const {
    double total = 0;
    for (std::size_t k = 0; k < from.size(); ++k) {
      const auto weights = arguments_.find("w" + std::to_string(k));
      for (std::size_t i = 0; weights != arguments_.end() && i < from[k].size(); ++i)
        if (std::isfinite(from[k][i]) && std::isfinite(to[k][i]))
          total += weights->second[i] * (to[k][i] - from[k][i]);
    }
    return total;
  }

  void compare(const std::string& operand, const Tensor& gradient) {
    Tensor& x = arguments_[operand];
    int compared = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double at = x[i], h = 1e-5 * std::max(1.0, std::abs(at));
      if (!std::isfinite(at) || !std::isfinite(gradient[i])) continue;
      const std::vector<Tensor> here = run();
      x[i] = at + h;
      const std::vector<Tensor> up = run();
      x[i] = at - h;
      const std::vector<Tensor> down = run();
      x[i] = at;
      const double right = change(here, up) / h, left = change(down, here) / h, slope = (right + left) / 2;
      const double scale = std::max(1.0, std::abs(slope));
      if (std::abs(right - left) > 1e-3 * scale) continue;  // a kink, where only PyTorch says what is right
      ++compared;
      CHECK_MESSAGE(std::abs(slope - gradient[i]) < 1e-6 * scale, "gradient of " << operand << " at " << i << ", " << rows_
                    << " rows: " << gradient[i] << ", central difference " << slope);
    }
    CHECK_MESSAGE(compared > 0, operand << " has no element at which the results are smooth");
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
