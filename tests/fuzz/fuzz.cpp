// fuzz [SEED]: random graphs from that seed on, until it is stopped. Prints each seed whose graph fails and why, and
// writes the graph as <seed>.ir.
#include <fstream>
#include <iostream>

#include "check_graph.hpp"

int main(int argc, char** argv) {
  using namespace lathe;
  const unsigned first = argc > 1 ? static_cast<unsigned>(std::stoul(argv[1])) : 0;
  for (unsigned seed = first;; ++seed) {
    const test::RandomGraph random = test::random_graph(seed);
    const test::Verdict verdict = test::check_graph(random);
    if (verdict.fault.empty()) continue;
    std::cout << "seed " << seed << ": " << verdict.fault << std::endl;
    std::ofstream(std::to_string(seed) + ".ir") << ir::print(random.graph);
  }
}
