// nvrtc_test FILE.cu …: compiles each with NVRTC to CUBIN for every architecture we promise, and prints what ptxas says
// of registers. Fails on a spill. Exit 77: this NVRTC does not know an architecture.
#include <nvrtc.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

constexpr int architectures[] = {75, 80, 90, 100};

bool compile(const std::string& name, const std::string& source, int architecture) {
  nvrtcProgram program;
  nvrtcCreateProgram(&program, source.c_str(), name.c_str(), 0, nullptr, nullptr);
  const std::string arch = "--gpu-architecture=sm_" + std::to_string(architecture);
  const char* options[] = {arch.c_str(), "--std=c++17", "--ptxas-options=-v"};
  const nvrtcResult result = nvrtcCompileProgram(program, 3, options);
  std::size_t size = 0, cubin = 0;
  nvrtcGetProgramLogSize(program, &size);
  std::string log(size, '\0');
  nvrtcGetProgramLog(program, log.data());
  if (result == NVRTC_SUCCESS) nvrtcGetCUBINSize(program, &cubin);
  nvrtcDestroyProgram(&program);
  if (result != NVRTC_SUCCESS || cubin == 0) {
    std::printf("%s for sm_%d: %s\n%s\n", name.c_str(), architecture, nvrtcGetErrorString(result), log.c_str());
    return false;
  }
  int most = 0, kernels = 0;
  bool spills = false;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    if (const auto at = line.find("Used "); at != std::string::npos)
      most = std::max(most, std::atoi(line.c_str() + at + 5)), ++kernels;
    if (const auto at = line.find(" bytes spill stores"); at != std::string::npos)
      spills = spills || line.substr(at - 2, 2) != " 0";
  }
  std::printf("%s for sm_%d: %zu bytes, %d kernels, at most %d registers%s\n", name.c_str(), architecture, cubin,
              kernels, most, spills ? ", SPILLS" : "");
  return kernels > 0 && !spills;
}

}  // namespace

int main(int argc, char** argv) {
  int count = 0;
  nvrtcGetNumSupportedArchs(&count);
  std::vector<int> known(static_cast<std::size_t>(count));
  nvrtcGetSupportedArchs(known.data());
  for (int a : architectures)
    if (std::find(known.begin(), known.end(), a) == known.end()) {
      std::printf("this NVRTC does not know sm_%d\n", a);
      return 77;
    }
  bool good = argc > 1;
  for (int i = 1; i < argc; ++i) {
    std::ifstream in(argv[i]);
    std::stringstream source;
    source << in.rdbuf();
    const std::string name = std::string(argv[i]).substr(std::string(argv[i]).rfind('/') + 1);
    for (int a : architectures) good = compile(name, source.str(), a) && good;
  }
  // What must not compile does not.
  good = good && !compile("broken.cu", "extern \"C\" __global__ void k(float* x) { x[0] = y; }", 75);
  return good ? 0 : 1;
}
