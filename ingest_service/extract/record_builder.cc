#include "ingest_service/extract/record_builder.h"

#include <algorithm>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "common/base/stable_id.h"
#include "ingest_service/article/article_key.h"
#include "ingest_service/extract/shingle_signature.h"

namespace impactwire::extract {
namespace {

v1::Warning::Kind ToProto(text::WarningKind kind) {
  switch (kind) {
    case text::WarningKind::kTruncated:
      return v1::Warning::KIND_TRUNCATED;
    case text::WarningKind::kCharset:
      return v1::Warning::KIND_CHARSET;
    case text::WarningKind::kLanguage:
      return v1::Warning::KIND_LANGUAGE;
    case text::WarningKind::kMarkup:
      return v1::Warning::KIND_MARKUP;
    case text::WarningKind::kNoContent:
      return v1::Warning::KIND_NO_CONTENT;
  }
  return v1::Warning::KIND_UNSPECIFIED;
}

v1::ExtractionTrace::Mention::Kind ToProto(MentionKind kind) {
  using Mention = v1::ExtractionTrace::Mention;
  switch (kind) {
    case MentionKind::kPerson:
      return Mention::KIND_PERSON;
    case MentionKind::kOrganization:
      return Mention::KIND_ORGANIZATION;
    case MentionKind::kPlace:
      return Mention::KIND_PLACE;
    case MentionKind::kTitle:
      return Mention::KIND_TITLE;
    case MentionKind::kNominal:
      return Mention::KIND_NOMINAL;
    case MentionKind::kPronoun:
      return Mention::KIND_PRONOUN;
  }
  return Mention::KIND_UNSPECIFIED;
}

// Room for the warning that the record was cut.
constexpr size_t kCutWarningBytes = 256;

bool IsNamed(MentionKind kind) {
  return kind == MentionKind::kPerson || kind == MentionKind::kOrganization ||
         kind == MentionKind::kPlace;
}

}  // namespace

RecordBuilder::RecordBuilder(const ExtractorOptions& options,
                             const v1::Article& article,
                             const text::Document& document,
                             const Entities& entities)
    : options_(options),
      article_(article),
      document_(document),
      entities_(entities) {
  const std::string content = ContentSha256(article);
  record_.set_article_id(ArticleKey(article, content));
  record_.set_content_sha256(content);
  for (const text::DocumentWarning& warning : document.warnings) {
    AddWarning(ToProto(warning.kind), warning.message);
  }
}

void RecordBuilder::SetSpan(text::Span span, v1::TextSpan* out) const {
  out->set_begin(span.begin);
  out->set_end(span.end);
  out->set_text(std::string(document_.Surface(span)));
}

void RecordBuilder::AddWarning(v1::Warning::Kind kind,
                               absl::string_view message) {
  v1::Warning* warning = record_.add_warnings();
  warning->set_kind(kind);
  warning->set_message(std::string(message));
}

void RecordBuilder::AddOrganizations() {
  int mentions = 0, left_out = 0;
  for (const Entity& entity : entities_.entities) {
    if (entity.kind != EntityKind::kOrganization) continue;
    v1::Organization* organization = record_.add_organizations();
    organization->set_organization_id(entity.id);
    organization->set_display_name(entity.name);
    organization->set_kind(entity.organization_kind);
    organization->set_confidence(entity.confidence);
    organization->set_country_code(entity.country_code);
    for (const std::string& alias : entity.aliases) {
      organization->add_aliases(alias);
    }
    for (const int32_t index : entity.mentions) {
      const Mention& mention = entities_.mentions[index];
      if (!IsNamed(mention.kind)) continue;
      if (mentions >= options_.max_mentions) {
        ++left_out;
        continue;
      }
      ++mentions;
      SetSpan(mention.span, organization->add_mentions());
    }
  }
  if (left_out > 0) {
    AddWarning(v1::Warning::KIND_TRUNCATED,
               absl::StrCat(left_out, " mentions of organizations past the ",
                            options_.max_mentions, "th were left out"));
  }
}

void RecordBuilder::AddExecutives(const std::vector<Role>& roles) {
  size_t bytes = 0;
  for (const Role& role : roles) {
    if (role.person < 0) continue;
    // What could not stay in any case is not built: many roles may share one
    // long sentence, and each holds it.
    if (bytes > options_.max_record_bytes) {
      ++executives_left_out_;
      continue;
    }
    const Entity& person = entities_.entities[role.person];
    const std::string organization_id =
        role.organization < 0 ? "" : entities_.entities[role.organization].id;
    v1::ExecutiveRole* out = record_.add_executives();
    out->set_role_id(
        StableId(kRoleIdKind, {person.id, organization_id, role.title,
                               v1::RoleStatus_Name(role.status)}));
    out->set_executive_id(person.id);
    out->set_display_name(person.name);
    for (const std::string& alias : person.aliases) out->add_aliases(alias);
    out->set_title(role.title);
    for (const v1::RoleFamily family : role.families) {
      out->add_role_families(family);
    }
    out->set_acting(role.acting);
    out->set_deputy(role.deputy);
    out->set_organization_id(organization_id);
    out->set_status(role.status);
    if (role.sentence >= 0 && role.sentence < document_.sentences.size()) {
      SetSpan(document_.sentences[role.sentence].span, out->mutable_evidence());
    }
    out->set_confidence(role.confidence);
    bytes += out->ByteSizeLong();
  }
}

void RecordBuilder::SetFigure(const FigureSet& set, const Figure& figure,
                              v1::ImpactFigure* out) const {
  const Number& number = set.numbers[figure.number];
  out->set_value(number.value);
  out->set_value_high(number.value_high);
  out->set_bound(number.bound);
  out->set_unit(figure.unit);
  out->set_what(figure.what);
  out->set_category(figure.category);
  if (figure.organization >= 0) {
    out->set_organization_id(entities_.entities[figure.organization].id);
  }
  for (const int32_t other : figure.co_organizations) {
    out->add_co_organization_ids(entities_.entities[other].id);
  }
  out->set_status(figure.status);
  if (!figure.place_span.empty()) {
    out->mutable_place()->set_name(
        std::string(document_.Surface(figure.place_span)));
    if (figure.place >= 0) {
      out->mutable_place()->set_country_code(
          entities_.entities[figure.place].country_code);
    }
  }
  if (!figure.period.start().empty() || !figure.period.end().empty()) {
    *out->mutable_period() = figure.period;
  }
  if (!figure.rate.per().empty()) *out->mutable_rate() = figure.rate;
  for (const ReadAmount& amount : number.converted) {
    v1::ConvertedAmount* converted = out->add_converted();
    converted->set_value(amount.value);
    converted->set_value_high(amount.value_high);
    converted->set_unit(amount.unit);
  }
  out->set_measure(figure.measure);
  out->set_change(figure.change);
  out->set_beneficiary(figure.beneficiary);
  out->mutable_claimant()->set_kind(figure.claimant_kind);
  out->mutable_claimant()->set_name(figure.claimant);
  out->set_attribution(figure.attribution);
  SetSpan(figure.surface, out->mutable_surface());
  SetSpan(document_.sentences[figure.sentence].span, out->mutable_evidence());
  for (const int32_t goal : figure.sdg_goals) out->add_sdg_goals(goal);
  for (const v1::IrisMetric& metric : figure.iris_metrics) {
    *out->add_iris_metrics() = metric;
  }
  out->set_confidence(figure.confidence);
}

void RecordBuilder::AddFigures(const FigureSet& set) {
  const std::string& article_id = record_.article_id();
  // How often the same surface stood in the same sentence before.
  absl::flat_hash_map<std::string, int> seen;
  for (const Figure& figure : set.figures) {
    if (record_.impact_figures_size() >= options_.max_figures) {
      AddWarning(v1::Warning::KIND_TRUNCATED,
                 absl::StrCat(set.figures.size() - options_.max_figures,
                              " figures past the ", options_.max_figures,
                              "th were left out"));
      break;
    }
    v1::ImpactFigure* out = record_.add_impact_figures();
    SetFigure(set, figure, out);
    std::string id =
        StableId(kFigureIdKind,
                 {article_id, out->evidence().text(), out->surface().text()});
    const int ordinal = seen[id]++;
    if (ordinal > 0) {
      id = StableId(kFigureIdKind,
                    {article_id, out->evidence().text(), out->surface().text(),
                     absl::StrCat(ordinal)});
    }
    out->set_figure_id(id);
  }
  int unreadable = 0;
  std::string first;
  for (const Number& number : set.numbers) {
    if (number.disposition !=
        v1::ExtractionTrace::Number::DISPOSITION_UNREADABLE) {
      continue;
    }
    if (unreadable++ == 0) first = number.reason;
  }
  if (unreadable > 0) {
    AddWarning(
        v1::Warning::KIND_UNREADABLE_NUMBER,
        absl::StrCat(unreadable, unreadable == 1 ? " number" : " numbers",
                     " refused; the first: ", first));
  }
}

void RecordBuilder::FillTrace(const FigureSet& set,
                              v1::ExtractionTrace* trace) const {
  trace->Clear();
  for (const text::Sentence& sentence : document_.sentences) {
    SetSpan(sentence.span, trace->add_sentences());
  }
  for (const Mention& mention : entities_.mentions) {
    v1::ExtractionTrace::Mention* out = trace->add_mentions();
    out->set_kind(ToProto(mention.kind));
    SetSpan(mention.span, out->mutable_span());
    if (mention.entity >= 0) {
      out->set_entity(entities_.entities[mention.entity].id);
    }
  }
  for (const Number& number : set.numbers) {
    v1::ExtractionTrace::Number* out = trace->add_numbers();
    SetSpan(number.span, out->mutable_span());
    out->set_value(number.value);
    out->set_value_high(number.value_high);
    out->set_bound(number.bound);
    out->set_unit(number.unit);
    out->set_disposition(number.disposition);
    out->set_reason(number.reason);
  }
}

void RecordBuilder::CutToSize() {
  const size_t most = options_.max_record_bytes;
  int organizations = 0, executives = executives_left_out_, figures = 0;
  size_t size = record_.ByteSizeLong();
  if (size <= most) return;
  const size_t limit = most - std::min(most, kCutWarningBytes);
  // Removing an item frees at least its own size, so no list is measured again.
  while (size > limit) {
    if (!record_.impact_figures().empty()) {
      size -= record_.impact_figures().rbegin()->ByteSizeLong();
      record_.mutable_impact_figures()->RemoveLast();
      ++figures;
    } else if (!record_.executives().empty()) {
      size -= record_.executives().rbegin()->ByteSizeLong();
      record_.mutable_executives()->RemoveLast();
      ++executives;
    } else if (!record_.organizations().empty()) {
      size -= record_.organizations().rbegin()->ByteSizeLong();
      record_.mutable_organizations()->RemoveLast();
      ++organizations;
    } else {
      break;
    }
  }
  if (figures + executives + organizations > 0) {
    AddWarning(
        v1::Warning::KIND_TRUNCATED,
        absl::StrCat("the record would hold more than ", most,
                     " bytes: left out ", figures, " figures, ", executives,
                     " executives, ", organizations, " organizations"));
  }
}

v1::ArticleRecord RecordBuilder::Build(absl::string_view version) {
  record_.set_uri(article_.uri());
  record_.set_title(article_.title().empty() ? document_.title
                                             : article_.title());
  record_.set_publisher(article_.publisher().empty() ? document_.publisher
                                                     : article_.publisher());
  record_.set_publish_date(article_.publish_date().empty()
                               ? document_.publish_date
                               : article_.publish_date());
  *record_.mutable_labels() = article_.labels();
  record_.set_language(document_.language);
  record_.set_text(document_.text);
  record_.set_extractor_version(std::string(version));
  if (const auto signature = MakeShingleSignature(document_.text)) {
    record_.mutable_shingle_signature()->Add(signature->begin(),
                                             signature->end());
  }
  CutToSize();
  return std::move(record_);
}

}  // namespace impactwire::extract
