#include "lathe/trainer_output.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "diagnostic.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"

namespace lathe {
namespace fs = std::filesystem;

namespace {

/// One name for each file that could be written: links and .. are followed. Empty for devices and pipes.
fs::path true_name(const std::string& file) {
  std::error_code error;
  const fs::file_status status = fs::status(file, error);
  if (fs::exists(status) && !fs::is_regular_file(status)) return {};
  const fs::path name = fs::weakly_canonical(fs::absolute(file, error), error);
  return error ? fs::path(file).lexically_normal() : name;
}

}  // namespace

void check_distinct(std::initializer_list<FileOption> options) {
  for (const FileOption* b = options.begin(); b != options.end(); ++b)
    for (const FileOption* a = options.begin(); a != b; ++a) {
      if (a->file.empty() || b->file.empty()) continue;
      if (const fs::path name = true_name(a->file); !name.empty() && name == true_name(b->file))
        throw UserError(
            fmt::format("{} {} and {} {} name one file but should name two", a->option, a->file, b->option, b->file));
    }
}

void check_can_write(const FileOption& option) {
  if (option.file.empty()) return;
  try {
    check_writable(option.file);
  } catch (const UserError& error) {
    throw UserError(fmt::format("{} {}", option.option, error.what()));
  }
}

void flush_output() {
  const bool flushed = std::fflush(stdout) == 0;
  const int error = errno;
  if (flushed && !std::ferror(stdout)) return;
  throw UserError("standard output cannot be written" + (flushed ? "" : ": " + reason(error)));
}

void tell(const std::string& name, const std::string& sentence) {
  std::fputs((name + ": " + sentence + "\n").c_str(), stderr);
}

}  // namespace lathe
