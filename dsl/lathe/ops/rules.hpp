// Shape rules that several operations share.
#pragma once

#include "lathe/type.hpp"

namespace lathe::ops {

constexpr Message axes_of(const Type& t) { return Message() << t.rank << (t.rank == 1 ? " axis" : " axes"); }

/// Which of two types whose batch axes do not agree has none; the types look alike where they are told.
constexpr const char* without_batch(const Type& a, const Type& b) {
  if (a.batched() == b.batched()) return "";
  return a.batched() ? "; the second has none, as what no input is part of"
                     : "; the first has none, as what no input is part of";
}

/// Broadcasting as in NumPy: extents are aligned at the last axis; they must be equal, or one of them 1 or absent.
/// The batch axis must meet the batch axis, or an extent of 1.
constexpr Inferred broadcast(std::string_view op, const Type& a, const Type& b) {
  Type out;
  out.dtype = a.dtype;
  if (a.dtype != b.dtype)
    return Message(op) << ": " << a << " and " << b << " have different element types; cast one of them";
  out.rank = a.rank > b.rank ? a.rank : b.rank;
  for (int i = 0; i < out.rank; ++i) {
    const int ia = i - (out.rank - a.rank), ib = i - (out.rank - b.rank);
    const int ea = ia < 0 ? 1 : a.extents[ia], eb = ib < 0 ? 1 : b.extents[ib];
    if (ea != eb && ea != 1 && eb != 1)
      return Message(op) << ": " << a << " and " << b << " do not broadcast: extents " << ea << " and " << eb
                         << " differ and neither is 1";
    out.extents[i] = ea == 1 ? eb : ea;
    const bool batch_a = ia >= 0 && ia == a.batch_axis, batch_b = ib >= 0 && ib == b.batch_axis;
    if (batch_a != batch_b && (batch_a ? eb : ea) != 1)
      return Message(op) << ": " << a << " and " << b << " meet in the batch axis of only one of them"
                         << without_batch(a, b);
    if (batch_a && batch_b && a.batch_multiple != b.batch_multiple)
      return Message(op) << ": " << a << " and " << b << " count the batch differently";
    if (batch_a || batch_b) {
      out.batch_axis = i;
      out.batch_multiple = batch_a ? a.batch_multiple : b.batch_multiple;
    }
  }
  if ((a.batched() || b.batched()) && !out.batched())
    return Message(op) << ": the batch axes of " << a << " and " << b << " do not meet";
  if (a.batched() && b.batched() && a.rank - a.batch_axis != b.rank - b.batch_axis)
    return Message(op) << ": " << a << " and " << b << " have their batch axes in different places";
  return out;
}

/// The operand must hold float or double.
constexpr Message not_real(std::string_view op, const Type& t) {
  return t.dtype == DType::i32 ? Message(op) << ": takes float or double, not " << t << "; cast it first" : Message();
}

/// Two real operands, broadcast.
constexpr Inferred broadcast_real(std::string_view op, const Type& a, const Type& b) {
  if (Message m = not_real(op, a); !m.empty()) return m;
  if (Message m = not_real(op, b); !m.empty()) return m;
  return broadcast(op, a, b);
}

/// Two operands of any element type, compared: int out.
constexpr Inferred comparison(std::string_view op, const Type& a, const Type& b) {
  Inferred r = broadcast(op, a, b);
  r.types[0].dtype = DType::i32;
  return r;
}

/// Two conditions, which are int.
constexpr Inferred logical(std::string_view op, const Type& a, const Type& b) {
  for (const Type& t : {a, b})
    if (t.dtype != DType::i32) return Message(op) << ": takes int, what comparisons give, not " << t;
  return broadcast(op, a, b);
}

/// One operand, the same type out.
constexpr Inferred same_as_operand(std::string_view op, Operands in) {
  if (Message m = not_real(op, in[0]); !m.empty()) return m;
  return in[0];
}

/// Without axis `axis`, or with extent 1 there when keep.
constexpr Type without_axis(const Type& t, int axis, bool keep) {
  Type out = t;
  out.batch_axis = -1;
  out.batch_multiple = 1;
  out.rank = 0;
  for (int& e : out.extents) e = 0;
  for (int i = 0; i < t.rank; ++i) {
    if (i == axis && !keep) continue;
    if (i != axis && i == t.batch_axis) {
      out.batch_axis = out.rank;
      out.batch_multiple = t.batch_multiple;
    }
    out.extents[out.rank++] = i == axis ? 1 : t.extents[i];
  }
  return out;
}

/// A negative axis counts from the end; one that does not exist stays as it is.
constexpr int from_front(int axis, int rank) { return axis < 0 && axis >= -rank ? axis + rank : axis; }

constexpr Message no_such_axis(std::string_view op, const Type& t, std::int64_t axis) {
  if (axis >= 0 && axis < t.rank) return {};
  return Message(op) << ": axis " << axis << " of " << t << " does not exist, it has " << axes_of(t).view();
}

/// The axis along which an operation mixes elements: it must exist and not be the batch.
constexpr Message not_along(std::string_view op, const Type& t, std::int64_t axis) {
  if (Message m = no_such_axis(op, t, axis); !m.empty()) return m;
  return axis == t.batch_axis ? Message(op) << ": axis " << axis << " of " << t << " is the batch" : Message();
}

/// Axes as the attribute `axes`, counted from the front; none are all of them.
constexpr Attributes axes_attribute(int rank, std::initializer_list<int> axes) {
  Attribute a{"axes"};
  for (int axis : axes) a.ints[a.count++] = from_front(axis, rank);
  for (int axis = 0; axes.size() == 0 && axis < rank; ++axis) a.ints[a.count++] = axis;
  Attributes list;
  list.list[list.count++] = a;
  return list;
}

/// True if the attribute `axes` names this axis.
constexpr bool names_axis(const Attributes& attributes, int axis) {
  const Attribute* axes = attributes.find("axes");
  for (int i = 0; axes && i < axes->count; ++i)
    if (axes->ints[i] == axis) return true;
  return false;
}

/// Without the axes of the attribute `axes`, or with extent 1 there when keep.
constexpr Type without_axes(const Type& t, const Attributes& attributes, bool keep) {
  Type out = t;
  for (int axis = t.rank; axis-- > 0;)
    if (names_axis(attributes, axis)) out = without_axis(out, axis, keep);
  return out;
}

/// The shape rule of reductions over the attribute `axes`.
constexpr Inferred reduced(std::string_view op, const Type& t, const Attributes& attributes) {
  const Attribute* axes = attributes.find("axes");
  for (int i = 0; axes && i < axes->count; ++i) {
    if (Message m = no_such_axis(op, t, axes->ints[i]); !m.empty()) return m;
    for (int k = 0; k < i; ++k)
      if (axes->ints[k] == axes->ints[i])
        return Message(op) << ": axis " << axes->ints[i] << " of " << t << " is named twice";
  }
  return without_axes(t, attributes, false);
}

/// The axis of the attribute `axis`; the last where there is none.
constexpr int axis_of(const Attributes& attributes, const Type& t) {
  return static_cast<int>(attributes.integer("axis", t.rank - 1));
}

/// The attribute `axis`, left out for the last axis.
constexpr Attributes axis_attribute(int axis, int rank) {
  const int front = from_front(axis, rank);
  return front == rank - 1 ? Attributes{} : Attributes{}.set("axis", front);
}

/// True if the two differ only by axes of extent 1.
constexpr bool differ_by_unit_axes(const Type& a, const Type& b) {
  int j = 0;
  for (int i = 0; i < a.rank; ++i) {
    if (a.extents[i] == 1) continue;
    while (j < b.rank && b.extents[j] == 1) ++j;
    if (j == b.rank || a.extents[i] != b.extents[j++]) return false;
  }
  while (j < b.rank && b.extents[j] == 1) ++j;
  return j == b.rank;
}

/// A type as the attributes `shape` and, when batched, `batch` = [axis, multiple].
constexpr Attributes shape_attributes(const Type& t) {
  Attribute shape{"shape"};
  for (int i = 0; i < t.rank; ++i) shape.ints[shape.count++] = t.extents[i];
  Attributes a;
  a.list[a.count++] = shape;
  if (t.batched()) a.set("batch", {t.batch_axis, t.batch_multiple});
  return a;
}

/// The type that shape_attributes described, with the element type given.
constexpr Type shape_from(const Attributes& attributes, DType dtype) {
  Type t;
  t.dtype = dtype;
  const Attribute* shape = attributes.find("shape");
  for (int i = 0; shape && i < shape->count; ++i) t.extents[t.rank++] = static_cast<int>(shape->ints[i]);
  if (const Attribute* batch = attributes.find("batch")) {
    t.batch_axis = static_cast<int>(batch->ints[0]);
    t.batch_multiple = static_cast<int>(batch->ints[1]);
  }
  return t;
}

constexpr Type with_dtype(Type t, DType dtype) {
  t.dtype = dtype;
  return t;
}

/// Predictions and targets of a loss have one real type: broadcasting them would be a mistake.
constexpr Inferred targets_fit(std::string_view op, const Type& predictions, const Type& targets) {
  if (Message m = not_real(op, predictions); !m.empty()) return m;
  if (targets.dtype != predictions.dtype)
    return Message(op) << ": targets " << targets << " must be " << cpp_name(predictions.dtype) << " as predictions "
                       << predictions << " are";
  if (!same_extents(predictions, targets))
    return Message(op) << ": targets " << targets << " must have the shape of predictions " << predictions;
  if (predictions.batch_axis != targets.batch_axis)
    return Message(op) << ": targets " << targets << " and predictions " << predictions << " differ in their batch axis"
                       << without_batch(targets, predictions);
  return predictions;
}

/// Labels are int, one a row of scores.
constexpr Message labels_do_not_fit(std::string_view op, const Type& scores, const Type& labels) {
  if (scores.rank == 0) return Message(op) << ": takes scores with at least one axis, not a scalar";
  if (labels.dtype != DType::i32) return Message(op) << ": labels " << labels << " must be int: one class number a row";
  if (!same_extents(labels, without_axis(scores, scores.rank - 1, false)))
    return Message(op) << ": labels " << labels << " do not fit scores " << scores << ", which take "
                       << with_dtype(without_axis(scores, scores.rank - 1, false), DType::i32);
  if (labels.batch_axis != scores.batch_axis)
    return Message(op) << ": labels " << labels << " and scores " << scores << " differ in their batch axis"
                       << without_batch(labels, scores);
  return {};
}

}  // namespace lathe::ops
