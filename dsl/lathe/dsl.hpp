// The model language of Lathe: the one header a spec includes.
//
//   #include <lathe/dsl.hpp>
//   using namespace lathe;
//
//   LATHE_MODEL(digits) {
//     auto image = input<float[100][784]>("image");
//     auto digit = input<int[100]>("digit");
//     auto logits = sequential(affine(50_c), relu, affine(10_c))(image);
//     minimize(softmax_cross_entropy(logits, digit), sgd({.lr = 0.1}));
//     report("accuracy", accuracy(logits, digit));
//     output("probability", softmax(logits));
//     data(idx_images("digits"), epochs(17));
//   }
//
// Shapes are C++ array types; a wrong one is an error of the compiler. The body runs at compile time only and records
// a graph, which `lathe` makes a program of.
#pragma once

#include "lathe/activations.hpp"
#include "lathe/convolution.hpp"
#include "lathe/gradient.hpp"
#include "lathe/layers.hpp"
#include "lathe/losses.hpp"
#include "lathe/noise.hpp"
#include "lathe/normalization.hpp"
#include "lathe/optimisers.hpp"
#include "lathe/option.hpp"
#include "lathe/recurrent.hpp"
#include "lathe/shapes.hpp"
#include "lathe/sorting.hpp"
#include "lathe/spec.hpp"
#include "lathe/trace.hpp"

#ifdef LATHE_SPEC_READER  // Lathe's tool: finds the trace by the annotation, and reports in words what is wrong
#define LATHE_TRACED [[clang::annotate("lathe::model")]]
#else
#define LATHE_TRACED \
  struct a_spec_has_one_LATHE_MODEL {}; /* a second one would define this again */
#endif

/// The model of a spec, one a file. In its body the members of lathe::Spec can be called.
#define LATHE_MODEL(name)                                                                                 \
  struct name##_spec : ::lathe::Spec {                                                                    \
    static constexpr const char* model_name = #name;                                                      \
    static constexpr ::lathe::Location model_location =                                                   \
        ::lathe::Location(::std::source_location::current()).line_start();                                \
    constexpr void body();                                                                                \
  };                                                                                                      \
  LATHE_TRACED [[maybe_unused]] inline const bool name##_traced = ::lathe::detail::traced<name##_spec>(); \
  constexpr void name##_spec::body()
