// Kernels in C++ for the CPU.
//
// Matrix products go to the tiled kernels of lathe/gemm.hpp, specialised on their shape, with the epilogue as the
// function that stores; pointwise kernels whose operands all have the result's shape become one flat loop; sums over
// leading axes keep a row of accumulators, so that the inner loop runs along memory. Everything else is the plain loop
// nest.
#include <algorithm>
#include <cctype>

#include "emit/loop_nest.hpp"

namespace lathe::emit {
namespace {

using kernel::Expr;
using kernel::ExprKind;
using kernel::Function;
using kernel::Reduction;
using kernel::ReductionKind;
using kernel::Store;

// Loops with less work than this are not worth waking a thread; tasks are cut by size alone, never by thread count.
constexpr std::int64_t parallel_work = 1 << 16, task_work = 1 << 14;

// Matrix products of a stack with less work than this each share the threads among them; larger ones use all for each.
constexpr std::int64_t small_product = 1 << 22, product_task_work = 1 << 18;

bool all_of(const Expr& e, const std::function<bool(const Expr&)>& f) {
  return f(e) && std::all_of(e->arguments.begin(), e->arguments.end(), [&](const Expr& a) { return all_of(a, f); });
}

bool mentions(const Expr& e, int loop) {
  return !all_of(e, [&](const Expr& x) { return !(x->kind == ExprKind::index && x->slot == loop); });
}

/// Whether code uses a name: as a word, not as a part of another.
bool uses(const std::string& code, const std::string& name) {
  const auto in_word = [&](std::size_t i) {
    return i < code.size() && (std::isalnum(static_cast<unsigned char>(code[i])) || code[i] == '_');
  };
  for (std::size_t i = code.find(name); i != std::string::npos; i = code.find(name, i + 1))
    if (!in_word(i - 1) && !in_word(i + name.size())) return true;  // i - 1 of 0 is beyond the end
  return false;
}

class CpuKernel : LoopNest {
 public:
  CpuKernel(const KernelSource& source, bool specialised) : LoopNest(source, Target::cpu), specialised_(specialised) {}

  KernelText run() {
    table();
    Contraction c;
    if (specialised_ && is_contraction(k_, c))
      contraction(c);
    else if (is_flat())
      flat();
    else if (sums_rows())
      row_sums();
    else
      nest();
    std::vector<std::string> parameters = s_.parameters;
    const std::string body = w_.text();
    out_.uses_rows = uses(body, "rows");
    out_.uses_pool = uses(body, "pool");
    out_.uses_time = s_.uses_time;
    if (out_.uses_time) parameters.insert(parameters.begin(), "int " + s_.names.time);
    if (out_.uses_rows) parameters.insert(parameters.begin(), "int rows");
    if (!out_.scratch.empty()) parameters.push_back(out_.scratch_type + "* __restrict scratch");
    if (out_.uses_pool) parameters.push_back("lathe::ThreadPool& pool");
    out_.parameters = std::move(parameters);
    out_.body = body;
    return std::move(out_);
  }

 private:
  const Store& store(std::size_t i) const { return std::get<Store>(k_.body[i]); }

  // ---- matrix product

  /// An epilogue works on vectors when every operand lies along j or does not depend on it.
  bool vectorisable(const Expr& e) const {
    if (e->kind == ExprKind::load) {
      const int j = k_.outer - 1;
      if (e->arguments.size() == 1 && times(e->slot)) return false;  // in a stack the times lie next to each other
      for (std::size_t i = 0; i < e->arguments.size(); ++i) {
        const bool last =
            i + 1 == e->arguments.size() && e->arguments[i]->kind == ExprKind::index && e->arguments[i]->slot == j;
        if (!last && mentions(e->arguments[i], j)) return false;
      }
      return e->dtype == k_.results[0].dtype;
    }
    if (e->kind == ExprKind::call)
      return e->function != Function::cast && e->function != Function::pow &&
             !(e->function == Function::select && e->dtype == DType::i32) &&
             std::all_of(e->arguments.begin(), e->arguments.end(), [&](const Expr& a) { return vectorisable(a); });
    return e->kind == ExprKind::constant || e->kind == ExprKind::local;
  }

  /// Of how many elements in a stack the operand is one; 0: of none.
  int times(int operand) const {
    const auto slot = static_cast<std::size_t>(operand);
    return slot < s_.names.operand_times.size() ? s_.names.operand_times[slot] : 0;
  }

  /// From a row of a matrix to the next.
  std::int64_t row_step(const Expr& element) const {
    const Type& type = k_.operands[static_cast<std::size_t>(element->slot)];
    return std::int64_t{1} * type.extents[type.rank - 1] *
           (type.rank == 2 && times(element->slot) ? times(element->slot) : 1);
  }

  void contraction(const Contraction& c) {
    const auto &rows = loop(k_.outer - 2), &columns = loop(k_.outer - 1), &inner = loop(k_.outer);
    const Type& result = k_.results[0];
    const std::string t = type_name(c.a->dtype);
    const std::string shape = std::to_string(rows.extent) + ", " + std::to_string(columns.extent) + ", " +
                              std::to_string(inner.extent) + (c.transpose_a ? ", true" : ", false") +
                              (c.transpose_b ? ", true" : ", false");
    const std::int64_t each_product = std::int64_t{1} * rows.extent * columns.extent * inner.extent, total = work();
    const bool shares =
        k_.outer > 2 && each_product < small_product && total >= product_task_work && loop(0).extent > 1;
    const std::int64_t each = std::max<std::int64_t>(1, product_task_work * loop(0).extent / total);
    const std::string scratch = "lathe::gemm_scratch<" + shape + ", " + t + ">()";
    out_.scratch = {(shares ? std::to_string(tasks(each)) + " * " : "") + scratch + " * sizeof(" + t + ")"};
    out_.scratch_type = t;
    std::string steps;
    if (times(c.a->slot) || times(c.b->slot))
      steps = ", " + std::to_string(row_step(c.a)) + ", " + std::to_string(row_step(c.b));
    const std::string i = loop_name(k_.outer - 2), j = loop_name(k_.outer - 1), sum = s_.names.locals[0];
    const Store& st = store(1);
    const bool vectors = vectorisable(st.value) && result.dtype == c.a->dtype;

    if (shares) {
      open_tasks(each);
      w_.line(t + "* const own = scratch + task * " + scratch + ";");
      open_task_loop(each);
    }
    for (int l = shares ? 1 : 0; l < k_.outer - 2; ++l) open_loop(l);
    w_.line("// c[" + i + "][" + j + "], " + std::to_string(rows.extent) + " x " + std::to_string(columns.extent) +
            ", sums over " + std::to_string(inner.extent) + (c.transpose_a ? "; a is read transposed" : "") +
            (c.transpose_b ? "; b is read transposed" : ""));
    std::vector<std::string> arguments = {print_.bound(rows), print_.bound(inner), matrix(c.a), matrix(c.b),
                                          shares ? "own" : "scratch"};
    if (!shares) arguments.push_back("pool");
    w_.list("lathe::gemm<" + shape + steps + ">(", arguments, ",");
    w_.indent(2);
    w_.open("[=](int " + i + ", int " + j + ", auto " + sum + ")");
    if (vectors) {
      print_.vectorise(k_.outer - 1);
      std::vector<std::string> lines = print_.name_shared({st.value});
      const std::string to = s_.names.results[0] + " + " + print_.result_offset(0, st.index);
      lines.push_back("lathe::store(" + to + ", " + print_.print(st.value) + ");");
      if (std::any_of(lines.begin(), lines.end(),
                      [](const std::string& l) { return l.find("load<V>") != std::string::npos; }))
        w_.line("using V = decltype(" + sum + ");");
      for (const std::string& l : lines) w_.line(l);
      w_.close(");");
    } else {
      w_.open("lathe::each_lane(" + j + ", " + sum + ", [=](int " + j + ", " + t + " " + sum + ")");
      assignment(st);
      w_.close(");");
      w_.close(");");
    }
    w_.indent(-2);
    for (int l = 0; l < k_.outer - 2; ++l) w_.close();
    if (shares) w_.close(");");
  }

  /// Where the matrix begins that an element is of: a + m0 * 1200.
  std::string matrix(const Expr& element) const {
    std::vector<Expr> first = element->arguments;
    std::fill(first.end() - 2, first.end(), kernel::constant_expr(0, DType::i32));
    const auto operand = static_cast<std::size_t>(element->slot);
    const std::string offset = print_.operand_offset(operand, first);
    return s_.names.operands[operand] + (offset == "0" ? "" : " + " + offset);
  }

  // ---- flat pointwise loop

  bool is_flat() const {
    if (k_.outer == 0 || k_.outer != static_cast<int>(k_.loops.size()) || in_stacks()) return false;
    for (const auto& s : k_.body) {
      const auto* st = std::get_if<Store>(&s);
      if (!st || !st->loops.empty()) return false;
      const Type& result = k_.results[static_cast<std::size_t>(st->result)];
      std::function<bool(const Expr&)> right = [&](const Expr& e) -> bool {
        if (e->kind == ExprKind::index) return false;
        if (e->kind == ExprKind::load) {
          if (e->arguments.empty()) return true;
          if (!same_extents(k_.operands[static_cast<std::size_t>(e->slot)], result)) return false;
          for (std::size_t i = 0; i < st->index.size(); ++i)
            if (!same(e->arguments[i], st->index[i])) return false;
          return true;
        }
        return std::all_of(e->arguments.begin(), e->arguments.end(), right);
      };
      if (!right(st->value)) return false;
    }
    // A batch that is not the first axis leaves gaps.
    return std::none_of(k_.loops.begin() + 1, k_.loops.end(), [](const auto& l) { return l.batched; });
  }

  /// True if an operand or a result is an element of a stack, and does not lie together.
  bool in_stacks() const {
    const auto is_one = [](int n) { return n > 0; };
    return std::any_of(s_.names.operand_times.begin(), s_.names.operand_times.end(), is_one) ||
           std::any_of(s_.names.result_times.begin(), s_.names.result_times.end(), is_one);
  }

  void flat() {
    std::int64_t inner = 1, most = 1;
    for (std::size_t l = 0; l < k_.loops.size(); ++l) {
      most *= k_.loops[l].extent;
      if (l || !k_.loops[l].batched) inner *= k_.loops[l].extent;
    }
    if (k_.loops[0].batched) inner *= k_.loops[0].multiple;
    const std::string count = !k_.loops[0].batched ? std::to_string(most)
                              : inner == 1         ? "rows"
                                                   : "rows * " + std::to_string(inner);
    const bool parallel = most >= parallel_work;
    if (parallel) {
      w_.open("pool.parallel_for(" + std::to_string((most + task_work - 1) / task_work) + ", [=](int task)");
      w_.line("const int end = std::min(" + count + ", (task + 1) * " + std::to_string(task_work) + ");");
      w_.open("for (int i = task * " + std::to_string(task_work) + "; i < end; ++i)");
    } else {
      w_.open("for (int i = 0; i < " + count + "; ++i)");
    }
    print_.flatten("i");
    std::vector<Expr> values;
    for (std::size_t s = 0; s < k_.body.size(); ++s) values.push_back(store(s).value);
    for (const std::string& l : print_.name_shared(values)) w_.line(l);
    for (std::size_t s = 0; s < k_.body.size(); ++s)
      w_.line(print_.element(store(s).result, store(s).index) + " = " + print_.print(store(s).value) + ";");
    w_.close();
    if (parallel) w_.close(");");
  }

  // ---- sums over leading axes

  bool sums_rows() const {
    if (k_.outer == 0 || k_.body.size() != 2) return false;
    const auto* sum = std::get_if<Reduction>(&k_.body[0]);
    const auto* st = std::get_if<Store>(&k_.body[1]);
    const int j = k_.outer - 1;
    const auto& last = k_.loops[static_cast<std::size_t>(j)];
    if (!sum || !st || sum->kind != ReductionKind::sum || !st->loops.empty() || last.batched || last.extent > 1024 ||
        last.extent < 4)
      return false;
    bool along = false;
    const bool right = all_of(sum->value, [&](const Expr& e) {
      if (e->kind != ExprKind::load) return true;
      for (std::size_t i = 0; i < e->arguments.size(); ++i) {
        if (!mentions(e->arguments[i], j)) continue;
        if (i + 1 != e->arguments.size() || e->arguments[i]->kind != ExprKind::index) return false;
        along = true;
      }
      return true;
    });
    return right && along;
  }

  void row_sums() {
    const auto& sum = std::get<Reduction>(k_.body[0]);
    const Store& st = store(1);
    const int j = k_.outer - 1;
    const std::string extent = std::to_string(k_.loops[static_cast<std::size_t>(j)].extent);
    for (int l = 0; l < j; ++l) open_loop(l);
    w_.line(std::string(type_name(sum.dtype)) + " " + s_.names.locals[0] + "[" + extent + "] = {};");
    s_.names.locals[0] += "[" + s_.names.loops[static_cast<std::size_t>(j)] + "]";
    for (int l : sum.loops) open_loop(l);
    open_loop(j);
    w_.line(s_.names.locals[0] + " += " + print_.print(sum.value) + ";");
    w_.close();
    for (std::size_t l = 0; l < sum.loops.size(); ++l) w_.close();
    open_loop(j);
    assignment(st);
    w_.close();
    for (int l = 0; l < j; ++l) w_.close();
  }

  // ---- everything else

  /// The work of the outer loops times that of the longest statement in them.
  std::int64_t work() const {
    std::int64_t outer = 1, longest = 1;
    for (int l = 0; l < k_.outer; ++l) outer *= loop(l).extent;
    for (const auto& s : k_.body) {
      std::int64_t inner = 1;
      for (int l : std::visit([](const auto& statement) { return statement.loops; }, s)) inner *= loop(l).extent;
      longest = std::max(longest, inner);
    }
    return outer * longest;
  }

  /// True if there are only stores, some with loops of their own, and the last outer loop runs along the result's
  /// memory: it may as well run inside those loops.
  bool stores_along_memory() const {
    const auto last = [&](const Store& st) {
      return !st.index.empty() && st.index.back()->kind == ExprKind::index && st.index.back()->slot == k_.outer - 1;
    };
    bool inner = false;
    for (const auto& s : k_.body) {
      const auto* st = std::get_if<Store>(&s);
      if (!st || !last(*st)) return false;
      inner = inner || !st->loops.empty();
    }
    return inner;
  }

  std::int64_t tasks(std::int64_t each) const { return (loop(0).extent + each - 1) / each; }
  /// The first loop in tasks of `each` iterations.
  void open_tasks(std::int64_t each) {
    w_.open("pool.parallel_for(" + std::to_string(tasks(each)) + ", [=](int task)");
    w_.line("const int end = std::min(" + print_.bound(loop(0)) + ", (task + 1) * " + std::to_string(each) + ");");
  }
  void open_task_loop(std::int64_t each) {
    const std::string n = loop_name(0);
    w_.open("for (int " + n + " = task * " + std::to_string(each) + "; " + n + " < end; ++" + n + ")");
  }

  void nest() {
    const std::int64_t total = work();
    const int innermost = stores_along_memory() ? k_.outer - 1 : -1;
    const bool parallel = k_.outer > 0 && total >= parallel_work && loop(0).extent > 1;
    int opened = 0;
    std::function<void()> open_innermost;
    if (innermost >= 0) open_innermost = [this, innermost] { open_loop(innermost); };
    if (parallel) {
      // Tasks that divide a row among them take whole cache lines of it.
      const std::int64_t least = innermost == 0 ? 16 : 1, each = std::max(least, task_work * loop(0).extent / total);
      open_tasks(each);
      if (innermost == 0)
        open_innermost = [this, each] { open_task_loop(each); };
      else
        open_task_loop(each);
      opened = 1;
    }
    for (int l = opened; l < k_.outer; ++l)
      if (l != innermost) open_loop(l);
    body(open_innermost);
    for (int l = innermost >= 0 ? 1 : 0; l < k_.outer; ++l) w_.close();
    if (parallel) w_.close(");");
  }

  bool specialised_;
};

}  // namespace

KernelText cpu_kernel(const KernelSource& source, bool specialised) { return CpuKernel(source, specialised).run(); }

}  // namespace lathe::emit
