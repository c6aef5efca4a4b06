#include "tests/benchmarks/record_generator.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "tests/benchmarks/number_text.h"

namespace impactwire::bench {
namespace {

// Five on average, as many as real articles differ.
constexpr uint8_t kFigureCounts[] = {1, 2, 3, 3, 4, 5, 5, 6, 8, 13};
// Besides those the figures name: five to six organizations an article in all.
constexpr uint8_t kFurtherOrganizations[] = {1, 2, 2, 3, 3, 4, 5, 7};
constexpr uint8_t kRoleCounts[] = {0, 1, 1, 2, 2, 3, 4, 5};

constexpr double kCopiedArticles = 0.05;
constexpr double kRetoldFigures = 0.16;
constexpr double kLaterLevels = 0.05;
constexpr double kFromArchives = 0.3;
// Told in one sentence with the figure before.
constexpr double kSameSentence = 0.28;
constexpr int kDays = 15 * 365;
constexpr uint32_t kPublishers = 3000;
constexpr uint32_t kKnown = 20000;
constexpr double kOrganizationZipf = 0.9;

// What draws are for, so that they are independent.
enum Stream : uint64_t { kPlan = 1, kFacts, kWords, kPeople, kLinks, kDates };

uint64_t Key(Stream stream, uint32_t article) {
  return uint64_t{article} << 8 | stream;
}

}  // namespace

RecordGenerator::RecordGenerator(const GeneratorOptions& options)
    : options_(options), shapes_(ReadFigureShapes()) {
  articles_ = std::max(1u, options.figures / 5);
  organizations_ = options.organizations != 0
                       ? options.organizations
                       : std::max(100u, options.figures / 10);
  for (uint32_t i = 0; i < std::min(kKnown, organizations_); ++i) {
    known_.push_back(names_.Organization(i));
  }
}

uint32_t RecordGenerator::DrawOrganization(Dice* dice) const {
  return dice->Zipf(organizations_, kOrganizationZipf);
}

std::string RecordGenerator::ArticleId(uint32_t article) const {
  return MadeUpId("art", Mix(options_.seed << 34 ^ Key(kPlan, article)));
}

std::string RecordGenerator::FigureId(uint32_t article, uint32_t figure) const {
  return MadeUpId("fig",
                  Mix(options_.seed << 34 ^ (uint64_t{article} << 8 | figure)));
}

// -- What is told
// --------------------------------------------------------------

uint32_t RecordGenerator::EarlierArticle(uint32_t article, Dice* dice) const {
  // News is retold soon, or any time later.
  const uint32_t back = dice->Chance(0.7)
                            ? 1 + dice->Zipf(std::min(article, 20000u), 0.7)
                            : 1 + dice->Below(article);
  return article - std::min(article, back);
}

uint32_t RecordGenerator::SourceOf(uint32_t article) const {
  for (;;) {
    Dice dice(options_.seed, Key(kLinks, article));
    if (article == 0 || !dice.Chance(kCopiedArticles)) return article;
    article = EarlierArticle(article, &dice);
  }
}

uint32_t RecordGenerator::FigureCount(uint32_t article) const {
  Dice dice(options_.seed, Key(kPlan, SourceOf(article)));
  return kFigureCounts[dice.Below(std::size(kFigureCounts))];
}

FigureFacts RecordGenerator::OwnFacts(uint32_t article, uint32_t figure,
                                      Dice* dice) const {
  FigureFacts facts;
  facts.first_article = article;
  facts.shape = dice->Below(shapes_.size());
  const FigureShape& shape = shapes_[facts.shape];
  facts.bound = shape.figure.bound();
  // Most figures of an article are its main organization's.
  Dice main(options_.seed, Key(kPlan, article), 1);
  facts.organization = shape.figure.attribution() == v1::ATTRIBUTION_NONE
                           ? FigureFacts::kNone
                       : dice->Chance(0.75) ? DrawOrganization(&main)
                                            : DrawOrganization(dice);
  facts.city = FigureFacts::kNone;
  if (shape.has_place) {
    facts.city = dice->Zipf(static_cast<uint32_t>(names_.cities().size()), 0.6);
  }
  const double digits = dice->Unit();
  facts.value = RoundTo(std::pow(10, shape.magnitude + dice->Unit() - 0.5),
                        digits < 0.4    ? 1
                        : digits < 0.75 ? 2
                        : digits < 0.9  ? 3
                                        : 4);
  if (shape.figure.unit() == "percent") {
    facts.value = std::min(facts.value, 100.0);
  } else if (facts.value >= 1) {
    facts.value = std::round(facts.value);
  }
  const uint32_t published =
      120 + static_cast<uint32_t>(PublishDay(article) / 30.44);
  const uint32_t end = published - std::min(published, dice->Below(14));
  facts.end_month = shape.has_end ? end : FigureFacts::kNone;
  facts.start_month = shape.has_start ? end - dice->Below(std::min(end, 48u))
                                      : FigureFacts::kNone;
  return facts;
}

FigureFacts RecordGenerator::FactsOf(uint32_t article, uint32_t figure) const {
  article = SourceOf(article);
  Dice dice(options_.seed, Key(kFacts, article), figure);
  const double kind = article == 0 ? 1 : dice.Unit();
  if (kind >= kRetoldFigures + kLaterLevels) {
    return OwnFacts(article, figure, &dice);
  }
  const uint32_t earlier = SourceOf(EarlierArticle(article, &dice));
  FigureFacts facts = FactsOf(earlier, dice.Below(FigureCount(earlier)));
  if (kind < kRetoldFigures) {
    if (dice.Chance(0.3) && facts.value >= 100) {
      facts.value = RoundTo(facts.value, 1 + static_cast<int>(dice.Below(2)));
      facts.bound = v1::BOUND_APPROXIMATE;
    }
    if (dice.Chance(0.25)) {
      facts.start_month = facts.end_month = FigureFacts::kNone;
    }
    if (dice.Chance(0.25)) facts.city = FigureFacts::kNone;
  } else if (shapes_[facts.shape].figure.unit() != "percent") {
    facts.value = RoundTo(facts.value * (1.1 + dice.Unit()), 3);
    if (facts.value >= 1) facts.value = std::round(facts.value);
  }
  return facts;
}

int32_t RecordGenerator::PublishDay(uint32_t article) const {
  Dice dice(options_.seed, Key(kDates, article));
  if (dice.Chance(kFromArchives))
    return static_cast<int32_t>(dice.Below(kDays));
  const double day = static_cast<double>(article) / articles_ * kDays -
                     static_cast<double>(dice.Below(30));
  return static_cast<int32_t>(std::max(0.0, day));
}

// -- How it is told
// --------------------------------------------------------------

void RecordGenerator::AddFigure(uint32_t article, uint32_t number,
                                const FigureFacts& facts,
                                v1::ArticleRecord* record) const {
  const FigureShape& shape = shapes_[facts.shape];
  v1::ImpactFigure* const figure = record->add_impact_figures();
  *figure = shape.figure;
  // The same words in copies of an article.
  Dice words(options_.seed, Key(kWords, SourceOf(article)), number);
  figure->set_figure_id(FigureId(article, number));
  figure->set_value(facts.value);
  figure->set_bound(facts.bound);
  if (facts.bound == v1::BOUND_RANGE) {
    figure->set_value_high(RoundTo(facts.value * 1.5, 2));
  }
  figure->set_confidence(RoundTo(0.35 + 0.64 * std::sqrt(words.Unit()), 3));

  std::string* const sentence = figure->mutable_evidence()->mutable_text();
  *sentence = clauses_.Clause(&words);
  absl::StrAppend(sentence, ", ");
  if (facts.organization != FigureFacts::kNone) {
    const MadeUpOrganization organization = Organization(facts.organization);
    figure->set_organization_id(organization.id);
    absl::StrAppend(sentence,
                    shape.figure.attribution() == v1::ATTRIBUTION_SUBJECT
                        ? organization.name
                        : "the group",
                    " has ");
  }
  const char* const lead = facts.bound == v1::BOUND_MORE_THAN     ? "more than "
                           : facts.bound == v1::BOUND_APPROXIMATE ? "about "
                           : facts.bound == v1::BOUND_LESS_THAN   ? "less than "
                                                                  : "";
  std::string* const surface = figure->mutable_surface()->mutable_text();
  *surface =
      absl::StrCat(lead, NumberText(facts.value), " ", shape.figure.what());
  absl::StrAppend(sentence, *surface);
  if (facts.city != FigureFacts::kNone) {
    const MadeUpCity& city = names_.cities()[facts.city];
    v1::Place* const place = figure->mutable_place();
    place->set_name(city.name);
    if (shape.has_country) {
      place->set_country_code(names_.country_code(city.country));
    }
    absl::StrAppend(sentence, " in ", city.name);
  }
  if (facts.start_month != FigureFacts::kNone ||
      facts.end_month != FigureFacts::kNone) {
    v1::Period* const period = figure->mutable_period();
    if (facts.start_month != FigureFacts::kNone) {
      period->set_start(MonthText(facts.start_month));
    }
    if (facts.end_month != FigureFacts::kNone) {
      period->set_end(MonthText(facts.end_month));
    }
    period->set_phrase(
        absl::StrCat(facts.start_month == FigureFacts::kNone ? "by " : "since ",
                     2000 + std::min(facts.start_month, facts.end_month) / 12));
    absl::StrAppend(sentence, " ", period->phrase());
  }
  if (words.Chance(0.5)) {
    absl::StrAppend(sentence, ", ", clauses_.Clause(&words));
  }
  sentence->push_back('.');
}

void RecordGenerator::JoinSentences(uint32_t article,
                                    v1::ArticleRecord* record) const {
  Dice dice(options_.seed, Key(kWords, SourceOf(article)), 200);
  auto& figures = *record->mutable_impact_figures();
  for (int first = 0, end = 0; first < figures.size(); first = end) {
    end = first + 1;
    std::string sentence = figures[first].evidence().text();
    while (end < figures.size() && dice.Chance(kSameSentence)) {
      sentence.back() = ' ';
      absl::StrAppend(&sentence, "and ", figures[end].surface().text(), ".");
      ++end;
    }
    for (int i = first; end > first + 1 && i < end; ++i) {
      figures[i].mutable_evidence()->set_text(sentence);
    }
  }
}

void RecordGenerator::AddOrganizations(
    uint32_t article, const std::vector<uint32_t>& organizations,
    v1::ArticleRecord* record) const {
  Dice dice(options_.seed, Key(kLinks, article), 1);
  int32_t place = 80;
  for (const uint32_t number : organizations) {
    const MadeUpOrganization made = Organization(number);
    // Two numbers may have one name.
    if (std::any_of(
            record->organizations().begin(), record->organizations().end(),
            [&](const auto& o) { return o.organization_id() == made.id; })) {
      continue;
    }
    v1::Organization* const o = record->add_organizations();
    o->set_organization_id(made.id);
    // Now and then only the short form stands in an article.
    o->set_display_name(made.name);
    o->set_kind(made.kind);
    const bool has_alias = !made.alias.empty() && dice.Chance(0.35);
    if (has_alias) o->add_aliases(made.alias);
    if (made.name_is_shared) {
      o->set_country_code(names_.country_code(made.country));
    }
    const int mentions = 1 + static_cast<int>(dice.Zipf(8, 0.9));
    for (int i = 0; i < mentions; ++i) {
      const std::string& form = i > 0 && has_alias ? made.alias : made.name;
      v1::TextSpan* const span = o->add_mentions();
      span->set_begin(place);
      span->set_end(place + static_cast<int32_t>(form.size()));
      place = span->end() + 40 + static_cast<int32_t>(dice.Below(60));
      if (options_.with_text) span->set_text(form);
    }
    o->set_confidence(RoundTo(0.5 + 0.5 * dice.Unit(), 3));
  }
}

void RecordGenerator::AddExecutives(uint32_t article,
                                    const std::vector<uint32_t>& organizations,
                                    v1::ArticleRecord* record) const {
  Dice dice(options_.seed, Key(kPeople, SourceOf(article)));
  const int roles = kRoleCounts[dice.Below(std::size(kRoleCounts))];
  for (int i = 0; i < roles; ++i) {
    const uint32_t organization =
        organizations[dice.Below(std::min<size_t>(organizations.size(), 3))];
    // The same few lead it in all articles.
    const uint32_t person = organization * 4 + dice.Zipf(4, 0.8);
    const std::string name = names_.Person(person);
    v1::ExecutiveRole* const role = record->add_executives();
    role->set_role_id(MadeUpId(
        "rol", Mix(options_.seed << 34 ^ (uint64_t{article} << 8 | i))));
    role->set_executive_id(MadeUpId("exe", HashText(name)));
    role->set_display_name(name);
    role->add_aliases(name.substr(name.rfind(' ') + 1));
    role->set_title(names_.titles()[person % names_.titles().size()]);
    role->add_role_families(static_cast<v1::RoleFamily>(
        1 + person % (v1::RoleFamily_ARRAYSIZE - 1)));
    role->set_status(dice.Chance(0.9) ? v1::ROLE_STATUS_CURRENT
                                      : v1::ROLE_STATUS_FORMER);
    role->set_organization_id(Organization(organization).id);
    role->mutable_evidence()->set_text(
        absl::StrCat("\"", clauses_.Clause(&dice), "\", said ", name, ", ",
                     role->title(), ", ", clauses_.Clause(&dice), "."));
    role->set_confidence(RoundTo(0.5 + 0.5 * dice.Unit(), 3));
  }
}

void RecordGenerator::AddText(uint32_t article,
                              v1::ArticleRecord* record) const {
  std::string made;
  std::string* const text = options_.with_text ? record->mutable_text() : &made;
  *text = record->title();
  Dice dice(options_.seed, Key(kWords, SourceOf(article)), 100);
  const auto place = [&](v1::TextSpan* span) {
    absl::StrAppend(text, "\n\n", clauses_.Clause(&dice), " ",
                    clauses_.Clause(&dice), ". ");
    span->set_begin(static_cast<int32_t>(text->size()));
    absl::StrAppend(text, span->text());
    span->set_end(static_cast<int32_t>(text->size()));
  };
  const v1::TextSpan* last = nullptr;
  for (auto& figure : *record->mutable_impact_figures()) {
    if (last != nullptr && last->text() == figure.evidence().text()) {
      *figure.mutable_evidence() = *last;
    } else {
      place(figure.mutable_evidence());
    }
    last = &figure.evidence();
    v1::TextSpan* const surface = figure.mutable_surface();
    const size_t at = figure.evidence().text().find(surface->text());
    surface->set_begin(figure.evidence().begin() + static_cast<int32_t>(at));
    surface->set_end(surface->begin() +
                     static_cast<int32_t>(surface->text().size()));
  }
  for (auto& role : *record->mutable_executives()) {
    place(role.mutable_evidence());
  }
  if (!options_.with_text) return;
  for (auto& organization : *record->mutable_organizations()) {
    for (auto& mention : *organization.mutable_mentions()) place(&mention);
  }
}

void RecordGenerator::Make(uint32_t article, v1::LogEntry* entry) const {
  entry->Clear();
  entry->set_sequence(uint64_t{article} + 1);
  v1::ArticleRecord* const record = entry->mutable_record();
  const uint32_t source = SourceOf(article);
  Dice words(options_.seed, Key(kWords, source));
  Dice own(options_.seed, Key(kWords, article), 1);
  const std::string id = ArticleId(article);
  record->set_article_id(id);
  record->set_title(clauses_.Clause(&words));
  record->set_publisher(names_.Publisher(own.Zipf(kPublishers, 0.8)));
  const absl::CivilDay day = absl::CivilDay(2010) + PublishDay(article);
  record->set_publish_date(absl::FormatCivilTime(day));
  record->set_uri(absl::StrCat("https://news-", own.Below(kPublishers),
                               ".example/", record->publish_date(), "/",
                               id.substr(4)));
  record->set_language("en");
  std::string* const hash = record->mutable_content_sha256();
  for (int i = 0; i < 4; ++i) {
    absl::StrAppend(hash, absl::Hex(own.Next(), absl::kZeroPad16));
  }
  record->set_extractor_version("0.1.0-benchmark000");
  record->mutable_ingest_time()->set_seconds(1700000000 + article / 20);
  record->mutable_ingest_time()->set_nanos(1000 * own.Below(1000000));
  // Copies differ in a group of words or two.
  for (int i = 0; i < 16; ++i) {
    const bool differs = source != article && own.Chance(0.07);
    record->add_shingle_signature(
        static_cast<uint32_t>(differs ? own.Next() : words.Next()));
  }

  std::vector<uint32_t> organizations;
  const auto add = [&](uint32_t number) {
    if (std::find(organizations.begin(), organizations.end(), number) ==
        organizations.end()) {
      organizations.push_back(number);
    }
  };
  const uint32_t figures = FigureCount(article);
  for (uint32_t i = 0; i < figures; ++i) {
    const FigureFacts facts = FactsOf(article, i);
    AddFigure(article, i, facts, record);
    if (facts.organization != FigureFacts::kNone) add(facts.organization);
  }
  JoinSentences(article, record);
  const uint32_t further =
      kFurtherOrganizations[words.Below(std::size(kFurtherOrganizations))];
  for (uint32_t i = 0; i < further; ++i) add(DrawOrganization(&words));
  AddOrganizations(article, organizations, record);
  AddExecutives(article, organizations, record);
  AddText(article, record);
}

}  // namespace impactwire::bench
