// The passes, one file each. A pass changes a graph in place and says whether it changed anything.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ir/graph.hpp"

namespace lathe::passes {

/// by_mode(a, b)  ⇒  a, in the functions that train; b, in those that do not. Before everything else.
bool choose_training(ir::Graph& graph);
bool choose_inference(ir::Graph& graph);
/// negative_log_likelihood(log_softmax(x), t)  ⇒  softmax_cross_entropy(x, t). Before differentiate.
bool fuse_softmax_loss(ir::Graph& graph);
/// gradient nodes  ⇒  the nodes that compute them, by reverse-mode differentiation.
bool differentiate(ir::Graph& graph);
/// No pass: whether a gradient reaches any of the parameters that a graph asks the gradients of its loss for.
bool has_gradient(ir::Graph graph);
/// What a scan computes at every time but needs at none  ⇒  computed once, outside. After differentiate.
bool hoist_from_scan(ir::Graph& graph);
/// Broadcasts that the consumer does by itself  ⇒  gone.
bool fold_broadcasts(ir::Graph& graph);
bool fold_transposes(ir::Graph& graph);
/// Removes nodes whose results nobody uses.
bool eliminate_dead_code(ir::Graph& graph);
/// Convolutions of one group  ⇒  matrix products on the windows of the image. After differentiate.
bool lower_convolution(ir::Graph& graph);
/// Merges nodes that compute the same. After differentiate: what has its own gradient must stay apart before.
bool eliminate_common_subexpressions(ir::Graph& graph);
/// Chains of pointwise operations  ⇒  one fused node.
bool fuse_elementwise(ir::Graph& graph);
/// affine, matmul, sum … followed by pointwise operations  ⇒  the same with an epilogue.
bool fuse_affine_activation(ir::Graph& graph);
/// States and outputs of a scan  ⇒  values of their own, so that each has its place in memory. Before fusion.
bool own_scan_values(ir::Graph& graph);
/// Values nobody refers to  ⇒  gone, and the names they held are given back. Last.
bool tidy_names(ir::Graph& graph);
/// float  ⇒  double, everywhere.
bool widen_to_double(ir::Graph& graph);

struct Pass {
  std::string_view name;
  bool (*run)(ir::Graph&);
  std::string_view reason;  // why it stands where it stands
};

/// Every pass by name, for `lathe opt`.
const std::vector<Pass>& all();

}  // namespace lathe::passes
