#include "kernel/expr.hpp"

#include <cmath>

namespace lathe::kernel {

Expr::Expr(double number) : Expr(ExprNode{ExprKind::constant, {}, DType::f64, 0, number, {}}) {}

bool same(const Expr& a, const Expr& b) {
  if (a.node_ == b.node_) return true;
  if (a->kind != b->kind || a->dtype != b->dtype || a->slot != b->slot || a->arguments.size() != b->arguments.size())
    return false;
  if (a->kind == ExprKind::call && a->function != b->function) return false;
  if (a->kind == ExprKind::constant && a->number != b->number) return false;
  for (std::size_t i = 0; i < a->arguments.size(); ++i)
    if (!same(a->arguments[i], b->arguments[i])) return false;
  return true;
}

Expr rows_expr() { return Expr(ExprNode{ExprKind::rows, {}, DType::i32, 0, 0, {}}); }
Expr index_expr(int slot) { return Expr(ExprNode{ExprKind::index, {}, DType::i32, slot, 0, {}}); }
Expr local_expr(int slot, DType dtype) { return Expr(ExprNode{ExprKind::local, {}, dtype, slot, 0, {}}); }
Expr load_expr(int tensor, DType dtype, std::vector<Expr> indices) {
  return Expr(ExprNode{ExprKind::load, {}, dtype, tensor, 0, std::move(indices)});
}
Expr constant_expr(double number, DType dtype) { return Expr(ExprNode{ExprKind::constant, {}, dtype, 0, number, {}}); }

namespace {

bool is_condition(Function f) {
  return f == Function::less || f == Function::less_equal || f == Function::equal || f == Function::not_equal ||
         f == Function::logical_and;
}

bool is_number(const Expr& e) { return e->kind == ExprKind::constant; }

}  // namespace

Expr call(Function f, std::vector<Expr> arguments) {
  // A literal takes the element type of what it meets.
  const std::size_t first = f == Function::select ? 1 : 0;
  DType dtype = arguments[first]->dtype;
  for (std::size_t i = first; i < arguments.size(); ++i)
    if (!is_number(arguments[i])) dtype = arguments[i]->dtype;
  for (std::size_t i = first; i < arguments.size(); ++i)
    if (is_number(arguments[i])) arguments[i] = constant_expr(arguments[i]->number, dtype);
  return Expr(ExprNode{ExprKind::call, f, is_condition(f) ? DType::i32 : dtype, 0, 0, std::move(arguments)});
}

Expr cast_to(DType dtype, Expr x) {
  if (x->dtype == dtype) return x;
  if (is_number(x)) return constant_expr(dtype == DType::i32 ? std::trunc(x->number) : x->number, dtype);
  return Expr(ExprNode{ExprKind::call, Function::cast, dtype, 0, 0, {std::move(x)}});
}

Expr strided(Expr index, int start, int step) {
  if (step != 1) index = index * step;
  return start ? index + start : index;
}

double evaluate(Function f, const double* a, DType result) {
  switch (f) {
    case Function::add: return a[0] + a[1];
    case Function::subtract: return a[0] - a[1];
    case Function::multiply: return a[0] * a[1];
    case Function::divide: return result == DType::i32 ? std::trunc(a[0] / a[1]) : a[0] / a[1];
    case Function::negate: return -a[0];
    case Function::minimum: return a[0] < a[1] ? a[0] : a[1];
    case Function::maximum: return a[0] > a[1] ? a[0] : a[1];
    case Function::absolute: return std::fabs(a[0]);
    case Function::exp: return std::exp(a[0]);
    case Function::log: return std::log(a[0]);
    case Function::sqrt: return std::sqrt(a[0]);
    case Function::tanh: return std::tanh(a[0]);
    case Function::pow: return std::pow(a[0], a[1]);
    case Function::less: return a[0] < a[1];
    case Function::less_equal: return a[0] <= a[1];
    case Function::equal: return a[0] == a[1];
    case Function::not_equal: return a[0] != a[1];
    case Function::logical_and: return a[0] != 0 && a[1] != 0;
    case Function::select: return a[0] != 0 ? a[1] : a[2];
    case Function::remainder: return std::fmod(a[0], a[1]);
    case Function::cast: return result == DType::i32 ? std::trunc(a[0]) : a[0];
  }
  return 0;
}

const Spelling& spelling(Function f) {
  static constexpr Spelling table[] = {
      {" + ", 6, nullptr, nullptr, nullptr},                       // add
      {" - ", 6, nullptr, nullptr, nullptr},                       // subtract
      {" * ", 7, nullptr, nullptr, nullptr},                       // multiply
      {" / ", 7, nullptr, nullptr, nullptr},                       // divide
      {nullptr, 8, "-", "-", "-"},                                 // negate
      {nullptr, 0, "lathe::min", "lathe_min", "lathe_min"},        // minimum
      {nullptr, 0, "lathe::max", "lathe_max", "lathe_max"},        // maximum
      {nullptr, 0, "lathe::abs", "fabsf", "fabs"},                 // absolute
      {nullptr, 0, "lathe::exp", "expf", "exp"},                   // exp
      {nullptr, 0, "lathe::log", "logf", "log"},                   // log
      {nullptr, 0, "lathe::sqrt", "sqrtf", "sqrt"},                // sqrt
      {nullptr, 0, "lathe::tanh", "tanhf", "tanh"},                // tanh
      {nullptr, 0, "lathe::pow", "powf", "pow"},                   // pow
      {" < ", 5, nullptr, nullptr, nullptr},                       // less
      {" <= ", 5, nullptr, nullptr, nullptr},                      // less_equal
      {" == ", 4, nullptr, nullptr, nullptr},                      // equal
      {" != ", 4, nullptr, nullptr, nullptr},                      // not_equal
      {" && ", 3, nullptr, nullptr, nullptr},                      // logical_and
      {nullptr, 0, "lathe::select", "lathe_select", "lathe_select"},  // select
      {" % ", 7, nullptr, nullptr, nullptr},                       // remainder
      {nullptr, 0, nullptr, nullptr, nullptr},                     // cast, written as static_cast
  };
  return table[static_cast<std::size_t>(f)];
}

}  // namespace lathe::kernel
