// Reverse mode: adjoints are accumulated from the values that have one towards the arguments, a use at a time; each
// operation's rule stands in its own file, that of scans in differentiate_scan.cpp.
#pragma once

#include <map>

#include "ops/primitive.hpp"

namespace lathe::passes {

/// Adjoints of the values of a graph, through its first `forward` nodes. The nodes that compute them are appended.
class Adjoints {
 public:
  Adjoints(ir::GraphBuilder& builder, std::size_t forward) : builder_(builder), forward_(forward) {}

  /// Adds d to the adjoint of v.
  void accumulate(ir::ValueId v, ir::ValueId d);
  /// From the last node to the first. May append results to the scans among them, which then keep what the backward
  /// pass needs of them.
  void run();

  /// The adjoint of v, or no_value when nothing that has one depends on v.
  ir::ValueId find(ir::ValueId v) const;
  /// The adjoint of v, zeros when nothing that has one depends on v.
  ir::ValueId of(ir::ValueId v);

 private:
  ir::GraphBuilder& builder_;
  std::size_t forward_;
  std::map<ir::ValueId, ir::ValueId> adjoints_;
};

/// Zeros of that type.
ops::Term zeros(ir::GraphBuilder& builder, const Type& type);

/// The gradients of the operands of scan `node`, from those of its results.
std::vector<ops::Term> scan_gradient(ir::GraphBuilder& builder, std::size_t node,
                                     const std::vector<ir::ValueId>& d_results);

}  // namespace lathe::passes
