#!/usr/bin/env python3
"""Check the size and the plain form of text files.

    text_files.py [--root DIR] [--fix]

- sources have at most 600 lines
- no blanks at line ends, no carriage returns, one newline at the end (--fix)
"""
import argparse
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tree  # noqa: E402

SOURCES = (".h", ".cc", ".py", ".sh")
TEXTS = SOURCES + (".proto", ".cmake", ".md", ".json", ".yml", ".yaml", ".toml")
NAMES = ("CMakeLists.txt", "Dockerfile", ".clang-tidy", ".clang-format", "build", "check",
         "demo", "load-test", "setup", "test", "run")
MAX_LINES = 600
# Articles are kept as they were written.
KEPT = ("examples/articles/", "tests/articles/", "tests/quality/", "tests/html/")


def tidied(text):
    text = re.sub(r"[ \t\r]+(?=\n|\Z)", "", text)
    return text.rstrip("\n") + "\n" if text.strip() else text


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", default=os.path.dirname(
        os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    parser.add_argument("--fix", action="store_true")
    args = parser.parse_args()
    faults = 0
    for path in tree.files(args.root, TEXTS, NAMES):
        text = tree.read(args.root, path)
        lines = text.count("\n")
        if lines > MAX_LINES and path.endswith(SOURCES):
            print(f"{path}:1: {lines} lines, {MAX_LINES} at most: split where a second noun appears")
            faults += 1
        if path.startswith(KEPT) or tidied(text) == text:
            continue
        if args.fix:
            tree.write(args.root, path, tidied(text))
            print(f"{path}: line ends tidied")
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if line != line.rstrip():
                print(f"{path}:{number}: blanks at the end of the line")
        if not text.endswith("\n") or text.endswith("\n\n"):
            print(f"{path}:{lines}: not one newline at the end")
        faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
