#include "module.hpp"

#include <algorithm>
#include <map>

#include "ir/scan.hpp"
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

/// ValueKind::result for an operation.
ValueKind source_kind(const std::string& op) {
  if (op == "state") return ValueKind::parameter;
  auto kind = ValueKind::input;
  while (kind != ValueKind::result && op != ir::kind_name(kind))
    kind = static_cast<ValueKind>(static_cast<int>(kind) + 1);
  return kind;
}

/// The part of the traced graph that `outputs` and `updates` need.
enum class Mode : bool { training, inference };
Graph part(const Module& m, const std::string& name, Mode mode, const std::vector<ir::Output>& outputs,
           const std::vector<ir::Update>& updates) {
  Graph g = m.traced;
  g.name = m.name + "." + name;
  g.outputs = outputs;
  g.updates = updates;
  g.everywhere(mode == Mode::training ? passes::choose_training : passes::choose_inference);
  g.everywhere(passes::eliminate_dead_code);
  std::vector<int> uses = g.use_counts();
  for (const ir::Update& u : g.updates) ++uses[static_cast<std::size_t>(u.parameter)];
  std::erase_if(g.arguments, [&](ValueId v) { return uses[static_cast<std::size_t>(v)] == 0; });
  return g;
}

/// The nodes of a trace as nodes of graphs: a scan's body is a graph of its own.
class GraphMaker {
 public:
  GraphMaker(const frontend::TracedModel& model, Module& m)
      : model_(model), m_(m), made_(model.nodes.size()), whole_{m.traced, nullptr, nullptr, {}} {
    // What the spec asks for by name keeps that name.
    for (const auto& o : model.outputs) asked_[{o.value.node, o.value.result}] = o.name;
    for (const auto& o : model.metrics) asked_[{o.value.node, o.value.result}] = o.name;
    if (model.loss.node >= 0) asked_[{model.loss.node, model.loss.result}] = "loss";
    for (const auto& u : model.updates)
      if (traced(u.value.node).op != "gradient")
        asked_[{u.value.node, u.value.result}] = traced(u.parameter.node).name + ".next";
    for (std::size_t i = 0; i < model.nodes.size(); ++i)
      if (model.nodes[i].op == "scan")
        scan_of_[static_cast<int>(model.nodes[i].attributes.integer("first"))].push_back(static_cast<int>(i));
  }

  void run() {
    // Sources first: what a person has named keeps its name.
    for (int i = 0; i < static_cast<int>(model_.nodes.size()); ++i)
      if (const auto kind = source_kind(traced(i).op); kind != ValueKind::result) make_source(i, kind);
    make(whole_, 0, static_cast<int>(model_.nodes.size()));
  }

  ValueId value(const frontend::ValueRef& r) { return in(whole_, r); }

 private:
  /// A graph in the making, and the scan around it whose body it is.
  struct Scope {
    Graph& graph;
    Scope* around;
    ir::Node* scan;
    std::map<ValueId, ValueId> captured;  // values of the scope around, as arguments
  };
  struct Made {
    Scope* scope = nullptr;
    std::vector<ValueId> results;
  };

  const frontend::TracedNode& traced(int node) const { return model_.nodes[static_cast<std::size_t>(node)]; }
  Made& made(int node) { return made_[static_cast<std::size_t>(node)]; }

  /// A value where it is read: in a body, what comes from outside is an argument.
  ValueId in(Scope& scope, const frontend::ValueRef& r) {
    const Made& m = made(r.node);
    const ValueId own = m.results[static_cast<std::size_t>(r.result)];
    if (m.scope == &scope) return own;
    if (!scope.around) throw ir::InternalError("a value of a scan's body is used outside of it");
    return capture(scope, in(*scope.around, r), ValueKind::input);
  }
  ValueId capture(Scope& scope, ValueId outside, ValueKind kind, std::string name = "") {
    const Graph& around = scope.around->graph;
    if (kind == ValueKind::input && scope.captured.count(outside)) return scope.captured[outside];
    if (name.empty()) name = around.name_of(outside);
    const ValueId v = ir::add_operand(around, *scope.scan, outside, kind, name);
    if (kind == ValueKind::input) scope.captured[outside] = v;
    return v;
  }

  void make(Scope& scope, int first, int end) {
    for (int i = first; i < end; ++i) {
      // Of the scans whose bodies begin here, the outermost one that is inside of this scope.
      const auto it = scan_of_.find(i);
      int scan = -1;
      if (it != scan_of_.end())
        for (int s : it->second)
          if (s < end) scan = s;
      if (scan >= 0)
        make_scan(scope, i, scan), i = scan;
      else if (source_kind(traced(i).op) == ValueKind::result)
        make_node(scope, i);
    }
  }

  void make_source(int i, ValueKind kind) {
    const auto& n = traced(i);
    made(i) = {&whole_, {whole_.graph.add_value(n.name, n.types[0], kind)}};
    whole_.graph.arguments.push_back(made(i).results[0]);
    if (kind == ValueKind::parameter) {
      const bool trained = n.op == "parameter" && std::any_of(model_.updates.begin(), model_.updates.end(),
                                                              [&](const auto& u) { return u.parameter.node == i; });
      m_.parameters.push_back({n.name, n.types[0], static_cast<int>(n.attributes.integer("kind")),
                               n.attributes.real("a"), n.attributes.real("b"), n.values, trained, ""});
    }
    if (kind == ValueKind::hyperparameter) m_.hyperparameters.push_back({n.name, n.attributes.real("value")});
  }

  void make_node(Scope& scope, int i) {
    const auto& n = traced(i);
    Graph& g = scope.graph;
    ir::Node node;
    node.op = ops::find(n.op);
    if (!node.op) throw ir::InternalError("the spec reader gave an operation '" + n.op + "' that does not exist");
    for (const auto& r : n.operands) node.operands.push_back(in(scope, r));
    node.attributes = n.attributes;
    node.values = n.values;
    if (n.op == "constant" && !node.attributes.find("dtype")) {
      const double value = n.attributes.real("value");
      node.attributes = Attributes{}.set("dtype", static_cast<int>(n.types[0].dtype)).set_real("value", value);
    }
    node.location = {base_name(n.location.file), n.location.line};
    for (std::size_t r = 0; r < n.types.size(); ++r)
      node.results.push_back(g.add_value(name_of(i, static_cast<int>(r), g, node.operands), n.types[r]));
    made(i) = {&scope, node.results};
    g.nodes.push_back(std::move(node));
  }

  /// The nodes first … i - 1 as the body of scan i. Its operands in the trace are the states' next values, then the
  /// outputs.
  void make_scan(Scope& around, int first, int i) {
    const auto& n = traced(i);
    const auto states = static_cast<std::size_t>(n.attributes.integer("states"));
    ir::Node node;
    node.op = ops::find("scan");
    node.location = {base_name(n.location.file), n.location.line};
    node.attributes = ir::scan_attributes(states, static_cast<int>(n.attributes.integer("times")),
                                          n.attributes.integer("reverse") != 0);
    node.body.emplace_back();
    Graph& body = node.body[0];
    body.batch = m_.batch;
    body.times = ir::times_of(node);
    Scope scope{body, &around, &node, {}};
    // The trace has the arguments in front: states, then sequences.
    for (std::size_t s = 0; s < states; ++s) {
      const ValueId v = body.add_value("state", traced(first).types[0], ValueKind::carried);
      node.operands.push_back(in(around, traced(first).operands[0]));
      body.arguments.push_back(v);
      made(first++) = {&scope, {v}};
    }
    for (auto left = n.attributes.integer("sequences"); left > 0; --left) {
      const ValueId sequence = in(around, traced(first).operands[0]);
      made(first++) = {&scope, {capture(scope, sequence, ValueKind::element, around.graph.name_of(sequence) + ".t")}};
    }
    make(scope, first, i);
    std::vector<ValueId> values;
    for (const auto& r : n.operands) values.push_back(in(scope, r));
    for (std::size_t s = 0; s < states; ++s) body.updates.push_back({body.arguments[s], values[s]});
    body.name = layer_of(body);
    for (std::size_t r = 0; r < values.size(); ++r) {
      const auto asked = asked_.find({i, static_cast<int>(r)});
      const std::string name = asked != asked_.end() ? asked->second : r < states ? body.name + ".state" : body.name;
      node.results.push_back(around.graph.add_value(name, n.types[r]));
      if (r >= states) body.outputs.push_back({ir::OutputKind::output, body.name, values[r]});
    }
    made(i) = {&around, node.results};
    around.graph.nodes.push_back(std::move(node));
  }

  /// The layer whose weights a body reads: rnn.0; or scan.
  static std::string layer_of(const Graph& body) {
    for (ValueId v : body.arguments) {
      const std::string name = body.name_of(v);
      const auto dot = name.rfind('.');
      if (body.values[static_cast<std::size_t>(v)].kind == ValueKind::input && dot != std::string::npos)
        return layer(name.substr(0, dot));
    }
    return "scan";
  }
  static std::string layer(const std::string& path) {
    return std::isdigit(static_cast<unsigned char>(path[0])) ? "layer" + path : path;
  }

  /// Values are called what a reader would call them: a layer's result after the layer (hidden, for hidden.weight), an
  /// operation on one value after both (hidden.relu), anything else after the operation.
  std::string name_of(int i, int result, const Graph& g, const std::vector<ValueId>& operands) {
    if (const auto it = asked_.find({i, result}); it != asked_.end()) return it->second;
    const auto& node = traced(i);
    if (node.op == "gradient") return "d_" + g.name_of(operands[1]);
    ValueId only = ir::no_value;
    int results = 0;
    for (std::size_t k = 0; k < operands.size(); ++k) {
      const ValueId v = operands[k];
      const auto& value = g.values[static_cast<std::size_t>(v)];
      if (source_kind(traced(node.operands[k].node).op) == ValueKind::parameter && operands.size() > 1 &&
          node.op == "affine")
        if (const auto dot = value.name.rfind('.'); dot != std::string::npos) {
          // rnn.0.hidden for rnn.0.hidden_weight, hidden for hidden.weight
          const auto part = value.name.rfind("_weight");
          return layer(value.name.substr(0, part != std::string::npos && part > dot ? part : dot));
        }
      if (value.kind == ValueKind::result) only = v, ++results;
    }
    return operands.size() == 1 && results == 1 ? g.name_of(only) + "." + node.op : node.op;
  }

  const frontend::TracedModel& model_;
  Module& m_;
  std::vector<Made> made_;
  Scope whole_;
  std::map<std::pair<int, int>, std::string> asked_;
  std::map<int, std::vector<int>> scan_of_;  // by the first node of the body, innermost first
};

}  // namespace

ir::Graph* Module::function(std::string_view wanted) {
  for (Graph& g : functions)
    if (g.name == name + "." + std::string(wanted)) return &g;
  return nullptr;
}
const ir::Graph* Module::function(std::string_view wanted) const { return const_cast<Module*>(this)->function(wanted); }

void add_functions(Module& m) {
  Graph& g = m.traced;
  const std::vector<ir::Update> updates = g.updates;
  std::vector<ir::Output> numbers, outputs;
  ValueId loss = ir::no_value;
  for (const ir::Output& o : g.outputs) {
    (o.kind == OutputKind::output ? outputs : numbers).push_back(o);
    if (o.kind == OutputKind::loss) loss = o.value;
  }
  if (loss != ir::no_value) {
    m.functions.push_back(part(m, "step", Mode::training, numbers, updates));
    const Graph in_training = part(m, "loss", Mode::training, numbers, {});
    const Graph evaluate = part(m, "loss", Mode::inference, numbers, {});
    if (ir::print(in_training) != ir::print(evaluate)) m.functions.push_back(in_training);
  }
  if (!numbers.empty()) m.functions.push_back(part(m, "evaluate", Mode::inference, numbers, {}));
  if (loss != ir::no_value) {
    const auto of_loss = [&](const ir::Node& n) { return n.op->name == "gradient" && n.operands[0] == loss; };
    std::vector<ir::Output> gradients = numbers;
    for (Parameter& p : m.parameters)
      for (const ir::Node& n : g.nodes)
        if (p.trained && of_loss(n) && g.name_of(n.operands[1]) == p.name) {
          gradients.push_back({OutputKind::gradient, p.name, n.results[0]});
          p.gradient = g.name_of(n.results[0]);
          break;
        }
    m.functions.push_back(part(m, "gradients", Mode::training, gradients, {}));

    // The update rule alone: gradients come in as inputs, in the order of the parameters.
    const Graph whole = m.traced;
    for (std::size_t k = numbers.size(); k < gradients.size(); ++k) {
      const ValueId d = gradients[k].value;
      const ir::Node made = g.nodes[static_cast<std::size_t>(g.producer(d))];
      for (const ir::Node& n : whole.nodes)
        if (of_loss(n) && n.operands[1] == made.operands[1]) g.replace_uses(n.results[0], d);
      g.values[static_cast<std::size_t>(d)].kind = ValueKind::input;
      g.arguments.push_back(d);
    }
    std::erase_if(g.nodes, [&](const ir::Node& n) {
      return of_loss(n) && g.values[static_cast<std::size_t>(n.results[0])].kind == ValueKind::input;
    });
    m.functions.push_back(part(m, "update", Mode::training, {}, updates));
    m.traced = whole;
  }
  if (!outputs.empty()) m.functions.push_back(part(m, "predict", Mode::inference, outputs, {}));
}

Module make_module(const frontend::TracedModel& model) {
  Module m;
  m.name = model.name;
  m.file = base_name(model.file);
  for (const auto& o : model.options) m.options += (m.options.empty() ? "" : ", ") + o.name + "=" + o.value;
  m.data_kind = model.data_kind;
  m.data_name = model.data_name;
  m.data_file = model.data_file;
  m.data_schema = model.data_schema;
  m.data_train = model.data_train;
  m.data_scaled = model.data_scaled;
  m.epochs = model.epochs;
  Graph& g = m.traced;
  g.name = model.name;
  for (const auto& n : model.nodes)
    if (n.op == "input" && n.types[0].batched()) m.batch = n.types[0].extents[n.types[0].batch_axis];
  g.batch = m.batch;

  GraphMaker maker(model, m);
  maker.run();
  const auto value = [&](const frontend::ValueRef& r) { return maker.value(r); };
  std::vector<ir::Output> numbers, outputs;
  if (model.loss.node >= 0) numbers.push_back({OutputKind::loss, "", value(model.loss)});
  for (const auto& o : model.metrics) {
    numbers.push_back({OutputKind::metric, o.name, value(o.value)});
    m.metric_is_better.push_back(o.better);
    m.metric_is_root.push_back(o.root);
  }
  for (const auto& o : model.outputs) outputs.push_back({OutputKind::output, o.name, value(o.value)});
  std::vector<ir::Update> updates;
  for (const auto& u : model.updates) {
    // What a parameter becomes is a value of its own, even where the rule gives another parameter: that one may change,
    // too.
    ValueId v = value(u.value);
    const int producer = g.producer(v);
    const ops::Primitive* op = producer < 0 ? nullptr : g.nodes[static_cast<std::size_t>(producer)].op;
    if (!op || op->view || op->name == "by_mode" || op->name == "gradient") {
      ir::GraphBuilder builder(g);
      builder.name = g.name_of(value(u.parameter)) + ".next";
      v = builder.apply("broadcast", {v}, ops::shape_attributes(g.type(v)));
    }
    updates.push_back({value(u.parameter), v});
  }
  g.outputs = numbers;
  g.outputs.insert(g.outputs.end(), outputs.begin(), outputs.end());
  g.updates = updates;

  add_functions(m);
  return m;
}

}  // namespace lathe
