// A block of memory on a cache line's boundary, zeroed, of fixed size.
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>

namespace lathe {

class AlignedBytes {
 public:
  explicit AlignedBytes(std::size_t size) : bytes_(static_cast<std::byte*>(::operator new(size, alignment))) {
    std::memset(bytes_.get(), 0, size);
  }

  /// The memory `offset` bytes in, as elements of T.
  template <class T>
  T* at(std::size_t offset) const {
    return reinterpret_cast<T*>(bytes_.get() + offset);
  }

 private:
  static constexpr std::align_val_t alignment{64};
  struct Free {
    void operator()(std::byte* p) const { ::operator delete(p, alignment); }
  };
  std::unique_ptr<std::byte, Free> bytes_;
};

}  // namespace lathe
