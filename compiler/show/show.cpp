#include "show/show.hpp"

#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "emit/emit.hpp"
#include "ops/primitive.hpp"
#include "pipeline.hpp"
#include "plan_memory.hpp"

namespace lathe::show {
namespace {

using nlohmann::ordered_json;

std::string label(const ir::Graph& g, const ir::Node& n) {
  std::string s;
  for (ir::ValueId r : n.results) s += (s.empty() ? "" : ", ") + g.name_of(r);
  std::string op(n.op->name == "fused" ? "" : n.op->name);
  for (const auto& i : n.region.body)
    if (!i.operands.empty()) op += (op.empty() ? "" : " + ") + std::string(i.op->name);
  return s + "\\n" + op + "\\n" + ir::print(g.type(n.results[0]), g.batch);
}

ordered_json json(const ir::Graph& g) {
  ordered_json j;
  // Before differentiation there are nodes without kernels, and no plan.
  const bool planned =
      std::none_of(g.nodes.begin(), g.nodes.end(), [](const ir::Node& n) { return n.op->name == "gradient"; });
  MemoryPlan plan;
  if (planned)
    plan = plan_memory(g);
  else
    plan.placements.resize(g.values.size());
  j["name"] = g.name;
  j["batch"] = g.batch;
  if (planned) j["arena_bytes"] = plan.arena_bytes;
  j["arguments"] = ordered_json::array();
  for (ir::ValueId v : g.arguments)
    j["arguments"].push_back({{"name", g.name_of(v)},
                              {"type", ir::print(g.type(v), g.batch)},
                              {"kind", ir::kind_name(g.values[static_cast<std::size_t>(v)].kind)}});
  j["nodes"] = ordered_json::array();
  for (const ir::Node& n : g.nodes) {
    ordered_json node;
    node["op"] = n.op->name;
    node["text"] = ir::print_node(g, n);
    for (ir::ValueId v : n.operands) node["operands"].push_back(g.name_of(v));
    for (ir::ValueId v : n.results) {
      const Placement& p = plan.placements[static_cast<std::size_t>(v)];
      ordered_json r = {
          {"name", g.name_of(v)}, {"type", ir::print(g.type(v), g.batch)}, {"bytes", size_in_bytes(g.type(v))}};
      if (p.storage == Storage::arena)
        r["offset"] = p.offset;
      else if (p.storage == Storage::argument)
        r["in"] = g.name_of(p.owner);
      node["results"].push_back(r);
    }
    if (n.location.line) node["spec"] = n.location.file + ":" + std::to_string(n.location.line);
    j["nodes"].push_back(node);
  }
  static constexpr const char* outputs[] = {"loss", "metric", "output", "gradient"};
  for (const ir::Output& o : g.outputs)
    j["returns"].push_back(
        {{"kind", outputs[static_cast<std::size_t>(o.kind)]}, {"name", o.name}, {"value", g.name_of(o.value)}});
  for (const ir::Update& u : g.updates)
    j["updates"].push_back({{"parameter", g.name_of(u.parameter)}, {"value", g.name_of(u.value)}});
  return j;
}

/// The graph through Graphviz's dot, which knows how to lay it out.
std::string svg(const ir::Graph& g) {
  char name[] = "/tmp/lathe-XXXXXX";
  const int file = mkstemp(name);
  if (file < 0) throw std::invalid_argument("--format=svg: no temporary file can be made in /tmp");
  const std::string text = dot(g);
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  close(file);
  std::string drawing;
  if (FILE* pipe = written ? popen(("dot -Tsvg " + std::string(name) + " 2>/dev/null").c_str(), "r") : nullptr) {
    char buffer[4096];
    for (std::size_t n; (n = fread(buffer, 1, sizeof buffer, pipe)) > 0;) drawing.append(buffer, n);
    pclose(pipe);
  }
  unlink(name);
  if (drawing.empty())
    throw std::invalid_argument(
        "--format=svg: needs Graphviz's program dot (Debian package graphviz); --format=dot prints its input");
  return drawing;
}

/// The function that is shown unless another is asked for: the one that trains, with its layers the one that predicts.
std::string standard_function(const Module& module, const std::string& format) {
  if (format == "layers")
    for (const char* name : {"predict", "evaluate"})
      if (module.function(name)) return name;
  return module.function("step") ? "step" : "predict";
}

}  // namespace

std::string dot(const ir::Graph& g) {
  std::string s = "digraph \"" + g.name +
                  "\" {\n  node [shape=box, style=\"rounded,filled\", fillcolor=\"#eef3fb\", color=\"#4a6fa5\", "
                  "fontname=\"Helvetica\", fontsize=11];\n  edge [color=\"#7a8699\"];\n";
  const auto quoted = [&](ir::ValueId v) { return "\"" + g.name_of(v) + "\""; };
  for (ir::ValueId v : g.arguments) {
    const bool input = g.values[static_cast<std::size_t>(v)].kind == ir::ValueKind::input;
    s += "  " + quoted(v) + " [label=\"" + g.name_of(v) + "\\n" + ir::print(g.type(v), g.batch) + "\", fillcolor=\"" +
         (input ? "#e6f4ea\", color=\"#3c8c5a" : "#fdf1dd\", color=\"#b8862d") + "\"];\n";
  }
  for (const ir::Node& n : g.nodes) {
    s += "  " + quoted(n.results[0]) + " [label=\"" + label(g, n) + "\"];\n";
    std::vector<ir::ValueId> seen;
    for (ir::ValueId v : n.operands) {
      if (std::find(seen.begin(), seen.end(), v) != seen.end()) continue;
      seen.push_back(v);
      const int p = g.producer(v);
      s += "  " + (p < 0 ? quoted(v) : quoted(g.nodes[static_cast<std::size_t>(p)].results[0])) + " -> " +
           quoted(n.results[0]) + ";\n";
    }
  }
  for (const ir::Update& u : g.updates)
    if (const int p = g.producer(u.value); p >= 0)
      s += "  " + quoted(g.nodes[static_cast<std::size_t>(p)].results[0]) + " -> " + quoted(u.parameter) +
           " [style=dashed, constraint=false, color=\"#b8862d\"];\n";
  return s + "}\n";
}

std::string show(const Module& module, const std::string& format, const std::string& after,
                 const std::string& function) {
  const std::string kind = !format.empty() ? format : after.empty() ? "table" : "text";
  const std::string_view kinds[] = {"table", "layers", "text", "dot", "svg", "json"};
  if (std::find(std::begin(kinds), std::end(kinds), kind) == std::end(kinds))
    throw std::invalid_argument("--format: '" + kind +
                                "' is not a format; there are table, layers, text, dot, svg and json");
  if (kind == "layers" && !after.empty())
    throw std::invalid_argument("--format=layers: shows the model as it is written, and takes no --after");

  std::vector<ir::Graph> graphs;
  for (const ir::Graph& g : module.functions) {
    const std::string name = g.name.substr(module.name.size() + 1);
    const std::string wanted = !function.empty() ? function : standard_function(module, kind);
    if (wanted == "all" || wanted == name) graphs.push_back(g);
  }
  if (graphs.empty()) {
    std::string names;
    for (const ir::Graph& g : module.functions) names += g.name.substr(module.name.size() + 1) + ", ";
    throw std::invalid_argument("--function: '" + function + "' is none of this model's functions: " + names + "all");
  }
  if (kind == "svg" && graphs.size() > 1)
    throw std::invalid_argument("--format=svg: draws one function; name it with --function");

  std::string s;
  ordered_json list = ordered_json::array();
  for (ir::Graph& g : graphs) {
    ir::Graph shown = g;
    const bool as_written = after == "trace" || kind == "layers";
    bool found = after.empty() || as_written;
    if (!as_written)
      optimise(g, [&](std::string_view pass, const ir::Graph& now, bool, double) {
        if (!after.empty() && pass == after) shown = now, found = true;
      });
    if (!found) {
      std::string names;
      for (const auto& p : passes::all()) names += ", " + std::string(p.name);
      throw std::invalid_argument("--after: there is no pass '" + after + "'; there are trace" + names);
    }
    if (after.empty() && !as_written) shown = g;
    if (kind == "table" || kind == "layers") {
      if (std::any_of(shown.nodes.begin(), shown.nodes.end(),
                      [](const ir::Node& n) { return n.op->name == "gradient"; }))
        throw std::invalid_argument("--format=" + kind + ": in " +
                                    (as_written ? "the trace" : "what " + after + " leaves") +
                                    " there are gradients that nothing computes yet; --format=text shows them");
      s += (s.empty() ? "" : "\n") + (graphs.size() > 1 ? "@" + shown.name + "\n" : "") +
           (kind == "table" ? emit::kernel_table(module, shown) : emit::layers(module, shown));
    }
    if (kind == "text") s += (s.empty() ? "" : "\n") + ir::print(shown);
    if (kind == "dot") s += dot(shown);
    if (kind == "svg") s += svg(shown);
    if (kind == "json") list.push_back(json(shown));
  }
  return kind == "json" ? list.dump(2) + "\n" : s;
}

}  // namespace lathe::show
