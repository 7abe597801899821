#include "module.hpp"

#include <algorithm>
#include <map>

#include "lathe/ops/rules.hpp"
#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace lathe {
namespace {

using ir::Graph;
using ir::OutputKind;
using ir::ValueId;
using ir::ValueKind;

std::string base_name(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

/// Values are called what a reader would call them: a layer's result after the layer (hidden, for hidden.weight), an
/// operation on one value after both (hidden.relu), anything else after the operation.
std::string value_name(const frontend::TracedNode& node, const Graph& g, const std::vector<ValueId>& operands) {
  if (node.op == "gradient") return "d_" + g.name_of(operands[1]);
  ValueId traced = ir::no_value;
  int results = 0;
  for (ValueId v : operands) {
    const auto& value = g.values[static_cast<std::size_t>(v)];
    if (value.kind == ValueKind::parameter && operands.size() > 1 && node.op == "affine")
      if (const auto dot = value.name.rfind('.'); dot != std::string::npos) {
        const std::string layer = value.name.substr(0, dot);
        return std::isdigit(static_cast<unsigned char>(layer[0])) ? "layer" + layer : layer;
      }
    if (value.kind == ValueKind::result) traced = v, ++results;
  }
  if (operands.size() == 1 && results == 1) return g.name_of(traced) + "." + node.op;
  return node.op;
}

/// ValueKind::result for an operation.
ValueKind source_kind(const std::string& op) {
  if (op == "state") return ValueKind::parameter;
  auto kind = ValueKind::input;
  while (kind != ValueKind::result && op != ir::kind_name(kind)) kind = static_cast<ValueKind>(static_cast<int>(kind) + 1);
  return kind;
}

/// The part of the traced graph that `outputs` and `updates` need.
enum class Mode : bool { training, inference };
Graph part(const Module& m, const std::string& name, Mode mode, const std::vector<ir::Output>& outputs, const std::vector<ir::Update>& updates) {
  Graph g = m.traced;
  g.name = m.name + "." + name;
  g.outputs = outputs;
  g.updates = updates;
  if (mode == Mode::training) passes::choose_training(g);
  else passes::choose_inference(g);
  passes::eliminate_dead_code(g);
  std::vector<int> uses = g.use_counts();
  for (const ir::Update& u : g.updates) ++uses[static_cast<std::size_t>(u.parameter)];
  std::erase_if(g.arguments, [&](ValueId v) { return uses[static_cast<std::size_t>(v)] == 0; });
  return g;
}

}  // namespace

ir::Graph* Module::function(std::string_view wanted) {
  for (Graph& g : functions)
    if (g.name == name + "." + std::string(wanted)) return &g;
  return nullptr;
}
const ir::Graph* Module::function(std::string_view wanted) const { return const_cast<Module*>(this)->function(wanted); }

Module make_module(const frontend::TracedModel& model) {
  Module m;
  m.name = model.name;
  m.file = base_name(model.file);
  m.data_kind = model.data_kind;
  m.data_name = model.data_name;
  m.epochs = model.epochs;
  Graph& g = m.traced;
  g.name = model.name;
  for (const auto& n : model.nodes)
    if (n.op == "input" && n.types[0].batched()) m.batch = n.types[0].extents[n.types[0].batch_axis];
  g.batch = m.batch;

  // What the spec asks for by name keeps that name.
  std::map<std::pair<int, int>, std::string> asked;
  for (const auto& o : model.outputs) asked[{o.value.node, o.value.result}] = o.name;
  for (const auto& o : model.metrics) asked[{o.value.node, o.value.result}] = o.name;
  if (model.loss.node >= 0) asked[{model.loss.node, model.loss.result}] = "loss";
  for (const auto& u : model.updates) {
    const auto& p = model.nodes[static_cast<std::size_t>(u.parameter.node)];
    asked[{u.value.node, u.value.result}] = p.name + ".next";
  }

  std::vector<std::vector<ValueId>> results(model.nodes.size());
  for (std::size_t i = 0; i < model.nodes.size(); ++i) {
    const auto& n = model.nodes[i];
    if (const auto kind = source_kind(n.op); kind != ValueKind::result) {
      results[i] = {g.add_value(n.name, n.types[0], kind)};
      g.arguments.push_back(results[i][0]);
      if (kind == ValueKind::parameter)
        m.parameters.push_back({n.name, n.types[0], static_cast<int>(n.attributes.integer("kind")), n.attributes.real("a"), n.attributes.real("b"), n.values});
      if (kind == ValueKind::hyperparameter) m.hyperparameters.push_back({n.name, n.attributes.real("value")});
      continue;
    }
    ir::Node node;
    node.op = ops::find(n.op);
    if (!node.op) throw ir::InternalError("the spec reader gave an operation '" + n.op + "' that does not exist");
    for (const auto& r : n.operands) node.operands.push_back(results[static_cast<std::size_t>(r.node)][static_cast<std::size_t>(r.result)]);
    node.attributes = n.attributes;
    node.values = n.values;
    if (n.op == "constant" && !node.attributes.find("dtype")) {
      const double value = n.attributes.real("value");
      node.attributes = Attributes{}.set("dtype", static_cast<int>(n.types[0].dtype)).set_real("value", value);
    }
    node.location = {base_name(n.location.file), n.location.line};
    for (std::size_t r = 0; r < n.types.size(); ++r) {
      const auto it = asked.find({static_cast<int>(i), static_cast<int>(r)});
      node.results.push_back(g.add_value(it != asked.end() ? it->second : value_name(n, g, node.operands), n.types[r]));
    }
    results[i] = node.results;
    if (n.op == "gradient")
      for (Parameter& p : m.parameters) p.trained = p.trained || p.name == g.name_of(node.operands[1]);
    g.nodes.push_back(std::move(node));
  }

  const auto value = [&](const frontend::ValueRef& r) { return results[static_cast<std::size_t>(r.node)][static_cast<std::size_t>(r.result)]; };
  std::vector<ir::Output> numbers, outputs;
  if (model.loss.node >= 0) numbers.push_back({OutputKind::loss, "", value(model.loss)});
  for (const auto& o : model.metrics) numbers.push_back({OutputKind::metric, o.name, value(o.value)});
  for (const auto& o : model.outputs) outputs.push_back({OutputKind::output, o.name, value(o.value)});
  std::vector<ir::Update> updates;
  for (const auto& u : model.updates) {
    // What a parameter becomes is a value of its own, even where the rule gives another parameter: that one may change, too.
    ValueId v = value(u.value);
    const int producer = g.producer(v);
    const ops::Primitive* op = producer < 0 ? nullptr : g.nodes[static_cast<std::size_t>(producer)].op;
    if (!op || op->view || op->name == "by_mode") {
      ir::GraphBuilder builder(g);
      builder.name = g.name_of(value(u.parameter)) + ".next";
      v = builder.apply("broadcast", {v}, ops::shape_attributes(g.type(v)));
    }
    updates.push_back({value(u.parameter), v});
  }
  g.outputs = numbers;
  g.outputs.insert(g.outputs.end(), outputs.begin(), outputs.end());
  g.updates = updates;

  if (model.loss.node >= 0) {
    m.functions.push_back(part(m, "step", Mode::training, numbers, updates));
    const Graph loss = part(m, "loss", Mode::training, numbers, {});
    const Graph evaluate = part(m, "loss", Mode::inference, numbers, {});
    if (ir::print(loss) != ir::print(evaluate)) m.functions.push_back(loss);
  }
  if (!numbers.empty()) m.functions.push_back(part(m, "evaluate", Mode::inference, numbers, {}));
  if (model.loss.node >= 0) {
    std::vector<ir::Output> gradients = numbers;
    for (const Parameter& p : m.parameters)
      for (const ir::Node& n : g.nodes)
        if (p.trained && n.op->name == "gradient" && g.name_of(n.operands[1]) == p.name) {
          gradients.push_back({OutputKind::gradient, p.name, n.results[0]});
          break;
        }
    m.functions.push_back(part(m, "gradients", Mode::training, gradients, {}));

    // The update rule alone: gradients come in as inputs, in the order of the parameters.
    const Graph whole = m.traced;
    for (std::size_t k = numbers.size(); k < gradients.size(); ++k) {
      const ValueId d = gradients[k].value;
      const ir::Node made = g.nodes[static_cast<std::size_t>(g.producer(d))];
      for (const ir::Node& n : whole.nodes)
        if (n.op->name == "gradient" && n.operands[1] == made.operands[1]) g.replace_uses(n.results[0], d);
      g.values[static_cast<std::size_t>(d)].kind = ValueKind::input;
      g.arguments.push_back(d);
    }
    std::erase_if(g.nodes, [](const ir::Node& n) { return n.op->name == "gradient"; });
    m.functions.push_back(part(m, "update", Mode::training, {}, updates));
    m.traced = whole;
  }
  if (!outputs.empty()) m.functions.push_back(part(m, "predict", Mode::inference, outputs, {}));
  return m;
}

}  // namespace lathe
