#!/usr/bin/env python3
"""Recall of persons' titles and organizations on news with annotated relations.

    score_news.py IMPACTWIRE NEWS.jsonl [--errors]

IMPACTWIRE  the program; `IMPACTWIRE extract` reads articles.
NEWS        one article per line: "text" and "executives", each with "person" and
            "person_longest" (the name without and with what stands before it), "titles" and
            "orgs", lists of {"text"}; men-dev-executives.jsonl of the data is such a file.

Counted are persons with a title of whom a role with one of the titles is found, and persons
with an organization of whom a role at one of these is found. The annotation has everybody:
players, lawyers, journalists and members of parties, too. `leading` counts only those with a
title word the project takes for a leading role (roles/data/titles.tsv: head, public, chief).
"""
import json
import pathlib
import re
import subprocess
import sys

TITLES = pathlib.Path(__file__).resolve().parent.parent / "data/titles.tsv"
COURTESY = set("mr mrs ms dr prof datuk dato tan sri seri sir tun".split())
WEAK = set("the of and a an its for at in group officer".split())
ALIAS = {"ceo": "chief executive", "chairwoman": "chair", "chairman": "chair",
         "chairperson": "chair", "md": "managing director"}


def words(text):
    text = re.sub(r"['\u2019]s\b", "", text.lower())
    return re.sub(r"[^\w]+", " ", text).split()


def person(text):
    found = words(text)
    while len(found) > 1 and found[0] in COURTESY:
        found = found[1:]
    return " ".join(found)


def title(text):
    return {part for word in words(text) for part in ALIAS.get(word, word).split()} - WEAK


def same_person(role, gold):
    forms = {person(gold[key]["text"]) for key in ("person", "person_longest")}
    mine = [person(form) for form in [role["displayName"]] + role.get("aliases", [])]
    return any(form in forms or (" " in form and any(f.endswith(form) for f in forms))
               for form in mine)


def same_title(gold, mine):
    a, b = title(gold), title(mine)
    # The annotated one may hold the organization: "Harbour Club (HC) president".
    return bool(a & b) and (a <= b or b <= a or 2 * len(a & b) >= len(a | b))


def leading_words():
    rows = [line.split("\t") for line in TITLES.read_text(encoding="utf-8").splitlines()
            if line and line[0] != "#"]
    return {row[0] for row in rows if row[1] in ("head", "public", "chief")}


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    golds = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
    articles = "".join(json.dumps({"articleId": g["id"], "text": g["text"]}) + "\n"
                       for g in golds)
    done = subprocess.run([sys.argv[1], "extract"], input=articles, text=True, check=True,
                          stdout=subprocess.PIPE)
    records = {}
    for line in done.stdout.splitlines():
        record = json.loads(line)
        record = record.get("record", record)
        records[record["articleId"]] = record
    heads = leading_words()
    counts = {}
    for gold in golds:
        record = records.get(gold["id"], {})
        names = {o["organizationId"]: {" ".join(words(form)) for form in
                                       [o["displayName"]] + o.get("aliases", [])}
                 for o in record.get("organizations", [])}
        for entry in gold["executives"]:
            mine = [role for role in record.get("executives", []) if same_person(role, entry)]
            titles = [t["text"] for t in entry["titles"]]
            wanted = {" ".join(words(o["text"])) for o in entry["orgs"]}
            leads = any(set(words(t)) & heads for t in titles)
            found = {
                "title": any(same_title(t, role.get("title", ""))
                             for t in titles for role in mine),
                "organization": any(wanted & names.get(role.get("organizationId", ""), set())
                                    for role in mine)}
            for kind, there in (("title", titles), ("organization", wanted)):
                for group in ("all", "leading") if leads else ("all",):
                    if there:
                        count = counts.setdefault((kind, group), [0, 0])
                        count[0] += found[kind]
                        count[1] += 1
                if there and leads and not found[kind] and "--errors" in sys.argv:
                    print(gold["id"], kind, entry["person_longest"]["text"], titles,
                          sorted(wanted), [role.get("title") for role in mine], sep=" | ")
    for (kind, group), (hits, all_) in sorted(counts.items()):
        print(f"{kind:13} {group:8} {hits}/{all_} {100 * hits / all_:.1f}")


if __name__ == "__main__":
    main()
