#include "ingest_service/log/compression.h"

#include <zstd.h>

#include <memory>

#include "absl/strings/str_cat.h"

namespace impactwire::record_log {
namespace {

// Most of the gain at several hundred MB/s.
constexpr int kLevel = 1;

// Contexts hold some hundred KB: one per thread, kept.
ZSTD_CCtx* Compressor() {
  thread_local const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)>
      context = [] {
        ZSTD_CCtx* made = ZSTD_createCCtx();
        ZSTD_CCtx_setParameter(made, ZSTD_c_compressionLevel, kLevel);
        ZSTD_CCtx_setParameter(made, ZSTD_c_checksumFlag, 1);
        return std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)>(
            made, &ZSTD_freeCCtx);
      }();
  return context.get();
}

}  // namespace

std::string Compress(absl::string_view bytes) {
  std::string out(ZSTD_compressBound(bytes.size()), '\0');
  // Cannot fail: the buffer has the bound's size.
  out.resize(ZSTD_compress2(Compressor(), out.data(), out.size(), bytes.data(),
                            bytes.size()));
  out.shrink_to_fit();
  return out;
}

absl::StatusOr<std::string> Decompress(absl::string_view compressed,
                                       size_t max_bytes) {
  const unsigned long long size =
      ZSTD_getFrameContentSize(compressed.data(), compressed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) {
    return absl::DataLossError("not a zstd frame of known size");
  }
  if (size > max_bytes) {
    return absl::DataLossError(
        absl::StrCat("a zstd frame of ", size, " bytes; at most ", max_bytes));
  }
  std::string out(size, '\0');
  const size_t got = ZSTD_decompress(out.data(), out.size(), compressed.data(),
                                     compressed.size());
  if (ZSTD_isError(got)) {
    return absl::DataLossError(absl::StrCat("zstd: ", ZSTD_getErrorName(got)));
  }
  if (got != size) return absl::DataLossError("zstd: the frame is cut short");
  return out;
}

}  // namespace impactwire::record_log
