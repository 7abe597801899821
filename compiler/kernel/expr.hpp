// Scalar expressions: what one element of a result is. Both emitters print them; the interpreter evaluates them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "lathe/type.hpp"

namespace lathe::kernel {

enum class ExprKind : std::uint8_t {
  constant,  // number
  rows,      // how many rows the batch has at run time
  time,      // which time of its scan the kernel runs for
  index,     // loop variable `slot`
  local,     // reduction `slot` of the kernel
  load,      // element `arguments` (an index an axis) of tensor `slot`
  call,      // a scalar function of `arguments`
};

/// The scalar functions. One table in expr.cpp gives each its evaluation and its spelling in generated code.
enum class Function : std::uint8_t {
  add,
  subtract,
  multiply,
  divide,
  negate,
  minimum,
  maximum,
  absolute,
  floor,
  ceil,
  round,
  exp,
  exp2,
  expm1,
  log,
  log2,
  log10,
  log1p,
  sqrt,
  sin,
  cos,
  tanh,
  erf,
  normal_cdf,
  pow,
  less,
  less_equal,
  equal,
  not_equal,
  logical_and,
  logical_or,
  select,  // select(condition, a, b)
  remainder,
  cast,     // to the expression's element type
  uniform,  // uniform(key, stream, place): a float in [0, 1), random but the same for the same three ints
};

class Expr;

struct ExprNode {
  ExprKind kind{};
  Function function{};
  DType dtype = DType::f32;  // of the value; i32 for indices and conditions
  int slot = 0;
  double number = 0;
  std::vector<Expr> arguments;
};

/// A shared, immutable expression.
class Expr {
 public:
  Expr() = default;
  Expr(double number);  // NOLINT: constants mix freely; they take the element type of what they meet
  Expr(int number) : Expr(static_cast<double>(number)) {}  // NOLINT
  explicit Expr(ExprNode node) : node_(std::make_shared<const ExprNode>(std::move(node))) {}

  const ExprNode& operator*() const { return *node_; }
  const ExprNode* operator->() const { return node_.get(); }
  explicit operator bool() const { return node_ != nullptr; }
  /// The same expression, by structure.
  friend bool same(const Expr& a, const Expr& b);

 private:
  std::shared_ptr<const ExprNode> node_;
};

Expr rows_expr();
Expr time_expr();
Expr index_expr(int slot);
Expr local_expr(int slot, DType dtype);
Expr load_expr(int tensor, DType dtype, std::vector<Expr> indices);
Expr call(Function f, std::vector<Expr> arguments);
Expr cast_to(DType dtype, Expr x);
Expr constant_expr(double number, DType dtype);
Expr uniform_expr(Expr key, int stream, Expr place);

inline Expr operator+(const Expr& a, const Expr& b) { return call(Function::add, {a, b}); }
inline Expr operator-(const Expr& a, const Expr& b) { return call(Function::subtract, {a, b}); }
inline Expr operator*(const Expr& a, const Expr& b) { return call(Function::multiply, {a, b}); }
inline Expr operator/(const Expr& a, const Expr& b) { return call(Function::divide, {a, b}); }
inline Expr operator-(const Expr& a) { return call(Function::negate, {a}); }
inline Expr operator<(const Expr& a, const Expr& b) { return call(Function::less, {a, b}); }
inline Expr operator<=(const Expr& a, const Expr& b) { return call(Function::less_equal, {a, b}); }
inline Expr operator>(const Expr& a, const Expr& b) { return call(Function::less, {b, a}); }
inline Expr operator>=(const Expr& a, const Expr& b) { return call(Function::less_equal, {b, a}); }
inline Expr operator==(const Expr& a, const Expr& b) { return call(Function::equal, {a, b}); }
inline Expr operator!=(const Expr& a, const Expr& b) { return call(Function::not_equal, {a, b}); }
inline Expr operator&&(const Expr& a, const Expr& b) { return call(Function::logical_and, {a, b}); }
inline Expr operator||(const Expr& a, const Expr& b) { return call(Function::logical_or, {a, b}); }
inline Expr min(const Expr& a, const Expr& b) { return call(Function::minimum, {a, b}); }
inline Expr max(const Expr& a, const Expr& b) { return call(Function::maximum, {a, b}); }
inline Expr abs(const Expr& a) { return call(Function::absolute, {a}); }
inline Expr floor(const Expr& a) { return call(Function::floor, {a}); }
inline Expr ceil(const Expr& a) { return call(Function::ceil, {a}); }
inline Expr round(const Expr& a) { return call(Function::round, {a}); }
inline Expr exp(const Expr& a) { return call(Function::exp, {a}); }
inline Expr exp2(const Expr& a) { return call(Function::exp2, {a}); }
inline Expr expm1(const Expr& a) { return call(Function::expm1, {a}); }
inline Expr log(const Expr& a) { return call(Function::log, {a}); }
inline Expr log2(const Expr& a) { return call(Function::log2, {a}); }
inline Expr log10(const Expr& a) { return call(Function::log10, {a}); }
inline Expr log1p(const Expr& a) { return call(Function::log1p, {a}); }
inline Expr sqrt(const Expr& a) { return call(Function::sqrt, {a}); }
inline Expr sin(const Expr& a) { return call(Function::sin, {a}); }
inline Expr cos(const Expr& a) { return call(Function::cos, {a}); }
inline Expr tanh(const Expr& a) { return call(Function::tanh, {a}); }
inline Expr erf(const Expr& a) { return call(Function::erf, {a}); }
inline Expr normal_cdf(const Expr& a) { return call(Function::normal_cdf, {a}); }
/// a to the power b, which becomes products where b is a small whole number.
Expr pow(Expr a, Expr b);
inline Expr select(const Expr& condition, const Expr& a, const Expr& b) {
  return call(Function::select, {condition, a, b});
}

/// An index that is computed, kept within 0 … extent - 1 whatever it is.
Expr bounded(Expr index, int extent);

/// start + step * index, without what does nothing.
Expr strided(Expr index, int start, int step = 1);

/// An element of an int tensor that holds 1 where the condition is true, else 0; and the condition of such an element.
Expr from_condition(Expr condition);
Expr to_condition(Expr element);

/// True for exp, log and the like, which are not worth computing twice.
bool is_expensive(Function f);

/// Evaluates a function in double; conditions are 0 and 1. minimum and maximum are NaN where an argument is.
double evaluate(Function f, const double* arguments, DType result);

/// How a function is written in generated code: an infix operator, or the name of a function.
struct Spelling {
  const char* infix;               // " + ", or null
  int precedence;                  // of the infix operator, C++'s order: higher binds tighter
  const char* cpp;                 // "lathe::exp"
  const char* cuda_f32;            // "expf"
  const char* cuda_f64;            // "exp"
  const char* cuda_i32 = nullptr;  // where it differs from that for float
};
const Spelling& spelling(Function f);

}  // namespace lathe::kernel
