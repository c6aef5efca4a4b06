// The program as a user meets it: exit statuses, help, bad input. What needs
// the services is tested in tests/integration.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "impactwire/v1/record.pb.h"
#include "tests/tools/cli/run_program.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/json.h"

namespace impactwire::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kCommands[] = {
    "extract", "ingest",    "organizations", "executives", "figures",
    "claims",  "aggregate", "search",        "articles",   "watch",
    "record",  "delete",    "merge",         "split",      "status"};

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines = absl::StrSplit(text, '\n');
  if (lines.back().empty()) lines.pop_back();
  return lines;
}

TEST(CommandLineTest, HelpNamesEveryCommand) {
  const ProgramResult result = RunImpactwire({"--help"});
  EXPECT_EQ(result.exit_status, kExitOk);
  for (const char* command : kCommands) {
    EXPECT_THAT(result.out, HasSubstr(absl::StrCat("\n  ", command, " ")));
  }
}

TEST(CommandLineTest, EveryCommandHasHelpWithExamplesAndExitStatuses) {
  for (const char* command : kCommands) {
    const ProgramResult result = RunImpactwire({command, "--help"});
    EXPECT_EQ(result.exit_status, kExitOk) << command;
    EXPECT_THAT(result.out,
                StartsWith(absl::StrCat("Usage: impactwire ", command, " ")));
    EXPECT_THAT(result.out, HasSubstr("Examples\n  "));
    EXPECT_THAT(result.out, HasSubstr(kExitStatusHelp));
    EXPECT_EQ(RunImpactwire({"help", command}).out, result.out);
  }
}

TEST(CommandLineTest, EveryCommandRefusesAnUnknownFlag) {
  for (const char* command : kCommands) {
    const ProgramResult result = RunImpactwire({command, "--no-such-flag"});
    EXPECT_EQ(result.exit_status, kExitUsage) << command;
    EXPECT_THAT(result.err, HasSubstr(absl::StrCat("Try \"impactwire ", command,
                                                   " --help\".\n")));
    EXPECT_THAT(result.out, IsEmpty());
  }
}

TEST(CommandLineTest, TheVersionIsOneLine) {
  const ProgramResult result = RunImpactwire({"--version"});
  EXPECT_EQ(result.exit_status, kExitOk);
  EXPECT_THAT(result.out, StartsWith("impactwire 0."));
}

TEST(CommandLineTest, NoCommandAndAWrongCommandAreUsageErrors) {
  EXPECT_EQ(RunImpactwire({}).exit_status, kExitUsage);
  const ProgramResult result = RunImpactwire({"figure"});
  EXPECT_EQ(result.exit_status, kExitUsage);
  EXPECT_THAT(result.err, HasSubstr("did you mean \"figures\"?"));
}

TEST(CommandLineTest, AnAbsentServiceIsSaidWithItsAddress) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"organizations"},
                                             {"organizations", "x"},
                                             {"executives"},
                                             {"executives", "x"},
                                             {"search", "x"},
                                             {"figures"},
                                             {"figures", "--organization=x"},
                                             {"claims"},
                                             {"claims", "clm-0"},
                                             {"aggregate"},
                                             {"articles"},
                                             {"watch"},
                                             {"status"}}) {
    const ProgramResult result = RunImpactwire(arguments);
    EXPECT_EQ(result.exit_status, kExitUnreachable) << arguments[0];
    EXPECT_THAT(result.err, HasSubstr("query service at 127.0.0.1:1"));
  }
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"ingest"},
                                             {"record", "x"},
                                             {"delete", "x"},
                                             {"merge", "org-1", "org-2"},
                                             {"split", "exe-1"}}) {
    const ProgramResult result = RunImpactwire(arguments);
    EXPECT_EQ(result.exit_status, kExitUnreachable) << arguments[0];
    EXPECT_THAT(result.err, HasSubstr("ingest service at 127.0.0.1:1"));
  }
}

TEST(CommandLineTest, WrongValuesAreUsageErrorsBeforeAnyCall) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{
           {"figures", "--category=nothing"},
           {"figures", "--attributed", "--unattributed"},
           {"figures", "Acme"},
           {"search"},
           {"search", "--limit=101", "water"},
           {"search", "--category=nothing", "water"},
           {"figures", "--order=best"},
           {"figures", "--sdg=18"},
           {"figures", "--query="},
           {"figures", "--query=localhost:99999"},
           {"figures", "--category="},
           {"figures", "--country=Kenya"},
           {"figures", "--since=soon"},
           {"figures", "--since=2024", "--until=2023"},
           {"figures", "--min-confidence=2"},
           {"figures", "--min-value=5", "--max-value=4"},
           {"articles", "--since=2024", "--until=2023"},
           {"executives", "--min-confidence=-1"},
           {"status", "--ingest=50051"},
           {"claims", "--order=best"},
           {"claims", "clm-1", "clm-2"},
           {"aggregate", "--by=size"},
           {"watch", "--after=p", "--from-beginning"},
           {"organizations", "--kind=club"},
           {"executives", "--role=boss"},
           {"record"},
           {"delete"},
           {"merge", "org-1"},
           {"split"},
           {"status", "--json", "--table"},
           {"ingest", "/no/such/file"},
           {"extract", "--format=pdf"},
           {"extract", "--jobs=0"}}) {
    EXPECT_EQ(RunImpactwire(arguments).exit_status, kExitUsage)
        << arguments[0] << " " << arguments.back();
  }
}

TEST(ExtractTest, RecordsComeInTheOrderOfTheArticles) {
  std::string in;
  for (int i = 0; i < 300; ++i) {
    absl::StrAppend(&in, "{\"articleId\":\"", i, "\",\"text\":\"",
                    "Acme Ltd trained 300 nurses in Nairobi. ", "\"}\n");
  }
  const ProgramResult result = RunImpactwire({"extract", "--jobs=4"}, in);
  EXPECT_EQ(result.exit_status, kExitOk);
  const std::vector<std::string> lines = LinesOf(result.out);
  ASSERT_EQ(lines.size(), 300);
  for (int i = 0; i < 300; ++i) {
    v1::ArticleRecord record;
    ASSERT_EQ(FromJson(lines[i], &record), absl::OkStatus());
    EXPECT_EQ(record.article_id(), absl::StrCat(i));
  }
}

TEST(ExtractTest, ABadLineIsAnErrorLineAndTheRestGoesOn) {
  const ProgramResult result = RunImpactwire(
      {"extract"},
      "{\"text\":\"One nurse.\"}\nnot json\n{\"text\":\"\xff\"}\n{}\n"
      "{\"text\":\"Two.\",\"publishDate\":\"soon\"}\n{\"text\":\"Three.\"}\n");
  EXPECT_EQ(result.exit_status, kExitSomeFailed);
  EXPECT_EQ(LinesOf(result.out).size(), 2);
  const std::vector<std::string> errors = LinesOf(result.err);
  ASSERT_EQ(errors.size(), 4);
  EXPECT_THAT(errors[0], StartsWith("{\"line\":2,\"error\":\""));
  EXPECT_THAT(errors[1], StartsWith("{\"line\":3,\"error\":\""));
  EXPECT_THAT(errors[2],
              StartsWith("{\"line\":4,\"error\":\"article.body: is missing"));
  EXPECT_THAT(errors[3],
              StartsWith("{\"line\":5,\"error\":\"article.publish_date: "));
}

TEST(ExtractTest, TheSameInputGivesTheSameOutput) {
  const std::string folder = IMPACTWIRE_SOURCE_DIR "/examples/articles";
  const ProgramResult once = RunImpactwire({"extract", folder, "--jobs=4"});
  EXPECT_EQ(once.exit_status, kExitOk);
  EXPECT_EQ(RunImpactwire({"extract", folder, "--jobs=1"}).out, once.out);
  EXPECT_GE(LinesOf(once.out).size(), 12);
}

TEST(ExtractTest, TheTraceStandsBesideTheRecord) {
  const ProgramResult result =
      RunImpactwire({"extract", "--trace"}, "{\"text\":\"A nurse.\"}\n");
  EXPECT_EQ(result.exit_status, kExitOk);
  EXPECT_THAT(result.out, StartsWith("{\"record\":{"));
  EXPECT_THAT(result.out, HasSubstr("},\"trace\":{"));
}

TEST(ExtractTest, TablesShowAnArticleToPeople) {
  const ProgramResult result = RunImpactwire(
      {"extract", "--table"},
      "{\"title\":\"A headline\",\"text\":\"Some text of an article.\"}\n");
  EXPECT_EQ(result.exit_status, kExitOk);
  EXPECT_THAT(result.out, StartsWith("A headline\n"));
  EXPECT_THAT(result.out, HasSubstr("\nImpact figures ("));
  EXPECT_THAT(result.out, Not(HasSubstr("\033")));
}

TEST(ExtractTest, AnEmptyInputGivesAnEmptyOutput) {
  const ProgramResult result =
      RunImpactwire({"extract", "/dev/null", "--format=json"});
  EXPECT_EQ(result.exit_status, kExitOk);
  EXPECT_THAT(result.out, IsEmpty());
}

}  // namespace
}  // namespace impactwire::cli
