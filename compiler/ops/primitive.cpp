#include "ops/primitive.hpp"

#include <algorithm>

#include "lathe/ops/rules.hpp"

namespace lathe::ops {
namespace {

std::vector<Primitive>& records() {
  static std::vector<Primitive> list;
  return list;
}

}  // namespace

Register::Register(Primitive primitive) { records().push_back(std::move(primitive)); }

const std::vector<const Primitive*>& all() {
  static const std::vector<const Primitive*> list = [] {
    std::vector<const Primitive*> l;
    for (const Primitive& p : records()) l.push_back(&p);
    std::sort(l.begin(), l.end(), [](auto* a, auto* b) { return a->name < b->name; });
    return l;
  }();
  return list;
}

const Primitive* find(std::string_view name) {
  const auto& list = all();
  auto it = std::lower_bound(list.begin(), list.end(), name, [](auto* p, std::string_view n) { return p->name < n; });
  return it != list.end() && (*it)->name == name ? *it : nullptr;
}

Term apply(std::string_view op, std::vector<Term> operands, const Attributes& attributes) {
  std::vector<ir::ValueId> ids;
  for (const Term& t : operands) ids.push_back(t.id);
  return {operands[0].builder, operands[0].builder->apply(op, ids, attributes)};
}

Term constant(double value, Term like) {
  const auto attributes = Attributes{}.set("dtype", static_cast<int>(like.type().dtype)).set_real("value", value);
  return {like.builder, like.builder->apply("constant", {}, attributes)};
}

Term operator+(Term a, Term b) { return apply("add", {a, b}); }
Term operator-(Term a, Term b) { return apply("subtract", {a, b}); }
Term operator*(Term a, Term b) { return apply("multiply", {a, b}); }
Term operator/(Term a, Term b) { return apply("divide", {a, b}); }
Term operator-(Term a) { return apply("negate", {a}); }

// With a batch of 1, types may differ in the batch axis alone.
Term reshape_to(Term x, const Type& type) {
  return x.type() == type ? x : apply("reshape", {x}, shape_attributes(type));
}

Term broadcast_to(Term x, const Type& type) {
  return x.type() == type ? x : apply("broadcast", {x}, shape_attributes(type));
}

Term sum_to(Term x, const Type& type) {
  const Type& from = x.type();
  if (from == type) return x;
  Attribute axes{"axes"};
  for (int i = 0; i < from.rank; ++i) {
    const int j = i - (from.rank - type.rank);
    const bool batch_ends = i == from.batch_axis && j != type.batch_axis;
    if (j < 0 || (type.extents[j] == 1 && (from.extents[i] != 1 || batch_ends))) axes.ints[axes.count++] = i;
  }
  Attributes attributes;
  attributes.list[attributes.count++] = axes;
  return reshape_to(apply("sum", {x}, attributes), type);
}

kernel::Expr Point::operand(int k) const {
  const Type& type = operand_types[static_cast<std::size_t>(k)];
  std::vector<kernel::Expr> at;
  for (int i = 0; i < type.rank; ++i) {
    const auto from = static_cast<std::size_t>(i + result.rank - type.rank);
    const bool repeated = type.extents[i] == 1 && result.extents[from] != 1;
    at.push_back(repeated ? kernel::constant_expr(0, DType::i32) : index[from]);
  }
  return load(k, at);
}

std::function<kernel::Expr(const Point&)> elementwise(std::function<kernel::Expr(kernel::Expr)> f) {
  return [f = std::move(f)](const Point& p) { return f(p.operand(0)); };
}
std::function<kernel::Expr(const Point&)> elementwise(std::function<kernel::Expr(kernel::Expr, kernel::Expr)> f) {
  return [f = std::move(f)](const Point& p) { return f(p.operand(0), p.operand(1)); };
}

Type sample_type(std::initializer_list<int> extents, bool batched, DType dtype) {
  Type t;
  t.dtype = dtype;
  for (int e : extents) t.extents[t.rank++] = e;
  if (batched) t.batch_axis = 0;
  return t;
}

}  // namespace lathe::ops
