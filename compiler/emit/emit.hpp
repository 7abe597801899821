// A module as the files of a trainer.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "module.hpp"

namespace lathe::emit {

/// File name → contents, for one model:
///   <model>.hpp           the class an application links
///   <model>.cpp           parameters, kernels, and the functions that run them
///   <model>_check.cpp     the same graph in double, fused and unfused, for check-gradients and self-test
///   <model>_main.cpp      the command line
///   <model>.cu            the kernels for CUDA, and <model>_cuda.hpp, the order in which to launch them
///   CMakeLists.txt        builds it
/// The same module gives the same bytes.
std::map<std::string, std::string> emit(const Module& module, bool cuda);

/// Bytes that training needs at once, besides the data: parameters and arena (of the fused graph).
struct MemoryNeed {
  std::size_t parameters = 0, arena = 0, unplanned = 0;
};
MemoryNeed memory_need(const Module& optimised);

/// The layer table of `lathe show` and of a trainer's info: a line for each part of the forward pass.
std::string layer_table(const Module& module);
/// The same for a function of the module, as the passes have left it; it must be computable.
std::string kernel_table(const Module& module, const ir::Graph& function);
/// A line for each layer of a function that is as it was traced: what reads the parameters of one module, and each
/// operation between those.
std::string layers(const Module& module, const ir::Graph& function);

// The parts, a file each.
std::string cpu_header(const Module& module);
std::string cpu_source(const Module& optimised);
std::string check_source(const Module& module);
std::string main_source(const Module& module);
std::string cmake_lists(const Module& module, bool cuda);
std::string cuda_source(const Module& optimised);
std::string cuda_launches(const Module& optimised);

/// One class `Model` that runs a module's functions: kernels and all, to stand in a namespace.
std::string model_class(const Module& module, bool specialised, bool in_double);

}  // namespace lathe::emit
