// What convolution and pooling share: windows that slide over images.
#pragma once

#include "lathe/ops/rules.hpp"

namespace lathe {

/// A size along height and width; one number stands for both.
struct Size2d {
  int height = 1, width = 1;
  constexpr Size2d() = default;
  constexpr Size2d(int both) : height(both), width(both) {}  // NOLINT: implicit on purpose
  constexpr Size2d(int h, int w) : height(h), width(w) {}
  friend constexpr bool operator==(const Size2d&, const Size2d&) = default;
};

namespace ops {

/// The window attributes of a node, for one of the two directions.
struct Window {
  int kernel = 1, stride = 1, padding = 0, dilation = 1;

  constexpr Window() = default;
  constexpr Window(const Attributes& attributes, int direction) {
    const auto read = [&](std::string_view name, int otherwise) {
      const Attribute* a = attributes.find(name);
      return a ? static_cast<int>(a->ints[direction]) : otherwise;
    };
    kernel = read("kernel", 1), stride = read("stride", 1), padding = read("padding", 0),
    dilation = read("dilation", 1);
  }
  constexpr int reach() const { return dilation * (kernel - 1) + 1; }
  /// How many windows fit: those that begin in the padded image and end in it, the rest is dropped.
  constexpr int positions(int extent) const { return (extent + 2 * padding - reach()) / stride + 1; }
};

constexpr Attributes window_attributes(Size2d kernel, Size2d stride, Size2d padding, Size2d dilation = 1) {
  Attributes a;
  a.set("kernel", {kernel.height, kernel.width}).set("stride", {stride.height, stride.width});
  if (padding != Size2d(0)) a.set("padding", {padding.height, padding.width});
  if (dilation != Size2d(1)) a.set("dilation", {dilation.height, dilation.width});
  return a;
}

/// What keeps windows from sliding over an image, or nothing.
constexpr Message window_does_not_fit(std::string_view op, const Type& x, const Attributes& attributes) {
  if (x.rank != 4)
    return Message(op) << ": input " << x << " has " << axes_of(x).view()
                       << ", takes 4: float[batch][channels][height][width]";
  if (Message m = not_real(op, x); !m.empty()) return m;
  if (x.batch_axis > 0) return Message(op) << ": only the first axis of " << x << " may be the batch";
  for (int d = 0; d < 2; ++d) {
    const Window w(attributes, d);
    const char* direction = d ? "width" : "height";
    if (w.kernel < 1 || w.stride < 1 || w.dilation < 1)
      return Message(op) << ": kernel " << w.kernel << ", stride " << w.stride << " and dilation " << w.dilation
                         << " must be at least 1";
    if (w.padding < 0) return Message(op) << ": padding " << w.padding << " must be at least 0";
    if (x.extents[2 + d] + 2 * w.padding < w.reach())
      return Message(op) << ": a window of " << direction << " " << w.reach() << " does not fit in " << x
                         << " with padding " << w.padding;
  }
  return {};
}

/// float[n][channels][positions][positions].
constexpr Type image_type(const Type& x, int channels, int height, int width) {
  Type y = x;
  y.extents[1] = channels;
  y.extents[2] = height;
  y.extents[3] = width;
  return y;
}
constexpr Type windows_type(const Type& x, const Attributes& attributes, int channels) {
  return image_type(x, channels, Window(attributes, 0).positions(x.extents[2]),
                    Window(attributes, 1).positions(x.extents[3]));
}

/// The type `of`, whose gradient an operation makes from d, provided that d is what the forward operation gives for it.
constexpr Inferred gradient_of(std::string_view op, const Type& d, const Type& of, const Inferred& forward) {
  if (!forward.ok()) return forward;
  if (forward.types[0] != d)
    return Message(op) << ": " << d << " is no gradient for " << of << ", must be " << forward.types[0];
  return of;
}

}  // namespace ops
}  // namespace lathe

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {

inline constexpr AttributeMeaning window_kernel{"kernel", "height and width of the window"},
    window_stride{"stride", "from one window to the next, down and across"},
    window_padding{"padding", "how far windows reach over the image's edges; 0 where there is none"},
    window_dilation{"dilation", "from one element of a window to the next; 1 where there is none"},
    window_groups{"groups", "in how many parts the channels are, each with outputs of its own"},
    window_image{"image", "height and width of y"};

/// A place in an image, and whether it is there: padding is not.
struct Place {
  kernel::Expr index;      // bounded, so that it can always be read
  kernel::Expr condition;  // empty: always there
};

inline kernel::Expr both(kernel::Expr a, kernel::Expr b) { return !a ? b : !b ? a : a && b; }
inline kernel::Expr where_there(kernel::Expr condition, kernel::Expr value, double otherwise) {
  return condition ? select(condition, value, kernel::constant_expr(otherwise, value->dtype)) : value;
}

/// Where the element `offset` of window `position` lies in an image of that extent.
inline Place in_image(const Window& w, kernel::Expr position, kernel::Expr offset, int extent) {
  const auto times = [](kernel::Expr x, int n) { return n == 1 ? x : x * n; };
  const kernel::Expr at = times(position, w.stride) + times(offset, w.dilation);
  if (w.padding == 0) return {at, {}};
  const kernel::Expr shifted = at - w.padding;
  return {max(min(shifted, extent - 1), 0), shifted >= 0 && shifted < extent};
}

/// Which element of window `position` is the first in the image.
inline kernel::Expr first_in_image(const Window& w, kernel::Expr position) {
  const kernel::Expr before = max(w.padding - (w.stride == 1 ? position : position * w.stride), 0);
  return w.dilation == 1 ? before : (before + (w.dilation - 1)) / w.dilation;
}

/// The window whose element `offset` is element `at` of the image, where there is one.
inline Place window_over(const Window& w, kernel::Expr at, kernel::Expr offset, int positions) {
  const kernel::Expr start = at + w.padding - (w.dilation == 1 ? offset : offset * w.dilation);
  const kernel::Expr position = w.stride == 1 ? start : start / w.stride;
  kernel::Expr there = start >= 0 && position < positions;
  if (w.stride > 1) there = there && call(kernel::Function::remainder, {start, w.stride}) == 0;
  return {max(min(position, positions - 1), 0), there};
}

}  // namespace lathe::ops
#endif
