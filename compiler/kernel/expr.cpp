#include "kernel/expr.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "lathe/uniform.hpp"

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
Expr time_expr() { return Expr(ExprNode{ExprKind::time, {}, DType::i32, 0, 0, {}}); }
Expr index_expr(int slot) { return Expr(ExprNode{ExprKind::index, {}, DType::i32, slot, 0, {}}); }
Expr local_expr(int slot, DType dtype) { return Expr(ExprNode{ExprKind::local, {}, dtype, slot, 0, {}}); }
Expr load_expr(int tensor, DType dtype, std::vector<Expr> indices) {
  return Expr(ExprNode{ExprKind::load, {}, dtype, tensor, 0, std::move(indices)});
}
Expr constant_expr(double number, DType dtype) { return Expr(ExprNode{ExprKind::constant, {}, dtype, 0, number, {}}); }

namespace {

bool is_condition(Function f) {
  return f == Function::less || f == Function::less_equal || f == Function::equal || f == Function::not_equal ||
         f == Function::logical_and || f == Function::logical_or;
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
  if (std::all_of(arguments.begin(), arguments.end(), is_number)) {
    double values[3]{};
    for (std::size_t i = 0; i < arguments.size(); ++i) values[i] = arguments[i]->number;
    return constant_expr(evaluate(f, values, dtype), is_condition(f) ? DType::i32 : dtype);
  }
  if (f == Function::select && is_number(arguments[0])) return arguments[0]->number != 0 ? arguments[1] : arguments[2];
  return Expr(ExprNode{ExprKind::call, f, is_condition(f) ? DType::i32 : dtype, 0, 0, std::move(arguments)});
}

Expr pow(Expr a, Expr b) {
  if (a->dtype == DType::i32 && (!is_number(b) || b->number < 0 || b->number > 3))
    return cast_to(DType::i32, round(call(Function::pow, {cast_to(DType::f64, a), cast_to(DType::f64, b)})));
  if (!is_number(b)) return call(Function::pow, {a, b});
  if (b->number == -1) return 1 / a;
  if (b->number == 0) return constant_expr(1, a->dtype);
  if (b->number == 1) return a;
  if (b->number == 2) return a * a;
  if (b->number == 3) return a * a * a;
  return call(Function::pow, {a, b});
}

Expr from_condition(Expr condition) {
  return select(condition, constant_expr(1, DType::i32), constant_expr(0, DType::i32));
}

Expr to_condition(Expr element) {
  const auto is = [&](std::size_t i, double number) {
    return is_number(element->arguments[i]) && element->arguments[i]->number == number;
  };
  const bool made = element->kind == ExprKind::call && element->function == Function::select && is(1, 1) && is(2, 0);
  return made ? element->arguments[0] : element != 0;
}

bool is_expensive(Function f) {
  switch (f) {
    case Function::exp:
    case Function::exp2:
    case Function::expm1:
    case Function::log:
    case Function::log2:
    case Function::log10:
    case Function::log1p:
    case Function::sqrt:
    case Function::sin:
    case Function::cos:
    case Function::tanh:
    case Function::erf:
    case Function::normal_cdf:
    case Function::pow:
      return true;
    default:
      return false;
  }
}

Expr cast_to(DType dtype, Expr x) {
  if (x->dtype == dtype) return x;
  if (is_number(x)) return constant_expr(dtype == DType::i32 ? std::trunc(x->number) : x->number, dtype);
  if (x->kind == ExprKind::call && x->function == Function::select && is_number(x->arguments[1]) &&
      is_number(x->arguments[2]))
    return select(x->arguments[0], cast_to(dtype, x->arguments[1]), cast_to(dtype, x->arguments[2]));
  return Expr(ExprNode{ExprKind::call, Function::cast, dtype, 0, 0, {std::move(x)}});
}

Expr bounded(Expr index, int extent) { return max(min(index, extent - 1), 0); }

Expr strided(Expr index, int start, int step) {
  if (step != 1) index = index * step;
  return start ? index + start : index;
}

Expr uniform_expr(Expr key, int stream, Expr place) {
  return Expr(ExprNode{ExprKind::call,
                       Function::uniform,
                       DType::f32,
                       0,
                       0,
                       {std::move(key), constant_expr(stream, DType::i32), std::move(place)}});
}

namespace {
double evaluate_in_double(Function f, const double* a, DType result) {
  switch (f) {
    case Function::add:
      return a[0] + a[1];
    case Function::subtract:
      return a[0] - a[1];
    case Function::multiply:
      return a[0] * a[1];
    case Function::divide:
      return result == DType::i32 ? std::trunc(a[0] / a[1]) : a[0] / a[1];
    case Function::negate:
      return -a[0];
    case Function::minimum:
      return a[1] < a[0] || std::isnan(a[1]) ? a[1] : a[0];
    case Function::maximum:
      return a[1] > a[0] || std::isnan(a[1]) ? a[1] : a[0];
    case Function::absolute:
      return std::fabs(a[0]);
    case Function::floor:
      return std::floor(a[0]);
    case Function::ceil:
      return std::ceil(a[0]);
    case Function::round:
      return std::nearbyint(a[0]);
    case Function::exp:
      return std::exp(a[0]);
    case Function::exp2:
      return std::exp2(a[0]);
    case Function::expm1:
      return std::expm1(a[0]);
    case Function::log:
      return std::log(a[0]);
    case Function::log2:
      return std::log2(a[0]);
    case Function::log10:
      return std::log10(a[0]);
    case Function::log1p:
      return std::log1p(a[0]);
    case Function::sqrt:
      return std::sqrt(a[0]);
    case Function::sin:
      return std::sin(a[0]);
    case Function::cos:
      return std::cos(a[0]);
    case Function::tanh:
      return std::tanh(a[0]);
    case Function::erf:
      return std::erf(a[0]);
    case Function::normal_cdf:
      return std::erfc(-a[0] / std::numbers::sqrt2) / 2;
    case Function::pow:
      return std::pow(a[0], a[1]);
    case Function::less:
      return a[0] < a[1];
    case Function::less_equal:
      return a[0] <= a[1];
    case Function::equal:
      return a[0] == a[1];
    case Function::not_equal:
      return a[0] != a[1];
    case Function::logical_and:
      return a[0] != 0 && a[1] != 0;
    case Function::logical_or:
      return a[0] != 0 || a[1] != 0;
    case Function::select:
      return a[0] != 0 ? a[1] : a[2];
    case Function::remainder:
      return std::fmod(a[0], a[1]);
    case Function::uniform:
      return uniform(static_cast<int>(a[0]), static_cast<int>(a[1]), static_cast<int>(a[2]));
    case Function::cast:
      return result == DType::i32 ? std::trunc(a[0]) : a[0];
  }
  return 0;
}

}  // namespace

double evaluate(Function f, const double* a, DType result) {
  const double value = evaluate_in_double(f, a, result);
  return result == DType::i32 ? value + 0.0 : value;  // a whole number is never -0
}

const Spelling& spelling(Function f) {
  static constexpr Spelling table[] = {
      {" + ", 6, nullptr, nullptr, nullptr},                             // add
      {" - ", 6, nullptr, nullptr, nullptr},                             // subtract
      {" * ", 7, nullptr, nullptr, nullptr},                             // multiply
      {" / ", 7, nullptr, nullptr, nullptr},                             // divide
      {nullptr, 8, "-", "-", "-"},                                       // negate
      {nullptr, 0, "lathe::min", "lathe_min", "lathe_min"},              // minimum
      {nullptr, 0, "lathe::max", "lathe_max", "lathe_max"},              // maximum
      {nullptr, 0, "lathe::abs", "fabsf", "fabs", "abs"},                // absolute
      {nullptr, 0, "lathe::floor", "floorf", "floor"},                   // floor
      {nullptr, 0, "lathe::ceil", "ceilf", "ceil"},                      // ceil
      {nullptr, 0, "lathe::round", "rintf", "rint"},                     // round
      {nullptr, 0, "lathe::exp", "expf", "exp"},                         // exp
      {nullptr, 0, "lathe::exp2", "exp2f", "exp2"},                      // exp2
      {nullptr, 0, "lathe::expm1", "expm1f", "expm1"},                   // expm1
      {nullptr, 0, "lathe::log", "logf", "log"},                         // log
      {nullptr, 0, "lathe::log2", "log2f", "log2"},                      // log2
      {nullptr, 0, "lathe::log10", "log10f", "log10"},                   // log10
      {nullptr, 0, "lathe::log1p", "log1pf", "log1p"},                   // log1p
      {nullptr, 0, "lathe::sqrt", "sqrtf", "sqrt"},                      // sqrt
      {nullptr, 0, "lathe::sin", "sinf", "sin"},                         // sin
      {nullptr, 0, "lathe::cos", "cosf", "cos"},                         // cos
      {nullptr, 0, "lathe::tanh", "tanhf", "tanh"},                      // tanh
      {nullptr, 0, "lathe::erf", "erff", "erf"},                         // erf
      {nullptr, 0, "lathe::normal_cdf", "normcdff", "normcdf"},          // normal_cdf
      {nullptr, 0, "lathe::pow", "powf", "pow"},                         // pow
      {" < ", 5, nullptr, nullptr, nullptr},                             // less
      {" <= ", 5, nullptr, nullptr, nullptr},                            // less_equal
      {" == ", 4, nullptr, nullptr, nullptr},                            // equal
      {" != ", 4, nullptr, nullptr, nullptr},                            // not_equal
      {" && ", 3, nullptr, nullptr, nullptr},                            // logical_and
      {" || ", 2, nullptr, nullptr, nullptr},                            // logical_or
      {nullptr, 0, "lathe::select", "lathe_select", "lathe_select"},     // select
      {" % ", 7, nullptr, nullptr, nullptr},                             // remainder
      {nullptr, 0, nullptr, nullptr, nullptr},                           // cast, written as static_cast
      {nullptr, 0, "lathe::uniform", "lathe_uniform", "lathe_uniform"},  // uniform
  };
  return table[static_cast<std::size_t>(f)];
}

}  // namespace lathe::kernel
