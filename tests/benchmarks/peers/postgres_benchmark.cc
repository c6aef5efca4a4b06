// The same records and queries in PostgreSQL, for comparison. Run by
// scripts/compare-with-postgres, which starts a server for it:
//
//   postgres_benchmark --figures=1M --connection="host=DIR dbname=..." --load
//   postgres_benchmark --figures=1M --connection=... --out=FILE
//
// Queries are prepared statements over a Unix socket, answers are binary and
// not looked at; by one client and by eight.
#include <libpq-fe.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/civil_time.h"
#include "common/base/stable_id.h"
#include "query_service/index/names/fold.h"
#include "query_service/index/tables/day_range.h"
#include "tests/benchmarks/client_load.h"
#include "tests/benchmarks/measurements.h"
#include "tests/benchmarks/peers/postgres_queries.h"
#include "tests/benchmarks/query_draws.h"

ABSL_FLAG(std::string, figures, "1M", "How many: like 100k, 1M or 10M");
ABSL_FLAG(std::string, connection, "", "As libpq takes it");
ABSL_FLAG(bool, load, false, "Make the tables anew and fill them");
ABSL_FLAG(std::string, out, "", "Lines of results are appended to this file");
ABSL_FLAG(double, seconds, 3, "Of each kind of query");
ABSL_FLAG(std::string, only, "", "Only measures whose name begins with this");

namespace impactwire::bench {
namespace {

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "%s\n", what.c_str());
  std::exit(1);
}

class Connection {
 public:
  Connection()
      : connection_(PQconnectdb(absl::GetFlag(FLAGS_connection).c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) {
      Fail(PQerrorMessage(connection_));
    }
  }
  ~Connection() { PQfinish(connection_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void Run(const std::string& sql) { Take(PQexec(connection_, sql.c_str())); }

  void RunFile(const std::string& name) {
    std::ifstream file(
        absl::StrCat(IMPACTWIRE_SOURCE_DIR, "/tests/benchmarks/peers/", name));
    std::stringstream all;
    all << file.rdbuf();
    // One by one: VACUUM is not allowed in a transaction.
    std::string statement;
    for (std::string line; std::getline(all, line);) {
      if (absl::StartsWith(line, "--")) continue;
      absl::StrAppend(&statement, line, "\n");
      if (absl::EndsWith(line, ";")) {
        Run(statement);
        statement.clear();
      }
    }
  }

  void Prepare() {
    Run("SET pg_trgm.word_similarity_threshold = 0.6");
    for (const PreparedQuery& query : kPreparedQueries) {
      Take(PQprepare(connection_, query.name, query.sql, query.parameters,
                     nullptr));
    }
  }

  void Ask(const char* name, const std::vector<std::string>& parameters) {
    std::vector<const char*> values;
    for (const std::string& parameter : parameters) {
      values.push_back(parameter.c_str());
    }
    Take(PQexecPrepared(connection_, name, static_cast<int>(values.size()),
                        values.data(), nullptr, nullptr, /*binary=*/1));
  }

  void BeginCopy(const std::string& table) {
    PGresult* const result = PQexec(
        connection_, absl::StrCat("COPY ", table, " FROM STDIN").c_str());
    if (PQresultStatus(result) != PGRES_COPY_IN) {
      Fail(PQerrorMessage(connection_));
    }
    PQclear(result);
  }
  void Copy(const std::string& rows) {
    if (PQputCopyData(connection_, rows.data(),
                      static_cast<int>(rows.size())) != 1) {
      Fail(PQerrorMessage(connection_));
    }
  }
  void EndCopy() {
    if (PQputCopyEnd(connection_, nullptr) != 1) {
      Fail(PQerrorMessage(connection_));
    }
    while (PGresult* const result = PQgetResult(connection_)) Take(result);
  }

 private:
  void Take(PGresult* result) {
    const ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      Fail(PQerrorMessage(connection_));
    }
    PQclear(result);
  }

  PGconn* const connection_;
};

// Text of one column, as COPY reads it.
std::string Cell(const std::string& text) {
  return absl::StrReplaceAll(
      text, {{"\\", "\\\\"}, {"\t", "\\t"}, {"\n", "\\n"}, {"\r", "\\r"}});
}

std::string IdCell(absl::string_view kind, const std::string& id) {
  return absl::StrCat(
      static_cast<int64_t>(StableIdNumber(kind, id).value_or(0)));
}

// A day as PostgreSQL reads it; "\N" for none.
std::string DayCell(int32_t day, bool open) {
  if (open) return day > 0 ? "infinity" : "-infinity";
  return absl::FormatCivilTime(absl::CivilDay(1970, 1, 1) + day);
}

// Fills the tables. What the index derives of all records (counts, names) is
// gathered here.
class Loader {
 public:
  Loader(const RecordGenerator* generator, Connection* figures,
         Connection* articles)
      : generator_(generator), figures_(figures), articles_(articles) {}

  void Load() {
    figures_->BeginCopy("figure");
    articles_->BeginCopy("article");
    Progress progress("loaded", generator_->articles());
    v1::LogEntry entry;
    for (uint32_t i = 0; i < generator_->articles(); ++i) {
      generator_->Make(i, &entry);
      AddArticle(i, entry.record());
      progress.At(i);
    }
    figures_->EndCopy();
    articles_->EndCopy();
    figures_->BeginCopy("organization");
    for (const auto& [id, o] : organizations_) {
      figures_->Copy(
          absl::StrCat(o.number, "\t", IdCell(kOrganizationIdKind, id), "\t",
                       Cell(o.name), "\t", o.kind, "\t", o.articles, "\t",
                       o.figures, "\t", o.executives.size(), "\n"));
    }
    figures_->EndCopy();
    figures_->BeginCopy("name");
    for (const auto& [id, o] : organizations_) {
      for (const std::string& form : o.forms) {
        figures_->Copy(absl::StrCat(o.number, "\t", Cell(form), "\t",
                                    Cell(query::Fold(form)), "\n"));
      }
    }
    figures_->EndCopy();
    figures_->BeginCopy("unit");
    for (const auto& [unit, number] : units_) {
      figures_->Copy(absl::StrCat(number, "\t", Cell(unit), "\n"));
    }
    figures_->EndCopy();
  }

 private:
  struct Organization {
    uint32_t number = 0;
    std::string name;
    int kind = 0;
    uint32_t articles = 0;
    uint32_t figures = 0;
    absl::flat_hash_set<std::string> forms;
    absl::flat_hash_set<uint64_t> executives;
  };

  Organization& Find(const std::string& id) {
    const auto [it, is_new] = organizations_.try_emplace(id);
    if (is_new) {
      it->second.number = static_cast<uint32_t>(organizations_.size());
    }
    return it->second;
  }

  void AddArticle(uint32_t number, const v1::ArticleRecord& record) {
    articles_->Copy(absl::StrCat(number, "\t", record.article_id(), "\t",
                                 Cell(record.uri()), "\t", Cell(record.title()),
                                 "\t", Cell(record.publisher()), "\t",
                                 record.publish_date(), "\n"));
    for (const auto& o : record.organizations()) {
      Organization& organization = Find(o.organization_id());
      organization.name = o.display_name();
      organization.kind = o.kind();
      ++organization.articles;
      organization.forms.insert(o.display_name());
      organization.forms.insert(o.aliases().begin(), o.aliases().end());
    }
    for (const auto& role : record.executives()) {
      if (role.organization_id().empty()) continue;
      Find(role.organization_id())
          .executives.insert(
              *StableIdNumber(kExecutiveIdKind, role.executive_id()));
    }
    std::string rows;
    for (v1::ImpactFigure figure : record.impact_figures()) {
      AddFigure(number, record, &figure, &rows);
    }
    figures_->Copy(rows);
  }

  void AddFigure(uint32_t article, const v1::ArticleRecord& record,
                 v1::ImpactFigure* figure, std::string* rows) {
    std::string organization = "\\N";
    if (!figure->organization_id().empty()) {
      Organization& o = Find(figure->organization_id());
      ++o.figures;
      organization = absl::StrCat(o.number);
    }
    std::string start = "\\N";
    std::string end = "\\N";
    const query::DayRange days =
        query::DaysBetween(figure->period().start(), figure->period().end());
    if (!days.is_none()) {
      start = DayCell(days.first, days.first == query::DayRange::kOpenStart);
      end = DayCell(days.last, days.last == query::DayRange::kOpenEnd);
    }
    const auto unit =
        units_.try_emplace(figure->unit(), units_.size()).first->second;
    const v1::Place& place = figure->place();
    absl::StrAppend(rows, IdCell(kFigureIdKind, figure->figure_id()), "\t",
                    figure->value(), "\t", figures_seen_++, "\t", article, "\t",
                    organization, "\t", record.publish_date(), "\t");
    absl::StrAppend(rows, start, "\t", end, "\t", figure->confidence(), "\t",
                    unit, "\t", figure->category(), "\t", figure->status(),
                    "\t", figure->bound(), "\t",
                    record.publish_date().substr(0, 4), "\t");
    absl::StrAppend(rows, figure->has_rate() ? "t" : "f", "\t",
                    place.country_code().empty() ? "\\N" : place.country_code(),
                    "\t", place.name().empty() ? "\\N" : Cell(place.name()),
                    "\t", Cell(figure->surface().text()), "\t",
                    Cell(figure->evidence().text()), "\t");
    figure->clear_figure_id();
    figure->clear_organization_id();
    figure->clear_value();
    figure->clear_confidence();
    figure->clear_unit();
    figure->clear_place();
    figure->clear_surface();
    figure->clear_evidence();
    absl::StrAppend(rows, "\\\\x",
                    absl::BytesToHexString(figure->SerializeAsString()), "\n");
  }

  const RecordGenerator* const generator_;
  Connection* const figures_;
  Connection* const articles_;
  absl::flat_hash_map<std::string, Organization> organizations_;
  absl::flat_hash_map<std::string, uint32_t> units_;
  uint32_t figures_seen_ = 0;
};

using Parameters = std::function<std::vector<std::string>(Dice*)>;

void AskAll(const RecordGenerator& generator, Measurements* to) {
  const QueryDraws draws(&generator);
  const auto folded_query = [&draws](Typed typed, Dice* dice) {
    return query::Fold(draws.Search(typed, dice).query());
  };
  const std::pair<const char*, Parameters> kinds[] = {
      {"get_organization",
       [&](Dice* dice) -> std::vector<std::string> {
         return {IdCell(kOrganizationIdKind,
                        draws.Organization(dice).organization_id())};
       }},
      {"get_figure",
       [&](Dice* dice) -> std::vector<std::string> {
         return {IdCell(kFigureIdKind, draws.Figure(dice).figure_id())};
       }},
      {"list_selective",
       [&](Dice* dice) -> std::vector<std::string> {
         const v1::ImpactFigureFilter filter =
             draws.SelectiveList(dice).filter();
         const query::DayRange days =
             query::DaysBetween(filter.period().start(), filter.period().end());
         return {IdCell(kOrganizationIdKind, filter.organization_ids(0)),
                 absl::StrCat(filter.categories(0)), DayCell(days.first, false),
                 DayCell(days.last, false)};
       }},
      {"list_by_value",
       [&](Dice*) -> std::vector<std::string> {
         return {draws.BroadList().filter().units(0)};
       }},
      {"list_by_value_uncounted",
       [&](Dice*) -> std::vector<std::string> {
         return {draws.BroadList().filter().units(0)};
       }},
      {"search_typo",
       [&](Dice* dice) -> std::vector<std::string> {
         return {folded_query(Typed::kTypo, dice)};
       }},
      {"search_prefix",
       [&](Dice* dice) -> std::vector<std::string> {
         const std::string prefix = folded_query(Typed::kPrefix, dice);
         return {prefix, prefix + "\xf4\x8f\xbf\xbf"};
       }},
      {"search_acronym",
       [&](Dice* dice) -> std::vector<std::string> {
         return {folded_query(Typed::kAcronym, dice)};
       }},
      {"aggregate", [](Dice*) -> std::vector<std::string> { return {}; }},
  };
  for (const auto& [kind, parameters] : kinds) {
    if (!absl::StartsWith(kind, absl::GetFlag(FLAGS_only))) continue;
    for (const int clients : {1, 8}) {
      RunClients(
          kind, clients, absl::GetFlag(FLAGS_seconds),
          [kind = kind, &parameters = parameters](int) -> Step {
            const auto connection = std::make_shared<Connection>();
            connection->Prepare();
            return [=, &parameters](Dice* dice, Latencies* latencies) {
              const std::vector<std::string> values = parameters(dice);
              latencies->Time([&] { connection->Ask(kind, values); });
            };
          },
          to);
    }
  }
}

int Run(uint32_t figures) {
  GeneratorOptions options;
  options.figures = figures;
  const RecordGenerator generator(options);
  Measurements to("postgres", figures, absl::GetFlag(FLAGS_out));
  if (absl::GetFlag(FLAGS_load)) {
    Connection one;
    Connection other;
    one.Run("SET client_min_messages = warning");
    one.RunFile("postgres_schema.sql");
    const int64_t start = Latencies::Now();
    Loader(&generator, &one, &other).Load();
    const int64_t loaded = Latencies::Now();
    one.RunFile("postgres_indexes.sql");
    to.Add("load", "copy", static_cast<double>(loaded - start) / 1e9, "s");
    to.Add("load", "indexes",
           static_cast<double>(Latencies::Now() - loaded) / 1e9, "s");
  }
  AskAll(generator, &to);
  return 0;
}

}  // namespace
}  // namespace impactwire::bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Asks PostgreSQL what the index is asked.");
  absl::ParseCommandLine(argc, argv);
  const auto sizes = impactwire::bench::ReadSizes(absl::GetFlag(FLAGS_figures));
  if (absl::GetFlag(FLAGS_connection).empty() || sizes.size() != 1) {
    std::fprintf(stderr, "--connection and one size in --figures are needed\n");
    return 2;
  }
  return impactwire::bench::Run(sizes[0]);
}
