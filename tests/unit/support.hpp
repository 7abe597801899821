// What several unit tests of the runtime share.
#pragma once

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "lathe/error.hpp"
#include "lathe/model.hpp"

/// A folder of its own for a test, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "lathe-test-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }
  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(std::filesystem::directory_iterator(path_), std::filesystem::directory_iterator()));
  }
  /// Writes a file and returns its path.
  std::filesystem::path write(const std::string& name, const std::string& bytes) const {
    std::ofstream(path_ / name, std::ios::binary) << bytes;
    return path_ / name;
  }
  std::filesystem::path write_gzip(const std::string& name, const std::string& bytes) const {
    gzFile file = gzopen((path_ / name).c_str(), "wb");
    gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(file);
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

/// No file may grow beyond `bytes` while this lives: what a full disk looks like to a writer.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  void (*handler_)(int);
  rlimit before_;
};

inline std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

inline bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// The message of the UserError that `call` throws; any other exception is the test's failure.
template <class Call>
std::string error_of(const Call& call) {
  try {
    call();
  } catch (const lathe::UserError& error) {
    return error.what();
  }
  return "(no error)";
}

/// A model that has parameters and computes nothing.
class ParametersOnly : public lathe::Model {
 public:
  ParametersOnly(std::string name, std::vector<lathe::ParameterInfo> parameters) {
    info_.name = std::move(name);
    info_.parameters = std::move(parameters);
    for (const auto& p : info_.parameters) storage_.emplace_back(p.elements() * lathe::size_of(p.type));
  }
  const lathe::ModelInfo& info() const override { return info_; }
  void* parameter(int i) override { return storage_[static_cast<std::size_t>(i)].data(); }
  void set_hyperparameter(int, double) override {}

  template <class T>
  std::vector<T> values(int i) {
    const auto* data = static_cast<const T*>(parameter(i));
    return {data, data + info_.parameters[static_cast<std::size_t>(i)].elements()};
  }
  template <class T>
  void set(int i, const std::vector<T>& values) {
    std::copy(values.begin(), values.end(), static_cast<T*>(parameter(i)));
  }

 private:
  lathe::ModelInfo info_;
  std::vector<std::vector<std::byte>> storage_;
};
