// The table of what runs, kernel by kernel: for `lathe show`, the head of the generated code, and a trainer's info.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "emit/emit.hpp"
#include "ir/scan.hpp"
#include "ops/primitive.hpp"
#include "pipeline.hpp"
#include "plan_memory.hpp"

namespace lathe::emit {
namespace {

/// affine, relu
std::string operation(const ir::Node& n) {
  std::string s = n.op->name == "fused" ? "" : std::string(n.op->name);
  for (const auto& i : n.region.body) {
    if (i.operands.empty() || i.op->view || i.op->name == "broadcast") continue;
    s += (s.empty() ? "" : ", ") + std::string(i.op->name);
  }
  return s.empty() ? "constant" : s;
}

std::string grouped(std::int64_t n) {
  std::string s = std::to_string(n);
  for (int i = static_cast<int>(s.size()) - 3; i > 0; i -= 3) s.insert(static_cast<std::size_t>(i), ",");
  return s;
}

struct Row {
  std::string number, value, operation, output, parameters, bytes;
};

/// A row for each kernel; those of a scan's body are indented. A parameter counts where it is read first.
void add_rows(std::vector<Row>& rows, const ir::Graph& g, std::set<std::string>& counted, int& kernel,
              const std::string& indent) {
  const MemoryPlan plan = plan_memory(g);
  for (const ir::Node& n : g.nodes) {
    if (n.op->view && n.region.empty()) continue;
    std::int64_t parameters = 0, bytes = 0;
    std::string value, output;
    bool update = false, in_place = true;
    for (ir::ValueId r : n.results) {
      for (const ir::Update& u : g.updates) update = update || u.value == r;
      in_place = in_place && plan.placements[static_cast<std::size_t>(r)].storage == Storage::argument;
      value += (value.empty() ? "" : ", ") + g.name_of(r);
      output += (output.empty() ? "" : ", ") + ir::print(g.type(r), g.batch);
      bytes += static_cast<std::int64_t>(size_in_bytes(g.type(r)));
    }
    for (ir::ValueId v : n.operands)
      if (g.values[static_cast<std::size_t>(v)].kind == ir::ValueKind::parameter && !update &&
          counted.insert(g.name_of(v)).second)
        parameters += g.type(v).elements();
    const bool scan = ir::is_scan(n);
    const std::string what = scan ? "scan, " + std::to_string(ir::times_of(n)) + " times:" : operation(n);
    rows.push_back({scan ? "" : std::to_string(++kernel), indent + value, what, output,
                    parameters ? grouped(parameters) : "", in_place ? "in place" : grouped(bytes)});
    for (const ir::Graph& body : n.body) add_rows(rows, body, counted, kernel, indent + "  ");
  }
}

}  // namespace

std::string layer_table(const Module& module) {
  const ir::Graph* source = module.function("step") ? module.function("step") : module.function("predict");
  if (!source) return "";
  ir::Graph g = *source;
  optimise(g);  // changes nothing in a graph that is optimised already
  return kernel_table(module, g);
}

std::string kernel_table(const Module& module, const ir::Graph& g) {
  std::vector<Row> rows = {{"", "value", "operation", "output", "parameters", "bytes"}};
  int kernel = 0;
  std::set<std::string> counted;
  add_rows(rows, g, counted, kernel, "");
  std::int64_t total = 0;
  for (const Parameter& p : module.parameters) total += p.type.elements();

  std::size_t width[6]{};
  for (const Row& r : rows) {
    const std::string* cells[] = {&r.number, &r.value, &r.operation, &r.output, &r.parameters, &r.bytes};
    for (int c = 0; c < 6; ++c) width[c] = std::max(width[c], cells[c]->size());
  }
  std::string s;
  for (const Row& r : rows) {
    std::string line =
        fmt::format("{:>{}}  {:{}}  {:{}}  {:{}}  {:>{}}  {:>{}}", r.number, width[0], r.value, width[1], r.operation,
                    width[2], r.output, width[3], r.parameters, width[4], r.bytes, width[5]);
    line.erase(line.find_last_not_of(' ') + 1);
    s += line + "\n";
  }
  const MemoryPlan plan = plan_memory(g);
  return s + fmt::format("{} parameters; {} bytes of intermediate values in {}, for {} rows\n", grouped(total),
                         grouped(static_cast<std::int64_t>(plan.arena_bytes)), g.name.substr(module.name.size() + 1),
                         g.batch);
}

}  // namespace lathe::emit
