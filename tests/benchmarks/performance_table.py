#!/usr/bin/env python3
"""performance_table.py [LINES.tsv] [--into PAGE]: tables of docs/PERFORMANCE.md.

Reads what index_benchmark, write_record_log and service_benchmark wrote (default
build/performance.tsv); of several runs the last counts. With --into, the tables
are put between the marks of the page instead of printed.
"""
import argparse
import os

import marked_text


def read(path):
    values = {}
    with open(path) as lines:
        for line in lines:
            at, figures, measure, quantity, value, _ = line.rstrip("\n").split("\t")
            values[at, int(figures), measure, quantity] = float(value)
    return values


class Table:
    def __init__(self, values):
        self.values = values
        self.sizes = sorted({key[1] for key in values if key[0] == "index"})

    def get(self, measure, quantity, size, at="index"):
        return self.values.get((at, size, measure, quantity))

    def row(self, name, bar, aim, cell):
        cells = [cell(size) for size in self.sizes]
        print("| %s | %s | %s | %s |" % (
            name, bar, aim, " | ".join("-" if c is None else c for c in cells)))

    def quantile(self, name, bar, aim, measure, scale=1000, quantity="p99"):
        def cell(size):
            value = self.get(measure, quantity, size)
            return None if value is None else "%.3g ms" % (value / scale)
        self.row(name, bar, aim, cell)

    def number(self, name, bar, aim, measure, quantity, form):
        def cell(size):
            value = self.get(measure, quantity, size)
            return None if value is None else form % value
        self.row(name, bar, aim, cell)


def show(path):
    table = Table(read(path))
    names = ["%gM" % (s / 1e6) if s >= 1e6 else "%gk" % (s / 1e3) for s in table.sizes]
    print("| in the index, without RPC | bar | aim | %s |" % " | ".join(names))
    print("|" + "---|" * (3 + len(names)))
    table.quantile("GetOrganization, p99", "", "", "get_organization")
    table.quantile("GetImpactFigure, p99", "", "", "get_figure")
    table.quantile("list: organization + category + period, page 50, p99", "1 ms", "0.2 ms", "list_selective")
    table.quantile("list: one unit, largest value first, page 50, p99", "15 ms", "5 ms", "list_by_value")
    for kind in ("typo", "prefix", "acronym"):
        table.quantile("organization search: %s, p99" % kind, "5 ms", "1 ms", "search_" + kind)
    table.quantile("aggregate by category and year, p50", "100 ms", "25 ms", "aggregate", quantity="p50")
    table.quantile("the same, confidence 0.8 and more, p50", "", "", "aggregate_confidence", quantity="p50")
    table.quantile("aggregate by organization, p50", "", "", "aggregate_organization", quantity="p50")
    table.quantile("claims, p50", "", "", "list_claims", quantity="p50")
    table.quantile("claims of two independent sources and more, p50", "", "", "list_claims_corroborated", quantity="p50")

    for what in ("get_organization", "get_figure"):
        def slower(size, what=what):
            idle, busy = table.get(what, "p99", size), table.get("mixed_" + what, "p99", size)
            return None if not idle or busy is None else "%.2f x" % (busy / idle)
        table.row("%s p99 while 5,000 records/s are applied, to idle" % what, "2 x", "1.2 x", slower)
    table.number("apply, parse included, by the clock, records/s", "20,000", "60,000", "apply", "wall", "%.0f")
    table.number("apply, by processor time of the writer, records/s", "", "", "apply", "writer_cpu", "%.0f")
    table.number("apply, by processor time of writer and reader, records/s", "", "", "apply", "cpu", "%.0f")
    table.number("replay without the network, s", "180", "60", "apply", "seconds", "%.1f")
    table.number("start from a snapshot file, s", "20", "5", "snapshot", "load", "%.1f")
    table.number("writing it, s", "", "", "snapshot", "write", "%.1f")
    table.number("its size per figure, bytes", "", "", "snapshot", "bytes", "%.0f")
    table.number("memory per figure without evidence, bytes", "150", "60", "memory", "without_evidence", "%.0f")
    table.number("memory per figure in all, bytes", "500", "250", "memory", "all", "%.0f")
    table.number("of it columns and ids of figures", "", "", "memory", "table:figures", "%.0f")

    values = table.values
    for size in sorted({key[1] for key in values if key[0] == "service"}):
        get = lambda measure, quantity: values.get(("service", size, measure, quantity))
        print("\n| both services, %s figures in the log | by 1 client: p50 | p99 | by 8: p99 | calls/s | calls per server CPU-second |"
              % format(size, ","))
        print("|---|---|---|---|---|---|")
        measures = sorted({key[2].split("@")[0] for key in values
                           if key[0] == "service" and key[1] == size and "@" in key[2]})
        for measure in measures:
            one, eight = measure + "@1", measure + "@8"
            cpu = get(eight, "cpu")
            print("| %s | %.3g ms | %.3g ms | %.3g ms | %.0f | %s |" % (
                measure, get(one, "p50") / 1e3, get(one, "p99") / 1e3, get(eight, "p99") / 1e3,
                get(eight, "rate"), "%.0f" % (get(eight, "calls") / cpu) if cpu else "-"))
        if get("start", "seconds") is not None:
            print("\nStart to SERVING by replay: %.1f s; %.0f bytes of resident memory per figure." % (
                get("start", "seconds"), get("start", "resident")))
        if get("restart", "seconds") is not None:
            print("Anew from the snapshot file it left: %.1f s." % get("restart", "seconds"))


def main():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[1])
    parser.add_argument("lines", nargs="?", default=os.path.join(root, "build", "performance.tsv"))
    parser.add_argument("--into")
    arguments = parser.parse_args()
    marked_text.put(arguments.into, "measured", lambda: show(arguments.lines))


main()
