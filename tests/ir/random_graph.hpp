// Valid random graphs: shared values, broadcasting, reductions, matrix products, views, softmax, and a loss with
// gradients and updates. The same seed gives the same graph.
#pragma once

#include <random>

#include "interpret.hpp"
#include "ops/primitive.hpp"

namespace lathe::test {

struct RandomGraph {
  ir::Graph graph;
  Environment arguments;
};

class RandomGraphMaker {
 public:
  explicit RandomGraphMaker(unsigned seed) : random_(seed) {}

  RandomGraph make(int steps) {
    g_.name = "random";
    g_.batch = 1 + pick(5);
    const int width = 2 + pick(5);
    argument("x", type({g_.batch, width}, true), ir::ValueKind::input);
    argument("labels", with_dtype(type({g_.batch}, true), DType::i32), ir::ValueKind::input);
    argument("w", type({width, 3}, false), ir::ValueKind::parameter);
    argument("b", type({3}, false), ir::ValueKind::parameter);
    argument("s", type({width}, false), ir::ValueKind::parameter);
    argument("rate", type({}, false), ir::ValueKind::hyperparameter);
    reals_ = {g_.arguments[0], g_.arguments[2], g_.arguments[3], g_.arguments[4]};
    for (int i = 0; i < steps; ++i) grow();
    finish();
    return {g_, arguments_};
  }

 private:
  int pick(int n) { return std::uniform_int_distribution<int>(0, n - 1)(random_); }
  static Type type(std::initializer_list<int> extents, bool batched) { return ops::sample_type(extents, batched); }
  static Type with_dtype(Type t, DType d) {
    t.dtype = d;
    return t;
  }
  Type type_of(ir::ValueId v) const { return g_.type(v); }

  void argument(const char* name, const Type& t, ir::ValueKind kind) {
    g_.arguments.push_back(g_.add_value(name, t, kind));
    kernel::Tensor values(static_cast<std::size_t>(t.elements()));
    for (double& x : values)
      x = t.dtype == DType::i32 ? pick(2) : std::uniform_real_distribution<double>(-1, 1)(random_);
    arguments_[name] = values;
  }

  /// Appends the operation if its shape rule takes the operands.
  bool attempt(std::string_view op, std::vector<ir::ValueId> operands, const Attributes& attributes = {}) {
    std::vector<Type> types;
    for (ir::ValueId v : operands) types.push_back(type_of(v));
    const Inferred inferred = ops::find(op)->infer(Operands{types.data(), static_cast<int>(types.size())}, attributes);
    if (!inferred.ok()) return false;
    const ir::ValueId v = builder_.apply(op, operands, attributes);
    if (type_of(v).dtype != DType::i32) reals_.push_back(v);
    return true;
  }

  void grow() {
    const auto any = [&] { return reals_[static_cast<std::size_t>(pick(static_cast<int>(reals_.size())))]; };
    // Recent values are taken more often, so that graphs grow deep; old ones too, so that values are shared.
    const auto recent = [&] { return pick(3) ? reals_[reals_.size() - 1 - static_cast<std::size_t>(pick(std::min<int>(4, static_cast<int>(reals_.size()))))] : any(); };
    static constexpr const char* unary[] = {"relu", "sigmoid", "negate", "square", "step", "softmax", "log_softmax"};
    static constexpr const char* binary[] = {"add", "subtract", "multiply"};
    for (int tries = 0; tries < 20; ++tries) {
      const ir::ValueId a = recent(), b = any();
      switch (pick(13)) {
        case 9:
          if (attempt("slice", {a}, along(a).set("start", 1).set("stop", 1 + 2 * (1 + pick(2))).set("step", 2))) return;
          break;
        case 10:
          if (attempt("concat", {a, b, a}, along(a)) || attempt("concat", {a, a}, along(a))) return;
          break;
        case 11:
          if (type_of(a).rank && attempt(pick(2) ? "max" : "min", {a}, Attributes{}.set("axes", pick(type_of(a).rank)))) return;
          break;
        case 12: {
          const Attributes axis = along(a);  // labels are 0 and 1
          if (type_of(a).rank && type_of(a).extents[axis.integer("axis")] >= 2 && attempt("take", {a, g_.arguments[1]}, axis)) return;
          break;
        }
        case 7: if (type_of(a).rank && type_of(a).extents[type_of(a).rank - 1] >= 2 && attempt("negative_log_likelihood", {a, g_.arguments[1]})) return; break;
        case 8: if (type_of(a).batched() && type_of(b).rank == 2 && attempt("affine", {a, g_.arguments[2], g_.arguments[3]})) return; break;
        case 0:
        case 1: if (attempt(unary[pick(7)], {a})) return; break;
        case 2:
        case 3: if (attempt(binary[pick(3)], {a, b})) return; break;
        case 4: {
          Attributes t;
          if (pick(2)) t.set("transpose_a", 1);
          if (pick(2)) t.set("transpose_b", 1);
          if (attempt("matmul", {a, b}, t)) return;
          break;
        }
        case 5: {
          if (type_of(a).rank == 0) break;
          if (attempt("sum", {a}, Attributes{}.set("axes", pick(type_of(a).rank)))) return;
          break;
        }
        case 6: {
          if (type_of(a).rank == 2 && pick(2) && attempt("permute", {a}, Attributes{}.set("axes", {1, 0}))) return;
          const Type t = type_of(a);
          if (t.rank != 2 || t.batch_axis == 1) break;
          Type to = t;
          to.rank = 3;
          to.extents[2] = t.extents[1];
          to.extents[1] = 1;
          if (attempt("reshape", {a}, ops_shape(to))) return;
          break;
        }
      }
    }
  }
  /// Any axis of a value; of a scalar one that does not exist.
  Attributes along(ir::ValueId v) { return Attributes{}.set("axis", type_of(v).rank ? pick(type_of(v).rank) : 0); }
  static Attributes ops_shape(const Type& t) {
    Attribute shape{"shape"};
    for (int i = 0; i < t.rank; ++i) shape.ints[shape.count++] = t.extents[i];
    Attributes a;
    a.list[a.count++] = shape;
    if (t.batched()) a.set("batch", {t.batch_axis, t.batch_multiple});
    return a;
  }

  ir::ValueId total(ir::ValueId v) {
    const Type t = type_of(v);
    if (t.rank == 0) return v;
    Attribute axes{"axes"};
    for (int i = 0; i < t.rank; ++i) axes.ints[axes.count++] = i;
    Attributes all;
    all.list[all.count++] = axes;
    // sigmoid keeps long chains of squares from overflowing.
    return builder_.apply("sum", {builder_.apply("sigmoid", {v})}, all);
  }

  void finish() {
    const ir::ValueId x = g_.arguments[0], w = g_.arguments[2], b = g_.arguments[3];
    const ir::ValueId scores = builder_.apply("affine", {x, w, b});
    ir::ValueId loss = total(builder_.apply("negative_log_likelihood", {builder_.apply("log_softmax", {scores}), g_.arguments[1]}));
    for (int i = 0; i < 3; ++i)
      loss = builder_.apply("add", {loss, total(reals_[reals_.size() - 1 - static_cast<std::size_t>(pick(std::min<int>(6, static_cast<int>(reals_.size()))))])});
    g_.outputs.push_back({ir::OutputKind::loss, "", loss});
    for (int p : {2, 3, 4}) {
      const ir::ValueId parameter = g_.arguments[static_cast<std::size_t>(p)];
      const ir::ValueId d = builder_.apply("gradient", {loss, parameter});
      if (pick(3) == 0) g_.outputs.push_back({ir::OutputKind::gradient, g_.name_of(parameter), d});
      g_.updates.push_back({parameter, builder_.apply("subtract", {parameter, builder_.apply("multiply", {g_.arguments[5], d})})});
    }
    if (pick(2)) g_.outputs.push_back({ir::OutputKind::output, "y", reals_.back()});
    if (pick(3) == 0) g_.outputs.push_back({ir::OutputKind::output, "old", g_.arguments[3]});  // before its update
  }

  std::mt19937 random_;
  ir::Graph g_;
  ir::GraphBuilder builder_{g_};
  Environment arguments_;
  std::vector<ir::ValueId> reals_;
};

}  // namespace lathe::test
