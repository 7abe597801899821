// The class that runs a model's functions on the CPU: parameters, arena map, kernels in run order, the functions.
#include <fmt/format.h>

#include <algorithm>

#include "emit/emit.hpp"
#include "emit/kernel_text.hpp"
#include "emit/writer.hpp"
#include "ir/scan.hpp"
#include "ops/primitive.hpp"
#include "plan_memory.hpp"

namespace lathe::emit {
namespace {

using ir::Graph;
using ir::ValueId;
using ir::ValueKind;

/// What one function of the module needs from its kernels.
struct Function {
  const Graph* graph = nullptr;
  MemoryPlan plan;
  std::vector<KernelText> kernels;  // in run order; views have none
  std::vector<int> nodes;           // the node of each kernel
};

class ModelClass {
 public:
  ModelClass(const Module& module, bool specialised, bool in_double)
      : m_(module), specialised_(specialised), in_double_(in_double) {
    for (const Graph& g : m_.functions) functions_.push_back(prepare(g));
  }

  std::string run() {
    parameters();
    arena();
    kernels();
    declaration();
    for (const Function& f : functions_) function(f);
    return w_.text();
  }

 private:
  Function prepare(const Graph& g) {
    Function f;
    f.graph = &g;
    f.plan = plan_memory(g);
    arena_ = std::max(arena_, f.plan.arena_bytes);
    const std::vector<int> uses = g.use_counts();
    for (std::size_t i = 0; i < g.nodes.size(); ++i) {
      const ir::Node& n = g.nodes[i];
      if (n.op->view && n.region.empty()) continue;
      KernelSource source{g, f.plan, n, {}};
      for (ValueId r : n.results) source.used.push_back(uses[static_cast<std::size_t>(r)] > 0);
      const Intern tell = [this](const KernelText& kernel, const ir::Location& at) {
        return written_.intern(kernel, at);
      };
      KernelText k = ir::is_scan(n) ? cpu_scan(source, specialised_, tell) : cpu_kernel(source, specialised_);
      k.name = written_.intern(k, n.location);
      f.kernels.push_back(k);
      f.nodes.push_back(static_cast<int>(i));
    }
    return f;
  }

  void parameters() {
    w_.section("parameters");
    w_.line();
    w_.open("struct Parameters");
    for (const Parameter& p : m_.parameters)
      w_.line(fmt::format("alignas(64) {} {}[{}];  // {}", type_name(p.type.dtype), identifier(p.name),
                          p.type.elements(), ir::print(p.type, m_.batch)));
    if (m_.parameters.empty()) w_.line("// none");
    w_.close(";");
  }

  void arena() {
    w_.section("arena map");
    w_.line();
    w_.comment(
        fmt::format("{} bytes hold every intermediate value of every function; a value's memory is free again after "
                    "the last kernel that reads it.",
                    arena_));
    for (const Function& f : functions_) {
      std::size_t width = 0;
      for (const auto& v : f.graph->values) width = std::max(width, v.name.size());
      bool any = false;
      for (std::size_t i = 0; i < f.graph->nodes.size(); ++i)
        for (ValueId r : f.graph->nodes[i].results) {
          const Placement& p = f.plan.placements[static_cast<std::size_t>(r)];
          if (p.storage != Storage::arena) continue;
          if (!any)
            w_.line(fmt::format("//   {:{}}  {:>8} {:>8}  kernels", local_name(*f.graph), width, "offset", "bytes"));
          any = true;
          const int last = std::min(p.last, static_cast<int>(f.graph->nodes.size()) - 1);
          w_.line(fmt::format("//     {:{}}{:>8} {:>8}  {} - {}{}", f.graph->name_of(r), width, p.offset, p.bytes,
                              p.first + 1, last + 1, p.last > last ? ", returned" : ""));
        }
      for (std::size_t i = 0; i < f.plan.workspaces.size(); ++i)
        if (const Placement& p = f.plan.workspaces[i]; p.storage == Storage::arena)
          w_.line(fmt::format("//     {:{}}{:>8} {:>8}  {}", "its body's", width, p.offset, p.bytes, i + 1));
    }
    w_.line(fmt::format("constexpr std::size_t arena_bytes = {};", std::max<std::size_t>(arena_, 64)));
  }

  std::string local_name(const Graph& g) const { return g.name.substr(m_.name.size() + 1); }

  void kernels() {
    w_.section("kernels");
    written_.write(w_);
  }

  std::string scratch() const {
    std::vector<std::string> sizes;
    for (const Function& f : functions_)
      for (const KernelText& k : f.kernels)
        for (const std::string& bytes : k.scratch)
          if (std::find(sizes.begin(), sizes.end(), bytes) == sizes.end()) sizes.push_back(bytes);
    if (sizes.empty()) return "";
    sizes.insert(sizes.begin(), "std::size_t{1}");
    return wrapped("constexpr std::size_t scratch_bytes = std::max({", sizes.data(), sizes.size(), "});", 4);
  }

  bool has(std::string_view name) const { return m_.function(name) != nullptr; }

  void declaration() {
    w_.section("the model");
    w_.line();
    const std::string scratch_size = scratch();
    if (!scratch_size.empty()) {
      w_.comment("Matrix products pack an operand here.");
      w_.line(scratch_size).line();
    }
    w_.open("class Model final : public lathe::Model");
    w_.indent(-1);
    w_.line(" public:");
    w_.indent(1);
    w_.line("explicit Model([[maybe_unused]] lathe::ThreadPool& pool) : pool_(pool) {}");
    w_.line();
    if (in_double_) {
      w_.open("const lathe::ModelInfo& info() const override");
      w_.line("static const lathe::ModelInfo info = lathe::in_double(model_info());");
      w_.line("return info;").close();
    } else {
      w_.line("const lathe::ModelInfo& info() const override { return model_info(); }");
    }
    w_.open("void* parameter(int i) override");
    if (m_.parameters.empty()) {
      w_.line("(void)i;").line("return nullptr;");
    } else {
      std::vector<std::string> all;
      for (const Parameter& p : m_.parameters) all.push_back("p_->" + identifier(p.name));
      w_.line(wrapped("void* const all[] = {", all.data(), all.size(), "};", 8));
      w_.line("return all[i];");
    }
    w_.close();
    w_.open("void set_hyperparameter(int i, double value) override");
    if (m_.hyperparameters.empty())
      w_.line("(void)i, (void)value;");
    else
      w_.line("hyperparameters_[i] = value;");
    w_.close();
    if (has("step")) w_.line("void step(const lathe::Batch& batch, double* values) override;");
    if (has("loss")) w_.line("void loss(const lathe::Batch& batch, double* values) override;");
    if (has("evaluate")) w_.line("void evaluate(const lathe::Batch& batch, double* values) override;");
    if (has("gradients"))
      w_.line("void gradients(const lathe::Batch& batch, double* values, void* const* gradients) override;");
    if (has("update")) w_.line("void update(const lathe::Batch& batch, const void* const* gradients) override;");
    if (has("predict")) w_.line("void predict(const lathe::Batch& batch, void* const* outputs) override;");
    w_.line();
    w_.indent(-1);
    w_.line(" private:");
    w_.indent(1);
    w_.line("std::unique_ptr<Parameters> p_ = std::make_unique<Parameters>();");
    if (!m_.hyperparameters.empty()) {
      std::vector<std::string> initial;
      std::string names;
      for (const Hyperparameter& h : m_.hyperparameters) {
        initial.push_back(fmt::format("{}", h.value));
        names += (names.empty() ? "" : ", ") + h.name;
      }
      w_.line(wrapped("double hyperparameters_[" + std::to_string(initial.size()) + "] = {", initial.data(),
                      initial.size(), "};  // " + names, 6));
    }
    w_.line("lathe::AlignedBytes arena_{arena_bytes};");
    if (!scratch_size.empty()) w_.line("lathe::AlignedBytes scratch_{scratch_bytes};");
    w_.line("[[maybe_unused]] lathe::ThreadPool& pool_;");
    w_.close(";");
  }

  /// A function that gives loss and metrics alone.
  static bool is_measure(const std::string& name) { return name == "step" || name == "loss" || name == "evaluate"; }

  /// The kernels' calls, and what is copied where it goes; marks the values that they mention.
  std::string calls(const Function& f) {
    const Graph& g = *f.graph;
    Writer before = std::move(w_);
    w_ = Writer();
    w_.indent(1);
    mentioned_.assign(g.values.size(), false);
    for (std::size_t i = 0; i < f.kernels.size(); ++i) call(f, f.kernels[i]);

    int value = 0, output = 0, gradient = 0;
    if ((is_measure(local_name(g)) || local_name(g) == "gradients") &&
        std::none_of(g.outputs.begin(), g.outputs.end(),
                     [](const ir::Output& o) { return o.kind == ir::OutputKind::loss; }))
      w_.line(fmt::format("values[{}] = 0;  // no loss", value++));
    for (std::size_t k = 0; k < g.outputs.size(); ++k) {
      const ir::Output& o = g.outputs[k];
      const Type& t = g.type(o.value);
      const Placement& placed = f.plan.placements[static_cast<std::size_t>(o.value)];
      const bool in_place = placed.storage == Storage::output && placed.owner == static_cast<int>(k);
      if (o.kind == ir::OutputKind::loss || o.kind == ir::OutputKind::metric) {
        w_.line(fmt::format("values[{}] = static_cast<double>(*{});", value++, pointer(f, o.value)));
      } else if (o.kind == ir::OutputKind::gradient) {
        if (!in_place)
          w_.line(fmt::format("std::copy_n({}, {}, static_cast<{}*>(gradients[{}]));", pointer(f, o.value),
                              t.elements(), type_name(t.dtype), gradient));
        ++gradient;
      } else if (in_place) {
        ++output;
      } else {
        const std::int64_t each =
            t.batched() ? t.elements() / t.extents[t.batch_axis] * t.batch_multiple : t.elements();
        w_.line(fmt::format("std::copy_n({}, {}{}, static_cast<{}*>(outputs[{}]));", pointer(f, o.value),
                            t.batched() ? "rows * " : "", each, type_name(t.dtype), output++));
      }
    }
    // Updates that could not be written in place, after everything that may still read the old values.
    for (const ir::Update& u : g.updates) {
      const Placement& p = f.plan.placements[static_cast<std::size_t>(u.value)];
      if (p.storage == Storage::argument && p.owner == u.parameter) continue;
      const Type& t = g.type(u.parameter);
      w_.line(fmt::format("std::copy_n({}, {}, p_->{});", pointer(f, u.value), t.elements(),
                          identifier(g.name_of(u.parameter))));
    }
    std::string text = w_.text();
    w_ = std::move(before);
    return text;
  }

  void function(const Function& f) {
    const Graph& g = *f.graph;
    const std::string name = local_name(g), body = calls(f);  // only what the calls mention is declared
    const auto mentioned = [&](ValueId v) { return v != ir::no_value && mentioned_[static_cast<std::size_t>(v)]; };
    w_.line();
    bool rows = std::any_of(f.kernels.begin(), f.kernels.end(), [](const KernelText& k) { return k.uses_rows; });
    for (const ir::Output& o : g.outputs)
      rows = rows || (o.kind == ir::OutputKind::output && g.type(o.value).batched());
    const bool reads_batch = rows || std::any_of(g.arguments.begin(), g.arguments.end(), [&](ValueId v) {
                               const auto& value = g.values[static_cast<std::size_t>(v)];
                               return mentioned(v) && (value.kind == ValueKind::context ||
                                                       (value.kind == ValueKind::input && is_input(value.name)));
                             });
    std::string head = "void Model::" + name + "(const lathe::Batch&" + (reads_batch ? " batch, " : ", ");
    if (is_measure(name)) head += "double* values)";
    if (name == "gradients") head += "double* values, void* const* gradients)";
    if (name == "update") head += "const void* const* gradients)";
    if (name == "predict") head += "void* const* outputs)";
    w_.open(head);
    if (rows) w_.line("const int rows = batch.rows;");

    // Arguments under the names the kernels know.
    int input = 0, gradient = 0;
    for (ValueId v : m_.traced.arguments) {
      const auto& value = m_.traced.values[static_cast<std::size_t>(v)];
      if (value.kind != ValueKind::input) continue;
      if (const ValueId mine = argument(g, value.name); mentioned(mine))
        w_.line(fmt::format("const auto* {} = static_cast<const {}*>(batch.inputs[{}]);  // {}", identifier(value.name),
                            type_name(g.type(mine).dtype), input, ir::print(value.type, g.batch)));
      ++input;
    }
    if (name == "update")
      for (const Parameter& p : m_.parameters) {
        if (!p.trained) continue;
        for (ValueId v : g.arguments)
          if (mentioned(v) && g.values[static_cast<std::size_t>(v)].kind == ValueKind::input &&
              g.name_of(v) == p.gradient)
            w_.line(fmt::format("const auto* {} = static_cast<const {}*>(gradients[{}]);", identifier(g.name_of(v)),
                                type_name(g.type(v).dtype), gradient));
        ++gradient;
      }
    for (ValueId v : g.arguments)
      if (g.values[static_cast<std::size_t>(v)].kind == ValueKind::context && mentioned(v))
        w_.line(fmt::format("const int {} = {};", identifier(g.name_of(v)), g.name_of(v)));
    for (std::size_t i = 0; i < m_.hyperparameters.size(); ++i)
      if (const ValueId v = argument(g, m_.hyperparameters[i].name); mentioned(v))
        w_.line(fmt::format("const auto {} = static_cast<{}>(hyperparameters_[{}]);",
                            identifier(m_.hyperparameters[i].name), type_name(g.type(v).dtype), i));

    // Where the caller wants gradients and outputs.
    int returned = 0;
    for (std::size_t k = 0; k < g.outputs.size(); ++k) {
      const ir::Output& o = g.outputs[k];
      if (o.kind != ir::OutputKind::gradient && o.kind != ir::OutputKind::output) continue;
      const Placement& p = f.plan.placements[static_cast<std::size_t>(o.value)];
      if (p.storage == Storage::output && p.owner == static_cast<int>(k))
        w_.line(fmt::format("auto* {} = static_cast<{}*>({}[{}]);", identifier(g.name_of(o.value)),
                            type_name(g.type(o.value).dtype),
                            o.kind == ir::OutputKind::gradient ? "gradients" : "outputs", returned));
      ++returned;
    }

    for (const ir::Node& n : g.nodes)
      for (ValueId r : n.results) {
        const Placement& p = f.plan.placements[static_cast<std::size_t>(r)];
        if (p.storage == Storage::arena && mentioned(r))
          w_.line(fmt::format("auto* {} = arena_.at<{}>({});", identifier(g.name_of(r)), type_name(g.type(r).dtype),
                              p.offset));
      }
    w_.line();
    w_.raw(body);
    w_.close();
  }

  /// An input of the model; gradients that come in are inputs of the graph only.
  bool is_input(const std::string& name) const { return argument(m_.traced, name) != ir::no_value; }

  static ValueId argument(const Graph& g, const std::string& name) {
    for (ValueId v : g.arguments)
      if (g.name_of(v) == name) return v;
    return ir::no_value;
  }

  /// The expression for a value's memory.
  std::string pointer(const Function& f, ValueId v) {
    mentioned_[static_cast<std::size_t>(v)] = true;
    const Placement& p = f.plan.placements[static_cast<std::size_t>(v)];
    if (p.storage == Storage::argument) {
      mentioned_[static_cast<std::size_t>(p.owner)] = true;
      const auto& owner = f.graph->values[static_cast<std::size_t>(p.owner)];
      if (owner.kind == ValueKind::parameter) return "p_->" + identifier(owner.name);
      if (owner.kind == ValueKind::hyperparameter || owner.kind == ValueKind::context)
        return "&" + identifier(owner.name);
      return identifier(owner.name);
    }
    if (p.storage == Storage::output)
      return identifier(f.graph->name_of(f.graph->outputs[static_cast<std::size_t>(p.owner)].value));
    return identifier(f.graph->name_of(v));
  }

  void call(const Function& f, const KernelText& k) {
    std::vector<std::string> arguments;
    if (k.uses_rows) arguments.push_back("rows");
    for (ValueId v : k.arguments) {
      const Type& t = f.graph->type(v);
      const Placement& p = f.plan.placements[static_cast<std::size_t>(v)];
      const bool is_result = written_by(f, k, v);
      if (t.rank == 0 && !is_result) {
        const ValueKind kind = p.storage == Storage::argument ? f.graph->values[static_cast<std::size_t>(p.owner)].kind
                                                              : ValueKind::result;
        const bool by_name = kind == ValueKind::hyperparameter || kind == ValueKind::context;
        const std::string memory = pointer(f, v);
        arguments.push_back(by_name ? identifier(f.graph->name_of(p.owner)) : "*" + memory);
      } else {
        arguments.push_back(pointer(f, v));
      }
    }
    if (k.uses_workspace) {
      const auto node = static_cast<std::size_t>(f.nodes[static_cast<std::size_t>(&k - f.kernels.data())]);
      arguments.push_back("arena_.at<std::byte>(" + std::to_string(f.plan.workspaces[node].offset) + ")");
    }
    if (!k.scratch.empty()) arguments.push_back("scratch_.at<" + k.scratch_type + ">(0)");
    if (k.uses_pool) arguments.push_back("pool_");
    w_.line(wrapped(k.name + "(", arguments.data(), arguments.size(), ");", 8));
  }

  bool written_by(const Function& f, const KernelText& k, ValueId v) const {
    const std::size_t i = static_cast<std::size_t>(&k - f.kernels.data());
    const auto& results = f.graph->nodes[static_cast<std::size_t>(f.nodes[i])].results;
    return std::find(results.begin(), results.end(), v) != results.end();
  }

  const Module& m_;
  bool specialised_;
  bool in_double_;
  std::vector<Function> functions_;
  KernelFile written_{Target::cpu};
  std::size_t arena_ = 0;
  std::vector<bool> mentioned_;  // by value, in the function being written
  Writer w_;
};

}  // namespace

std::string model_class(const Module& module, bool specialised, bool in_double) {
  return ModelClass(module, specialised, in_double).run();
}

}  // namespace lathe::emit
