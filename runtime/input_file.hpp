// A file read from its beginning to its end, unpacked on the way when it is gzip.
#pragma once

#include <zlib.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <type_traits>

namespace lathe {

/// Whether a file is gzip is told from its first bytes, never from its name. All failures are UserErrors that begin
/// with the file's path.
class InputFile {
 public:
  explicit InputFile(const std::filesystem::path& file);

  const std::string& name() const { return name_; }
  /// Reads up to `bytes` bytes; fewer only at the end of the file.
  std::size_t read(void* to, std::size_t bytes);
  /// The most bytes the rest of the file can unpack to (0 for a pipe): what may be reserved without trusting the file.
  std::uint64_t most_bytes() const { return most_bytes_; }

 private:
  struct Close {
    void operator()(gzFile file) const { gzclose_r(file); }
  };
  std::string name_;
  std::unique_ptr<std::remove_pointer_t<gzFile>, Close> file_;
  std::uint64_t most_bytes_ = 0;
};

}  // namespace lathe
