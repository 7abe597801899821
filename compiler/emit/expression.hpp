// Scalar expressions as text of a target language.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "kernel/kernel.hpp"

namespace lathe::emit {

enum class Target : std::uint8_t { cpu, cuda };

const char* type_name(DType dtype);

/// What the names in a kernel's text are.
struct KernelNames {
  std::vector<std::string> operands, results, loops, locals;
  std::string time;  // the time of the scan that the kernel runs for
  /// In the body of a scan: of how many elements in a stack the operand or result is the one at this time; 0: of none.
  std::vector<int> operand_times, result_times;
};

class ExpressionPrinter {
 public:
  ExpressionPrinter(Target target, const kernel::Kernel& kernel, const KernelNames& names)
      : target_(target), kernel_(kernel), names_(names) {}

  std::string print(const kernel::Expr& e) const { return print(e, 0); }
  /// hidden[n * 50 + j]; a scalar operand is passed by value and has no index.
  std::string load(const kernel::ExprNode& load) const;
  std::string element(int result, const std::vector<kernel::Expr>& index) const;
  /// Where an element of operand `slot` is, from its beginning.
  std::string operand_offset(std::size_t slot, const std::vector<kernel::Expr>& index) const;
  std::string result_offset(std::size_t slot, const std::vector<kernel::Expr>& index) const;
  /// The static type of a loop bound, "rows * 24" or "50".
  std::string bound(const kernel::Loop& loop) const;

  /// Expressions used more than once get a name: the declarations to put in front, in order.
  std::vector<std::string> name_shared(const std::vector<kernel::Expr>& roots, const std::string& prefix = "t");

  /// Inside a flattened loop every index list stands for this one variable.
  void flatten(std::string index) { flat_ = std::move(index); }
  /// Inside the epilogue of a matrix product elements come as vectors: loads along loop `j` become vector loads.
  void vectorise(int loop) { vector_loop_ = loop; }
  void forget_names() { shared_.clear(); }

 private:
  std::string print(const kernel::Expr& e, int outer) const;
  std::string offset(const Type& type, int times, const std::vector<kernel::Expr>& index) const;
  std::string literal(double number, DType dtype) const;
  void count_uses(const kernel::Expr& e, std::map<const kernel::ExprNode*, int>& uses,
                  std::vector<kernel::Expr>& order) const;

  Target target_;
  const kernel::Kernel& kernel_;
  const KernelNames& names_;
  std::map<const kernel::ExprNode*, std::string> shared_;  // looked up only, never iterated
  std::string flat_;
  int vector_loop_ = -1;
};

}  // namespace lathe::emit
