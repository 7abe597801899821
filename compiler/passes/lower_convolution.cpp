// conv2d and its gradients, of one group  ⇒  matrix products on the windows of the image.
//
//   %y = conv2d %x, %w           ⇒   permute(reshape(matmul(unfold(%x), reshape(%w), transpose_b)))
//   %dw = conv2d_weight %d, %x   ⇒   reshape(matmul(rows(%d), unfold(%x), transpose_a))
//   %dx = conv2d_input %d, %w    ⇒   fold(matmul(rows(%d), reshape(%w)))           rows(d) = reshape(permute(d))
//
// A row is a window: (n, i, j); a column an element of it: (c, a, b). Runs after differentiate; the windows that the
// forward and the backward pass both need become one node in eliminate_common_subexpressions. With groups the loops
// stay.
#include <map>

#include "lathe/ops/window.hpp"
#include "ops/primitive.hpp"
#include "passes/passes.hpp"

namespace lathe::passes {
namespace {

using ops::apply;
using ops::reshape_to;
using ops::Term;

Attributes window_of(const ir::Node& n, const Type& weight) {
  Attributes a;
  a.set("kernel", {weight.extents[2], weight.extents[3]});
  for (const char* name : {"stride", "padding", "dilation"})
    if (const Attribute* found = n.attributes.find(name)) a.list[a.count++] = *found;
  return a;
}

Attributes axes(std::initializer_list<std::int64_t> order) { return Attributes{}.set("axes", order); }

/// float[outputs][channels][h][w] as float[outputs][channels * h * w].
Term matrix(Term weight) {
  const Type& type = weight.type();
  Type flat;
  flat.dtype = type.dtype;
  flat.rank = 2;
  flat.extents[0] = type.extents[0];
  flat.extents[1] = static_cast<int>(type.elements() / type.extents[0]);
  return reshape_to(weight, flat);
}

/// The type of float[n][outputs][h][w] with the outputs last, and that as a matrix, a row a place.
Type outputs_last(Type t) {
  const int outputs = t.extents[1];
  t.extents[1] = t.extents[2], t.extents[2] = t.extents[3], t.extents[3] = outputs;
  return t;
}
Term rows(Term d) {
  Type matrix = outputs_last(d.type());
  const int places = matrix.extents[1] * matrix.extents[2];
  matrix.rank = 2;
  matrix.extents[0] *= places;
  matrix.extents[1] = matrix.extents[3];
  matrix.extents[2] = matrix.extents[3] = 0;
  if (matrix.batched()) matrix.batch_multiple *= places;
  return reshape_to(apply("permute", {d}, axes({0, 2, 3, 1})), matrix);
}

Term lowered(const ir::Node& n, Term first, Term second, const Type& result) {
  const Attributes transpose_a = Attributes{}.set("transpose_a", 1), transpose_b = Attributes{}.set("transpose_b", 1);
  if (n.op->name == "conv2d") {
    const Term product =
        apply("matmul", {apply("unfold", {first}, window_of(n, second.type())), matrix(second)}, transpose_b);
    return apply("permute", {reshape_to(product, outputs_last(result))}, axes({0, 3, 1, 2}));
  }
  if (n.op->name == "conv2d_weight") {
    const Term windows = apply("unfold", {second}, window_of(n, result));
    return reshape_to(apply("matmul", {rows(first), windows}, transpose_a), result);
  }
  const Term windows = apply("matmul", {rows(first), matrix(second)});
  return apply("fold", {windows},
               window_of(n, second.type()).set("image", {result.extents[1], result.extents[2], result.extents[3]}));
}

bool is_convolution(const ir::Node& n) {
  return (n.op->name == "conv2d" || n.op->name == "conv2d_weight" || n.op->name == "conv2d_input") &&
         n.region.empty() && n.attributes.integer("groups", 1) == 1;
}

}  // namespace

bool lower_convolution(ir::Graph& graph) {
  std::vector<ir::Node> before;
  before.swap(graph.nodes);
  ir::GraphBuilder builder(graph);
  std::map<ir::ValueId, ir::ValueId> replaced;
  const auto now = [&](ir::ValueId& v) {
    if (const auto it = replaced.find(v); it != replaced.end()) v = it->second;
  };
  for (ir::Node& n : before) {
    for (ir::ValueId& v : n.operands) now(v);
    if (!is_convolution(n)) {
      graph.nodes.push_back(std::move(n));
      continue;
    }
    const ir::ValueId old = n.results[0];
    builder.name = graph.name_of(old);
    builder.location = n.location;
    const Term made = lowered(n, {&builder, n.operands[0]}, {&builder, n.operands[1]}, graph.type(old));
    std::swap(graph.values[static_cast<std::size_t>(old)].name, graph.values[static_cast<std::size_t>(made.id)].name);
    replaced[old] = made.id;
  }
  for (ir::Output& o : graph.outputs) now(o.value);
  for (ir::Update& u : graph.updates) now(u.value);
  return !replaced.empty();
}

}  // namespace lathe::passes
