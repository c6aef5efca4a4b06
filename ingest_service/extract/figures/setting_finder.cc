// What places and times have in common; place_settings.cc and time_settings.cc
// have the rest.
#include "ingest_service/extract/figures/setting_finder.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/figures/figure_features.h"

namespace impactwire::extract {
namespace {

absl::string_view Distance(int32_t lexemes) {
  return lexemes <= 0    ? "0"
         : lexemes <= 1  ? "1"
         : lexemes <= 3  ? "3"
         : lexemes <= 7  ? "7"
         : lexemes <= 15 ? "15"
                         : "far";
}

absl::string_view Since(int32_t sentences) {
  return sentences == 0 ? "sentence" : sentences <= 2 ? "near" : "far";
}

}  // namespace

SettingFinder::SettingFinder(const FigureContext& context)
    : ContextReader(context) {
  const LexedText& lexed = input_.lexed;
  named_.assign(lexed.lexemes.size(), 0);
  int32_t lexeme = 0;
  const int32_t lexemes = lexed.lexemes.size();
  for (const Mention& mention : input_.entities.mentions) {
    if (mention.kind != MentionKind::kOrganization &&
        mention.kind != MentionKind::kPerson) {
      continue;
    }
    while (lexeme < lexemes &&
           lexed.lexemes[lexeme].span.begin < mention.span.begin) {
      ++lexeme;
    }
    for (; lexeme < lexemes &&
           lexed.lexemes[lexeme].span.begin < mention.span.end;
         ++lexeme) {
      named_[lexeme] = mention.kind == MentionKind::kOrganization ? 1 : 2;
    }
  }
  const std::string& date = input_.document.publish_date;
  (void)absl::SimpleAtoi(
      absl::string_view(date).substr(0, std::min<size_t>(4, date.size())),
      &publish_year_);
  FindPlaces();
  FindTimes();
}

void SettingFinder::Finish(Spots* spots) const {
  const int32_t sentences = input_.document.sentences.size();
  spots->first_of_sentence.assign(sentences + 1, 0);
  std::vector<int32_t> sample(spots->groups.size(), -1);
  for (size_t s = 0; s < spots->all.size(); ++s) {
    const Spot& spot = spots->all[s];
    ++spots->first_of_sentence[spot.sentence + 1];
    Group& group = spots->groups[spot.group];
    ++group.count;
    group.titled |= Kind(spot.sentence) == text::ParagraphKind::kTitle;
    if (sample[spot.group] < 0) sample[spot.group] = s;
  }
  std::partial_sum(spots->first_of_sentence.begin(),
                   spots->first_of_sentence.end(),
                   spots->first_of_sentence.begin());
  spots->salient = std::move(sample);
  std::stable_sort(spots->salient.begin(), spots->salient.end(),
                   [&](int32_t a, int32_t b) {
                     return spots->groups[spots->all[a].group].count >
                            spots->groups[spots->all[b].group].count;
                   });
}

text::ParagraphKind SettingFinder::Kind(int32_t sentence) const {
  return input_.document
      .paragraphs[input_.document.sentences[sentence].paragraph]
      .kind;
}

absl::string_view SettingFinder::Word(int32_t lexeme, int32_t sentence) const {
  if (lexeme < input_.lexed.First(sentence)) return "<s>";
  if (lexeme >= input_.lexed.End(sentence)) return "</s>";
  return input_.lexed.Surface(input_.lexed.lexemes[lexeme]);
}

std::string SettingFinder::Where(const FigureFrame& frame, int32_t sentence,
                                 int32_t first) const {
  if (sentence == frame.sentence) {
    return first < frame.first ? "before" : "after";
  }
  const text::Document& document = input_.document;
  const text::ParagraphKind kind = Kind(sentence);
  if (kind == text::ParagraphKind::kTitle) return "title";
  if (sentence > frame.sentence) return "later";
  const int32_t paragraph = document.sentences[sentence].paragraph;
  const int32_t own = document.sentences[frame.sentence].paragraph;
  const int32_t back = frame.sentence - sentence;
  if (paragraph == own) return back == 1 ? "prev" : "back";
  // What stands over a list counts for all of its items.
  if (kind == text::ParagraphKind::kHeading) return "heading";
  const auto is_list = [&](int32_t p) {
    return document.paragraphs[p].kind == text::ParagraphKind::kListItem ||
           document.paragraphs[p].kind == text::ParagraphKind::kTableRow;
  };
  if (is_list(own)) {
    if (is_list(paragraph)) return "item";
    int32_t over = own;
    while (over > paragraph && own - over < 40 && is_list(over)) --over;
    if (over == paragraph) return "lead";
  }
  if (own - paragraph == 1) return back == 1 ? "prevpar" : "backprev";
  return back <= 5 ? "backpar" : "far";
}

void SettingFinder::AddSenses(const FigureFrame& frame, absl::string_view name,
                              Features* out) const {
  const WordSenses::Set doing = context_.Doing(frame);
  WordSenses::Set head = frame.phrase.empty() ? 0 : senses_[frame.phrase.head];
  head &= ~words_.verbs();
  const FeaturePrefix prefix(name);
  for (WordSenses::Set set = doing | head; set != 0; set &= set - 1) {
    out->Add(prefix, words_.Name(__builtin_ctzll(set)));
  }
}

void SettingFinder::AddDeterminer(const FigureFrame& frame,
                                  absl::string_view name, Features* out) const {
  static constexpr absl::string_view kWords[] = {
      "the",   "these", "those", "another", "its",  "their", "all",
      "each",  "of",    "by",    "to",      "from", "than",  "further",
      "other", "first", "our",   "his",     "her",  "local", "total"};
  absl::string_view before = Word(frame.first - 1, frame.sentence);
  if (before != "<s>" && std::find(std::begin(kWords), std::end(kWords),
                                   before) == std::end(kWords)) {
    before = "other";
  }
  out->Add(name, before);
}

void SettingFinder::AddWords(const FigureFrame& frame, absl::string_view name,
                             Features* out) const {
  constexpr int32_t kNear = 8;
  const LexedText& lexed = input_.lexed;
  const int32_t begin = std::max(From(frame), frame.first - kNear);
  const int32_t end = std::min(To(frame), frame.last + kNear);
  for (int32_t i = begin; i < end; ++i) {
    if (i == frame.first) i = frame.last;
    if (i >= end) break;
    const Lexeme& lexeme = lexed.lexemes[i];
    if (lexeme.kind != LexemeKind::kWord || named_[i] != 0) continue;
    out->Add(name, i < frame.first ? "l." : "r.", Stem(lexed.Surface(lexeme)));
  }
}

void SettingFinder::AddMemory(const Query& query, const Spots& spots,
                              int32_t index, absl::string_view where,
                              Features* out) const {
  const auto same = [&](int32_t other) {
    if (other < 0) return false;
    if (&spots == &times_) {
      return input_.times[other].start == input_.times[index].start &&
             input_.times[other].end == input_.times[index].end;
    }
    return place_group_[other] == place_group_[index];
  };
  const FigureFrame& frame = frames_[query.frame];
  if (same(query.memory.previous)) {
    out->Add("same");
    out->Add("same.", where);
    out->Add("same.", Since(frame.sentence - query.memory.sentence));
  } else if (same(query.memory.last)) {
    out->Add("last");
    out->Add("last.", where);
  }
}

void SettingFinder::AddNoMemory(const Query& query, Features* out) const {
  if (query.memory.previous == -2) return;
  const absl::string_view since =
      Since(frames_[query.frame].sentence - query.memory.sentence);
  const absl::string_view name =
      query.memory.previous == -1 ? "none.same" : "none.other";
  out->Add(name);
  out->Add(name, ".", since);
}

void SettingFinder::AddGroup(const Spots& spots, const Spot& spot,
                             absl::string_view where, Features* out) const {
  const Group& group = spots.groups[spot.group];
  const std::string at = absl::StrCat(".", where);
  out->Add("n=", std::min(group.count, 4));
  out->Add("nw=", std::min(group.count, 3), at);
  const int32_t groups = spots.groups.size();
  out->Add("few=", groups <= 1 ? "one" : groups <= 3 ? "few" : "many", at);
  if (group.titled) {
    out->Add("title");
    out->Add("title", at);
  }
  const int32_t most = spots.groups[spots.all[spots.salient[0]].group].count;
  if (group.count == most) {
    out->Add("most");
    out->Add("most", at);
    // How much of the article it is about.
    const int32_t share =
        4 * group.count / static_cast<int32_t>(spots.all.size());
    out->Add("share=", share, at);
  }
}

void SettingFinder::AddCommon(const Query& query, const Spots& spots,
                              const Spot& spot, absl::string_view where,
                              Features* out) const {
  if (spot.group == spots.all[0].group) out->Add("first.", where);
  AddDeterminer(frames_[query.frame], absl::StrCat("det=", where, "."), out);
  AddGroup(spots, spot, where, out);
  AddMemory(query, spots, spot.index, where, out);
}

void SettingFinder::AddCommonOfNone(const Query& query, bool alone,
                                    Features* out) const {
  if (alone) out->Add("none.alone");
  AddDeterminer(frames_[query.frame], "none.det.", out);
  AddNoMemory(query, out);
}

absl::string_view SettingFinder::Host(size_t index, int32_t lexeme) const {
  const FigureFrame& frame = frames_[index];
  if (lexeme < input_.lexed.First(frame.sentence)) return "start";
  if (lexeme >= frame.first && lexeme < frame.last) return "figure";
  for (size_t k = index < 3 ? 0 : index - 3;
       k < std::min(index + 4, frames_.size()); ++k) {
    if (lexeme >= frames_[k].first && lexeme < frames_[k].last) return "other";
  }
  if (named_[lexeme] != 0) return "name";
  if ((senses_[lexeme] & words_.verbs()) != 0) return "verb";
  const Lexeme& at = input_.lexed.lexemes[lexeme];
  if (at.kind != LexemeKind::kWord) {
    return input_.lexed.Surface(at) == "," ? "comma" : "mark";
  }
  return input_.lexed.Surface(at).size() <= 3 ? "short" : "word";
}

// How the words between the two bind them; of one sentence.
void SettingFinder::AddLink(const FigureFrame& frame, size_t index,
                            const Spot& spot, int32_t preposition,
                            absl::string_view where, Features* out) const {
  const LexedText& lexed = input_.lexed;
  const absl::string_view host = Host(index, preposition - 1);
  out->Add("host=", where, ".", host);
  const bool behind = spot.first >= frame.last;
  const int32_t begin = behind ? frame.last : spot.last;
  const int32_t end = behind ? spot.first : frame.first;
  out->Add("dist=", where, ".", Distance(end - begin));
  const Clause clause =
      ClauseAround(lexed, frame.sentence, frame.first, frame.last, 60);
  if (spot.first < clause.begin || spot.first >= clause.end) {
    out->Add("outside");
    out->Add("outside.", where);
  }
  bool comma = false, verb = false, conjunction = false, name = false;
  for (int32_t i = begin; i < std::min(end, begin + 40); ++i) {
    const absl::string_view word = lexed.Surface(lexed.lexemes[i]);
    comma |= word == ",";
    conjunction |= word == "and";
    verb |= (senses_[i] & words_.verbs()) != 0;
    name |= named_[i] == 1;
  }
  int32_t between = 0;  // other figures; more than three are as many
  for (size_t k = index; k-- > 0 && between < 3 &&
                         frames_[k].sentence == frame.sentence &&
                         frames_[k].first > spot.first;) {
    ++between;
  }
  for (size_t k = index + 1;
       k < frames_.size() && between < 3 &&
       frames_[k].sentence == frame.sentence && frames_[k].first < spot.first;
       ++k) {
    ++between;
  }
  out->Add("btw=", where, ".", between);
  out->Add("sep=", where, ".", comma ? "," : "", verb ? "v" : "",
           conjunction ? "&" : "", between > 0 ? "#" : "");
  if (name) out->Add("org.", where);
}

template <typename Add>
size_t SettingFinder::Around(const Spots& spots, size_t index,
                             const Add& add) const {
  constexpr int32_t kSentencesBack = 5, kMaxBack = 12, kMaxOwn = 40;
  const FigureFrame& frame = frames_[index];
  const int32_t begin = spots.first_of_sentence[frame.sentence];
  const int32_t end = std::min<int32_t>(
      spots.first_of_sentence[frame.sentence + 1], begin + kMaxOwn);
  int32_t split = begin;
  while (split < end && spots.all[split].first < frame.last) ++split;
  size_t count = 0;
  for (int32_t p = split; p < end; ++p) count += add(spots.all[p]);
  for (int32_t p = split; p-- > begin;) count += add(spots.all[p]);
  const size_t own = count;
  const int32_t oldest =
      spots.first_of_sentence[std::max(0, frame.sentence - kSentencesBack)];
  for (int32_t p = begin; p-- > std::max(oldest, begin - kMaxBack);) {
    add(spots.all[p]);
  }
  // Over the paragraph, in the title, in what the title announces.
  const int32_t titles = std::min<int32_t>(spots.all.size(), 4);
  for (int32_t p = 0; p < titles; ++p) add(spots.all[p]);
  const int32_t salient = std::min<int32_t>(spots.salient.size(), 3);
  for (int32_t p = 0; p < salient; ++p) add(spots.all[spots.salient[p]]);
  return own;
}

std::vector<Setting> SettingFinder::Places(size_t frame,
                                           absl::string_view category,
                                           const SettingMemory& memory,
                                           bool keep_names) const {
  const Query query = {
      frame,
      category,
      "",
      UnitClass(frames_[frame], numbers_[frames_[frame].number]),
      memory,
      keep_names,
      Region(frames_[frame]),
      ""};
  std::vector<Setting> out(1);
  std::vector<int32_t> groups;
  const size_t own = Around(places_, frame, [&](const Spot& spot) {
    if (out.size() > kMaxCandidates ||
        std::find(groups.begin(), groups.end(), spot.group) != groups.end()) {
      return false;
    }
    groups.push_back(spot.group);
    out.push_back(Place(query, spot, out.size() - 1));
    return true;
  });
  out[0] = NoPlace(query, own, out.size() == 1);
  return out;
}

std::vector<Setting> SettingFinder::Times(size_t frame,
                                          absl::string_view category,
                                          absl::string_view status,
                                          const SettingMemory& memory,
                                          bool keep_names) const {
  const Query query = {
      frame,  category,
      status, UnitClass(frames_[frame], numbers_[frames_[frame].number]),
      memory, keep_names,
      "",     Pointer(frames_[frame])};
  std::vector<Setting> out(1);
  std::vector<int32_t> groups;
  const size_t own = Around(times_, frame, [&](const Spot& spot) {
    if (out.size() > kMaxCandidates ||
        std::find(groups.begin(), groups.end(), spot.group) != groups.end()) {
      return false;
    }
    groups.push_back(spot.group);
    out.push_back(Time(query, spot, out.size() - 1));
    return true;
  });
  out[0] = NoTime(query, own, out.size() == 1);
  return out;
}

}  // namespace impactwire::extract
