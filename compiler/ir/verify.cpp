// The rules of the IR, one line each.
#include <set>

#include "ir/scan.hpp"
#include "ops/primitive.hpp"

namespace lathe::ir {
namespace {

using Complaints = std::vector<std::string>;

void names_are_unique(const Graph& g, Complaints& out) {
  std::set<std::string> seen;
  for (const Value& v : g.values)
    if (!seen.insert(v.name).second) out.push_back("%" + v.name + " names two values");
}

void operands_are_defined_before_use(const Graph& g, Complaints& out) {
  std::set<ValueId> defined(g.arguments.begin(), g.arguments.end());
  const auto check = [&](ValueId v, const std::string& by) {
    if (v < 0 || v >= static_cast<ValueId>(g.values.size()))
      out.push_back(by + " refers to a value that does not exist");
    else if (!defined.count(v))
      out.push_back(by + " uses %" + g.name_of(v) + " before it is defined");
  };
  for (const Node& n : g.nodes) {
    for (ValueId v : n.operands) check(v, std::string(n.op->name));
    for (ValueId v : n.results)
      if (!defined.insert(v).second) out.push_back("%" + g.name_of(v) + " is defined twice");
  }
  for (const Output& o : g.outputs) check(o.value, "return");
  for (const Update& u : g.updates) check(u.value, "update"), check(u.parameter, "update");
}

void scans_fit_their_bodies(const Graph& g, Complaints& out) {
  for (const Node& n : g.nodes) {
    if (is_scan(n) != (n.op->name == "scan")) {
      out.push_back(std::string(n.op->name) + (is_scan(n) ? " has a body, as only scans have" : " has no body"));
      continue;
    }
    if (!is_scan(n)) continue;
    const Graph& body = n.body[0];
    const std::string what = "scan @" + body.name + ": ";
    const std::size_t states = states_of(n);
    const auto differ = [&](ValueId outside, const Type& inside) { return !(g.type(outside) == inside); };
    if (times_of(n) < 1 || body.times != times_of(n) || body.batch != g.batch)
      out.push_back(what + "the body has other times or another batch than the node");
    if (body.arguments.size() != n.operands.size())
      out.push_back(what + std::to_string(n.operands.size()) + " operands for " +
                    std::to_string(body.arguments.size()) + " arguments");
    else if (n.operands.size() < states || body.updates.size() != states)
      out.push_back(what + std::to_string(states) + " states but " + std::to_string(body.updates.size()) + " updates");
    else if (n.results.size() != states + body.outputs.size())
      out.push_back(what + std::to_string(n.results.size()) + " results for " +
                    std::to_string(states + body.outputs.size()) + " states and outputs");
    if (!out.empty()) return;
    for (std::size_t i = 0; i < n.operands.size(); ++i) {
      const Value& v = body.values[static_cast<std::size_t>(body.arguments[i])];
      const bool right =
          i < states ? v.kind == ValueKind::carried : v.kind == ValueKind::input || v.kind == ValueKind::element;
      if (!right || differ(n.operands[i], v.kind == ValueKind::element ? ops::stacked(v.type, body.times) : v.type))
        out.push_back(what + "argument %" + v.name + ", " + print(v.type, g.batch) + ", does not fit operand %" +
                      g.name_of(n.operands[i]) + ", " + print(g.type(n.operands[i]), g.batch));
    }
    for (std::size_t s = 0; s < states; ++s)
      if (body.updates[s].parameter != body.arguments[s] || differ(n.results[s], body.type(body.arguments[s])))
        out.push_back(what + "state %" + body.name_of(body.arguments[s]) + " does not fit its update or result");
    for (std::size_t k = 0; k < body.outputs.size(); ++k)
      if (body.type(body.outputs[k].value).rank == max_rank ||
          differ(n.results[states + k], ops::stacked(body.type(body.outputs[k].value), body.times)))
        out.push_back(what + "output %" + body.name_of(body.outputs[k].value) + " does not fit result %" +
                      g.name_of(n.results[states + k]));
    for (const std::string& wrong : verify(body)) out.push_back(what + wrong);
  }
}

void types_follow_the_shape_rules(const Graph& g, Complaints& out) {
  for (const Node& n : g.nodes) {
    if (is_scan(n) || n.op->name == "scan") continue;  // see scans_fit_their_bodies
    if (n.results.empty()) {
      out.push_back(std::string(n.op->name) + " has no result");
      continue;
    }
    const std::string what = "%" + g.name_of(n.results[0]) + ": ";
    std::vector<Type> operands, expected;
    for (ValueId v : n.operands) operands.push_back(g.type(v));
    std::vector<Type> arguments = operands;
    if (n.op->infer) {
      const int taken = n.own_operands();
      if (static_cast<int>(operands.size()) < taken ||
          (n.region.empty() && static_cast<int>(operands.size()) != taken)) {
        out.push_back(what + std::string(n.op->name) + " takes " + std::to_string(taken) + " operands, not " +
                      std::to_string(operands.size()));
        continue;
      }
      const Inferred own = n.op->infer(Operands{operands.data(), taken}, n.attributes);
      if (!own.ok()) {
        out.push_back(what + std::string(own.error.view()));
        continue;
      }
      expected.assign(own.types, own.types + own.count);
      arguments.assign(1, own.types[0]);
      arguments.insert(arguments.end(), operands.begin() + taken, operands.end());
    } else if (n.region.empty()) {
      out.push_back(what + std::string(n.op->name) + " needs a region");
      continue;
    }
    if (!n.region.empty()) {
      const Region& r = n.region;
      if (r.arguments != static_cast<int>(arguments.size())) {
        out.push_back(what + "the region has " + std::to_string(r.arguments) + " arguments for " +
                      std::to_string(arguments.size()) + " values");
        continue;
      }
      std::vector<Type> known = arguments;
      bool right = true;
      for (const auto& i : r.body) {
        std::vector<Type> types;
        for (int v : i.operands) {
          right = right && v >= 0 && v < static_cast<int>(known.size());
          if (right) types.push_back(known[static_cast<std::size_t>(v)]);
        }
        if (!right) break;
        const Inferred inferred = i.op->infer(Operands{types.data(), static_cast<int>(types.size())}, i.attributes);
        if (!i.op->pointwise || !inferred.ok() || !(inferred.types[0] == i.type)) {
          out.push_back(
              what + "in the region, " + std::string(i.op->name) +
              (inferred.ok() ? " has a wrong type or is not pointwise" : ": " + std::string(inferred.error.view())));
          right = false;
          break;
        }
        known.push_back(i.type);
      }
      if (!right) {
        if (out.empty()) out.push_back(what + "the region uses a value before it is defined");
        continue;
      }
      // The yields take the place of the operation's only result.
      if (n.op->infer && expected.size() != 1) {
        out.push_back(what + "an operation with several results takes no epilogue");
        continue;
      }
      expected.clear();
      for (int y : r.yields) expected.push_back(known[static_cast<std::size_t>(y)]);
    }
    if (expected.size() != n.results.size()) {
      out.push_back(what + std::string(n.op->name) + " has " + std::to_string(expected.size()) + " results, not " +
                    std::to_string(n.results.size()));
      continue;
    }
    for (std::size_t i = 0; i < expected.size(); ++i)
      if (!(g.type(n.results[i]) == expected[i]))
        out.push_back("%" + g.name_of(n.results[i]) + " is " + print(g.type(n.results[i]), g.batch) + " but " +
                      std::string(n.op->name) + " gives " + print(expected[i], g.batch));
  }
}

void literals_have_their_values(const Graph& g, Complaints& out) {
  for (const Node& n : g.nodes) {
    const std::int64_t wanted = n.op->name == "literal" ? g.type(n.results[0]).elements() : 0;
    if (static_cast<std::int64_t>(n.values.size()) != wanted)
      out.push_back("%" + g.name_of(n.results[0]) + " has " + std::to_string(n.values.size()) + " values, not " +
                    std::to_string(wanted));
  }
}

void batched_extents_count_rows(const Graph& g, Complaints& out) {
  std::vector<bool> live(g.values.size());
  for (ValueId v : g.arguments) live[static_cast<std::size_t>(v)] = true;
  for (const Node& n : g.nodes)
    for (ValueId v : n.results) live[static_cast<std::size_t>(v)] = true;
  for (std::size_t i = 0; i < g.values.size(); ++i) {
    const Type& t = g.values[i].type;
    if (live[i] && t.batched() && t.extents[t.batch_axis] != g.batch * t.batch_multiple)
      out.push_back("%" + g.values[i].name + " has " + std::to_string(t.extents[t.batch_axis]) +
                    " rows in its batch axis, not " + std::to_string(g.batch * t.batch_multiple));
  }
}

void updates_keep_types(const Graph& g, Complaints& out) {
  for (const Update& u : g.updates)
    if (!(g.type(u.parameter) == g.type(u.value)))
      out.push_back("update gives %" + g.name_of(u.parameter) + ", " + print(g.type(u.parameter), g.batch) +
                    ", a value of type " + print(g.type(u.value), g.batch));
}

void the_loss_is_a_scalar(const Graph& g, Complaints& out) {
  for (const Output& o : g.outputs)
    if (o.kind == OutputKind::loss && g.type(o.value).rank != 0)
      out.push_back("the loss %" + g.name_of(o.value) + " is not a scalar");
}

void the_text_parses_back(const Graph& g, Complaints& out) {
  if (g.times) return;  // the text of a body is part of its node's
  const std::string text = print(g);
  try {
    const std::string again = print(parse(text).at(0));
    if (again != text) out.push_back("the text does not parse back to itself:\n" + text + "became\n" + again);
  } catch (const ParseError& e) {
    out.push_back("the text does not parse: line " + std::to_string(e.line) + ": " + e.what());
  }
}

constexpr void (*rules[])(const Graph&, Complaints&) = {
    names_are_unique,           operands_are_defined_before_use, types_follow_the_shape_rules, scans_fit_their_bodies,
    literals_have_their_values, batched_extents_count_rows,      updates_keep_types,           the_loss_is_a_scalar,
    the_text_parses_back,
};

}  // namespace

std::vector<std::string> verify(const Graph& graph) {
  Complaints out;
  for (auto rule : rules) {
    rule(graph, out);
    if (!out.empty()) break;  // later rules rely on earlier ones
  }
  return out;
}

}  // namespace lathe::ir
