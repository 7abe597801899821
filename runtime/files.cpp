#include "lathe/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <utility>

#include "diagnostic.hpp"
#include "input_file.hpp"
#include "lathe/error.hpp"

namespace lathe {
namespace fs = std::filesystem;

namespace {

bool write_all(int number, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(number, bytes.data(), bytes.size());
    if (n < 0 && errno != EINTR) return false;
    if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

class Descriptor {
 public:
  Descriptor() = default;
  Descriptor(const fs::path& file, int flags) : number_(::open(file.c_str(), flags | O_CLOEXEC, 0666)) {}
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  bool valid() const { return number_ >= 0; }
  int number() const { return number_; }
  bool sync() const { return ::fsync(number_) == 0; }
  bool close() {
    const int number = std::exchange(number_, -1);
    return number < 0 || ::close(number) == 0;
  }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

[[noreturn]] void fail(const fs::path& file, const std::string& why) {
  throw UserError(fmt::format("{}: cannot be written: {}", file.string(), why));
}

/// This process's standard output or error, if that is what the file is: a file that one of them goes to cannot be
/// replaced without losing what is written to it afterwards.
int own_output(const struct stat& file) {
  for (const int number : {STDOUT_FILENO, STDERR_FILENO})
    if (struct stat own; ::fstat(number, &own) == 0 && own.st_dev == file.st_dev && own.st_ino == file.st_ino)
      return number;
  return -1;
}

/// Where a file's bytes go before it is complete.
class Draft {
 public:
  explicit Draft(const fs::path& file) : file_(file) {
    struct stat status;
    const bool exists = ::stat(file.c_str(), &status) == 0;
    if (exists && S_ISDIR(status.st_mode)) fail(file, "it is a folder");
    if (!file.has_filename()) fail(file, "it is no file's name");
    // A device or a pipe cannot be replaced by renaming: it is written where it is.
    own_output_ = exists ? own_output(status) : -1;
    replaces_ = !exists || (S_ISREG(status.st_mode) && own_output_ < 0);
    if (!replaces_) return;

    // A link stays a link: what it points to is replaced.
    std::error_code error;
    target_ = exists ? fs::canonical(file, error) : file;
    folder_ = target_.has_parent_path() ? target_.parent_path() : fs::path(".");
    const fs::file_status folder = fs::status(folder_, error);
    if (folder.type() == fs::file_type::none) fail(file, reason(error.value()));
    if (!fs::is_directory(folder)) fail(file, fmt::format("there is no folder {}", folder_.string()));
  }
  ~Draft() {
    if (!temporary_.empty()) ::unlink(temporary_.c_str());
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;

  bool replaces() const { return replaces_; }
  /// Drafts of this file, and of its .old name, whose writers were killed.
  void remove_stale() const {
    const std::string start = target_.filename().string() + ".", end = ".tmp";
    std::error_code error;
    for (fs::directory_iterator entry(folder_, error), none; !error && entry != none; entry.increment(error)) {
      std::string name = entry->path().filename().string();
      if (!name.starts_with(start) || !name.ends_with(end) || name.size() < start.size() + end.size()) continue;
      std::string_view writer = std::string_view(name).substr(start.size(), name.size() - start.size() - end.size());
      if (writer.starts_with("old.")) writer.remove_prefix(4);
      pid_t process = 0;
      const auto [stop, wrong] = std::from_chars(writer.data(), writer.data() + writer.size(), process);
      if (wrong == std::errc() && stop == writer.data() + writer.size() && process > 0 && ::kill(process, 0) != 0 &&
          errno == ESRCH)
        ::unlink(entry->path().c_str());
    }
  }
  const Descriptor& open() {
    if (own_output_ >= 0) {
      std::fflush(nullptr);
      out_ = Descriptor(::dup(own_output_));
    } else if (!replaces_) {
      out_ = Descriptor(file_, O_WRONLY);
    } else {
      fs::path temporary = target_;
      temporary += fmt::format(".{}.tmp", ::getpid());
      out_ = Descriptor(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_APPEND);
      if (out_.valid()) temporary_ = temporary;
    }
    if (!out_.valid()) fail(file_, reason(errno));
    return out_;
  }
  void write(std::string_view bytes) {
    if (!write_all(open().number(), bytes)) fail(file_, reason(errno));
  }
  /// Gives the draft its name; returns the open file.
  Descriptor finish() {
    if (!replaces_) return std::move(out_);
    if (!out_.sync() || ::rename(temporary_.c_str(), target_.c_str()) != 0) fail(file_, reason(errno));
    temporary_.clear();
    // Makes the new name last too; a file system that cannot do this has nothing better to offer.
    if (const Descriptor names(folder_, O_RDONLY | O_DIRECTORY); names.valid()) names.sync();
    return std::move(out_);
  }

 private:
  fs::path file_, target_, folder_, temporary_;
  bool replaces_ = false;
  int own_output_ = -1;
  Descriptor out_;
};

}  // namespace

void write_atomically(const fs::path& file, std::string_view bytes) {
  Draft draft(file);
  draft.write(bytes);
  if (!draft.finish().close()) fail(file, reason(errno));
}

void check_writable(const fs::path& file) {
  Draft draft(file);
  if (draft.replaces()) {
    draft.remove_stale();
    draft.open();
  } else if (::access(file.c_str(), W_OK) != 0) {  // opening a pipe may wait for its reader
    fail(file, reason(errno));
  }
}

std::optional<fs::path> keep_old(const fs::path& file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error)) return std::nullopt;
  fs::path old = file;
  old += ".old";
  fs::path temporary = old;
  temporary += fmt::format(".{}.tmp", ::getpid());
  fs::create_hard_link(fs::canonical(file, error), temporary, error);
  if (error) fs::copy_file(file, temporary, fs::copy_options::overwrite_existing, error);
  if (!error) fs::rename(temporary, old, error);
  if (error) {
    ::unlink(temporary.c_str());
    fail(old, reason(error.value()));
  }
  return old;
}

LineFile::~LineFile() {
  if (number_ >= 0) ::close(number_);
}

void LineFile::append(std::string_view line) {
  if (number_ < 0) {
    Draft draft(file_);
    draft.write(line);
    number_ = draft.finish().release();
    replaced_ = draft.replaces();
    return;
  }
  const off_t size = ::lseek(number_, 0, SEEK_END);
  if (write_all(number_, line)) return;
  const int error = errno;
  if (replaced_ && ::ftruncate(number_, size) != 0) fail(file_, reason(errno));
  fail(file_, reason(error));
}

std::string read_file(const fs::path& file) {
  InputFile in(file);
  std::string bytes;
  constexpr std::size_t chunk = 1 << 20;
  for (std::size_t got = chunk; got == chunk;) {
    const std::size_t size = bytes.size();
    bytes.resize(size + chunk);
    got = in.read(bytes.data() + size, chunk);
    bytes.resize(size + got);
  }
  return bytes;
}

}  // namespace lathe
