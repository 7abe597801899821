// Arrays of any shape, and NumPy's files of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "lathe/data.hpp"

namespace lathe {

/// An array in row-major order. Truth values are bytes, 0 and 1. lathe/arrays.hpp makes it one of xtensor's.
struct Array {
  using Values = std::variant<std::vector<float>, std::vector<double>, std::vector<std::int32_t>,
                              std::vector<std::int64_t>, std::vector<std::uint8_t>>;
  std::vector<std::size_t> shape;
  Values values;  // one for each element of the shape

  /// "float32", "float64", "int32", "int64" or "uint8".
  const char* type_name() const;
};

/// Arrays by name.
using Arrays = std::map<std::string, Array>;

/// A number in the fewest digits that read back as the same of its type; "nan" without the sign that it may have.
template <class T>
std::string number_text(T number);

/// The name, the type as a spec writes it, and the elements in brackets, row by row:
///
///     sum float[2][2]
///     [[ 1, 22],
///      [13,  4]]
std::string tensor_text(const std::string& name, const Array& array);

/// Reads a .npy file, plain or .gz, of float32, float64, int32, int64, uint8 or bool (which becomes uint8);
/// little-endian, in C or Fortran order. Throws UserError that names the file: not there, not of the format, another
/// type, truncated, trailing bytes. Memory grows with what the file holds, not with what its header announces.
Array read_npy(const std::filesystem::path& file);

/// Writes what read_npy and numpy.load read, whole or not at all (see write_atomically).
void write_npy(const std::filesystem::path& file, const Array& array);

/// Reads a .npz file, numpy.savez's or numpy.savez_compressed's: every array in it, by its name. Throws UserError that
/// names the file and, as for read_npy, the array.
Arrays read_npz(const std::filesystem::path& file);

/// Writes what read_npz and numpy.load read, uncompressed, whole or not at all; the same arrays give the same bytes.
void write_npz(const std::filesystem::path& file, const Arrays& arrays);

/// A column of a data set, for an input of a type: the first axis counts rows. Values are moved where their type
/// allows; doubles become floats unless the type is f64, and 64-bit integers 32-bit ones. Throws UserError: a scalar, a
/// value that is not finite, or not as a float, an integer of more than 32 bits (with its row, counted from 1).
Column to_column(std::string name, Array array, ElementType type = ElementType::f32);

/// A data set for a model, to be taken as it is: a column for each input, in the inputs' order, from the array of its
/// name; other arrays are left out. The column of an input that is not fed may lack values. Throws UserError as
/// to_column does, and when an array is missing or has another number of rows.
Dataset to_dataset(Arrays arrays, const std::vector<InputInfo>& inputs, Feed feed = Feed::all);

}  // namespace lathe
