// Which times are weighed for a figure, and in what relation to it, on whole
// texts.
#include "ingest_service/extract/figures/setting_finder.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "ingest_service/extract/numbers/number_reader.h"
#include "ingest_service/text/article_document.h"
#include "ingest_service/text/document_reader.h"

namespace impactwire::extract {
namespace {

struct Tools {
  std::unique_ptr<NumberReader> reader = NumberReader::Create().value();
  std::unique_ptr<TimeFinder> times = TimeFinder::Create().value();
  std::unique_ptr<FigureLexicon> lexicon = FigureLexicon::Create().value();
  std::unique_ptr<WordSenses> words = WordSenses::Create().value();
  std::unique_ptr<UnitRanker> ranker =
      UnitRanker::Create(lexicon.get(), words.get()).value();
};

// "2018/2018 before; 2020/ title": the candidates of the last number of `text`.
std::string Times(const std::string& title, const std::string& text,
                  const SettingMemory& memory = {},
                  std::vector<std::string>* none = nullptr) {
  static const Tools* const tools = new Tools;
  static const auto* const documents = new text::DocumentReader;
  v1::Article article;
  article.set_title(title);
  article.set_text(text);
  const text::Document document =
      text::ReadArticle(*documents, article).value();
  const LexedText lexed = Lex(document);
  std::vector<uint8_t> taken;
  const std::vector<TimeExpression> times =
      tools->times->Find(lexed, "2020-06-15", &taken);
  std::vector<Number> numbers = tools->reader->Read(lexed, taken, {});
  const std::vector<WordSenses::Set> senses = tools->words->Of(lexed);
  const std::vector<FigureFrame> frames =
      MakeFrames(*tools->lexicon, lexed, *tools->reader, *tools->ranker, senses,
                 &numbers, nullptr);
  const Entities entities;
  const std::vector<Role> roles;
  const FigureInput input = {document, entities, roles, lexed, times};
  const FigureContext context = {*tools->lexicon, *tools->words, senses,
                                 input,           numbers,       frames};
  std::string out;
  for (const Setting& setting : SettingFinder(context).Times(
           frames.size() - 1, "HEALTH", "achieved", memory, true)) {
    if (setting.index < 0) {
      if (none != nullptr) *none = setting.features.names();
      continue;
    }
    const TimeExpression& time = times[setting.index];
    absl::StrAppend(&out, out.empty() ? "" : "; ", time.start, "/", time.end,
                    " ", setting.where);
  }
  return out;
}

TEST(SettingFinderTest, TheSameTimeIsWeighedOnceWhereItIsNearest) {
  EXPECT_EQ(Times("", "It grew in 2018. In 2018 it treated 60 patients."),
            "2018/2018 before");
}

TEST(SettingFinderTest, ATitleStandsForTheWholeArticle) {
  EXPECT_EQ(Times("Clinic report for 2018",
                  "It grew much here.\n\nIt treated 60 patients there."),
            "2018/2018 title");
}

TEST(SettingFinderTest, TheDateOfAReportIsNoCandidate) {
  EXPECT_EQ(Times("", "JAKARTA, July 22 — It treated 60 patients there."), "");
}

TEST(SettingFinderTest, WithoutATimeAndAFigureBeforeNothingIsRemembered) {
  std::vector<std::string> none;
  EXPECT_EQ(Times("", "It treated 60 patients there.", {}, &none), "");
  EXPECT_EQ(std::count(none.begin(), none.end(), "none.alone"), 1);
  EXPECT_EQ(std::count(none.begin(), none.end(), "none.same"), 0);
  SettingMemory memory;
  memory.Add(-1, 0);
  Times("", "It treated 60 patients there.", memory, &none);
  EXPECT_EQ(std::count(none.begin(), none.end(), "none.same"), 1);
}

// The places weighed for the last number of `text`, of those of `names`.
std::string Places(const std::string& text,
                   const std::vector<std::string>& names) {
  static const Tools* const tools = new Tools;
  static const auto* const documents = new text::DocumentReader;
  v1::Article article;
  article.set_text(text);
  const text::Document document =
      text::ReadArticle(*documents, article).value();
  const LexedText lexed = Lex(document);
  std::vector<uint8_t> taken(lexed.lexemes.size(), 0);
  std::vector<Number> numbers = tools->reader->Read(lexed, taken, {});
  const std::vector<WordSenses::Set> senses = tools->words->Of(lexed);
  const std::vector<FigureFrame> frames =
      MakeFrames(*tools->lexicon, lexed, *tools->reader, *tools->ranker, senses,
                 &numbers, nullptr);
  Entities entities;
  for (const std::string& name : names) {
    const int32_t at = document.text.find(name);
    Mention mention;
    mention.kind = MentionKind::kPlace;
    mention.span = {at, at + static_cast<int32_t>(name.size())};
    mention.entity = -1;
    mention.sentence = 0;
    while (document.sentences[mention.sentence].span.end <= at) {
      ++mention.sentence;
    }
    entities.mentions.push_back(mention);
  }
  const std::vector<Role> roles;
  const std::vector<TimeExpression> times;
  const FigureInput input = {document, entities, roles, lexed, times};
  const FigureContext context = {*tools->lexicon, *tools->words, senses,
                                 input,           numbers,       frames};
  std::string out;
  for (const Setting& setting :
       SettingFinder(context).Places(frames.size() - 1, "HEALTH", {}, false)) {
    if (setting.index < 0) continue;
    absl::StrAppend(&out, out.empty() ? "" : "; ", names[setting.index], " ",
                    setting.where);
  }
  return out;
}

TEST(SettingFinderTest, WhereSomebodyIsBasedIsNotWhereItCounts) {
  EXPECT_EQ(Places("The Lima based clinic treated 60 patients in Cusco.",
                   {"Lima", "Cusco"}),
            "Cusco after");
  EXPECT_EQ(Places("A clinic based in Lima treated 60 patients in Cusco.",
                   {"Lima", "Cusco"}),
            "Cusco after");
}

}  // namespace
}  // namespace impactwire::extract
