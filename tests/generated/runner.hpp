// The ways in which the functions of a module can run: in the interpreter, or as generated code.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "interpret.hpp"
#include "interpreted.hpp"
#include "module.hpp"

namespace lathe::test {

class Runner {
 public:
  Runner(std::string name, bool in_float) : name(std::move(name)), in_float(in_float) {}
  virtual ~Runner() = default;
  /// What a function, "predict" or "step", computes for the first `rows` rows of arguments that have a full batch of
  /// them.
  virtual Evaluated run(const std::string& function, const Environment& arguments, int rows) = 0;

  const std::string name;
  const bool in_float;  // computes in float, otherwise in double
};
using Runners = std::vector<std::unique_ptr<Runner>>;

/// What a module, in double, is tested with. A test that is linked with
///   interpreted.cpp  runs its functions in the interpreter, as the spec has them and optimised;
///   emitted.cpp      writes them as the files of generated code, and has nothing to run;
///   generated.cpp    runs what was written: the fast class in float, the fused one and the reference in double, and
///   the
///                    CUDA kernels in float on the emulator.
/// The title becomes part of the names in generated code.
Runners runners_of(const std::string& title, const Module& module);

/// A graph in the interpreter, lowered to the reference, whose arguments and results are rounded to one of the two
/// floats around them, which one is drawn at random: what rounding can do to a value.
std::unique_ptr<Runner> rounded_at_random(const Module& module, unsigned seed);

/// A name for generated code, the same for the same functions of the same parameters and for no others.
std::string generated_name(const std::string& title, const Module& module);

/// Only those of its functions, in that order.
Module only(const Module& module, const std::vector<std::string>& functions);

}  // namespace lathe::test
