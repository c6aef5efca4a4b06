#!/usr/bin/env python3
"""snapshot_test.py --bin FOLDER --root FOLDER [TEST...]

Starting the query service from snapshot files, with and without ingest.
"""
import argparse
import json
import os
import subprocess
import sys
import time
import unittest

import services

ARGUMENTS = None
ARTICLE = "The Lantern Trust has trained %d midwives in Zambia since 2021, the charity said on Tuesday."


class Snapshots(services.ServicesTest):
    def setUp(self):
        self.both = services.Services(ARGUMENTS.bin, ARGUMENTS.root)
        self.folder = os.path.join(self.both.folder, "snapshots")
        self.both.flags["query_service"] = ["--snapshot_dir=" + self.folder, "--serve_stale_after=100ms"]
        self.both.__enter__()
        self.addCleanup(self.both.__exit__)

    def ingest(self, name, value):
        """The position."""
        article = {"articleId": name, "text": ARTICLE % value}
        return self.run_ok("ingest", stdin=json.dumps(article) + "\n")[-1]["position"]

    def values(self, *flags):
        return sorted(entry["figure"]["value"] for entry in self.run_ok("figures", "--all", *flags))

    def status(self):
        return self.run_ok("status")[0]["query"]

    def files(self):
        return sorted(os.path.join(self.folder, name) for name in os.listdir(self.folder))

    def test_starts_from_the_file_and_follows_on(self):
        self.values("--min-position=" + self.ingest("a", 1250))
        self.assertNotIn("loadedSnapshotTime", self.status())
        self.assertEqual(self.both.stop("query_service"), 0)
        self.assertEqual(len(self.files()), 1)
        position = self.ingest("b", 77)
        self.both.start("query_service")
        self.assertEqual(self.values("--min-position=" + position), [77, 1250])
        status = self.status()
        self.assertIn("loadedSnapshotTime", status)
        self.assertFalse(status.get("stale", False))

    def test_serves_the_file_while_ingest_is_away_and_says_so(self):
        self.values("--min-position=" + self.ingest("a", 1250))
        self.both.stop("query_service")
        position = self.ingest("b", 77)
        self.both.stop("ingest_service")
        # Returns when it is SERVING.
        self.both.start("query_service")
        self.assertEqual(self.values(), [1250])
        status = self.both.run("status", "--json")
        self.assertIn('"stale":true', status.stdout.replace(" ", ""))
        self.both.start("ingest_service")
        self.assertEqual(self.values("--min-position=" + position), [77, 1250])
        end = time.monotonic() + 30
        while self.status().get("stale", False):
            self.assertLess(time.monotonic(), end)
            time.sleep(0.05)

    def test_without_a_good_file_nothing_is_served_until_the_replay(self):
        position = self.ingest("a", 1250)
        self.values("--min-position=" + position)
        self.both.stop("query_service")
        path = self.files()[0]
        with open(path, "r+b") as file:
            file.seek(os.path.getsize(path) // 2)
            byte = file.read(1)
            file.seek(-1, os.SEEK_CUR)
            file.write(bytes([byte[0] ^ 16]))
        self.both.stop("ingest_service")
        with self.assertRaises((RuntimeError, subprocess.TimeoutExpired)):
            self.start_for(3)
        log = self.both.log("query_service")
        self.assertIn(path, log)
        self.assertIn("is damaged", log)
        self.both.start("ingest_service")
        self.both.wait("query_service", lambda: self.both.healthy("query_service"))
        self.assertEqual(self.values("--min-position=" + position), [1250])

    def start_for(self, seconds):
        """Starts the query service, which is not to serve within this time."""
        wait = self.both.wait
        self.both.wait = lambda name, condition: wait(name, condition, seconds)
        try:
            self.both.start("query_service")
        finally:
            self.both.wait = wait


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--root", required=True)
    ARGUMENTS, rest = parser.parse_known_args()
    unittest.main(argv=sys.argv[:1] + rest)
