#!/usr/bin/env python3
"""How numbers are read against public test tables: number_specs_test.py IMPACTWIRE [SPECS] [-v]

SPECS: a folder of the English specs of Recognizers-Text as JSON lines ({"id", "text", "results": [{"text", "start", "end"
(inclusive), "resolution": {"value", "unit"}}]}); default: ../shared/data/quantities/recognizers-text beside the tree. Where it
is absent, the test is skipped. An expected number counts as right where one number of the trace has its value, covers its span,
and holds no other digit or number word; money and dimensions must have its unit too (spec_units.tsv). Shares are read in
percent, so 1/4 is 25 percent; "between", "from", "equal to" and the "of" of "1/4 of" are no part of our spans. A text that is no sentence, as "1/4",
is put into one. spec_scope.tsv says what is out of scope and why. -v prints what is not right.
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[3]
SENTENCE = "Here it says: "
SKIPPED = 77  # ctest's SKIP_RETURN_CODE
# Spec file, kind, the least share (percent) of the expected numbers in scope that must be right.
FILES = (("Number/NumberModel", "number", 95), ("Number/NumberRangeModel", "range", 90), ("Number/PercentModel", "percent", 90),
         ("Number/PercentModelPercentMode", "percent", 100), ("NumberWithUnit/CurrencyModel", "unit", 94),
         ("NumberWithUnit/DimensionModel", "unit", 91))
WORDS = frozenset(line.split("\t")[0] for line in
                  (ROOT / "ingest_service/extract/numbers/number_words.tsv").read_text().splitlines()
                  if line.split("\t")[1:2] in (["ones"], ["tens"], ["hundred"], ["scale"], ["dozen"], ["part"]))


def rows(name):
    return [line.split("\t") for line in (HERE / name).read_text().splitlines() if line and not line.startswith("#")]


def traces(program, texts):
    lines = "".join(json.dumps({"articleId": f"a{i}", "text": t}) + "\n" for i, t in enumerate(texts))
    out = subprocess.run([program, "extract", "--trace"], input=lines, capture_output=True, text=True, check=False)
    if out.returncode != 0:
        sys.exit("extract failed: " + out.stderr[:500])
    return [json.loads(line) for line in out.stdout.splitlines()]


def near(a, b):
    return abs(a - b) <= 1e-5 * abs(b) + 1e-12


def bounds_of(interval):
    """"(20,35]" -> (20, 35); an open end is None."""
    low, high = re.fullmatch(r"[(\[](.*),(.*)[)\]]", interval).groups()
    return (float(low) if low else None), (float(high) if high else None)


def is_value(number, kind, resolution, factor):
    value, high, unit = number.get("value", 0), number.get("valueHigh", 0), number.get("unit", "")
    shares = (1, 100) if unit == "percent" else (1,)
    if kind == "range":
        low, top = bounds_of(resolution["value"])
        if low is not None and top is not None and low != top:
            return near(value, low) and near(high, top)
        want = low if low is not None else top
        bound = number.get("bound", "")
        side = "BOUND_EXACT" if low == top else "BOUND_MORE_THAN" if top is None else "BOUND_LESS_THAN"
        return bound == side and any(near(value, s * want) for s in shares)
    want = float(resolution["value"].rstrip("%")) * factor
    if kind == "percent":
        return unit == "percent" and near(value, want)
    return any(near(value, s * want) for s in shares)


def judge(numbers, body, kind, result, units):
    """right, or what is wrong; `body` is the text in bytes, the spans of `numbers` are in it."""
    resolution = result["resolution"]
    begin, end = result["begin"], result["end"]
    if kind == "range":
        begin += len(re.match(rb"(?i)((between|from|equal(s|ing)?( to)?) )?", body[begin:end]).group())
    if kind == "percent" and body[begin:end].endswith(b" of"):
        end -= len(b" of")
    found = [n for n in numbers if n["span"].get("begin", 0) < end and n["span"]["end"] > begin]
    if not found:
        return "missed", None
    unit, factor = "", 1.0
    if kind == "unit":
        unit, factor = units.get(resolution["unit"], ("?", "1"))
        factor = float(factor)
    for number in found:
        left, right = number["span"].get("begin", 0), number["span"]["end"]
        rest = (body[left:max(left, begin)] + b" " + body[min(end, right):right]).decode("utf-8", "replace").lower()
        if left > begin or right < end or re.search(r"\d", rest) or WORDS & set(re.findall(r"[a-z]+", rest)):
            continue
        if not is_value(number, kind, resolution, factor):
            continue
        if kind == "unit" and number.get("unit", "") not in unit.split("|"):
            return "unit", number
        return "right", number
    if any(n.get("disposition") == "DISPOSITION_UNREADABLE" for n in found):
        return "refused", found[0]
    right_value = any(is_value(n, kind, resolution, factor) for n in found)
    return ("span" if right_value else "value"), found[0]


def main():
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    shared = pathlib.Path(os.environ.get("IMPACTWIRE_SHARED", ROOT.parent / "shared"))
    specs = pathlib.Path(arguments[1]) if len(arguments) > 1 else shared / "data/quantities/recognizers-text"
    if not specs.is_dir():
        print(f"skipped: no specs in {specs}")
        return SKIPPED
    units = {row[0]: (row[1], row[2]) for row in rows("spec_units.tsv")}
    scope = [(re.compile(row[0]), row[1], row[2]) for row in rows("spec_scope.tsv")]
    failed = False
    for name, kind, floor in FILES:
        specs_of = [json.loads(line) for line in (specs / (name + ".jsonl")).open(encoding="utf-8")]
        outputs = traces(arguments[0], [spec["text"] for spec in specs_of])
        lost = [i for i, output in enumerate(outputs) if not output["record"].get("text")]
        again = traces(arguments[0], [SENTENCE + specs_of[i]["text"].lstrip() for i in lost])
        for i, output in zip(lost, again):
            text, specs_of[i]["text"] = specs_of[i]["text"], SENTENCE + specs_of[i]["text"].lstrip()
            outputs[i] = output
            for result in specs_of[i]["results"]:
                moved = len(specs_of[i]["text"]) - len(text)
                result["start"], result["end"] = result["start"] + moved, result["end"] + moved
        counts, outside = collections.Counter(), collections.Counter()
        for spec, output in zip(specs_of, outputs):
            body = output["record"].get("text", "").encode()
            numbers = output.get("trace", {}).get("numbers", [])
            shift = max(0, spec["text"].find(output["record"].get("text", ""))) if body else 0
            for result in spec["results"]:
                begin = len(spec["text"][shift:result["start"]].encode())
                result["begin"] = begin
                result["end"] = begin + len(spec["text"][result["start"]:result["end"] + 1].encode())
                facts = {"text": spec["text"], "surface": result["text"],
                         "value": str(result["resolution"].get("value")), "unit": str(result["resolution"].get("unit"))}
                reason = next((why for pattern, field, why in scope if pattern.search(facts[field])), None)
                if reason:
                    outside[reason] += 1
                    continue
                verdict, number = judge(numbers, body, kind, result, units)
                counts[verdict] += 1
                if verdict != "right" and "-v" in sys.argv:
                    got = "" if number is None else (
                        f'{number["span"]["text"]!r} = {number.get("value", 0)}-{number.get("valueHigh", 0)}'
                        f' {number.get("bound", "")[6:]} {number.get("unit", "")} {number.get("disposition", "")[12:]}')
                    print(f'{name} {verdict}: {result["text"]!r} = {facts["value"]} {facts["unit"]} | {got} | {spec["text"][:150]}')
        total = sum(counts.values())
        share = 100 * counts["right"] / max(1, total)
        print(f"{name}: {counts['right']} of {total} in scope right, {share:.1f} %; "
              + ", ".join(f"{v} {n}" for v, n in sorted(counts.items()) if v != "right"))
        for reason, count in sorted(outside.items()):
            print(f"  out of scope: {count} {reason}")
        if share < floor:
            failed = True
            print(f"  less than the {floor} % of before")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
