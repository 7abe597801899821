// The command line of a generated trainer.
#pragma once

#include "lathe/model.hpp"

namespace lathe {

/// Runs one trainer command: train, evaluate, predict, check-gradients, self-test, info (see --help).
/// Returns the exit code: 0 done, 1 the user's input is wrong, 2 usage, 3 no such device, 70 a bug.
/// spec_folder: where the spec was when the trainer was built, to find the data that it names; "" where that is
/// unknown.
int trainer_main(int argc, char** argv, const ModelFamily& family, const char* spec_folder = "");

}  // namespace lathe
