#include "pipeline.hpp"
#include "runner.hpp"

namespace lathe::test {
namespace {

class Interpreted : public Runner {
 public:
  Interpreted(std::string name, const Module& module, const std::function<void(ir::Graph&)>& lower)
      : Runner(std::move(name), false), module_(module) {
    for (ir::Graph& g : module_.functions) lower(g);
  }
  Evaluated run(const std::string& function, const Environment& arguments, int rows) override {
    return interpret(*module_.function(function), arguments, rows);
  }

 private:
  Module module_;
};

}  // namespace

const bool interpreted = true;

Runners runners_of(const std::string&, const Module& module) {
  Runners all;
  all.push_back(std::make_unique<Interpreted>("as the spec has it", module, lower_to_reference));
  all.push_back(std::make_unique<Interpreted>("optimised", module, [](ir::Graph& g) { optimise(g); }));
  return all;
}

}  // namespace lathe::test
