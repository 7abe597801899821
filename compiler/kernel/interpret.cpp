// The reference: kernels run in double, loop by loop, element by element.
#include <limits>

#include "kernel/kernel.hpp"

namespace lathe::kernel {
namespace {

class Machine {
 public:
  Machine(const Kernel& kernel, const std::vector<const Tensor*>& operands, const std::vector<Tensor*>& results,
          int rows, int time, const Rounding& rounding)
      : kernel_(kernel),
        operands_(operands),
        results_(results),
        rows_(rows),
        time_(time),
        rounding_(rounding),
        index_(kernel.loops.size()) {}

  void run() { outer(0); }

 private:
  long extent(const Loop& l) const { return l.batched ? static_cast<long>(rows_) * l.multiple : l.extent; }

  void outer(int depth) {
    if (depth == kernel_.outer) return body();
    const auto d = static_cast<std::size_t>(depth);
    const long n = extent(kernel_.loops[d]);
    for (index_[d] = 0; index_[d] < n; ++index_[d]) outer(depth + 1);
  }

  template <class F>
  void nest(const std::vector<int>& loops, std::size_t depth, const F& f) {
    if (depth == loops.size()) return f();
    const auto slot = static_cast<std::size_t>(loops[depth]);
    const long n = extent(kernel_.loops[slot]);
    for (index_[slot] = 0; index_[slot] < n; ++index_[slot]) nest(loops, depth + 1, f);
  }

  void body() {
    locals_.clear();
    for (const Statement& s : kernel_.body) {
      if (const auto* r = std::get_if<Reduction>(&s)) {
        double total = r->kind == ReductionKind::sum ? 0 : -std::numeric_limits<double>::infinity();
        double best = 0;
        nest(r->loops, 0, [&] {
          const double v = value(r->value);
          if (r->kind == ReductionKind::sum)
            total = rounded(total + v, r->dtype);
          else if (v > total || (v != v && total == total)) {
            total = v;
            if (r->kind == ReductionKind::argmax)
              best = static_cast<double>(index_[static_cast<std::size_t>(r->loops.back())]);
          }
        });
        locals_.push_back(r->kind == ReductionKind::argmax ? best : total);
      } else {
        const auto& store = std::get<Store>(s);
        const auto result = static_cast<std::size_t>(store.result);
        nest(store.loops, 0, [&] {
          double& element = (*results_[result])[offset(store.index, kernel_.results[result])];
          const double given = value(store.value);  // of which 0 + would take the sign of -0
          element = rounded(store.accumulate ? element + given : given, kernel_.results[result].dtype);
        });
      }
    }
  }

  double rounded(double x, DType dtype) const { return rounding_ && dtype != DType::i32 ? rounding_(x) : x; }

  std::size_t offset(const std::vector<Expr>& index, const Type& type) {
    long o = 0;
    for (std::size_t i = 0; i < index.size(); ++i) {
      const double at = value(index[i]);
      if (!(at >= 0 && at < type.extents[i])) throw ir::InternalError("a kernel's index is outside of its tensor");
      o = o * type.extents[i] + static_cast<long>(at);
    }
    return static_cast<std::size_t>(o);
  }

  double value(const Expr& e) {
    switch (e->kind) {
      case ExprKind::constant:
        return e->number;
      case ExprKind::rows:
        return rows_;
      case ExprKind::time:
        return time_;
      case ExprKind::index:
        return static_cast<double>(index_[static_cast<std::size_t>(e->slot)]);
      case ExprKind::local:
        return locals_[static_cast<std::size_t>(e->slot)];
      case ExprKind::load: {
        const auto slot = static_cast<std::size_t>(e->slot);
        return (slot < operands_.size() ? *operands_[slot]
                                        : kernel_.table)[offset(e->arguments, kernel_.operands[slot])];
      }
      case ExprKind::call: {
        double a[3]{};
        for (std::size_t i = 0; i < e->arguments.size(); ++i) a[i] = value(e->arguments[i]);
        return evaluate(e->function, a, e->dtype);
      }
    }
    return 0;
  }

  const Kernel& kernel_;
  const std::vector<const Tensor*>& operands_;
  const std::vector<Tensor*>& results_;
  int rows_, time_;
  const Rounding& rounding_;
  std::vector<long> index_;
  std::vector<double> locals_;
};

}  // namespace

void interpret(const Kernel& kernel, const std::vector<const Tensor*>& operands, const std::vector<Tensor*>& results,
               int rows, int time, const Rounding& rounding) {
  Machine(kernel, operands, results, rows, time, rounding).run();
}

}  // namespace lathe::kernel
