// A scan in C++: a function that runs the kernels of its body once for each time.
#include <algorithm>
#include <set>

#include "emit/kernel_text.hpp"
#include "emit/writer.hpp"
#include "ir/scan.hpp"
#include "ops/primitive.hpp"

namespace lathe::emit {
namespace {

using ir::ValueId;

class CpuScan {
 public:
  CpuScan(const KernelSource& source, bool specialised, const Intern& intern)
      : source_(source),
        body_(source.node.body[0]),
        plan_(plan_memory(body_)),
        specialised_(specialised),
        intern_(intern) {}

  KernelText run() {
    const ir::Node& scan = source_.node;
    const std::size_t states = ir::states_of(scan);
    out_.name = "compute_" + identifier(source_.graph.name_of(scan.results[scan.results.size() > states ? states : 0]));
    out_.comment = ir::print_node(source_.graph, scan);
    for (std::size_t i = states; i < scan.operands.size(); ++i) operand(scan.operands[i]);
    for (ValueId v : scan.results) result(v);
    unique("t"), unique("rows"), unique("own"), unique("scratch"), unique("pool");

    w_.indent(1);
    const std::string last = std::to_string(body_.times - 1);
    w_.open(ir::is_reversed(scan) ? "for (int t = " + last + "; t >= 0; --t)"
                                  : "for (int t = 0; t < " + std::to_string(body_.times) + "; ++t)");
    for (const ir::Node& n : body_.nodes) call(n);
    for (const ir::Update& u : body_.updates) {
      // What could not be written in place, after everything that may still read the old state.
      const Placement& p = plan_.placements[at(u.value)];
      bool by_value = false;
      if (p.storage != Storage::argument || p.owner != u.parameter)
        w_.line("std::copy_n(" + pointer(u.value, by_value) + ", " + std::to_string(body_.type(u.value).elements()) +
                ", " + pointer(u.parameter, by_value) + ");");
    }
    w_.close();

    std::vector<std::string> parameters = parameters_;
    if (out_.uses_rows) parameters.insert(parameters.begin(), "int rows");
    if (out_.uses_workspace) parameters.push_back("std::byte* own");
    if (!out_.scratch.empty()) parameters.push_back("std::byte* scratch");
    if (out_.uses_pool) parameters.push_back("lathe::ThreadPool& pool");
    out_.scratch_type = "std::byte";
    Writer head;
    head.indent(1);
    for (const std::string& line : locals_) head.line(line);
    out_.parameters = std::move(parameters);
    out_.body = head.text() + w_.text();
    return std::move(out_);
  }

 private:
  static std::size_t at(ValueId v) { return static_cast<std::size_t>(v); }
  std::string unique(std::string name) {
    while (!taken_.insert(name).second) name += '_';
    return name;
  }

  /// The name of an operand, the same for each time it is one.
  void operand(ValueId v) {
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (source_.node.operands[ir::states_of(source_.node) + i] == v) return names_.push_back(std::string(names_[i]));
    const Type type = source_.graph.type(v);
    names_.push_back(unique(identifier(source_.graph.name_of(v))));
    out_.arguments.push_back(v);
    parameters_.push_back(type.rank == 0
                              ? std::string(type_name(type.dtype)) + " " + names_.back()
                              : std::string("const ") + type_name(type.dtype) + "* __restrict " + names_.back());
  }

  void result(ValueId v) {
    results_.push_back(unique(identifier(source_.graph.name_of(v))));
    out_.arguments.push_back(v);
    parameters_.push_back(std::string(type_name(source_.graph.type(v).dtype)) + "* __restrict " + results_.back());
  }

  /// The memory of a value of the body; of a stack, the whole. `by_value`: it is a scalar that is passed as such.
  std::string pointer(ValueId v, bool& by_value) {
    const Placement& p = plan_.placements[at(v)];
    const std::size_t states = ir::states_of(source_.node);
    by_value = false;
    if (p.storage == Storage::argument) {
      const auto i = static_cast<std::size_t>(std::find(body_.arguments.begin(), body_.arguments.end(), p.owner) -
                                              body_.arguments.begin());
      by_value = i >= states && source_.graph.type(source_.node.operands[i]).rank == 0;
      return i < states ? results_[i] : names_[i - states];
    }
    if (p.storage == Storage::element) return results_[states + at(p.owner)];
    std::string& name = arena_names_[at(v)];
    if (name.empty()) {
      name = unique(identifier(body_.name_of(v)));
      locals_.push_back("auto* const " + name + " = reinterpret_cast<" + type_name(body_.type(v).dtype) + "*>(own + " +
                        std::to_string(p.offset) + ");");
      out_.uses_workspace = true;
    }
    return name;
  }

  void call(const ir::Node& n) {
    if (n.op->view && n.region.empty()) return;
    const std::vector<int> uses = body_.use_counts();
    KernelSource source{body_, plan_, n, {}};
    for (ValueId r : n.results) source.used.push_back(uses[at(r)] > 0);
    const KernelText k = ir::is_scan(n) ? cpu_scan(source, specialised_, intern_) : cpu_kernel(source, specialised_);
    std::vector<std::string> arguments;
    if (k.uses_rows) arguments.push_back("rows");
    if (k.uses_time) arguments.push_back("t");
    for (ValueId v : k.arguments) {
      bool by_value = false;
      const std::string name = pointer(v, by_value);
      const bool is_result = std::find(n.results.begin(), n.results.end(), v) != n.results.end();
      const Placement& p = plan_.placements[at(v)];
      const bool whole = p.storage == Storage::element || body_.values[at(v)].kind == ir::ValueKind::element;
      arguments.push_back(body_.type(v).rank == 0 && !is_result && !by_value && !whole ? "*" + name : name);
    }
    if (k.uses_workspace) {
      const Placement& p = plan_.workspaces[static_cast<std::size_t>(&n - body_.nodes.data())];
      arguments.push_back("own + " + std::to_string(p.offset));
      out_.uses_workspace = true;
    }
    if (!k.scratch.empty())
      arguments.push_back(k.scratch_type == "std::byte" ? "scratch"
                                                        : "reinterpret_cast<" + k.scratch_type + "*>(scratch)");
    if (k.uses_pool) arguments.push_back("pool");
    w_.line(wrapped(intern_(k, n.location) + "(", arguments.data(), arguments.size(), ");", 8));
    out_.uses_rows = out_.uses_rows || k.uses_rows;
    out_.uses_pool = out_.uses_pool || k.uses_pool;
    for (const std::string& bytes : k.scratch)
      if (std::find(out_.scratch.begin(), out_.scratch.end(), bytes) == out_.scratch.end())
        out_.scratch.push_back(bytes);
  }

  const KernelSource& source_;
  const ir::Graph& body_;
  MemoryPlan plan_;
  bool specialised_;
  const Intern& intern_;
  std::set<std::string> taken_;
  std::vector<std::string> names_, results_;  // of the operands that are no states, and of the results
  std::map<std::size_t, std::string> arena_names_;
  std::vector<std::string> parameters_, locals_;
  Writer w_;
  KernelText out_;
};

}  // namespace

KernelText cpu_scan(const KernelSource& source, bool specialised, const Intern& intern) {
  return CpuScan(source, specialised, intern).run();
}

}  // namespace lathe::emit
