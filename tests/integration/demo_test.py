#!/usr/bin/env python3
"""demo_test.py --bin FOLDER --root FOLDER

scripts/demo and scripts/demo --keep, as a user runs them. What they need is there:
nothing is installed.
"""
import argparse
import os
import re
import subprocess
import sys
import time


def gone(pid):
    """Whether the process is no more (or only waits for its parent)."""
    try:
        with open("/proc/%d/stat" % pid, encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def demo(root, *flags):
    environment = dict(os.environ, IMPACTWIRE_SKIP_SETUP="1", COLUMNS="150")
    # A file, not a pipe: what runs on with --keep must not hold this test.
    with open(os.path.join(root, "build", "demo_test.out"), "w+", encoding="utf-8") as output:
        result = subprocess.run([os.path.join(root, "scripts/demo")] + list(flags), stdin=subprocess.DEVNULL,
                                stdout=output, stderr=subprocess.STDOUT, env=environment, timeout=500, check=False)
        output.seek(0)
        text = output.read()
    if result.returncode != 0:
        sys.exit("scripts/demo: exit status %d\n%s" % (result.returncode, text))
    return text


def check_tables(text):
    for title, column in (("Organizations", "ORGANIZATION"), ("Executives", "PERSON"), ("Impact figures", "WHO")):
        table = re.search(r"^== %s ==\n\n(%s .*\n)(-[- ]+\n)((?:.+\n)+)" % (title, column), text, re.M)
        if not table or table.group(3).count("\n") < 5:
            sys.exit("no table of %s in:\n%s" % (title, text))
    if "0 rejected" not in text:
        sys.exit("articles were rejected:\n" + text)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--root", required=True)
    args = parser.parse_args()
    check_tables(demo(args.root))

    text = demo(args.root, "--keep")
    pids = [int(pid) for pid in re.search(r"^ +kill ([\d ]+)$", text, re.M).group(1).split()]
    folder = re.search(r"^ +rm -rf (\S+)$", text, re.M).group(1)
    try:
        check_tables(text)
        addresses = dict(re.findall(r"(IMPACTWIRE_\w+)=(\S+)", text))
        status = subprocess.run([os.path.join(args.bin, "impactwire"), "status"], capture_output=True,
                                env=dict(os.environ, **addresses), check=False)
        if status.returncode != 0:
            sys.exit("the services do not run on: %s" % status.stderr)
    finally:
        subprocess.run(["kill"] + [str(pid) for pid in pids], check=False)
        end = time.monotonic() + 60
        while not all(map(gone, pids)) and time.monotonic() < end:
            time.sleep(0.05)
        subprocess.run(["rm", "-rf", folder], check=False)
    if not all(map(gone, pids)):
        sys.exit("the services did not end")
    return 0


if __name__ == "__main__":
    sys.exit(main())
