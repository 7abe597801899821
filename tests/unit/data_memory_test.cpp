#include <malloc.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <functional>

#include "lathe/data.hpp"
#include "lathe/npy.hpp"
#include "support.hpp"

using namespace lathe;

namespace {

constexpr std::size_t kRows = 10500, kWidth = 1000;  // of bytes: 10.5 MB, 32 times a power of two and a little more
const std::vector<InputInfo> kInputs = {{"image", ElementType::f32, {4, kWidth}}, {"digit", ElementType::i32, {4}, 10}};

/// The most memory that a process which does this alone had at once, in bytes.
std::size_t most_memory(const std::function<void()>& work) {
  const pid_t child = fork();
  if (child == 0) {
    work();
    _exit(0);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  REQUIRE(status == 0);
  return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

/// What reading a folder takes beyond the data themselves.
std::size_t memory_beside_the_data(const TemporaryFolder& folder) {
  malloc_trim(0);  // what this process has freed is no reserve for its children
  const std::size_t idle = most_memory([] {});
  const std::size_t reading = most_memory([&] {
    const Split split = read_data_folder(folder.path(), kInputs, 1);
    if (split.train.rows() + split.test.rows() != kRows) _exit(1);
  });
  return reading - std::min(reading, idle + kRows * kWidth);
}

// Sanitizers keep books on every byte, and what was freed.
#if !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
TEST_CASE("a CSV is in memory once, also when it is cut into two parts") {
  const TemporaryFolder folder;
  std::string text = "label", row;
  for (std::size_t k = 0; k < kWidth; ++k) text += ",p", row += ",7";
  text += '\n';
  for (std::size_t i = 0; i < kRows; ++i) text += static_cast<char>('0' + i % 10) + row + '\n';
  folder.write("train.csv", text);
  CHECK(memory_beside_the_data(folder) < 7'000'000);
}

TEST_CASE("an array is in memory once, also when it is cut into two parts") {
  const TemporaryFolder folder;
  write_npy(folder / "image.npy", {{kRows, kWidth}, std::vector<std::uint8_t>(kRows * kWidth, 7)});
  write_npy(folder / "digit.npy", {{kRows}, std::vector<std::int32_t>(kRows, 3)});
  CHECK(memory_beside_the_data(folder) < 7'000'000);
}
#endif

}  // namespace
