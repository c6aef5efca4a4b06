#include "ingest_service/extract/names/coreference.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/same_word.h"
#include "ingest_service/extract/names/antecedents.h"
#include "ingest_service/extract/names/employers.h"
#include "ingest_service/extract/names/name_words.h"
#include "ingest_service/extract/names/pleonastic.h"
#include "ingest_service/extract/names/quote_speakers.h"
#include "ingest_service/extract/names/word_hash.h"

namespace impactwire::extract {
namespace {

using text::ParagraphKind;
using text::TokenKind;

constexpr int kClause = 14;  // tokens behind "it" that tell what it is

class Resolver {
 public:
  Resolver(const TokenFacts& facts, const ReferenceRanker& ranker,
           Entities* entities, std::vector<ReferenceExample>* examples)
      : facts_(facts),
        document_(*facts.document),
        ranker_(ranker),
        words_(facts, *entities),
        speakers_(facts, entities->mentions),
        employers_(facts, entities->mentions),
        antecedents_(facts),
        entities_(*entities),
        examples_(examples) {
    for (const Mention& m : entities_.mentions) {
      if (m.kind == MentionKind::kOrganization) ++count_[m.entity];
    }
    int top = 0;
    for (const Mention& m : entities_.mentions) {
      if (m.kind == MentionKind::kOrganization && count_[m.entity] > top) {
        top = count_[m.entity];
        most_of_text_ = m.entity;
      }
    }
  }

  void Resolve() {
    named_mentions_ = std::move(entities_.mentions);
    const std::vector<Mention>& named = named_mentions_;
    named_.assign(document_.tokens.size(), -1);
    for (size_t m = 0; m < named.size(); ++m) {
      named_[named[m].first_token] = static_cast<int32_t>(m);
    }
    std::vector<Mention> all;
    all.reserve(named.size() * 2);
    size_t next = 0;
    paragraph_ = -1;
    for (size_t s = 0; s < document_.sentences.size(); ++s) {
      const text::Sentence& sentence = document_.sentences[s];
      const ParagraphKind kind = document_.paragraphs[sentence.paragraph].kind;
      sentence_ = static_cast<int>(s);
      if (sentence.paragraph != paragraph_) {
        paragraph_ = sentence.paragraph;
        in_quote_ = false;
      }
      const bool readable =
          kind != ParagraphKind::kByline && kind != ParagraphKind::kFurniture;
      for (int i = sentence.first_token; i < sentence.last_token;) {
        while (next < named.size() && named[next].first_token < i) ++next;
        if (next < named.size() && named[next].first_token == i) {
          const Mention& m = named[next];
          if (m.kind == MentionKind::kOrganization) {
            antecedents_.Note(m.entity, i, m.last_token, "name");
            if (kind == ParagraphKind::kTitle) titled_.insert(m.entity);
          }
          i = m.last_token;
          all.push_back(named[next++]);
          continue;
        }
        if (readable) {
          const int used = TryReference(
              i, sentence, next < named.size() ? named[next].first_token : -1,
              &all);
          if (used > 0) {
            i += used;
            // Places inside.
            while (next < named.size() && named[next].first_token < i) {
              all.push_back(named[next++]);
            }
            continue;
          }
        }
        if (document_.tokens[i].kind == TokenKind::kPunctuation &&
            IsDoubleQuote(Word(i))) {
          in_quote_ = !in_quote_;
        }
        ++i;
      }
    }
    entities_.mentions = std::move(all);
    for (Entity& entity : entities_.entities) entity.mentions.clear();
    for (size_t m = 0; m < entities_.mentions.size(); ++m) {
      const int32_t e = entities_.mentions[m].entity;
      if (e >= 0) {
        entities_.entities[e].mentions.push_back(static_cast<int32_t>(m));
      }
    }
  }

 private:
  absl::string_view Word(int token) const {
    return document_.Surface(document_.tokens[token]);
  }
  static bool IsDoubleQuote(absl::string_view w) {
    return w == "\"" || w == "\u201c" || w == "\u201d";
  }

  // Whether a name of the organization contains one of the words.
  bool HasAny(int32_t entity, const std::vector<std::string>& words) const {
    return absl::c_any_of(words, [&](const std::string& word) {
      return words_.Has(entity, word);
    });
  }

  static bool IsFirstPerson(absl::string_view w) {
    return absl::StartsWithIgnoreCase(w, "we") || SameWord(w, "us") ||
           absl::StartsWithIgnoreCase(w, "our");
  }

  // What the reference stands for, or -1. `noun`: of a nominal, if it is known.
  int32_t Choose(Reference reference, const ReferenceNoun* noun, int first,
                 const text::Sentence& sentence) {
    reference.in_quote = in_quote_;
    reference.opens = first == sentence.first_token;
    if (!reference.opens) reference.before = Word(first - 1);
    reference.known_noun = noun != nullptr && noun->kinds != 0;
    const int32_t speaker = SpeakerOrganization(first, sentence, &reference);
    const auto& so_far = antecedents_.counts();
    const auto& recent = antecedents_.recent();
    std::vector<ReferenceCandidate>& list = candidates_;
    list.clear();
    int32_t subjects = 0;
    const auto add = [&](int32_t entity) {
      const Entity& e = entities_.entities[entity];
      ReferenceCandidate c;
      c.entity = entity;
      c.recency = list.size();
      c.distance = 99;
      c.kind = e.organization_kind;
      c.last_form = "far";
      c.in_title = titled_.contains(entity);
      c.most_of_text = entity == most_of_text_;
      c.voice = entity == voice_;
      c.first_of_text = !so_far.empty() && so_far.front().first == entity;
      c.speaker = entity == speaker;
      c.kind_fits = noun != nullptr && noun->Fits(e.organization_kind);
      c.has_head = (noun != nullptr && HasAny(entity, noun->heads)) ||
                   (!reference.noun.empty() &&
                    words_.Has(entity, absl::AsciiStrToLower(reference.noun)));
      c.has_modifier = HasAny(entity, reference.modifiers);
      reference.head_in_text |= c.has_head;
      reference.modifier_in_text |= c.has_modifier;
      list.push_back(c);
    };
    const auto find = [&](int32_t entity) {
      return std::find_if(list.begin(), list.end(),
                          [&](const auto& c) { return c.entity == entity; });
    };
    for (size_t r = recent.size(); r-- > 0;) {
      const Antecedents::Seen& seen = recent[r];
      auto c = find(seen.entity);
      if (c == list.end()) {
        add(seen.entity);
        c = list.end() - 1;
        c->distance = sentence_ - seen.sentence;
        c->last_form = seen.form;
        c->same_paragraph = seen.paragraph == paragraph_;
        c->last_was_subject = seen.subject;
      }
      if (seen.subject) {
        if (c->subject_recency < 0) c->subject_recency = subjects;
        ++subjects;
      }
    }
    int32_t most = -1, top = 0;
    for (const auto& [entity, count] : so_far) {
      if (count > top) {
        top = count;
        most = entity;
      }
    }
    if (most >= 0 && find(most) == list.end()) add(most);
    if (speaker >= 0 && find(speaker) == list.end()) add(speaker);
    for (ReferenceCandidate& c : list) {
      c.most_mentioned = c.entity == most;
      for (const auto& [entity, count] : so_far) {
        if (entity == c.entity) c.mentions = count;
      }
    }
    if (!list.empty()) {
      reference.nearest = list.front().distance;
      reference.nearest_acts = list.front().last_was_subject;
    }
    ReferenceExample* example = nullptr;
    if (examples_ != nullptr) {
      example = &examples_->emplace_back();
      example->begin = document_.tokens[first].span.begin;
      example->sentence = sentence_;
    }
    return ranker_.Choose(reference, list, example);
  }

  void Push(MentionKind kind, int first, int last, int32_t entity,
            std::vector<Mention>* all) const {
    Mention m;
    m.kind = kind;
    m.first_token = first;
    m.last_token = last;
    m.span = {document_.tokens[first].span.begin,
              document_.tokens[last - 1].span.end};
    m.sentence = sentence_;
    m.entity = entity;
    m.confidence = entity >= 0 ? 0.7 : 0.5;
    all->push_back(m);
  }

  // Tokens used by a reference that begins at `i`; 0 if none does.
  int TryReference(int i, const text::Sentence& sentence, int next_name,
                   std::vector<Mention>* all) {
    const TokenFact& t = facts_.tokens[i];
    if (t.classes & kPronounWord) return TryPronoun(i, sentence, all);
    if (!(t.classes & kDeterminer)) return 0;
    int end = next_name >= 0 ? std::min(next_name, sentence.last_token)
                             : sentence.last_token;
    // "the Mombasa company"
    if (next_name == i + 1) {
      const Mention& name = named_mentions_[named_[next_name]];
      if (name.kind == MentionKind::kPlace) {
        end = std::min(name.last_token + 1, sentence.last_token);
      }
    }
    for (int k = i + 1; k < end && k <= i + 4; ++k) {
      const TokenFact& f = facts_.tokens[k];
      if (document_.tokens[k].kind == TokenKind::kPunctuation) return 0;
      if ((f.classes & kNominalOrg) &&
          !(k + 1 < end && (facts_.tokens[k + 1].classes & kNominalOrg))) {
        return NominalAt(i, k, sentence, all);
      }
      if (f.classes & (kConnector | kDeterminer | kLocative | kSayVerb)) {
        return 0;
      }
    }
    return 0;
  }

  int NominalAt(int i, int k, const text::Sentence& sentence,
                std::vector<Mention>* all) {
    const absl::string_view determiner = Word(i);
    if (SameWord(determiner, "a") || SameWord(determiner, "an") ||
        SameWord(determiner, "these") || SameWord(determiner, "those")) {
      return 0;
    }
    // "the lender Everest Bank": told by the name behind it.
    if (k + 1 < sentence.last_token && named_[k + 1] >= 0 &&
        named_mentions_[named_[k + 1]].kind == MentionKind::kOrganization) {
      return 0;
    }
    // "the company of", "the bank accounts": something else.
    if (k + 1 < sentence.last_token &&
        (SameWord(Word(k + 1), "of") || Word(k + 1) == "-")) {
      return 0;
    }
    const ReferenceNoun* noun = ranker_.nouns().Find(facts_.tokens[k].key);
    Reference reference;
    reference.form = "nominal";
    reference.noun = Word(k);
    reference.determiner = determiner;
    if (k + 1 < sentence.last_token) reference.next = Word(k + 1);
    for (int t = i + 1; t < k; ++t) {
      reference.modifiers.push_back(absl::AsciiStrToLower(Word(t)));
    }
    // "the firm", "the miller": words for firms need no row.
    static const ReferenceNoun* const kFirm =
        new ReferenceNoun{ReferenceNoun::Bit(v1::ORGANIZATION_KIND_COMPANY)};
    const int32_t entity =
        Choose(reference, noun == nullptr ? kFirm : noun, i, sentence);
    Push(MentionKind::kNominal, i, k + 1, entity, all);
    if (entity >= 0) antecedents_.Note(entity, i, k + 1, "nominal");
    return k + 1 - i;
  }

  int TryPronoun(int i, const text::Sentence& sentence,
                 std::vector<Mention>* all) {
    const absl::string_view w = Word(i);
    if (SameWord(w, "itself")) return 0;
    if (IsPleonastic(document_, sentence, i)) return 0;
    Reference reference;
    reference.form = w;
    if (i + 1 < sentence.last_token) reference.next = Word(i + 1);
    if (i + 2 < sentence.last_token) reference.after_next = Word(i + 2);
    const bool possessive = SameWord(w, "its");
    const int32_t introduced = antecedents_.IntroducedBefore(sentence_);
    if (SameWord(w, "it") && i == sentence.first_token && introduced >= 0) {
      Push(MentionKind::kPronoun, i, i + 1, introduced, all);
      antecedents_.Note(introduced, i, i + 1, "pronoun");
      return 1;
    }
    if (!IsFirstPerson(w)) {
      for (int t = i + 1; t < std::min(sentence.last_token, i + kClause); ++t) {
        const absl::string_view word = Word(t);
        if (word == "." || word == ";") break;
        const bool near = possessive ? t <= i + 3 : Word(t - 1) == "and";
        if (near && word.size() > 2 && named_[t] < 0) {
          reference.clause.push_back(word);
        }
      }
    }
    const int32_t entity = Choose(reference, nullptr, i, sentence);
    Push(MentionKind::kPronoun, i, i + 1, entity, all);
    if (IsFirstPerson(w)) {
      all->back().speaker = speakers_.Of(i);
      if (!in_quote_ && entity >= 0) voice_ = entity;
    }
    if (entity >= 0) antecedents_.Note(entity, i, i + 1, "pronoun");
    return 1;
  }

  // The organization that says what stands at the token, or the employer of the
  // person who does.
  int32_t SpeakerOrganization(int token, const text::Sentence& sentence,
                              Reference* reference) {
    const int32_t speaker = speakers_.Of(token);
    if (speaker >= 0) {
      if (entities_.entities[speaker].kind == EntityKind::kOrganization) {
        reference->speech = "organization";
        return speaker;
      }
      const int32_t employer = employers_.Of(speaker);
      reference->speech = employer < 0 ? "person" : "employee";
      return employer;
    }
    reference->speech =
        speaker == QuoteSpeakers::kNameless ? "nameless" : "unknown";
    return employers_.Last(sentence);
  }

  const TokenFacts& facts_;
  const text::Document& document_;
  const ReferenceRanker& ranker_;
  const NameWords words_;
  const QuoteSpeakers speakers_;
  Employers employers_;
  Antecedents antecedents_;
  Entities& entities_;
  std::vector<ReferenceExample>* const examples_;
  absl::flat_hash_map<int32_t, int> count_;
  std::vector<Mention> named_mentions_;
  std::vector<int32_t> named_;  // by first token: index there, or -1
  int32_t most_of_text_ = -1;   // by its names
  int32_t voice_ = -1;          // "we" of the text itself, so far
  std::vector<ReferenceCandidate> candidates_;  // of one reference
  absl::flat_hash_set<int32_t> titled_;
  int sentence_ = 0;
  int paragraph_ = -1;
  bool in_quote_ = false;
};

}  // namespace

void ResolveReferences(const TokenFacts& facts, const ReferenceRanker& ranker,
                       Entities* entities,
                       std::vector<ReferenceExample>* examples) {
  Resolver(facts, ranker, entities, examples).Resolve();
}

}  // namespace impactwire::extract
