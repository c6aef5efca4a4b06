#!/usr/bin/env python3
"""client_examples_test.py cpp|python --bin FOLDER --build FOLDER --root FOLDER

Types what README's "Callers" says about examples/cpp_client or
examples/python_client, against running services: as written, but for ports and
folders. Skips where the tools are absent.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

import services


def commands(root, language):
    """The indented commands of the README that belong to the language's example."""
    with open(os.path.join(root, "README.md"), encoding="utf-8") as file:
        callers = file.read().split("\n### Callers\n", 1)[1].split("\n## ", 1)[0]
    typed = [line.strip() for line in callers.splitlines() if line.startswith("    ")]
    mark = {"cpp": r"cmake |/tmp/cpp_client/", "python": r"examples/python_client/|PYTHONPATH="}[language]
    return [line for line in typed if re.match(mark, line)]


def need_tools(language):
    if language == "cpp":
        if shutil.which("cmake") is None:
            services.skip("no cmake")
        return
    if shutil.which("protoc") is None or shutil.which("grpc_python_plugin") is None:
        services.skip("no protoc with its Python gRPC plugin")
    if not os.path.exists("/usr/bin/python3") or subprocess.run(
            ["/usr/bin/python3", "-c", "import grpc, google.protobuf"], capture_output=True, check=False).returncode:
        services.skip("no Python with grpcio")


def type_in(command, args, folder, environment):
    """What the command prints."""
    command = command.replace("/tmp/", folder + "/").replace("build/release", args.build)
    command = re.sub(r"127\.0\.0\.1:50051", environment["IMPACTWIRE_INGEST"], command)
    command = re.sub(r"127\.0\.0\.1:50052", environment["IMPACTWIRE_QUERY"], command)
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=args.root,
                            env=dict(environment, PYTHONDONTWRITEBYTECODE="1"), check=False, timeout=500)
    if result.returncode != 0:
        sys.exit("%s: exit status %d\n%s%s" % (command, result.returncode, result.stdout, result.stderr))
    return result.stdout


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("language", choices=("cpp", "python"))
    parser.add_argument("--bin", required=True)
    parser.add_argument("--build", required=True)
    parser.add_argument("--root", required=True)
    args = parser.parse_args()
    need_tools(args.language)
    typed = commands(args.root, args.language)
    assert len(typed) == {"cpp": 4, "python": 2}[args.language], typed
    articles = [name for name in os.listdir(os.path.join(args.root, "examples/articles")) if name.endswith(".txt")]
    folder = tempfile.mkdtemp(prefix="impactwire-client-")
    try:
        with services.Services(args.bin, args.root) as both:
            for command in typed:
                output = type_in(command, args, folder, both.environment())
            again = type_in(typed[-1], args, folder, both.environment())
        if args.language == "cpp":
            prefix = os.path.join(folder, "impactwire")
            for program in ("impactwire", "ingest_service", "query_service"):
                subprocess.run([os.path.join(prefix, "bin", program), "--version"], check=True)
            assert os.path.isfile(os.path.join(prefix, "share/impactwire/proto/impactwire/v1/query.proto"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(output)
    assert output.count("INGEST_OUTCOME_CREATED") == len(articles), output
    assert again.count("INGEST_OUTCOME_UNCHANGED") == len(articles), again
    summary = [line for line in output.splitlines() if line.endswith(" figures achieved")]
    assert len(summary) == 1 and int(summary[0].split()[0]) > 0, output
    if args.language == "python":
        assert "INVALID_ARGUMENT" in output and "page_size: " in output, output
    return 0


if __name__ == "__main__":
    sys.exit(main())
