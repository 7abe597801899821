// <model>.cu: every kernel, header-free, as NVRTC wants it. <model>_cuda.hpp: what to launch, in which order, on what.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "emit/emit.hpp"
#include "emit/kernel_text.hpp"
#include "emit/writer.hpp"
#include "ir/scan.hpp"
#include "ops/primitive.hpp"

namespace lathe::emit {
namespace {

using ir::ValueId;

constexpr const char* prelude = R"(// Functions that CUDA C++ does not have in this form; everything else is built in.
#define LATHE_INFINITY __int_as_float(0x7f800000)
#ifndef INFINITY  // of <cmath>, which NVRTC does not have
#define INFINITY LATHE_INFINITY
#define NAN __int_as_float(0x7fffffff)
#endif
#define LATHE_LEAST_INT (-2147483647 - 1)
template <class T>
__device__ __forceinline__ T lathe_select(bool condition, T a, T b) { return condition ? a : b; }
template <class T>
__device__ __forceinline__ T lathe_max(T a, T b) { return b > a || b != b ? b : a; }
template <class T>
__device__ __forceinline__ T lathe_min(T a, T b) { return b < a || b != b ? b : a; }
// Philox 2x32-10 (Salmon, Moraes, Dror, Shaw 2011): uniform in [0, 1), a multiple of 2^-24.
__device__ __forceinline__ float lathe_uniform(int key, int stream, int place) {
  unsigned k = key, low = place, high = stream;
  for (int round = 0; round < 10; ++round) {
    const unsigned long long product = 0xd256d193ull * low;
    low = static_cast<unsigned>(product >> 32) ^ k ^ high;
    high = static_cast<unsigned>(product);
    k += 0x9e3779b9u;
  }
  return static_cast<float>(low >> 8) * 5.9604644775390625e-08f;  // 2^-24
}
)";

/// A launch, or the loop of a scan around launches.
struct Launch {
  std::string kernel, threads;
  std::vector<std::string> arguments;
  bool uses_time = false;
  int times = 0;
  bool reversed = false;
  std::vector<Launch> body;
};

struct CudaFunction {
  std::string name;
  std::size_t arena = 0;
  std::vector<Launch> launches;
  std::vector<std::string> copies;  // updates that could not be written in place
  std::vector<std::string> values;  // where the loss, the metrics, the outputs and the gradients are afterwards
};

int position(const Module& m, const std::string& name, ir::ValueKind kind) {
  int i = 0;
  for (ValueId v : m.traced.arguments) {
    const auto& value = m.traced.values[static_cast<std::size_t>(v)];
    if (value.kind != kind) continue;
    if (value.name == name) return i;
    ++i;
  }
  return -1;
}

int trained_position(const Module& m, const std::string& gradient) {
  int i = 0;
  for (const Parameter& p : m.parameters) {
    if (!p.trained) continue;
    if (p.gradient == gradient) return i;
    ++i;
  }
  return -1;
}

/// Memory as the launch table names it.
struct Buffer {
  std::string space;
  std::size_t index = 0;
  std::string text() const { return fmt::format("{{Space::{}, {}}}", space, index); }
};

/// Where a graph's values are; of a scan's body, seen from the function that it is part of.
using Buffers = std::function<Buffer(ValueId)>;

Buffers buffers_of(const Module& m, const ir::Graph& g, const MemoryPlan& plan) {
  return [&m, &g, &plan](ValueId v) -> Buffer {
    const Placement& p = plan.placements[static_cast<std::size_t>(v)];
    if (p.storage == Storage::output) return {"result", static_cast<std::size_t>(p.owner)};
    if (p.storage != Storage::argument) return {"arena", p.offset};
    const auto& owner = g.values[static_cast<std::size_t>(p.owner)];
    const auto at = [&](const char* space, int i) { return Buffer{space, static_cast<std::size_t>(i)}; };
    switch (owner.kind) {
      case ir::ValueKind::parameter:
        return at("parameter", position(m, owner.name, owner.kind));
      case ir::ValueKind::hyperparameter:
        return at("hyperparameter", position(m, owner.name, owner.kind));
      case ir::ValueKind::context:
        return at("context", owner.name == "batch.noise" ? 0 : 1);
      default:
        break;
    }
    if (const int i = position(m, owner.name, ir::ValueKind::input); i >= 0) return at("input", i);
    return at("gradient", trained_position(m, owner.name));
  };
}

/// What could not be written in place, after everything that may still read the old state.
KernelText copy_kernel(const std::string& state, const Type& type) {
  KernelText k;
  k.name = "copy_to_" + identifier(state);
  k.comment = "The state's next value, where its first was.";
  k.threads = std::to_string(type.elements());
  const std::string t = type_name(type.dtype);
  k.parameters = {"int rows", "const " + t + "* __restrict from", t + "* __restrict to"};
  k.body = "  const int thread = blockIdx.x * blockDim.x + threadIdx.x;\n  if (thread >= " + k.threads +
           ") return;\n  to[thread] = from[thread];\n";
  return k;
}

/// The kernels of a graph in their order.
std::vector<Launch> launches_of(const ir::Graph& g, const MemoryPlan& plan, const Buffers& buffers,
                                KernelFile& written) {
  std::vector<Launch> list;
  const std::vector<int> uses = g.use_counts();
  for (std::size_t i = 0; i < g.nodes.size(); ++i) {
    const ir::Node& n = g.nodes[i];
    if (n.op->view && n.region.empty()) continue;
    if (ir::is_scan(n)) {
      const ir::Graph& body = n.body[0];
      const MemoryPlan inner = plan_memory(body);
      const std::size_t states = ir::states_of(n);
      const Buffers of_body = [&](ValueId v) -> Buffer {
        const Placement& p = inner.placements[static_cast<std::size_t>(v)];
        if (p.storage == Storage::element) return buffers(n.results[states + static_cast<std::size_t>(p.owner)]);
        if (p.storage == Storage::arena) return {"arena", plan.workspaces[i].offset + p.offset};
        const auto k = static_cast<std::size_t>(std::find(body.arguments.begin(), body.arguments.end(), p.owner) -
                                                body.arguments.begin());
        return buffers(n.operands[k]);
      };
      Launch loop;
      loop.times = body.times;
      loop.reversed = ir::is_reversed(n);
      loop.body = launches_of(body, inner, of_body, written);
      for (const ir::Update& u : body.updates) {
        const Placement& p = inner.placements[static_cast<std::size_t>(u.value)];
        if (p.storage == Storage::argument && p.owner == u.parameter) continue;
        const KernelText copy = copy_kernel(body.name_of(u.parameter), body.type(u.value));
        loop.body.push_back({written.intern(copy, n.location),
                             copy.threads,
                             {of_body(u.value).text(), of_body(u.parameter).text()},
                             false,
                             0,
                             false,
                             {}});
      }
      list.push_back(std::move(loop));
      continue;
    }
    KernelSource source{g, plan, n, {}};
    for (ValueId r : n.results) source.used.push_back(uses[static_cast<std::size_t>(r)] > 0);
    const KernelText k = cuda_kernel(source);
    Launch launch{written.intern(k, n.location), k.threads, {}, k.uses_time, 0, false, {}};
    for (ValueId v : k.arguments) launch.arguments.push_back(buffers(v).text());
    list.push_back(std::move(launch));
  }
  return list;
}

void write_launches(Writer& w, const std::vector<Launch>& list, int depth) {
  const std::string t = depth ? "t" + std::to_string(depth) : "";
  for (const Launch& launch : list) {
    if (launch.times) {
      const std::string inner = "t" + std::to_string(depth + 1), last = std::to_string(launch.times - 1),
                        times = std::to_string(launch.times);
      w.open("for (int " + inner +
             (launch.reversed ? " = " + last + "; " + inner + " >= 0; --" : " = 0; " + inner + " < " + times + "; ++") +
             inner + ")");
      write_launches(w, launch.body, depth + 1);
      w.close();
      continue;
    }
    const bool batched = launch.threads.rfind("rows", 0) == 0;
    const std::string each = !batched ? launch.threads : launch.threads == "rows" ? "1" : launch.threads.substr(7);
    w.line(wrapped(
        fmt::format("l.kernels.push_back({{\"{}\", {}, {}, {{", launch.kernel, batched ? "true" : "false", each),
        launch.arguments.data(), launch.arguments.size(), launch.uses_time ? "}, " + t + "});" : "}});", 8));
  }
}

std::vector<CudaFunction> functions(const Module& m, KernelFile& written) {
  std::vector<CudaFunction> list;
  for (const ir::Graph& g : m.functions) {
    CudaFunction f;
    f.name = g.name.substr(m.name.size() + 1);
    const MemoryPlan plan = plan_memory(g);
    f.arena = plan.arena_bytes;
    const Buffers buffers = buffers_of(m, g, plan);
    f.launches = launches_of(g, plan, buffers, written);
    for (const ir::Update& u : g.updates) {
      const Placement& p = plan.placements[static_cast<std::size_t>(u.value)];
      if (p.storage == Storage::argument && p.owner == u.parameter) continue;
      f.copies.push_back(fmt::format("{{{}, {}, {}}}", buffers(u.value).text(),
                                     position(m, g.name_of(u.parameter), ir::ValueKind::parameter),
                                     size_in_bytes(g.type(u.parameter))));
    }
    for (const ir::Output& o : g.outputs) f.values.push_back(buffers(o.value).text());
    list.push_back(std::move(f));
  }
  return list;
}

}  // namespace

std::string cuda_source(const Module& m) {
  KernelFile written(Target::cuda);
  functions(m, written);
  Writer w;
  w.line("// Code generated by lathe from " + m.origin() + ". DO NOT EDIT.");
  w.line("//");
  w.comment("The kernels of " + m.name + " for CUDA, one thread for each element of the outer loops; " + m.name +
            "_cuda.hpp has the order of launches. Needs no header, compiles with NVRTC as it is.");
  w.line().raw(prelude);
  written.write(w);
  return w.text();
}

std::string cuda_launches(const Module& m) {
  KernelFile written(Target::cuda);
  const auto list = functions(m, written);
  Writer w;
  w.line("// Code generated by lathe from " + m.origin() + ". DO NOT EDIT.");
  w.line("//");
  w.comment("What to launch for each function of " + m.name +
            ", in which order, on which memory. `results` are, in order: the loss and the metrics; the outputs for "
            "predict; then the gradients.");
  w.line("#pragma once").line();
  w.line("#include \"lathe/launch.hpp\"").line();
  w.line("namespace " + m.name + "::cuda {").line();
  w.line("using lathe::Space;").line();
  std::size_t arena = 64;
  for (const CudaFunction& f : list) arena = std::max(arena, f.arena);
  w.line(fmt::format("inline constexpr std::size_t arena_bytes = {};", arena));
  for (const CudaFunction& f : list) {
    w.line();
    w.open("inline lathe::Launches " + f.name + "()");
    w.line("lathe::Launches l;");
    write_launches(w, f.launches, 0);
    for (const std::string& c : f.copies) w.line("l.copies.push_back(" + c + ");");
    w.line(wrapped("l.results = {", f.values.data(), f.values.size(), "};", 8));
    w.line("return l;");
    w.close();
  }
  w.line().line("}  // namespace " + m.name + "::cuda");
  return w.text();
}

}  // namespace lathe::emit
