// Kernels: the loops that compute one node of a graph. An operation is defined once, as a kernel; the CPU and CUDA
// emitters print it, the interpreter runs it in double.
#pragma once

#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "ir/graph.hpp"
#include "kernel/expr.hpp"

namespace lathe::kernel {

/// A loop. A batched loop runs to rows * multiple, any other to extent.
struct Loop {
  std::string name;
  int extent = 1;
  bool batched = false;
  int multiple = 1;
};

enum class ReductionKind : std::uint8_t { sum, maximum, argmax };

/// A scalar computed by inner loops, in order from index 0; later statements refer to it as a local.
struct Reduction {
  std::string name;
  ReductionKind kind{};
  DType dtype = DType::f32;  // i32 for argmax, which is the first index of the largest value
  std::vector<int> loops;    // positions in Kernel::loops
  Expr value;
};

/// For all values of `loops`, in order: result[index] = value, or += value where it accumulates.
struct Store {
  int result = 0;
  std::vector<int> loops;
  std::vector<Expr> index;
  Expr value;
  bool accumulate = false;
};

using Statement = std::variant<Reduction, Store>;

/// for all outer loops, independently of each other: the statements, in order.
///
/// Tensors are numbered as the node's operands; one more is the table, where there is one.
struct Kernel {
  std::vector<Loop> loops;
  int outer = 0;  // the first `outer` loops are the parallel ones
  std::vector<Statement> body;
  std::vector<Type> operands, results;
  std::vector<double> table;  // a literal's elements
};

/// What an operation's definition is written with.
class KernelBuilder {
 public:
  KernelBuilder(std::vector<Type> operands, std::vector<Type> results, Attributes attributes);

  const Attributes& attributes() const { return attributes_; }
  int operands() const { return static_cast<int>(kernel_.operands.size()); }
  const Type& operand_type(int i) const { return kernel_.operands[static_cast<std::size_t>(i)]; }
  const Type& result_type(int i = 0) const { return kernel_.results[static_cast<std::size_t>(i)]; }

  /// An outer loop over one axis of a type; call before any other loop.
  Expr outer(const std::string& name, const Type& type, int axis);
  /// Outer loops over all axes of a type but one, whose place in the index stays empty.
  std::vector<Expr> outer_all(const Type& type, int but = -1);
  /// A loop for reductions and stores.
  Expr loop(const std::string& name, const Type& type, int axis);

  Expr operand(int i, std::vector<Expr> index) const;
  /// An element of a literal, which has the shape of the result.
  Expr table(std::vector<Expr> index) const;
  Expr sum(const std::string& name, const std::vector<Expr>& loops, Expr value);
  Expr maximum(const std::string& name, const std::vector<Expr>& loops, Expr value);
  Expr argmax(const std::string& name, Expr loop, Expr value);
  /// Inner loops that index or value use run inside the outer ones.
  void store(int result, std::vector<Expr> index, Expr value);
  /// result[index] += value; a store of zeros must come before. What different outer iterations add to must differ.
  void accumulate(int result, std::vector<Expr> index, Expr value);

  Kernel take() { return std::move(kernel_); }

 private:
  Expr reduce(ReductionKind kind, const std::string& name, const std::vector<Expr>& loops, Expr value);
  void add_store(Store store);
  Kernel kernel_;
  Attributes attributes_;
};

/// The kernel of a node, epilogue included. Results that nobody uses (used[i] false) are not stored.
Kernel lower(const ir::Graph& graph, const ir::Node& node, const std::vector<bool>& used);
Kernel lower(const ir::Graph& graph, const ir::Node& node);

/// True if an element of the result may be unfinished after its store: others are added to it later.
bool accumulates(const Kernel& kernel);

/// True if every store reads of this operand the element that it stores, and no other: what a value in a register can
/// be.
bool reads_elementwise(const Kernel& kernel, int operand);

/// True if each element of operand `operand` is read only where, and when, the same element of the result is stored:
/// then both may share their memory.
bool may_alias(const Kernel& kernel, int operand, int result);

/// A tensor of the interpreter, row-major, full batch strides.
using Tensor = std::vector<double>;

/// What becomes of a real number that is stored or added to a sum, for numbers that have fewer digits than double.
using Rounding = std::function<double(double)>;

/// Runs a kernel in double with `rows` rows in the batch, at that time of its scan.
void interpret(const Kernel& kernel, const std::vector<const Tensor*>& operands, const std::vector<Tensor*>& results,
               int rows, int time = 0, const Rounding& rounding = {});

}  // namespace lathe::kernel
