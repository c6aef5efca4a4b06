#!/usr/bin/env python3
"""client_examples_test.py cpp|python --bin FOLDER --build FOLDER --root FOLDER

Does what examples/cpp_client and examples/python_client tell a user to do, outside
the tree, against running services. Skips where the tools are absent.
"""
import argparse
import os
import shutil
import subprocess
import sys
import tempfile

import services


def run(command, **more):
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=540, **more)
    if result.returncode != 0:
        sys.exit("%s: exit status %d\n%s%s" % (command, result.returncode, result.stdout, result.stderr))
    return result.stdout


def cpp(args, folder):
    """Command of the example, built against an installation."""
    if shutil.which("cmake") is None:
        services.skip("no cmake")
    prefix = os.path.join(folder, "prefix")
    build = os.path.join(folder, "build")
    run(["cmake", "--install", args.build, "--prefix", prefix])
    for program in ("impactwire", "ingest_service", "query_service"):
        version = run([os.path.join(prefix, "bin", program), "--version"])
        assert version.strip(), program
    assert os.path.isfile(os.path.join(prefix, "share/impactwire/proto/impactwire/v1/query.proto"))
    source = shutil.copytree(os.path.join(args.root, "examples/cpp_client"), os.path.join(folder, "source"))
    run(["cmake", "-S", source, "-B", build, "-DCMAKE_PREFIX_PATH=" + prefix])
    run(["cmake", "--build", build])
    return [os.path.join(build, "cpp_client")], None


def python(args, folder):
    """Command of the example, with stubs made for it."""
    if shutil.which("protoc") is None or shutil.which("grpc_python_plugin") is None:
        services.skip("no protoc with its Python gRPC plugin")
    for interpreter in ("python3", "/usr/bin/python3"):
        found = shutil.which(interpreter)
        if found and subprocess.run([found, "-c", "import grpc, google.protobuf"], capture_output=True,
                                    check=False).returncode == 0:
            break
    else:
        services.skip("no Python with grpcio")
    stubs = os.path.join(folder, "stubs")
    run([os.path.join(args.root, "examples/python_client/generate.sh"), os.path.join(args.root, "proto"), stubs])
    environment = dict(os.environ, PYTHONPATH=stubs, PYTHONDONTWRITEBYTECODE="1")
    return [found, os.path.join(args.root, "examples/python_client/client.py")], environment


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("language", choices=("cpp", "python"))
    parser.add_argument("--bin", required=True)
    parser.add_argument("--build", required=True)
    parser.add_argument("--root", required=True)
    args = parser.parse_args()
    articles = sorted(os.path.join(args.root, "examples/articles", name)
                      for name in os.listdir(os.path.join(args.root, "examples/articles")) if name.endswith(".txt"))
    folder = tempfile.mkdtemp(prefix="impactwire-client-")
    try:
        command, environment = (cpp if args.language == "cpp" else python)(args, folder)
        with services.Services(args.bin, args.root) as both:
            output = run(command + [both.ingest, both.query] + articles, env=environment)
            again = run(command + [both.ingest, both.query] + articles, env=environment)
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
