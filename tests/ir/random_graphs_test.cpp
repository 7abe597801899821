// Optimised never means different: random graphs run unoptimised and optimised, outputs, gradients and updates agree.
// Every plan of their memory is checked byte by byte by a simulation that shares nothing with the planner.
#include <doctest/doctest.h>

#include <set>

#include "check_graph.hpp"
#include "passes/passes.hpp"
#include "pipeline.hpp"

namespace {

using namespace lathe;

constexpr unsigned graphs = 1000;

/// The graph of a training step.
ir::Graph training_graph(unsigned seed) {
  ir::Graph g = test::random_graph(seed).graph;
  g.everywhere(passes::choose_training);
  return g;
}

}  // namespace

TEST_CASE("optimised graphs compute what the unoptimised ones compute, and their memory plans hold") {
  std::size_t fewer = 0, nodes = 0;
  unsigned compared = 0, in_float = 0;
  for (unsigned seed = 0; seed < graphs; ++seed) {
    CAPTURE(seed);
    const test::Verdict verdict = test::check_graph(test::random_graph(seed));
    CHECK(verdict.fault == "");
    compared += verdict.stable;
    in_float += verdict.in_float;
    nodes += verdict.nodes;
    fewer += verdict.fewer;
  }
  MESSAGE(compared << " graphs, " << in_float << " of them three steps in float, too, " << nodes << " nodes, " << fewer
                   << " fewer after optimisation");
  CHECK(compared > graphs * 9 / 10);
  CHECK(in_float > graphs * 9 / 10);
  CHECK(fewer > nodes / 4);
}

TEST_CASE("random graphs have every operation of a spec") {
  std::set<std::string_view> seen;
  for (unsigned seed = 0; seed < 200; ++seed)
    for (const ir::Node& n : test::random_graph(seed).graph.nodes) seen.insert(n.op->name);
  for (const ops::Primitive* op : ops::all())
    CHECK_MESSAGE((op->samples.empty() || seen.contains(op->name)), std::string(op->name));
}

TEST_CASE("a second optimisation changes nothing more") {
  for (unsigned seed = 0; seed < 100; ++seed) {
    CAPTURE(seed);
    ir::Graph g = training_graph(seed);
    g.everywhere(
        passes::eliminate_dead_code);  // as in a model's functions; a use that goes only later hides a chance of fusion
    optimise(g);
    const std::string once = ir::print(g);
    optimise(g);
    CHECK(ir::print(g) == once);
  }
}

TEST_CASE("the simulation notices plans that are wrong") {
  int noticed = 0, made = 0;
  for (unsigned seed = 0; seed < 50; ++seed) {
    ir::Graph g = training_graph(seed);
    lower_to_reference(g);
    const MemoryPlan right = plan_memory(g);
    // Every value on top of every other in turn is too many: the values used last, at the bottom of the arena.
    for (const ir::Node& n : g.nodes) {
      MemoryPlan wrong = right;
      Placement& p = wrong.placements[static_cast<std::size_t>(n.results[0])];
      if (p.storage != Storage::arena || p.offset == 0) continue;
      p.offset = wrong.arena_bytes;
      ++made;
      noticed += !test::simulate(g, wrong).empty();
    }
    MemoryPlan collapsed = right;
    for (Placement& p : collapsed.placements)
      if (p.storage == Storage::arena) p.offset = 0;
    ++made;
    noticed += !test::simulate(g, collapsed).empty();
  }
  CHECK(made > 100);
  CHECK(noticed == made);
}
