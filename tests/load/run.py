#!/usr/bin/env python3
"""Runs load scenarios with ghz and prints a table. Called by scripts/load-test,
which explains the options and sees to it that everything is built."""
import argparse
import json
import os
import subprocess
import sys
import tempfile

import scenario
import services

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
HEADER = ("scenario", "connections", "calls/s", "p50 ms", "p95 ms", "p99 ms", "errors",
          "calls/CPU s", "x echo")


class Result:
    def __init__(self, name, connections, report, cpu_seconds, yardstick="echo"):
        self.name = name
        self.yardstick = yardstick
        self.connections = connections
        self.count = report["count"]
        self.calls_per_second = report["rps"]
        self.ok = (report.get("statusCodeDistribution") or {}).get("OK", 0)
        self.faults = report.get("errorDistribution") or {}
        self.latency_ms = {entry["percentage"]: entry["latency"] / 1e6
                           for entry in report.get("latencyDistribution") or []}
        self.calls_per_cpu_second = self.count / cpu_seconds if cpu_seconds else None
        self.times_echo = None

    def cells(self):
        def number(value, digits):
            return "-" if value is None else f"{value:,.{digits}f}"
        return (self.name, str(self.connections), number(self.calls_per_second, 0),
                *(number(self.latency_ms.get(p), 2) for p in (50, 95, 99)),
                number(self.count - self.ok, 0), number(self.calls_per_cpu_second, 0),
                number(self.times_echo, 2))

    def as_dict(self):
        return {
            "scenario": self.name, "connections": self.connections, "calls": self.count,
            "calls_per_second": self.calls_per_second, "errors": self.count - self.ok,
            "p50_ms": self.latency_ms.get(50), "p95_ms": self.latency_ms.get(95),
            "p99_ms": self.latency_ms.get(99),
            "calls_per_cpu_second": self.calls_per_cpu_second, "times_echo": self.times_echo}


def table(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [c.rjust(w) for c, w in zip(row[1:], widths[1:])]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


def run_ghz(ghz, one, server, sources, connections, seconds):
    settings = one.ghz_settings(sources, connections, seconds)
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as f:
        json.dump(settings, f)
        f.flush()
        before = server.cpu_seconds()
        result = subprocess.run(
            [ghz, "--config", f.name, "--format", "json", server.address],
            cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        after = server.cpu_seconds()
    if result.returncode:
        raise services.RunError(f"ghz, {one.name}: {(result.stderr or result.stdout).strip()}")
    return Result(one.name, connections, json.loads(result.stdout),
                  None if before is None else after - before,
                  one.name if one.target == "echo" else one.yardstick)


def compare_with_echo(results):
    """Sets times_echo: beside the echo server's runs with as many connections and
    about as many bytes."""
    for result in results:
        echo = [r.calls_per_cpu_second for r in results
                if r.name == result.yardstick and r.connections == result.connections
                and r.calls_per_cpu_second]
        if echo and result.calls_per_cpu_second:
            result.times_echo = result.calls_per_cpu_second * len(echo) / sum(echo)


def chosen(args):
    scenarios = [s for s in scenario.load_all(HERE) if s.target != "echo"]
    if args.only:
        names = args.only.split(",")
        unknown = set(names) - {s.name for s in scenarios}
        if unknown:
            raise services.RunError(f"no such scenario: {', '.join(sorted(unknown))}")
        scenarios = [s for s in scenarios if s.name in names]
    return [s for s in scenarios if not s.writes or args.start or args.write]


def measure(args, servers):
    """All results, in the order they were run."""
    articles = services.example_articles(os.path.join(ROOT, "examples", "articles"))
    targets, position = {}, ""
    if args.start:
        targets["ingest"] = servers.ingest()
        position = services.ingest_copies(args.grpcurl, targets["ingest"], articles, args.copies)
        targets["query"] = servers.query(targets["ingest"])
    else:
        targets["ingest"] = services.Server(args.ingest)
        targets["query"] = services.Server(args.query)
    targets["echo"] = servers.echo()
    sources = services.sources(args.grpcurl, targets["query"], articles, position)
    empty = sorted(name for name, values in sources.items() if not values)
    if empty:
        raise services.RunError(f"the services hold nothing to ask for: no {', '.join(empty)}")

    scenarios = chosen(args)
    wanted = {"echo"} | {s.yardstick for s in scenarios}
    echoes = [s for s in scenario.load_all(HERE) if s.target == "echo" and s.name in wanted]
    # The yardsticks before and after: a machine's speed drifts.
    plan = echoes + scenarios + echoes
    results = []
    for one in plan:
        for connections in args.connections:
            print(f"{one.name}, {connections} connection(s): {one.about}", file=sys.stderr)
            run_ghz(args.ghz, one, targets[one.target], sources, connections, 1)  # warm
            results.append(run_ghz(args.ghz, one, targets[one.target], sources, connections,
                                   args.seconds))
    return results


def parse(argv):
    parser = argparse.ArgumentParser()
    parser.add_argument("--start", action="store_true")
    parser.add_argument("--ingest")
    parser.add_argument("--query")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", default="1,8",
                        type=lambda text: [int(c) for c in text.split(",")])
    parser.add_argument("--copies", type=int, default=20)
    parser.add_argument("--only")
    parser.add_argument("--json", metavar="FILE")
    parser.add_argument("--ghz", default=os.path.join(ROOT, "build", "tools", "ghz"))
    parser.add_argument("--grpcurl", default=os.path.join(ROOT, "build", "tools", "grpcurl"))
    args = parser.parse_args(argv)
    if args.start == bool(args.ingest and args.query):
        parser.error("either --start, or both --ingest and --query")
    return args


def main(argv):
    args = parse(argv)
    try:
        with services.Servers(os.path.join(ROOT, "build", "release"),
                              os.path.join(ROOT, "build", "bench")) as servers:
            results = measure(args, servers)
    except services.RunError as error:
        print(f"load-test: {error}", file=sys.stderr)
        return 1
    compare_with_echo(results)
    print(table([HEADER] + [r.cells() for r in results]))
    for result in results:
        for fault, count in sorted(result.faults.items(), key=lambda f: -f[1])[:3]:
            print(f"{result.name}, {result.connections} connection(s): {count} x {fault}")
    if args.json:
        with open(args.json, "w", encoding="utf-8") as f:
            json.dump([r.as_dict() for r in results], f, indent=1)
    return 0 if all(r.ok for r in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
