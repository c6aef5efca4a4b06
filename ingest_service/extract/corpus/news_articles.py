#!/usr/bin/env python3
"""Ordinary news with the few impact figures that readers found in it (news/figures.tsv).

    news_articles.py gold   annotated articles, one JSON object per line

The texts and names are those of news/wikinews-annotated.jsonl of the evaluation's data in
$IMPACTWIRE_SHARED, beside the project by default. What they teach above all is which
numbers are no impact figures.
"""
import json
import os
import pathlib
import sys

import marked_articles

HERE = pathlib.Path(__file__).resolve().parent
FIELDS = 12


def period_of(text):
    start, dots, end = text.partition("..")
    return (start, end) if dots else (text, text)


def figure_of(fields):
    (_, surface, number, unit, category, owner, status, what, place, period, optional,
     evidence) = fields
    value, high, bound = marked_articles.value_of(number)
    start, end = period_of(period)
    return {"value": value, "value_high": high, "bound": bound, "unit": unit, "what": what,
            "category": category, "organization": owner,
            "status": marked_articles.STATUSES[status], "place": place, "period_start": start,
            "period_end": end, "surface": surface, "evidence": evidence,
            "optional": optional == "?"}


def golds():
    shared = pathlib.Path(os.environ.get("IMPACTWIRE_SHARED", HERE.parents[3] / "shared"))
    figures = {}
    for line in (HERE / "news/figures.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) != FIELDS:
            sys.exit(f"figures.tsv: {len(fields)} fields instead of {FIELDS}: {line[:60]}")
        figures.setdefault(fields[0], []).append(figure_of(fields))
    articles = shared / "data/news/wikinews-annotated.jsonl"
    for line in articles.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        found = figures.pop(article["id"], [])
        for figure in found:
            if figure["surface"] not in article["text"]:
                sys.exit(f"{article['id']}: '{figure['surface']}' is not in its text")
        names = [name for name, kind in article["names"] if kind == "ORG"]
        names += [f["organization"] for f in found
                  if f["organization"] and f["organization"] not in names]
        yield {"id": article["id"], "title": article["title"], "published": article["date"],
               "text": article["text"],
               "organizations": [{"name": n, "mentions": [n]} for n in names],
               "executives": [], "impact_figures": found}
    if figures:
        sys.exit(f"figures.tsv: unknown articles {' '.join(figures)}")


def main():
    if sys.argv[1:] != ["gold"]:
        sys.exit(__doc__)
    for gold in golds():
        print(json.dumps(gold, ensure_ascii=False))


if __name__ == "__main__":
    main()
