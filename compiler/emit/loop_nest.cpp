#include "emit/loop_nest.hpp"

namespace lathe::emit {

using kernel::Reduction;
using kernel::ReductionKind;
using kernel::Store;

LoopNest::LoopNest(const KernelSource& source, Target target)
    : source_(source), target_(target), s_(signature(source, target)), k_(s_.kernel), print_(target, k_, s_.names) {
  out_.name = "compute_" + identifier(source.graph.name_of(source.node.results[0]));
  out_.comment = ir::print_node(source.graph, source.node) + s_.in_place;
  out_.arguments = s_.arguments;
  w_.indent(1);
}

void LoopNest::table() {
  if (k_.table.empty()) return;
  const DType dtype = k_.operands.back().dtype;
  std::vector<std::string> numbers;
  for (double x : k_.table) numbers.push_back(print_.print(kernel::constant_expr(x, dtype)));
  const std::string head =
      std::string("static constexpr ") + type_name(dtype) + " " + s_.names.operands.back() + "[] = {";
  w_.list(head, numbers, "};");
}

void LoopNest::open_loop(int l) {
  const std::string v = loop_name(l);
  w_.open("for (int " + v + " = 0; " + v + " < " + print_.bound(loop(l)) + "; ++" + v + ")");
}

void LoopNest::body(const std::function<void()>& open_innermost) {
  std::size_t local = 0;
  for (const auto& s : k_.body) {
    if (const auto* r = std::get_if<Reduction>(&s)) {
      reduction(*r, local++);
      continue;
    }
    const auto& store = std::get<Store>(s);
    for (int l : store.loops) open_loop(l);
    if (open_innermost) open_innermost();
    assignment(store);
    if (open_innermost) w_.close();
    for (std::size_t l = 0; l < store.loops.size(); ++l) w_.close();
  }
}

void LoopNest::assignment(const Store& store) {
  print_.forget_names();
  for (const std::string& l : print_.name_shared({store.value})) w_.line(l);
  w_.line(print_.element(store.result, store.index) + (store.accumulate ? " += " : " = ") + print_.print(store.value) +
          ";");
  print_.forget_names();
}

void LoopNest::reduction(const Reduction& r, std::size_t local) {
  const std::string name = s_.names.locals[local], type = type_name(r.value->dtype);
  const bool whole = r.value->dtype == DType::i32;
  const std::string least = target_ == Target::cuda ? (whole ? "LATHE_LEAST_INT" : "-LATHE_INFINITY")
                            : whole                 ? "std::numeric_limits<int>::min()"
                                                    : "-std::numeric_limits<" + type + ">::infinity()";
  if (r.kind == ReductionKind::argmax) {
    w_.line("int " + name + " = 0;");
    w_.line(type + " " + name + "_value = " + least + ";");
  } else {
    w_.line(type + " " + name + " = " + (r.kind == ReductionKind::sum ? "0" : least) + ";");
  }
  for (int l : r.loops) open_loop(l);
  print_.forget_names();
  for (const std::string& l : print_.name_shared({r.value})) w_.line(l);
  const std::string value = print_.print(r.value);
  switch (r.kind) {
    case ReductionKind::sum:
      w_.line(name + " += " + value + ";");
      break;
    case ReductionKind::maximum: {
      const kernel::Spelling& max = kernel::spelling(kernel::Function::maximum);
      w_.line(name + " = " + (target_ == Target::cpu ? max.cpp : max.cuda_f32) + "(" + name + ", " + value + ");");
      break;
    }
    case ReductionKind::argmax:
      // The first that is not a number is the largest.
      w_.line("const " + type + " value = " + value + ";");
      w_.open(whole
                  ? "if (value > " + name + "_value)"
                  : "if (value > " + name + "_value || (value != value && " + name + "_value == " + name + "_value))");
      w_.line(name + "_value = value;");
      w_.line(name + " = " + loop_name(r.loops[0]) + ";");
      w_.close();
  }
  for (std::size_t l = 0; l < r.loops.size(); ++l) w_.close();
  print_.forget_names();
}

}  // namespace lathe::emit
