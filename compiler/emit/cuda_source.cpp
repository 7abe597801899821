// <model>.cu: every kernel, header-free, as NVRTC wants it. <model>_cuda.hpp: what to launch, in which order, on what.
#include <algorithm>
#include <fmt/format.h>

#include "emit/emit.hpp"
#include "emit/kernel_text.hpp"
#include "emit/writer.hpp"
#include "ops/primitive.hpp"

namespace lathe::emit {
namespace {

using ir::ValueId;

constexpr const char* prelude = R"(// Functions that CUDA C++ does not have in this form; everything else is built in.
#define LATHE_INFINITY __int_as_float(0x7f800000)
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

struct Launch {
  std::string kernel, threads;
  std::vector<std::string> arguments;
};

struct CudaFunction {
  std::string name;
  std::size_t arena = 0;
  std::vector<Launch> launches;
  std::vector<std::string> copies;  // updates that could not be written in place
  std::vector<std::string> values;  // where the loss, the metrics, the outputs and the gradients are afterwards
};

struct Written {
  std::string name, comment, text;
  ir::Location at;
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
    if ("d_" + p.name == gradient) return i;
    ++i;
  }
  return -1;
}

/// A buffer as the launch table names it.
std::string buffer(const Module& m, const ir::Graph& g, const MemoryPlan& plan, ValueId v) {
  const Placement& p = plan.placements[static_cast<std::size_t>(v)];
  if (p.storage != Storage::argument) return fmt::format("{{Space::arena, {}}}", p.offset);
  const auto& owner = g.values[static_cast<std::size_t>(p.owner)];
  switch (owner.kind) {
    case ir::ValueKind::parameter: return fmt::format("{{Space::parameter, {}}}", position(m, owner.name, owner.kind));
    case ir::ValueKind::hyperparameter: return fmt::format("{{Space::hyperparameter, {}}}", position(m, owner.name, owner.kind));
    case ir::ValueKind::context: return fmt::format("{{Space::context, {}}}", owner.name == "batch.noise" ? 0 : 1);
    default: break;
  }
  if (const int i = position(m, owner.name, ir::ValueKind::input); i >= 0) return fmt::format("{{Space::input, {}}}", i);
  return fmt::format("{{Space::gradient, {}}}", trained_position(m, owner.name));
}

std::vector<CudaFunction> functions(const Module& m, std::vector<Written>& written) {
  std::vector<CudaFunction> list;
  for (const ir::Graph& g : m.functions) {
    CudaFunction f;
    f.name = g.name.substr(m.name.size() + 1);
    const MemoryPlan plan = plan_memory(g);
    f.arena = plan.arena_bytes;
    const std::vector<int> uses = g.use_counts();
    for (const ir::Node& n : g.nodes) {
      if (n.op->view && n.region.empty()) continue;
      KernelSource source{g, plan, n, {}};
      for (ValueId r : n.results) source.used.push_back(uses[static_cast<std::size_t>(r)] > 0);
      KernelText k = cuda_kernel(source);
      std::string name = k.name, text = k.text;
      for (int i = 2;; ++i) {
        const auto it = std::find_if(written.begin(), written.end(), [&](const Written& w) { return w.name == name; });
        if (it == written.end()) {
          written.push_back({name, k.comment, text, n.location});
          break;
        }
        if (it->text == text) break;
        name = k.name + "_" + std::to_string(i);
        text = k.text;
        text.replace(text.find(k.name), k.name.size(), name);
      }
      Launch launch{name, k.threads, {}};
      for (ValueId v : k.arguments) launch.arguments.push_back(buffer(m, g, plan, v));
      f.launches.push_back(launch);
    }
    for (const ir::Update& u : g.updates) {
      const Placement& p = plan.placements[static_cast<std::size_t>(u.value)];
      if (p.storage == Storage::argument && p.owner == u.parameter) continue;
      f.copies.push_back(fmt::format("{{{}, {}, {}}}", buffer(m, g, plan, u.value), position(m, g.name_of(u.parameter), ir::ValueKind::parameter), size_in_bytes(g.type(u.parameter))));
    }
    for (const ir::Output& o : g.outputs) f.values.push_back(buffer(m, g, plan, o.value));
    list.push_back(std::move(f));
  }
  return list;
}

}  // namespace

std::string cuda_source(const Module& m) {
  std::vector<Written> written;
  functions(m, written);
  Writer w;
  w.line("// Code generated by lathe from " + m.file + ". DO NOT EDIT.");
  w.line("//");
  w.comment("The kernels of " + m.name + " for CUDA, one thread for each element of the outer loops; " + m.name + "_cuda.hpp has the order of launches. Needs no header, compiles with NVRTC as it is.");
  w.line().raw(prelude);
  for (const Written& k : written) {
    w.line();
    w.comment((k.at.line ? k.at.file + ":" + std::to_string(k.at.line) + ": " : "") + k.comment);
    w.raw(k.text);
  }
  return w.text();
}

std::string cuda_launches(const Module& m) {
  std::vector<Written> written;
  const auto list = functions(m, written);
  Writer w;
  w.line("// Code generated by lathe from " + m.file + ". DO NOT EDIT.");
  w.line("//");
  w.comment("What to launch for each function of " + m.name + ", in which order, on which memory. `results` are, in order: the loss and the metrics; the outputs for predict; then the gradients.");
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
    for (const Launch& launch : f.launches) {
      const bool batched = launch.threads.rfind("rows", 0) == 0;
      const std::string each = !batched ? launch.threads : launch.threads == "rows" ? "1" : launch.threads.substr(7);
      w.line(wrapped(fmt::format("l.kernels.push_back({{\"{}\", {}, {}, {{", launch.kernel, batched ? "true" : "false", each), launch.arguments.data(), launch.arguments.size(), "}});", 8));
    }
    for (const std::string& c : f.copies) w.line("l.copies.push_back(" + c + ");");
    w.line(wrapped("l.results = {", f.values.data(), f.values.size(), "};", 8));
    w.line("return l;");
    w.close();
  }
  w.line().line("}  // namespace " + m.name + "::cuda");
  return w.text();
}

}  // namespace lathe::emit
