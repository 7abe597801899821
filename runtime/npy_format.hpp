// The bytes of a .npy file, wherever they are.
#pragma once

#include <string>

#include "input_file.hpp"
#include "lathe/npy.hpp"

namespace lathe {

Array read_npy(ByteSource& in);
std::string npy_bytes(const Array& array);

}  // namespace lathe
