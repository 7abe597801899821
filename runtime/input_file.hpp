// Bytes read from their beginning to their end: a file, unpacked on the way when it is gzip, or a part of an archive.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

namespace lathe {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  /// What messages begin with: the file's path, and the part if it is one.
  const std::string& name() const { return name_; }
  /// Reads up to `bytes` bytes; fewer only at the end.
  virtual std::size_t read(void* to, std::size_t bytes) = 0;
  /// The most bytes there can be (0 where that is unknown): what may be reserved without trusting a header.
  std::uint64_t most_bytes() const { return most_bytes_; }

 protected:
  explicit ByteSource(std::string name) : name_(std::move(name)) {}
  std::uint64_t most_bytes_ = 0;

 private:
  std::string name_;
};

/// Whether a file is gzip is told from its first bytes, never from its name. All failures are UserErrors that begin
/// with the file's path.
class InputFile : public ByteSource {
 public:
  explicit InputFile(const std::filesystem::path& file);
  std::size_t read(void* to, std::size_t bytes) override;

 private:
  struct Close {
    void operator()(gzFile file) const { gzclose_r(file); }
  };
  std::unique_ptr<std::remove_pointer_t<gzFile>, Close> file_;
};

/// Reads `wanted` elements, fewer only when the source ends, and returns how many bytes the rest of the source really
/// has. Memory grows with what is there, not with what a header announces.
template <class T>
std::uint64_t read_elements(ByteSource& in, std::uint64_t wanted, std::vector<T>& to) {
  constexpr std::uint64_t chunk = (1 << 20) / sizeof(T);
  if (wanted <= in.most_bytes() / sizeof(T)) to.reserve(wanted);
  std::uint64_t bytes = 0;
  while (to.size() < wanted) {
    const std::size_t size = to.size(), ask = std::min(chunk, wanted - size);
    to.resize(size + ask);
    const std::size_t got = in.read(to.data() + size, ask * sizeof(T));
    bytes += got;
    if (got < ask * sizeof(T)) return bytes;
  }
  char skipped[4096];
  while (const std::size_t got = in.read(skipped, sizeof skipped)) bytes += got;
  return bytes;
}

}  // namespace lathe
