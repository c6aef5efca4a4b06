#!/usr/bin/env python3
"""Check what each file includes.

    includes.py [--root DIR] [--fix]

Includes of the project are written in quotes from the top of the tree, and keep
to include_rules.tsv. Headers have #pragma once. --fix rewrites includes that are
written relative to the file.
"""
import argparse
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tree  # noqa: E402

INCLUDE = re.compile(r'^(\s*#\s*include\s*)([<"])([^>"]+)([>"])', re.M)
# Libraries whose headers are told by their first folder.
LIBRARIES = {"grpc": "grpc", "grpcpp": "grpc", "grpc++": "grpc", "rocksdb": "rocksdb",
             "prometheus": "prometheus"}
# Other folders of headers that the system has.
EXTERNAL = ("absl", "google", "gtest", "gmock", "benchmark")
# Root of the headers that are installed; included as callers include them.
PUBLIC = "tools/client/include"
# Headers that the build generates and that go with their folder.
GENERATED = re.compile(r"(^|/)(\w+_data|\w*(version|schema))\.h$")


class Rules:
    def __init__(self, text):
        self.folders = {}
        self.libraries = {}
        for line in text.splitlines():
            if not line.strip() or line.startswith("#"):
                continue
            columns = (line.split("\t") + ["", ""])[:3]
            self.folders[columns[0]] = columns[1].split()
            self.libraries[columns[0]] = set(columns[2].split())

    def row_of(self, path):
        """The rule that counts for a file; None if there is none."""
        folder = os.path.dirname(path)
        if folder + "/" in self.folders:
            return folder + "/"
        while folder:
            if folder in self.folders:
                return folder
            folder = os.path.dirname(folder)
        return None

    def allowed(self, row):
        """Rows and "messages", "stubs" that files of `row` may include."""
        seen = set()
        open_rows = [row]
        while open_rows:
            name = open_rows.pop()
            if name not in seen:
                seen.add(name)
                open_rows += self.folders.get(name, [])
        if "stubs" in seen:
            seen.add("messages")
        return seen


def check_file(root, path, text, rules):
    """Yields (line number, what is wrong, replacement of the include or None)."""
    row = rules.row_of(path)
    if row is None:
        yield 1, "its folder has no row in include_rules.tsv", None
        return
    allowed = rules.allowed(row)
    if path.endswith(".h") and "\n#pragma once\n" not in "\n" + text:
        yield 1, "a header without #pragma once", None
    for match in INCLUDE.finditer(text):
        line = text.count("\n", 0, match.start(2)) + 1
        name = match.group(3)
        first = name.split("/")[0]
        if first in LIBRARIES and not name.endswith(".pb.h"):
            library = LIBRARIES[first]
            if library not in rules.libraries[row]:
                yield line, f"{row} must not include {library} headers: {name}", None
            continue
        if name.endswith(".pb.h"):
            if name.startswith("google/protobuf/"):
                continue
            kind = "stubs" if name.endswith(".grpc.pb.h") else "messages"
            if "*" not in allowed and kind not in allowed:
                yield line, f"{row} must not include {kind}: {name}", None
            continue
        if match.group(2) == "<":
            if os.path.isfile(os.path.join(root, name)):
                yield line, f"a header of the project in angle brackets: {name}", f'"{name}"'
            continue
        public = os.path.join(PUBLIC, name)
        if os.path.isfile(os.path.join(root, public)):
            name = public
        if os.path.isfile(os.path.join(root, name)):
            target = rules.row_of(name)
            if "*" not in allowed and target not in allowed:
                yield line, f"{row} must not include {target or name}: {name}", None
            continue
        beside = os.path.relpath(
            os.path.normpath(os.path.join(root, os.path.dirname(path), name)), root)
        if os.path.isfile(os.path.join(root, beside)):
            yield line, f"not written from the top of the tree: {name}", f'"{beside}"'
        elif not GENERATED.search(name) and first not in EXTERNAL:
            yield line, f"no such header in the tree: {name}", None


def main():
    parser = argparse.ArgumentParser()
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(here)))
    parser.add_argument("--rules", default=os.path.join(here, "include_rules.tsv"))
    parser.add_argument("--fix", action="store_true")
    args = parser.parse_args()
    with open(args.rules, encoding="utf-8") as f:
        rules = Rules(f.read())
    faults = 0
    for path in tree.files(args.root, (".h", ".cc")):
        text = tree.read(args.root, path)
        lines = text.split("\n")
        changed = False
        for line, what, replacement in check_file(args.root, path, text, rules):
            if args.fix and replacement:
                lines[line - 1] = INCLUDE.sub(lambda m: m.group(1) + replacement, lines[line - 1])
                changed = True
            else:
                print(f"{path}:{line}: {what}")
                faults += 1
        if changed:
            tree.write(args.root, path, "\n".join(lines))
            print(f"{path}: includes rewritten")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
