// Random filter expressions, and typed filters as expressions.
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/query_service/index/testing/history.h"

namespace impactwire::query {
namespace {

const char* const kEquals[] = {"=", "!=", ":"};
const char* const kOrders[] = {"=", "!=", "<", "<=", ">", ">="};

template <typename Values, typename Text>
std::string AnyOf(const std::string& field, const Values& values,
                  const Text& text) {
  std::vector<std::string> texts;
  for (const auto& value : values) texts.push_back(text(value));
  return absl::StrCat(field, " = (", absl::StrJoin(texts, " OR "), ")");
}

std::string Quoted(const std::string& text) {
  return absl::StrCat("\"", text, "\"");
}

}  // namespace

std::string World::Comparison() {
  switch (Below(20)) {
    case 0:
      return absl::StrCat("organization ", Pick(kEquals), " ",
                          OrganizationId());
    case 1:
      return absl::StrCat("organization_kind", Pick(kEquals),
                          v1::OrganizationKind_Name(
                              static_cast<v1::OrganizationKind>(Below(3) + 1)));
    case 2:
      return absl::StrCat("category = (",
                          OneIn(2) ? "PEOPLE_REACHED" : "money-given", " OR ",
                          "IMPACT_CATEGORY_JOBS", ")");
    case 3:
      return OneIn(2) ? "category = PEOPLE_TRAINED" : "category:jobs";
    case 4:
      return absl::StrCat("unit", Pick(kEquals),
                          OneIn(2) ? "\"Person\"" : "usd");
    case 5:
      return OneIn(2) ? "unit : \"r\"" : "unit = (tree OR percent)";
    case 6:
      return absl::StrCat("status ", Pick(kEquals),
                          OneIn(2) ? " ACHIEVED" : " target");
    case 7:
      return absl::StrCat("value ", Pick(kOrders), " ", Below(5) * 1000);
    case 8:
      return OneIn(2) ? "value > 999.5" : "value>=-3e3";
    case 9:
      return absl::StrCat("period.start ", Pick(kOrders),
                          OneIn(2) ? " \"2017\"" : " 2017-04");
    case 10:
      return absl::StrCat("period.end ", Pick(kOrders),
                          OneIn(2) ? " 2016" : " 2017-12-31");
    case 11:
      return absl::StrCat("publish_date ", Pick(kOrders),
                          OneIn(2) ? " 2017" : " \"2017-04-30\"");
    case 12:
      return OneIn(2) ? "place : \"sao paulo\"" : "place = \"São Paulo\"";
    case 13:
      return absl::StrCat("country", Pick(kEquals), OneIn(2) ? "CN" : "br");
    case 14:
      return absl::StrCat("confidence ", Pick(kOrders), " 0.", Below(10));
    case 15:
      return absl::StrCat("sdg : ", Below(17) + 1);
    case 16:
      return absl::StrCat("article = \"", ArticleId(), "\"");
    case 17:
      return absl::StrCat(OneIn(2) ? "attribution = POSSESSIVE"
                                   : "bound != RANGE");
    case 18:
      return absl::StrCat(
          OneIn(2) ? "has_organization" : "has_rate",
          OneIn(2) ? " = " : " != ", OneIn(2) ? "true" : "false");
    default: {
      static const char* const kFields[] = {
          "organization", "place",      "country",      "publisher",
          "sdg",          "period.end", "publish_date", "period.start"};
      if (OneIn(3)) return "publisher = \"daily echo\"";
      return absl::StrCat(Pick(kFields), " : *");
    }
  }
}

std::string World::Expression(int depth) {
  std::string text;
  for (int i = 1 + Below(3); i > 0; --i) {
    if (!text.empty()) {
      static const char* const kJoints[] = {" AND ", " OR ", " "};
      text += Pick(kJoints);
    }
    if (OneIn(4)) text += OneIn(2) ? "NOT " : "-";
    if (depth > 0 && OneIn(3)) {
      absl::StrAppend(&text, "(", Expression(depth - 1), ")");
    } else {
      text += Comparison();
    }
  }
  return text;
}

std::string AsExpression(const v1::ImpactFigureFilter& filter) {
  std::vector<std::string> all;
  const auto text = [](const std::string& id) { return id; };
  if (filter.organization_ids_size() > 0) {
    all.push_back(AnyOf("organization", filter.organization_ids(), text));
  }
  if (filter.organization_kinds_size() > 0) {
    all.push_back(
        AnyOf("organization_kind", filter.organization_kinds(), [](int kind) {
          return v1::OrganizationKind_Name(
              static_cast<v1::OrganizationKind>(kind));
        }));
  }
  if (filter.categories_size() > 0) {
    all.push_back(AnyOf("category", filter.categories(), [](int category) {
      return v1::ImpactCategory_Name(static_cast<v1::ImpactCategory>(category));
    }));
  }
  if (filter.units_size() > 0) {
    all.push_back(AnyOf("unit", filter.units(), Quoted));
  }
  if (filter.statuses_size() > 0) {
    all.push_back(AnyOf("status", filter.statuses(), [](int status) {
      return v1::FigureStatus_Name(static_cast<v1::FigureStatus>(status));
    }));
  }
  if (filter.attributions_size() > 0) {
    all.push_back(AnyOf("attribution", filter.attributions(), [](int how) {
      return v1::Attribution_Name(static_cast<v1::Attribution>(how));
    }));
  }
  if (filter.has_min_value()) {
    all.push_back(absl::StrCat("value >= ", filter.min_value()));
  }
  if (filter.has_max_value()) {
    all.push_back(absl::StrCat("value <= ", filter.max_value()));
  }
  if (filter.has_period()) {
    all.push_back("(period.start : * OR period.end : *)");
    if (!filter.period().start().empty()) {
      all.push_back("NOT period.end < " + filter.period().start());
    }
    if (!filter.period().end().empty()) {
      all.push_back("-period.start > " + filter.period().end());
    }
  }
  if (filter.has_publish_date()) {
    all.push_back("publish_date : *");
    if (!filter.publish_date().start().empty()) {
      all.push_back("publish_date >= " + filter.publish_date().start());
    }
    if (!filter.publish_date().end().empty()) {
      all.push_back("publish_date <= " + filter.publish_date().end());
    }
  }
  if (!filter.place().empty()) {
    all.push_back("place : " + Quoted(filter.place()));
  }
  if (filter.country_codes_size() > 0) {
    all.push_back(AnyOf("country", filter.country_codes(), text));
  }
  if (filter.min_confidence() > 0) {
    all.push_back(absl::StrCat("confidence >= ", filter.min_confidence()));
  }
  if (filter.sdg_goals_size() > 0) {
    all.push_back(AnyOf("sdg", filter.sdg_goals(),
                        [](int goal) { return absl::StrCat(goal); }));
  }
  if (!filter.article_id().empty()) {
    all.push_back("article = " + Quoted(filter.article_id()));
  }
  if (filter.has_has_organization()) {
    all.push_back(filter.has_organization() ? "organization : *"
                                            : "has_organization = false");
  }
  return absl::StrJoin(all, " AND ");
}

}  // namespace impactwire::query
