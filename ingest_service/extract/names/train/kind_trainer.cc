#include "ingest_service/extract/names/train/kind_trainer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/status/status_macros.h"
#include "extract_names_data.h"
#include "ingest_service/extract/names/canonical_name.h"
#include "ingest_service/extract/names/kind_model.h"
#include "ingest_service/extract/names/tagger.h"
#include "ingest_service/text/document_reader.h"

namespace impactwire::extract {
namespace {

struct Article {
  std::string text;
  int kind = 0;  // of a name that is the whole text
  size_t fold = 0;
  absl::flat_hash_map<std::string, int> kind_of;  // by canonical form
};

int KindOf(absl::string_view name) {
  v1::OrganizationKind kind = v1::ORGANIZATION_KIND_UNSPECIFIED;
  v1::OrganizationKind_Parse(absl::StrCat("ORGANIZATION_KIND_", name), &kind);
  return kind;
}

std::string KindName(int kind) {
  return v1::OrganizationKind_Name(static_cast<v1::OrganizationKind>(kind))
      .substr(sizeof("ORGANIZATION_KIND"));
}

absl::StatusOr<std::vector<Article>> Parse(absl::string_view lines) {
  std::vector<Article> articles;
  for (absl::string_view line :
       absl::StrSplit(lines, '\n', absl::SkipEmpty())) {
    const std::vector<absl::string_view> field = absl::StrSplit(line, '\t');
    size_t fold = 0;
    if (field[0] == "T" && field.size() == 3 &&
        absl::SimpleAtoi(field[1], &fold)) {
      articles.emplace_back();
      articles.back().text = absl::StrReplaceAll(field[2], {{"\\n", "\n"}});
      articles.back().fold = fold;
    } else if (field[0] == "O" && field.size() > 2 && !articles.empty() &&
               KindOf(field[1]) != 0) {
      for (size_t i = 2; i < field.size(); ++i) {
        articles.back().kind_of.try_emplace(CanonicalOrganization(field[i]),
                                            KindOf(field[1]));
      }
    } else if (field[0] == "N" && field.size() == 3 && KindOf(field[1]) != 0) {
      articles.push_back({std::string(field[2]), KindOf(field[1]), 0, {}});
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("no line of annotated articles: ", line.substr(0, 60)));
    }
  }
  return articles;
}

// The tagger's margin, from which EntityBuilder made the confidence.
float MarginOf(double confidence) {
  return static_cast<float>((confidence - 0.45) / 0.11);
}

// Whether a name holds, or is held by, one of the article's organizations.
bool IsPart(absl::string_view name, const Article& article) {
  const std::string canonical = CanonicalOrganization(name);
  for (const auto& [form, unused] : article.kind_of) {
    if (absl::StrContains(form, canonical) ||
        absl::StrContains(canonical, form)) {
      return true;
    }
  }
  return false;
}

class Trainer {
 public:
  explicit Trainer(const KindOptions& options)
      : options_(options),
        mask_((1u << options.rows_log2) - 1),
        weight_((size_t{1} << options.rows_log2) * kKinds),
        total_(weight_.size()) {}

  void Learn(const KindExample& example, uint64_t* random) {
    ++step_;
    kept_.clear();
    for (const uint32_t f : example.features) {
      *random = *random * 6364136223846793005ull + 1442695040888963407ull;
      if ((*random >> 33) % 1000 >=
          static_cast<uint64_t>(options_.drop_per_mille)) {
        kept_.push_back(static_cast<size_t>(f & mask_) * kKinds);
      }
    }
    std::array<int64_t, kKinds> score{};
    for (const size_t row : kept_) {
      for (int k = 0; k < kKinds; ++k) score[k] += weight_[row + k];
    }
    // Of an organization of unknown kind, any is right.
    const int right = example.kind != kAnyKind
                          ? example.kind
                          : static_cast<int>(std::max_element(score.begin() + 1,
                                                              score.end()) -
                                             score.begin());
    int guess = right;
    for (int k = 0; k < kKinds; ++k) {
      if (k != right && (example.kind != kAnyKind || k == 0) &&
          score[k] + options_.margin >
              score[guess] + (guess == right ? 0 : options_.margin)) {
        guess = k;
      }
    }
    if (guess == right) return;
    for (const size_t row : kept_) {
      Add(row + right, 1);
      Add(row + guess, -1);
    }
  }

  void AddTo(std::vector<double>* sum) const {
    sum->resize(weight_.size());
    for (size_t i = 0; i < weight_.size(); ++i) {
      (*sum)[i] += weight_[i] - static_cast<double>(total_[i]) / step_;
    }
  }

 private:
  void Add(size_t i, int delta) {
    weight_[i] += delta;
    total_[i] += static_cast<int64_t>(delta) * step_;
  }

  const KindOptions options_;
  const uint32_t mask_;
  int64_t step_ = 0;
  std::vector<int32_t> weight_;
  std::vector<int64_t> total_;
  std::vector<size_t> kept_;
};

// The organizations among the mentions, as kind_features.h reads them.
std::vector<NamedOrganization> OrganizationsOf(const Entities& entities) {
  std::vector<NamedOrganization> mentions;
  for (const Mention& mention : entities.mentions) {
    if (mention.kind == MentionKind::kOrganization) {
      mentions.push_back({{EntityKind::kOrganization, mention.first_token,
                           mention.last_token, MarginOf(mention.confidence)},
                          mention.entity});
    }
  }
  return mentions;
}

// The weights as bytes, all but one in 500 within [-127, 127].
std::string Quantised(const std::vector<double>& weights, uint32_t rows) {
  std::vector<double> magnitude;
  for (const double w : weights) {
    if (w != 0) magnitude.push_back(std::fabs(w));
  }
  double top = 1;
  if (!magnitude.empty()) {
    std::sort(magnitude.begin(), magnitude.end());
    top = magnitude[magnitude.size() - 1 - magnitude.size() / 500];
  }
  KindModel::Header header = {};
  std::copy(std::begin(KindModel::kMagic), std::end(KindModel::kMagic),
            header.magic);
  header.rows = rows;
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
  for (const double w : weights) {
    bytes += static_cast<char>(static_cast<int8_t>(
        std::clamp(std::round(w * 127 / top), -127.0, 127.0)));
  }
  return bytes;
}

}  // namespace

absl::StatusOr<std::vector<KindExample>> ReadKindExamples(
    absl::string_view articles,
    const std::vector<std::unique_ptr<EntityFinder>>& finders) {
  ASSIGN_OR_RETURN(const Lexicon lexicon, Lexicon::Parse(data::WordClasses()));
  ASSIGN_OR_RETURN(const Gazetteer gazetteer,
                   Gazetteer::Load(data::Gazetteer()));
  ASSIGN_OR_RETURN(const std::vector<Article> parsed, Parse(articles));
  std::vector<KindExample> examples;
  for (const Article& article : parsed) {
    const text::Document document =
        text::DocumentReader().ReadText(article.text, {});
    const TokenFacts facts = FindTokenFacts(document, lexicon, gazetteer);
    if (article.kind != 0) {
      if (document.tokens.empty()) continue;
      KindFeatures features;
      features.AddMention(facts, {EntityKind::kOrganization, 0,
                                  static_cast<int>(document.tokens.size())});
      examples.push_back({article.text, features.Finish(), article.kind});
      continue;
    }
    const Entities entities =
        finders[article.fold % finders.size()]->Find(document);
    std::vector<KindFeatures> features =
        GatherKindFeatures(facts, OrganizationsOf(entities),
                           static_cast<int>(entities.entities.size()));
    for (size_t e = 0; e < features.size(); ++e) {
      const Entity& entity = entities.entities[e];
      if (entity.kind != EntityKind::kOrganization) continue;
      auto known = article.kind_of.find(CanonicalOrganization(entity.name));
      for (size_t i = 0;
           i < entity.aliases.size() && known == article.kind_of.end(); ++i) {
        known = article.kind_of.find(CanonicalOrganization(entity.aliases[i]));
      }
      if (known == article.kind_of.end() && IsPart(entity.name, article)) {
        continue;  // a wrong boundary, neither here nor there
      }
      examples.push_back({entity.name, features[e].Finish(),
                          known == article.kind_of.end() ? 0 : known->second});
    }
  }
  return examples;
}

absl::Status AppendNameExamples(const AnnotatedDocument& annotated,
                                const EntityFinder& finder,
                                std::vector<KindExample>* examples) {
  ASSIGN_OR_RETURN(const Lexicon lexicon, Lexicon::Parse(data::WordClasses()));
  ASSIGN_OR_RETURN(const Gazetteer gazetteer,
                   Gazetteer::Load(data::Gazetteer()));
  const TokenFacts facts =
      FindTokenFacts(annotated.document, lexicon, gazetteer);
  const Entities entities = finder.Find(annotated.document);
  const std::vector<NamedOrganization> mentions = OrganizationsOf(entities);
  std::vector<KindFeatures> features = GatherKindFeatures(
      facts, mentions, static_cast<int>(entities.entities.size()));
  std::vector<bool> named(features.size());
  // "Kenyan government": names end with their capitals there, ours do not.
  std::vector<bool> small(features.size());
  for (const NamedOrganization& mention : mentions) {
    if (!facts.tokens[mention.span.last_token - 1].capital) {
      small[mention.entity] = true;
    }
    for (int i = mention.span.first_token; i < mention.span.last_token; ++i) {
      const int label = annotated.labels[i];
      if (label != kOutside &&
          LabelType(label) == static_cast<int>(EntityKind::kOrganization)) {
        named[mention.entity] = true;
      }
    }
  }
  for (size_t e = 0; e < features.size(); ++e) {
    const Entity& entity = entities.entities[e];
    if (entity.kind != EntityKind::kOrganization) continue;
    if (small[e] && !named[e]) continue;
    examples->push_back(
        {entity.name, features[e].Finish(), named[e] ? kAnyKind : 0});
  }
  return absl::OkStatus();
}

std::string TrainKinds(const std::vector<KindExample>& examples,
                       const KindOptions& options) {
  std::vector<uint32_t> order(examples.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = static_cast<uint32_t>(i);
  std::vector<double> sum;
  uint64_t random = 0x2545f4914f6cdd1dull;
  for (int model = 0; model < options.models; ++model) {
    Trainer trainer(options);
    for (int epoch = 0; epoch < options.epochs; ++epoch) {
      for (size_t i = order.size(); i > 1; --i) {
        random = random * 6364136223846793005ull + 1442695040888963407ull;
        std::swap(order[i - 1], order[(random >> 33) % i]);
      }
      for (const uint32_t i : order) trainer.Learn(examples[i], &random);
    }
    trainer.AddTo(&sum);
  }
  return Quantised(sum, 1u << options.rows_log2);
}

absl::StatusOr<int> CountRight(const std::vector<KindExample>& examples,
                               absl::string_view model) {
  ASSIGN_OR_RETURN(const KindModel kinds, KindModel::Load(model));
  int right = 0;
  for (const KindExample& example : examples) {
    const v1::OrganizationKind kind = kinds.Best(example.features);
    if (kind == example.kind) {
      ++right;
    } else {
      std::printf("%s: %s, taken for %s\n", example.name.c_str(),
                  KindName(example.kind).c_str(), KindName(kind).c_str());
    }
  }
  return right;
}

}  // namespace impactwire::extract
