#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "cases.hpp"
#include "compare.hpp"
#include "golden.hpp"
#include "pipeline.hpp"

namespace lathe::test {
namespace {

using kernel::Tensor;
using nlohmann::json;

void check_shape(const std::string& what, const Type& type, const json& tensor) {
  const std::vector<int> expected = tensor["shape"];
  CAPTURE(what);
  REQUIRE(std::vector<int>(type.extents, type.extents + type.rank) == expected);
}

ir::Graph reference(ir::Graph graph) {
  lower_to_reference(graph);
  return graph;
}

/// A tensor with its axis `axis` in front; -1: as it is.
json axis_in_front(const json& tensor, int axis) {
  if (axis <= 0) return tensor;
  std::vector<int> shape = tensor["shape"];
  std::size_t inner = 1, outer = 1;
  const auto extent = static_cast<std::size_t>(shape[static_cast<std::size_t>(axis)]);
  for (std::size_t i = 0; i < shape.size(); ++i)
    (static_cast<int>(i) < axis ? outer : inner) *= static_cast<std::size_t>(shape[i]);
  inner /= extent;
  json values;
  for (std::size_t a = 0; a < extent; ++a)
    for (std::size_t o = 0; o < outer; ++o)
      for (std::size_t i = 0; i < inner; ++i) values.push_back(tensor["values"][(o * extent + a) * inner + i]);
  std::rotate(shape.begin(), shape.begin() + axis, shape.begin() + axis + 1);
  return {{"shape", shape}, {"values", values}};
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
      CHECK_MESSAGE(std::abs(d - gradient[i]) < 2e-5 * std::max(1.0, std::abs(d)),
                    "gradient of " << operand.name << " at " << i << ", " << rows_ << " rows: " << gradient[i]
                                   << ", central difference " << d);
    }
    CHECK_MESSAGE(compared > 0, operand.name << " has no element at which the results are smooth");
  }

  Environment arguments_;
  int rows_;
  ir::Graph results_;
};

/// Those outputs of a function, in every way of running, against these values in a full batch, and in a short one
/// against the reference, as PyTorch has no short batches.
void check_function(const Module& module, const Runners& runners, const std::string& function,
                    const std::vector<std::size_t>& outputs, const Environment& arguments,
                    const std::vector<Want>& wants) {
  const ir::Graph& graph = *module.function(function);
  const auto compute = [&](int rows) {
    return [&, rows](Runner& runner) {
      const Evaluated e = runner.run(function, arguments, rows);
      std::vector<Tensor> there;
      for (std::size_t k : outputs) there.push_back(rows_of(e.outputs[k], graph.type(graph.outputs[k].value), rows));
      return there;
    };
  };
  compare(module, runners, compute(module.batch), wants);
  const bool other_in_float =
      std::any_of(wants.begin(), wants.end(), [](const Want& w) { return !w.in_float.empty(); });
  if (module.batch == 1 || other_in_float) return;
  const int rows = module.batch - 1;
  CAPTURE(rows);
  const Evaluated e = interpret(reference(graph), arguments, rows);
  std::vector<Want> in_short;
  for (std::size_t k = 0; k < wants.size(); ++k)
    in_short.push_back(
        {wants[k].what, rows_of(e.outputs[outputs[k]], graph.type(graph.outputs[outputs[k]].value), rows)});
  compare(module, runners, compute(rows), in_short);
}

void check_case(const std::string& suite, const Case& c, const json& golden) {
  const Module module = only(make_module(c.model), {"predict", "gradients"});
  const json &inputs = golden["inputs"], &d_outputs = golden["d_outputs"], &d_inputs = golden["d_inputs"];
  Environment arguments;
  const auto add = [&](const Parameter& p, const json& tensor) {
    check_shape(p.name, p.type, tensor);
    arguments[p.name] = values_of(tensor);
  };
  REQUIRE(module.parameters.size() >= inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) add(module.parameters[i], inputs[i]);
  for (std::size_t i = inputs.size(); i < module.parameters.size(); ++i) {  // w0, w1, …
    const std::size_t result = std::stoul(module.parameters[i].name.substr(1));
    REQUIRE(!d_outputs[result].is_null());
    add(module.parameters[i], axis_in_front(d_outputs[result], c.batch_axes[result]));
  }

  const Runners runners = runners_of(suite + "_" + c.name, module);
  const ir::Graph& predict = *module.function("predict");
  REQUIRE(predict.outputs.size() == golden["outputs"].size());
  const auto in_float = [&](const char* of, std::size_t i) {
    return golden.contains("in_float") ? golden["in_float"][of][i] : json();
  };
  std::vector<std::size_t> outputs;
  std::vector<Want> wants;
  for (std::size_t i = 0; i < predict.outputs.size(); ++i) {
    const auto in_front = [&](const json& tensor) {
      return tensor.is_null() ? tensor : axis_in_front(tensor, c.batch_axes[i]);
    };
    const std::string what = "result " + std::to_string(i);
    check_shape(what, predict.type(predict.outputs[i].value), in_front(golden["outputs"][i]));
    outputs.push_back(i);
    const json other = in_front(in_float("outputs", i));
    wants.push_back({what, values_of(in_front(golden["outputs"][i])), other.is_null() ? Tensor{} : values_of(other)});
  }
  check_function(module, runners, "predict", outputs, arguments, wants);
  if (d_inputs.is_null()) return;

  REQUIRE(module.function("gradients"));
  const ir::Graph& gradients = *module.function("gradients");
  outputs.clear(), wants.clear();
  for (std::size_t i = 0; i < gradients.outputs.size(); ++i) {
    const ir::Output& o = gradients.outputs[i];
    if (o.kind != ir::OutputKind::gradient) continue;
    std::size_t operand = 0;
    while (module.parameters[operand].name != o.name) ++operand;
    REQUIRE(!d_inputs[operand].is_null());
    outputs.push_back(i);
    const json other = in_float("d_inputs", operand);
    wants.push_back(
        {"gradient of " + o.name, values_of(d_inputs[operand]), other.is_null() ? Tensor{} : values_of(other)});
  }
  REQUIRE(wants.size() == static_cast<std::size_t>(std::count_if(d_inputs.begin(), d_inputs.end(),
                                                                 [](const json& d) { return !d.is_null(); })));
  check_function(module, runners, "gradients", outputs, arguments, wants);
  if (!golden["central"] || !interpreted) return;
  CentralDifferences(module, arguments, module.batch);
  if (module.batch > 1) CentralDifferences(module, arguments, module.batch - 1);
}

}  // namespace

void check_vocabulary(const std::string& suite, const std::vector<Case>& cases) {
  const json golden = read_golden(suite)["cases"];
  std::set<std::string> seen;
  for (const Case& c : cases) {
    const std::string& name = c.name;
    CAPTURE(name);
    CHECK_MESSAGE(seen.insert(name).second, "two cases of this name");
    CHECK_MESSAGE(golden.contains(name), "the golden file has no case of this name");
    if (golden.contains(name)) check_case(suite, c, golden[name]);
  }
  for (const auto& [name, unused] : golden.items())
    if (interpreted) CHECK_MESSAGE(seen.contains(name), "'" << name << "' is in the golden file only");
}

}  // namespace lathe::test
