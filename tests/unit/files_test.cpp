#include "lathe/files.hpp"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "support.hpp"

using namespace lathe;

namespace {

std::string write_error(const std::filesystem::path& file, const std::string& bytes = "x") {
  return error_of([&] { write_atomically(file, bytes); });
}

}  // namespace

TEST_CASE("a file is written whole, new or over an old one, and nothing is left beside it") {
  const TemporaryFolder folder;
  const auto file = folder / "log";
  for (const std::string& bytes : {std::string("a\0b\n", 4), std::string(), std::string(3000000, 'x')}) {
    write_atomically(file, bytes);
    CHECK(bytes_of(file) == bytes);
    CHECK(read_file(file) == bytes);
    CHECK(folder.files() == 1);
  }
}

TEST_CASE("a write that fails half-way leaves the old file and nothing else") {
  const TemporaryFolder folder;
  const std::string file = folder.write("weights", "old");
  {
    const FileSizeLimit limit(1000);
    CHECK(write_error(file, std::string(5000, 'x')) == file + ": cannot be written: file too large");
    CHECK(write_error(folder / "new", std::string(5000, 'x')) ==
          (folder / "new").string() + ": cannot be written: file too large");
  }
  CHECK(bytes_of(file) == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("a full device is told, and stays a device") {
  CHECK(write_error("/dev/full") == "/dev/full: cannot be written: no space left on device");
  CHECK(write_error("/dev/null") == "(no error)");
  CHECK(std::filesystem::is_character_file("/dev/full"));
  CHECK(std::filesystem::is_character_file("/dev/null"));
}

TEST_CASE("a missing folder, and a folder in the file's place, are told") {
  const TemporaryFolder folder;
  const std::string path = folder.path();
  CHECK(write_error(path + "/none/weights") ==
        path + "/none/weights: cannot be written: there is no folder " + path + "/none");
  CHECK(write_error(path) == path + ": cannot be written: it is a folder");
  const std::string file = folder.write("file", "");
  CHECK(write_error(file + "/weights") == file + "/weights: cannot be written: there is no folder " + file);
  CHECK(write_error(path + "/" + std::string(300, 'n')) ==
        path + "/" + std::string(300, 'n') + ": cannot be written: file name too long");
}

TEST_CASE("a link stays a link, and its target is replaced") {
  const TemporaryFolder folder;
  const auto target = folder.write("target", "old");
  std::filesystem::create_symlink("target", folder / "link");
  write_atomically(folder / "link", "new");
  CHECK(std::filesystem::is_symlink(folder / "link"));
  CHECK(bytes_of(target) == "new");
}

TEST_CASE("what could not be written is refused before, and nothing is made") {
  const TemporaryFolder folder;
  const std::string path = folder.path();
  const auto error = [](const std::filesystem::path& file) { return error_of([&] { check_writable(file); }); };
  std::filesystem::create_symlink("loop", folder / "loop");
  const std::string old = folder.write("old", "bytes");
  for (const std::string& file : {path + "/none/x", path, path + "/loop/x", path + "/" + std::string(300, 'n'),
                                  std::string("/proc/x"), std::string()}) {
    CAPTURE(file);
    CHECK(error(file).starts_with(file + ": cannot be written: "));
    CHECK(error(file) == write_error(file));
  }
  CHECK(error(path + "/loop/x") == path + "/loop/x: cannot be written: too many levels of symbolic links");
  CHECK(error(old) == "(no error)");
  CHECK(error(path + "/new") == "(no error)");
  CHECK(error("/dev/full") == "(no error)");
  CHECK(bytes_of(old) == "bytes");
  CHECK(folder.files() == 2);
}

TEST_CASE("what killed writers have left beside a file is removed, and nothing else") {
  const TemporaryFolder folder;
  const pid_t child = fork();
  if (child == 0) _exit(0);
  REQUIRE(waitpid(child, nullptr, 0) == child);
  const std::string dead = std::to_string(child), alive = std::to_string(getppid());
  for (const std::string& name : {"weights." + dead + ".tmp", "weights.old." + dead + ".tmp"}) folder.write(name, "x");
  const std::vector<std::string> others{"weights",
                                        "weights.tmp",
                                        "weights.1e3.tmp",
                                        "weights." + alive + ".tmp",
                                        "weights.new." + dead + ".tmp",
                                        "more_weights." + dead + ".tmp",
                                        "weights." + dead + ".tmp2"};
  for (const std::string& name : others) folder.write(name, "x");
  check_writable(folder / "weights");
  CHECK(folder.files() == others.size());
  for (const std::string& name : others) CHECK(std::filesystem::exists(folder / name));
}

TEST_CASE("the file that standard output goes to is written on, not replaced") {
  const TemporaryFolder folder;
  const std::string file = folder / "out";
  const int saved = dup(STDOUT_FILENO), out = ::open(file.c_str(), O_CREAT | O_WRONLY, 0600);
  std::fflush(stdout);
  dup2(out, STDOUT_FILENO);
  std::fputs("before\n", stdout);
  write_atomically("/dev/stdout", "bytes\n");
  std::fputs("after\n", stdout);
  std::fflush(stdout);
  dup2(saved, STDOUT_FILENO);
  close(saved);
  close(out);
  CHECK(bytes_of(file) == "before\nbytes\nafter\n");
}

TEST_CASE("an old file is kept under a second name, in place of the one before it") {
  const TemporaryFolder folder;
  const std::string file = folder.write("weights", "first");
  CHECK(keep_old(file) == file + ".old");
  write_atomically(file, "second");
  CHECK(bytes_of(file + ".old") == "first");
  CHECK(keep_old(file) == file + ".old");
  CHECK(bytes_of(file + ".old") == "second");
  CHECK(folder.files() == 2);

  CHECK_FALSE(keep_old(folder / "none"));
  CHECK_FALSE(keep_old("/dev/null"));
  std::filesystem::create_directory(folder / "other.old");
  const std::string other = folder.write("other", "x");
  CHECK(error_of([&] { keep_old(other); }) == other + ".old: cannot be written: is a directory");
  CHECK(folder.files() == 4);
}

TEST_CASE("a file of lines takes the place of an old one with its first line, and has whole lines only") {
  const TemporaryFolder folder;
  const std::string file = folder.write("log", "old\n");
  LineFile lines(file);
  CHECK(bytes_of(file) == "old\n");
  const auto append = [&](const std::string& line) { return error_of([&] { lines.append(line); }); };
  {
    const FileSizeLimit limit(10);
    CHECK(append("longer than ten\n") == file + ": cannot be written: file too large");
    CHECK(bytes_of(file) == "old\n");
    CHECK(append("one\n") == "(no error)");
    CHECK(append("two, three\n") == file + ": cannot be written: file too large");
  }
  CHECK(bytes_of(file) == "one\n");
  CHECK(append("two\n") == "(no error)");
  CHECK(bytes_of(file) == "one\ntwo\n");
  CHECK(folder.files() == 1);
}

TEST_CASE("a file is read whole, unpacked when it is gzip") {
  const TemporaryFolder folder;
  const std::string bytes(2500000, 'z');
  CHECK(read_file(folder.write("plain", bytes)) == bytes);
  CHECK(read_file(folder.write_gzip("packed", bytes)) == bytes);
  CHECK(read_file(folder.write("empty", "")).empty());
}

TEST_CASE("a file that cannot be read is told") {
  const TemporaryFolder folder;
  const std::string none = folder / "none";
  CHECK(error_of([&] { read_file(none); }) == none + ": cannot be opened: no such file or directory");
}
