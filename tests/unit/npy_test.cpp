#include "lathe/npy.hpp"

#include <limits>

#include "support.hpp"

using namespace lathe;

namespace {

using Floats = std::vector<float>;
using Doubles = std::vector<double>;
using Bytes = std::vector<std::uint8_t>;
using Ints = std::vector<std::int32_t>;
using Longs = std::vector<std::int64_t>;

/// A .npy file of version 1.0 with this header, in full.
std::string npy(const std::string& header, const std::string& data = "", char version = 1) {
  std::string bytes = "\x93NUMPY";
  bytes += {version, 0, static_cast<char>(header.size() & 0xff), static_cast<char>(header.size() >> 8)};
  if (version > 1) bytes += {0, 0};
  return bytes + header + data;
}

std::string header(const std::string& descr, const std::string& shape) {
  return "{'descr': '" + descr + "', 'fortran_order': False, 'shape': " + shape + ", }\n";
}

/// The message about a .npy file of these bytes, after the path.
std::string npy_error(const std::string& bytes) {
  const TemporaryFolder folder;
  const std::string file = folder.write("x.npy", bytes);
  const std::string error = error_of([&] { read_npy(file); });
  REQUIRE(error.starts_with(file + ": "));
  return error.substr(file.size() + 2);
}

bool equal(const Array& a, const Array& b) { return a.shape == b.shape && a.values == b.values; }

const Arrays every_type = {{"floats", {{2, 2}, Floats{0.1f, -2, 3, std::numeric_limits<float>::infinity()}}},
                           {"doubles", {{}, Doubles{0.1}}},
                           {"ints", {{3}, Ints{1, -2, 3}}},
                           {"longs", {{1, 1}, Longs{1LL << 60}}},
                           {"bytes", {{2, 1, 3}, Bytes{0, 1, 2, 253, 254, 255}}},
                           {"none", {{0, 5}, Floats{}}}};

}  // namespace

TEST_SUITE("npy") {
  TEST_CASE("what is written is read, alike in type, shape and values") {
    const TemporaryFolder folder;
    for (const auto& [name, array] : every_type) {
      CAPTURE(name);
      write_npy(folder / "x.npy", array);
      CHECK(equal(read_npy(folder / "x.npy"), array));
      CHECK(bytes_of(folder / "x.npy").find('\n') % 64 == 63);
      CHECK(equal(read_npy(folder.write_gzip("x.npy.gz", bytes_of(folder / "x.npy"))), array));
    }
    CHECK(folder.files() == 2);
  }

  TEST_CASE("versions 2 and 3, keys in any order and any blanks are read") {
    const TemporaryFolder folder;
    for (const char version : {2, 3})
      CHECK(equal(read_npy(folder.write("x.npy", npy(header("|u1", "(2,)"), "ab", version))), {{2}, Bytes{'a', 'b'}}));
    const std::string odd = "{'shape':( 1 ,2 ),'fortran_order':True,'descr':'|u1'}";
    CHECK(equal(read_npy(folder.write("x.npy", npy(odd, "ab"))), {{1, 2}, Bytes{'a', 'b'}}));
  }

  TEST_CASE("a file that is not there is told") {
    CHECK(error_of([] { read_npy("/none/x.npy"); }) == "/none/x.npy: cannot be opened: no such file or directory");
  }

  TEST_CASE("what is no .npy file is told") {
    CHECK(npy_error("") == "is 0 bytes long, too short for a .npy file");
    CHECK(npy_error("\x93NUMPY\2") == "is 7 bytes long, too short for a .npy file");
    CHECK(npy_error(npy("", "", 2).substr(0, 11)) == "is 11 bytes long, too short for a .npy file");
    CHECK(npy_error("label,pixel0\n1,2\n") == "is not a .npy file: it does not start with \\x93NUMPY");
    CHECK(npy_error(npy("{}", "", 4)) == "is of version 4.0 of the .npy format but should be of 1.0, 2.0 or 3.0");
  }

  TEST_CASE("a header that is cut off, or too long to be one, is told") {
    CHECK(npy_error(npy(header("<f4", "(2,)")).substr(0, 20)) == "is 20 bytes long but its header alone takes 68");
    CHECK(npy_error(std::string("\x93NUMPY\2\0\xff\xff\xff\xff", 12)) ==
          "announces a header of 4294967295 bytes but should have one of at most 10000");
  }

  TEST_CASE("a header that says something else is shown") {
    for (const std::string text : {"", "{}", "{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}",
                                   "{'descr': '<f4', 'fortran_order': False}", "{'descr': ", "(1,)"})
      CHECK(contains(npy_error(npy(text)), "but should have descr, fortran_order and shape"));
    for (const char* shape : {"", "3", "(", "(3", "(3,", "(-3,)", "(3.5,)", "(3 4)", "(99999999999999999999,)"})
      CHECK(npy_error(npy(header("<f4", shape))) ==
            "has the header \"{'descr': '<f4', 'fortran_order': False,...\" but should have descr, fortran_order and "
            "shape");
  }

  TEST_CASE("a type that is not read is named") {
    for (const char* descr : {">f4", "<f2", "<u2", "<c8", "|O", "<U3", ""})
      CHECK(npy_error(npy(header(descr, "(1,)"), "abcd")) ==
            std::string("holds values of type \"") + descr +
                "\" but should hold <f4, <f8, <i4, <i8, |u1 or |b1 (float32, float64, int32, int64, uint8 or bool)");
    CHECK(npy_error(npy("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,), }", "abcd"))
              .starts_with("holds values of type \"[('x', '<f4')]"));
    CHECK(npy_error(npy("{'descr': '<f4, 'fortran_order': False, 'shape': (1,), }"))
              .starts_with("holds values of type \"<f4, \""));
  }

  TEST_CASE("a truncated file and trailing bytes are told with both lengths") {
    const std::string head = header("<f4", "(2, 3)");
    CHECK(npy_error(npy(head, std::string(23, 'x'))) ==
          "is 93 bytes long but its header announces shape (2, 3) of float32, 94 bytes");
    CHECK(npy_error(npy(head, std::string(10000, 'x'))) ==
          "is 10070 bytes long but its header announces shape (2, 3) of float32, 94 bytes");
  }

  TEST_CASE("sizes that only the header has are never allocated") {
    CHECK(npy_error(npy(header("<f8", "(4000000000, 50000)"), "abcd")) ==
          "is 87 bytes long but its header announces shape (4000000000, 50000) of float64, 1600000000000083 bytes");
    CHECK(npy_error(npy(header("<f8", "(4000000000, 4000000000)"))) ==
          "its header announces shape (4000000000, 4000000000), more bytes than any file has");
  }

  TEST_CASE("a folder that is not there is told on writing, and nothing is left") {
    CHECK(error_of([] { write_npy("/none/x.npy", {{1}, Floats{1}}); }) ==
          "/none/x.npy: cannot be written: there is no folder /none");
  }
}

TEST_SUITE("npz") {
  TEST_CASE("what is written is read, and the same arrays are the same bytes") {
    const TemporaryFolder folder;
    write_npz(folder / "x.npz", every_type);
    const Arrays read = read_npz(folder / "x.npz");
    REQUIRE(read.size() == every_type.size());
    for (const auto& [name, array] : every_type) CHECK(equal(read.at(name), array));
    write_npz(folder / "y.npz", every_type);
    CHECK(bytes_of(folder / "x.npz") == bytes_of(folder / "y.npz"));
    CHECK(folder.files() == 2);
  }

  TEST_CASE("no array at all is refused") {
    CHECK(error_of([] { write_npz("x.npz", {}); }) == "x.npz: there is no array to write");
  }

  TEST_CASE("what is no archive, or not there, is told") {
    const TemporaryFolder folder;
    const auto error = [&](const std::string& file) { return error_of([&] { read_npz(file); }); };
    CHECK(error(folder / "none") == (folder / "none").string() + ": cannot be read as .npz: no such file");
    const std::string text = folder.write("x.npz", "label,pixel0\n1,2\n");
    CHECK(error(text) == text + ": cannot be read as .npz: not a zip archive");
    write_npz(folder / "y.npz", every_type);
    const std::string whole = bytes_of(folder / "y.npz");
    const std::string cut = folder.write("cut.npz", whole.substr(0, whole.size() - 30));
    CHECK(error(cut) == cut + ": cannot be read as .npz: not a zip archive");
  }

  TEST_CASE("a damaged array is told by its name") {
    const TemporaryFolder folder;
    const std::string file = folder / "x.npz";
    write_npz(file, {{"ints", {{2}, Ints{1, 2}}}});
    std::string bytes = bytes_of(file);
    bytes[bytes.find(" \n") + 2] ^= 1;
    folder.write("x.npz", bytes);
    CHECK(error_of([&] { read_npz(file); }) == file + ": array \"ints\": cannot be read: CRC error");
    bytes[bytes.find("NUMPY")] = 'n';
    folder.write("x.npz", bytes);
    CHECK(error_of([&] { read_npz(file); }) ==
          file + ": array \"ints\": is not a .npy file: it does not start with \\x93NUMPY");
  }

  TEST_CASE("a member that is no array is told") {
    const TemporaryFolder folder;
    const std::string file = folder / "x.npz";
    write_npz(file, {{"ints", {{2}, Ints{1, 2}}}});
    std::string bytes = bytes_of(file);
    for (std::size_t at; (at = bytes.find("ints.npy")) != std::string::npos;) bytes.replace(at, 8, "ints.txt");
    folder.write("x.npz", bytes);
    CHECK(error_of([&] { read_npz(file); }) == file + ": has a member \"ints.txt\" but should have arrays only, .npy");
  }
}

TEST_SUITE("columns") {
  TEST_CASE("the first axis counts rows, the others make a row") {
    const Column images = to_column("image", {{2, 1, 3}, Bytes{1, 2, 3, 4, 5, 6}});
    CHECK(images.name == "image");
    CHECK(images.rows == 2);
    CHECK(images.width == 3);
    CHECK(images.bytes == Bytes{1, 2, 3, 4, 5, 6});
    CHECK(to_column("x", {{2}, Floats{1, 2}}).floats == Floats{1, 2});
    CHECK(to_column("x", {{2}, Floats{1, 2}}).width == 1);
    CHECK(to_column("x", {{2}, Ints{1, 2}}).ints == Ints{1, 2});
  }

  TEST_CASE("doubles become floats and long integers short ones") {
    CHECK(to_column("x", {{2}, Doubles{0.1, 2}}).floats == Floats{0.1f, 2});
    CHECK(to_column("x", {{2}, Longs{-5, std::numeric_limits<std::int32_t>::min()}}).ints ==
          Ints{-5, std::numeric_limits<std::int32_t>::min()});
  }

  TEST_CASE("what a column cannot hold is told with its row") {
    const auto error = [](const Array& array) { return error_of([&] { to_column("x", array); }); };
    CHECK(error({{}, Floats{1}}) == "array \"x\" is a scalar but should have a row for each sample");
    CHECK(error({{2, 2}, Longs{0, 0, 0, 1LL << 31}}) ==
          "array \"x\" has 2147483648 in row 2 but integers should fit 32 bits");
    CHECK(error({{2}, Floats{0, std::numeric_limits<float>::quiet_NaN()}}) ==
          "array \"x\" has nan in row 2 but values should be finite floats");
    CHECK(error({{1}, Doubles{1e300}}) == "array \"x\" has 1e+300 in row 1 but values should be finite floats");
  }
}

TEST_CASE("an array as text: its type and its elements in brackets, a line for each of the last axis") {
  CHECK(tensor_text("x", {{}, Floats{0.1f}}) == "x float\n0.1\n");
  CHECK(tensor_text("x", {{3}, Longs{1, -20, 3}}) == "x int64[3]\n[  1, -20,   3]\n");
  CHECK(tensor_text("x", {{2, 1, 2}, Ints{1, 2, 3, 4}}) == "x int[2][1][2]\n[[[1, 2]],\n [[3, 4]]]\n");
  CHECK(tensor_text("x", {{2, 2}, Doubles{0.5, 1e-300, 3, -1}}) ==
        "x double[2][2]\n[[   0.5, 1e-300],\n [     3,     -1]]\n");
  CHECK(tensor_text("x", {{0, 4}, Bytes()}) == "x uint8[0][4]\n\n");
}
