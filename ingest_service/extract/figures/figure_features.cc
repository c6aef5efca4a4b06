#include "ingest_service/extract/figures/figure_features.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/numbers.h"

namespace impactwire::extract {
namespace {

const uint64_t kBut = HashWord("but");
const uint64_t kWhile = HashWord("while");
const uint64_t kWhereas = HashWord("whereas");
const uint64_t kAlthough = HashWord("although");
const uint64_t kOf = HashWord("of");

absl::string_view BoundName(v1::Bound bound) {
  switch (bound) {
    case v1::BOUND_APPROXIMATE:
      return "about";
    case v1::BOUND_MORE_THAN:
      return "more";
    case v1::BOUND_LESS_THAN:
      return "less";
    case v1::BOUND_RANGE:
      return "range";
    default:
      return "exact";
  }
}

}  // namespace

Clause ClauseAround(const LexedText& lexed, int32_t sentence, int32_t first,
                    int32_t last, int32_t window) {
  Clause clause = {std::max(lexed.First(sentence), first - window),
                   std::min(lexed.End(sentence), last + window)};
  for (int32_t i = first - 1; i >= clause.begin; --i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    const absl::string_view mark = lexed.Surface(lexeme);
    if ((lexeme.kind == LexemeKind::kMark &&
         (mark == ";" || mark == ":" || mark == "•" || mark == "|")) ||
        lexeme.hash == kBut || lexeme.hash == kWhile ||
        lexeme.hash == kWhereas || lexeme.hash == kAlthough) {
      clause.begin = i + 1;
      break;
    }
  }
  for (int32_t i = last; i < clause.end; ++i) {
    const Lexeme& lexeme = lexed.lexemes[i];
    const absl::string_view mark = lexed.Surface(lexeme);
    if ((lexeme.kind == LexemeKind::kMark && (mark == ";" || mark == "|")) ||
        lexeme.hash == kBut || lexeme.hash == kWhile ||
        lexeme.hash == kWhereas) {
      clause.end = i;
      break;
    }
  }
  return clause;
}

FigureFeatures::FigureFeatures(const FigureContext& context)
    : ContextReader(context) {
  const text::Document& document = input_.document;
  sentence_has_organization_.assign(document.sentences.size(), 0);
  kind_.assign(document.sentences.size(), 0);
  for (const Mention& mention : input_.entities.mentions) {
    if (mention.entity >= 0 && input_.entities.entities[mention.entity].kind ==
                                   EntityKind::kOrganization) {
      sentence_has_organization_[mention.sentence] |=
          mention.kind == MentionKind::kOrganization ? 1 : 2;
      if (kind_[mention.sentence] == 0) {
        kind_[mention.sentence] =
            input_.entities.entities[mention.entity].organization_kind;
      }
    }
  }
  for (size_t s = 1; s < kind_.size(); ++s) {
    if (kind_[s] == 0) kind_[s] = kind_[s - 1];
  }
  for (const text::Paragraph& paragraph : document.paragraphs) {
    if (paragraph.kind != text::ParagraphKind::kTitle) continue;
    for (int32_t s = paragraph.first_sentence; s < paragraph.last_sentence;
         ++s) {
      for (int32_t i = input_.lexed.First(s); i < input_.lexed.End(s); ++i) {
        title_cues_ |= lexicon_.CuesOf(input_.lexed.lexemes[i].hash);
      }
    }
    break;
  }
  // What the article is about, by its cues.
  int counts[kCueCount] = {};
  for (const Lexeme& lexeme : input_.lexed.lexemes) {
    if (lexeme.kind != LexemeKind::kWord) continue;
    const uint32_t cues = lexicon_.CuesOf(lexeme.hash) & kCategoryCues;
    if (cues == 0) continue;
    for (int c = 0; c < kCueCount; ++c) counts[c] += cues >> c & 1;
  }
  for (int rank = 0; rank < 3; ++rank) {
    const int top = std::max_element(counts, counts + kCueCount) - counts;
    topics_[rank] = counts[top] > 0 ? top : -1;
    counts[top] = 0;
  }
  int senses_of[64] = {};
  for (WordSenses::Set set : senses_) {
    for (; set != 0; set &= set - 1) ++senses_of[__builtin_ctzll(set)];
  }
  for (int& top : top_senses_) {
    const int best = std::max_element(senses_of, senses_of + 64) - senses_of;
    top = senses_of[best] > 1 ? best : -1;
    senses_of[best] = 0;
  }
  if (document.publish_date.size() >= 4) {
    (void)absl::SimpleAtoi(document.publish_date.substr(0, 4), &publish_year_);
  }
}

void FigureFeatures::Words(const FigureFrame& frame, Features* out) const {
  const LexedText& lexed = input_.lexed;
  const int32_t begin = lexed.First(frame.sentence);
  const int32_t end = lexed.End(frame.sentence);
  const auto stem = [&](int32_t i) {
    return Stem(lexed.Surface(lexed.lexemes[i]));
  };
  if (!frame.phrase.empty()) {
    out->Add("h=", stem(frame.phrase.head));
    for (int32_t i = frame.phrase.begin; i < frame.phrase.head; ++i) {
      if (lexed.lexemes[i].kind == LexemeKind::kWord) out->Add("m=", stem(i));
    }
    if (frame.phrase.partitive) out->Add("part");
  } else {
    out->Add("nohead");
  }
  // What the noun, or the noun of an amount, mostly speaks for.
  int category =
      frame.phrase.empty()
          ? -1
          : lexicon_.HeadCategoryOf(lexed.lexemes[frame.phrase.head].hash);
  const Number& number = numbers_[frame.number];
  if (category >= 0) out->Add("hc=", kCueNames[category]);
  if (!number.is_money && !number.unit.empty()) {
    const int unit = lexicon_.HeadCategoryOf(HashWord(number.unit));
    if (unit >= 0) out->Add("hu=", kCueNames[unit]);
    if (category < 0) category = unit;
  }
  out->Add("hcu=", UnitClass(frame, number), ".",
           category < 0 ? "none" : kCueNames[category]);
  if (category >= 0 && topics_[0] >= 0) {
    out->Add("hcdoc=", kCueNames[category], ".", kCueNames[topics_[0]]);
  }
  if (frame.borrowed) out->Add("borrowed");
  for (int32_t k = 1; k <= 3; ++k) {
    if (frame.first - k >= begin) {
      out->Add(k == 1 ? "l1=" : k == 2 ? "l2=" : "l3=", stem(frame.first - k));
    } else {
      out->Add(k == 1 ? "l1=" : k == 2 ? "l2=" : "l3=", "<s>");
      break;
    }
  }
  for (int32_t k = 0; k < 3; ++k) {
    if (frame.last + k < end) {
      out->Add(k == 0 ? "r1=" : k == 1 ? "r2=" : "r3=", stem(frame.last + k));
    } else {
      out->Add(k == 0 ? "r1=" : k == 1 ? "r2=" : "r3=", "</s>");
      break;
    }
  }
  // The noun after "of": "30 percent of the students".
  if (frame.last < end && lexed.lexemes[frame.last].hash == kOf) {
    for (int32_t i = frame.last + 1; i < std::min(end, frame.last + 4); ++i) {
      if (lexicon_.EndOf(lexed.lexemes[i].hash) ==
              FigureLexicon::PhraseEnd::kNo &&
          lexed.lexemes[i].kind == LexemeKind::kWord) {
        out->Add("of=", stem(i));
        break;
      }
    }
  }
}

void FigureFeatures::Surroundings(size_t index, absl::string_view unit_class,
                                  Features* out) const {
  const FigureFrame& frame = frames_[index];
  const Number& number = numbers_[frame.number];
  const text::Document& document = input_.document;
  const int32_t paragraph = document.sentences[frame.sentence].paragraph;
  out->Add("pk=", static_cast<int>(document.paragraphs[paragraph].kind));
  out->Add("org=", sentence_has_organization_[frame.sentence]);
  out->Add("ok=", kind_[frame.sentence], ".", unit_class);
  if (paragraph == 0) out->Add("firstpar");
  const int32_t length =
      input_.lexed.End(frame.sentence) - input_.lexed.First(frame.sentence);
  out->Add("len=", length < 6 ? "tiny" : length < 12 ? "short" : "long");
  // Numbers of one sentence stand for each other.
  int siblings = 0;
  for (size_t k = index; k-- > 0 && index - k < 8;) {
    if (frames_[k].sentence != frame.sentence) break;
    ++siblings;
  }
  out->Add("sib=", std::min(siblings, 3));
  if (index > 0) {
    const FigureFrame& before = frames_[index - 1];
    if (before.sentence == frame.sentence) {
      out->Add("pu=", UnitClass(before, numbers_[before.number]));
    }
  }
  // The time said for it, if the sentence says one.
  auto time = std::lower_bound(
      input_.times.begin(), input_.times.end(), frame.sentence,
      [](const TimeExpression& t, int32_t s) { return t.sentence < s; });
  int count = 0;
  for (; time != input_.times.end() && time->sentence == frame.sentence &&
         count < 4;
       ++time) {
    // The day of the report and a bare span say nothing of the number.
    if (time->manner == TimeManner::kDay || time->manner == TimeManner::kSpan) {
      continue;
    }
    ++count;
    int year = 0;
    (void)absl::SimpleAtoi(
        absl::string_view(time->point)
            .substr(0, std::min<size_t>(4, time->point.size())),
        &year);
    const bool future =
        time->future || (publish_year_ > 0 && year > publish_year_);
    out->Add(time->relation == TimeRelation::kBy      ? "t=by."
             : time->relation == TimeRelation::kSince ? "t=since."
                                                      : "t=in.",
             future     ? "future"
             : year > 0 ? "past"
                        : "open");
  }
  if (count == 0) out->Add("t=none");
  out->Add("bd=", BoundName(number.bound));
  const double value = std::fabs(number.value);
  out->Add("mag=", value < 1 ? -1 : static_cast<int>(std::log10(value)));
  out->Add("umag=", unit_class, ".",
           value < 1 ? -1 : static_cast<int>(std::log10(value)));
  if (value == 1) out->Add("one");
  if (value == 2) out->Add("two");
  if (number.in_words) out->Add("words");
  if (number.in_words) out->Add("words.", unit_class);
  if (number.attributive) out->Add("attributive");
  if (number.fraction) out->Add("share");
  if (!number.converted.empty()) out->Add("converted");
  if (!number.rate.per().empty()) out->Add("per=", number.rate.per());
}

void FigureFeatures::Extract(size_t index, Features* out) const {
  const FigureFrame& frame = frames_[index];
  const Number& number = numbers_[frame.number];
  const absl::string_view unit_class = UnitClass(frame, number);
  out->Add("bias");
  out->Add("uc=", unit_class);
  if (!number.is_money) out->Add("u=", frame.unit);
  Words(frame, out);
  Cues(frame, unit_class, out);
  Senses(frame, unit_class, out);
  Neighbours(index, unit_class, out);
  Surroundings(index, unit_class, out);
}

}  // namespace impactwire::extract
