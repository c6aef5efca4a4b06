// Views: messages as rows of tables.
#pragma once

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "impactwire/v1/query.pb.h"
#include "impactwire/v1/record.pb.h"
#include "tools/cli/table.h"

namespace impactwire::cli {

// "6,000", "1.5", "1,250,000,000"; at most 6 digits after the point.
std::string FormatNumber(double value);

// "about", "more than", ... ; "exact".
std::string FormatBound(v1::Bound bound);

// An enum value without its prefix, in small letters: "people trained".
std::string FormatEnum(absl::string_view prefix, absl::string_view name);

// "6,000", "20 - 30"; "litre per 2 days".
std::string FormatValue(const v1::ImpactFigure& figure);
std::string FormatUnit(const v1::ImpactFigure& figure);

// "2017-04 to 2018", "from 2017-04", "to 2030", "2021"; else the phrase.
std::string FormatPeriod(const v1::Period& period);

// who, value, bound, unit, what, category, status, place, period; the evidence
// as note where wanted.
Table FigureTable();
void AddFigure(const v1::ImpactFigure& figure,
               absl::string_view organization_name, bool evidence,
               Table* table);

// person, title, organization, status; over many articles also how many tell
// so.
Table ExecutiveTable(bool many_articles);

// A person's roles; articles that tell the same role make one row, with the
// evidence of the first where wanted.
void AddExecutive(const v1::ExecutiveSummary& executive, bool evidence,
                  Table* table);

// name, kind, articles, executives, figures, also known as, id.
Table OrganizationSummaryTable();
void AddOrganization(const v1::OrganizationSummary& organization, Table* table);

// name, why it is the other one (or is not), since when, id.
Table RedirectTable();
void AddRedirect(const v1::Redirect& redirect, Table* table);
// Below something else; "" for none.
std::string RenderRedirects(
    const google::protobuf::RepeatedPtrField<v1::Redirect>& redirects,
    int width, bool styled);

// A whole record: head lines, then its three tables.
std::string RenderRecord(const v1::ArticleRecord& record, int width,
                         bool styled);

// "== title ==" in bold.
std::string Heading(absl::string_view text, bool styled);

}  // namespace impactwire::cli
