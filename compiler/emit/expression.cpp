#include "emit/expression.hpp"

#include <charconv>
#include <cmath>

#include "lathe/ops/scan.hpp"

namespace lathe::emit {

using kernel::Expr;
using kernel::ExprKind;
using kernel::ExprNode;
using kernel::Function;

const char* type_name(DType dtype) { return dtype == DType::f32 ? "float" : dtype == DType::f64 ? "double" : "int"; }

std::string ExpressionPrinter::literal(double number, DType dtype) const {
  if (dtype == DType::i32) return std::to_string(static_cast<long long>(number));
  // As a float where it is one: a number beyond its range is infinite.
  if (dtype == DType::f32) number = static_cast<float>(number);
  if (std::isnan(number)) return "NAN";
  if (std::isinf(number)) return number < 0 ? "-INFINITY" : "INFINITY";
  char buffer[40];
  char* end = dtype == DType::f32 ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<float>(number)).ptr
                                  : std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  std::string s(buffer, end);
  if (s.find_first_of(".e") == std::string::npos) s += ".0";
  return dtype == DType::f32 ? s + "f" : s;
}

std::string ExpressionPrinter::operand_offset(std::size_t slot, const std::vector<Expr>& index) const {
  return offset(kernel_.operands[slot], slot < names_.operand_times.size() ? names_.operand_times[slot] : 0, index);
}
std::string ExpressionPrinter::result_offset(std::size_t slot, const std::vector<Expr>& index) const {
  return offset(kernel_.results[slot], names_.result_times[slot], index);
}

std::string ExpressionPrinter::offset(const Type& type, int times, const std::vector<Expr>& index) const {
  if (!flat_.empty()) return flat_;
  if (times) {
    std::vector<Expr> in_stack = index;
    in_stack.insert(in_stack.begin() + ops::time_axis(type.rank), kernel::time_expr());
    return offset(ops::stacked(type, times), 0, in_stack);
  }
  std::string s;
  std::int64_t stride = 1;
  for (std::size_t i = index.size(); i-- > 0;) {
    const Expr& e = index[i];
    if (!(e->kind == ExprKind::constant && e->number == 0)) {
      std::string term = stride == 1 ? print(e, 6) : print(e, 8) + " * " + std::to_string(stride);
      s = s.empty() ? term : term + " + " + s;
    }
    stride *= type.extents[i];
  }
  return s.empty() ? "0" : s;
}

std::string ExpressionPrinter::load(const ExprNode& l) const {
  const auto slot = static_cast<std::size_t>(l.slot);
  const bool in_stack = slot < names_.operand_times.size() && names_.operand_times[slot];
  if (kernel_.operands[slot].rank == 0 && !in_stack) return names_.operands[slot];
  if (vector_loop_ >= 0 && !l.arguments.empty() && l.arguments.back()->kind == ExprKind::index &&
      l.arguments.back()->slot == vector_loop_)
    return "lathe::load<V>(" + names_.operands[slot] + " + " + operand_offset(slot, l.arguments) + ")";
  return names_.operands[slot] + "[" + operand_offset(slot, l.arguments) + "]";
}

std::string ExpressionPrinter::element(int result, const std::vector<Expr>& index) const {
  const auto slot = static_cast<std::size_t>(result);
  if (kernel_.results[slot].rank == 0 && !names_.result_times[slot]) return "*" + names_.results[slot];
  return names_.results[slot] + "[" + result_offset(slot, index) + "]";
}

std::string ExpressionPrinter::bound(const kernel::Loop& loop) const {
  if (!loop.batched) return std::to_string(loop.extent);
  return loop.multiple == 1 ? "rows" : "rows * " + std::to_string(loop.multiple);
}

std::string ExpressionPrinter::print(const Expr& e, int outer) const {
  if (const auto it = shared_.find(e.operator->()); it != shared_.end()) return it->second;
  switch (e->kind) {
    case ExprKind::constant: {
      const std::string s = literal(e->number, e->dtype);
      return e->number < 0 && outer > 0 ? "(" + s + ")" : s;
    }
    case ExprKind::rows:
      return "rows";
    case ExprKind::time:
      return names_.time;
    case ExprKind::index:
      return names_.loops[static_cast<std::size_t>(e->slot)];
    case ExprKind::local:
      return names_.locals[static_cast<std::size_t>(e->slot)];
    case ExprKind::load:
      return load(*e);
    case ExprKind::call:
      break;
  }
  if (e->function == Function::cast)
    return std::string("static_cast<") + type_name(e->dtype) + ">(" + print(e->arguments[0], 0) + ")";
  const kernel::Spelling& s = kernel::spelling(e->function);
  if (s.infix) {
    // Left to right; the right operand needs parentheses at equal precedence.
    const std::string text = print(e->arguments[0], s.precedence) + s.infix + print(e->arguments[1], s.precedence + 1);
    return s.precedence < outer ? "(" + text + ")" : text;
  }
  const DType of = e->arguments.back()->dtype;
  const char* name = target_ == Target::cpu           ? s.cpp
                     : of == DType::f64               ? s.cuda_f64
                     : of == DType::i32 && s.cuda_i32 ? s.cuda_i32
                                                      : s.cuda_f32;
  if (e->function == Function::negate) {
    const std::string text = name + print(e->arguments[0], s.precedence);
    return outer >= s.precedence ? "(" + text + ")" : text;
  }
  std::string text = std::string(name) + "(";
  for (std::size_t i = 0; i < e->arguments.size(); ++i) text += (i ? ", " : "") + print(e->arguments[i], 0);
  return text + ")";
}

void ExpressionPrinter::count_uses(const Expr& e, std::map<const ExprNode*, int>& uses,
                                   std::vector<Expr>& order) const {
  if (++uses[e.operator->()] > 1) return;
  if (e->kind == ExprKind::call)
    for (const Expr& a : e->arguments) count_uses(a, uses, order);
  order.push_back(e);
}

std::vector<std::string> ExpressionPrinter::name_shared(const std::vector<Expr>& roots, const std::string& prefix) {
  std::map<const ExprNode*, int> uses;
  std::vector<Expr> order;  // operands before what uses them
  for (const Expr& root : roots) count_uses(root, uses, order);
  std::vector<std::string> lines;
  for (const Expr& e : order) {
    if (uses[e.operator->()] < 2 || e->kind != ExprKind::call) continue;
    const std::string text = print(e, 0);
    const std::string name = prefix + std::to_string(lines.size());
    lines.push_back("const auto " + name + " = " + text + ";");
    shared_[e.operator->()] = name;
  }
  return lines;
}

}  // namespace lathe::emit
