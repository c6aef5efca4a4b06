// impactwire merge, impactwire split: an analyst's word on which ids are one
// organization, or one person.
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tools/cli/commands.h"
#include "tools/cli/exit_status.h"
#include "tools/cli/json.h"
#include "tools/cli/service_flags.h"

namespace impactwire::cli {
namespace {

constexpr char kMergeEpilog[] =
    "Examples\n"
    "  impactwire merge org-0123456789abcdef org-fedcba9876543210\n"
    "  impactwire merge exe-0123456789abcdef exe-fedcba9876543210 "
    "--note='his maiden name'\n";

constexpr char kSplitEpilog[] =
    "Examples\n"
    "  impactwire split org-0123456789abcdef\n";

struct Signature {
  std::string author;
  std::string note;

  void AddTo(Flags* flags) {
    flags->Add("author", "NAME", &author, "Who says so; kept with it");
    flags->Add("note", "TEXT", &note, "Why; kept with it");
  }
};

bool IsPerson(absl::string_view id) { return absl::StartsWith(id, "exe-"); }

template <typename Request>
Request MakeRequest(absl::string_view from_id, const Signature& signature) {
  Request request;
  request.set_from_id(std::string(from_id));
  request.set_author(signature.author);
  request.set_note(signature.note);
  return request;
}

template <typename Answer>
int Report(absl::string_view command, absl::string_view done,
           const ServiceFlags& service, const Answer& answer,
           Console& console) {
  if (!answer.ok()) {
    return ReportError(command, "ingest", service.ingest, answer.status(),
                       console);
  }
  if (service.WantTable(console)) {
    console.Out(absl::StrCat(answer->unchanged() ? "unchanged: " : "", done,
                             "\nposition: ", answer->position(), "\n"));
  } else {
    console.Out(absl::StrCat(ToJson(*answer), "\n"));
  }
  return kExitOk;
}

}  // namespace

int RunMerge(const Args& args, Console& console) {
  Flags flags("merge [FLAGS] FROM_ID INTO_ID",
              "Declares two organizations, or two persons, to be one: what is "
              "known of FROM_ID is answered under INTO_ID.");
  ServiceFlags service;
  Signature signature;
  signature.AddTo(&flags);
  service.AddIngest(&flags);
  service.AddOutput(&flags);
  flags.Epilog(absl::StrCat(kMergeEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over = ParseFlags("merge", args, flags, &arguments, console)) {
    return *over;
  }
  absl::Status status = service.Check();
  if (arguments.size() != 2) {
    status.Update(absl::InvalidArgumentError("needs FROM_ID and INTO_ID"));
  }
  if (!status.ok()) return UsageError("merge", status.message(), console);
  client::IngestClient ingest(service.ingest, service.ClientOptions());
  const std::string done =
      absl::StrCat(arguments[0], " is merged into ", arguments[1]);
  if (IsPerson(arguments[0])) {
    auto request =
        MakeRequest<v1::MergeExecutivesRequest>(arguments[0], signature);
    request.set_into_id(arguments[1]);
    return Report("merge", done, service, ingest.MergeExecutives(request),
                  console);
  }
  auto request =
      MakeRequest<v1::MergeOrganizationsRequest>(arguments[0], signature);
  request.set_into_id(arguments[1]);
  return Report("merge", done, service, ingest.MergeOrganizations(request),
                console);
}

int RunSplit(const Args& args, Console& console) {
  Flags flags("split [FLAGS] ID",
              "Takes the merge of ID back: it stands for itself, and is not "
              "joined to others by itself either.");
  ServiceFlags service;
  Signature signature;
  signature.AddTo(&flags);
  service.AddIngest(&flags);
  service.AddOutput(&flags);
  flags.Epilog(absl::StrCat(kSplitEpilog, "\n", kExitStatusHelp));
  Args arguments;
  if (const auto over = ParseFlags("split", args, flags, &arguments, console)) {
    return *over;
  }
  absl::Status status = service.Check();
  if (arguments.size() != 1) {
    status.Update(absl::InvalidArgumentError("needs one ID"));
  }
  if (!status.ok()) return UsageError("split", status.message(), console);
  client::IngestClient ingest(service.ingest, service.ClientOptions());
  const std::string done = absl::StrCat(arguments[0], " stands for itself");
  if (IsPerson(arguments[0])) {
    return Report("split", done, service,
                  ingest.SplitExecutive(MakeRequest<v1::SplitExecutiveRequest>(
                      arguments[0], signature)),
                  console);
  }
  return Report(
      "split", done, service,
      ingest.SplitOrganization(
          MakeRequest<v1::SplitOrganizationRequest>(arguments[0], signature)),
      console);
}

}  // namespace impactwire::cli
