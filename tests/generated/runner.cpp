#include "runner.hpp"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
#include <random>

#include "pipeline.hpp"

namespace lathe::test {
namespace {

/// One of the two floats around x.
float to_float(double x, std::mt19937& random) {
  constexpr float infinity = std::numeric_limits<float>::infinity();
  const auto nearest = static_cast<float>(x);
  if (std::isnan(x) || std::isinf(nearest) || static_cast<double>(nearest) == x) return nearest;
  const float other = std::nextafter(nearest, static_cast<double>(nearest) < x ? infinity : -infinity);
  return random() % 2 ? nearest : other;
}

class RoundedAtRandom : public Runner {
 public:
  RoundedAtRandom(const Module& module, unsigned seed)
      : Runner("rounded at random", true), module_(module), random_(seed) {
    for (ir::Graph& g : module_.functions) lower_to_reference(g);
  }
  Evaluated run(const std::string& function, const Environment& arguments, int rows) override {
    const auto round = [&](double x) { return static_cast<double>(to_float(x, random_)); };
    const ir::Graph& graph = *module_.function(function);
    Environment rounded = arguments;
    for (ir::ValueId v : graph.arguments) {
      if (graph.type(v).dtype == DType::i32) continue;
      kernel::Tensor& values = rounded.at(graph.name_of(v));
      std::transform(values.begin(), values.end(), values.begin(), round);
    }
    return interpret(graph, rounded, rows, round);
  }

 private:
  Module module_;
  std::mt19937 random_;
};

}  // namespace

std::unique_ptr<Runner> rounded_at_random(const Module& module, unsigned seed) {
  return std::make_unique<RoundedAtRandom>(module, seed);
}

std::string generated_name(const std::string& title, const Module& module) {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  const auto add = [&](const std::string& text) {
    for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  };
  for (const ir::Graph& g : module.functions) add(ir::print(g));
  for (const Parameter& p : module.parameters) add(p.name + ir::print(p.type, module.batch));
  std::string name = "m_" + title + "_";
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return name + digits;
}

Module only(const Module& module, const std::vector<std::string>& functions) {
  Module m = module;
  m.functions.clear();
  for (const std::string& name : functions)
    if (const ir::Graph* g = module.function(name)) m.functions.push_back(*g);
  return m;
}

}  // namespace lathe::test
