// Optimised never means different: random graphs run unoptimised and optimised, outputs, gradients and updates agree.
// Every plan of their memory is checked byte by byte by a simulation that shares nothing with the planner.
#include <doctest/doctest.h>

#include <cmath>

#include "pipeline.hpp"
#include "plan_memory.hpp"
#include "random_graph.hpp"

namespace {

using namespace lathe;

double difference(const kernel::Tensor& a, const kernel::Tensor& b) {
  REQUIRE(a.size() == b.size());
  double worst = 0, largest = 1;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::isnan(a[i]) && std::isnan(b[i])) continue;
    largest = std::max(largest, std::abs(a[i]));
    worst = std::max(worst, std::isfinite(a[i]) || a[i] != b[i] ? std::abs(a[i] - b[i]) : 0.0);
  }
  return worst / largest;
}

/// Runs a plan on bytes that remember which value they hold. Returns what goes wrong first, or nothing.
std::string simulate(const ir::Graph& g, const MemoryPlan& plan) {
  // A byte holds a value; a view's bytes hold its source.
  std::vector<ir::ValueId> same(g.values.size());
  for (std::size_t v = 0; v < same.size(); ++v) same[v] = static_cast<ir::ValueId>(v);
  for (const ir::Node& n : g.nodes)
    if (n.op->view && n.region.empty()) same[static_cast<std::size_t>(n.results[0])] = same[static_cast<std::size_t>(n.operands[0])];
  const auto holds = [&](ir::ValueId v) { return same[static_cast<std::size_t>(v)]; };

  std::vector<ir::ValueId> arena(plan.arena_bytes, ir::no_value);
  std::vector<std::vector<ir::ValueId>> arguments(g.values.size());
  for (ir::ValueId v : g.arguments) arguments[static_cast<std::size_t>(v)].assign(size_in_bytes(g.type(v)), v);
  const auto memory = [&](ir::ValueId v) -> std::pair<std::vector<ir::ValueId>*, std::size_t> {
    const Placement& p = plan.placements[static_cast<std::size_t>(v)];
    if (p.storage == Storage::arena) return {&arena, p.offset};
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
    return bytes_a == bytes_b && first_a < first_b + size_in_bytes(g.type(b)) && first_b < first_a + size_in_bytes(g.type(a));
  };
  for (const ir::Node& n : g.nodes) {
    for (ir::ValueId v : n.operands)
      if (!intact(v)) return "%" + g.name_of(v) + " is gone before " + ir::print_node(g, n);
    if (n.op->view && n.region.empty()) continue;
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

constexpr unsigned graphs = 1000;

}  // namespace

TEST_CASE("optimised graphs compute what the unoptimised ones compute, and their memory plans hold") {
  std::size_t fused = 0, nodes = 0;
  for (unsigned seed = 0; seed < graphs; ++seed) {
    CAPTURE(seed);
    test::RandomGraph r = test::RandomGraphMaker(seed).make(4 + static_cast<int>(seed % 40));
    REQUIRE(ir::verify(r.graph) == std::vector<std::string>{});
    ir::Graph plain = r.graph, best = r.graph;
    lower_to_reference(plain);
    optimise(best);
    for (int rows : {best.batch, 1}) {
      const Evaluated a = interpret(plain, r.arguments, rows), b = interpret(best, r.arguments, rows);
      for (std::size_t i = 0; i < a.outputs.size(); ++i) CHECK(difference(a.outputs[i], b.outputs[i]) < 1e-9);
      for (const auto& [name, value] : a.updated) CHECK(difference(value, b.updated.at(name)) < 1e-9);
    }
    CHECK(simulate(plain, plan_memory(plain)) == "");
    CHECK(simulate(best, plan_memory(best)) == "");
    nodes += plain.nodes.size();
    fused += plain.nodes.size() - best.nodes.size();
  }
  MESSAGE(graphs << " graphs, " << nodes << " nodes, " << fused << " fewer after optimisation");
  CHECK(fused > nodes / 4);
}

TEST_CASE("a second optimisation changes nothing more") {
  for (unsigned seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    ir::Graph g = test::RandomGraphMaker(seed).make(20).graph;
    passes::eliminate_dead_code(g);  // as in a model's functions; a use that goes only later hides a chance of fusion
    optimise(g);
    const std::string once = ir::print(g);
    optimise(g);
    CHECK(ir::print(g) == once);
  }
}

TEST_CASE("the simulation notices plans that are wrong") {
  int noticed = 0, made = 0;
  for (unsigned seed = 0; seed < 50; ++seed) {
    ir::Graph g = test::RandomGraphMaker(seed).make(20).graph;
    lower_to_reference(g);
    const MemoryPlan right = plan_memory(g);
    // Every value on top of every other in turn is too many: the values used last, at the bottom of the arena.
    for (const ir::Node& n : g.nodes) {
      MemoryPlan wrong = right;
      Placement& p = wrong.placements[static_cast<std::size_t>(n.results[0])];
      if (p.storage != Storage::arena || p.offset == 0) continue;
      p.offset = wrong.arena_bytes;
      ++made;
      noticed += !simulate(g, wrong).empty();
    }
    MemoryPlan collapsed = right;
    for (Placement& p : collapsed.placements)
      if (p.storage == Storage::arena) p.offset = 0;
    ++made;
    noticed += !simulate(g, collapsed).empty();
  }
  CHECK(made > 100);
  CHECK(noticed == made);
}
