#include "ingest_service/extract/names/entity_builder.h"

#include <algorithm>
#include <array>
#include <string>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/stable_id.h"
#include "ingest_service/extract/names/canonical_name.h"
#include "ingest_service/extract/names/name_groups.h"
#include "ingest_service/extract/names/organization_kind.h"

namespace impactwire::extract {
namespace {

constexpr size_t kMaxForms = 64;  // different surface forms kept of an entity

class Builder {
 public:
  Builder(const TokenFacts& facts, const std::vector<NamedSpan>& names,
          const NameGroups& groups, const KindModel* kinds)
      : facts_(facts),
        document_(*facts.document),
        names_(names),
        groups_(groups),
        kinds_(kinds) {}

  Entities Build() {
    FindBrands();
    Entities out;
    std::vector<int32_t> entity_of(groups_.kinds.size(), -1);
    std::vector<NamedOrganization> organizations;
    std::vector<std::vector<std::string>> surfaces;
    std::vector<std::vector<std::string>> honorific;
    std::vector<float> margin;
    std::vector<std::array<int, kKinds>> sure;  // mentions by kind
    std::vector<bool> stated;
    for (size_t i = 0; i < names_.size(); ++i) {
      const NamedSpan& n = names_[i];
      int32_t& e = entity_of[groups_.of_name[i]];
      if (e < 0) {
        e = static_cast<int32_t>(out.entities.size());
        out.entities.emplace_back();
        out.entities.back().kind = groups_.kinds[groups_.of_name[i]];
        surfaces.emplace_back();
        honorific.emplace_back();
        margin.push_back(0);
        sure.emplace_back();
        stated.push_back(false);
      }
      Mention mention;
      mention.kind = n.kind == EntityKind::kPerson ? MentionKind::kPerson
                     : n.kind == EntityKind::kOrganization
                         ? MentionKind::kOrganization
                         : MentionKind::kPlace;
      if (out.entities[e].kind == EntityKind::kOrganization) {
        mention.kind = MentionKind::kOrganization;
        organizations.push_back({n, e});
        const v1::OrganizationKind kind = SureKind(facts_, n);
        ++sure[e][IsBrandedBody(n) ? v1::ORGANIZATION_KIND_COMPANY : kind];
        stated[e] =
            stated[e] || n.stated || kind != v1::ORGANIZATION_KIND_UNSPECIFIED;
      }
      mention.first_token = n.first_token;
      mention.last_token = n.last_token;
      mention.span = BytesOf(document_, n);
      mention.sentence = document_.tokens[n.first_token].sentence;
      mention.entity = e;
      mention.confidence = Confidence(n.margin);
      out.entities[e].mentions.push_back(
          static_cast<int32_t>(out.mentions.size()));
      out.mentions.push_back(mention);
      margin[e] = std::max(margin[e], n.margin);
      std::vector<std::string>& seen = surfaces[e];
      std::string surface(Surface(n));
      if (seen.size() < kMaxForms &&
          std::find(seen.begin(), seen.end(), surface) == seen.end()) {
        seen.push_back(std::move(surface));
        // "Mr Rao", "Lord Marsh": a form of the name, too.
        if (mention.kind == MentionKind::kPerson) {
          NamedSpan titled = n;
          while (titled.first_token > 0 &&
                 n.first_token - titled.first_token < 3 &&
                 (facts_.tokens[titled.first_token - 1].classes & kHonorific) &&
                 facts_.tokens[titled.first_token - 1].capital) {
            --titled.first_token;
          }
          if (titled.first_token < n.first_token) {
            honorific[e].push_back(std::string(Surface(titled)));
          }
        }
        // "Kenyan Ministry of Health" is a "Ministry of Health", too.
        int bare = n.first_token;
        while (bare < n.last_token &&
               (facts_.tokens[bare].classes & (kNationality | kPlaceHead))) {
          ++bare;
        }
        if (mention.kind == MentionKind::kOrganization &&
            bare > n.first_token && n.last_token - bare >= 3 &&
            // but "State Council's Office" is no "Council's Office"
            !IsPossessive(bare + 1) &&
            (facts_.tokens[n.first_token].classes &
             (kNationality | kPlaceHead)) &&
            ((facts_.tokens[bare].classes & kGovernmentFirst) ||
             (facts_.tokens[n.last_token - 1].classes & kGovernmentHead))) {
          NamedSpan rest = n;
          rest.first_token = bare;
          seen.push_back(std::string(Surface(rest)));
        }
      }
      if (out.entities[e].kind == EntityKind::kPlace &&
          out.entities[e].country_code.empty()) {
        out.entities[e].country_code = CountryOf(n);
      }
    }
    std::vector<KindFeatures> features = GatherKindFeatures(
        facts_, organizations, static_cast<int>(out.entities.size()));
    std::vector<bool> none(out.entities.size());
    for (size_t e = 0; e < out.entities.size(); ++e) {
      Finish(surfaces[e], margin[e], stated[e], &features[e], &out.entities[e]);
      for (std::string& form : honorific[e]) {
        std::vector<std::string>& aliases = out.entities[e].aliases;
        if (aliases.size() < kMaxForms &&
            std::find(aliases.begin(), aliases.end(), form) == aliases.end()) {
          aliases.push_back(std::move(form));
        }
      }
      const auto most = std::max_element(sure[e].begin() + 1, sure[e].end());
      if (*most > 0 && kinds_ != nullptr &&
          out.entities[e].organization_kind !=
              v1::ORGANIZATION_KIND_UNSPECIFIED &&
          out.entities[e].organization_kind !=
              v1::ORGANIZATION_KIND_INTERGOVERNMENTAL) {
        out.entities[e].organization_kind =
            static_cast<v1::OrganizationKind>(most - sure[e].begin());
      }
      none[e] = out.entities[e].kind == EntityKind::kOrganization &&
                out.entities[e].organization_kind ==
                    v1::ORGANIZATION_KIND_UNSPECIFIED;
    }
    if (kinds_ != nullptr) Drop(none, &out);
    return out;
  }

 private:
  absl::string_view Word(int token) const {
    return document_.Surface(document_.tokens[token]);
  }
  bool IsPossessive(int token) const {
    return Word(token) == "'s" || Word(token) == "\u2019s";
  }
  absl::string_view Surface(const NamedSpan& n) const {
    return document_.Surface(BytesOf(document_, n));
  }

  // "58 Home" beside "58.com", "JD Fresh" beside "JD.com": a business of it.
  bool IsBrandedBody(const NamedSpan& n) const {
    if (n.last_token - n.first_token < 2 ||
        (facts_.tokens[n.last_token - 1].classes & kOrganizationHead)) {
      return false;
    }
    return brands_.contains(absl::AsciiStrToLower(Word(n.first_token)));
  }

  // The first parts of the names that are addresses: "58" of "58.com".
  void FindBrands() {
    for (const NamedSpan& n : names_) {
      if (n.kind != EntityKind::kOrganization ||
          n.last_token - n.first_token != 1) {
        continue;
      }
      const absl::string_view word = Word(n.first_token);
      if (absl::EndsWithIgnoreCase(word, ".com")) {
        brands_.insert(absl::AsciiStrToLower(word.substr(0, word.size() - 4)));
      }
    }
  }

  // Removes entities and their mentions.
  static void Drop(const std::vector<bool>& none, Entities* all) {
    std::vector<int32_t> moved(none.size(), -1);
    std::vector<Entity> entities;
    for (size_t e = 0; e < none.size(); ++e) {
      if (none[e]) continue;
      moved[e] = static_cast<int32_t>(entities.size());
      entities.push_back(std::move(all->entities[e]));
      entities.back().mentions.clear();
    }
    std::vector<Mention> mentions;
    for (Mention& mention : all->mentions) {
      mention.entity = moved[mention.entity];
      if (mention.entity < 0) continue;
      entities[mention.entity].mentions.push_back(
          static_cast<int32_t>(mentions.size()));
      mentions.push_back(mention);
    }
    all->entities = std::move(entities);
    all->mentions = std::move(mentions);
  }

  static double Confidence(float margin) {
    // As counted on held-out news: 45 in 100 right at 0, 95 at 4.5.
    const double c = 0.45 + 0.11 * margin;
    return c < 0.4 ? 0.4 : c > 0.97 ? 0.97 : c;
  }

  std::string CountryOf(const NamedSpan& n) const {
    const TokenFact& first = facts_.tokens[n.first_token];
    const TokenFact& last = facts_.tokens[n.last_token - 1];
    const bool whole = (first.part == GazetteerPart::kUnit ||
                        first.part == GazetteerPart::kBegin) &&
                       (last.part == GazetteerPart::kUnit ||
                        last.part == GazetteerPart::kLast);
    if (!whole || !(first.phrase_flags & kGazPlace)) return "";
    return GazetteerEntry{first.phrase_flags, first.country}.CountryCode();
  }

  void Finish(const std::vector<std::string>& surfaces, float margin,
              bool stated, KindFeatures* features, Entity* entity) const {
    size_t full = 0;
    for (size_t k = 1; k < surfaces.size(); ++k) {
      const auto capitals = [&](size_t s) {
        return std::count_if(surfaces[s].begin(), surfaces[s].end(),
                             [](char c) { return c >= 'A' && c <= 'Z'; });
      };
      // Of "58 home" and "58 Home" the latter.
      if (surfaces[k].size() > surfaces[full].size() ||
          (surfaces[k].size() == surfaces[full].size() &&
           capitals(k) > capitals(full))) {
        full = k;
      }
    }
    entity->name = surfaces[full];
    for (size_t k = 0; k < surfaces.size(); ++k) {
      if (k != full) entity->aliases.push_back(surfaces[k]);
    }
    entity->confidence = Confidence(margin);
    if (entity->kind == EntityKind::kOrganization) {
      if (kinds_ != nullptr) {
        entity->organization_kind = kinds_->Best(features->Finish(), stated);
      }
      entity->id =
          StableId(kOrganizationIdKind, {CanonicalOrganization(entity->name)});
    } else if (entity->kind == EntityKind::kPerson) {
      entity->id = StableId(kExecutiveIdKind, {CanonicalPerson(entity->name)});
    }
  }

  const TokenFacts& facts_;
  const text::Document& document_;
  const std::vector<NamedSpan>& names_;
  const NameGroups& groups_;
  const KindModel* kinds_;
  absl::flat_hash_set<std::string> brands_;  // lower case
};

}  // namespace

Entities BuildEntities(const TokenFacts& facts,
                       const std::vector<NamedSpan>& names,
                       const KnownNames& known, const KindModel* kinds) {
  const NameGroups groups = GroupNames(facts, names, known);
  return Builder(facts, names, groups, kinds).Build();
}

}  // namespace impactwire::extract
