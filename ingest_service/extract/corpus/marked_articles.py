#!/usr/bin/env python3
"""Reads marked articles (*.txt beside this file; README.md has the form).

    marked_articles.py check FILE...   what is wrong, and what is left to decide
    marked_articles.py gold FILE...    annotated articles, one JSON object per line
    marked_articles.py names FILE...   their names in CoNLL columns (IOB2)
"""
import argparse
import json
import pathlib
import re
import sys

KINDS = "COMPANY NONPROFIT GOVERNMENT INTERGOVERNMENTAL EDUCATION MEDIA OTHER".split()
CATEGORIES = (
    "PEOPLE_REACHED PEOPLE_TRAINED JOBS MONEY_GIVEN MONEY_INVESTED INCOME POVERTY "
    "EMISSIONS ENERGY WATER WASTE NATURE FOOD HEALTH GOODS FACILITIES COVERAGE "
    "VOLUNTEERING OTHER").split()
BOUNDS = {">": "MORE_THAN", "<": "LESS_THAN", "~": "APPROXIMATE", "=": "EXACT"}
STATUSES = {"A": "ACHIEVED", "T": "TARGET", "C": "CONTEXT"}
NUMBER = re.compile(r"\d[\d.,]*\d|\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
                    r"thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|"
                    r"fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|lakh|crore|dozen|"
                    r"half|quarter|third|thirds)\b", re.I)
DATE = re.compile(r"(\d{4}(-\d\d(-\d\d)?)?)?$")
# A full stop after these ends no sentence.
ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|St|Rs|No|Co|Ltd|Inc|Jr|Sr|Sen|Gov|Gen|Rep|vs|approx|"
                          r"Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)|\b[A-Z]|\b[a-z]\.[a-z])\.$")


class Fault(Exception):
    pass


def value_of(text):
    bound = BOUNDS.get(text[:1])
    if bound:
        text = text[1:]
    low, dash, high = text.partition("-")
    try:
        value, value_high = float(low), float(high) if dash else None
    except ValueError:
        raise Fault(f"'{text}' is no value such as 6000, >6000, <5, ~900000 or 10-15")
    return value, value_high, bound or ("RANGE" if dash else "EXACT")


def figure_of(fields, organizations):
    if len(fields) != 8:
        raise Fault(f"{len(fields) + 1} fields instead of 9: {'|'.join(fields)}")
    number, unit, category, owner, status, what, place, period = (f.strip() for f in fields)
    value, value_high, bound = value_of(number)
    optional = status.endswith("?")
    status = status.rstrip("?")
    if category not in CATEGORIES:
        raise Fault(f"no category {category}")
    if status not in STATUSES:
        raise Fault(f"no status {status}: A, T or C")
    owners = [] if owner in ("", "0") else owner.split("+")
    for o in owners:
        if o not in organizations:
            raise Fault(f"no organization {o}")
    start, dots, end = period.partition("..")
    if not dots:
        end = start
    if not DATE.match(start) or not DATE.match(end):
        raise Fault(f"'{period}' is no period such as 2020, 2017-04.., ..2030 or 2019..2021")
    if not unit:
        raise Fault("no unit")
    names = [organizations[o]["name"] for o in owners]
    figure = {
        "value": value, "value_high": value_high, "bound": bound, "unit": unit, "what": what,
        "category": category, "organization": names[0] if names else "",
        "status": STATUSES[status], "place": place, "period_start": start, "period_end": end,
        "optional": optional or status == "C"}
    if names[1:]:
        figure["also"] = names[1:]
    return figure


def read_header(lines):
    head = {"published": "", "title": "", "organizations": {}, "executives": [],
            "persons": [], "places": [], "other": []}
    for line in lines:
        if not line.strip():
            continue
        key, colon, rest = line.partition(":")
        rest = rest.strip()
        words = key.split()
        if not colon or not words:
            raise Fault(f"header line without ':': {line}")
        forms = [f.strip() for f in rest.split(";") if f.strip()]
        if words[0] in ("published", "title"):
            head[words[0]] = rest
        elif words[0] == "O":
            if len(words) != 3 or words[2].rstrip("?") not in KINDS:
                raise Fault(f"not 'O NUMBER KIND: forms': {line}")
            if not forms:
                raise Fault(f"organization without a name: {line}")
            head["organizations"][words[1]] = {
                "name": forms[0], "mentions": forms, "kind": words[2].rstrip("?"),
                "optional": words[2].endswith("?")}
        elif words[0] == "P":
            head["persons"].append(forms)
        elif words[0] == "L":
            head["places"] += forms
        elif words[0] == "N":
            head["other"] += forms
        elif words[0] == "E":
            head["executives"].append([f.strip() for f in rest.split("|")])
        else:
            raise Fault(f"unknown header key '{key}'")
    return head


def read_executives(head):
    by_name = {forms[0]: forms for forms in head["persons"]}
    executives = []
    for fields in head["executives"]:
        if len(fields) != 4:
            raise Fault(f"executive is 'name | title | organization | status': {fields}")
        name, title, owner, status = fields
        if name not in by_name:
            raise Fault(f"executive {name} is not among the persons (P:)")
        if owner not in ("", "0") and owner not in head["organizations"]:
            raise Fault(f"executive {name}: no organization {owner}")
        plain = status.rstrip("?")
        if plain not in ("CURRENT", "FORMER", "INCOMING"):
            raise Fault(f"executive {name}: no status {status}")
        organization = head["organizations"][owner]["name"] if owner not in ("", "0") else ""
        executives.append({
            "name": name, "mentions": by_name[name], "title": title, "organization": organization,
            "status": plain, "optional": status.endswith("?") or not organization})
    return executives


def sentence_around(text, begin, end):
    """The sentence of [begin, end): between line ends and full stops."""
    first = text.rfind("\n", 0, begin) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    for match in re.finditer(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9£€$])", text[first:last]):
        stop = first + match.start() + 1
        if text[stop - 1] == "." and ABBREVIATION.search(text[first:stop]):
            continue
        if first + match.end() <= begin:
            start = first + match.end()
        elif stop >= end:
            last = first + match.end()
            break
        else:
            continue
        first_of_sentence = start
    first = locals().get("first_of_sentence", first)
    return text[first:last].strip()


def strip_marks(body, organizations):
    """The text without marks; figures with offsets; spans of {K|...} overrides."""
    text, figures, overrides = "", [], []
    opened = []
    at = 0
    while at < len(body):
        if body.startswith("[[", at):
            opened.append(("figure", len(text)))
            at += 2
        elif body[at] == "{":
            match = re.match(r"\{(O\d+|P|L|-)\|", body[at:])
            if not match:
                raise Fault(f"not {{O1|..}}, {{P|..}}, {{L|..}} or {{-|..}}: {body[at:at + 40]}")
            opened.append((match.group(1), len(text)))
            at += match.end()
        elif body[at] == "}":
            if not opened or opened[-1][0] == "figure":
                raise Fault(f"'}}' closes nothing: {body[max(0, at - 40):at + 1]}")
            kind, begin = opened.pop()
            overrides.append((begin, len(text), kind))
            at += 1
        elif opened and opened[-1][0] == "figure" and (body[at] == "|" or body.startswith("]]", at)):
            close = body.find("]]", at)
            if close < 0:
                raise Fault(f"'[[' is not closed: {body[at:at + 60]}")
            _, begin = opened.pop()
            fields = body[at + 1:close].split("|") if body[at] == "|" else []
            figure = {"begin": begin, "end": len(text), "surface": text[begin:]}
            if fields:
                try:
                    figure.update(figure_of(fields, organizations))
                except Fault as fault:
                    raise Fault(f"[[{text[begin:]}]]: {fault}")
            figures.append(figure)
            at = close + 2
        else:
            text += body[at]
            at += 1
    if opened:
        raise Fault(f"a mark is not closed after: {text[opened[0][1]:][:60]}")
    return text, figures, overrides


def name_spans(text, head, overrides):
    """[begin, end) and kind of each name: overrides, then the longest listed forms."""
    forms = {}
    for number, organization in head["organizations"].items():
        for form in organization["mentions"]:
            forms.setdefault(form, "O" + number)
    for person in head["persons"]:
        for form in person:
            forms.setdefault(form, "P")
    for form in head["places"]:
        forms.setdefault(form, "L")
    for form in head["other"]:
        forms.setdefault(form, "-")
    taken, spans = bytearray(len(text) + 1), []

    def take(begin, end, kind):
        if any(taken[begin:end]):
            return
        taken[begin:end] = b"\1" * (end - begin)
        if kind != "-":
            spans.append((begin, end, kind))

    for begin, end, kind in overrides:
        take(begin, end, kind)
    for form in sorted(forms, key=lambda f: (-len(f), f)):
        for match in re.finditer(r"(?<!\w)" + re.escape(form) + r"(?!\w)", text):
            take(match.start(), match.end(), forms[form])
    return sorted(spans)


def read(path):
    raw = pathlib.Path(path).read_text(encoding="utf-8")
    header, dashes, body = raw.partition("\n---\n")
    if not dashes:
        raise Fault("no line '---' between header and text")
    head = read_header(header.splitlines())
    text, figures, overrides = strip_marks(body.strip("\n"), head["organizations"])
    for figure in figures:
        figure["evidence"] = sentence_around(text, figure["begin"], figure["end"])
        if "value" not in figure:
            figure["repeated"] = True
    return {
        "id": pathlib.Path(path).stem, "title": head["title"], "published": head["published"],
        "text": text, "organizations": list(head["organizations"].values()),
        "executives": read_executives(head), "impact_figures": figures,
        "names": name_spans(text, head, overrides), "head": head}


def check(article):
    """What is suspicious: lines of text."""
    text, head = article["text"], article["head"]
    if head["title"] and head["title"] not in text:
        yield f"the title is not in the text: {head['title']}"
    listed = [f for o in head["organizations"].values() for f in o["mentions"]]
    listed += [f for p in head["persons"] for f in p] + head["places"]
    for form in listed:
        if form not in text:
            yield f"name not in the text: {form}"
    for figure in article["impact_figures"]:
        if figure.get("place") and figure["place"] not in text:
            yield f"place not in the text: {figure['place']}"
        if not figure.get("repeated") and not NUMBER.search(figure["surface"]) \
                and not re.search(r"\b(?:a|an|one|single|\w+(?:teen|ty|th))\b", figure["surface"], re.I):
            yield f"no number in [[{figure['surface']}]]"
    covered = [(f["begin"], f["end"]) for f in article["impact_figures"]]
    left = []
    for match in NUMBER.finditer(text):
        if not any(b <= match.start() < e for b, e in covered):
            left.append(text[max(0, match.start() - 12):match.end() + 14].replace("\n", " "))
    if left:
        yield "numbers not marked, right? " + " / ".join(left)
    names = []
    for match in re.finditer(r"(?<=[a-z,;0-9’'\"] )(?:[A-Z][\w’'-]*\.?(?: (?:of|the|and|for|de|al|e) )?\s?)+", text):
        if not any(b < match.end() and match.start() < e for b, e, _ in article["names"]):
            name = match.group(0).strip()
            if not re.fullmatch(r"(?:January|February|March|April|May|June|July|August|September|October|"
                                r"November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|"
                                r"I|Mr|Mrs|Ms|Dr)\.?", name):
                names.append(name)
    if names:
        yield "capitalized, no name, right? " + " / ".join(sorted(set(names)))


def columns(article):
    """Tokens with IOB2 tags, a blank line between paragraphs."""
    yield "-DOCSTART-\tO"
    yield ""
    kinds = {"O": "ORG", "P": "PER", "L": "LOC"}
    for paragraph in re.finditer(r"[^\n]+", article["text"]):
        for token in re.finditer(r"\w+(?:[’'.&-]\w+)*(?:\.(?=\w))?|[^\w\s]", paragraph.group(0)):
            begin = paragraph.start() + token.start()
            tag = "O"
            for b, e, kind in article["names"]:
                if b <= begin < e:
                    tag = ("B-" if begin == b else "I-") + kinds[kind[0]]
            yield f"{token.group(0)}\t{tag}"
        yield ""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["check", "gold", "names"])
    parser.add_argument("files", nargs="+")
    args = parser.parse_args()
    faults = 0
    for path in args.files:
        try:
            article = read(path)
        except Fault as fault:
            faults += 1
            print(f"{path}: {fault}", file=sys.stderr)
            continue
        if args.what == "check":
            figures = [f for f in article["impact_figures"] if not f.get("repeated")]
            print(f"{path}: {len(article['text'].split())} words, {len(figures)} figures, "
                  f"{len(article['organizations'])} organizations, {len(article['executives'])} executives")
            for line in check(article):
                print("  " + line)
        elif args.what == "gold":
            kept = {k: v for k, v in article.items() if k not in ("names", "head")}
            # "repeated": where numbers are told again, or neither right nor wrong.
            figures = kept["impact_figures"]
            kept["impact_figures"] = [f for f in figures if not f.get("repeated")]
            kept["repeated"] = [f for f in figures if f.get("repeated")]
            print(json.dumps(kept, ensure_ascii=False))
        else:
            print("\n".join(columns(article)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
