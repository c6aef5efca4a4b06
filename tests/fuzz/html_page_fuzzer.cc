// Bytes as an HTML page, in a charset that the input's last byte chooses: a
// sound document comes out, or an unknown charset is refused.
#include <fuzzer/FuzzedDataProvider.h>

#include <string>

#include "common/base/utf8.h"
#include "ingest_service/text/document_reader.h"
#include "tests/fuzz/require.h"
#include "tests/ingest_service/text/sound_document.h"

namespace impactwire::fuzz {
namespace {

constexpr size_t kMaxText = 4096;

void ReadPage(const uint8_t* data, size_t size) {
  FuzzedDataProvider input(data, size);
  text::DocumentHints hints;
  hints.charset = input.PickValueInArray<absl::string_view>(
      {"", "utf-8", "windows-1252", "gb18030", "shift_jis", "euc-kr",
       "utf-16le", "iso-2022-jp", "none such"});
  const std::string page = input.ConsumeRemainingBytesAsString();

  text::DocumentReader::Options options;
  options.max_text_bytes = kMaxText;
  const text::DocumentReader reader(options);
  const auto document = reader.ReadRawHtml(page, hints);
  if (document.ok()) {
    RequireNo(text::FaultOf(*document));
    Require(document->text.size() <= kMaxText, "text too long");
  } else {
    Require(hints.charset == "none such" &&
                document.status().code() == absl::StatusCode::kInvalidArgument,
            document.status().message());
  }
  if (IsValidUtf8(page)) {
    RequireNo(text::FaultOf(reader.ReadHtml(page, hints)));
  }
}

}  // namespace
}  // namespace impactwire::fuzz

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  impactwire::fuzz::ReadPage(data, size);
  return 0;
}
