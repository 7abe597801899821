#include "lathe/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "diagnostic.hpp"
#include "input_file.hpp"
#include "lathe/error.hpp"

namespace lathe {
namespace fs = std::filesystem;

namespace {

class Descriptor {
 public:
  Descriptor(const fs::path& file, int flags) : number_(::open(file.c_str(), flags | O_CLOEXEC, 0666)) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  bool valid() const { return number_ >= 0; }
  bool write(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t n = ::write(number_, bytes.data(), bytes.size());
      if (n < 0 && errno != EINTR) return false;
      if (n > 0) bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  bool sync() const { return ::fsync(number_) == 0; }
  bool close() {
    const int number = std::exchange(number_, -1);
    return number < 0 || ::close(number) == 0;
  }

 private:
  int number_;
};

[[noreturn]] void fail(const fs::path& file, const std::string& why) {
  throw UserError(fmt::format("{}: cannot be written: {}", file.string(), why));
}

}  // namespace

void write_atomically(const fs::path& file, std::string_view bytes) {
  std::error_code ignored;
  const fs::file_status status = fs::status(file, ignored);
  if (fs::is_directory(status)) fail(file, "it is a folder");
  // A device or a pipe cannot be replaced by renaming: it is written where it is.
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    Descriptor out(file, O_WRONLY);
    if (!out.valid() || !out.write(bytes) || !out.close()) fail(file, reason(errno));
    return;
  }

  // A link stays a link: what it points to is replaced.
  const fs::path target = fs::exists(status) ? fs::canonical(file, ignored) : file;
  const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
  if (!fs::is_directory(folder, ignored)) fail(file, fmt::format("there is no folder {}", folder.string()));

  fs::path temporary = target;
  temporary += fmt::format(".{}.tmp", ::getpid());
  Descriptor out(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
  if (!out.valid()) fail(file, reason(errno));
  if (!out.write(bytes) || !out.sync() || !out.close() || ::rename(temporary.c_str(), target.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    fail(file, reason(error));
  }
  // Makes the new name last too; a file system that cannot do this has nothing better to offer.
  if (const Descriptor names(folder, O_RDONLY | O_DIRECTORY); names.valid()) names.sync();
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
