// Walks the table of operations: every operation, every sample. The definition must have the shape that the rule gives,
// and the gradient must agree with central differences of the definition, in double, for a full and a short batch.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "interpret.hpp"
#include "lathe/ops/rules.hpp"
#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace {

using namespace lathe;

/// One node of the operation on parameters, and loss = sum of its real results times fixed weights.
struct Probe {
  ir::Graph graph;
  Environment arguments;
  std::vector<std::string> real_operands;
};

kernel::Tensor random_tensor(const Type& type, double low, double high, std::mt19937& random) {
  kernel::Tensor t(static_cast<std::size_t>(type.elements()));
  for (double& x : t) {
    if (type.dtype == DType::i32) {
      x = std::uniform_int_distribution<int>(0, static_cast<int>(high))(random);
      continue;
    }
    // Away from 0, where step and relu have their kink.
    do x = std::uniform_real_distribution<double>(low, high)(random);
    while (std::abs(x) < 0.05);
  }
  return t;
}

Probe make_probe(const ops::Primitive& op, const ops::Sample& sample, bool with_gradients) {
  std::mt19937 random(7);
  Probe p;
  ir::Graph& g = p.graph;
  g.name = "probe";
  for (const Type& t : sample.operands)
    if (t.batched()) g.batch = t.extents[t.batch_axis] / t.batch_multiple;
  if (sample.attributes.find("per_row")) g.batch = 3;
  const Inferred inferred =
      op.infer(Operands{sample.operands.data(), static_cast<int>(sample.operands.size())}, sample.attributes);
  const Type& first = inferred.types[0];
  if (first.batched()) g.batch = first.extents[first.batch_axis] / first.batch_multiple;
  std::vector<ir::ValueId> operands;
  const auto argument = [&](const std::string& name, const Type& type, double low, double high) {
    const ir::ValueId v = g.add_value(name, type, ir::ValueKind::parameter);
    g.arguments.push_back(v);
    p.arguments[name] = random_tensor(type, low, high, random);
    return v;
  };
  for (const Type& t : sample.operands) {
    const std::string name = "x" + std::to_string(operands.size());
    operands.push_back(argument(name, t, sample.low, sample.high));
    if (t.dtype != DType::i32) p.real_operands.push_back(name);
  }
  ir::GraphBuilder builder(g);
  builder.apply(op.name, operands, sample.attributes);
  g.nodes.back().values = sample.values;
  const std::vector<ir::ValueId> results = g.nodes.back().results;
  if (!with_gradients) {
    for (ir::ValueId r : results) g.outputs.push_back({ir::OutputKind::output, g.name_of(r), r});
    return p;
  }
  // Only the first result is differentiable where there are several.
  const Type& type = g.type(results[0]);
  const ir::ValueId weights = argument("weights", type, 0.5, 1.5);
  ir::ValueId loss = builder.apply("multiply", {results[0], weights});
  if (type.rank) {
    Attribute axes{"axes"};
    for (int i = 0; i < type.rank; ++i) axes.ints[axes.count++] = i;
    Attributes all;
    all.list[all.count++] = axes;
    loss = builder.apply("sum", {loss}, all);
  }
  g.outputs.push_back({ir::OutputKind::loss, "", loss});
  for (const std::string& name : p.real_operands)
    for (ir::ValueId v : operands)
      if (g.name_of(v) == name)
        g.outputs.push_back({ir::OutputKind::gradient, name, builder.apply("gradient", {loss, v})});
  return p;
}

/// The largest difference between gradient graph and central differences, relative to the largest gradient.
double gradient_error(const Probe& probe, int rows) {
  ir::Graph g = probe.graph;
  passes::differentiate(g);
  REQUIRE(ir::verify(g) == std::vector<std::string>{});
  const Evaluated analytic = interpret(g, probe.arguments, rows);
  ir::Graph forward = g;
  forward.outputs.resize(1);
  passes::eliminate_dead_code(forward);
  double worst = 0, largest = 1e-3;
  Environment arguments = probe.arguments;
  for (std::size_t k = 0; k < probe.real_operands.size(); ++k) {
    kernel::Tensor& x = arguments[probe.real_operands[k]];
    const kernel::Tensor& d = analytic.outputs[k + 1];
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double at = x[i], h = 1e-5;
      x[i] = at + h;
      const double up = interpret(forward, arguments, rows).outputs[0][0];
      x[i] = at - h;
      const double down = interpret(forward, arguments, rows).outputs[0][0];
      x[i] = at;
      const double numeric = (up - down) / (2 * h);
      largest = std::max(largest, std::abs(numeric));
      worst = std::max(worst, std::abs(numeric - d[i]));
    }
  }
  return worst / largest;
}

bool differentiable(const ops::Primitive& op, const ops::Sample& sample) {
  if (!op.gradient || sample.operands.empty()) return false;
  std::vector<Type> types = sample.operands;
  const Inferred result = op.infer(Operands{types.data(), static_cast<int>(types.size())}, sample.attributes);
  if (result.types[0].dtype == DType::i32) return false;
  for (const Type& t : types)
    if (t.dtype != DType::i32) return true;
  return false;
}

/// The probe with another record in place of its operation's.
Probe with_record(const Probe& probe, const ops::Primitive& op, std::size_t operands, const ops::Primitive& record) {
  Probe p = probe;
  for (ir::Node& n : p.graph.nodes)
    if (n.op == &op && n.operands.size() == operands && p.graph.name_of(n.operands[0]) == "x0") n.op = &record;
  return p;
}

/// A node that a rule has made, and what to put in its place.
struct Edit {
  std::string what;
  std::size_t position = 0;  // among the nodes that the rule makes
  ir::Node node;
};

/// All edits of one node of a rule: two operands swapped, an operand that is another one of the operation's, a sum
/// without one of its terms, a constant that is a hundredth too large.
void add_edits(std::vector<Edit>& edits, const ops::GradientRule& rule, std::size_t position, const ir::Node& n) {
  static const std::set<std::string_view> commutative = {"add", "multiply", "maximum", "minimum", "equal"};
  const ir::Graph& g = rule.operand(0).builder->graph();
  const auto real = [&](ir::ValueId v) { return g.type(v).dtype != DType::i32; };
  const auto edit = [&](std::string what) -> ir::Node& {
    edits.push_back({std::string(n.op->name) + ": " + std::move(what), position, n});
    return edits.back().node;
  };
  std::vector<ir::ValueId> own = {rule.result().id};
  for (int i = 0; i < rule.operands(); ++i) own.push_back(rule.operand(i).id);
  for (std::size_t a = 0; a < n.operands.size(); ++a) {
    const ir::ValueId at_a = n.operands[a];
    if (!real(at_a)) continue;
    for (std::size_t b = a + 1; b < n.operands.size() && !commutative.contains(n.op->name); ++b)
      if (at_a != n.operands[b] && g.type(at_a) == g.type(n.operands[b])) {
        ir::Node& swapped = edit("operands swapped");
        std::swap(swapped.operands[a], swapped.operands[b]);
      }
    if (std::count(own.begin(), own.end(), at_a))
      for (ir::ValueId other : own)
        if (other != at_a && g.type(other) == g.type(at_a))
          edit("%" + g.name_of(other) + " for %" + g.name_of(at_a)).operands[a] = other;
    if ((n.op->name == "add" || n.op->name == "subtract") && g.type(n.operands[1 - a]) == g.type(n.results[0])) {
      ir::Node& shorter = edit("a term dropped");
      shorter.op = ops::find("broadcast");
      shorter.operands = {n.operands[1 - a]};
      shorter.attributes = ops::shape_attributes(g.type(n.results[0]));
    }
  }
  if (n.op->name == "constant" && n.attributes.real("value") != 0) {
    ir::Node& larger = edit("a constant changed");
    larger.attributes = Attributes{}
                            .set("dtype", static_cast<int>(n.attributes.integer("dtype")))
                            .set_real("value", 1.01 * n.attributes.real("value"));
  }
}

/// The probe with all of its operands' elements equal: where maximum and minimum share the gradient.
Probe with_ties(Probe p) {
  for (const std::string& name : p.real_operands) std::fill(p.arguments[name].begin(), p.arguments[name].end(), 0.7);
  return p;
}

bool has_ties(const ops::Primitive& op) { return op.name == "maximum" || op.name == "minimum"; }

/// Why central differences cannot notice an edit of a rule; empty where they must.
std::string excuse(const ops::Primitive& op, const ops::Sample& sample, const Edit& e) {
  const std::string name(op.name);
  if (name == "relu" && e.what == "less_equal: %x0 for %relu") return "the same: both are at most 0 or neither is";
  if (has_ties(op) && e.what.starts_with("less: %" + name + " for ")) return "the same: it is one of the two";
  if (name == "affine" && e.what == "matmul: operands swapped" && sample.operands[1].elements() == 1)
    return "the same: numbers commute";
  if (name == "pow" && (e.what.starts_with("equal: ") || e.what.starts_with("less_equal: ")))
    return "what holds at 0 alone is compared with PyTorch's";
  if (name == "binary_cross_entropy" && e.what == "constant: a constant changed")
    return "what holds at 0 and 1 alone has a test of its own";
  return "";
}

bool has_no_slope(const ops::Primitive& op) {
  static const std::set<std::string_view> names = {"ceil", "detach", "floor", "round", "sign", "step"};
  return names.contains(op.name);
}

}  // namespace

TEST_CASE("every operation says what it computes, where that comes from, and how to try it") {
  for (const ops::Primitive* op : ops::all()) {
    CAPTURE(op->name);
    CHECK(!op->formula.empty());
    CHECK(!op->source.empty());
    if (op->name == "fused" || op->name == "gradient" || op->name == "scan")
      continue;  // what they do is in their nodes
    CHECK(static_cast<bool>(op->infer));
    CHECK(static_cast<bool>(op->pointwise) != static_cast<bool>(op->define));
    CHECK(!op->samples.empty());
  }
}

TEST_CASE("every operation says what the attributes of its samples mean, and of no others") {
  for (const ops::Primitive* op : ops::all()) {
    if (op->samples.empty()) continue;
    CAPTURE(op->name);
    std::set<std::string_view> used, explained;
    for (const ops::Sample& sample : op->samples)
      for (int i = 0; i < sample.attributes.count; ++i) used.insert(sample.attributes.list[i].name.view());
    for (const ops::AttributeMeaning& a : op->attributes) {
      explained.insert(a.name);
      CHECK(!a.meaning.empty());
    }
    CHECK(explained == used);
  }
}

TEST_CASE("a whole number is never -0") {
  const double zero[] = {0, -3}, fraction[] = {-0.25};
  CHECK(!std::signbit(kernel::evaluate(kernel::Function::negate, zero, DType::i32)));
  CHECK(!std::signbit(kernel::evaluate(kernel::Function::multiply, zero, DType::i32)));
  CHECK(!std::signbit(kernel::evaluate(kernel::Function::cast, fraction, DType::i32)));
  CHECK(std::signbit(kernel::evaluate(kernel::Function::negate, zero, DType::f64)));
}

TEST_CASE("every definition gives finite values of the shape its rule promises, and prints as IR") {
  int samples = 0;
  for (const ops::Primitive* op : ops::all())
    for (const ops::Sample& sample : op->samples) {
      CAPTURE(op->name);
      const Probe p = make_probe(*op, sample, false);
      REQUIRE(ir::verify(p.graph) == std::vector<std::string>{});
      const Evaluated e = interpret(p.graph, p.arguments, p.graph.batch);
      for (std::size_t r = 0; r < e.outputs.size(); ++r) {
        CHECK(e.outputs[r].size() == static_cast<std::size_t>(p.graph.type(p.graph.outputs[r].value).elements()));
        for (double x : e.outputs[r]) CHECK(std::isfinite(x));
      }
      ++samples;
    }
  CHECK(samples > 30);
}

TEST_CASE("every gradient rule agrees with central differences, in full and short batches") {
  int checked = 0;
  for (const ops::Primitive* op : ops::all())
    for (const ops::Sample& sample : op->samples) {
      if (!differentiable(*op, sample) || op->name == "detach") continue;  // whose gradient is 0 on purpose
      CAPTURE(op->name);
      const Probe p = make_probe(*op, sample, true);
      CHECK(gradient_error(p, p.graph.batch) < 1e-6);
      if (p.graph.batch > 1) CHECK(gradient_error(p, p.graph.batch - 1) < 1e-6);
      if (has_ties(*op)) CHECK(gradient_error(with_ties(p), p.graph.batch) < 1e-6);
      ++checked;
    }
  CHECK(checked > 25);
}

TEST_CASE("a broken gradient rule is noticed, whichever way it is broken") {
  using ops::Term;
  struct Mutation {
    const char* what;
    void (*apply)(std::vector<Term>&, std::size_t);
  };
  const Mutation mutations[] = {
      {"sign", [](std::vector<Term>& t, std::size_t k) { t[k] = -t[k]; }},
      {"factor", [](std::vector<Term>& t, std::size_t k) { t[k] = t[k] + t[k]; }},
      {"dropped", [](std::vector<Term>& t, std::size_t k) { t[k] = Term{}; }},
  };
  int made = 0, noticed = 0;
  for (const ops::Primitive* op : ops::all())
    for (const ops::Sample& sample : op->samples) {
      if (!differentiable(*op, sample)) continue;
      const Probe p = make_probe(*op, sample, true);
      for (std::size_t k = 0; k < sample.operands.size(); ++k) {
        if (sample.operands[k].dtype == DType::i32) continue;
        for (const Mutation& m : mutations) {
          if (has_no_slope(*op)) continue;  // its gradient is 0: negated, doubled or dropped it is the same
          if (op->name == "by_mode" && k == 1) continue;  // has none
          ops::Primitive broken = *op;
          broken.gradient = [op, &m, k](const ops::GradientRule& g) {
            auto terms = op->gradient(g);
            m.apply(terms, k);
            return terms;
          };
          ++made;
          const bool found = gradient_error(with_record(p, *op, sample.operands.size(), broken), p.graph.batch) > 1e-6;
          noticed += found;
          CHECK_MESSAGE(found, std::string(op->name) << ", operand " << k << ": " << std::string(m.what));
        }
      }
    }
  MESSAGE("mutants of gradient rules: " << made << ", noticed: " << noticed);
  CHECK(made > 100);
}

TEST_CASE("a gradient rule with one node wrong is noticed, whichever it is") {
  int made = 0, noticed = 0, excused = 0;
  for (const ops::Primitive* op : ops::all())
    for (const ops::Sample& sample : op->samples) {
      if (!differentiable(*op, sample)) continue;
      const Probe p = make_probe(*op, sample, true);
      std::vector<Edit> edits;
      ops::Primitive watched = *op;
      watched.gradient = [&](const ops::GradientRule& rule) {
        const ir::Graph& g = rule.operand(0).builder->graph();
        const std::size_t first = g.nodes.size();
        auto terms = op->gradient(rule);
        for (std::size_t i = first; i < g.nodes.size(); ++i) add_edits(edits, rule, i - first, g.nodes[i]);
        return terms;
      };
      gradient_error(with_record(p, *op, sample.operands.size(), watched), p.graph.batch);
      for (const Edit& e : edits) {
        ops::Primitive broken = *op;
        broken.gradient = [&](const ops::GradientRule& rule) {
          ir::Graph& g = rule.operand(0).builder->graph();
          const std::size_t first = g.nodes.size();
          auto terms = op->gradient(rule);
          ir::Node& n = g.nodes[first + e.position];
          n.op = e.node.op, n.operands = e.node.operands, n.attributes = e.node.attributes;
          return terms;
        };
        const Probe mutant = with_record(p, *op, sample.operands.size(), broken);
        const bool found = gradient_error(mutant, p.graph.batch) > 1e-6 ||
                           (has_ties(*op) && gradient_error(with_ties(mutant), p.graph.batch) > 1e-6);
        const bool expected = excuse(*op, sample, e).empty();
        ++made;
        noticed += found;
        excused += !expected && !found;
        CHECK_MESSAGE((found || !expected), std::string(op->name) << ", node " << e.position << ", " << e.what);
      }
    }
  MESSAGE("gradient rules with one node wrong: " << made << ", noticed: " << noticed << ", excused: " << excused);
  CHECK(noticed + excused == made);
  CHECK(made > 100);
}

TEST_CASE("the gradient of binary_cross_entropy at 0 and 1 is that of 1e-12 beside them") {
  const ops::Primitive& op = *ops::find("binary_cross_entropy");
  Probe p = make_probe(op, op.samples[0], true);
  kernel::Tensor &probability = p.arguments["x0"], &target = p.arguments["x1"];
  for (std::size_t i = 0; i < probability.size(); ++i) probability[i] = i % 2, target[i] = 1 - probability[i];
  passes::differentiate(p.graph);
  const kernel::Tensor d = interpret(p.graph, p.arguments, p.graph.batch).outputs[1];
  for (std::size_t i = 0; i < d.size(); ++i)
    CHECK(d[i] * 1e-12 == doctest::Approx(p.arguments["weights"][i] * (i % 2 ? 1 : -1)).epsilon(1e-12));
}
