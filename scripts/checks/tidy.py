#!/usr/bin/env python3
"""Run clang-tidy over the sources of a build folder.

    tidy.py [--root DIR] [--build DIR] [--jobs N] [--fix] [FILE...]

Looks at every source in DIR/compile_commands.json, or only at FILEs. What was
clean is remembered in DIR/tidy and not looked at again until the source, a header
of the project that it includes, its compile command or .clang-tidy changes.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import re
import subprocess
import sys

INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.M)


class Hashes:
    """Content hashes of sources, with the project's headers they include."""

    def __init__(self, root, build):
        self.folders = [root, os.path.join(build, "proto", "gen"), build]
        self.contents = {}

    def _content(self, path):
        if path not in self.contents:
            with open(path, "rb") as f:
                text = f.read()
            names = [n.decode("utf-8", "replace") for n in INCLUDE.findall(text)]
            self.contents[path] = (hashlib.sha256(text).digest(), names)
        return self.contents[path]

    def of(self, source):
        seen, queue = set(), [source]
        while queue:
            path = queue.pop()
            if path in seen:
                continue
            seen.add(path)
            for name in self._content(path)[1]:
                for folder in self.folders:
                    header = os.path.join(folder, name)
                    if os.path.isfile(header):
                        queue.append(header)
                        break
        digest = hashlib.sha256()
        for path in sorted(seen):
            digest.update(self._content(path)[0])
        return digest


def tidy(entry, build, fix):
    """The faults clang-tidy finds in one source, as text; empty if clean."""
    command = ["clang-tidy", "-p", build, "--quiet"] + (["--fix"] if fix else [])
    result = subprocess.run(command + [entry["file"]], capture_output=True, text=True,
                            stdin=subprocess.DEVNULL)
    if result.returncode == 0 and not result.stdout.strip():
        return ""
    return result.stdout.strip() or result.stderr.strip() or "clang-tidy failed"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", default=os.path.dirname(
        os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    parser.add_argument("--build")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--fix", action="store_true")
    parser.add_argument("files", nargs="*")
    args = parser.parse_args()
    root = os.path.realpath(args.root)
    build = os.path.realpath(args.build or os.path.join(root, "build", "dev"))
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as f:
        entries = [e for e in json.load(f)
                   if os.path.realpath(e["file"]).startswith(root + os.sep)
                   and not os.path.realpath(e["file"]).startswith(build + os.sep)]
    if args.files:
        wanted = {os.path.realpath(f) for f in args.files}
        entries = [e for e in entries if os.path.realpath(e["file"]) in wanted]

    with open(os.path.join(root, ".clang-tidy"), "rb") as f:
        settings = f.read()
    cache = os.path.join(build, "tidy")
    os.makedirs(cache, exist_ok=True)
    hashes = Hashes(root, build)
    work, stamps = [], {}
    for entry in entries:
        digest = hashes.of(entry["file"])
        digest.update(settings)
        digest.update(entry.get("command", "").encode())
        stamp = os.path.join(cache, digest.hexdigest())
        if not os.path.exists(stamp) and stamp not in stamps.values():
            work.append(entry)
            stamps[entry["file"]] = stamp
    print(f"clang-tidy: {len(work)} of {len(entries)} sources", file=sys.stderr, flush=True)

    shown, faults = set(), 0
    # Fixes of one header from two sources at a time would spoil it.
    jobs = 1 if args.fix else max(1, args.jobs)
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        futures = {pool.submit(tidy, e, build, args.fix): e for e in work}
        for done, future in enumerate(concurrent.futures.as_completed(futures), 1):
            entry, text = futures[future], future.result()
            if text:
                faults += 1
                # The same header is reported by each source that includes it.
                for block in re.split(r"(?m)^(?=\S+:\d+:\d+: (?:error|warning))", text):
                    if block.strip() and block not in shown:
                        shown.add(block)
                        print(block.rstrip().replace(root + os.sep, ""), flush=True)
            elif not args.fix:
                with open(stamps[entry["file"]], "w", encoding="utf-8"):
                    pass
            if done % 20 == 0:
                print(f"clang-tidy: {done} of {len(work)}", file=sys.stderr, flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
