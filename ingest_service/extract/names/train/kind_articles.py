#!/usr/bin/env python3
"""Writes annotated articles and listed names in the form train_names reads for the kinds of organizations.

    kind_articles.py [--known known_organizations.tsv] [--lists GAZETTEERS] GOLD.jsonl... > articles.tsv

"T<TAB>fold<TAB>text", newlines as \\n, then "O<TAB>KIND<TAB>form<TAB>form..." for each organization; "N<TAB>KIND<TAB>name"
for a name of a list.
"""
import argparse
import csv
import json
import pathlib

EVERY = 25  # one in so many of the long lists, whose names are alike


def clean(text):
    return text.replace("\\", "/").replace("\t", " ").replace("\r", "").replace("\n", "\\n")


def rows(path):
    with open(path, encoding="utf-8") as lines:
        return [line.rstrip("\n") for line in lines if not line.startswith("#")]


def listed(known, lists):
    for row in rows(known) if known else []:
        kind, _, names = row.partition("\t")
        for name in names.split("; "):
            for form in name.split("="):
                yield kind.upper(), form
    if not lists:
        return
    for row in rows(lists / "ngo_un_selfmade.tsv"):
        name, aliases, sort = (row.split("\t") + ["", ""])[:3]
        kind = "INTERGOVERNMENTAL" if sort in ("un", "ifi") else "NONPROFIT"
        for form in [name] + [a for a in aliases.split("; ") if a]:
            yield kind, form
    for row in rows(lists / "universities.tsv")[::EVERY]:
        yield "EDUCATION", row.split("\t")[0]
    for row in list(csv.reader(rows(lists / "sp500_constituents.csv")))[1::EVERY // 5]:
        yield "COMPANY", row[1]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--known", type=pathlib.Path)
    parser.add_argument("--lists", type=pathlib.Path)
    parser.add_argument("gold", nargs="*")
    arguments = parser.parse_args()
    for path in arguments.gold:
        # Folds as in sources.tsv: the last file's articles alternate between 1 and 2.
        for number, article in enumerate(map(json.loads, rows(path))):
            fold = 1 + number % 2 if path == arguments.gold[-1] else 0
            text = article["text"]
            if article.get("title") and article["title"] not in text[:400]:
                text = article["title"] + "\n\n" + text
            print("T", fold, clean(text), sep="\t")
            for organization in article["organizations"]:
                forms = dict.fromkeys([organization["name"]] + organization["mentions"])
                print("O", organization["kind"], *map(clean, forms), sep="\t")
    for kind, name in listed(arguments.known, arguments.lists):
        print("N", kind, clean(name), sep="\t")


main()
