"""Both services as users run them, for tests: free ports, a folder of their own,
stopped by their own process ids."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

SKIP = 77  # exit status of a test that cannot run here


def skip(reason):
    print("skipped: " + reason)
    sys.exit(SKIP)


class Services:
    """with Services(bin_folder) as services: ..."""

    def __init__(self, binaries, root):
        self.binaries = os.path.abspath(binaries)
        self.root = os.path.abspath(root)
        self.folder = tempfile.mkdtemp(prefix="impactwire-test-")
        self.processes = {}
        self.ports = {"ingest_service": 0, "query_service": 0}
        # Further ones, used by start.
        self.flags = {"ingest_service": [], "query_service": []}

    def __enter__(self):
        try:
            self.start("ingest_service")
            self.start("query_service")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *unused):
        for name in ("query_service", "ingest_service"):
            self.stop(name)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def ingest(self):
        return "127.0.0.1:%d" % self.ports["ingest_service"]

    @property
    def query(self):
        return "127.0.0.1:%d" % self.ports["query_service"]

    def environment(self):
        return dict(os.environ, IMPACTWIRE_INGEST=self.ingest, IMPACTWIRE_QUERY=self.query,
                    PATH=self.binaries + os.pathsep + os.environ["PATH"])

    def path(self, name):
        return os.path.join(self.binaries, name)

    def log(self, name):
        with open(os.path.join(self.folder, name + ".log"), encoding="utf-8", errors="replace") as file:
            return file.read()[-4000:]

    def start(self, name):
        """Starts it, on the port it had before, and waits until it serves."""
        port_file = os.path.join(self.folder, name + ".port")
        if os.path.exists(port_file):
            os.remove(port_file)
        flags = ["--listen=127.0.0.1:%d" % self.ports[name], "--port_file=" + port_file,
                 "--metrics_listen="]
        if name == "ingest_service":
            flags.append("--data_dir=" + os.path.join(self.folder, "data"))
        else:
            flags.append("--ingest_target=" + self.ingest)
        flags += self.flags[name]
        with open(os.path.join(self.folder, name + ".log"), "ab") as log:
            self.processes[name] = subprocess.Popen(
                [self.path(name)] + flags, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.wait(name, lambda: os.path.exists(port_file) and os.path.getsize(port_file) > 0)
        with open(port_file, encoding="utf-8") as file:
            self.ports[name] = int(file.read())
        self.wait(name, lambda: self.healthy(name))

    def healthy(self, name):
        return subprocess.run(
            [self.path(name), "--healthcheck", "--listen=127.0.0.1:%d" % self.ports[name]],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0

    def wait(self, name, condition, seconds=60):
        end = time.monotonic() + seconds
        while not condition():
            if self.processes[name].poll() is not None or time.monotonic() > end:
                raise RuntimeError("%s did not come up (exit status %s):\n%s" % (
                    name, self.processes[name].poll(), self.log(name)))
            time.sleep(0.02)

    def stop(self, name):
        """SIGTERM; the exit status."""
        process = self.processes.pop(name, None)
        if process is None:
            return None
        process.terminate()
        try:
            return process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def kill(self, name):
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def run(self, *arguments, stdin="", timeout=120):
        """`impactwire` with these arguments."""
        return subprocess.run([self.path("impactwire")] + list(arguments), input=stdin, cwd=self.root,
                              capture_output=True, text=True, env=self.environment(), timeout=timeout, check=False)


class ServicesTest(unittest.TestCase):
    """A test whose setUp starts `both`, a Services."""

    def run_ok(self, *arguments, stdin=""):
        """The answer's JSON lines; the command has to succeed."""
        result = self.both.run(*arguments, stdin=stdin)
        self.assertEqual(result.returncode, 0, result.stderr)
        return [json.loads(line) for line in result.stdout.splitlines()]
