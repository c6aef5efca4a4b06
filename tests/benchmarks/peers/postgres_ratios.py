#!/usr/bin/env python3
"""postgres_ratios.py LINES.tsv [--into PAGE]: how much faster than PostgreSQL.

Reads the lines that postgres_benchmark, service_benchmark and index_benchmark
wrote. One client: the ratio of the medians. Eight: of the calls per second (the
index alone has one client only). With --into, the table is put between the marks
of the page instead of printed.
"""
import argparse
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import marked_text  # noqa: E402

MEASURES = ["get_organization", "get_figure", "list_selective", "list_by_value",
            "list_by_value_uncounted", "search_typo", "search_prefix", "search_acronym", "aggregate"]


def read(path):
    values = {}
    with open(path) as lines:
        for line in lines:
            at, figures, measure, quantity, value, _ = line.rstrip("\n").split("\t")
            values[figures, at, measure, quantity] = float(value)
    return values


def ratio(above, below):
    return "-" if above is None or not below else "%.1f x" % (above / below)


def micros(value):
    return "-" if value is None else "%.0f" % value if value >= 100 else "%.1f" % value


def show(path):
    values = read(path)
    for figures in sorted({key[0] for key in values}, key=int):
        get = lambda at, measure, quantity: values.get((figures, at, measure, quantity))
        print(f"\n{int(figures):,} figures; microseconds, p50 and p99\n")
        print("| query | PostgreSQL | service | index | 1 client: service | index | "
              "8 clients, calls/s: PostgreSQL | service | ratio |")
        print("|---|---|---|---|---|---|---|---|---|")
        for m in MEASURES:
            theirs = m
            if get("postgres", m + "@1", "p50") is None:
                continue
            m = m.replace("_uncounted", "")  # Our answer always has the count.
            one = m + "@1"
            eight = m + "@8"
            print("| %s | %s / %s | %s / %s | %s / %s | %s | %s | %s | %s | %s |" % (
                theirs,
                micros(get("postgres", theirs + "@1", "p50")), micros(get("postgres", theirs + "@1", "p99")),
                micros(get("service", one, "p50")), micros(get("service", one, "p99")),
                micros(get("index", m, "p50")), micros(get("index", m, "p99")),
                ratio(get("postgres", theirs + "@1", "p50"), get("service", one, "p50")),
                ratio(get("postgres", theirs + "@1", "p50"), get("index", m, "p50")),
                micros(get("postgres", theirs + "@8", "rate")), micros(get("service", eight, "rate")),
                ratio(get("service", eight, "rate"), get("postgres", theirs + "@8", "rate"))))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[1])
    parser.add_argument("lines")
    parser.add_argument("--into")
    arguments = parser.parse_args()
    marked_text.put(arguments.into, "postgres", lambda: show(arguments.lines))


main()
