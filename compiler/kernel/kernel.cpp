#include "kernel/kernel.hpp"

#include <algorithm>
#include <set>

#include "ops/primitive.hpp"

namespace lathe::kernel {

KernelBuilder::KernelBuilder(std::vector<Type> operands, std::vector<Type> results, Attributes attributes)
    : attributes_(attributes) {
  kernel_.operands = std::move(operands);
  kernel_.results = std::move(results);
}

Expr KernelBuilder::loop(const std::string& name, const Type& type, int axis) {
  Loop l{name, type.extents[axis]};
  if (axis == type.batch_axis) l.batched = true, l.multiple = type.batch_multiple;
  kernel_.loops.push_back(l);
  return index_expr(static_cast<int>(kernel_.loops.size()) - 1);
}

Expr KernelBuilder::outer(const std::string& name, const Type& type, int axis) {
  ++kernel_.outer;
  return loop(name, type, axis);
}

std::vector<Expr> KernelBuilder::outer_all(const Type& type, int but) {
  static constexpr const char* names[] = {"i", "j", "k", "l", "m", "n"};
  std::vector<Expr> index;
  for (int axis = 0; axis < type.rank; ++axis) index.push_back(axis == but ? Expr() : outer(names[axis], type, axis));
  return index;
}

Expr KernelBuilder::operand(int i, std::vector<Expr> index) const {
  return load_expr(i, operand_type(i).dtype, std::move(index));
}

Expr KernelBuilder::table(std::vector<Expr> index) const {
  return load_expr(operands(), result_type().dtype, std::move(index));
}

Expr KernelBuilder::reduce(ReductionKind kind, const std::string& name, const std::vector<Expr>& loops, Expr value) {
  Reduction r{name, kind, kind == ReductionKind::argmax ? DType::i32 : value->dtype, {}, value};
  for (const Expr& l : loops) r.loops.push_back(l->slot);
  kernel_.body.push_back(r);
  int locals = 0;
  for (const Statement& s : kernel_.body) locals += std::holds_alternative<Reduction>(s);
  return local_expr(locals - 1, r.dtype);
}
Expr KernelBuilder::sum(const std::string& name, const std::vector<Expr>& loops, Expr value) {
  return reduce(ReductionKind::sum, name, loops, std::move(value));
}
Expr KernelBuilder::maximum(const std::string& name, const std::vector<Expr>& loops, Expr value) {
  return reduce(ReductionKind::maximum, name, loops, std::move(value));
}
Expr KernelBuilder::argmax(const std::string& name, Expr loop, Expr value) {
  return reduce(ReductionKind::argmax, name, {std::move(loop)}, std::move(value));
}

namespace {

void collect_loops(const Expr& e, std::set<int>& loops) {
  if (e->kind == ExprKind::index) loops.insert(e->slot);
  for (const Expr& a : e->arguments) collect_loops(a, loops);
}

}  // namespace

void KernelBuilder::add_store(Store store) {
  std::set<int> loops;
  for (const Expr& e : store.index) collect_loops(e, loops);
  collect_loops(store.value, loops);
  store.loops.assign(loops.lower_bound(kernel_.outer), loops.end());
  kernel_.body.push_back(std::move(store));
}
void KernelBuilder::store(int result, std::vector<Expr> index, Expr value) {
  add_store({result, {}, std::move(index), std::move(value)});
}
void KernelBuilder::accumulate(int result, std::vector<Expr> index, Expr value) {
  add_store({result, {}, std::move(index), std::move(value), true});
}

namespace {

/// Elements of a region's instructions, by recursion from a yield to the region's arguments.
class RegionLowering {
 public:
  RegionLowering(const ir::Graph& graph, const ir::Region& region, std::vector<Type> argument_types,
                 std::function<Expr(int, const std::vector<Expr>&)> argument)
      : in_scan_(graph.times > 0),
        region_(region),
        argument_types_(std::move(argument_types)),
        argument_(std::move(argument)) {}

  Expr at(int value, const std::vector<Expr>& index) {
    if (value < region_.arguments) return argument_(value, index);
    // One expression for one element, however often it is used: the emitters name it once.
    for (const auto& [key, where, expr] : made_)
      if (key == value && where.size() == index.size() &&
          std::equal(where.begin(), where.end(), index.begin(),
                     [](const Expr& a, const Expr& b) { return same(a, b); }))
        return expr;
    const auto& instruction = region_.body[static_cast<std::size_t>(value - region_.arguments)];
    ops::Point point;
    point.index = index;
    point.result = instruction.type;
    point.attributes = &instruction.attributes;
    point.in_scan = in_scan_;
    for (int operand : instruction.operands) point.operand_types.push_back(type(operand));
    point.load = [&](int k, const std::vector<Expr>& i) {
      return at(instruction.operands[static_cast<std::size_t>(k)], i);
    };
    Expr e = instruction.op->pointwise(point);
    made_.emplace_back(value, index, e);
    return e;
  }

  const Type& type(int value) const {
    return value < region_.arguments ? argument_types_[static_cast<std::size_t>(value)]
                                     : region_.body[static_cast<std::size_t>(value - region_.arguments)].type;
  }

 private:
  bool in_scan_;
  const ir::Region& region_;
  std::vector<Type> argument_types_;
  std::function<Expr(int, const std::vector<Expr>&)> argument_;
  std::vector<std::tuple<int, std::vector<Expr>, Expr>> made_;
};

void find_locals(const Expr& e, std::set<int>& locals) {
  if (e->kind == ExprKind::local) locals.insert(e->slot);
  for (const Expr& a : e->arguments) find_locals(a, locals);
}

/// The expression with its locals renumbered.
Expr renumbered(const Expr& e, const std::vector<int>& locals) {
  std::set<int> mentioned;
  find_locals(e, mentioned);
  if (mentioned.empty()) return e;
  ExprNode node = *e;
  if (node.kind == ExprKind::local) node.slot = locals[static_cast<std::size_t>(node.slot)];
  for (Expr& a : node.arguments) a = renumbered(a, locals);
  return Expr(node);
}

/// Removes reductions that no later statement reads.
void remove_unread(Kernel& kernel) {
  std::set<int> read;
  int local = 0;
  for (const Statement& s : kernel.body) local += std::holds_alternative<Reduction>(s);
  for (std::size_t i = kernel.body.size(); i-- > 0;) {
    if (const Store* store = std::get_if<Store>(&kernel.body[i])) {
      for (const Expr& e : store->index) find_locals(e, read);
      find_locals(store->value, read);
    } else if (read.contains(--local)) {
      find_locals(std::get<Reduction>(kernel.body[i]).value, read);
    }
  }
  std::vector<int> numbers;
  int kept = 0;
  std::erase_if(kernel.body, [&](const Statement& s) {
    if (!std::holds_alternative<Reduction>(s)) return false;
    const bool gone = !read.contains(static_cast<int>(numbers.size()));
    numbers.push_back(gone ? -1 : kept++);
    return gone;
  });
  if (kept == static_cast<int>(numbers.size())) return;
  for (Statement& s : kernel.body) {
    if (Store* store = std::get_if<Store>(&s))
      for (Expr& e : store->index) e = renumbered(e, numbers);
    std::visit([&](auto& statement) { statement.value = renumbered(statement.value, numbers); }, s);
  }
}

}  // namespace

Kernel lower(const ir::Graph& graph, const ir::Node& node, const std::vector<bool>& used) {
  std::vector<Type> operands, results;
  for (ir::ValueId v : node.operands) operands.push_back(graph.type(v));
  for (ir::ValueId v : node.results) results.push_back(graph.type(v));

  Kernel kernel;
  if (node.op->define) {
    // The operation's own result types: without the epilogue there may be other ones.
    const auto own = static_cast<std::size_t>(node.own_operands());
    const Inferred inferred = node.op->infer(Operands{operands.data(), node.own_operands()}, node.attributes);
    KernelBuilder builder({operands.begin(), operands.begin() + static_cast<std::ptrdiff_t>(own)},
                          {inferred.types, inferred.types + inferred.count}, node.attributes);
    node.op->define(builder);
    kernel = builder.take();
    kernel.operands = operands;
    if (!node.values.empty()) kernel.operands.push_back(results[0]), kernel.table = node.values;
    if (!node.region.empty()) {
      std::vector<Statement> body;
      for (Statement& s : kernel.body) {
        Store* store = std::get_if<Store>(&s);
        if (!store || store->result != 0) {
          body.push_back(std::move(s));
          continue;
        }
        std::vector<Type> arguments = {inferred.types[0]};
        arguments.insert(arguments.end(), operands.begin() + static_cast<std::ptrdiff_t>(own), operands.end());
        const Expr raw = store->value;
        RegionLowering region(graph, node.region, arguments, [&](int k, const std::vector<Expr>& index) {
          return k == 0 ? raw
                        : load_expr(static_cast<int>(own) + k - 1, arguments[static_cast<std::size_t>(k)].dtype, index);
        });
        for (std::size_t y = 0; y < node.region.yields.size(); ++y)
          body.push_back(
              Store{static_cast<int>(y), store->loops, store->index, region.at(node.region.yields[y], store->index)});
      }
      kernel.body = std::move(body);
    }
    kernel.results = results;
  } else {
    // Pointwise: one store over all axes of the result.
    ir::Region region = node.region;
    if (region.empty()) {
      region.arguments = static_cast<int>(operands.size());
      ir::Region::Instruction only{node.op, {}, node.attributes, results[0]};
      for (int k = 0; k < region.arguments; ++k) only.operands.push_back(k);
      region.body = {only};
      region.yields = {region.arguments};
    }
    KernelBuilder builder(operands, results, node.attributes);
    const auto index = builder.outer_all(results[0]);
    RegionLowering lowering(graph, region, operands,
                            [&](int k, const std::vector<Expr>& i) { return builder.operand(k, i); });
    for (std::size_t y = 0; y < region.yields.size(); ++y)
      builder.store(static_cast<int>(y), index, lowering.at(region.yields[y], index));
    kernel = builder.take();
  }
  std::erase_if(kernel.body, [&](const Statement& s) {
    const Store* store = std::get_if<Store>(&s);
    return store && !used[static_cast<std::size_t>(store->result)];
  });
  remove_unread(kernel);
  return kernel;
}

Kernel lower(const ir::Graph& graph, const ir::Node& node) {
  return lower(graph, node, std::vector<bool>(node.results.size(), true));
}

namespace {

void for_each_load(const Expr& e, const std::function<void(const ExprNode&)>& f) {
  if (e->kind == ExprKind::load) f(*e);
  for (const Expr& a : e->arguments) for_each_load(a, f);
}

}  // namespace

bool accumulates(const Kernel& kernel) {
  return std::any_of(kernel.body.begin(), kernel.body.end(), [](const Statement& s) {
    const Store* store = std::get_if<Store>(&s);
    return store && store->accumulate;
  });
}

bool reads_elementwise(const Kernel& kernel, int operand) {
  bool right = true;
  for (const Statement& s : kernel.body) {
    const Store* store = std::get_if<Store>(&s);
    if (store)
      for (const Expr& e : store->index)
        for_each_load(e, [&](const ExprNode& load) { right = right && load.slot != operand; });
    for_each_load(store ? store->value : std::get<Reduction>(s).value, [&](const ExprNode& load) {
      if (load.slot != operand) return;
      right = right && store && load.arguments.size() == store->index.size();
      for (std::size_t i = 0; right && i < store->index.size(); ++i) right = same(load.arguments[i], store->index[i]);
    });
  }
  return right;
}

bool may_alias(const Kernel& kernel, int operand, int result) {
  const Type &from = kernel.operands[static_cast<std::size_t>(operand)],
             &to = kernel.results[static_cast<std::size_t>(result)];
  if (from.dtype != to.dtype || !same_extents(from, to)) return false;
  // With several stores, a later one would read what an earlier one has overwritten.
  int stores = 0;
  bool of_result = false;
  for (const Statement& s : kernel.body)
    if (const Store* store = std::get_if<Store>(&s)) ++stores, of_result = store->result == result;
  return stores == 1 && of_result && reads_elementwise(kernel, operand);
}

}  // namespace lathe::kernel
