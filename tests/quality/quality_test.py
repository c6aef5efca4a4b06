#!/usr/bin/env python3
"""Holds the quality of extraction to a floor.

    quality_test.py IMPACTWIRE

Extracts the articles of gold.jsonl, and of ordinary.jsonl, with the command line IMPACTWIRE and counts what was
found, more simply than the evaluation's scorer does, so that the numbers here are near
those of extract/QUALITY.md but not the same. A floor is some points below what was
measured when it was set; after a lasting gain it is raised.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import unicodedata
import unittest

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHARED = pathlib.Path(os.environ.get("IMPACTWIRE_SHARED", ROOT.parent / "shared"))
FLOORS = {"organizations": 85, "executives": 73, "figures": 85, "strict": 58}
# Of ordinary news, where few numbers are impact figures.
ORDINARY_FLOORS = {"organizations": 84, "executives": 72, "figures": 47, "strict": 28}
# Of the figures with a confidence of at least 0.8, so many in 100 are right.
CERTAIN_FLOOR = 82
LEGAL = set("inc ltd limited corp corporation co company plc llc ag sa gmbh pvt bhd tbk".split())


def fold(name):
    name = unicodedata.normalize("NFKD", name or "").casefold()
    words = re.sub(r"[^\w]+", " ", "".join(c for c in name if not unicodedata.combining(c))).split()
    words = words[1:] if words[:1] == ["the"] else words
    while len(words) > 1 and words[-1] in LEGAL:
        words = words[:-1]
    return " ".join(words)


def f1(hits, found, wanted):
    return 200.0 * hits / max(1, found + wanted)


def article(gold):
    out = {"articleId": gold["id"], "title": gold.get("title") or ""}
    out["html" if gold.get("html") else "text"] = gold.get("html") or gold["text"]
    if len(gold.get("published") or "") in (4, 7, 10):
        out["publishDate"] = gold["published"]
    if gold.get("source_url"):
        out["uri"] = gold["source_url"]
    return json.dumps(out)


def extract(program, golds):
    done = subprocess.run([program, "extract"], check=True, text=True, stdout=subprocess.PIPE,
                          input="\n".join(map(article, golds)) + "\n")
    return [json.loads(line) for line in done.stdout.splitlines()]


class Counts:
    """Hits, found and wanted of each kind of fact; optional facts count for nothing."""

    def __init__(self):
        self.hits, self.found, self.wanted = ({k: 0 for k in FLOORS} for _ in range(3))
        self.figures = []  # of each figure found: its confidence, whether it is right

    def add(self, kind, hits, found, wanted):
        self.hits[kind] += hits
        self.found[kind] += found
        self.wanted[kind] += wanted

    def right_of(self, least, below=1.01):
        """Figures with a confidence in [least, below), and how many of them are right."""
        right = [right for confidence, right in self.figures if least <= confidence < below]
        return len(right), sum(right)

    def f1(self, kind):
        return f1(self.hits[kind], self.found[kind], self.wanted[kind])


def match_organizations(gold, record):
    """organizationId -> annotated organization."""
    matched, taken = {}, set()
    for organization in record.get("organizations", []):
        forms = {fold(n) for n in [organization["displayName"]] + organization.get("aliases", [])}
        for i, wanted in enumerate(gold["organizations"]):
            names = {fold(n) for n in [wanted["name"]] + wanted["mentions"]}
            if i not in taken and (fold(organization["displayName"]) in names
                                   or fold(wanted["name"]) in forms):
                matched[organization["organizationId"]] = wanted
                taken.add(i)
                break
    return matched


def same_figure(figure, wanted):
    value = figure.get("value", 0)
    return (abs(value - wanted["value"]) <= 1e-3 * max(abs(value), abs(wanted["value"]))
            and wanted["surface"] in figure["evidence"]["text"])


def count(gold, record, counts):
    matched = match_organizations(gold, record)
    required = sum(not o.get("optional") for o in matched.values())
    others = len(record.get("organizations", [])) - len(matched)
    counts.add("organizations", required, required + others,
               sum(not o.get("optional") for o in gold["organizations"]))

    def name_of(fact):
        organization = matched.get(fact.get("organizationId", ""))
        return organization["name"] if organization else None

    free = list(gold["executives"])
    hits = others = 0
    for role in record.get("executives", []):
        people = {fold(n) for n in [role["displayName"]] + role.get("aliases", [])}
        fits = [e for e in free if {fold(n) for n in [e["name"]] + e["mentions"]} & people
                and (e["organization"] or None) == name_of(role) or
                e.get("optional") and fold(e["name"]) in people]
        fits.sort(key=lambda e: bool(e.get("optional")))
        if not fits:
            others += 1
            continue
        free.remove(fits[0])
        hits += not fits[0].get("optional")
    counts.add("executives", hits, hits + others,
               sum(not e.get("optional") for e in gold["executives"]))

    free = list(gold["impact_figures"])
    hits = strict = others = 0
    for figure in record.get("impactFigures", []):
        fits = sorted((f for f in free if same_figure(figure, f)),
                      key=lambda f: bool(f.get("optional")))
        if not fits:
            others += 1
            counts.figures.append((figure["confidence"], False))
            continue
        wanted = fits[0]
        free.remove(wanted)
        if wanted.get("optional"):
            continue
        hits += 1
        right = (figure.get("unit", "").lower() == wanted["unit"].lower()
                 and figure["bound"] == "BOUND_" + wanted["bound"]
                 and figure["status"] == "FIGURE_STATUS_" + wanted["status"]
                 and name_of(figure) in [wanted["organization"] or None]
                 + list(wanted.get("also") or []))
        strict += right
        counts.figures.append((figure["confidence"], right))
    needed = sum(not f.get("optional") for f in gold["impact_figures"])
    counts.add("figures", hits, hits + others, needed)
    counts.add("strict", strict, hits + others, needed)


def read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


class QualityTest(unittest.TestCase):
    program = ""

    def hold(self, name, floors):
        """The counts of the articles in `name`, not below `floors`."""
        golds = read(HERE / name)
        counts = Counts()
        for gold, record in zip(golds, extract(self.program, golds)):
            count(gold, record, counts)
        for kind, floor in floors.items():
            print(f"{name}: {kind} {counts.f1(kind):.1f} (floor {floor})")
            self.assertGreaterEqual(counts.f1(kind), floor, kind)
        return counts

    def test_few_numbers_of_ordinary_news_are_taken_for_figures(self):
        self.hold("ordinary.jsonl", ORDINARY_FLOORS)

    def test_unseen_articles_are_read_as_well_as_before(self):
        counts = self.hold("gold.jsonl", FLOORS)
        for tenth in range(10):
            found, right = counts.right_of(tenth / 10, (tenth + 1) / 10 if tenth < 9 else 1.01)
            print(f"confidence {tenth / 10} and up: {right} of {found} figures right")
        found, right = counts.right_of(0.8)
        print(f"confidence 0.8 and up: {100.0 * right / max(1, found):.1f} % of {found} right"
              f" (floor {CERTAIN_FLOOR})")
        self.assertGreaterEqual(found, 20)
        self.assertGreaterEqual(100.0 * right / max(1, found), CERTAIN_FLOOR)

    def test_a_perfect_record_would_score_100(self):
        counts = Counts()
        for gold in read(HERE / "gold.jsonl") + read(HERE / "ordinary.jsonl"):
            record = {
                "organizations": [
                    {"organizationId": o["name"], "displayName": o["name"],
                     "aliases": o["mentions"]} for o in gold["organizations"]],
                "executives": [
                    {"displayName": e["name"], "organizationId": e["organization"]}
                    for e in gold["executives"]],
                "impactFigures": [
                    {"value": f["value"], "unit": f["unit"], "bound": "BOUND_" + f["bound"],
                     "status": "FIGURE_STATUS_" + f["status"], "organizationId": f["organization"],
                     "evidence": {"text": f["evidence"]}, "confidence": 1} for f in gold["impact_figures"]]}
            count(gold, record, counts)
        for kind in FLOORS:
            self.assertGreater(counts.f1(kind), 98, kind)

    def test_the_first_article_of_the_evaluation_is_read(self):
        path = SHARED / "eval/dev.jsonl"
        if not path.exists():
            self.skipTest("the shared articles are not here")
        gold = read(path)[0]
        counts = Counts()
        count(gold, extract(self.program, [gold])[0], counts)
        self.assertEqual(counts.hits["organizations"], 4)
        self.assertLessEqual(counts.found["organizations"], 7)
        self.assertEqual(counts.hits["executives"], 3)
        self.assertGreaterEqual(counts.hits["strict"], 5)
        self.assertLessEqual(counts.found["figures"] - counts.hits["figures"], 4)

    def test_the_training_articles_are_well_formed(self):
        corpus = ROOT / "ingest_service/extract/corpus"
        files = sorted(str(p) for p in corpus.glob("*/*.txt"))
        self.assertGreater(len(files), 500)
        done = subprocess.run([sys.executable, str(corpus / "marked_articles.py"), "gold"] + files,
                              text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.returncode, 0)


if __name__ == "__main__":
    QualityTest.program = sys.argv.pop(1)
    unittest.main()
