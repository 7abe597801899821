#include "plan_memory.hpp"

#include <algorithm>
#include <tuple>

#include "ir/scan.hpp"
#include "kernel/kernel.hpp"
#include "ops/primitive.hpp"

namespace lathe {
namespace {

using ir::ValueId;

constexpr std::size_t alignment = 64;  // a cache line, and the widest vector

/// Values that share memory.
struct Buffer {
  std::size_t bytes = 0;
  int first = 0, last = 0;
  ValueId owner = ir::no_value;  // an argument's memory
  std::size_t offset = 0;
  int output = -1;  // the memory is that of this output: its stack, or what the caller gives
};

class Planner {
 public:
  explicit Planner(const ir::Graph& g) : g_(g), buffer_of_(g.values.size(), -1), last_use_(g.values.size(), -1) {}

  MemoryPlan run() {
    const int end = static_cast<int>(g_.nodes.size());
    for (int i = 0; i < end; ++i)
      for (ValueId v : node(i).operands) last_use_[at(v)] = i;
    for (const ir::Output& o : g_.outputs) last_use_[at(o.value)] = end;
    for (const ir::Update& u : g_.updates) last_use_[at(u.value)] = end;

    for (ValueId v : g_.arguments) buffer_of_[at(v)] = add({size_in_bytes(g_.type(v)), 0, end, v});
    workspace_of_.assign(g_.nodes.size(), -1);
    for (int i = 0; i < end; ++i) {
      for (std::size_t r = 0; r < node(i).results.size(); ++r) place_result(i, static_cast<int>(r));
      if (ir::is_scan(node(i)))
        if (const std::size_t bytes = plan_memory(node(i).body[0]).arena_bytes)
          workspace_of_[at(i)] = add({bytes, i, i});
    }
    assign_offsets();
    return result();
  }

 private:
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  const ir::Node& node(int i) const { return g_.nodes[at(i)]; }
  int add(const Buffer& b) {
    buffers_.push_back(b);
    return static_cast<int>(buffers_.size()) - 1;
  }

  /// The last node that reads any value of a buffer.
  int last_read(int buffer) const {
    int last = -1;
    for (std::size_t v = 0; v < buffer_of_.size(); ++v)
      if (buffer_of_[v] == buffer) last = std::max(last, last_use_[v]);
    return last;
  }

  void place_result(int i, int r) {
    const ir::Node& n = node(i);
    const ValueId v = n.results[at(r)];
    const int lives_to = std::max(last_use_[at(v)], i);
    if (n.op->view && n.region.empty()) {
      buffer_of_[at(v)] = buffer_of_[at(n.operands[0])];
      buffers_[at(buffer_of_[at(v)])].last = std::max(buffers_[at(buffer_of_[at(v)])].last, lives_to);
      return;
    }
    if (const int k = own_output(v); k >= 0 && !(ir::is_scan(n) && at(r) < ir::states_of(n))) {
      buffer_of_[at(v)] = add({size_in_bytes(g_.type(v)), i, lives_to, v, 0, k});
      return;
    }
    if (ir::is_scan(n)) {
      if (at(r) < ir::states_of(n)) {
        buffer_of_[at(v)] = buffer_of_[at(n.operands[at(r)])];
        buffers_[at(buffer_of_[at(v)])].last = std::max(buffers_[at(buffer_of_[at(v)])].last, lives_to);
      } else {
        buffer_of_[at(v)] = add({size_in_bytes(g_.type(v)), i, lives_to});
      }
      return;
    }
    const kernel::Kernel k = kernel::lower(g_, n);
    // An operand's memory may take the result if this node is the last to read it, and reads it element by element.
    const auto reusable = [&](int buffer) {
      for (std::size_t o = 0; o < n.operands.size(); ++o)
        if (buffer_of_[at(n.operands[o])] == buffer && !kernel::may_alias(k, static_cast<int>(o), r)) return false;
      return last_read(buffer) <= i;
    };
    for (const ir::Update& u : g_.updates) {
      const int parameter = buffer_of_[at(u.parameter)];
      if (u.value == v && !updated(parameter) && reusable(parameter)) {
        buffer_of_[at(v)] = parameter;
        return;
      }
    }
    for (ValueId operand : n.operands) {
      const int buffer = buffer_of_[at(operand)];
      if (buffers_[at(buffer)].owner != ir::no_value || buffers_[at(buffer)].bytes != size_in_bytes(g_.type(v)) ||
          !reusable(buffer))
        continue;
      buffer_of_[at(v)] = buffer;
      buffers_[at(buffer)].last = std::max(buffers_[at(buffer)].last, lives_to);
      return;
    }
    buffer_of_[at(v)] = add({size_in_bytes(g_.type(v)), i, lives_to});
  }

  /// The first output that is v and has memory of its own, or -1.
  int own_output(ValueId v) const {
    for (std::size_t k = 0; k < g_.outputs.size(); ++k) {
      const ir::OutputKind kind = g_.outputs[k].kind;
      if (g_.outputs[k].value == v && (kind == ir::OutputKind::output || kind == ir::OutputKind::gradient))
        return static_cast<int>(k);
    }
    return -1;
  }

  /// True if a result was placed in this argument's memory already.
  bool updated(int buffer) const {
    int values = 0;
    for (std::size_t v = 0; v < buffer_of_.size(); ++v)
      values +=
          buffer_of_[v] == buffer && g_.values[v].kind == ir::ValueKind::result && !is_view(static_cast<ValueId>(v));
    return values > 0;
  }
  bool is_view(ValueId v) const {
    const int p = g_.producer(v);
    return p >= 0 && node(p).op->view && node(p).region.empty();
  }

  void assign_offsets() {
    std::vector<int> order;
    for (std::size_t b = 0; b < buffers_.size(); ++b)
      if (buffers_[b].owner == ir::no_value) order.push_back(static_cast<int>(b));
    // The largest first, of equals the earliest.
    std::sort(order.begin(), order.end(), [&](int a, int b) {
      return std::tuple(buffers_[at(b)].bytes, a) < std::tuple(buffers_[at(a)].bytes, b);
    });
    std::vector<int> placed;
    for (int b : order) {
      Buffer& buffer = buffers_[at(b)];
      std::vector<const Buffer*> busy;
      for (int p : placed)
        if (buffers_[at(p)].first <= buffer.last && buffer.first <= buffers_[at(p)].last)
          busy.push_back(&buffers_[at(p)]);
      std::sort(busy.begin(), busy.end(), [](auto* x, auto* y) { return x->offset < y->offset; });
      std::size_t offset = 0;
      for (const Buffer* other : busy) {
        if (offset + buffer.bytes <= other->offset) break;
        offset = std::max(offset, (other->offset + other->bytes + alignment - 1) / alignment * alignment);
      }
      buffer.offset = offset;
      arena_ = std::max(arena_, offset + buffer.bytes);
      placed.push_back(b);
    }
  }

  MemoryPlan result() const {
    MemoryPlan plan;
    plan.placements.resize(g_.values.size());
    plan.arena_bytes = (arena_ + alignment - 1) / alignment * alignment;
    for (std::size_t v = 0; v < buffer_of_.size(); ++v) {
      if (buffer_of_[v] < 0) continue;
      const Buffer& b = buffers_[at(buffer_of_[v])];
      const Storage storage = b.output >= 0             ? (g_.times ? Storage::element : Storage::output)
                              : b.owner == ir::no_value ? Storage::arena
                                                        : Storage::argument;
      plan.placements[v] = {
          storage, b.output >= 0 ? b.output : b.owner, b.offset, size_in_bytes(g_.values[v].type), 0, last_use_[v]};
    }
    for (int b : workspace_of_)
      plan.workspaces.push_back(
          b < 0 ? Placement{} : Placement{Storage::arena, ir::no_value, buffers_[at(b)].offset, buffers_[at(b)].bytes});
    for (const ir::Node& n : g_.nodes)
      if (ir::is_scan(n)) plan.unplanned_bytes += plan_memory(n.body[0]).unplanned_bytes;
    for (std::size_t i = 0; i < g_.nodes.size(); ++i)
      for (ValueId r : g_.nodes[i].results) {
        Placement& p = plan.placements[at(r)];
        p.first = static_cast<int>(i);
        p.last = std::max(p.last, p.first);
        if (p.storage == Storage::arena && !is_view(r))
          plan.unplanned_bytes += (p.bytes + alignment - 1) / alignment * alignment;
      }
    return plan;
  }

  const ir::Graph& g_;
  std::vector<int> buffer_of_;     // by value
  std::vector<int> last_use_;      // by value; the number of nodes for what must survive them
  std::vector<int> workspace_of_;  // by node
  std::vector<Buffer> buffers_;
  std::size_t arena_ = 0;
};

}  // namespace

std::size_t size_in_bytes(const Type& type) {
  return static_cast<std::size_t>(type.elements()) * (type.dtype == DType::f64 ? 8 : 4);
}

MemoryPlan plan_memory(const ir::Graph& graph) { return Planner(graph).run(); }

}  // namespace lathe
