#include "common/allocator/allocator.h"

#if IMPACTWIRE_TCMALLOC

#include <gperftools/malloc_extension.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace impactwire {
namespace {

constexpr size_t kLargePage = size_t{2} << 20;
// Addresses only: memory is taken as it is touched.
constexpr size_t kRegion = size_t{64} << 20;

// `alignment`: a power of two.
uintptr_t RoundUp(uintptr_t number, size_t alignment) {
  return (number + alignment - 1) & ~(alignment - 1);
}

// Hands out regions of large pages from their start on. tcmalloc calls it under
// a lock of its own; it must not allocate.
class LargePages : public SysAllocator {
 public:
  explicit LargePages(SysAllocator* otherwise) : otherwise_(otherwise) {}

  void* Alloc(size_t size, size_t* actual_size, size_t alignment) override {
    uintptr_t begin = RoundUp(next_, alignment);
    if (next_ == 0 || begin + size > end_) {
      if (!Map(std::max(kRegion, size + alignment))) {
        return otherwise_->Alloc(size, actual_size, alignment);
      }
      begin = RoundUp(next_, alignment);
    }
    next_ = begin + size;
    if (actual_size != nullptr) *actual_size = size;
    return reinterpret_cast<void*>(begin);
  }

 private:
  bool Map(size_t size) {
    size = RoundUp(size, kLargePage) + kLargePage;
    void* const region =
        mmap(nullptr, size, PROT_READ | PROT_WRITE,
             MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (region == MAP_FAILED) return false;
    next_ = RoundUp(reinterpret_cast<uintptr_t>(region), kLargePage);
    end_ = reinterpret_cast<uintptr_t>(region) + size;
    // Refused where there are none; then pages are small.
    madvise(reinterpret_cast<void*>(next_), end_ - next_, MADV_HUGEPAGE);
    return true;
  }

  SysAllocator* const otherwise_;
  uintptr_t next_ = 0;
  uintptr_t end_ = 0;
};

}  // namespace

void UseLargePages() {
  MallocExtension* const tcmalloc = MallocExtension::instance();
  // For good.
  static LargePages* const pages =
      new LargePages(tcmalloc->GetSystemAllocator());
  tcmalloc->SetSystemAllocator(pages);
}

}  // namespace impactwire

#else

namespace impactwire {

void UseLargePages() {}

}  // namespace impactwire

#endif
