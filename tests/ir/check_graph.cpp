#include "check_graph.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "ir/scan.hpp"
#include "passes/passes.hpp"
#include "pipeline.hpp"

namespace lathe::test {
namespace {

/// Thrown in the middle of the passes.
struct Difference {
  std::string after;
};

bool computable(const ir::Graph& g) {
  return std::none_of(g.nodes.begin(), g.nodes.end(), [](const ir::Node& n) { return n.op->name == "gradient"; });
}

/// The largest difference, relative to the largest element; NaN where only one has NaN.
double difference(const kernel::Tensor& a, const kernel::Tensor& b) {
  if (a.size() != b.size()) return HUGE_VAL;
  double worst = 0, largest = 1;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double d = a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i])) ? 0 : std::abs(a[i] - b[i]);
    if (std::isnan(d)) return d;
    largest = std::max(largest, std::abs(a[i]));
    worst = std::max(worst, d);
  }
  return worst / largest;
}

double difference(const std::vector<kernel::Tensor>& a, const std::vector<kernel::Tensor>& b) {
  double worst = a.size() == b.size() ? 0 : HUGE_VAL;
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    const double d = difference(a[i], b[i]);
    worst = d <= worst ? worst : d;
  }
  return worst;
}

std::vector<kernel::Tensor> outputs_and_updates(const Evaluated& e) {
  std::vector<kernel::Tensor> all = e.outputs;
  for (const auto& [name, value] : e.updated) all.push_back(value);
  return all;
}

double nearest_float(double x) { return static_cast<float>(x); }

/// One of the two floats around x.
double float_at_random(double x, std::mt19937& generator) {
  const auto nearest = static_cast<float>(x);
  if (std::isnan(x) || std::isinf(nearest) || static_cast<double>(nearest) == x) return nearest;
  const float other = std::nextafter(nearest, static_cast<double>(nearest) < x ? HUGE_VALF : -HUGE_VALF);
  return generator() % 2 ? nearest : other;
}

/// How three steps in float, of both graphs, compare with those of `plain` in double: no element may be further away
/// than ten times what random rounding of every value and every partial sum does to `plain`.
struct InFloat {
  bool first = true;  // outputs and gradients of the first step agree
  bool all = true;    // and everything behind it
};
InFloat compare_in_float(const ir::Graph& plain, const ir::Graph& best, Environment arguments, int rows) {
  constexpr double epsilon = std::numeric_limits<float>::epsilon(), least = std::numeric_limits<float>::denorm_min();
  for (ir::ValueId v : plain.arguments)
    if (plain.type(v).dtype != DType::i32)
      for (double& x : arguments[plain.name_of(v)]) x = nearest_float(x);
  const std::vector<kernel::Tensor> exact = train(plain, arguments, rows);
  std::vector<kernel::Tensor> apart;
  for (const kernel::Tensor& t : exact)
    for (kernel::Tensor& a = apart.emplace_back(); double x : t) a.push_back(epsilon * std::abs(x) + least);
  for (unsigned seed = 1; seed <= 4; ++seed) {
    std::mt19937 generator(seed);
    const auto rounded = train(plain, arguments, rows, [&](double x) { return float_at_random(x, generator); });
    if (!(difference(exact, rounded) < 1e-3)) return {true, false};
    for (std::size_t k = 0; k < exact.size(); ++k)
      for (std::size_t i = 0; i < exact[k].size(); ++i)
        apart[k][i] = std::max(apart[k][i], std::abs(rounded[k][i] - exact[k][i]));
  }
  InFloat result;
  for (const ir::Graph* g : {&plain, &best}) {
    const auto got = train(*g, arguments, rows, nearest_float);
    for (std::size_t k = 0; k < exact.size(); ++k)
      for (std::size_t i = 0; i < exact[k].size(); ++i) {
        const double want = exact[k][i], is = got[k][i];
        if (is == want || (std::isnan(is) && std::isnan(want)) || std::abs(is - want) <= 10 * apart[k][i]) continue;
        result.all = false;
        result.first = result.first && k >= plain.outputs.size();
      }
  }
  return result;
}

}  // namespace

std::vector<kernel::Tensor> train(const ir::Graph& graph, Environment arguments, int rows,
                                  const kernel::Rounding& rounding) {
  std::vector<kernel::Tensor> all;
  for (int step = 0; step < 3; ++step) {
    const Evaluated e = interpret(graph, arguments, rows, rounding);
    all.insert(all.end(), e.outputs.begin(), e.outputs.end());
    for (const auto& [name, value] : e.updated) arguments[name] = value;
    arguments["batch.noise"][0] += 1;
  }
  for (const auto& [name, value] : arguments) all.push_back(value);
  return all;
}

Verdict check_graph(const RandomGraph& random) {
  constexpr double tolerance = 1e-9;
  Verdict verdict;
  const auto fault = [&](const std::string& what) {
    verdict.fault = what;
    return verdict;
  };
  if (const auto wrong = ir::verify(random.graph); !wrong.empty())
    return fault("the graph is not valid: " + wrong.front());
  try {
    ir::Graph training = random.graph, inference = random.graph;
    training.everywhere(passes::choose_training);
    inference.everywhere(passes::choose_inference);
    inference.updates.clear();
    std::erase_if(inference.outputs, [](const ir::Output& o) { return o.kind == ir::OutputKind::gradient; });

    ir::Graph plain = training;
    lower_to_reference(plain);
    verdict.nodes = plain.nodes.size();
    const int full = random.graph.batch, one = 1;
    std::mt19937 generator(1);
    Environment nearby = random.arguments;
    for (ir::ValueId v : plain.arguments)
      if (plain.type(v).dtype != DType::i32)
        nearby[plain.name_of(v)] = moved(nearby[plain.name_of(v)], tolerance, generator);
    std::vector<kernel::Tensor> whole, first, shorter;
    try {
      whole = train(plain, random.arguments, full);
      first = outputs_and_updates(interpret(plain, random.arguments, full));
      shorter = outputs_and_updates(interpret(plain, random.arguments, one));
      verdict.stable = difference(whole, train(plain, nearby, full)) < 1e3 * tolerance &&
                       difference(shorter, outputs_and_updates(interpret(plain, nearby, one))) < 1e3 * tolerance;
    } catch (const ir::InternalError&) {
      verdict.stable = false;  // an index that is computed has left its range
    }
    if (!verdict.stable) return verdict;

    ir::Graph best = training;
    optimise(best, [&](std::string_view pass, const ir::Graph& g, bool changed, double) {
      if (changed && computable(g) &&
          !(difference(first, outputs_and_updates(interpret(g, random.arguments, full))) < tolerance))
        throw Difference{std::string(pass)};
    });
    verdict.fewer = plain.nodes.size() - std::min(plain.nodes.size(), best.nodes.size());
    if (!(difference(whole, train(best, random.arguments, full)) < tolerance))
      return fault("three optimised steps differ");
    if (!(difference(shorter, outputs_and_updates(interpret(best, random.arguments, one))) < tolerance))
      return fault("a short batch differs");
    try {
      // An optimiser's first step can make a whole rate of a gradient that is rounding alone: what follows is counted.
      const InFloat in_float = compare_in_float(plain, best, random.arguments, full);
      if (!in_float.first) return fault("outputs or gradients in float differ");
      verdict.in_float = in_float.all;
    } catch (const ir::InternalError&) {  // an index that is computed has left its range
    }
    for (const ir::Graph* g : {&plain, &best})
      if (const std::string wrong = simulate(*g, plan_memory(*g)); !wrong.empty())
        return fault("the memory plan is wrong: " + wrong);

    ir::Graph plain_inference = inference;
    lower_to_reference(plain_inference);
    optimise(inference);
    for (int rows : {full, one})
      if (!(difference(interpret(plain_inference, random.arguments, rows).outputs,
                       interpret(inference, random.arguments, rows).outputs) < tolerance))
        return fault("inference differs");
  } catch (const Difference& d) {
    return fault("what is computed differs after " + d.after);
  } catch (const ir::InternalError& e) {
    return fault(e.what());
  }
  return verdict;
}

std::string simulate(const ir::Graph& g, const MemoryPlan& plan) {
  // A byte holds a value; a view's bytes hold its source.
  std::vector<ir::ValueId> same(g.values.size());
  for (std::size_t v = 0; v < same.size(); ++v) same[v] = static_cast<ir::ValueId>(v);
  for (const ir::Node& n : g.nodes)
    if (n.op->view && n.region.empty())
      same[static_cast<std::size_t>(n.results[0])] = same[static_cast<std::size_t>(n.operands[0])];
  const auto holds = [&](ir::ValueId v) { return same[static_cast<std::size_t>(v)]; };

  std::vector<ir::ValueId> arena(plan.arena_bytes, ir::no_value);
  std::vector<std::vector<ir::ValueId>> arguments(g.values.size());
  for (ir::ValueId v : g.arguments) arguments[static_cast<std::size_t>(v)].assign(size_in_bytes(g.type(v)), v);
  std::vector<std::vector<ir::ValueId>> stacks(g.outputs.size());  // what a body stacks, or the caller is given
  for (std::size_t k = 0; k < stacks.size(); ++k)
    stacks[k].assign(size_in_bytes(g.type(g.outputs[k].value)), ir::no_value);
  const auto memory = [&](ir::ValueId v) -> std::pair<std::vector<ir::ValueId>*, std::size_t> {
    const Placement& p = plan.placements[static_cast<std::size_t>(v)];
    if (p.storage == Storage::arena) return {&arena, p.offset};
    if (p.storage == Storage::element || p.storage == Storage::output)
      return {&stacks.at(static_cast<std::size_t>(p.owner)), 0};
    return {&arguments[static_cast<std::size_t>(p.storage == Storage::argument ? p.owner : v)], 0};
  };
  const auto intact = [&](ir::ValueId v) {
    const auto [bytes, first] = memory(v);
    const std::size_t size = size_in_bytes(g.type(v));
    if (first + size > bytes->size()) return false;
    for (std::size_t i = 0; i < size; ++i)
      if ((*bytes)[first + i] != holds(v)) return false;
    return true;
  };
  const auto overlap = [&](ir::ValueId a, ir::ValueId b) {
    const auto [bytes_a, first_a] = memory(a);
    const auto [bytes_b, first_b] = memory(b);
    return bytes_a == bytes_b && first_a < first_b + size_in_bytes(g.type(b)) &&
           first_b < first_a + size_in_bytes(g.type(a));
  };
  constexpr ir::ValueId workspace = -2;
  for (const ir::Node& n : g.nodes) {
    for (ir::ValueId v : n.operands)
      if (!intact(v)) return "%" + g.name_of(v) + " is gone before " + ir::print_node(g, n);
    if (n.op->view && n.region.empty()) {
      if (plan.placements[static_cast<std::size_t>(n.operands[0])].storage == Storage::element ||
          g.values[static_cast<std::size_t>(n.operands[0])].kind == ir::ValueKind::element)
        return "%" + g.name_of(n.results[0]) + " views the element of a stack";
      continue;
    }
    if (ir::is_scan(n)) {
      const ir::Graph& body = n.body[0];
      const MemoryPlan inner = plan_memory(body);
      if (const std::string wrong = simulate(body, inner); !wrong.empty()) return "in @" + body.name + ": " + wrong;
      for (std::size_t k = 0; k < body.outputs.size(); ++k)
        if (const Placement& p = inner.placements[static_cast<std::size_t>(body.outputs[k].value)];
            p.storage != Storage::element || p.owner != static_cast<int>(k))
          return "in @" + body.name + ": %" + body.name_of(body.outputs[k].value) + " is not written to its stack";
      // The body's arena, the states and the stacks are written while every operand is read.
      const Placement& own = plan.workspaces[static_cast<std::size_t>(&n - g.nodes.data())];
      if (own.bytes < inner.arena_bytes || own.offset + own.bytes > arena.size())
        return "@" + body.name + " has no arena of its own";
      const std::size_t states = ir::states_of(n);
      for (std::size_t r = 0; r < n.results.size(); ++r) {
        const auto [bytes, first] = memory(n.results[r]);
        if (bytes == &arena && own.bytes && first < own.offset + own.bytes &&
            own.offset < first + size_in_bytes(g.type(n.results[r])))
          return "a result lies in the arena of @" + body.name;
        for (std::size_t o = 0; o < n.operands.size(); ++o)
          if (overlap(n.results[r], n.operands[o]) != (r < states && r == o))
            return "@" + body.name + ": result " + std::to_string(r) + " and operand " + std::to_string(o);
        for (std::size_t other = 0; other < r; ++other)
          if (overlap(n.results[r], n.results[other])) return "two results share memory";
      }
      std::fill_n(arena.begin() + static_cast<std::ptrdiff_t>(own.offset), own.bytes, workspace);
      for (ir::ValueId v : n.results) {
        const auto [bytes, first] = memory(v);
        std::fill_n(bytes->begin() + static_cast<std::ptrdiff_t>(first), size_in_bytes(g.type(v)), v);
      }
      continue;
    }
    const kernel::Kernel k = kernel::lower(g, n);
    for (std::size_t r = 0; r < n.results.size(); ++r) {
      for (std::size_t o = 0; o < n.operands.size(); ++o)
        if (overlap(n.results[r], n.operands[o]) && !kernel::may_alias(k, static_cast<int>(o), static_cast<int>(r)))
          return "%" + g.name_of(n.results[r]) + " overwrites its operand %" + g.name_of(n.operands[o]);
      for (std::size_t other = 0; other < r; ++other)
        if (overlap(n.results[r], n.results[other])) return "two results share memory";
    }
    for (ir::ValueId v : n.results) {
      const auto [bytes, first] = memory(v);
      if (first + size_in_bytes(g.type(v)) > bytes->size()) return "%" + g.name_of(v) + " does not fit";
      std::fill_n(bytes->begin() + static_cast<std::ptrdiff_t>(first), size_in_bytes(g.type(v)), v);
    }
  }
  for (const ir::Output& o : g.outputs)
    if (!intact(o.value)) return "output %" + g.name_of(o.value) + " is gone at the end";
  for (const ir::Update& u : g.updates)
    if (!intact(u.value)) return "update %" + g.name_of(u.value) + " is gone at the end";
  return "";
}

}  // namespace lathe::test
