// Both real services over a record log of production size:
//
//   build/bench/bin/write_record_log --figures=5M --data_dir=DIR
//   build/bench/bin/service_benchmark --figures=5M --data_dir=DIR --out=FILE
//
// Starts ingest_service on DIR and query_service beside it, both of the same
// build on free ports. Reported:
//   start      from the start of query_service until it is SERVING (the replay
//              of the whole log over the stream), and its resident memory
//   restart    the same after an orderly end, from the snapshot file it left
//   get_*, list_*, search_*, aggregate
//              over gRPC on the loopback, by one client and by eight; `cpu` is
//              processor time of the query service per call
// Unrealistic: clients and services share the machine.
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "impactwire/v1/query.grpc.pb.h"
#include "tests/benchmarks/client_load.h"
#include "tests/benchmarks/measurements.h"
#include "tests/benchmarks/query_draws.h"
#include "tests/integration/service_process.h"

ABSL_FLAG(std::string, figures, "1M", "As write_record_log was told");
ABSL_FLAG(std::string, data_dir, "", "Folder of the log");
ABSL_FLAG(std::string, out, "", "Lines of results are appended to this file");
ABSL_FLAG(double, seconds, 3, "Of each kind of query");
ABSL_FLAG(std::string, only, "", "Only measures whose name begins with this");
ABSL_FLAG(std::string, query_flags, "",
          "Further flags of query_service, separated by spaces");

namespace impactwire::bench {
namespace {

using Stub = v1::QueryService::Stub;

// User and system time of the process, in seconds.
double ProcessSeconds(int pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/stat"));
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> cells =
      absl::StrSplit(line.substr(line.rfind(')') + 1), ' ');
  double ticks = 0;
  // Fields 14 and 15; the first cell here is empty, the second field 3.
  for (const size_t i : {12, 13}) {
    double value = 0;
    if (i < cells.size() && absl::SimpleAtod(cells[i], &value)) ticks += value;
  }
  return ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void Check(const grpc::Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "%s\n", status.error_message().c_str());
  std::exit(1);
}

// A step that calls `method` with requests of `draw`.
template <typename Request, typename Response>
std::function<Step(int)> Caller(
    const testing::ServiceProcess* service,
    grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                 Response*),
    std::function<Request(Dice*)> draw) {
  return [=](int) -> Step {
    const std::shared_ptr<Stub> stub =
        v1::QueryService::NewStub(service->Connect());
    return [=](Dice* dice, Latencies* latencies) {
      const Request request = draw(dice);
      latencies->Time([&] {
        grpc::ClientContext context;
        Response response;
        Check((stub.get()->*method)(&context, request, &response));
      });
    };
  };
}

// Starts the service and waits until it is SERVING.
bool TimeStart(const char* name, testing::ServiceProcess* service,
               Measurements* to) {
  const int64_t start = Latencies::Now();
  absl::Status status = service->Start();
  if (status.ok()) status = service->WaitUntilServing(absl::Hours(1));
  if (!status.ok()) {
    std::fprintf(stderr, "%s: %s\n", name, status.ToString().c_str());
    return false;
  }
  to->Add(name, "seconds", static_cast<double>(Latencies::Now() - start) / 1e9,
          "s");
  to->Add(name, "cpu", ProcessSeconds(service->pid()), "s");
  return true;
}

int Run(uint32_t figures) {
  GeneratorOptions options;
  options.figures = figures;
  const RecordGenerator generator(options);
  const QueryDraws draws(&generator);
  Measurements to("service", figures, absl::GetFlag(FLAGS_out));

  testing::TemporaryFolder folder;
  testing::ServiceProcess ingest(
      "ingest_service",
      {absl::StrCat("--data_dir=", absl::GetFlag(FLAGS_data_dir))},
      folder.path());
  absl::Status status = ingest.Start();
  if (status.ok()) status = ingest.WaitUntilServing();
  std::vector<std::string> flags = {
      absl::StrCat("--ingest_target=", ingest.target()),
      absl::StrCat("--snapshot_dir=", folder.path(), "/snapshots"),
      // At the end only.
      "--snapshot_interval=0"};
  for (const absl::string_view flag : absl::StrSplit(
           absl::GetFlag(FLAGS_query_flags), ' ', absl::SkipEmpty())) {
    flags.emplace_back(flag);
  }
  testing::ServiceProcess query("query_service", flags, folder.path());
  if (!status.ok()) {
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    return 1;
  }
  if (!TimeStart("start", &query, &to)) return 1;
  to.Add("start", "resident",
         static_cast<double>(ResidentBytes(query.pid())) / figures,
         "bytes/figure");

  const auto ask = [&](const std::string& name, const auto& caller) {
    if (!absl::StartsWith(name, absl::GetFlag(FLAGS_only))) return;
    for (const int clients : {1, 8}) {
      const double before = ProcessSeconds(query.pid());
      RunClients(name, clients, absl::GetFlag(FLAGS_seconds), caller, &to);
      to.Add(absl::StrCat(name, "@", clients), "cpu",
             ProcessSeconds(query.pid()) - before, "s");
    }
  };
  ask("get_organization",
      Caller<v1::GetOrganizationRequest, v1::GetOrganizationResponse>(
          &query, &Stub::GetOrganization,
          [&](Dice* dice) { return draws.Organization(dice); }));
  ask("get_figure",
      Caller<v1::GetImpactFigureRequest, v1::GetImpactFigureResponse>(
          &query, &Stub::GetImpactFigure,
          [&](Dice* dice) { return draws.Figure(dice); }));
  ask("list_selective",
      Caller<v1::ListImpactFiguresRequest, v1::ListImpactFiguresResponse>(
          &query, &Stub::ListImpactFigures,
          [&](Dice* dice) { return draws.SelectiveList(dice); }));
  ask("list_by_value",
      Caller<v1::ListImpactFiguresRequest, v1::ListImpactFiguresResponse>(
          &query, &Stub::ListImpactFigures,
          [&](Dice*) { return draws.BroadList(); }));
  for (const auto& [name, typed] :
       {std::pair("search_typo", Typed::kTypo),
        std::pair("search_prefix", Typed::kPrefix),
        std::pair("search_acronym", Typed::kAcronym)}) {
    ask(name,
        Caller<v1::SearchOrganizationsRequest, v1::SearchOrganizationsResponse>(
            &query, &Stub::SearchOrganizations,
            [&draws, typed = typed](Dice* dice) {
              return draws.Search(typed, dice);
            }));
  }
  ask("aggregate", Caller<v1::AggregateImpactFiguresRequest,
                          v1::AggregateImpactFiguresResponse>(
                       &query, &Stub::AggregateImpactFigures,
                       [&](Dice*) { return draws.Aggregate(); }));
  return query.Terminate() == 0 && TimeStart("restart", &query, &to) ? 0 : 1;
}

}  // namespace
}  // namespace impactwire::bench

int main(int argc, char** argv) {
  absl::SetProgramUsageMessage("Starts both services on a log and asks them.");
  absl::ParseCommandLine(argc, argv);
  const auto sizes = impactwire::bench::ReadSizes(absl::GetFlag(FLAGS_figures));
  if (absl::GetFlag(FLAGS_data_dir).empty() || sizes.size() != 1) {
    std::fprintf(stderr, "--data_dir and one size in --figures are needed\n");
    return 2;
  }
  return impactwire::bench::Run(sizes[0]);
}
