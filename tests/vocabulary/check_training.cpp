#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "cases.hpp"
#include "interpret.hpp"
#include "lathe/uniform.hpp"
#include "module.hpp"
#include "ops/primitive.hpp"
#include "pipeline.hpp"

namespace lathe::test {
namespace {

using kernel::Tensor;
using nlohmann::json;

ir::Graph optimised(const Module& module, std::string_view function) {
  REQUIRE(module.function(function));
  ir::Graph g = *module.function(function);
  optimise(g);
  return g;
}

Tensor values_of(const json& tensor) { return tensor["values"].get<Tensor>(); }

/// The elements of the rows that are there.
void check_close(const std::string& what, const Tensor& got, const Tensor& want) {
  CAPTURE(what);
  REQUIRE(got.size() >= want.size());
  for (std::size_t i = 0; i < want.size(); ++i)
    CHECK_MESSAGE(std::abs(got[i] - want[i]) <= 1e-10 * std::max(1.0, std::abs(want[i])), "element " << i << " is " << got[i] << ", must be " << want[i]);
}

const Tensor& gradient(const ir::Graph& g, const Evaluated& e, const std::string& name) {
  for (std::size_t i = 0; i < g.outputs.size(); ++i)
    if (g.outputs[i].kind == ir::OutputKind::gradient && g.outputs[i].name == name) return e.outputs[i];
  throw std::logic_error("no gradient of " + name);
}

}  // namespace

void check_batch_norm(const std::vector<Case>& cases) {
  const json golden = json::parse(std::ifstream(GOLDEN "/batch_norm.json"));
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Module module = make_module(c.model);
    const ir::Graph gradients = optimised(module, "gradients"), step = optimised(module, "step"),
                    loss = optimised(module, "loss"), predict = optimised(module, "predict");
    Environment arguments = {{"lr", {0.01}}};
    for (const auto& [name, tensor] : golden[c.name]["tensors"].items()) arguments[name] = values_of(tensor);
    for (const auto& [rows, want] : golden[c.name]["rows"].items()) {
      CAPTURE(rows);
      const Evaluated e = interpret(gradients, arguments, std::stoi(rows));
      check_close("loss", e.outputs[0], {want["loss"]});
      check_close("loss alone", interpret(loss, arguments, std::stoi(rows)).outputs[0], {want["loss"]});
      for (const char* name : {"x", "weight", "bias"})
        check_close(name, gradient(gradients, e, name), values_of(want["d_" + std::string(name)]));
      Environment after = arguments;
      const auto updated = interpret(step, arguments, std::stoi(rows)).updated;
      for (const char* name : {"running_mean", "running_var"}) {
        check_close(name, updated.at(name), values_of(want[name]));
        after[name] = updated.at(name);
      }
      check_close("y", interpret(predict, after, module.batch).outputs[0], values_of(want["y"]));
    }
    // PyTorch refuses a batch of one row where nothing else is counted; here its variance is 0 and the numbers stay finite.
    for (const auto& [name, value] : interpret(step, arguments, 1).updated)
      for (double x : value) CHECK_MESSAGE(std::isfinite(x), name << " after a batch of one row");
  }
}

void check_drawn(const Case& c, double (*expected)(double, double), double (*slope)(double, double),
                 double (*in_evaluation)(double)) {
  CAPTURE(c.name);
  const Module module = make_module(c.model);
  int stream = -1;
  for (const ir::Node& n : module.traced.nodes)
    if (n.op->name == "random_uniform") stream = static_cast<int>(n.attributes.integer("stream"));
  REQUIRE(stream >= 0);
  const ir::Graph gradients = optimised(module, "gradients"), predict = optimised(module, "predict");
  const auto n = static_cast<std::size_t>(gradients.type(gradients.arguments[0]).elements());
  Environment arguments = {{"x", Tensor(n)}, {"d", Tensor(n, 1)}, {"lr", {0.01}}};
  for (std::size_t i = 0; i < n; ++i) arguments["x"][i] = std::sin(static_cast<double>(i)) + 0.01;
  const Tensor& x = arguments["x"];

  std::set<Tensor> seen;
  for (int noise : {1, 2, -7}) {
    arguments["batch.noise"] = {static_cast<double>(noise)};
    for (int rows : {module.batch, module.batch / 3}) {
      const Evaluated e = interpret(gradients, arguments, rows);
      const std::size_t there = n / static_cast<std::size_t>(module.batch) * static_cast<std::size_t>(rows);
      Tensor slopes;
      double sum = 0, mean = 0;
      for (std::size_t i = 0; i < there; ++i) {
        const double u = uniform(noise, stream, static_cast<int>(i));
        sum += expected(x[i], u);
        slopes.push_back(slope(x[i], u));
        mean += u / static_cast<double>(there);
      }
      check_close("sum", e.outputs[0], {sum});
      check_close("gradient", gradient(gradients, e, "x"), slopes);
      CHECK(std::abs(mean - 0.5) < 4 / std::sqrt(12.0 * static_cast<double>(there)));
      if (rows == module.batch) CHECK_MESSAGE(seen.insert(slopes).second, "two steps drew the same");
    }
    Tensor outputs;
    for (double value : x) outputs.push_back(in_evaluation(value));
    Environment without_noise = arguments;
    without_noise.erase("batch.noise");
    check_close("in evaluation", interpret(predict, without_noise, module.batch).outputs[0], outputs);
  }
}

}  // namespace lathe::test
