#!/usr/bin/env python3
"""Every number of a text is in its trace: number_coverage_test.py IMPACTWIRE [FILE...] [-v]

Each run of digits and each number word must lie in the span of some number of the trace, whatever its disposition. Runs over
the texts below and over FILEs (JSON lines with "text", or plain text; default: the news beside the tree, where it is).
"""
import collections
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[4]
WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion hundreds
thousands millions billions dozen dozens lakh lakhs crore crores half third fourth fifth sixth seventh eighth ninth
tenth twentieth hundredth thirds fifths two-thirds""".split()
NUMBER = re.compile(r"[0-9]+|[½¼¾⅓⅔⅛]|\b(?:" + "|".join(WORDS) + r")\b", re.IGNORECASE)
TEXTS = (
    "On 5 May 2019 the 58.com office at 12 Mill Lane, N1 9GU, opened at 10:30.",
    "Ana Reyes, 45, of Covid-19 ward 7B called +44 20 7946 0018 about flight BA249.",
    "It ran from 2015-16 to the 1990s, in Q3, FY22, 3Q20 and the 21st century; see www.example.org/2020/05/a1?x=9.",
    "They won 3-1, then lost 7-6 (7-3) 6-4, on the 22nd of the month, with 1.2.3 and 1,5 left.",
    "One of them, no one else, saw the first half, half the film, a third of it, and the third part.",
    "Hundreds of homes, several thousand trees, tens of millions of dollars, a dozen eggs and dozens more.",
    "The twenty-first of two hundred and fifty-two men paid $1.5m, 2½ cups, ½ mile, a half day and 10 1/2 miles.",
    "Written in 2012, 2013 and 2014 by 100% of Group 4 in H2O, CO2, F16s, G20, 4x4s, 24/7 and 9/11.",
    "It weighs -5 kg, minus six, 2.5×10⁶, 1e10, 192.168.1.2, #3, @user99, 3rd, 4-H, 1/2/2003 and 50-50.",
    "In the past twenty years, five days a week, for six months and two-and-a-half years, since half past nine.",
    "Sixty-odd, forty-something, fifty-plus and the seventies; two-thirds voted, one in ten stayed, three out of four left.",
)


def bodies(path):
    text = path.read_text(encoding="utf-8", errors="replace")
    if path.suffix != ".jsonl":
        yield text
        return
    for line in text.splitlines():
        yield json.loads(line).get("text") or ""


def gaps(program, texts):
    """(text, span) of each number that no span of the trace covers."""
    lines = "".join(json.dumps({"articleId": f"a{i}", "text": t, "publishDate": "2020-06-15"}) + "\n"
                    for i, t in enumerate(texts) if t.strip())
    out = subprocess.run([program, "extract", "--trace"], input=lines, capture_output=True, text=True, check=False)
    count, missing = 0, []
    for line in out.stdout.splitlines():
        output = json.loads(line)
        text = output["record"].get("text", "")
        covered = bytearray(len(text.encode()) + 1)
        for number in output.get("trace", {}).get("numbers", []):
            begin, end = number["span"].get("begin", 0), number["span"]["end"]
            covered[begin:end] = b"\1" * (end - begin)
        offset, last = 0, 0
        for found in NUMBER.finditer(text):
            offset += len(text[last:found.start()].encode())
            last = found.start()
            count += 1
            if not all(covered[offset:offset + len(found.group().encode())]):
                missing.append((text, found.span()))
    return count, missing


def main():
    arguments = [a for a in sys.argv[1:] if a != "-v"]
    shared = pathlib.Path(os.environ.get("IMPACTWIRE_SHARED", ROOT.parent / "shared"))
    files = [pathlib.Path(a) for a in arguments[1:]]
    if not files and (shared / "data/news").is_dir():
        files = sorted((shared / "data/news").rglob("*.jsonl"))
    texts = list(TEXTS) + [text for path in files for text in bodies(path)]
    count, missing = gaps(arguments[0], texts)
    words = collections.Counter(text[a:b].lower() if text[a:b].isalpha() else "digits" for text, (a, b) in missing)
    print(f"{count} numbers in {len(texts)} texts, {len(missing)} in no trace: {words.most_common(12)}")
    for text, (begin, end) in missing if "-v" in sys.argv else missing[:20]:
        print(f"  {text[max(0, begin - 40):begin]}[{text[begin:end]}]{text[end:end + 30]}".replace("\n", "/"))
    return 1 if missing or count < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
