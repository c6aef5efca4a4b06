#include "ingest_service/extract/names/quote_speakers.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/ingest_service/extract/names/found_names.h"

namespace impactwire::extract {
namespace {

// Who says the "We" (or "we") of `text`: a name, "nameless" or "unknown".
std::string Speaker(absl::string_view text) {
  const FoundNames found(text);
  for (const Mention& mention : found.entities.mentions) {
    if (mention.kind != MentionKind::kPronoun) continue;
    if (mention.speaker >= 0) {
      return found.entities.entities[mention.speaker].name;
    }
    return mention.speaker == QuoteSpeakers::kNameless ? "nameless" : "unknown";
  }
  return "no pronoun";
}

TEST(QuoteSpeakersTest, TheSpeakerIsNamedBesideTheQuotation) {
  const struct {
    const char* text;
    const char* speaker;
  } kCases[] = {
      {"\"We built ten schools,\" said Maria Gonzalez in Lima.",
       "Maria Gonzalez"},
      {"\u201cWe built ten schools,\u201d Maria Gonzalez said in Lima.",
       "Maria Gonzalez"},
      {"Maria Gonzalez told reporters: \"We built ten schools.\"",
       "Maria Gonzalez"},
      {"\"We built ten schools,\" said a farmer.", "nameless"},
      {"\"We built ten schools,\" said Halden Foods Ltd in a statement.",
       "Halden Foods Ltd"},
      {"Maria Gonzalez came to Lima. We built ten schools.", "unknown"},
  };
  for (const auto& c : kCases) EXPECT_EQ(Speaker(c.text), c.speaker) << c.text;
}

TEST(QuoteSpeakersTest, AQuotationGoesOnInTheNextParagraph) {
  EXPECT_EQ(Speaker("\"The road was bad,\" said Maria Gonzalez.\n\n"
                    "\"We built ten schools.\""),
            "Maria Gonzalez");
}

TEST(QuoteSpeakersTest, SheIsWhoWasNamedLast) {
  EXPECT_EQ(Speaker("Maria Gonzalez came to Lima in May.\n\n"
                    "\"We built ten schools,\" she said."),
            "Maria Gonzalez");
}

}  // namespace
}  // namespace impactwire::extract
