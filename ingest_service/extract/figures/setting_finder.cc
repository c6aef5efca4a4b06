#include "ingest_service/extract/figures/setting_finder.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/figures/figure_features.h"

namespace impactwire::extract {
namespace {

constexpr int32_t kSentencesBack = 3;

absl::string_view Distance(int32_t lexemes) {
  return lexemes <= 1    ? "1"
         : lexemes <= 3  ? "3"
         : lexemes <= 7  ? "7"
         : lexemes <= 15 ? "15"
                         : "far";
}

}  // namespace

SettingFinder::SettingFinder(const FigureContext& context)
    : ContextReader(context) {
  const int32_t sentences = input_.document.sentences.size();
  first_place_.assign(sentences + 1, 0);
  first_time_.assign(sentences + 1, 0);
  const LexedText& lexed = input_.lexed;
  absl::flat_hash_map<std::string, int32_t> named;
  const std::vector<Mention>& mentions = input_.entities.mentions;
  for (size_t m = 0; m < mentions.size(); ++m) {
    if (mentions[m].kind != MentionKind::kPlace) continue;
    places_.push_back(m);
    ++first_place_[mentions[m].sentence + 1];
    ++named[std::string(input_.document.Surface(mentions[m].span))];
    const auto begin =
        lexed.lexemes.begin() + lexed.First(mentions[m].sentence);
    const auto end = lexed.lexemes.begin() + lexed.End(mentions[m].sentence);
    lexeme_.push_back(std::lower_bound(begin, end, mentions[m].span.begin,
                                       [](const Lexeme& lexeme, int32_t at) {
                                         return lexeme.span.begin < at;
                                       }) -
                      lexed.lexemes.begin());
  }
  for (const TimeExpression& time : input_.times) {
    ++first_time_[time.sentence + 1];
  }
  for (int32_t s = 0; s < sentences; ++s) {
    first_place_[s + 1] += first_place_[s];
    first_time_[s + 1] += first_time_[s];
  }
  distinct_ = named.size();
  absl::flat_hash_map<absl::string_view, bool> titled;
  for (const int32_t m : places_) {
    const int32_t paragraph =
        input_.document.sentences[mentions[m].sentence].paragraph;
    if (input_.document.paragraphs[paragraph].kind ==
        text::ParagraphKind::kTitle) {
      titled[input_.document.Surface(mentions[m].span)] = true;
    }
  }
  for (size_t p = 0; p < places_.size(); ++p) {
    in_title_.push_back(
        titled.contains(input_.document.Surface(mentions[places_[p]].span)));
    count_.push_back(
        named[std::string(input_.document.Surface(mentions[places_[p]].span))]);
    if (most_ < 0 || count_[p] > count_[most_]) most_ = p;
  }
}

void SettingFinder::AddSenses(const FigureFrame& frame, absl::string_view name,
                              Features* out) const {
  const WordSenses::Set doing = context_.Doing(frame);
  WordSenses::Set head = frame.phrase.empty() ? 0 : senses_[frame.phrase.head];
  head &= ~words_.verbs();
  for (WordSenses::Set set = doing | head; set != 0; set &= set - 1) {
    out->Add(name, words_.Name(__builtin_ctzll(set)));
  }
}

bool SettingFinder::SamePlace(int32_t a, int32_t b) const {
  const std::vector<Mention>& mentions = input_.entities.mentions;
  if (a < 0 || b < 0) return a == b;
  if (mentions[a].entity >= 0 && mentions[a].entity == mentions[b].entity) {
    return true;
  }
  return input_.document.Surface(mentions[a].span) ==
         input_.document.Surface(mentions[b].span);
}

absl::string_view SettingFinder::Word(int32_t lexeme, int32_t sentence) const {
  if (lexeme < input_.lexed.First(sentence)) return "<s>";
  if (lexeme >= input_.lexed.End(sentence)) return "</s>";
  return input_.lexed.Surface(input_.lexed.lexemes[lexeme]);
}

absl::string_view SettingFinder::Where(const FigureFrame& frame,
                                       int32_t sentence, int32_t first) const {
  if (sentence == frame.sentence) {
    return first < frame.first ? "before" : "after";
  }
  const text::Document& document = input_.document;
  const int32_t paragraph = document.sentences[sentence].paragraph;
  if (document.paragraphs[paragraph].kind == text::ParagraphKind::kTitle) {
    return "title";
  }
  const bool same = paragraph == document.sentences[frame.sentence].paragraph;
  const int32_t back = frame.sentence - sentence;
  if (back < 0) return "later";
  return back == 1 ? (same ? "prev" : "prevpar") : (same ? "back" : "backpar");
}

void SettingFinder::AddPlace(size_t index, int32_t place,
                             absl::string_view category, int32_t previous,
                             bool keep_names, std::vector<Setting>* out) const {
  const int32_t mention_index = places_[place];
  if (out->size() > kMaxCandidates) return;
  for (const Setting& other : *out) {
    if (other.index >= 0 && SamePlace(other.index, mention_index)) return;
  }
  const FigureFrame& frame = frames_[index];
  const Mention& mention = input_.entities.mentions[mention_index];
  const int32_t first = lexeme_[place];
  Setting setting;
  setting.index = mention_index;
  setting.same_sentence = mention.sentence == frame.sentence;
  setting.features = Features(keep_names);
  Features& features = setting.features;
  const std::string where(Where(frame, mention.sentence, first));
  const absl::string_view unit_class = UnitClass(frame, numbers_[frame.number]);
  features.Add("at=", where);
  features.Add("atu=", absl::StrCat(where, ".", unit_class));
  features.Add("atc=", absl::StrCat(where, ".", category));
  AddSenses(frame, absl::StrCat("atd=", where, "."), &features);
  if (in_title_[place]) {
    features.Add("title");
    features.Add("title.", where);
  }
  features.Add("few=", absl::StrCat(distinct_ <= 1   ? "one"
                                    : distinct_ <= 3 ? "few"
                                                     : "many",
                                    ".", where));
  const int32_t paragraph = input_.document.sentences[frame.sentence].paragraph;
  const int32_t opening =
      first_place_[input_.document.paragraphs[paragraph].first_sentence];
  if (opening < static_cast<int32_t>(places_.size()) &&
      SamePlace(places_[opening], mention_index)) {
    features.Add("opens.", where);
  }
  // The preposition, perhaps behind a few words: "in rural Kenya".
  absl::string_view preposition = Word(first - 1, mention.sentence);
  for (int32_t k = 1; k <= 4; ++k) {
    const absl::string_view word = Word(first - k, mention.sentence);
    if (word == "in" || word == "In" || word == "across" || word == "from" ||
        word == "at" || word == "of" || word == "to" || word == "near" ||
        word == "throughout") {
      preposition = word;
      break;
    }
    if (word == ",") break;
  }
  features.Add("prep=", absl::StrCat(where, ".", preposition));
  features.Add("wb=", Word(first - 1, mention.sentence));
  int32_t last = first;
  while (last < input_.lexed.End(mention.sentence) &&
         input_.lexed.lexemes[last].span.begin < mention.span.end) {
    ++last;
  }
  const absl::string_view after = Word(last, mention.sentence);
  features.Add("wa=", Stem(after));
  // "Puyang, Henan Province": the first is the most specific.
  if (place > 0 &&
      input_.entities.mentions[places_[place - 1]].sentence ==
          mention.sentence &&
      Word(first - 1, mention.sentence) == "," &&
      lexeme_[place - 1] >= first - 5) {
    features.Add("wider");
  }
  if (after == "," && place + 1 < static_cast<int32_t>(places_.size()) &&
      lexeme_[place + 1] == last + 1) {
    features.Add("narrower");
  }
  if (first == input_.lexed.First(mention.sentence) + 1) {
    features.Add("leads.", where);
  }
  if (setting.same_sentence) {
    const bool behind = first >= frame.last;
    features.Add("dist=", absl::StrCat(where, ".",
                                       Distance(behind ? first - frame.last
                                                       : frame.first - last)));
    const Clause clause =
        ClauseAround(input_.lexed, frame.sentence, frame.first, frame.last, 40);
    if (first < clause.begin || first >= clause.end) features.Add("outside");
  }
  features.Add("n=", absl::StrCat(std::min(count_[place], 4)));
  features.Add("np=", absl::StrCat(std::min(count_[place], 3), ".", where));
  if (most_ >= 0 && SamePlace(places_[most_], mention_index)) {
    features.Add("most");
    features.Add("most.", where);
  }
  const absl::string_view surface = input_.document.Surface(mention.span);
  if (mention.entity >= 0) {
    const Entity& entity = input_.entities.entities[mention.entity];
    features.Add(entity.country_code.empty() ? "nocode" : "code");
  }
  const size_t space = surface.rfind(' ');
  features.Add("lastw=", surface.substr(space == surface.npos ? 0 : space + 1));
  if (previous >= 0 && SamePlace(previous, mention_index)) {
    features.Add("same");
    features.Add("same.", where);
  }
  out->push_back(std::move(setting));
}

std::vector<Setting> SettingFinder::Places(size_t index,
                                           absl::string_view category,
                                           int32_t previous,
                                           bool keep_names) const {
  const FigureFrame& frame = frames_[index];
  std::vector<Setting> out(1);
  const int32_t begin = first_place_[frame.sentence];
  const int32_t end =
      std::min<int32_t>(first_place_[frame.sentence + 1], begin + 40);
  int32_t split = begin;
  while (split < end && lexeme_[split] < frame.last) ++split;
  const auto add = [&](int32_t place) {
    AddPlace(index, place, category, previous, keep_names, &out);
  };
  for (int32_t p = split; p < end; ++p) add(p);
  for (int32_t p = split; p-- > begin;) add(p);
  const size_t own = out.size();
  const int32_t oldest =
      first_place_[std::max(0, frame.sentence - kSentencesBack)];
  for (int32_t p = begin; p-- > std::max(oldest, begin - 12);) add(p);
  if (most_ >= 0) add(most_);
  Features none(keep_names);
  none.Add("none");
  none.Add("none.own.", absl::StrCat(std::min<size_t>(own - 1, 2)));
  none.Add("none.u.", UnitClass(frame, numbers_[frame.number]));
  none.Add("none.c.", category);
  none.Add("none.head.", frame.unit);
  AddSenses(frame, "none.d.", &none);
  none.Add("none.few.", distinct_ <= 1   ? "one"
                        : distinct_ <= 3 ? "few"
                                         : "many");
  if (previous == -1) none.Add("none.same");
  if (previous >= 0) none.Add("none.other");
  if (out.size() == 1) none.Add("none.alone");
  out[0].features = std::move(none);
  return out;
}

void SettingFinder::AddTime(size_t index, int32_t time_index,
                            absl::string_view category,
                            absl::string_view status, int32_t previous,
                            bool keep_names, std::vector<Setting>* out) const {
  if (out->size() > kMaxCandidates) return;
  const TimeExpression& time = input_.times[time_index];
  if (time.past || (time.start.empty() && time.end.empty())) return;
  const FigureFrame& frame = frames_[index];
  Setting setting;
  setting.index = time_index;
  setting.same_sentence = time.sentence == frame.sentence;
  setting.features = Features(keep_names);
  Features& features = setting.features;
  const std::string where(Where(frame, time.sentence, time.first));
  const absl::string_view relation = time.relation == TimeRelation::kBy ? "by"
                                     : time.relation == TimeRelation::kSince
                                         ? "since"
                                         : "in";
  const absl::string_view exact = time.start.size() == 10  ? "day"
                                  : time.start.size() == 7 ? "month"
                                                           : "year";
  features.Add("at=", where);
  features.Add("atr=", absl::StrCat(where, ".", relation));
  features.Add("atre=", absl::StrCat(where, ".", relation, ".", exact));
  features.Add("ats=", absl::StrCat(where, ".", relation, ".", status));
  features.Add("atc=", absl::StrCat(where, ".", category));
  const absl::string_view first_word = Word(time.first, time.sentence);
  features.Add("w=", absl::StrCat(where, ".", first_word));
  features.Add("wb=", Stem(Word(time.first - 1, time.sentence)));
  features.Add("wb2=", Stem(Word(time.first - 2, time.sentence)));
  features.Add("wa=", Stem(Word(time.last, time.sentence)));
  features.Add("lastw=", Word(time.last - 1, time.sentence).size() == 4
                             ? absl::string_view("4")
                             : Word(time.last - 1, time.sentence));
  if (time.first == input_.lexed.First(time.sentence)) {
    features.Add("leads.", where);
  }
  if (time.future) features.Add("future");
  if (time.past) features.Add("past");
  if (setting.same_sentence) {
    const bool behind = time.first >= frame.last;
    features.Add("dist=",
                 absl::StrCat(where, ".",
                              Distance(behind ? time.first - frame.last
                                              : frame.first - time.last)));
    const Clause clause =
        ClauseAround(input_.lexed, frame.sentence, frame.first, frame.last, 60);
    if (time.first < clause.begin || time.first >= clause.end) {
      features.Add("outside");
    }
    // Other figures between.
    int between = 0;
    for (size_t k = index; k-- > 0 && between < 3 &&
                           frames_[k].sentence == frame.sentence &&
                           frames_[k].first > time.first;) {
      ++between;
    }
    for (size_t k = index + 1;
         k < frames_.size() && between < 3 &&
         frames_[k].sentence == frame.sentence && frames_[k].first < time.first;
         ++k) {
      ++between;
    }
    features.Add("btw=", absl::StrCat(between));
  }
  if (previous == time_index) {
    features.Add("same");
    features.Add("same.", where);
  }
  out->push_back(std::move(setting));
}

std::vector<Setting> SettingFinder::Times(size_t index,
                                          absl::string_view category,
                                          absl::string_view status,
                                          int32_t previous,
                                          bool keep_names) const {
  const FigureFrame& frame = frames_[index];
  std::vector<Setting> out(1);
  const int32_t begin = first_time_[frame.sentence];
  const int32_t end =
      std::min<int32_t>(first_time_[frame.sentence + 1], begin + 12);
  const auto add = [&](int32_t time) {
    AddTime(index, time, category, status, previous, keep_names, &out);
  };
  for (int32_t t = begin; t < end; ++t) add(t);
  const size_t own = out.size();
  // What was told before may go on.
  const int32_t oldest =
      first_time_[std::max(0, frame.sentence - kSentencesBack)];
  for (int32_t t = begin; t-- > std::max(oldest, begin - 6);) add(t);
  Features none(keep_names);
  none.Add("none");
  none.Add("none.own.", absl::StrCat(std::min<size_t>(own - 1, 2)));
  none.Add("none.s.", status);
  none.Add("none.c.", category);
  none.Add("none.u.", UnitClass(frame, numbers_[frame.number]));
  if (previous == -1) none.Add("none.same");
  if (previous >= 0) none.Add("none.other");
  out[0].features = std::move(none);
  return out;
}

}  // namespace impactwire::extract
