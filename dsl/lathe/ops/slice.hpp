// slice: every step-th position of a range along one axis.
#pragma once

#include <climits>

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe {
namespace ops {
struct Slice {
  static constexpr const char* name = "slice";
  /// How many positions from start towards stop, which is not among them.
  static constexpr std::int64_t count(const Attributes& a) {
    const std::int64_t step = a.integer("step", 1), range = a.integer("stop") - a.integer("start");
    return step == 0 ? 0 : (range + step - (step > 0 ? 1 : -1)) / step;
  }
  static constexpr Inferred infer(Operands in, const Attributes& a) {
    const int axis = static_cast<int>(a.integer("axis"));
    if (Message m = not_along(name, in[0], axis); !m.empty()) return m;
    const std::int64_t start = a.integer("start"), step = a.integer("step", 1), n = count(a);
    const int extent = in[0].extents[axis];
    if (n < 1 || start < 0 || start >= extent || start + (n - 1) * step < 0 || start + (n - 1) * step >= extent)
      return Message("slice: from ") << start << " to " << a.integer("stop") << " in steps of " << step
                                     << " takes nothing of axis " << axis << " of " << in[0];
    Type y = in[0];
    y.extents[axis] = static_cast<int>(n);
    return y;
  }
  static constexpr Message takes_nothing(const Type& t, int axis, int start, int stop) {
    Message m = Message("slice: axis ") << axis << " of " << t << " has no positions from " << start << " to ";
    return stop == INT_MAX ? m << "its end" : m << stop;
  }
  /// Python's rules: negative positions count from the end, those outside are the nearest inside.
  static constexpr Attributes attributes(const Type& t, int axis, int start, int stop, int step) {
    const int front = from_front(axis, t.rank), extent = front >= 0 && front < t.rank ? t.extents[front] : 0;
    const auto inside = [&](int position) {
      const int from = position < 0 ? position + extent : position;
      return from < 0 ? 0 : from > extent ? extent : from;
    };
    Attributes a;
    a.set("axis", front).set("start", inside(start)).set("stop", inside(stop));
    return step == 1 ? a : a.set("step", step);
  }
  static constexpr Attributes reversed(const Type& t, int axis) {
    const int front = from_front(axis, t.rank), extent = front >= 0 && front < t.rank ? t.extents[front] : 0;
    return Attributes{}.set("axis", front).set("start", extent - 1).set("stop", -1).set("step", -1);
  }
};
}  // namespace ops

/// slice<1, 2, 8>(x): positions 2 … 7 of axis 1; slice<1, 2>(x): from 2 to the end; slice<1, 0, 8, 2>(x): every second.
/// As Python's x[:, start:stop:step]: negative positions count from the end, and steps are at least 1. Not along
/// the batch.
template <int axis, int start, int stop = INT_MAX, int step = 1, class X>
constexpr auto slice(Tensor<X> x, std::source_location at = std::source_location::current()) {
  detail::check<(step > 0), Message("slice: the step is ") << step << ", must be at least 1; flip reverses">();
  constexpr Attributes attributes = ops::Slice::attributes(type_of<X>(), axis, start, stop, step);
  if constexpr (step > 0 && ops::no_such_axis("", type_of<X>(), attributes.integer("axis")).empty())
    detail::check<(ops::Slice::count(attributes) > 0), ops::Slice::takes_nothing(type_of<X>(), axis, start, stop)>();
  return apply<ops::Slice, attributes>(at, x);
}

/// flip<1>(x): axis 1 in reverse order. Not along the batch.
template <int axis, class X>
constexpr auto flip(Tensor<X> x, std::source_location at = std::source_location::current()) {
  const Scope scope = detail::scope_of<"flip", ops::Slice, ops::Slice::reversed(type_of<X>(), axis)>(at, x);
  return apply<ops::Slice, ops::Slice::reversed(type_of<X>(), axis)>(at, x);
}
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_slice({
    .name = Slice::name,
    .formula = "y[i] = x[start + step i]",
    .source = "ranges as in NumPy",
    .infer = Slice::infer,
    .attributes = {{"axis", "along which"},
                   {"start", "the first position"},
                   {"stop", "the position before which it ends"},
                   {"step", "from one position to the next; 1 where there is none"}},
    .gradient =
        [](const GradientRule& g) {
          Attributes a = g.attributes();
          a.set("extent", g.operand(0).type().extents[a.integer("axis")]);
          return std::vector{apply("slice_backward", {g.d()}, a)};
        },
    .pointwise =
        [](const Point& p) {
          auto source = p.index;
          kernel::Expr& i = source[static_cast<std::size_t>(p.attributes->integer("axis"))];
          i = strided(i, static_cast<int>(p.attributes->integer("start")),
                      static_cast<int>(p.attributes->integer("step", 1)));
          return p.load(0, source);
        },
    .samples = {{.operands = {sample_type({3, 7}, true)},
                 .attributes = Attributes{}.set("axis", 1).set("start", 1).set("stop", 6).set("step", 2)},
                {.operands = {sample_type({3, 2, 4}, true)},
                 .attributes = Attributes{}.set("axis", 1).set("start", 1).set("stop", -1).set("step", -1)},
                {.operands = {sample_type({5, 2})},
                 .attributes = Attributes{}.set("axis", 0).set("start", 2).set("stop", 4)}},
});
}  // namespace lathe::ops
#endif
