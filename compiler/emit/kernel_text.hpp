// Kernels as functions of generated code, for either target.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "emit/expression.hpp"
#include "emit/writer.hpp"
#include "ir/graph.hpp"
#include "plan_memory.hpp"

namespace lathe::emit {

/// One node's function in generated code.
struct KernelText {
  std::string name;     // compute_hidden_relu
  std::string comment;  // the IR line it came from
  std::vector<std::string> parameters;
  std::string body;                    // the lines between the braces
  std::vector<ir::ValueId> arguments;  // in the order of the parameters
  std::vector<std::string> scratch;    // constant expressions: bytes of scratch memory, of which the most are needed
  std::string scratch_type = "float";
  bool uses_rows = true, uses_pool = false;
  bool uses_time = false;       // it is part of a scan's body, and takes the time
  bool uses_workspace = false;  // a scan, whose body has values of its own
  std::string threads;          // CUDA: how many threads, in terms of rows
};

/// The functions of a file in the order in which they are written, each text once.
class KernelFile {
 public:
  explicit KernelFile(Target target) : target_(target) {}
  /// The name that the kernel's function has: its own, or with a number where another function has that.
  std::string intern(const KernelText& kernel, const ir::Location& at);
  /// Every function behind its comment.
  void write(Writer& w) const;

 private:
  struct Written {
    std::string name, comment, text;
    ir::Location at;
  };
  std::string text(const KernelText& kernel, const std::string& name) const;
  Target target_;
  std::vector<Written> written_;
};

/// A node to be printed: the graph, where its values live, and which results are used.
struct KernelSource {
  const ir::Graph& graph;
  const MemoryPlan& plan;
  const ir::Node& node;
  std::vector<bool> used;
};

KernelText cpu_kernel(const KernelSource& source, bool specialised);

/// A scan as the function that runs its body at each time. `intern` is told of the kernels of the body, before the
/// function that calls them, and says under which name each is known.
using Intern = std::function<std::string(const KernelText& kernel, const ir::Location& at)>;
KernelText cpu_scan(const KernelSource& source, bool specialised, const Intern& intern);

KernelText cuda_kernel(const KernelSource& source);

/// What both targets need: the kernel, the names in it, the parameters of its function.
struct Signature {
  kernel::Kernel kernel;
  KernelNames names;
  std::vector<ir::ValueId> arguments;
  std::vector<std::string> parameters;  // "const float* __restrict image"
  std::string in_place;                 // for the comment: whose memory the results take
  bool uses_time = false;
};
/// On the CPU scalars are passed by value, on a GPU every operand is an address.
Signature signature(const KernelSource& source, Target target);

/// A matrix product, or one for each of the outer loops but the last two: the elements that are multiplied, and how the
/// last two axes of their operands lie.
struct Contraction {
  kernel::Expr a, b;
  bool transpose_a = false, transpose_b = false;
};
/// Recognises sum over k of a[…, i, k] * b[…, k, j] by its structure, whatever the operation is called.
bool is_contraction(const kernel::Kernel& kernel, Contraction& contraction);

}  // namespace lathe::emit
