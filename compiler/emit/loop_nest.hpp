// The plain loops of a kernel, the same text for every target.
#pragma once

#include "emit/kernel_text.hpp"
#include "emit/writer.hpp"

namespace lathe::emit {

class LoopNest {
 protected:
  LoopNest(const KernelSource& source, Target target);

  std::string loop_name(int l) const { return s_.names.loops[static_cast<std::size_t>(l)]; }
  const kernel::Loop& loop(int l) const { return k_.loops[static_cast<std::size_t>(l)]; }
  /// A literal's elements, before the loops.
  void table();
  void open_loop(int l);
  /// The statements in order, inside the outer loops. A loop that open_innermost opens runs inside those of each store.
  void body(const std::function<void()>& open_innermost = nullptr);
  /// result[…] = value, with names for what the value uses twice.
  void assignment(const kernel::Store& store);

  const KernelSource& source_;
  Target target_;
  Signature s_;
  const kernel::Kernel& k_;
  ExpressionPrinter print_;
  Writer w_;
  KernelText out_;

 private:
  void reduction(const kernel::Reduction& r, std::size_t local);
};

}  // namespace lathe::emit
