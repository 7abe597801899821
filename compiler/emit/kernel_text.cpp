#include "emit/kernel_text.hpp"

#include <algorithm>
#include <set>

#include "ops/primitive.hpp"

namespace lathe::emit {

using kernel::Expr;
using kernel::ExprKind;
using kernel::Function;
using kernel::Kernel;
using kernel::Reduction;
using kernel::Store;

namespace {

bool reads(const Expr& e, int operand) {
  if (e->kind == ExprKind::load && e->slot == operand) return true;
  return std::any_of(e->arguments.begin(), e->arguments.end(), [&](const Expr& a) { return reads(a, operand); });
}

bool reads(const Kernel& k, int operand) {
  return std::any_of(k.body.begin(), k.body.end(), [&](const kernel::Statement& s) {
    if (const auto* r = std::get_if<Reduction>(&s)) return reads(r->value, operand);
    const auto& store = std::get<Store>(s);
    return reads(store.value, operand) ||
           std::any_of(store.index.begin(), store.index.end(), [&](const Expr& e) { return reads(e, operand); });
  });
}

bool mentions_time(const Expr& e) {
  return e->kind == ExprKind::time ||
         std::any_of(e->arguments.begin(), e->arguments.end(), [](const Expr& a) { return mentions_time(a); });
}

bool mentions_time(const Kernel& k) {
  return std::any_of(k.body.begin(), k.body.end(), [](const kernel::Statement& s) {
    return std::visit([](const auto& statement) { return mentions_time(statement.value); }, s);
  });
}

}  // namespace

std::string KernelFile::text(const KernelText& kernel, const std::string& name) const {
  const bool cuda = target_ == Target::cuda;
  const std::string head = (cuda ? "extern \"C\" __global__ void " : "void ") + name + "(";
  return wrapped(head, kernel.parameters.data(), kernel.parameters.size(), ") {\n",
                 cuda ? 4 : static_cast<int>(head.size())) +
         kernel.body + "}\n";
}

std::string KernelFile::intern(const KernelText& kernel, const ir::Location& at) {
  std::string name = kernel.name;
  for (int number = 2;; name = kernel.name + "_" + std::to_string(number++)) {
    const std::string function = text(kernel, name);
    const auto it = std::find_if(written_.begin(), written_.end(), [&](const Written& w) { return w.name == name; });
    if (it != written_.end() && it->text != function) continue;
    if (it == written_.end()) written_.push_back({name, kernel.comment, function, at});
    return name;
  }
}

void KernelFile::write(Writer& w) const {
  for (const Written& k : written_) {
    w.line();
    w.comment((k.at.line ? k.at.file + ":" + std::to_string(k.at.line) + ": " : "") + k.comment);
    w.raw(k.text);
  }
}

Signature signature(const KernelSource& source, Target target) {
  const ir::Graph& g = source.graph;
  Signature s;
  s.kernel = kernel::lower(g, source.node, source.used);
  const auto memory = [&](ir::ValueId v) { return source.plan.placements[static_cast<std::size_t>(v)]; };
  const auto shares = [&](ir::ValueId a, ir::ValueId b) {
    const Placement pa = memory(a), pb = memory(b);
    return pa.storage == pb.storage && pa.owner == pb.owner && pa.offset == pb.offset;
  };
  // How many elements a value of a scan's body lies between, in a stack.
  const auto times = [&](ir::ValueId v) {
    const bool element =
        g.values[static_cast<std::size_t>(v)].kind == ir::ValueKind::element || memory(v).storage == Storage::element;
    return element ? g.times : 0;
  };
  std::set<std::string> taken;
  const auto unique = [&](std::string name) {
    while (!taken.insert(name).second) name += '_';
    return name;
  };
  // Results first, so that an operand written in place is one parameter with the result.
  std::vector<std::string> result_parameters;
  std::vector<ir::ValueId> result_arguments;
  for (std::size_t r = 0; r < source.node.results.size(); ++r) {
    const ir::ValueId v = source.node.results[r];
    std::string name = g.name_of(v);
    for (ir::ValueId o : source.node.operands)
      if (memory(o).storage == Storage::argument && shares(o, v)) name = g.name_of(o);
    s.names.results.push_back(unique(identifier(name)));
    s.names.result_times.push_back(times(v));
    if (!source.used[r]) continue;
    s.uses_time = s.uses_time || times(v);
    result_arguments.push_back(v);
    bool in_place = false;
    for (ir::ValueId o : source.node.operands) in_place = in_place || shares(o, v);
    result_parameters.push_back(std::string(type_name(g.type(v).dtype)) + (in_place ? "* " : "* __restrict ") +
                                s.names.results.back());
  }
  for (std::size_t o = 0; o < source.node.operands.size(); ++o) {
    const ir::ValueId v = source.node.operands[o];
    const Type type = g.type(v);
    s.names.operand_times.push_back(times(v));
    int in_place = -1, again = -1;
    for (std::size_t r = 0; r < source.node.results.size(); ++r)
      if (source.used[r] && type.rank && shares(v, source.node.results[r])) in_place = static_cast<int>(r);
    for (std::size_t p = 0; p < o; ++p)
      if (source.node.operands[p] == v) again = static_cast<int>(p);
    if (in_place >= 0) {
      if (again < 0) s.in_place += (s.in_place.empty() ? ", in place of %" : " and %") + g.name_of(v);
      s.names.operands.push_back(s.names.results[static_cast<std::size_t>(in_place)]);
      continue;
    }
    if (again >= 0) {
      s.names.operands.push_back(s.names.operands[static_cast<std::size_t>(again)]);
      continue;
    }
    const std::string name = unique(identifier(g.name_of(v)));
    const bool scalar = type.rank == 0 && !times(v), by_value = scalar && target == Target::cpu;
    s.names.operands.push_back(scalar && !by_value ? name + "[0]" : name);
    if (!reads(s.kernel, static_cast<int>(o)) &&
        std::count(source.node.operands.begin(), source.node.operands.end(), v) == 1)
      continue;
    s.uses_time = s.uses_time || times(v);
    s.arguments.push_back(v);
    s.parameters.push_back(by_value ? std::string(type_name(type.dtype)) + " " + name
                                    : std::string("const ") + type_name(type.dtype) + "* __restrict " + name);
  }
  if (!s.kernel.table.empty()) s.names.operands.push_back(unique("table"));
  s.arguments.insert(s.arguments.end(), result_arguments.begin(), result_arguments.end());
  s.parameters.insert(s.parameters.end(), result_parameters.begin(), result_parameters.end());
  for (const auto& l : s.kernel.loops) s.names.loops.push_back(unique(l.name));
  for (const auto& st : s.kernel.body)
    if (const auto* r = std::get_if<Reduction>(&st)) s.names.locals.push_back(unique(r->name));
  s.names.time = unique("t");
  s.uses_time = s.uses_time || mentions_time(s.kernel);
  return s;
}

bool is_contraction(const Kernel& k, Contraction& c) {
  const int i = k.outer - 2, j = k.outer - 1;
  if (i < 0 || static_cast<int>(k.loops.size()) != k.outer + 1 || k.body.size() != 2) return false;
  const auto* sum = std::get_if<Reduction>(&k.body[0]);
  const auto* store = std::get_if<Store>(&k.body[1]);
  if (!sum || !store || sum->kind != kernel::ReductionKind::sum || sum->dtype == DType::i32 || !store->loops.empty() ||
      k.loops[static_cast<std::size_t>(j)].batched)
    return false;
  const Expr& v = sum->value;
  if (v->kind != ExprKind::call || v->function != Function::multiply) return false;
  const Expr &a = v->arguments[0], &b = v->arguments[1];
  const auto is_loop = [](const Expr& e, int loop) { return e->kind == ExprKind::index && e->slot == loop; };
  // In front of the last two axes stands what says which matrix of a stack it is.
  const auto is_matrix = [&](const Expr& load) {
    return load->kind == ExprKind::load && load->arguments.size() >= 2 &&
           std::all_of(load->arguments.begin(), load->arguments.end() - 2, [&](const Expr& e) {
             return e->kind == ExprKind::constant || (e->kind == ExprKind::index && e->slot < i);
           });
  };
  if (!is_matrix(a) || !is_matrix(b)) return false;
  const auto axes = [&](const Expr& load, int first, int second) {
    return is_loop(*(load->arguments.end() - 2), first) && is_loop(load->arguments.back(), second);
  };
  c = {a, b, axes(a, k.outer, i), axes(b, j, k.outer)};
  if (!c.transpose_a && !axes(a, i, k.outer)) return false;
  if (!c.transpose_b && !axes(b, k.outer, j)) return false;
  for (int l = 0; l < k.outer; ++l)
    if (static_cast<int>(store->index.size()) != k.outer || !is_loop(store->index[static_cast<std::size_t>(l)], l))
      return false;
  return true;
}

}  // namespace lathe::emit
