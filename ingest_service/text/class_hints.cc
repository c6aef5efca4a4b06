#include "ingest_service/text/class_hints.h"

#include "absl/strings/str_split.h"
#include "ingest_text_data.h"

namespace impactwire::text {

ClassHints::ClassHints() {
  constexpr absl::string_view kKinds[] = {
      "drop", "unlikely", "maybe", "good", "bad", "byline", "caption", "title"};
  for (absl::string_view line : absl::StrSplit(data::ClassHints(), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    const size_t tab = line.find('\t');
    for (int bit = 0; bit < static_cast<int>(std::size(kKinds)); ++bit) {
      if (line.substr(tab + 1) == kKinds[bit]) {
        patterns_.Add(line.substr(0, tab), bit);
      }
    }
  }
  patterns_.Build();
}

}  // namespace impactwire::text
