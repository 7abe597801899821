// Values and gradients of the operations against PyTorch's, in double. The golden file and how it was made: ops.py.
#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "interpret.hpp"
#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace {

using namespace lathe;
using nlohmann::json;

Type type_of(const json& tensor, bool integers) {
  Type t;
  t.dtype = integers ? DType::i32 : DType::f64;
  for (int extent : tensor["shape"]) t.extents[t.rank++] = extent;
  return t;
}

bool equal(double got, double want) {
  if (std::isnan(want)) return std::isnan(got);
  if (std::isinf(want)) return got == want;
  return std::abs(got - want) <= 1e-12 + 1e-10 * std::abs(want);
}

double value_of(const json& x) {
  return x.is_number() ? x.get<double>() : x == "nan" ? NAN : x == "inf" ? HUGE_VAL : -HUGE_VAL;
}

void check_equal(const kernel::Tensor& got, const json& want) {
  const json& values = want["values"];
  REQUIRE(got.size() == values.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    CAPTURE(i);
    CAPTURE(got[i]);
    CHECK(equal(got[i], value_of(values[i])));
  }
}

}  // namespace

TEST_CASE("values and gradients of every golden case equal PyTorch's") {
  std::ifstream in(GOLDEN "/ops.json");
  REQUIRE(in);
  const json golden = json::parse(in);
  std::size_t gradients = 0;
  for (const json& c : golden["cases"]) {
    const std::string op = c["op"];
    CAPTURE(op);
    CAPTURE(c["attributes"].dump());
    ir::Graph g;
    g.name = "golden";
    Environment arguments;
    std::vector<ir::ValueId> operands;
    const bool labels = op == "softmax_cross_entropy";
    for (std::size_t i = 0; i < c["inputs"].size(); ++i) {
      const std::string name = "x" + std::to_string(i);
      const Type t = type_of(c["inputs"][i], labels && i == 1);
      operands.push_back(g.add_value(name, t, ir::ValueKind::parameter));
      g.arguments.push_back(operands.back());
      for (const json& v : c["inputs"][i]["values"]) arguments[name].push_back(value_of(v));
    }
    ir::GraphBuilder b(g);
    Attributes attributes;
    for (const auto& [name, value] : c["attributes"].items()) {
      Attribute a{Name(std::string_view(name))};
      if (value.is_array())
        for (int v : value) a.ints[a.count++] = v;
      else
        a.ints[a.count++] = value.is_boolean() ? value.get<bool>() : value.get<int>();
      attributes.list[attributes.count++] = a;
    }
    const auto all_axes = [&](ir::ValueId v) {
      Attribute a{"axes"};
      for (int i = 0; i < g.type(v).rank; ++i) a.ints[a.count++] = i;
      Attributes list;
      list.list[list.count++] = a;
      return list;
    };
    // Composed operations, as the DSL composes them.
    const auto mean = [&](ir::ValueId v, const Attributes& axes) {
      const ir::ValueId sum = b.apply("sum", {v}, axes);
      const auto count = static_cast<double>(g.type(v).elements() / g.type(sum).elements());
      return b.apply("divide", {sum, b.apply("constant", {}, Attributes{}.set("dtype", 1).set_real("value", count))});
    };
    ir::ValueId y;
    if (op == "mean") {
      y = mean(operands[0], attributes.find("axes") ? attributes : all_axes(operands[0]));
    } else if (labels) {
      const ir::ValueId rows = b.apply("negative_log_likelihood", {b.apply("log_softmax", {operands[0]}), operands[1]});
      y = g.type(rows).rank ? mean(rows, all_axes(rows)) : rows;
    } else {
      y = b.apply(op, operands, op == "sum" && !attributes.find("axes") ? all_axes(operands[0]) : attributes);
    }
    g.outputs.push_back({ir::OutputKind::output, "y", y});

    const bool differentiable = c.contains("d_inputs") && !c["d_inputs"].is_null() && g.type(y).dtype != DType::i32;
    std::vector<const json*> expected;
    if (differentiable) {
      const ir::ValueId d = g.add_value("d_output", g.type(y), ir::ValueKind::parameter);
      g.arguments.push_back(d);
      for (const json& v : c["d_output"]["values"]) arguments["d_output"].push_back(value_of(v));
      ir::ValueId loss = b.apply("multiply", {y, d});
      if (g.type(loss).rank) loss = b.apply("sum", {loss}, all_axes(loss));
      for (std::size_t i = 0; i < operands.size(); ++i) {
        if (i >= c["d_inputs"].size() || c["d_inputs"][i].is_null()) continue;
        g.outputs.push_back(
            {ir::OutputKind::gradient, "x" + std::to_string(i), b.apply("gradient", {loss, operands[i]})});
        expected.push_back(&c["d_inputs"][i]);
      }
      passes::differentiate(g);
      passes::eliminate_dead_code(g);
    }
    REQUIRE(ir::verify(g) == std::vector<std::string>{});
    const Evaluated e = interpret(g, arguments, 1);
    check_equal(e.outputs[0], c["output"]);
    for (std::size_t i = 0; i < expected.size(); ++i) check_equal(e.outputs[i + 1], *expected[i]), ++gradients;
  }
  CHECK(golden["cases"].size() == 49);
  CHECK(gradients > 50);
}
