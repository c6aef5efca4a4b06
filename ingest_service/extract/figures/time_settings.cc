// When a figure counts: the features of times.
#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/figures/figure_features.h"
#include "ingest_service/extract/figures/setting_finder.h"

namespace impactwire::extract {
namespace {

absl::string_view MannerName(TimeManner manner) {
  switch (manner) {
    case TimeManner::kDate:
      return "date";
    case TimeManner::kRelative:
      return "relative";
    case TimeManner::kAnchored:
      return "anchored";
    case TimeManner::kSpan:
      return "span";
    case TimeManner::kDay:
      return "day";
  }
  return "";
}

// Whether the number is what another is compared with: "up from 1,900".
bool IsCompared(absl::string_view before) {
  return before == "from" || before == "than" || before == "against" ||
         before == "with" || before == "to" || before == "above" ||
         before == "below" || before == "the";
}

// Auxiliaries and what else tells the tense; empty: another word.
absl::string_view TenseOf(absl::string_view word) {
  if (word == "will" || word == "would" || word == "to" || word == "shall" ||
      word == "could" || word == "can" || word == "should") {
    return "will";
  }
  if (word == "has" || word == "have" || word == "had") return word;
  if (word == "was" || word == "were") return "was";
  if (word == "is" || word == "are" || word == "now") return "is";
  return "";
}

}  // namespace

absl::string_view SettingFinder::Tense(const FigureFrame& frame) const {
  constexpr int32_t kVerb = 14;
  const Clause clause = ClauseAround(input_.lexed, frame.sentence, frame.first,
                                     frame.last, kVerb);
  const auto read = [&](int32_t i) -> absl::string_view {
    const absl::string_view word = Word(i, frame.sentence);
    const absl::string_view tense = TenseOf(word);
    if (!tense.empty()) return tense;
    if ((senses_[i] & words_.verbs()) == 0 || named_[i] != 0) return "";
    for (int32_t k = i - 1; k >= std::max(clause.begin, i - 2); --k) {
      const absl::string_view auxiliary = TenseOf(Word(k, frame.sentence));
      if (!auxiliary.empty()) return auxiliary;
    }
    return absl::EndsWith(word, "ed")    ? "ed"
           : absl::EndsWith(word, "ing") ? "ing"
           : absl::EndsWith(word, "s")   ? "s"
                                         : "verb";
  };
  for (int32_t i = frame.first - 1; i >= clause.begin; --i) {
    const absl::string_view tense = read(i);
    if (!tense.empty()) return tense;
  }
  for (int32_t i = frame.last; i < clause.end; ++i) {
    const absl::string_view tense = read(i);
    if (!tense.empty()) return tense;
  }
  return "none";
}

absl::string_view SettingFinder::Pointer(const FigureFrame& frame) const {
  static constexpr absl::string_view kPointers[] = {
      "then",  "period", "date",   "far",    "now",      "currently", "already",
      "today", "round",  "latest", "annual", "annually", "yearly"};
  for (int32_t i = From(frame); i < To(frame); ++i) {
    const absl::string_view word = Word(i, frame.sentence);
    for (const absl::string_view pointer : kPointers) {
      if (word == pointer) return pointer;
    }
    if (word != "that" && word != "That" && word != "those" &&
        word != "Those") {
      continue;
    }
    const absl::string_view next = Word(i + 1, frame.sentence);
    for (const absl::string_view noun :
         {"time", "years", "year", "month", "months", "day", "night", "stage",
          "period", "event"}) {
      if (next == noun) return "that time";
    }
  }
  return "";
}

void SettingFinder::FindTimes() {
  absl::flat_hash_map<std::string, int32_t> groups;
  for (size_t t = 0; t < input_.times.size(); ++t) {
    const TimeExpression& time = input_.times[t];
    if (time.dateline || (time.start.empty() && time.end.empty())) continue;
    const int32_t group =
        groups
            .try_emplace(absl::StrCat(time.start, "/", time.end), groups.size())
            .first->second;
    times_.all.push_back(
        {static_cast<int32_t>(t), time.sentence, time.first, time.last, group});
  }
  times_.groups.resize(groups.size());
  Finish(&times_);
}

Setting SettingFinder::Time(const Query& query, const Spot& spot,
                            size_t rank) const {
  const TimeExpression& time = input_.times[spot.index];
  const FigureFrame& frame = frames_[query.frame];
  Setting setting;
  setting.index = spot.index;
  setting.where = Where(frame, spot.sentence, spot.first);
  setting.features = Features(query.keep_names);
  Features& features = setting.features;
  const std::string& where = setting.where;
  const absl::string_view relation = time.relation == TimeRelation::kBy ? "by"
                                     : time.relation == TimeRelation::kSince
                                         ? "since"
                                         : "in";
  const absl::string_view exact = time.point.size() == 10  ? "day"
                                  : time.point.size() == 7 ? "month"
                                                           : "year";
  const absl::string_view manner = MannerName(time.manner);
  features.Add("at=", where);
  features.Add("atr=", where, ".", relation);
  features.Add("atre=", where, ".", relation, ".", exact);
  features.Add("ats=", where, ".", relation, ".", query.status);
  features.Add("atc=", where, ".", query.category);
  features.Add("atu=", where, ".", query.unit_class);
  features.Add("atm=", where, ".", manner);
  features.Add("atms=", where, ".", manner, ".", query.status);
  AddSenses(frame, absl::StrCat("atd=", where, "."), &features);
  features.Add("rank=", std::min<size_t>(rank, 3), ".", where);
  features.Add("atn=", where, ".", frame.unit);
  const absl::string_view pointer = query.pointer;
  if (!pointer.empty()) {
    features.Add("points=", pointer, ".", where);
    features.Add("pointm=", pointer, ".", manner);
  }
  const absl::string_view first_word = Word(spot.first, spot.sentence);
  features.Add("w=", where, ".", first_word);
  features.Add("wb=", Stem(Word(spot.first - 1, spot.sentence)));
  features.Add("wb2=", Stem(Word(spot.first - 2, spot.sentence)));
  features.Add("wa=", Stem(Word(spot.last, spot.sentence)));
  const absl::string_view last_word = Word(spot.last - 1, spot.sentence);
  features.Add("lastw=", last_word.size() == 4 ? "4" : last_word);
  if (spot.first == input_.lexed.First(spot.sentence)) {
    features.Add("leads.", where);
  }
  int year = 0;
  (void)absl::SimpleAtoi(absl::string_view(time.point)
                             .substr(0, std::min<size_t>(4, time.point.size())),
                         &year);
  const int age = publish_year_ - year;
  const absl::string_view ago = publish_year_ == 0 || year == 0 ? "open"
                                : age < 0                       ? "to come"
                                : age <= 1                      ? "new"
                                : age <= 5                      ? "past"
                                                                : "old";
  features.Add("ago=", ago, ".", relation, ".", where);
  features.Add("agos=", ago, ".", query.status);
  const absl::string_view tense = Tense(frame);
  features.Add("tense=", tense, ".", where);
  if (spot.sentence == frame.sentence) {
    features.Add("tenser=", tense, ".", relation);
    features.Add("tensea=", tense, ".", ago, ".", exact);
  }
  const absl::string_view before = Word(frame.first - 1, frame.sentence);
  if (IsCompared(before)) {
    features.Add("cmp=", before, ".", time.past ? "past" : "", ".", where);
  }
  if (time.past) features.Add("past.", where);
  const text::ParagraphKind kind = Kind(frame.sentence);
  if (kind != text::ParagraphKind::kBody) {
    features.Add("kind=", static_cast<int>(kind), ".", where);
  }
  if (spot.sentence == frame.sentence) {
    AddLink(frame, query.frame, spot, spot.first, where, &features);
  }
  AddCommon(query, times_, spot, where, &features);
  return setting;
}

Setting SettingFinder::NoTime(const Query& query, size_t own,
                              bool alone) const {
  const FigureFrame& frame = frames_[query.frame];
  Setting setting;
  setting.features = Features(query.keep_names);
  Features& none = setting.features;
  none.Add("none");
  none.Add("none.own.", std::min<size_t>(own, 2));
  none.Add("none.s.", query.status);
  none.Add("none.c.", query.category);
  none.Add("none.u.", query.unit_class);
  none.Add("none.kind.", static_cast<int>(Kind(frame.sentence)));
  const int32_t groups = times_.groups.size();
  none.Add("none.few.", groups <= 1 ? "one" : groups <= 3 ? "few" : "many");
  AddSenses(frame, "none.d.", &none);
  none.Add("none.tense.", Tense(frame));
  if (!query.pointer.empty()) none.Add("none.points.", query.pointer);
  AddWords(frame, "none.w.", &none);
  AddCommonOfNone(query, alone, &none);
  return setting;
}

}  // namespace impactwire::extract
