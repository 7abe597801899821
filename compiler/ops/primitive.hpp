// The record of a primitive operation: all that Lathe knows of it, in one place.
//
// An operation lives in one file, dsl/lathe/ops/<name>.hpp. Its upper half is what a spec sees: the shape rule and the
// function. Its lower half, compiled into the tool only, registers a Primitive.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ir/graph.hpp"
#include "kernel/kernel.hpp"
#include "lathe/builder.hpp"

namespace lathe::ops {

/// A value in a gradient rule: rules are written with operators and the names of operations.
struct Term {
  ir::GraphBuilder* builder = nullptr;
  ir::ValueId id = ir::no_value;
  Type type() const { return builder->graph().type(id); }
};

/// What a gradient rule works with: the node, and the gradient of the loss with respect to its results.
class GradientRule {
 public:
  GradientRule(ir::GraphBuilder& builder, const ir::Node& node, std::vector<ir::ValueId> d_results)
      : builder_(builder), node_(node), d_results_(std::move(d_results)) {}

  int operands() const { return static_cast<int>(node_.operands.size()); }
  Term operand(int i) const { return {&builder_, node_.operands[static_cast<std::size_t>(i)]}; }
  Term result(int i = 0) const { return {&builder_, node_.results[static_cast<std::size_t>(i)]}; }
  /// The gradient of result i; zero_gradient(i) when the loss does not depend on it.
  Term d(int i = 0) const { return {&builder_, d_results_[static_cast<std::size_t>(i)]}; }
  bool has_d(int i) const { return d_results_[static_cast<std::size_t>(i)] != ir::no_value; }
  const Attributes& attributes() const { return node_.attributes; }

 private:
  ir::GraphBuilder& builder_;
  const ir::Node& node_;
  std::vector<ir::ValueId> d_results_;
};

Term apply(std::string_view op, std::vector<Term> operands, const Attributes& attributes = {});
/// A scalar constant of the element type of `like`.
Term constant(double value, Term like);
Term operator+(Term a, Term b);
Term operator-(Term a, Term b);
Term operator*(Term a, Term b);
Term operator/(Term a, Term b);
Term operator-(Term a);
/// Sums over the axes along which a broadcast repeated `type`, so that the result has that type.
Term sum_to(Term x, const Type& type);
Term reshape_to(Term x, const Type& type);
Term broadcast_to(Term x, const Type& type);

/// One element of a pointwise result: operand(k, index) gives an element of operand k.
struct Point {
  std::vector<kernel::Expr> index;  // of the result
  Type result;
  std::vector<Type> operand_types;
  const Attributes* attributes = nullptr;
  bool in_scan = false;  // at a time of its own: kernel::time_expr()
  std::function<kernel::Expr(int, std::vector<kernel::Expr>)> load;

  /// Operand k where broadcasting puts it: aligned at the last axis, index 0 along an extent of 1.
  kernel::Expr operand(int k) const;
};

/// Operands, random within a domain, on which an operation's definition and gradient are tested.
struct Sample {
  std::vector<Type> operands{};
  Attributes attributes{};
  double low = -2, high = 2;     // of real operands; integers are drawn from 0 … int(high)
  std::vector<double> values{};  // of a literal
};

/// What an attribute of an operation's nodes means.
struct AttributeMeaning {
  std::string_view name, meaning;
};

inline constexpr int any_number = -1;

struct Primitive {
  std::string_view name;
  std::string_view formula;  // "y = max(0, x)"
  std::string_view source;   // where the formula comes from
  int operands = 1;          // any_number: as many as it is given
  ShapeRule infer = nullptr;

  /// What the formula calls operands and results, "x, t -> y, p"; empty: "x -> y", "a, b -> y".
  std::string_view names{};
  std::vector<AttributeMeaning> attributes{};
  /// What makes it where neither a function beside it does nor a gradient: "the pass fuse_elementwise", or other
  /// functions.
  std::string_view made_by{};

  /// Gradient of each operand, in order; an empty Term where there is none (labels). Null: not differentiable.
  std::function<std::vector<Term>(const GradientRule&)> gradient{};

  /// Exactly one of the two. pointwise: an element of the only result from elements of the operands; such operations
  /// fuse with their neighbours. define: the loops.
  std::function<kernel::Expr(const Point&)> pointwise{};
  std::function<void(kernel::KernelBuilder&)> define{};

  /// Arithmetic that aligns its operands' shapes by itself: a broadcast in front of it is not needed.
  bool broadcasts = false;

  /// The result is the operand's memory under another shape: where it does not fuse, it needs no kernel.
  bool view = false;

  std::vector<Sample> samples{};
};

/// Every primitive, by name. `fused` is among them: a node whose region is all there is.
const std::vector<const Primitive*>& all();
/// Null if there is none of that name.
const Primitive* find(std::string_view name);

/// Registers a primitive; used at namespace scope of the operation's file.
struct Register {
  explicit Register(Primitive primitive);
};

/// A pointwise operation that is a function of the operands' elements at the same place (broadcast).
std::function<kernel::Expr(const Point&)> elementwise(std::function<kernel::Expr(kernel::Expr)> f);
std::function<kernel::Expr(const Point&)> elementwise(std::function<kernel::Expr(kernel::Expr, kernel::Expr)> f);

/// float[extents] for samples, in double; batched makes the first axis the batch.
Type sample_type(std::initializer_list<int> extents, bool batched = false, DType dtype = DType::f64);

}  // namespace lathe::ops
