#include "lathe/data.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "lathe/npy.hpp"
#include "support.hpp"

using namespace lathe;

namespace {

using Bytes = std::vector<std::uint8_t>;
using Floats = std::vector<float>;
using Doubles = std::vector<double>;
using Ints = std::vector<std::int32_t>;
using Rows = std::vector<std::uint32_t>;

const std::vector<InputInfo> kInputs = {{"image", ElementType::f32, {4, 2}}, {"digit", ElementType::i32, {4}, 10}};

std::string big_endian(std::uint32_t x) {
  return {static_cast<char>(x >> 24), static_cast<char>(x >> 16), static_cast<char>(x >> 8), static_cast<char>(x)};
}

std::string idx_images(std::uint32_t rows, std::uint32_t height, std::uint32_t width, const std::string& pixels) {
  return big_endian(0x803) + big_endian(rows) + big_endian(height) + big_endian(width) + pixels;
}

std::string idx_labels(std::uint32_t rows, const std::string& labels) {
  return big_endian(0x801) + big_endian(rows) + labels;
}

std::string idx_error(const std::filesystem::path& file) {
  return error_of([&] { read_idx(file); });
}

/// The message about a CSV, after the path.
std::string csv_error(const std::string& text, bool with_labels = true) {
  const TemporaryFolder folder;
  const auto file = folder.write("train.csv", text);
  const std::string error = error_of([&] { read_labelled_csv(file, with_labels); });
  REQUIRE(error.starts_with(file.string() + ": "));
  return error.substr(file.string().size() + 2);
}

Dataset csv(const std::string& text, bool with_labels = true) {
  const TemporaryFolder folder;
  return read_labelled_csv(folder.write("train.csv", text), with_labels);
}

Rows sorted(Rows rows) {
  std::sort(rows.begin(), rows.end());
  return rows;
}

Rows first_numbers(std::size_t n) {
  Rows rows(n);
  std::iota(rows.begin(), rows.end(), 0u);
  return rows;
}

}  // namespace

TEST_SUITE("IDX") {
  TEST_CASE("images and labels are read, plain and gzip, whatever the file's name") {
    const TemporaryFolder folder;
    const std::string images = idx_images(2, 1, 3, std::string("\0\1\2\3\4\xff", 6));
    for (const auto& file : {folder.write("plain", images), folder.write_gzip("packed.gz", images),
                             folder.write_gzip("packed", images), folder.write("plain.gz", images)}) {
      CAPTURE(file);
      const Column column = read_idx(file);
      CHECK(column.name == "image");
      CHECK(column.rows == 2);
      CHECK(column.width == 3);
      CHECK(column.bytes == Bytes{0, 1, 2, 3, 4, 255});
      CHECK(column.floats.empty());
      CHECK(column.ints.empty());
    }
    const Column labels = read_idx(folder.write("labels", idx_labels(3, "\7\1\xff")));
    CHECK(labels.name == "label");
    CHECK(labels.rows == 3);
    CHECK(labels.width == 1);
    CHECK(labels.ints == Ints{7, 1, 255});
    CHECK(labels.bytes.empty());
  }

  TEST_CASE("a file larger than the reading chunk arrives whole") {
    const TemporaryFolder folder;
    std::string pixels(3 * 1024 * 1024 + 5, '\0');
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<char>(i * 31 >> 3);
    const auto size = static_cast<std::uint32_t>(pixels.size());
    const Column column = read_idx(folder.write_gzip("images.gz", idx_images(1, 1, size, pixels)));
    CHECK(std::equal(column.bytes.begin(), column.bytes.end(), pixels.begin(), pixels.end(),
                     [](std::uint8_t a, char b) { return a == static_cast<std::uint8_t>(b); }));
  }

  TEST_CASE("a file that is not there, or is a folder, is named with the system's reason") {
    const TemporaryFolder folder;
    const std::string file = folder / "none";
    CHECK(idx_error(file) == file + ": cannot be opened: no such file or directory");
    CHECK(idx_error(folder.path()) == folder.path().string() + ": cannot be read: is a directory");
  }

  TEST_CASE("a truncated file is told with both lengths") {
    const TemporaryFolder folder;
    const std::string bytes = idx_images(60000, 28, 28, std::string(984, 'x'));
    const std::string expected = ": is 1000 bytes long but its header announces 60000 images of 28x28, 47040016 bytes";
    for (const std::string file : {folder.write("plain", bytes), folder.write_gzip("packed.gz", bytes)})
      CHECK(idx_error(file) == file + expected);
    const std::string labels = folder.write("labels", idx_labels(3, "ab"));
    CHECK(idx_error(labels) == labels + ": is 10 bytes long but its header announces 3 labels, 11 bytes");
  }

  TEST_CASE("trailing bytes are told with both lengths") {
    const TemporaryFolder folder;
    const std::string file = folder.write("labels", idx_labels(3, std::string(10000, 'a')));
    CHECK(idx_error(file) == file + ": is 10008 bytes long but its header announces 3 labels, 11 bytes");
  }

  TEST_CASE("a truncated header is told") {
    const TemporaryFolder folder;
    std::string file = folder.write("empty", "");
    CHECK(idx_error(file) == file + ": is 0 bytes long, too short for an IDX file");
    file = folder.write("short", idx_images(1, 1, 1, "").substr(0, 13));
    CHECK(idx_error(file) == file + ": is 13 bytes long but its header alone takes 16");
    file = folder.write("short-labels", big_endian(0x801));
    CHECK(idx_error(file) == file + ": is 4 bytes long but its header alone takes 8");
  }

  TEST_CASE("a wrong magic number is told with the right ones") {
    const TemporaryFolder folder;
    const std::string file = folder.write("image.png", "\x89PNG\r\n\x1a\n");
    CHECK(idx_error(file) ==
          file + ": starts with 0x89504e47 but an IDX file starts with 0x00000803 (images) or 0x00000801 (labels)");
  }

  TEST_CASE("an empty set is told") {
    const TemporaryFolder folder;
    std::string file = folder.write("images", idx_images(0, 28, 28, ""));
    CHECK(idx_error(file) == file + ": is empty: its header announces 0 images of 28x28");
    file = folder.write("flat", idx_images(5, 28, 0, ""));
    CHECK(idx_error(file) == file + ": is empty: its header announces 5 images of 28x0");
    file = folder.write("labels", idx_labels(0, ""));
    CHECK(idx_error(file) == file + ": is empty: its header announces 0 labels");
  }

  TEST_CASE("sizes that only the header has are never allocated") {
    const TemporaryFolder folder;
    const std::string huge = idx_images(4000000000u, 50000, 2, "abcd");
    const std::string expected =
        ": is 20 bytes long but its header announces 4000000000 images of 50000x2, 400000000000016 bytes";
    for (const std::string file : {folder.write("plain", huge), folder.write_gzip("packed.gz", huge)})
      CHECK(idx_error(file) == file + expected);
    const std::string most = folder.write("most", idx_images(~0u, ~0u, ~0u, "abcd"));
    CHECK(idx_error(most) == most +
                                 ": its header announces 4294967295 images of 4294967295x4294967295, more bytes than "
                                 "any file has");
  }

  TEST_CASE("a gzip stream that is cut off or damaged is told") {
    const TemporaryFolder folder;
    std::string pixels(100000, '\0');
    for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<char>(i * i >> 7);
    const std::string packed = bytes_of(folder.write_gzip("whole.gz", idx_images(100, 10, 100, pixels)));
    std::string file = folder.write("cut.gz", packed.substr(0, packed.size() / 2));
    CHECK(idx_error(file) == file + ": is truncated: its gzip stream has no end");
    std::string damaged = packed;
    damaged[packed.size() - 6] ^= 1;  // in the checksum
    file = folder.write("damaged.gz", damaged);
    CHECK(idx_error(file) == file + ": is damaged: its gzip stream does not unpack");
  }
}

TEST_SUITE("CSV") {
  TEST_CASE("a header, the label first, then pixels: bytes and ints") {
    const Dataset data = csv("label,pixel0,pixel1\n7,0,255\n-1,12,3\n");
    REQUIRE(data.columns.size() == 2);
    CHECK(data.rows() == 2);
    CHECK(data.columns[0].name == "image");
    CHECK(data.columns[0].width == 2);
    CHECK(data.columns[0].bytes == Bytes{0, 255, 12, 3});
    CHECK(data.columns[0].floats.empty());
    CHECK(data.columns[1].name == "label");
    CHECK(data.columns[1].rows == 2);
    CHECK(data.columns[1].width == 1);
    CHECK(data.columns[1].ints == Ints{7, -1});
  }

  TEST_CASE("one value that is not a byte makes all features floats, those before it too") {
    for (const auto& [text, value] : {std::pair{"0.5", 0.5f}, {"256", 256.0f}, {"-1", -1.0f}, {"1e3", 1000.0f}}) {
      CAPTURE(text);
      const Column image = csv(std::string("l,a,b\n1,2,3\n4,") + text + ",6\n").columns[0];
      CHECK(image.floats == Floats{2, 3, value, 6});
      CHECK(image.bytes.empty());
    }
  }

  TEST_CASE("for an input in double, real numbers are doubles, digit for digit") {
    const TemporaryFolder folder;
    const auto file = folder.write("train.csv", "l,a,b\n1,2,0.1\n4,1e-50,1.7e308\n");
    CHECK(read_labelled_csv(file, true, ElementType::f64).columns[0].doubles == Doubles{2, 0.1, 1e-50, 1.7e308});
    const auto bytes = folder.write("bytes.csv", "l,a\n1,2\n");
    CHECK(read_labelled_csv(bytes, true, ElementType::f64).columns[0].bytes == Bytes{2});
    CHECK(csv("l,a,b\n1,0.5,1e-50\n").columns[0].floats == Floats{0.5f, 0});
  }

  TEST_CASE("without labels every column is a feature") {
    const Dataset data = csv("pixel0,pixel1\n1,2\n3,4\n", false);
    REQUIRE(data.columns.size() == 1);
    CHECK(data.columns[0].rows == 2);
    CHECK(data.columns[0].bytes == Bytes{1, 2, 3, 4});
  }

  TEST_CASE("line ends, blanks and the end of the file may look as other programs write them") {
    const Bytes expected{2, 3};
    for (const char* text : {"l,a,b\r\n1,2,3\r\n", "l,a,b\n1,2,3", "l,a,b\n1,2,3\n\n \r\n", "l,a,b\n1 , 2,\t3\n",
                             "\xef\xbb\xbf\"l\",\"a\",\"b\"\n1,2,3\n"}) {
      CAPTURE(text);
      const Dataset data = csv(text);
      CHECK(data.rows() == 1);
      CHECK(data.columns[0].bytes == expected);
    }
  }

  TEST_CASE("a gzip file larger than the reading chunk arrives whole") {
    const TemporaryFolder folder;
    std::string text = "label,pixel\n";
    for (int i = 0; i < 100000; ++i) text += std::to_string(i) + "," + std::to_string(i % 256) + "\n";
    const Dataset data = read_labelled_csv(folder.write_gzip("train.csv.gz", text));
    REQUIRE(data.rows() == 100000);
    bool right = true;
    for (int i = 0; i < 100000; ++i)
      right = right && data.columns[1].ints[static_cast<std::size_t>(i)] == i &&
              data.columns[0].bytes[static_cast<std::size_t>(i)] == i % 256;
    CHECK(right);
  }

  TEST_CASE("a ragged row is told with its line and both counts") {
    CHECK(csv_error("l,a,b\n1,2,3\n1,2\n") == "line 3: has 2 fields but the header has 3");
    CHECK(csv_error("l,a,b\n1,2,3,\n") == "line 2: has 4 fields but the header has 3");
  }

  TEST_CASE("what is not a number is shown with its line and column") {
    CHECK(csv_error("l,a,b\n1,2,3\n1,2,x\n") == "line 3: column 3 is \"x\" but should be a finite number");
    CHECK(csv_error("l,a,b\n1,,3\n") == "line 2: column 2 is \"\" but should be a finite number");
    CHECK(csv_error("l,a,b\n1,2,3x\n") == "line 2: column 3 is \"3x\" but should be a finite number");
    CHECK(csv_error("l,a\n1,\x1b[31m\xff\n") == "line 2: column 2 is \"?[31m?\" but should be a finite number");
    CHECK(csv_error("l,a\n1," + std::string(50, 'y') + "\n") ==
          "line 2: column 2 is \"" + std::string(40, 'y') + "...\" but should be a finite number");
  }

  TEST_CASE("infinite, undefined and too large numbers are refused") {
    for (const std::string bad : {"nan", "inf", "-inf", "1e99"})
      CHECK(csv_error("l,a\n1," + bad + "\n") == "line 2: column 2 is \"" + bad + "\" but should be a finite number");
  }

  TEST_CASE("a label that is not an integer is shown") {
    CHECK(csv_error("l,a\n1,2\n1.5,2\n") == "line 3: column 1 is \"1.5\" but should be a label, an integer");
    CHECK(csv_error("l,a\n3000000000,2\n") == "line 2: column 1 is \"3000000000\" but should be a label, an integer");
  }

  TEST_CASE("quoted numbers get a hint") {
    CHECK(csv_error("l,a\n1,\"2\"\n") == "line 2: column 2 is quoted; numbers should be written without quotes");
    CHECK(csv_error("l,a\n\"1\",2\n") == "line 2: column 1 is quoted; numbers should be written without quotes");
  }

  TEST_CASE("a missing or unfit header is told") {
    CHECK(csv_error("1,2,3\n4,5,6\n") == "line 1: should be a header that names the columns");
    CHECK(csv_error("\n1,2\n") == "line 1: should be a header that names the columns");
    CHECK(csv_error("l;a;b\n1;2;3\n") ==
          "line 1: the header has 1 column but should have a label and at least one feature, separated by commas");
  }

  TEST_CASE("a file without rows is told") {
    CHECK(csv_error("") == "is empty");
    CHECK(csv_error("l,a,b\n") == "has a header but no rows");
    CHECK(csv_error("l,a,b\n\n") == "has a header but no rows");
  }

  TEST_CASE("a blank line between rows is told") {
    CHECK(csv_error("l,a\n1,2\n\n3,4\n") == "line 3: is blank but rows follow");
  }
}

TEST_SUITE("folder") {
  TEST_CASE("the four IDX files give training and test part") {
    const TemporaryFolder folder;
    folder.write("train-images-idx3-ubyte", idx_images(2, 1, 2, "abcd"));
    folder.write_gzip("train-labels-idx1-ubyte.gz", idx_labels(2, "\1\2"));
    folder.write_gzip("t10k-images-idx3-ubyte.gz", idx_images(1, 1, 2, "ef"));
    folder.write("t10k-labels-idx1-ubyte", idx_labels(1, "\3"));
    const Split split = read_data_folder(folder.path(), kInputs, 1);
    CHECK(split.train.columns[0].bytes == Bytes{'a', 'b', 'c', 'd'});
    CHECK(split.train.columns[1].ints == Ints{1, 2});
    CHECK(split.test.columns[0].bytes == Bytes{'e', 'f'});
    CHECK(split.test.columns[1].ints == Ints{3});
  }

  TEST_CASE("train.csv is split 70 to 30, every row once, alike for one seed") {
    const TemporaryFolder folder;
    auto inputs = kInputs;
    inputs[0].shape[1] = 1;
    inputs[1].classes = 0;
    std::string text = "label,pixel0\n";
    for (int i = 0; i < 100; ++i) text += std::to_string(i) + "," + std::to_string(i) + "\n";
    folder.write("train.csv", text);
    folder.write("test.csv", "pixel0\n5\n");  // no labels: not a test part
    const Split split = read_data_folder(folder.path(), inputs, 1);
    CHECK(split.train.rows() == 70);
    CHECK(split.test.rows() == 30);
    Ints all = split.train.columns[1].ints;
    all.insert(all.end(), split.test.columns[1].ints.begin(), split.test.columns[1].ints.end());
    std::sort(all.begin(), all.end());
    Ints expected(100);
    std::iota(expected.begin(), expected.end(), 0);
    CHECK(all == expected);
    for (std::size_t i = 0; i < 30; ++i) CHECK(split.test.columns[0].bytes[i] == split.test.columns[1].ints[i]);

    CHECK(read_data_folder(folder.path(), inputs, 1).test.columns[1].ints == split.test.columns[1].ints);
    CHECK(read_data_folder(folder.path(), inputs, 2).test.columns[1].ints != split.test.columns[1].ints);
  }

  TEST_CASE("a labelled test.csv is the test part") {
    const TemporaryFolder folder;
    auto inputs = kInputs;
    inputs[0].shape[1] = 1;
    folder.write_gzip("train.csv.gz", "label,pixel0\n1,10\n2,20\n");
    folder.write("test.csv", "label,pixel0\n3,30\n");
    const Split split = read_data_folder(folder.path(), inputs, 1);
    CHECK(split.train.columns[1].ints == Ints{1, 2});
    CHECK(split.test.columns[1].ints == Ints{3});
  }

  TEST_CASE("what does not fit the model is told with its file, and its row or line there") {
    const TemporaryFolder folder;
    const auto error = [&] { return error_of([&] { read_data_folder(folder.path(), kInputs, 1); }); };
    const std::string train = folder.write("train.csv", "label,a,b\n1,2,3\n4,5,6\n10,8,9\n");
    CHECK(error() == train + ": line 4 has label 10 but labels should be 0 to 9");
    folder.write("train.csv", "label,a,b\n1,2,3\n4,5,6\n");
    const std::string test = folder.write("test.csv", "label,a,b,c\n1,2,3,4\n");
    CHECK(error() == test + ": column image has 3 values a row but input image takes 2");

    folder.write("train-images-idx3-ubyte", idx_images(2, 1, 2, "abcd"));
    folder.write("train-labels-idx1-ubyte", idx_labels(2, "\1\2"));
    folder.write("t10k-images-idx3-ubyte", idx_images(2, 1, 2, "abcd"));
    const std::string labels = folder.write("t10k-labels-idx1-ubyte", idx_labels(2, "\1\xa"));
    CHECK(error() == labels + ": row 2 has label 10 but labels should be 0 to 9");
    const std::string images = folder.write("t10k-images-idx3-ubyte", idx_images(2, 32, 32, std::string(2048, 'x')));
    CHECK(error() == images + ": column image has 1024 values a row but input image takes 2");
  }

  TEST_CASE("a single row cannot be two parts") {
    const TemporaryFolder folder;
    const std::string file = folder.write("train.csv", "label,a,b\n1,2,3\n");
    CHECK(error_of([&] { read_data_folder(folder.path(), kInputs, 1); }) ==
          file + ": has 1 row but a training and a test part need at least 2");
  }

  TEST_CASE("files whose names end in _train.csv and _test.csv are the parts, if there is one of each") {
    const TemporaryFolder folder;
    folder.write("clothes_train.csv", "label,pixel0\n1,10\n2,20\n");
    folder.write("clothes_test.csv", "label,pixel0\n3,30\n");
    const std::vector<InputInfo> inputs = {{"image", ElementType::f32, {1}}, {"label", ElementType::i32, {}}};
    const Split parts = read_data_folder(folder.path(), inputs, 1);
    CHECK(parts.train.rows() == 2);
    CHECK(parts.test.rows() == 1);
    folder.write("bags_train.csv", "label,pixel0\n1,10\n");
    CHECK(error_of([&] { read_data_folder(folder.path(), inputs, 1); }) ==
          std::string(folder.path()) + ": has bags_train.csv and clothes_train.csv, of which one should be train.csv");
    folder.write("train.csv", "label,pixel0\n1,10\n2,20\n3,30\n");
    CHECK(read_data_folder(folder.path(), inputs, 1).train.rows() == 3);
  }

  TEST_CASE("what is no text is no CSV file") {
    const TemporaryFolder folder;
    const std::string file = folder.write("train.csv", std::string("label,a\n1,2\n\0", 13));
    CHECK(error_of([&] { read_data_folder(folder.path(), kInputs, 1); }) ==
          file + ": has bytes that are no text, and is no CSV file");
  }

  TEST_CASE("what is missing is named") {
    const TemporaryFolder folder;
    const auto error = [](const std::filesystem::path& path) {
      return error_of([&] { read_data_folder(path, kInputs, 1); });
    };
    const std::string path = folder.path();
    CHECK(error(folder / "none") == path + "/none: no such folder");
    CHECK(error(path) == path +
                             ": has no train-images-idx3-ubyte, train-images-idx3-ubyte.gz, train.npz, image.npy, "
                             "train.csv or train.csv.gz");
    folder.write("train-images-idx3-ubyte", idx_images(2, 1, 2, "abcd"));
    CHECK(error(path) == path + ": has no train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz");
    folder.write("train-labels-idx1-ubyte", idx_labels(2, "\1\2"));
    CHECK(error(path) == path + ": has no t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz");
  }

  TEST_CASE("images and labels that do not belong together are told") {
    const TemporaryFolder folder;
    const auto error = [&] { return error_of([&] { read_data_folder(folder.path(), kInputs, 1); }); };
    const std::string images = folder.write("train-images-idx3-ubyte", idx_images(2, 1, 2, "abcd"));
    const std::string labels = folder.write("train-labels-idx1-ubyte", idx_labels(3, "\1\2\3"));
    CHECK(error() == images + ": holds 2 images but train-labels-idx1-ubyte holds 3 labels");
    folder.write("train-labels-idx1-ubyte", idx_images(2, 1, 2, "abcd"));
    CHECK(error() == labels + ": holds images but should hold labels");
    folder.write("train-images-idx3-ubyte", idx_labels(2, "\1\2"));
    CHECK(error() == images + ": holds labels but should hold images");
  }
}

TEST_SUITE("folder of arrays") {
  const Array images{{4, 2, 1}, Bytes{1, 2, 3, 4, 5, 6, 7, 8}}, digits{{4}, std::vector<std::int64_t>{5, 6, 7, 8}};

  TEST_CASE("train.npz and test.npz: a column for each input, in its order, to be taken as they are") {
    const TemporaryFolder folder;
    write_npz(folder / "train.npz", {{"a", images}, {"digit", digits}, {"image", images}});
    write_npz(folder / "test.npz", {{"image", {{1, 2}, Floats{0.5f, 1}}}, {"digit", {{1, 1}, Ints{3}}}});
    const Split split = read_data_folder(folder.path(), kInputs, 1);
    REQUIRE(split.train.columns.size() == 2);
    CHECK(split.train.as_is);
    CHECK(split.train.columns[0].name == "image");
    CHECK(split.train.columns[0].width == 2);
    CHECK(split.train.columns[0].bytes == Bytes{1, 2, 3, 4, 5, 6, 7, 8});
    CHECK(split.train.columns[1].ints == Ints{5, 6, 7, 8});
    CHECK(split.test.columns[0].floats == Floats{0.5f, 1});
    CHECK(split.test.columns[1].ints == Ints{3});
  }

  TEST_CASE("float64 is read as it is for an input in double, and as floats for one in float") {
    const TemporaryFolder folder;
    const Doubles values{0.1, 1e-50, 1.7e308, -3};
    auto inputs = kInputs;
    inputs[0].type = ElementType::f64;
    write_npz(folder / "train.npz", {{"image", {{2, 2}, values}}, {"digit", {{2}, Ints{1, 2}}}});
    write_npz(folder / "test.npz", {{"image", {{1, 2}, Floats{0.5f, 1}}}, {"digit", {{1}, Ints{3}}}});
    const Split split = read_data_folder(folder.path(), inputs, 1);
    CHECK(split.train.columns[0].doubles == values);
    CHECK(split.train.select(Rows{1}).columns[0].doubles == Doubles{1.7e308, -3});
    CHECK(split.test.columns[0].floats == Floats{0.5f, 1});
    CHECK(error_of([&] { read_data_folder(folder.path(), kInputs, 1); }) ==
          (folder / "train.npz").string() +
              ": array \"image\" has 1.7e+308 in row 2 but values should be finite floats");
    write_npz(folder / "train.npz", {{"image", {{1, 2}, Doubles{1, HUGE_VAL}}}, {"digit", {{1}, Ints{3}}}});
    CHECK(error_of([&] { read_data_folder(folder.path(), inputs, 1); }) ==
          (folder / "train.npz").string() + ": array \"image\" has inf in row 1 but values should be finite");
  }

  TEST_CASE("train.npz alone, and .npy files, are split 70 to 30, every row once") {
    const TemporaryFolder as_npz, as_npy;
    write_npz(as_npz / "train.npz", {{"digit", digits}, {"image", images}});
    write_npy(as_npy / "digit.npy", digits);
    write_npy(as_npy / "image.npy", images);
    for (const auto* folder : {&as_npz, &as_npy}) {
      const Split split = read_data_folder(folder->path(), kInputs, 1);
      CHECK(split.train.as_is);
      CHECK(split.train.rows() == 3);
      CHECK(split.test.rows() == 1);
      Ints all = split.train.columns[1].ints;
      all.push_back(split.test.columns[1].ints[0]);
      std::sort(all.begin(), all.end());
      CHECK(all == Ints{5, 6, 7, 8});
      CHECK(split.test.columns[0].bytes[1] == 2 * (split.test.columns[1].ints[0] - 4));
    }
  }

  TEST_CASE("what predict does not read may be missing, and nothing else") {
    const TemporaryFolder folder;
    auto inputs = kInputs;
    std::swap(inputs[0], inputs[1]);
    const auto error = [&](Feed feed) { return error_of([&] { read_data_folder(folder.path(), inputs, 1, feed); }); };
    write_npy(folder / "image.npy", images);
    CHECK(error(Feed::predict) == (folder / "digit.npy").string() + ": cannot be opened: no such file or directory");
    inputs[0].feeds_output = false;
    CHECK(error(Feed::all) == (folder / "digit.npy").string() + ": cannot be opened: no such file or directory");
    const Split split = read_data_folder(folder.path(), inputs, 1, Feed::predict);
    CHECK(split.test.rows() == 1);
    CHECK(split.test.columns[1].bytes.size() == 2);

    const std::string file = folder / "train.npz";
    write_npz(file, {{"image", images}});
    CHECK(error(Feed::all) == file + ": array \"digit\" is missing; there is \"image\"");
    CHECK(read_data_folder(folder.path(), inputs, 1, Feed::predict).train.rows() == 3);
  }

  TEST_CASE("what does not fit the model is told with its file and row") {
    const TemporaryFolder folder;
    const auto error = [&] { return error_of([&] { read_data_folder(folder.path(), kInputs, 1); }); };
    write_npy(folder / "image.npy", images);
    write_npy(folder / "digit.npy", {{4}, Ints{1, 2, 10, 3}});
    CHECK(error() == (folder / "digit.npy").string() + ": row 3 has digit 10 but labels should be 0 to 9");
    write_npy(folder / "digit.npy", {{4}, Floats{1, 2, 3, 4}});
    CHECK(error() ==
          (folder / "digit.npy").string() + ": column digit has real numbers but input digit takes integers");
    const std::string file = folder / "train.npz";
    write_npz(file, {{"image", {{1, 2}, Floats{1, 2}}}, {"digit", {{1}, Ints{3}}}});
    CHECK(error() == file + ": has 1 row but a training and a test part need at least 2");
    write_npz(folder / "test.npz", {{"image", {{0, 2}, Floats{}}}, {"digit", {{0}, Ints{}}}});
    CHECK(error() == (folder / "test.npz").string() + ": has no rows");
  }

  TEST_CASE("arrays that do not belong together, or hold what no column can, are told with their file") {
    const TemporaryFolder folder;
    const std::string file = folder / "train.npz";
    const auto error = [&](const Array& digit) {
      write_npz(file, {{"image", images}, {"digit", digit}});
      return error_of([&] { read_data_folder(folder.path(), kInputs, 1); });
    };
    CHECK(error({{3}, Ints{1, 2, 3}}) == file + ": array \"digit\" has 3 rows but \"image\" has 4");
    CHECK(error({{}, Ints{1}}) == file + ": array \"digit\" is a scalar but should have a row for each sample");
  }
}

TEST_SUITE("order") {
  TEST_CASE("a permutation has every row once, and differs by stream and by seed") {
    const Rows first = permutation(1000, 1, 0);
    CHECK(first != first_numbers(1000));
    CHECK(sorted(first) == first_numbers(1000));
    CHECK(permutation(1000, 1, 0) == first);
    CHECK(permutation(1000, 1, 1) != first);
    CHECK(permutation(1000, 2, 0) != first);
    CHECK(permutation(1, 1, 0) == Rows{0});
    CHECK(permutation(0, 1, 0).empty());
  }

  TEST_CASE("a permutation is these numbers on every machine") {
    CHECK(permutation(10, 1, 0) == Rows{4, 1, 2, 5, 3, 6, 0, 8, 7, 9});
  }

  TEST_CASE("every row comes first about equally often") {
    std::vector<int> count(5);
    for (std::uint64_t stream = 0; stream < 5000; ++stream) ++count[permutation(5, 1, stream)[0]];
    for (int c : count) CHECK(std::abs(c - 1000) < 150);
  }

  TEST_CASE("a split has round(n * fraction) rows first, and every row once") {
    const auto [train, test] = split_rows(15, 0.7, 1);
    CHECK(train.size() == 11);  // 10.5
    CHECK(test.size() == 4);
    Rows all = train;
    all.insert(all.end(), test.begin(), test.end());
    CHECK(sorted(all) == first_numbers(15));
    CHECK(split_rows(15, 0.7, 1).first == train);
    CHECK(split_rows(15, 0.7, 2).first != train);
    CHECK(split_rows(15, 1, 1).second.empty());
  }

  TEST_CASE("a data set is cut as split_rows says, whatever its columns hold") {
    Dataset data{{{"image", 1000, 3, {}, {}, {}}, {"real", 1000, 1, {}, {}, {}}, {"label", 1000, 1, {}, {}, {}}}};
    for (int i = 0; i < 1000; ++i) {
      for (int k = 0; k < 3; ++k) data.columns[0].bytes.push_back(static_cast<std::uint8_t>(3 * i + k));
      data.columns[1].floats.push_back(static_cast<float>(i));
      data.columns[2].ints.push_back(i);
    }
    data.as_is = true;
    const auto [train_rows, test_rows] = split_rows(1000, 0.7, 5);
    const Dataset train = data.select(train_rows), test = data.select(test_rows);
    const Split parts = split(std::move(data), 5);
    for (const auto& [part, expected] : {std::pair{&parts.train, &train}, {&parts.test, &test}}) {
      CHECK(part->as_is);
      CHECK(part->rows() == expected->rows());
      CHECK(part->columns[0].bytes == expected->columns[0].bytes);
      CHECK(part->columns[1].floats == expected->columns[1].floats);
      CHECK(part->columns[2].ints == expected->columns[2].ints);
    }
  }

  TEST_CASE("the first rows can be kept alone, and more of them than there are") {
    Dataset data{{{"image", 3, 2, {1, 2, 3, 4, 5, 6}, {}, {}}, {"label", 3, 1, {}, {}, {7, 8, 9}}}};
    data.keep_first(5);
    CHECK(data.rows() == 3);
    data.keep_first(2);
    CHECK(data.rows() == 2);
    CHECK(data.columns[0].bytes == Bytes{1, 2, 3, 4});
    CHECK(data.columns[1].ints == Ints{7, 8});
  }

  TEST_CASE("select takes the rows named, in that order, of every column") {
    const Dataset data{{{"image", 3, 2, {1, 2, 3, 4, 5, 6}, {}, {}}, {"label", 3, 1, {}, {}, {7, 8, 9}}}};
    const Dataset chosen = data.select(Rows{2, 0, 2});
    CHECK(chosen.rows() == 3);
    CHECK(chosen.columns[0].name == "image");
    CHECK(chosen.columns[0].bytes == Bytes{5, 6, 1, 2, 5, 6});
    CHECK(chosen.columns[1].ints == Ints{9, 7, 9});
    CHECK(chosen.columns[1].floats.empty());
    CHECK(data.select(Rows{}).rows() == 0);
  }
}

TEST_SUITE("min-max scaling") {
  TEST_CASE("minimum and range are those of each feature") {
    const Scaler scaler = Scaler::fit({"x", 3, 2, {}, {1, -4, 3, 0, 2, 4}, {}});
    CHECK(scaler.minimum == Doubles{1, -4});
    CHECK(scaler.inverse_range == Doubles{0.5, 0.125});
    const Scaler bytes = Scaler::fit({"x", 2, 1, {255, 0}, {}, {}});
    CHECK(bytes.minimum == Doubles{0});
    CHECK(bytes.inverse_range == Doubles{1.0f / 255});
  }

  TEST_CASE("a constant feature, or one whose range has no finite inverse, becomes 0") {
    const float tiny = std::numeric_limits<float>::denorm_min();
    const Scaler scaler = Scaler::fit({"x", 2, 3, {}, {5, 0, 1, 5, tiny, 2}, {}});
    CHECK(scaler.inverse_range == Doubles{0, 0, 1});
  }

  TEST_CASE("doubles are fitted in double, where floats would all be equal") {
    const Scaler scaler = Scaler::fit({"x", 2, 1, {}, {}, {}, {1, 1 + 0x1p-40}});
    CHECK(scaler.minimum == Doubles{1});
    CHECK(scaler.inverse_range == Doubles{0x1p40});
  }
}
