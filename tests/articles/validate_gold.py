#!/usr/bin/env python3
"""Check annotated articles (gold files).

    validate_gold.py [--articles DIR] FILE...

FILE            JSON lines, one annotated article per line: id, title, published, text, organizations, executives, impact_figures.
--articles DIR  also compare with the article files: an entry whose id names a .txt file in DIR has exactly that file's text;
                of one that names an .html file, every paragraph is found in the page.

Checked: fields and their types, enum values, dates, that mentions, evidence and surfaces are exact substrings, that every
organization referred to is listed, that a surface holds a number and that it reads as the value given.
Every fault is printed as FILE:LINE: id: what is wrong; the exit status is then 1.
"""
import html
import json
import os
import re
import sys

KIND = set("COMPANY NONPROFIT GOVERNMENT INTERGOVERNMENTAL EDUCATION MEDIA OTHER".split())
ROLE_STATUS = set("CURRENT FORMER INCOMING".split())
BOUND = set("EXACT APPROXIMATE MORE_THAN LESS_THAN RANGE".split())
FIGURE_STATUS = set("ACHIEVED TARGET CONTEXT".split())
CATEGORY = set("""PEOPLE_REACHED PEOPLE_TRAINED JOBS MONEY_GIVEN MONEY_INVESTED INCOME POVERTY EMISSIONS ENERGY WATER WASTE NATURE
                  FOOD HEALTH GOODS FACILITIES COVERAGE VOLUNTEERING OTHER""".split())
MIXED_CASE_UNITS = set("tCO2e kWh MWh GWh TWh kW MW GW TW MWp GWp kWp Wp".split())
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")

# ---- reading the numbers of a surface --------------------------------------------------------------------------------------

SMALL = {w: i for i, w in enumerate("""zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
         sixteen seventeen eighteen nineteen""".split())}
SMALL.update({w: 10 * i for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)})
SMALL.update({"a": 1, "an": 1, "couple": 2, "single": 1, "both": 2, "no": 0})
SCALE = {"hundred": 1e2, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "million": 1e6, "millions": 1e6, "mn": 1e6,
         "mln": 1e6, "mil": 1e6, "m": 1e6, "crore": 1e7, "crores": 1e7, "cr": 1e7, "billion": 1e9, "bn": 1e9, "b": 1e9, "trillion": 1e12, "tn": 1e12,
         "dozen": 12, "score": 20, "millionth": 1e6, "wan": 1e4, "yi": 1e8}
SHARE = {"half": 50, "halves": 50, "halved": 50, "halve": 50, "third": 100 / 3, "thirds": 100 / 3, "quarter": 25, "quarters": 25, "fourth": 25, "fourths": 25,
         "fifth": 20, "fifths": 20, "tenth": 10, "tenths": 10, "sixth": 100 / 6, "sixths": 100 / 6, "eighth": 12.5, "eighths": 12.5}
MULTIPLE = {"double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twice": 2, "triple": 3, "tripled": 3, "tripling": 3, "treble": 3,
            "quadruple": 4, "quadrupled": 4, "fourfold": 4, "fivefold": 5, "tenfold": 10, "threefold": 3, "twofold": 2, "once": 1}
PIECE = re.compile(r"\d+(?:[.,\u00a0\u202f ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:,\d+)+(?:\.\d+)?|\d+(?:\.\d+)?|[½¼¾]|[^\W\d_]+")
VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75}


def digits(s):
    """Possible values of a digit string: grouping by comma, point or space; decimal point or comma."""
    plain = re.sub(r"[\u00a0\u202f ]", "", s)
    out = {float(re.sub(",", "", plain))} if plain.count(".") <= 1 else set()
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", plain): out.add(float(plain.replace(".", "")))
    if re.fullmatch(r"\d+,\d{1,2}", plain): out.add(float(plain.replace(",", ".")))
    return out


def readings(surface):
    """Every value the surface's numbers can be read as, as a set of floats."""
    pieces = [m.group().casefold() for m in PIECE.finditer(surface)]
    found = set()
    for i, piece in enumerate(pieces):
        if piece[0].isdigit(): values, j = digits(piece), i + 1
        elif piece in VULGAR: values, j = {VULGAR[piece]}, i + 1
        elif piece in SMALL: values, j = {float(SMALL[piece])}, i + 1
        elif piece in SCALE and piece.isalpha() and len(piece) > 2: values, j = {1.0}, i
        else:
            if piece in SHARE: found |= {SHARE[piece], SHARE[piece] / 100}
            if piece in MULTIPLE: found.add(float(MULTIPLE[piece]))
            continue
        found |= values
        group, total = values, {0.0}  # group: the part being built; total: the parts already closed by a scale
        while j < len(pieces):
            word = pieces[j]
            if word in SCALE:
                group = {g * SCALE[word] for g in group}
                if word not in ("hundred", "dozen"):
                    found |= {t + g for t in total for g in group} | group
                    total, group = {t + g for t in total for g in group} | group, {0.0}
            elif word in SMALL and word not in ("a", "an", "no"): group = {g + SMALL[word] for g in group}
            elif word in SHARE:
                found |= {g * SHARE[word] for g in group} | {g + SHARE[word] / 100 for g in group}
                if j + 2 < len(pieces) + 1 and word == "half": group = {g + 0.5 for g in group}
                else: break
            elif word in VULGAR: group = {g + VULGAR[word] for g in group}
            elif word == "of" and j + 1 < len(pieces) and (pieces[j + 1][0].isdigit() or SMALL.get(pieces[j + 1], 0) > 1):  # "four of five"
                found |= {100 * g / d for g in group for d in (digits(pieces[j + 1]) if pieces[j + 1][0].isdigit() else {float(SMALL[pieces[j + 1]])}) if d}
                break
            elif word in ("and", "of", "a") and j + 1 < len(pieces) and (pieces[j + 1] in SMALL or pieces[j + 1] in SCALE or pieces[j + 1] in SHARE or pieces[j + 1] == "a"): pass
            elif word.isalpha() and j + 2 < len(pieces) and pieces[j + 1] in ("in", "out") and group != {0.0}: pass  # "one family in five"
            elif word in ("in", "out") and group != {0.0}:
                rest = [p for p in pieces[j + 1:j + 3] if p != "of"]
                if rest: found |= {100 * g / d for g in group for d in (digits(rest[0]) if rest[0][0].isdigit() else {float(SMALL.get(rest[0], 0))}) if d}
                break
            else: break
            found |= {t + g for t in total for g in group}
            j += 1
    # "10 to 15 million", "between 20,000 and 30,000": a scale may stand only behind the last of several numbers
    scales = {SCALE[p] for p in pieces if p in SCALE}
    return found | {v * s for v in found for s in scales}


def same(a, b): return abs(a - b) <= 1e-4 * max(abs(a), abs(b)) + 1e-9


# ---- checking --------------------------------------------------------------------------------------------------------------

class Faults:
    def __init__(self): self.count = 0

    def at(self, where):
        def fault(message):
            self.count += 1
            print(f"{where}: {message}")
        return fault


def typed(row, name, kinds, fault, what):
    if name not in row: fault(f"{what}: no field '{name}'"); return False
    if not isinstance(row[name], kinds) or isinstance(row[name], bool) and kinds is not bool: fault(f"{what}: '{name}' has the wrong type: {row[name]!r}"); return False
    return True


def all_typed(row, spec, fault, what): return all([typed(row, name, kinds, fault, what) for name, kinds in spec])


def known(value, allowed, fault, what):
    if value not in allowed: fault(f"{what}: unknown value {value!r}")


def check_mentions(row, text, fault, what):
    if not row["mentions"]: fault(f"{what}: no mentions")
    for m in row["mentions"]:
        if not isinstance(m, str) or not m or m != m.strip(): fault(f"{what}: bad mention {m!r}")
        elif m not in text: fault(f"{what}: mention not in the text: {m!r}")
    if len(set(map(str, row["mentions"]))) != len(row["mentions"]): fault(f"{what}: a mention is listed twice")


def check_unit(unit, fault, what):
    if not unit: fault(f"{what}: no unit")
    elif unit not in MIXED_CASE_UNITS and not re.fullmatch(r"[A-Z]{3}", unit) and re.match(r"[A-Z][a-z]", unit): fault(f"{what}: unit {unit!r} is not lower case")
    elif unit in ("people", "persons", "families", "households", "%", "per cent", "tonnes", "hectares"): fault(f"{what}: unit {unit!r}: write it in the singular, spelled as the guideline says")


def check_figure(f, text, names, fault, what):
    spec = [("value", (int, float)), ("bound", str), ("unit", str), ("what", str), ("category", str), ("organization", str), ("status", str), ("place", str),
            ("period_start", str), ("period_end", str), ("surface", str), ("evidence", str), ("optional", bool)]
    if not all_typed(f, spec, fault, what): return
    known(f["bound"], BOUND, fault, f"{what}: bound")
    known(f["status"], FIGURE_STATUS, fault, f"{what}: status")
    known(f["category"], CATEGORY, fault, f"{what}: category")
    check_unit(f["unit"], fault, what)
    high = f.get("value_high")
    if (high is not None) != (f["bound"] == "RANGE"): fault(f"{what}: value_high and bound RANGE belong together")
    if high is not None and not high > f["value"]: fault(f"{what}: value_high {high} is not above value {f['value']}")
    if not f["what"].strip(): fault(f"{what}: 'what' is empty")
    if f["status"] == "CONTEXT" and not f["optional"]: fault(f"{what}: CONTEXT is always optional")
    for name in [f["organization"]] + f.get("also", []):
        if name and name not in names: fault(f"{what}: organization {name!r} is not listed")
    if f.get("also") and not f["organization"]: fault(f"{what}: 'also' without an organization")
    if f["organization"] and f["organization"] in f.get("also", []): fault(f"{what}: {f['organization']!r} is in 'also' too")
    if f["place"] and f["place"] not in text: fault(f"{what}: place not in the text: {f['place']!r}")
    for key in ("period_start", "period_end"):
        if f[key] and not DATE.fullmatch(f[key]): fault(f"{what}: {key} is no ISO date: {f[key]!r}")
    start, end = f["period_start"], f["period_end"]
    if start and end and start[:len(end)] > end[:len(start)]: fault(f"{what}: the period ends before it starts")
    if not f["evidence"] or f["evidence"] not in text: fault(f"{what}: evidence not in the text: {f['evidence']!r}")
    if "\n\n" in f["evidence"]: fault(f"{what}: evidence is not one sentence: {f['evidence']!r}")
    if not f["surface"] or f["surface"] not in f["evidence"]: fault(f"{what}: surface not in its evidence: {f['surface']!r}")
    read = readings(f["surface"])
    if not read: fault(f"{what}: no number in the surface {f['surface']!r}")
    else:
        for v in [f["value"]] + ([high] if high is not None else []):
            if not any(same(v, r) for r in read) and not (f["unit"] == "percent" and any(abs(v - r) < 0.34 for r in read)):
                fault(f"{what}: {v} is not what {f['surface']!r} says")
    for c in f["converted"] if isinstance(f.get("converted"), list) else [f["converted"]] if f.get("converted") else []:
        if not isinstance(c, dict) or not isinstance(c.get("value"), (int, float)) or not c.get("unit"): fault(f"{what}: bad 'converted': {c!r}")


def check_row(row, fault):
    if not all_typed(row, [("id", str), ("title", str), ("published", str), ("text", str), ("organizations", list), ("executives", list), ("impact_figures", list)], fault, "article"): return
    text = row["text"]
    if not row["id"]: fault("article: empty id")
    if len(text) < 50: fault("article: hardly any text")
    if row["published"] and not DATE.fullmatch(row["published"]): fault(f"article: published is no ISO date: {row['published']!r}")
    if row["title"] and row["title"] not in text: fault(f"article: the title is not in the text: {row['title']!r}")
    if "html" in row and (not isinstance(row["html"], str) or "<" not in row["html"]): fault("article: 'html' is no page")

    names = set()
    for i, o in enumerate(row["organizations"]):
        what = f"organizations[{i}] {o.get('name')!r}"
        if not all_typed(o, [("name", str), ("mentions", list), ("kind", str), ("optional", bool)], fault, what): continue
        known(o["kind"], KIND, fault, f"{what}: kind")
        check_mentions(o, text, fault, what)
        if o["name"] not in text: fault(f"{what}: name not in the text")
        if o["name"] not in o["mentions"]: fault(f"{what}: the name is not among the mentions")
        if o["name"] in names: fault(f"{what}: listed twice")
        names.add(o["name"])

    roles = set()
    for i, e in enumerate(row["executives"]):
        what = f"executives[{i}] {e.get('name')!r}"
        if not all_typed(e, [("name", str), ("mentions", list), ("title", str), ("organization", str), ("status", str), ("optional", bool)], fault, what): continue
        known(e["status"], ROLE_STATUS, fault, f"{what}: status")
        check_mentions(e, text, fault, what)
        if e["name"] not in e["mentions"]: fault(f"{what}: the name is not among the mentions")
        if not e["title"].strip(): fault(f"{what}: no title")
        if e["organization"] and e["organization"] not in names: fault(f"{what}: organization {e['organization']!r} is not listed")
        if not e["organization"] and not e["optional"]: fault(f"{what}: a role without an organization is optional")
        role = (e["name"], e["organization"], e["status"], e["title"])
        if role in roles: fault(f"{what}: listed twice")
        roles.add(role)

    figures = set()
    for i, f in enumerate(row["impact_figures"]):
        what = f"impact_figures[{i}] {str(f.get('surface'))!r}"
        check_figure(f, text, names, fault, what)
        key = tuple(str(f.get(k)) for k in ("value", "value_high", "unit", "surface", "evidence"))
        if key in figures: fault(f"{what}: listed twice")
        figures.add(key)


def page_text(path):
    """The words of an HTML page, tags dropped, for finding paragraphs in it."""
    data = open(path, "rb").read()
    m = re.search(rb"charset=[\"']?([\w-]+)", data[:2048])
    page = data.decode(m.group(1).decode() if m else "utf-8")
    page = re.sub(r"(?s)<(script|style)\b.*?</\1>|<!--.*?-->", " ", page)
    return re.sub(r"\W+", " ", html.unescape(re.sub(r"<[^>]*>", " ", page)))


def check_against_file(row, folder, fault):
    path = os.path.join(folder, row["id"])
    if not os.path.isfile(path): fault(f"no such article file: {path}"); return
    if path.endswith(".txt"):
        if open(path, encoding="utf-8", newline="").read() != row["text"]: fault("the text is not the file's text")
    else:
        page = page_text(path)
        for p in row["text"].split("\n\n"):
            if re.sub(r"\W+", " ", p).strip() not in page: fault(f"paragraph not in the page: {p!r}")


def main(arguments):
    folder = None
    if arguments[:1] == ["--articles"] and len(arguments) > 1: folder, arguments = arguments[1], arguments[2:]
    if not arguments or arguments[0].startswith("-"):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    faults, articles, figures, ids = Faults(), 0, 0, {}
    for name in arguments:
        try: lines = open(name, encoding="utf-8").read().split("\n")
        except (OSError, UnicodeDecodeError) as e: faults.at(name)(f"cannot be read: {e}"); continue
        for number, line in enumerate(lines, 1):
            if not line.strip(): continue
            try: row = json.loads(line)
            except ValueError as e: faults.at(f"{name}:{number}")(f"no JSON: {e}"); continue
            if not isinstance(row, dict): faults.at(f"{name}:{number}")("not a JSON object"); continue
            fault = faults.at(f"{name}:{number}: {row.get('id')}")
            articles += 1
            figures += len(row.get("impact_figures") or [])
            if row.get("id") in ids: fault(f"id already used at {ids[row['id']]}")
            ids[row.get("id")] = f"{name}:{number}"
            check_row(row, fault)
            if folder and isinstance(row.get("id"), str) and isinstance(row.get("text"), str): check_against_file(row, folder, fault)
    print(f"{articles} articles, {figures} figures: " + (f"{faults.count} faults" if faults.count else "all well"))
    return 1 if faults.count or not articles else 0


if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
