// fused: pointwise operations evaluated together, one loop for all of them.
//
// Specs have no such operation; the pass fuse_elementwise makes it. Its region is all there is to it.
#pragma once

#include "lathe/type.hpp"

#ifdef LATHE_COMPILER
#include "ops/primitive.hpp"
namespace lathe::ops {
[[maybe_unused]] static const Register register_fused({
    .name = "fused",
    .formula = "the region's",
    .source = "made by fusion",
    .operands = any_number,
    .made_by = "the pass fuse_elementwise",
});
}  // namespace lathe::ops
#endif
