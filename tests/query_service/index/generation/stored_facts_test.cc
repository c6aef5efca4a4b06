#include "query_service/index/generation/stored_facts.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "query_service/index/generation/message_code.h"

namespace impactwire::query {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr char kText[] =
    "The company said it had trained 4,200 teachers in three provinces since "
    "2019, and opened 76 stations.";

std::string Coded(absl::string_view text) {
  std::string coded;
  MessageCode::Get().Encode(text, &coded);
  return coded;
}

std::string Decoded(absl::string_view coded) {
  std::string text;
  MessageCode::Get().Decode(coded, &text);
  return text;
}

TEST(MessageCodeTest, GivesBackAnyBytes) {
  std::mt19937 random(1);
  const std::string pieces[] = {" the",
                                "people",
                                " ",
                                std::string(3, '\0'),
                                "Zürich",
                                "\xff",
                                ",000",
                                "internationalization",
                                " internationalizations",
                                "A"};
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (size_t n = random() % 12; n > 0; --n) {
      if (random() % 3 == 0) {
        text.push_back(static_cast<char>(random() % 256));
      } else {
        text.append(pieces[random() % std::size(pieces)]);
      }
    }
    const std::string coded = Coded(text);
    ASSERT_EQ(Decoded(coded), text);
    ASSERT_LE(coded.size(), 2 * text.size());
  }
}

TEST(MessageCodeTest, HalvesEnglishAndAppends) {
  EXPECT_LT(Coded(kText).size(), sizeof(kText) / 2);
  std::string out = "kept ";
  MessageCode::Get().Decode(Coded("trained"), &out);
  EXPECT_EQ(out, "kept trained");
}

TEST(MessageCodeTest, ReadsWhatNobodyEncoded) {
  std::mt19937 random(2);
  for (int round = 0; round < 2000; ++round) {
    std::string coded;
    for (size_t n = random() % 20; n > 0; --n) {
      coded.push_back(static_cast<char>(random() % 256));
    }
    EXPECT_LE(Decoded(coded).size(), 16 * coded.size());
  }
}

// Has begin and end where its text stands in kText.
v1::TextSpan SpanOf(const std::string& text) {
  v1::TextSpan span;
  const auto begin = std::string(kText).find(text);
  span.set_begin(static_cast<int32_t>(1000 + begin));
  span.set_end(static_cast<int32_t>(span.begin() + text.size()));
  span.set_text(text);
  return span;
}

v1::ImpactFigure FigureOf(const std::string& surface) {
  v1::ImpactFigure figure;
  figure.set_what("teachers");
  figure.mutable_place()->set_name("Kunming");
  figure.add_co_organization_ids("org-0123456789abcdef");
  *figure.mutable_evidence() = SpanOf(kText);
  *figure.mutable_surface() = SpanOf(surface);
  return figure;
}

v1::ArticleRecord Record() {
  v1::ArticleRecord record;
  record.set_uri("https://example.org/a");
  record.set_title("Teachers trained");
  record.set_language("en");
  record.set_content_sha256(std::string(60, 'a') + "09ef");
  record.set_extractor_version("1");
  record.mutable_ingest_time()->set_seconds(1600000000);
  record.add_warnings()->set_message("odd");
  *record.add_impact_figures() = FigureOf("4,200 teachers");
  *record.add_impact_figures() = FigureOf("76 stations");
  v1::ExecutiveRole* const role = record.add_executives();
  role->set_title("chief executive");
  *role->mutable_evidence() = SpanOf(kText);
  return record;
}

// The bytes of its facts; the record is as it was.
std::string Store(v1::ArticleRecord* record) {
  const v1::ArticleRecord before = *record;
  FactWriter writer;
  writer.Open(*record);
  for (auto& role : *record->mutable_executives()) writer.AddRole(&role);
  for (auto& figure : *record->mutable_impact_figures()) {
    writer.AddFigure(&figure);
  }
  std::string bytes;
  writer.Finish(&bytes);
  EXPECT_TRUE(MessageDifferencer::Equals(*record, before));
  return bytes;
}

void ExpectKept(v1::ArticleRecord record) {
  const std::string bytes = Store(&record);
  const StoredFacts facts(bytes);
  const auto roles = static_cast<size_t>(record.executives_size());
  const auto figures = static_cast<size_t>(record.impact_figures_size());
  ASSERT_TRUE(facts.Hold(roles + figures));
  EXPECT_FALSE(facts.Hold(roles + figures + 1));
  EXPECT_EQ(facts.Uri(), record.uri());
  EXPECT_EQ(facts.Title(), record.title());
  for (size_t i = 0; i < roles; ++i) {
    std::string message;
    facts.AppendRole(i, &message);
    v1::ExecutiveRole role;
    ASSERT_TRUE(role.ParseFromString(message));
    EXPECT_TRUE(MessageDifferencer::Equals(
        role, record.executives(static_cast<int>(i))));
  }
  for (size_t i = 0; i < figures; ++i) {
    std::string message;
    facts.AppendFigure(roles + i, &message);
    v1::ImpactFigure figure;
    ASSERT_TRUE(figure.ParseFromString(message));
    EXPECT_TRUE(MessageDifferencer::Equals(
        figure, record.impact_figures(static_cast<int>(i))))
        << figure.ShortDebugString();
  }
  v1::ArticleRecord read;
  facts.ReadArticle(&read);
  record.clear_uri();
  record.clear_title();
  record.clear_executives();
  record.clear_impact_figures();
  EXPECT_TRUE(MessageDifferencer::Equals(read, record));
}

TEST(StoredFactsTest, KeepsARecord) {
  ExpectKept(Record());
  ExpectKept(v1::ArticleRecord());
}

TEST(StoredFactsTest, KeepsWhatIsUnusual) {
  v1::ArticleRecord record = Record();
  record.set_content_sha256(std::string(64, 'A'));
  v1::ImpactFigure* figure = record.mutable_impact_figures(0);
  // Not where it says, elsewhere, or nowhere.
  figure->mutable_surface()->set_text("4,200 nurses!!");
  ExpectKept(record);
  figure->mutable_surface()->set_begin(0);
  ExpectKept(record);
  figure->mutable_surface()->Clear();
  ExpectKept(record);
  figure->clear_surface();
  ExpectKept(record);
  figure->mutable_evidence()->clear_end();
  ExpectKept(record);
  figure->mutable_evidence()->set_begin(-5);
  ExpectKept(record);
  figure->mutable_evidence()->Clear();
  ExpectKept(record);
  figure->clear_evidence();
  record.mutable_executives(0)->clear_evidence();
  ExpectKept(record);
}

TEST(StoredFactsTest, StoresASentenceOnce) {
  v1::ArticleRecord record = Record();
  const size_t shared = Store(&record).size();
  record.mutable_impact_figures(1)->mutable_evidence()->set_begin(1);
  EXPECT_GT(Store(&record).size(), shared + Coded(kText).size());
  // Other sentences at the same place.
  record.mutable_impact_figures(1)->mutable_evidence()->set_begin(1000);
  record.mutable_impact_figures(1)->mutable_evidence()->set_text("Other.");
  ExpectKept(record);
}

TEST(StoredFactsTest, KeepsMuch) {
  v1::ArticleRecord record = Record();
  for (int i = 0; i < 3000; ++i) {
    v1::ImpactFigure figure = FigureOf("76 stations");
    figure.set_what("stations of kind " + std::to_string(i));
    figure.mutable_evidence()->set_begin(2000 + 1000 * i);
    *record.add_impact_figures() = figure;
  }
  ExpectKept(record);
}

TEST(StoredFactsTest, TellsDamage) {
  v1::ArticleRecord record = Record();
  const std::string bytes = Store(&record);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(StoredFacts(bytes.substr(0, size)).Hold(3));
  }
  std::mt19937 random(3);
  for (int round = 0; round < 5000; ++round) {
    std::string damaged = bytes;
    damaged[random() % damaged.size()] = static_cast<char>(random() % 256);
    const StoredFacts facts(damaged);
    // Whatever comes out; nothing is read beyond the end.
    std::string message;
    facts.AppendFigure(random() % 4, &message);
    v1::ArticleRecord read;
    facts.ReadArticle(&read);
    EXPECT_LE(facts.Title().size(), 16 * damaged.size());
  }
}

}  // namespace
}  // namespace impactwire::query
