// What the owner model sees of an organization beside a number: the part of
// Attributor that reads the sentence.
#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ingest_service/extract/figures/attributor.h"

namespace impactwire::extract {
namespace {

const uint64_t kAccording = HashWord("according");
const uint64_t kTold = HashWord("told");
const uint64_t kReport = HashWord("report");
const uint64_t kReported = HashWord("reported");
const uint64_t kSurvey = HashWord("survey");

absl::string_view KindName(MentionKind kind) {
  switch (kind) {
    case MentionKind::kOrganization:
      return "name";
    case MentionKind::kNominal:
      return "nominal";
    case MentionKind::kPronoun:
      return "pronoun";
    case MentionKind::kPerson:
      return "person";
    default:
      return "other";
  }
}

}  // namespace

void Attributor::Relate(const FigureFrame& frame, int32_t organization,
                        int32_t mention, absl::string_view unit_class,
                        WordSenses::Set doing, Features* out) const {
  const auto add = [&](absl::string_view name, WordSenses::Set set) {
    for (; set != 0; set &= set - 1) {
      out->Add(name, words_.Name(__builtin_ctzll(set)));
    }
  };
  if (mention < 0) return;
  const int32_t sentence = input_.entities.mentions[mention].sentence;
  const int32_t end = first_mention_[sentence + 1];
  bool best_subject = false, any_preposition = false;
  int32_t seen = 0;
  for (int32_t m = first_mention_[sentence]; m < end && seen < 3; ++m) {
    if (speaks_for_[m] != organization ||
        input_.entities.mentions[m].kind == MentionKind::kPerson) {
      continue;
    }
    ++seen;
    const MentionRelation& relation = RelationOf(m);
    const absl::string_view side = sentence != frame.sentence       ? "far"
                                   : places_[m].first < frame.first ? "before"
                                                                    : "after";
    const std::string name = absl::StrCat(relation.Name(), ".", side);
    best_subject |= relation.kind == MentionRelation::Kind::kSubject;
    any_preposition |= relation.kind == MentionRelation::Kind::kPreposition;
    out->Add(m == mention ? "rel=" : "rel2=", name);
    out->Add("relu=", name, ".", unit_class);
    if (sentence == frame.sentence) {
      add(absl::StrCat("reld=", name, "."), doing);
    }
    add(absl::StrCat("relo=", name, "."), relation.doing & words_.verbs());
  }
  const absl::string_view where = sentence == frame.sentence ? "same" : "far";
  if (best_subject) out->Add("acts.", where);
  if (any_preposition && !best_subject) out->Add("hangs.", where);
  if (doing == 0) out->Add("nodoing.", where);
}

// Who else may have done it: a place ("Weining set up ..."), or people without
// a name ("donors gave ...").
void Attributor::Actors(const FigureFrame& frame, Features* out) const {
  const Entities& entities = input_.entities;
  const int32_t begin = first_mention_[frame.sentence];
  const int32_t end =
      std::min(first_mention_[frame.sentence + 1], begin + kMentionsBack);
  bool organization = false;
  for (int32_t m = begin; m < end && places_[m].first < frame.first; ++m) {
    if (entities.mentions[m].kind == MentionKind::kPlace) {
      if (RelationOf(m).kind == MentionRelation::Kind::kSubject) {
        out->Add("none.place.", organization ? "later" : "first");
      }
    } else if (speaks_for_[m] >= 0) {
      organization = true;
    }
  }
  const int32_t first = input_.lexed.First(frame.sentence);
  WordSenses::Set doing = 0;
  for (int32_t i = first; i < std::min(frame.first, first + 12); ++i) {
    doing |= senses_[i] & words_.verbs();
    const WordSenses::Set thing = senses_[i] & ~words_.verbs();
    if (doing != 0 || thing == 0) continue;
    for (WordSenses::Set set = thing; set != 0; set &= set - 1) {
      out->Add(organization ? "none.o." : "none.w.",
               words_.Name(__builtin_ctzll(set)));
    }
    break;
  }
}

void Attributor::Describe(size_t index, int32_t mention_index,
                          absl::string_view unit_class,
                          absl::string_view category, Features* out) const {
  const FigureFrame& frame = frames_[index];
  const Mention& mention = input_.entities.mentions[mention_index];
  const Place place = places_[mention_index];
  const LexedText& lexed = input_.lexed;
  const absl::string_view kind = KindName(mention.kind);
  const int32_t back = frame.sentence - mention.sentence;
  const bool same_paragraph =
      input_.document.sentences[mention.sentence].paragraph ==
      input_.document.sentences[frame.sentence].paragraph;
  std::string where;
  if (back == 0) {
    where = place.first < frame.first ? "before" : "after";
  } else if (back == 1) {
    where = same_paragraph ? "prev" : "prevpar";
  } else if (back > 1) {
    where = same_paragraph ? "back" : "backpar";
  } else {
    where = "later";
  }
  out->Add("at=", where);
  out->Add("atk=", where, ".", kind);
  out->Add("atu=", where, ".", unit_class);
  const absl::string_view before = ClassOf(WordBefore(mention_index));
  const absl::string_view after = ClassOf(WordAfter(mention_index));
  if (back == 0) {
    out->Add("wb=", where, ".", before);
    out->Add("wa=", where, ".", after);
    // Other organizations and clause joints between.
    const int32_t from = std::min(place.last, frame.last);
    const int32_t to = std::max(place.first, frame.first);
    int others = 0, commas = 0;
    for (int32_t m = first_mention_[frame.sentence];
         m < first_mention_[frame.sentence + 1] &&
         m < first_mention_[frame.sentence] + kMentionsBack;
         ++m) {
      if (m != mention_index && places_[m].first >= from &&
          places_[m].last <= to && speaks_for_[m] >= 0 &&
          speaks_for_[m] != speaks_for_[mention_index]) {
        ++others;
      }
    }
    bool helper = false, quote = false, joint = false;
    for (int32_t i = from; i < std::min(to, from + 40); ++i) {
      const absl::string_view word = lexed.Surface(lexed.lexemes[i]);
      // Another clause begins.
      joint |= word == ";" || word == "while" || word == "but" ||
               word == "which" || word == "who" || word == "where" ||
               word == "whose" || word == "whereas" ||
               (word == "and" && i > from &&
                lexed.Surface(lexed.lexemes[i - 1]) == ",");
      if (word == ",") ++commas;
      if (word == "\"" || word == "“" || word == "”") quote = true;
      if (word == "has" || word == "have" || word == "will" || word == "had") {
        helper = true;
      }
    }
    // Another number between belongs to one of the two more closely.
    int numbers = 0;
    for (size_t k = index; k-- > 0 && numbers < 3 &&
                           frames_[k].sentence == frame.sentence &&
                           frames_[k].first >= from;) {
      numbers += frames_[k].last <= to;
    }
    for (size_t k = index + 1;
         k < frames_.size() && numbers < 3 &&
         frames_[k].sentence == frame.sentence && frames_[k].last <= to;
         ++k) {
      numbers += frames_[k].first >= from;
    }
    out->Add("nums=", where, ".", numbers);
    const absl::string_view relation = RelationOf(mention_index).Name();
    out->Add("numr=", relation, ".", where, ".", std::min(numbers, 2),
             joint ? "j" : "");
    if (joint) out->Add("joint.", where);
    out->Add("btwr=", relation, ".", where, ".", std::min(others, 2));
    // "gave X $1 million": given to.
    if (place.first > lexed.First(mention.sentence) && relation == "none" &&
        (senses_[place.first - 1] & words_.verbs()) != 0) {
      for (WordSenses::Set set = senses_[place.first - 1] & words_.verbs();
           set != 0; set &= set - 1) {
        out->Add("object.", where, ".", words_.Name(__builtin_ctzll(set)));
      }
    }
    out->Add("btw=", where, ".", std::min(others, 3));
    out->Add("com=", where, ".", std::min(commas, 3));
    if (helper) out->Add("aux.", where);
    if (quote) out->Add("quote.", where);
    const int32_t distance = to - from;
    out->Add("dist=", where, ".",
             distance <= 1    ? "1"
             : distance <= 3  ? "3"
             : distance <= 6  ? "6"
             : distance <= 12 ? "12"
                              : "far");
    const int32_t start = lexed.First(mention.sentence);
    if (place.first - start <= 1) out->Add("starts.", kind);
    bool first = true;
    for (int32_t m = first_mention_[mention.sentence]; m < mention_index; ++m) {
      if (speaks_for_[m] >= 0) {
        first = false;
        break;
      }
    }
    if (first) out->Add("first.", where);
    const uint32_t cues = place.last < lexed.End(mention.sentence)
                              ? lexicon_.CuesOf(lexed.lexemes[place.last].hash)
                              : 0;
    if (cues != 0) out->Add("cue.", where);
  } else {
    if (place.first - lexed.First(mention.sentence) <= 1) {
      out->Add("starts.prev.", kind);
    }
    out->Add(FirstOf(mention_index, mention.sentence) ? "subject." : "object.",
             where);
  }
}

// Few words tell much here; the rest stand for their kind.
absl::string_view Attributor::ClassOf(absl::string_view word) const {
  const uint64_t hash = HashWord(word);
  if (word.size() <= 2 || word == "<s>" || word == "</s>" ||
      lexicon_.EndOf(hash) == FigureLexicon::PhraseEnd::kStop) {
    return word;
  }
  const uint32_t cues = lexicon_.CuesOf(hash);
  if (cues & (1u << 3)) return "[give]";
  if (cues & kTargetCue) return "[target]";
  if (cues & kCategoryCues) return "[cue]";
  if (absl::EndsWith(word, "ed")) return "[ed]";
  if (absl::EndsWith(word, "s")) return "[s]";
  return absl::ascii_isupper(word[0]) ? "[name]" : "[word]";
}

bool Attributor::IsSource(int32_t mention) const {
  const LexedText& lexed = input_.lexed;
  const int32_t first = places_[mention].first, last = places_[mention].last;
  const int32_t sentence = input_.entities.mentions[mention].sentence;
  const int32_t begin = lexed.First(sentence);
  for (int32_t i = first - 1; i >= std::max(begin, first - 4); --i) {
    const uint64_t hash = lexed.lexemes[i].hash;
    if (hash == kAccording || (hash == kTold && i >= first - 2) ||
        lexed.lexemes[i].kind == LexemeKind::kMark) {
      return hash == kAccording || hash == kTold;
    }
  }
  for (int32_t i = last; i < std::min(lexed.End(sentence), last + 3); ++i) {
    const uint64_t hash = lexed.lexemes[i].hash;
    if (hash == kReport || hash == kReported || hash == kSurvey) return true;
  }
  return false;
}

}  // namespace impactwire::extract
