// Kernels in CUDA C++: the loop nest with one thread for each element of the outer loops.
#include "emit/loop_nest.hpp"

namespace lathe::emit {
namespace {

class CudaKernel : LoopNest {
 public:
  explicit CudaKernel(const KernelSource& source) : LoopNest(source, Target::cuda) {}

  KernelText run() {
    out_.threads = threads();
    w_.line("const int thread = blockIdx.x * blockDim.x + threadIdx.x;");
    w_.line("if (thread >= " + out_.threads + ") return;");
    table();
    decompose();
    body();
    std::vector<std::string> parameters = {"int rows"};
    out_.uses_time = s_.uses_time;
    if (out_.uses_time) parameters.push_back("int " + s_.names.time);
    parameters.insert(parameters.end(), s_.parameters.begin(), s_.parameters.end());
    out_.parameters = std::move(parameters);
    out_.body = w_.text();
    return std::move(out_);
  }

 private:
  std::string threads() const {
    std::int64_t fixed = 1;
    bool batched = false;
    for (int l = 0; l < k_.outer; ++l) {
      batched = batched || loop(l).batched;
      fixed *= loop(l).batched ? loop(l).multiple : loop(l).extent;
    }
    if (!batched) return std::to_string(fixed);
    return fixed == 1 ? "rows" : "rows * " + std::to_string(fixed);
  }

  void decompose() {
    std::string rest = "thread";
    for (int l = k_.outer; l-- > 0;) {
      if (l == 0) {
        w_.line("const int " + loop_name(l) + " = " + rest + ";");
        break;
      }
      const std::string bound =
          loop(l).batched && loop(l).multiple > 1 ? "(" + print_.bound(loop(l)) + ")" : print_.bound(loop(l));
      w_.line("const int " + loop_name(l) + " = " + rest + " % " + bound + ";");
      rest += " / " + bound;
    }
  }
};

}  // namespace

KernelText cuda_kernel(const KernelSource& source) { return CudaKernel(source).run(); }

}  // namespace lathe::emit
