// random_uniform: numbers drawn anew in every step.
#pragma once

#include "lathe/ops/rules.hpp"
#include "lathe/tensor.hpp"

namespace lathe::ops {
struct RandomUniform {
  static constexpr const char* name = "random_uniform";
  static constexpr Inferred infer(Operands in, const Attributes& attributes) {
    if (in[0].rank != 0 || in[0].dtype != DType::i32)
      return Message("random_uniform: the noise ") << in[0] << " must be an int: what the trainer draws for each step";
    return shape_from(attributes, static_cast<DType>(attributes.integer("dtype")));
  }
};
}  // namespace lathe::ops

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_random_uniform({
    .name = RandomUniform::name,
    .formula = "y[i] = uniform in [0, 1), a multiple of 2^-24, from (noise, stream, i)",
    .source = "Philox 2x32-10, Salmon, Moraes, Dror, Shaw 2011",
    .infer = RandomUniform::infer,
    .names = "noise -> y",
    .attributes = {{"shape", "extents of the result"},
                   {"batch", "which axis of the result is the batch, and how many of its positions belong to a row"},
                   {"dtype", "element type of the result"},
                   {"stream", "tells what one step draws for one purpose from what it draws for another"}},
    .made_by = "`uniform`, `normal` and all that draws",
    .gradient = [](const GradientRule&) { return std::vector{Term{}}; },
    .pointwise =
        [](const Point& p) {
          // An element's number depends on its place alone: neither on threads nor on how many rows there are.
          kernel::Expr place = p.in_scan ? kernel::time_expr() : kernel::constant_expr(0, DType::i32);
          for (int i = 0; i < p.result.rank; ++i) {
            const kernel::Expr& index = p.index[static_cast<std::size_t>(i)];
            place = i || p.in_scan ? place * p.result.extents[i] + index : index;
          }
          return cast_to(p.result.dtype,
                         kernel::uniform_expr(p.load(0, {}), static_cast<int>(p.attributes->integer("stream")), place));
        },
    .samples = {{.operands = {sample_type({}, false, DType::i32)},
                 .attributes = shape_attributes(sample_type({3, 4}, true)).set("dtype", 1).set("stream", 7),
                 .high = 1000}},
});
}  // namespace lathe::ops
#endif
