#include "by_value.hpp"

#include <cstdio>

int main() {
  bool first = true;
  for (const auto& [name, array] : by_value()) {
    std::printf("%s%s", first ? "" : "\n", lathe::tensor_text(name, array).c_str());
    first = false;
  }
}
