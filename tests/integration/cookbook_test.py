#!/usr/bin/env python3
"""cookbook_test.py --bin FOLDER --root FOLDER

Runs every command of the README's fenced `sh` blocks, as written and in order, in
one shell against services of its own. A command must exit with the status that its
"# exit status N" says, else 0, and must print something. Also describes every
message, enum and service of proto/. Needs grpcurl (scripts/setup --tools).
"""
import argparse
import os
import re
import shutil
import subprocess
import sys

import services

PORTS = re.compile(r"127\.0\.0\.1:5005([12])")
STATUS = re.compile(r"\s+# exit status (\d+)$")
# Of the user's shell; the test has its own.
OWN = ("export PATH=",)


def commands(text):
    """The commands of the fenced blocks, each on one line, with the expected status."""
    found = []
    for block in re.findall(r"^```sh\n(.*?)^```$", text, re.M | re.S):
        for line in block.replace("\\\n", " ").split("\n"):
            if line.strip():
                match = STATUS.search(line)
                found.append((STATUS.sub("", line), int(match.group(1)) if match else 0))
    return found


def symbols(folder, other):
    """Full names of all that the .proto files but `other` declare."""
    names = []
    for base, _, files in os.walk(folder):
        for name in files:
            if not name.endswith(".proto") or name == other:
                continue
            with open(os.path.join(base, name), encoding="utf-8") as file:
                text = re.sub(r"//.*", "", file.read())
            scope = [re.search(r"^package ([\w.]+);", text, re.M).group(1)]
            for token in re.finditer(r"\b(message|enum|service|oneof)\s+(\w+)\s*\{|\{|\}", text):
                if token.group(0) == "}":
                    scope.pop()
                elif token.group(1) in ("message", "enum", "service"):
                    scope.append(token.group(2))
                    names.append(".".join(part for part in scope if part))
                else:
                    scope.append("")
    return sorted(names)


class Shell:
    """One bash that runs commands and tells the status and output of each."""

    MARK = "----cookbook-end----"

    def __init__(self, environment, folder):
        self.process = subprocess.Popen(
            ["bash", "--noprofile", "--norc"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, cwd=folder, env=environment)

    def run(self, command):
        # The shell's own input is not for the command to read.
        self.process.stdin.write("{ %s\n} </dev/null\nstatus=$?; echo; echo %s$status\n" % (command, self.MARK))
        self.process.stdin.flush()
        output = []
        for line in self.process.stdout:
            if line.startswith(self.MARK):
                return int(line[len(self.MARK):]), "".join(output).strip()
            output.append(line)
        raise RuntimeError("the shell ended at: " + command)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--root", required=True)
    args = parser.parse_args()
    tools = os.path.join(args.root, "build", "tools")
    path = tools + os.pathsep + os.environ["PATH"]
    if shutil.which("grpcurl", path=path) is None:
        services.skip("no grpcurl; scripts/setup --tools installs it")
    with open(os.path.join(args.root, "README.md"), encoding="utf-8") as file:
        listed = commands(file.read())
    if len(listed) < 40:
        sys.exit("the README holds only %d commands: is its form another one?" % len(listed))

    failures = 0
    with services.Services(args.bin, args.root) as both:
        environment = both.environment()
        environment["PATH"] = tools + os.pathsep + environment["PATH"]
        shell = Shell(environment, args.root)
        ports = {"1": both.ingest, "2": both.query}
        for command, expected in listed:
            if command.startswith(OWN):
                continue
            status, output = shell.run(PORTS.sub(lambda m: ports[m.group(1)], command))
            quiet = re.match(r"export |[A-Z]+=|\w+\(\) ", command) or re.search(r"> /tmp/\S+$", command)
            problem = None
            if status != expected:
                problem = "exit status %d, expected %d" % (status, expected)
            elif not output and not quiet:
                problem = "prints nothing"
            variable = re.match(r"([A-Z]+)=\$\(", command)
            if problem is None and variable and not shell.run("echo $" + variable.group(1))[1]:
                problem = "$%s is empty" % variable.group(1)
            print("%s  %s" % ("ok  " if problem is None else "FAIL", command), flush=True)
            if problem is not None:
                failures += 1
                print("      %s\n%s" % (problem, output[-3000:]), flush=True)
        shell.close()

        # Each service knows what it uses, its errors' details included.
        for target, other in ((both.ingest, "query.proto"), (both.query, "ingest.proto")):
            for symbol in symbols(os.path.join(args.root, "proto"), other):
                result = subprocess.run(["grpcurl", "-plaintext", target, "describe", symbol], env=environment,
                                        capture_output=True, text=True, check=False)
                if result.returncode != 0:
                    failures += 1
                    print("FAIL  %s describe %s: %s" % (target, symbol, result.stderr.strip()))
    print("%d commands, %d failures" % (len(listed), failures))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
