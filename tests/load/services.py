"""The servers a load run talks to: running ones, or ones started for it."""
import base64
import json
import os
import re
import shutil
import subprocess
import tempfile
import time

TICKS = os.sysconf("SC_CLK_TCK")


class RunError(Exception):
    """Something the run needs is not there; the message says what."""


class Server:
    """A server that is running. `pid` is None where it is not ours."""

    def __init__(self, address, process=None):
        self.address = address
        self.process = process

    def cpu_seconds(self):
        """Used so far, user and system; None where it cannot be known."""
        if self.process is None:
            return None
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as f:
            fields = f.read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS


class Servers:
    """Starts servers from build folders, and stops them at the end."""

    def __init__(self, release, bench):
        self.release = release
        self.bench = bench
        self.folder = tempfile.mkdtemp(prefix="impactwire-load-")
        self.started = []

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        for process in reversed(self.started):
            process.terminate()
        for process in self.started:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ingest(self):
        return self._start(self.release, "ingest_service",
                           f"--data_dir={self.folder}/data", "--metrics_listen=",
                           health=True)

    def query(self, ingest):
        return self._start(self.release, "query_service",
                           f"--ingest_target={ingest.address}", "--metrics_listen=",
                           health=True)

    def echo(self):
        return self._start(self.bench, "echo_server")

    def _start(self, build, name, *flags, health=False):
        program = os.path.join(build, "bin", name)
        port_file = os.path.join(self.folder, name + ".port")
        log = os.path.join(self.folder, name + ".log")
        with open(log, "wb") as output:
            process = subprocess.Popen(
                [program, "--listen=127.0.0.1:0", f"--port_file={port_file}", *flags],
                stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        self.started.append(process)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and process.poll() is None:
            if os.path.exists(port_file):
                with open(port_file, encoding="ascii") as f:
                    address = "127.0.0.1:" + f.read().strip()
                if not health or subprocess.run(
                        [program, "--healthcheck", f"--listen={address}"],
                        stderr=subprocess.DEVNULL, check=False).returncode == 0:
                    return Server(address, process)
            time.sleep(0.1)
        with open(log, encoding="utf-8", errors="replace") as f:
            raise RunError(f"{name} did not start:\n{f.read()[-2000:]}")


def snake_case(value):
    """`value` with the field names of the .proto: a server's reflection may leave
    it to the client whether JSON has them or lowerCamelCase."""
    if isinstance(value, dict):
        return {re.sub(r"(?<=[a-z0-9])([A-Z])", lambda m: "_" + m[1].lower(), k): snake_case(v)
                for k, v in value.items()}
    if isinstance(value, list):
        return [snake_case(v) for v in value]
    return value


def call(grpcurl, address, method, requests):
    """The responses of one call, as dicts."""
    result = subprocess.run(
        [grpcurl, "-plaintext", "-max-time", "300", "-d", "@", address, method],
        input="\n".join(json.dumps(r) for r in requests), capture_output=True, text=True,
        check=False)
    if result.returncode:
        raise RunError(f"{method} at {address}: {result.stderr.strip()}")
    responses, decoder, text = [], json.JSONDecoder(), result.stdout.strip()
    while text:
        response, end = decoder.raw_decode(text)
        responses.append(snake_case(response))
        text = text[end:].lstrip()
    return responses


def example_articles(folder):
    """What a scenario says as "$article_body" and "$article_text"."""
    articles = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as f:
            body = f.read()
        if name.endswith(".html"):
            # As bytes: pages come in any charset.
            articles.append({"article_body": "raw_html",
                             "article_text": base64.b64encode(body).decode()})
        else:
            articles.append({"article_body": "text", "article_text": body.decode()})
    return articles


def ingest_copies(grpcurl, server, articles, copies):
    """Stores each article `copies` times, each under an own id; the position of
    the last one."""
    requests = [
        {"article": {"article_id": f"example-{number}-{copy}", a["article_body"]: a["article_text"]}}
        for copy in range(copies) for number, a in enumerate(articles)]
    responses = call(grpcurl, server.address,
                     "impactwire.v1.IngestService/IngestArticles", requests)
    refused = [r for r in responses if "error" in r]
    if refused or len(responses) != len(requests):
        raise RunError(f"{len(refused)} of {len(requests)} example articles were refused: {refused[:1]}")
    return responses[-1]["result"]["position"]


def sources(grpcurl, query, articles, min_position=""):
    """What scenarios make their requests from (scenario.py, `each`)."""
    organizations = call(grpcurl, query.address, "impactwire.v1.QueryService/ListOrganizations",
                         [{"page_size": 200, "min_position": min_position}])[0].get("organizations", [])
    stored = call(grpcurl, query.address, "impactwire.v1.QueryService/ListArticles",
                  [{"page_size": 200}])[0].get("articles", [])
    figures = call(grpcurl, query.address, "impactwire.v1.QueryService/ListImpactFigures",
                   [{"page_size": 200}])[0].get("entries", [])
    return {
        "article": articles,
        "figure": [{"figure_id": f["figure"]["figure_id"]} for f in figures],
        "stored_article": [{"article_id": a["article_id"]} for a in stored],
        "organization": [
            {"organization_id": o["organization_id"], "organization_name": o["display_name"],
             "organization_prefix": o["display_name"][:6].strip()}
            for o in organizations],
    }
