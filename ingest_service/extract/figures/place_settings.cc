// Where a figure counts: the features of places.
#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/same_word.h"
#include "ingest_service/extract/figures/figure_features.h"
#include "ingest_service/extract/figures/setting_finder.h"

namespace impactwire::extract {
namespace {

bool IsPlacePreposition(absl::string_view word) {
  return word == "in" || word == "In" || word == "across" || word == "Across" ||
         word == "from" || word == "From" || word == "at" || word == "At" ||
         word == "of" || word == "to" || word == "near" || word == "for" ||
         word == "throughout" || word == "around" || word == "outside";
}

// The words for a sort of region, by which a text points at one told before.
constexpr absl::string_view kRegions[] = {
    "country", "nation",   "province", "state",    "county", "district",
    "region",  "village",  "city",     "town",     "area",   "island",
    "valley",  "township", "world",    "community"};

absl::string_view RegionWord(absl::string_view word) {
  for (const absl::string_view region : kRegions) {
    if (absl::EqualsIgnoreCase(word, region)) return region;
  }
  return "";
}

}  // namespace

void SettingFinder::FindPlaces() {
  const std::vector<Mention>& mentions = input_.entities.mentions;
  const LexedText& lexed = input_.lexed;
  place_group_.assign(mentions.size(), -1);
  absl::flat_hash_map<int32_t, int32_t> by_entity;
  absl::flat_hash_map<std::string, int32_t> by_surface;
  for (size_t m = 0; m < mentions.size(); ++m) {
    const Mention& mention = mentions[m];
    if (mention.kind != MentionKind::kPlace) continue;
    const auto begin = lexed.lexemes.begin() + lexed.First(mention.sentence);
    const auto end = lexed.lexemes.begin() + lexed.End(mention.sentence);
    const auto starts_before = [](const Lexeme& lexeme, int32_t at) {
      return lexeme.span.begin < at;
    };
    const auto ends_before = [](const Lexeme& lexeme, int32_t at) {
      return lexeme.span.end <= at;
    };
    // A mention may begin inside a lexeme: some marks part tokens, not lexemes.
    const auto first =
        std::lower_bound(begin, end, mention.span.begin, ends_before);
    if (first == end) continue;
    const auto last =
        std::lower_bound(first, end, mention.span.end, starts_before);
    const Spot spot = {static_cast<int32_t>(m), mention.sentence,
                       static_cast<int32_t>(first - lexed.lexemes.begin()),
                       static_cast<int32_t>(last - lexed.lexemes.begin()), 0};
    if (IsSeat(spot)) continue;
    const int32_t next = places_.groups.size();
    const auto surface =
        by_surface
            .try_emplace(std::string(input_.document.Surface(mention.span)),
                         next)
            .first;
    int32_t group = surface->second;
    if (mention.entity >= 0) {
      group = by_entity.try_emplace(mention.entity, group).first->second;
    }
    if (group == next) {
      places_.groups.emplace_back();
    } else if (surface->second == next) {
      surface->second = group;  // another word for a known place
    }
    place_group_[m] = group;
    places_.all.push_back(spot);
    places_.all.back().group = group;
    Describe(spot, &places_.groups[group]);
  }
  Finish(&places_);
}

bool SettingFinder::IsSeat(const Spot& spot) const {
  const auto is_seat = [](absl::string_view word) {
    return word == "based" || word == "headquartered" || word == "seated" ||
           absl::EndsWith(word, "-based");
  };
  return is_seat(Word(spot.last - 1, spot.sentence)) ||
         is_seat(Word(spot.last, spot.sentence)) ||
         (Word(spot.last, spot.sentence) == "-" &&
          is_seat(Word(spot.last + 1, spot.sentence))) ||
         is_seat(Word(spot.first - 1, spot.sentence)) ||
         is_seat(Word(spot.first - 2, spot.sentence));
}

bool SettingFinder::IsDateline(const Spot& spot) const {
  constexpr int32_t kLongest = 12, kSentences = 12;
  const LexedText& lexed = input_.lexed;
  if (spot.sentence >= kSentences ||
      spot.first > lexed.First(spot.sentence) + 1) {
    return false;
  }
  if (lexed.lexemes[spot.first].all_caps) return true;
  // "Rome, 7 December 2004 - ": a date, then a dash, and no verb.
  bool digits = false;
  for (int32_t i = spot.last; i < spot.last + kLongest; ++i) {
    const absl::string_view word = Word(i, spot.sentence);
    if (word == "</s>") return false;
    if (word == "-" || word == "–" || word == "—" || word == ":") {
      return digits || i == spot.last;
    }
    digits |= absl::ascii_isdigit(word[0]);
    if ((senses_[i] & words_.verbs()) != 0) return false;
  }
  return false;
}

void SettingFinder::Describe(const Spot& spot, Group* group) const {
  const absl::string_view before = Word(spot.first - 1, spot.sentence);
  group->located += IsPlacePreposition(before) && before != "from";
  group->dateline |= IsDateline(spot);
  for (const int32_t i : {spot.last, spot.last - 1, spot.first}) {
    if (!group->region.empty()) break;
    group->region = RegionWord(Word(i, spot.sentence));
  }
}

int32_t SettingFinder::Listed(const Spot& spot) const {
  const int32_t at = &spot - places_.all.data();
  const auto joined = [&](int32_t first, int32_t second) {
    if (first < 0 || second >= static_cast<int32_t>(places_.all.size())) {
      return false;
    }
    const Spot &a = places_.all[first], &b = places_.all[second];
    return a.sentence == b.sentence && b.first - a.last <= 2;
  };
  int32_t count = 1;
  for (int32_t i = at; count < 5 && joined(i - 1, i); --i) ++count;
  for (int32_t i = at; count < 5 && joined(i, i + 1); ++i) ++count;
  return count;
}

void SettingFinder::AddKin(const FigureFrame& frame, const Spot& spot,
                           absl::string_view where, Features* out) const {
  constexpr size_t kShared = 5;
  const LexedText& lexed = input_.lexed;
  const absl::string_view name = lexed.Surface(lexed.lexemes[spot.first]);
  if (name.size() < 4) return;
  const absl::string_view begins =
      name.substr(0, std::min(kShared, name.size() - 1));
  for (int32_t i = From(frame); i < To(frame); ++i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    if (!lexeme.capitalized || lexeme.hash == lexed.lexemes[spot.first].hash ||
        !absl::StartsWith(lexed.Surface(lexeme), begins)) {
      continue;
    }
    out->Add(named_[i] != 0 ? "kin name." : "kin.", where);
    if (i >= frame.first - 1 && i <= frame.last + 3 && named_[i] == 0) {
      out->Add("kin counted");
    }
    return;
  }
}

absl::string_view SettingFinder::Region(const FigureFrame& frame) const {
  const LexedText& lexed = input_.lexed;
  const int32_t sentence = frame.sentence;
  for (int32_t i = From(frame); i < To(frame); ++i) {
    const absl::string_view word = lexed.Surface(lexed.lexemes[i]);
    if (SameWord(word, "nationwide") || SameWord(word, "national")) {
      return "country";
    }
    if (SameWord(word, "worldwide") || SameWord(word, "globally") ||
        SameWord(word, "global")) {
      return "world";
    }
    if (SameWord(word, "there") || SameWord(word, "here")) return "there";
    const absl::string_view before = Word(i - 1, sentence);
    if (before != "the" && before != "The" && before != "this" &&
        before != "that" && before != "This") {
      continue;
    }
    const absl::string_view region = RegionWord(word);
    if (!region.empty()) return region;
  }
  return "";
}

Setting SettingFinder::Place(const Query& query, const Spot& spot,
                             size_t rank) const {
  const FigureFrame& frame = frames_[query.frame];
  const Mention& mention = input_.entities.mentions[spot.index];
  const LexedText& lexed = input_.lexed;
  Setting setting;
  setting.index = spot.index;
  setting.where = Where(frame, spot.sentence, spot.first);
  setting.features = Features(query.keep_names);
  Features& features = setting.features;
  const std::string& where = setting.where;
  features.Add("at=", where);
  features.Add("atu=", where, ".", query.unit_class);
  features.Add("atc=", where, ".", query.category);
  features.Add("atn=", where, ".", frame.unit);
  AddSenses(frame, absl::StrCat("atd=", where, "."), &features);
  features.Add("rank=", std::min<size_t>(rank, 3), ".", where);
  const int32_t run = Listed(spot);
  if (run > 1) features.Add("run=", run, ".", where);
  AddKin(frame, spot, where, &features);
  const Group& group = places_.groups[spot.group];
  features.Add("located=", std::min(group.located, 3), "of",
               std::min(group.count, 4));
  if (group.dateline) {
    features.Add("g dateline=", std::min(group.count, 3));
  }
  const size_t at = &spot - places_.all.data();
  const int32_t paragraph = input_.document.sentences[frame.sentence].paragraph;
  const int32_t opening =
      places_.first_of_sentence[input_.document.paragraphs[paragraph]
                                    .first_sentence];
  if (opening < static_cast<int32_t>(places_.all.size()) &&
      places_.all[opening].group == spot.group) {
    features.Add("opens.", where);
  }
  // The preposition, perhaps behind a few words: "in rural Kenya".
  absl::string_view preposition = Word(spot.first - 1, spot.sentence);
  int32_t bound = spot.first - 1;
  for (int32_t k = 1; k <= 4; ++k) {
    const absl::string_view word = Word(spot.first - k, spot.sentence);
    if (IsPlacePreposition(word)) {
      preposition = word;
      bound = spot.first - k;
      break;
    }
    if (word == ",") break;
  }
  features.Add("prep=", where, ".", preposition);
  // "Meriter Health of Eau Claire": where an organization is.
  if (bound > lexed.First(spot.sentence) && named_[bound - 1] == 1) {
    features.Add("seat");
    features.Add("seat.", where);
  }
  const absl::string_view after = Word(spot.last, spot.sentence);
  if (spot.first > lexed.First(spot.sentence) && named_[spot.first - 1] == 1) {
    features.Add("behind org");
  }
  if (spot.last < lexed.End(spot.sentence) && named_[spot.last] == 1) {
    features.Add("before org");
  }
  if (after == "'s" || after == "’s" || after == "'" || after == "’") {
    features.Add("owns.", where);
  } else if (spot.last < lexed.End(spot.sentence) &&
             lexed.lexemes[spot.last].kind == LexemeKind::kWord &&
             !lexed.lexemes[spot.last].capitalized && bound < spot.first - 1) {
    features.Add("after=", Stem(after));
  }
  // "JAKARTA, July 22 —".
  if (IsDateline(spot)) {
    features.Add("dateline");
    features.Add("dateline.", where);
  }
  // "Puyang, Henan Province": the first is the most specific.
  const bool joined_before = at > 0 &&
                             places_.all[at - 1].sentence == spot.sentence &&
                             spot.first - places_.all[at - 1].last <= 2;
  const bool joined_after = at + 1 < places_.all.size() &&
                            places_.all[at + 1].sentence == spot.sentence &&
                            places_.all[at + 1].first - spot.last <= 2;
  if (joined_before) {
    features.Add("wider.", Word(spot.first - 1, spot.sentence));
  }
  if (joined_after) features.Add("narrower.", after);
  const int32_t listed = places_.first_of_sentence[spot.sentence + 1] -
                         places_.first_of_sentence[spot.sentence];
  features.Add("listed=", std::min(listed, 4), ".", where);
  if (spot.first == lexed.First(spot.sentence) + 1) {
    features.Add("leads.", where);
  } else if (spot.first == lexed.First(spot.sentence)) {
    features.Add("heads.", where);
  }
  // "in the UAE and in other countries".
  for (int32_t i = spot.last; i < spot.last + 5; ++i) {
    const absl::string_view word = Word(i, spot.sentence);
    if (word == "other" || word == "elsewhere" || word == "abroad") {
      features.Add("others.", where);
      break;
    }
    if (word == "." || word == "</s>") break;
  }
  if (spot.sentence == frame.sentence) {
    AddLink(frame, query.frame, spot, bound, where, &features);
    // "412 households in Puyang".
    if (bound == frame.last) {
      features.Add("tied=", preposition, ".", query.unit_class);
    }
  }
  if (mention.entity >= 0) {
    const Entity& entity = input_.entities.entities[mention.entity];
    features.Add(entity.country_code.empty() ? "nocode" : "code");
    const absl::string_view region = query.region;
    if (!region.empty()) {
      if (!places_.groups[spot.group].region.empty()) {
        features.Add(places_.groups[spot.group].region == region
                         ? "region same."
                         : "region other.",
                     where);
      }
      features.Add("region=", region, ".", where);
      features.Add("regionc=", region,
                   entity.country_code.empty() ? ".no" : ".code");
      if (absl::StrContains(absl::AsciiStrToLower(entity.name), region)) {
        features.Add("region named");
      }
    }
  }
  if (spot.sentence != frame.sentence) {
    const text::ParagraphKind kind = Kind(frame.sentence);
    features.Add("kind=", static_cast<int>(kind), ".", where);
  }
  // "Sibu Benevolent Society" speaks of Sibu.
  for (int32_t i = From(frame); i < To(frame); ++i) {
    if (named_[i] == 1 &&
        lexed.lexemes[i].hash == lexed.lexemes[spot.first].hash) {
      features.Add("in org");
      features.Add("in org.", where);
      break;
    }
  }
  AddCommon(query, places_, spot, where, &features);
  return setting;
}

Setting SettingFinder::NoPlace(const Query& query, size_t own,
                               bool alone) const {
  const FigureFrame& frame = frames_[query.frame];
  Setting setting;
  setting.features = Features(query.keep_names);
  Features& none = setting.features;
  none.Add("none");
  none.Add("none.own.", std::min<size_t>(own, 2));
  none.Add("none.u.", query.unit_class);
  none.Add("none.c.", query.category);
  none.Add("none.head.", frame.unit);
  AddSenses(frame, "none.d.", &none);
  const int32_t groups = places_.groups.size();
  none.Add("none.few.", groups <= 1 ? "one" : groups <= 3 ? "few" : "many");
  none.Add("none.kind.", static_cast<int>(Kind(frame.sentence)));
  const absl::string_view region = query.region;
  if (!region.empty()) none.Add("none.region.", region);
  AddWords(frame, "none.w.", &none);
  AddWords(frame, own > 0 ? "none.o." : "none.n.", &none);
  AddCommonOfNone(query, alone, &none);
  return setting;
}

}  // namespace impactwire::extract
