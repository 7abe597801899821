// float  ⇒  double, everywhere: the graph that self-test and check-gradients compare with. May run at any time.
#include "passes/passes.hpp"

namespace lathe::passes {
namespace {

bool widen(Type& t) {
  if (t.dtype != DType::f32) return false;
  t.dtype = DType::f64;
  return true;
}

bool widen(Attributes& attributes) {
  for (int i = 0; i < attributes.count; ++i) {
    Attribute& a = attributes.list[i];
    if (a.name.view() == "dtype" && a.ints[0] == static_cast<int>(DType::f32)) {
      a.ints[0] = static_cast<int>(DType::f64);
      return true;
    }
  }
  return false;
}

}  // namespace

bool widen_to_double(ir::Graph& graph) {
  bool changed = false;
  for (ir::Value& v : graph.values) changed |= widen(v.type);
  for (ir::Node& n : graph.nodes) {
    changed |= widen(n.attributes);
    for (auto& i : n.region.body) changed |= widen(i.attributes), changed |= widen(i.type);
  }
  return changed;
}

}  // namespace lathe::passes
