#include "input_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "diagnostic.hpp"
#include "lathe/error.hpp"

namespace lathe {

InputFile::InputFile(const std::filesystem::path& file) : ByteSource(file.string()) {
  errno = 0;
  file_.reset(gzopen(file.c_str(), "rbe"));
  if (!file_) throw UserError(fmt::format("{}: cannot be opened: {}", name(), reason(errno ? errno : ENOMEM)));
  gzbuffer(file_.get(), 1 << 17);
  std::error_code unknown;
  const auto size = std::filesystem::file_size(file, unknown);
  constexpr std::uint64_t deflate_ratio = 1032;  // no deflate stream unpacks to more
  if (!unknown) most_bytes_ = gzdirect(file_.get()) ? size : deflate_ratio * size;
}

std::size_t InputFile::read(void* to, std::size_t bytes) {
  std::size_t done = 0;
  while (done < bytes) {
    errno = 0;
    const auto chunk = static_cast<unsigned>(std::min<std::size_t>(bytes - done, 1 << 30));
    const int got = gzread(file_.get(), static_cast<char*>(to) + done, chunk);
    const int system_error = errno;
    int error = Z_OK;
    gzerror(file_.get(), &error);
    if (error == Z_ERRNO) throw UserError(fmt::format("{}: cannot be read: {}", name(), reason(system_error)));
    if (error == Z_BUF_ERROR) throw UserError(fmt::format("{}: is truncated: its gzip stream has no end", name()));
    if (got < 0) throw UserError(fmt::format("{}: is damaged: its gzip stream does not unpack", name()));
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  return done;
}

}  // namespace lathe
