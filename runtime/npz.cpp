#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <memory>
#include <string_view>

#include "diagnostic.hpp"
#include "lathe/error.hpp"
#include "lathe/files.hpp"
#include "npy_format.hpp"

namespace lathe {
namespace {

constexpr std::string_view ending = ".npy";

struct Discard {
  void operator()(zip_t* archive) const { zip_discard(archive); }
  void operator()(zip_file_t* member) const { zip_fclose(member); }
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Source = std::unique_ptr<zip_source_t, Discard>;

class Member : public ByteSource {
 public:
  Member(zip_t* archive, zip_uint64_t index, const std::string& name)
      : ByteSource(name), member_(zip_fopen_index(archive, index, 0)) {
    if (!member_) fail(zip_get_error(archive));
    if (zip_stat_t stat; zip_stat_index(archive, index, 0, &stat) == 0 && stat.valid & ZIP_STAT_COMP_SIZE) {
      constexpr std::uint64_t deflate_ratio = 1032;  // no deflate stream unpacks to more
      most_bytes_ = std::min(stat.size, deflate_ratio * stat.comp_size);
    }
  }

  std::size_t read(void* to, std::size_t bytes) override {
    const zip_int64_t got = zip_fread(member_.get(), to, bytes);
    if (got < 0) fail(zip_file_get_error(member_.get()));
    return static_cast<std::size_t>(got);
  }

 private:
  [[noreturn]] void fail(zip_error_t* error) const {
    throw UserError(fmt::format("{}: cannot be read: {}", name(), in_sentence(zip_error_strerror(error))));
  }

  std::unique_ptr<zip_file_t, Discard> member_;
};

/// Writing to memory fails for no reason of the user's.
void check(bool good, zip_error_t* error) {
  if (!good) throw std::runtime_error(fmt::format("libzip: {}", zip_error_strerror(error)));
}

}  // namespace

Arrays read_npz(const std::filesystem::path& file) {
  int code = 0;
  const Archive archive(zip_open(file.c_str(), ZIP_RDONLY, &code));
  if (!archive) {
    zip_error_t error;
    zip_error_init_with_code(&error, code);
    const std::string why = in_sentence(zip_error_strerror(&error));
    zip_error_fini(&error);
    throw UserError(fmt::format("{}: cannot be read as .npz: {}", file.string(), why));
  }
  Arrays arrays;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive.get(), 0); ++i) {
    const auto index = static_cast<zip_uint64_t>(i);
    std::string_view name = zip_get_name(archive.get(), index, 0);
    if (!name.ends_with(ending))
      throw UserError(
          fmt::format("{}: has a member {} but should have arrays only, .npy", file.string(), excerpt(name)));
    name.remove_suffix(ending.size());
    Member member(archive.get(), index, fmt::format("{}: array {}", file.string(), excerpt(name)));
    arrays.emplace(name, read_npy(member));
  }
  return arrays;
}

void write_npz(const std::filesystem::path& file, const Arrays& arrays) {
  if (arrays.empty()) throw UserError(fmt::format("{}: there is no array to write", file.string()));
  zip_error_t error;
  zip_error_init(&error);
  const Source buffer(zip_source_buffer_create(nullptr, 0, 0, &error));
  check(buffer != nullptr, &error);
  zip_source_keep(buffer.get());  // the archive takes its own share
  Archive archive(zip_open_from_source(buffer.get(), ZIP_TRUNCATE, &error));
  check(archive != nullptr, &error);

  std::vector<std::string> members;  // libzip reads them when it closes
  members.reserve(arrays.size());
  for (const auto& [name, array] : arrays) {
    const std::string& bytes = members.emplace_back(npy_bytes(array));
    zip_source_t* source = zip_source_buffer(archive.get(), bytes.data(), bytes.size(), 0);
    const zip_int64_t added =
        zip_file_add(archive.get(), (name + std::string(ending)).c_str(), source, ZIP_FL_ENC_UTF_8);
    if (added < 0) zip_source_free(source);
    const auto index = static_cast<zip_uint64_t>(added);
    constexpr zip_uint16_t first_day = 1 << 5 | 1;  // of 1980, as NumPy writes it
    check(added >= 0 && zip_set_file_compression(archive.get(), index, ZIP_CM_STORE, 0) == 0 &&
              zip_file_set_dostime(archive.get(), index, 0, first_day, 0) == 0,
          zip_get_error(archive.get()));
  }
  check(zip_close(archive.get()) == 0, zip_get_error(archive.get()));
  static_cast<void>(archive.release());  // closed

  zip_stat_t stat;
  check(zip_source_stat(buffer.get(), &stat) == 0 && zip_source_open(buffer.get()) == 0,
        zip_source_error(buffer.get()));
  std::string bytes(stat.size, '\0');
  const zip_int64_t got = zip_source_read(buffer.get(), bytes.data(), bytes.size());
  zip_source_close(buffer.get());
  check(got == static_cast<zip_int64_t>(bytes.size()), zip_source_error(buffer.get()));
  write_atomically(file, bytes);
}

}  // namespace lathe
