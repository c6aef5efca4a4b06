#!/usr/bin/env python3
"""figure_shapes.py RECORDS.jsonl > figure_shapes.tsv

What impact figures look like, for made-up ones: takes the records that
`impactwire extract` makes of articles and keeps of each figure all but its
organization, place and text. Figures are drawn so that bounds and statuses
stand as in news that nobody wrote for this project (our own training articles
state too many exact numbers).
"""
import collections, json, math, random, sys

ROWS = 1500
SHARES = {
    "bound": {"EXACT": .72, "MORE_THAN": .15, "APPROXIMATE": .10, "LESS_THAN": .02, "RANGE": .01},
    "status": {"ACHIEVED": .72, "TARGET": .20, "CONTEXT": .08},
}
HEADER = """# What the figures of real articles look like: one a row, made by
# figure_shapes.py from what extraction finds in this project's training
# articles. A dash stands for none.
# place: 0 none, 1 a name, 2 with a country. period: S start, E end as stated.
# magnitude: base-10 logarithm of the value.
# category, unit, what, bound, status, measure, change, attribution, place, period, rate, beneficiary, magnitude, goals, iris"""


def shape(figure):
    def enum(field, prefix):
        value = figure.get(field)
        return value[len(prefix):] if value else "-"
    place = figure.get("place", {})
    period = figure.get("period", {})
    return {
        "category": enum("category", "IMPACT_CATEGORY_"),
        "unit": figure.get("unit", "-"),
        "what": figure.get("what") or "-",
        "bound": enum("bound", "BOUND_"),
        "status": enum("status", "FIGURE_STATUS_"),
        "measure": enum("measure", "MEASURE_"),
        "change": enum("change", "CHANGE_"),
        "attribution": enum("attribution", "ATTRIBUTION_"),
        "place": "2" if place.get("countryCode") else "1" if place.get("name") else "0",
        "period": ("S" if period.get("start") else "") + ("E" if period.get("end") else "") or "-",
        "rate": figure.get("rate", {}).get("per") or "-",
        "beneficiary": figure.get("beneficiary") or "-",
        "magnitude": "%.1f" % math.log10(max(abs(figure.get("value", 0)), .1)),
        "goals": ",".join(str(g) for g in figure.get("sdgGoals", [])) or "-",
        "iris": ",".join(m["code"] for m in figure.get("irisMetrics", [])) or "-",
    }


def main():
    shapes = [shape(f) for path in sys.argv[1:] for line in open(path)
              for f in json.loads(line).get("impactFigures", [])]
    counts = {field: collections.Counter(s[field] for s in shapes) for field in SHARES}
    weights = []
    for s in shapes:
        weight = 1.0
        for field, shares in SHARES.items():
            has = counts[field][s[field]] / len(shapes)
            weight *= shares.get(s[field], 0) / has
        weights.append(weight)
    rows = random.Random(1).choices(shapes, weights, k=ROWS)
    print(HEADER)
    for row in rows:
        print("\t".join(row.values()))


main()
