#!/usr/bin/env python3
"""Check the style of the project's .proto files.

    proto_style.py [--root DIR]

- a comment at the top; the package is the folder
- messages, enums, services and rpcs in CamelCase, fields in lower_snake_case
- enum values start with the enum's name; the value 0 is <NAME>_UNSPECIFIED
- rpc Name takes NameRequest and returns NameResponse
- every rpc that streams has a comment
- no required fields, no default values, lines of at most 100 characters
"""
import argparse
import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import tree  # noqa: E402

CAMEL = re.compile(r"([A-Z][a-z0-9]*)+\Z")
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
BLOCK = re.compile(r"(message|enum|service|oneof)\s+(\w+)\s*\{")
RPC = re.compile(r"rpc\s+(\w+)\s*\(\s*(stream\s+)?([\w.]+)\s*\)\s*returns\s*\(\s*(stream\s+)?([\w.]+)\s*\)")
VALUE = re.compile(r"(\w+)\s*=\s*(-?\d+)\s*(\[.*\])?;")
FIELD = re.compile(r"(?:repeated\s+|optional\s+)?(?:map\s*<[^>]*>|[\w.]+)\s+(\w+)\s*=\s*\d+\s*(\[.*\])?;")


def upper_snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).upper()


def statements(text):
    """Yields (line number, statement without comments, has a comment above).
    A statement ends in ; { or }."""
    parts, first, commented = [], 0, False
    for number, line in enumerate(text.split("\n"), 1):
        code = line.split("//")[0].strip()
        if not code:
            if line.strip().startswith("//"):
                commented = True
            elif not parts:
                commented = False
            continue
        for piece in re.findall(r"[^;{}]*[;{}]|[^;{}]+\Z", code):
            if not parts:
                first = number
            parts.append(piece.strip())
            if piece.rstrip()[-1:] in ";{}":
                yield first, " ".join(parts), commented
                parts, commented = [], False


def check_text(path, text):
    """Yields (line number, what is wrong)."""
    if not text.startswith("//"):
        yield 1, "no comment at the top that says what the file is"
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > 100:
            yield number, "a line longer than 100 characters"
    stack = []
    for number, statement, commented in statements(text):
        package = re.match(r"package\s+([\w.]+)\s*;", statement)
        block = BLOCK.match(statement)
        rpc = RPC.match(statement)
        if package:
            folder = os.path.dirname(path).removeprefix("proto/").replace("/", ".")
            if path.startswith("proto/") and package.group(1) != folder:
                yield number, f"package {package.group(1)} in folder {folder}"
        elif block:
            kind, name = block.groups()
            if kind == "oneof":
                if not SNAKE.match(name):
                    yield number, f"oneof {name} is not in lower_snake_case"
            elif not CAMEL.match(name):
                yield number, f"{kind} {name} is not in CamelCase"
            stack.append([kind, name, 0])
        elif rpc:
            name, streams, request, answers, response = rpc.groups()
            if not CAMEL.match(name):
                yield number, f"rpc {name} is not in CamelCase"
            if (request, response) != (name + "Request", name + "Response"):
                yield number, f"rpc {name} does not take {name}Request and return {name}Response"
            if (streams or answers) and not commented:
                yield number, f"rpc {name} streams and has no comment"
            if statement.endswith("{"):
                stack.append(["rpc", name, 0])
        elif statement.endswith("{"):
            stack.append(["other", statement, 0])
        elif statement.endswith("}"):
            if not stack:
                yield number, "a brace too many"
                return
            stack.pop()
        elif stack and stack[-1][0] == "enum":
            value = VALUE.match(statement)
            if value:
                yield from check_value(number, stack[-1], value)
        elif stack and stack[-1][0] in ("message", "oneof"):
            if statement.startswith("required "):
                yield number, "a required field"
            field = FIELD.match(statement)
            if field and not SNAKE.match(field.group(1)):
                yield number, f"field {field.group(1)} is not in lower_snake_case"


def check_value(number, enum, value):
    prefix = upper_snake(enum[1]) + "_"
    name, code = value.group(1), value.group(2)
    if not name.startswith(prefix):
        yield number, f"enum value {name} does not start with {prefix}"
    if (int(code) == 0) != (name == prefix + "UNSPECIFIED"):
        yield number, f"the value 0 of {enum[1]} is {prefix}UNSPECIFIED and no other"
    if enum[2] == 0 and int(code) != 0:
        yield number, f"{enum[1]} does not begin with its value 0"
    enum[2] += 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--root", default=os.path.dirname(
        os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
    args = parser.parse_args()
    faults = 0
    for path in tree.files(args.root, (".proto",)):
        # Standard messages keep their standard form.
        if path.startswith(("proto/google/", "proto/grpc/")):
            continue
        for number, what in check_text(path, tree.read(args.root, path)):
            print(f"{path}:{number}: {what}")
            faults += 1
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
