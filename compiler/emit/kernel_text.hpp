// Kernels as functions of generated code, for either target.
#pragma once

#include <string>
#include <vector>

#include "emit/expression.hpp"
#include "ir/graph.hpp"
#include "plan_memory.hpp"

namespace lathe::emit {

/// One node's function in generated code.
struct KernelText {
  std::string name;                     // compute_hidden_relu
  std::string comment;                  // the IR line it came from
  std::string text;                     // the whole function, without the comment
  std::vector<ir::ValueId> arguments;   // in the order of the parameters
  std::string scratch;                  // a constant expression: bytes of scratch memory; empty for none
  DType scratch_type = DType::f32;
  bool uses_rows = true, uses_pool = false;
  std::string threads;                  // CUDA: how many threads, in terms of rows
};

/// A node to be printed: the graph, where its values live, and which results are used.
struct KernelSource {
  const ir::Graph& graph;
  const MemoryPlan& plan;
  const ir::Node& node;
  std::vector<bool> used;
};

KernelText cpu_kernel(const KernelSource& source, bool specialised);
KernelText cuda_kernel(const KernelSource& source);

/// What both targets need: the kernel, the names in it, the parameters of its function.
struct Signature {
  kernel::Kernel kernel;
  KernelNames names;
  std::vector<ir::ValueId> arguments;
  std::vector<std::string> parameters;  // "const float* __restrict image"
};
/// On the CPU scalars are passed by value, on a GPU every operand is an address.
Signature signature(const KernelSource& source, Target target);

/// A matrix product, or one for each of the outer loops but the last two: the elements that are multiplied, and how the last
/// two axes of their operands lie.
struct Contraction {
  kernel::Expr a, b;
  bool transpose_a = false, transpose_b = false;
};
/// Recognises sum over k of a[…, i, k] * b[…, k, j] by its structure, whatever the operation is called.
bool is_contraction(const kernel::Kernel& kernel, Contraction& contraction);

}  // namespace lathe::emit
