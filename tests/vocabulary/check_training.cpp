#include <doctest/doctest.h>

#include <cmath>
#include <set>

#include "cases.hpp"
#include "compare.hpp"
#include "golden.hpp"
#include "lathe/uniform.hpp"
#include "ops/primitive.hpp"

namespace lathe::test {
namespace {

using kernel::Tensor;

/// Which output of a graph is the gradient of that parameter, or the only output of that kind.
std::size_t output_of(const ir::Graph& g, ir::OutputKind kind, const std::string& name) {
  for (std::size_t i = 0; i < g.outputs.size(); ++i)
    if (g.outputs[i].kind == kind && g.outputs[i].name == name) return i;
  throw std::logic_error("no such output: " + name);
}

}  // namespace

void check_batch_norm(const std::vector<Case>& cases) {
  const nlohmann::json golden = read_golden("batch_norm");
  for (const Case& c : cases) {
    CAPTURE(c.name);
    const Module module = only(make_module(c.model), {"gradients", "step", "loss", "predict"});
    const Runners runners = runners_of("batch_norm_" + c.name, module);
    const ir::Graph& gradients = *module.function("gradients");
    Environment arguments = {{"lr", {0.01}}};
    for (const auto& [name, tensor] : golden[c.name]["tensors"].items()) arguments[name] = values_of(tensor);
    for (const auto& [count, want] : golden[c.name]["rows"].items()) {
      const int rows = std::stoi(count);
      CAPTURE(rows);
      std::vector<Want> wants = {{"loss", {want["loss"]}}, {"loss alone", {want["loss"]}}};
      for (const char* name : {"x", "weight", "bias"})
        wants.push_back({"gradient of " + std::string(name), values_of(want["d_" + std::string(name)])});
      for (const char* name : {"running_mean", "running_var"}) wants.push_back({name, values_of(want[name])});
      wants.push_back({"y", values_of(want["y"])});
      compare(
          module, runners,
          [&](Runner& runner) {
            const Evaluated e = runner.run("gradients", arguments, rows);
            std::vector<Tensor> got = {e.outputs[0], runner.run("loss", arguments, rows).outputs[0]};
            for (const char* name : {"x", "weight", "bias"}) {
              const std::size_t k = output_of(gradients, ir::OutputKind::gradient, name);
              got.push_back(rows_of(e.outputs[k], gradients.type(gradients.outputs[k].value), rows));
            }
            Environment after = arguments;
            const auto updated = runner.run("step", arguments, rows).updated;
            for (const char* name : {"running_mean", "running_var"}) got.push_back(after[name] = updated.at(name));
            got.push_back(runner.run("predict", after, module.batch).outputs[0]);
            return got;
          },
          wants);
    }
    // PyTorch refuses a batch of one row where nothing else is counted; here its variance is 0 and the numbers stay
    // finite.
    for (const auto& runner : runners)
      for (const auto& [name, value] : runner->run("step", arguments, 1).updated)
        for (double x : rows_of(value, name == "x" ? gradients.type(gradients.arguments[0]) : Type{}, 1))
          CHECK_MESSAGE(std::isfinite(x), runner->name << ": " << name << " after a batch of one row");
  }
}

void check_drawn(const Case& c, double (*expected)(double, double), double (*slope)(double, double),
                 double (*in_evaluation)(double)) {
  CAPTURE(c.name);
  const Module module = only(make_module(c.model), {"step", "gradients", "predict"});
  const Runners runners = runners_of("drawn_" + c.name, module);
  int stream = -1;
  for (const ir::Node& n : module.traced.nodes)
    if (n.op->name == "random_uniform") stream = static_cast<int>(n.attributes.integer("stream"));
  REQUIRE(stream >= 0);
  const ir::Graph& gradients = *module.function("gradients");
  const Type type = gradients.type(gradients.arguments[0]);
  const auto n = static_cast<std::size_t>(type.elements());
  Environment arguments = {{"x", Tensor(n)}, {"d", Tensor(n, 1)}, {"lr", {0.01}}};
  for (std::size_t i = 0; i < n; ++i) arguments["x"][i] = std::sin(static_cast<double>(i)) + 0.01;
  const Tensor& x = arguments["x"];

  std::set<Tensor> seen;
  for (int noise : {1, 2, -7}) {
    arguments["batch.noise"] = {static_cast<double>(noise)};
    for (int rows : {module.batch, module.batch / 3}) {
      const std::size_t there = n / static_cast<std::size_t>(module.batch) * static_cast<std::size_t>(rows);
      Tensor slopes, outputs;
      double sum = 0, mean = 0;
      for (std::size_t i = 0; i < there; ++i) {
        const double u = uniform(noise, stream, static_cast<int>(i));
        sum += expected(x[i], u);
        slopes.push_back(slope(x[i], u));
        outputs.push_back(in_evaluation(x[i]));
        mean += u / static_cast<double>(there);
      }
      compare(module, runners,
              [&](Runner& runner) -> std::vector<Tensor> {
                const Evaluated e = runner.run("gradients", arguments, rows);
                Environment without_noise = arguments;
                without_noise.erase("batch.noise");
                return {e.outputs[0],
                        rows_of(e.outputs[output_of(gradients, ir::OutputKind::gradient, "x")], type, rows),
                        rows_of(runner.run("predict", without_noise, rows).outputs[0], type, rows)};
              },
              {{"sum", {sum}}, {"gradient", slopes}, {"in evaluation", outputs}});
      CHECK(std::abs(mean - 0.5) < 4 / std::sqrt(12.0 * static_cast<double>(there)));
      const bool varies = std::set<double>(slopes.begin(), slopes.end()).size() > 1;  // not that of dropout(0)
      if (rows == module.batch && varies) CHECK_MESSAGE(seen.insert(slopes).second, "two steps drew the same");
    }
  }
}

void check_generator(const Case& c, const std::function<Tensor(const std::vector<Tensor>&)>& drawn,
                     const std::function<void(const Tensor&)>& likely) {
  CAPTURE(c.name);
  const Module module = only(make_module(c.model), {"step", "gradients", "predict"});
  const Runners runners = runners_of("generator_" + c.name, module);
  const ir::Graph& gradients = *module.function("gradients");
  const std::size_t of_x = output_of(gradients, ir::OutputKind::gradient, "x");
  const Type type = gradients.type(gradients.outputs[of_x].value);
  const auto expected = [&](int noise) {
    std::vector<Tensor> u;
    for (const ir::Node& n : module.traced.nodes) {
      if (n.op->name != "random_uniform") continue;
      Tensor& numbers = u.emplace_back(static_cast<std::size_t>(module.traced.type(n.results[0]).elements()));
      for (std::size_t i = 0; i < numbers.size(); ++i)
        numbers[i] = uniform(noise, static_cast<int>(n.attributes.integer("stream")), static_cast<int>(i));
    }
    REQUIRE(!u.empty());
    return drawn(u);
  };
  Environment arguments = {{"x", Tensor(static_cast<std::size_t>(type.elements()), 1)},
                           {"d", Tensor(static_cast<std::size_t>(type.elements()), 1)},
                           {"lr", {0.01}}};
  std::set<Tensor> seen;
  for (int noise : {0, 5, -3}) {
    arguments["batch.noise"] = {static_cast<double>(noise)};
    const Tensor want = expected(noise);
    CHECK_MESSAGE(seen.insert(want).second, "two steps drew the same");
    for (int rows : {module.batch, (module.batch + 2) / 3})
      compare(module, runners,
              [&](Runner& runner) -> std::vector<Tensor> {
                return {rows_of(runner.run("gradients", arguments, rows).outputs[of_x], type, rows),
                        rows_of(runner.run("predict", arguments, rows).outputs[0], type, rows)};
              },
              {{"in training", rows_of(want, type, rows)}, {"in prediction", rows_of(want, type, rows)}});
  }
  if (!interpreted) return;
  Tensor draws;
  for (int noise = 1; noise <= 300; ++noise) {
    const Tensor more = expected(noise);
    draws.insert(draws.end(), more.begin(), more.end());
  }
  likely(draws);
}

}  // namespace lathe::test
