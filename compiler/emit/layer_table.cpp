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

using Row = std::vector<std::string>;

/// Rows of as many cells as `left` has characters: those of '<' are aligned left, others right.
std::string table(const std::vector<Row>& rows, std::string_view left) {
  std::vector<std::size_t> width(left.size());
  for (const Row& r : rows)
    for (std::size_t c = 0; c < left.size(); ++c) width[c] = std::max(width[c], r[c].size());
  std::string s;
  for (const Row& r : rows) {
    std::string line;
    for (std::size_t c = 0; c < left.size(); ++c)
      line += (c ? "  " : "") +
              (left[c] == '<' ? fmt::format("{:{}}", r[c], width[c]) : fmt::format("{:>{}}", r[c], width[c]));
    line.erase(line.find_last_not_of(' ') + 1);
    s += line + "\n";
  }
  return s;
}

bool is_view(const ir::Node& n) { return n.op->view && n.region.empty(); }

/// The parameter that a value is, or a view of; or no_value.
ir::ValueId parameter_of(const ir::Graph& g, ir::ValueId v) {
  for (int p; (p = g.producer(v)) >= 0;) {
    const ir::Node& n = g.nodes[static_cast<std::size_t>(p)];
    if (!is_view(n)) return ir::no_value;
    v = n.operands[0];
  }
  return g.values[static_cast<std::size_t>(v)].kind == ir::ValueKind::parameter ? v : ir::no_value;
}

/// The elements of the parameters that a node reads and no node before has read.
std::int64_t new_parameters(const ir::Graph& g, const ir::Node& n, std::set<std::string>& counted) {
  std::int64_t elements = 0;
  for (ir::ValueId v : n.operands)
    if (const ir::ValueId p = parameter_of(g, v); p != ir::no_value && counted.insert(g.name_of(p)).second)
      elements += g.type(p).elements();
  return elements;
}

/// The names of what no one trains in a model that trains: running means, moments.
std::set<std::string> state_of(const Module& module) {
  std::set<std::string> names;
  for (const Parameter& p : module.parameters)
    if (!p.trained && module.function("step")) names.insert(p.name);
  return names;
}

/// 39,760 parameters, 3 elements of state
std::string all_parameters(const Module& module) {
  std::int64_t parameters = 0, state = 0;
  for (const Parameter& p : module.parameters)
    (p.trained || !module.function("step") ? parameters : state) += p.type.elements();
  return grouped(parameters) + " parameters" + (state ? ", " + grouped(state) + " elements of state" : "");
}

/// A row for each kernel; those of a scan's body are indented. A parameter counts where it is read first.
void add_rows(std::vector<Row>& rows, const ir::Graph& g, std::set<std::string>& counted, int& kernel,
              const std::string& indent) {
  const MemoryPlan plan = plan_memory(g);
  for (const ir::Node& n : g.nodes) {
    if (is_view(n)) continue;
    std::int64_t bytes = 0;
    std::string value, output;
    bool update = false, in_place = true;
    for (ir::ValueId r : n.results) {
      for (const ir::Update& u : g.updates) update = update || u.value == r;
      in_place = in_place && plan.placements[static_cast<std::size_t>(r)].storage == Storage::argument;
      value += (value.empty() ? "" : ", ") + g.name_of(r);
      output += (output.empty() ? "" : ", ") + ir::print(g.type(r), g.batch);
      bytes += static_cast<std::int64_t>(size_in_bytes(g.type(r)));
    }
    const std::int64_t parameters = update ? 0 : new_parameters(g, n, counted);
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
  std::set<std::string> counted = state_of(module);
  add_rows(rows, g, counted, kernel, "");
  const MemoryPlan plan = plan_memory(g);
  return table(rows, "><<<>>") + fmt::format("{}; {} bytes of intermediate values in {}, for {} row{}\n",
                                             all_parameters(module),
                                             grouped(static_cast<std::int64_t>(plan.arena_bytes)),
                                             g.name.substr(module.name.size() + 1), g.batch, g.batch == 1 ? "" : "s");
}

std::string layers(const Module& module, const ir::Graph& g) {
  // By node: the parameters that it reads, and the module of the first: "hidden" for hidden.weight.
  std::vector<std::set<ir::ValueId>> read(g.nodes.size());
  std::vector<std::string> owner(g.nodes.size());
  for (std::size_t i = 0; i < g.nodes.size(); ++i)
    for (ir::ValueId v : is_view(g.nodes[i]) ? std::vector<ir::ValueId>() : g.nodes[i].operands)
      if (const ir::ValueId p = parameter_of(g, v); p != ir::no_value) {
        if (read[i].empty()) owner[i] = g.name_of(p).substr(0, g.name_of(p).find_last_of('.'));
        read[i].insert(p);
      }
  // Up to the last node of a layer, where none of another is between. What reads a parameter again is another call.
  const auto end_of = [&](std::size_t first) {
    std::set<ir::ValueId> seen = read[first];
    std::size_t end = first + 1;
    for (std::size_t i = end; !owner[first].empty() && i < owner.size(); ++i) {
      if (owner[i].empty()) continue;
      if (owner[i] != owner[first]) break;
      if (std::any_of(read[i].begin(), read[i].end(), [&](ir::ValueId p) { return !seen.insert(p).second; })) break;
      end = i + 1;
    }
    return end;
  };
  std::vector<Row> rows = {{"layer", "operation", "output", "parameters"}};
  std::set<std::string> counted = state_of(module);
  for (std::size_t i = 0, end = 0; i < g.nodes.size(); i = end) {
    end = end_of(i);
    if (g.nodes[i].operands.empty() || parameter_of(g, g.nodes[i].results[0]) != ir::no_value) continue;
    std::string operations;
    std::int64_t parameters = 0;
    for (std::size_t k = i; k < end; ++k) {
      if (!is_view(g.nodes[k]) && g.nodes[k].own_operands() > 0)
        operations += (operations.empty() ? "" : ", ") + operation(g.nodes[k]);
      parameters += new_parameters(g, g.nodes[k], counted);
    }
    if (operations.empty()) operations = g.nodes[i].op->name;
    const ir::Node& last = g.nodes[end - 1];  // of a scan the states come before the outputs
    rows.push_back({owner[i], operations,
                    ir::print(g.type(ir::is_scan(last) ? last.results.back() : last.results[0]), g.batch),
                    parameters ? grouped(parameters) : ""});
  }
  return table(rows, "<<<>") + all_parameters(module) + "\n";
}

}  // namespace lathe::emit
