#!/usr/bin/env python3
"""Words per second of `impactwire extract` beside text libraries of others, on the same
articles, one thread, in turns.

    tests/benchmarks/peers/compare.py [--build build/release] [--rounds N] [--articles FILE.jsonl]

The articles are those of ingest_service/extract/corpus unless FILE holds others (Article
JSON lines with "text"). Node's libraries come from npm into build/peers. Impactwire's time
is that of the whole process less that of one short article: JSON in and out, all stages.
The libraries' is that of reading alone, after they have started: wink-nlp does sentences,
tokens, parts of speech and entities of fixed forms; compromise names and numbers as well.
Neither resolves references, roles or figures. Wants an idle machine.
"""
import argparse
import json
import pathlib
import shutil
import statistics
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
PEERS = ("wink", "compromise")
# compromise is slow: a part of the articles does.
SHARE = {"wink": 1, "compromise": 48}
# Short runs measure the start.
REPEAT = 4


def corpus_articles():
    corpus = ROOT / "ingest_service/extract/corpus"
    gold = subprocess.run(
        [sys.executable, str(corpus / "marked_articles.py"), "gold"]
        + sorted(str(p) for p in corpus.glob("*/*.txt")),
        check=True, text=True, stdout=subprocess.PIPE).stdout
    return [json.dumps({"text": json.loads(line)["text"]}) for line in gold.splitlines()]


def seconds_of(program, articles):
    started = time.monotonic()
    subprocess.run([program, "extract", "--jobs=1", articles], check=True,
                   stdout=subprocess.DEVNULL)
    return time.monotonic() - started


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/release")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=pathlib.Path)
    args = parser.parse_args()
    if shutil.which("npm") is None:
        sys.exit("compare.py: npm is not installed (Debian: npm)")

    work = ROOT / "build/peers"
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "peer.js"):
        shutil.copy(HERE / name, work / name)
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=work,
                   check=True)
    lines = (args.articles.read_text(encoding="utf-8").splitlines() if args.articles
             else corpus_articles()) * REPEAT
    files = {}
    for share in {1, *SHARE.values()}:
        files[share] = work / f"articles-{share}.jsonl"
        files[share].write_text("\n".join(lines[::share]) + "\n", encoding="utf-8")
    short = work / "short.jsonl"
    short.write_text('{"text":"Acme Ltd trained 300 nurses."}\n', encoding="utf-8")
    words = sum(len(json.loads(line)["text"].split()) for line in lines)

    program = str(args.build / "bin/impactwire")
    rates = {name: [] for name in ("impactwire", *PEERS)}
    for _ in range(args.rounds):
        took = seconds_of(program, str(files[1])) - seconds_of(program, str(short))
        rates["impactwire"].append(words / took)
        for peer in PEERS:
            done = subprocess.run(["node", "peer.js", peer, str(files[SHARE[peer]])], cwd=work,
                                  check=True, text=True, stdout=subprocess.PIPE)
            result = json.loads(done.stdout)
            rates[peer].append(result["words"] / result["seconds"])
    ours = statistics.median(rates["impactwire"])
    print(f"{len(lines)} articles, {words} words, {args.rounds} rounds")
    for name, values in rates.items():
        print(f"{name:12} {statistics.median(values):12,.0f} words/s"
              f"  (from {min(values):,.0f} to {max(values):,.0f})"
              f"  {ours / statistics.median(values):7.2f} x slower than impactwire"
              if name != "impactwire" else
              f"{name:12} {ours:12,.0f} words/s  (from {min(values):,.0f} to {max(values):,.0f})")


if __name__ == "__main__":
    main()
