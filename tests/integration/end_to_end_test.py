#!/usr/bin/env python3
"""end_to_end_test.py --bin FOLDER --root FOLDER [TEST...]

The two services and the command line together, as users run them.
"""
import argparse
import json
import os
import subprocess
import sys
import threading
import unittest

import services

ARGUMENTS = None
ARTICLE = ("The Lantern Trust has trained %d midwives in Zambia since 2021, the charity said on Tuesday. "
           "It plans to train a further 800 midwives by 2026.")


class EndToEnd(services.ServicesTest):
    def setUp(self):
        self.both = services.Services(ARGUMENTS.bin, ARGUMENTS.root)
        self.both.__enter__()
        self.addCleanup(self.both.__exit__)

    def ingest(self, *articles):
        """The summary."""
        return self.run_ok("ingest", stdin="".join(json.dumps(article) + "\n" for article in articles))[-1]

    def ingest_examples(self):
        return self.run_ok("ingest", "examples/articles")[-1]

    def figures(self, position, *flags):
        return self.run_ok("figures", "--all", "--min-position=" + position, *flags)

    def test_what_was_ingested_is_answered_at_its_position(self):
        summary = self.ingest_examples()
        count = len(os.listdir(os.path.join(ARGUMENTS.root, "examples/articles")))
        self.assertEqual((summary["created"], summary["rejected"]), (count, 0))
        figures = self.figures(summary["position"])
        self.assertGreater(len(figures), 0)
        self.assertEqual(len(figures), summary["impactFigures"])
        for entry in figures:
            self.assertIn(entry["figure"]["surface"]["text"], entry["figure"]["evidence"]["text"])
        articles = self.run_ok("articles", "--all", "--min-position=" + summary["position"])
        self.assertEqual(len(articles), count)

    def test_ingesting_the_same_again_changes_nothing(self):
        first = self.ingest_examples()
        before = self.figures(first["position"])
        second = self.ingest_examples()
        self.assertEqual((second["created"], second["updated"]), (0, 0))
        self.assertEqual(second["unchanged"], first["created"])
        self.assertEqual(self.figures(second["position"]), before)

    def test_a_changed_article_replaces_its_record(self):
        self.ingest({"articleId": "a", "text": ARTICLE % 1250})
        summary = self.ingest({"articleId": "a", "text": ARTICLE % 1300})
        self.assertEqual(summary["updated"], 1)
        values = {entry["figure"]["value"] for entry in self.figures(summary["position"])}
        self.assertIn(1300, values)
        self.assertNotIn(1250, values)

    def test_a_rejected_article_is_named_and_the_others_are_stored(self):
        articles = [{"articleId": "a", "text": ARTICLE % 1250}, {"articleId": "b", "text": " "},
                    {"articleId": "c", "text": ARTICLE % 99, "publishDate": "2024-02-30"},
                    {"articleId": "d", "text": ARTICLE % 77}]
        stdin = "".join(json.dumps(article) + "\n" for article in articles) + "no json\n"
        result = self.both.run("ingest", stdin=stdin)
        self.assertEqual(result.returncode, 1)
        summary = json.loads(result.stdout)
        self.assertEqual((summary["created"], summary["rejected"]), (2, 3))
        errors = {error["line"]: error["error"] for error in map(json.loads, result.stderr.splitlines())}
        self.assertEqual(sorted(errors), [2, 3, 5])
        self.assertIn("article.text", errors[2])
        self.assertIn("article.publish_date", errors[3])

    def test_everything_survives_kill_and_restart_of_both(self):
        summary = self.ingest_examples()
        before = self.figures(summary["position"])
        self.both.kill("ingest_service")
        # The index answers on while the log is away.
        self.assertEqual(self.run_ok("figures", "--all"), before)
        self.both.start("ingest_service")
        self.both.kill("query_service")
        self.both.start("query_service")
        self.assertEqual(self.figures(summary["position"]), before)
        more = self.ingest({"articleId": "a", "text": ARTICLE % 1250})
        self.assertGreater(len(self.figures(more["position"])), len(before))

    def test_a_terminated_service_exits_with_0_and_comes_back(self):
        summary = self.ingest_examples()
        self.assertEqual(self.both.stop("query_service"), 0)
        self.assertEqual(self.both.stop("ingest_service"), 0)
        self.both.start("ingest_service")
        self.both.start("query_service")
        status = self.run_ok("status", "--min-position=" + summary["position"])[0]
        self.assertEqual(status["query"]["articleCount"], summary["created"])

    def test_a_deleted_article_is_gone_everywhere(self):
        summary = self.ingest({"articleId": "a", "text": ARTICLE % 1250}, {"articleId": "b", "text": ARTICLE % 77})
        self.assertTrue(self.figures(summary["position"], "--article=a"))
        deleted = self.run_ok("delete", "a")[0]
        self.assertEqual(self.figures(deleted["position"], "--article=a"), [])
        self.assertTrue(self.figures(deleted["position"], "--article=b"))
        self.assertEqual(self.both.run("record", "a").returncode, 5)
        self.assertEqual(self.both.run("delete", "a").returncode, 5)

    def test_the_record_comes_back_as_extract_gives_it(self):
        article = {"articleId": "a", "title": "Lantern Trust trains midwives", "text": ARTICLE % 1250}
        self.ingest(article)
        stored = self.run_ok("record", "a")[0]
        offline = self.run_ok("extract", stdin=json.dumps(article))[0]
        stored.pop("ingestTime")
        self.assertEqual(stored, offline)
        self.assertEqual(self.run_ok("record", "a", "--article")[0], article)

    def test_pages_together_are_the_whole_answer(self):
        summary = self.ingest_examples()
        everything = self.figures(summary["position"])
        self.assertEqual(self.run_ok("figures", "--limit=1000000"), everything)
        self.assertEqual(self.run_ok("figures", "--limit=7"), everything[:7])

    def test_filters_say_the_same_as_a_look_at_every_figure(self):
        summary = self.ingest_examples()
        everything = self.figures(summary["position"])

        def check(flags, wanted):
            expected = [entry for entry in everything if wanted(entry["figure"])]
            self.assertEqual(self.run_ok("figures", "--all", *flags), expected, flags)
            return len(expected)

        self.assertTrue(check(["--status=achieved"], lambda f: f.get("status") == "FIGURE_STATUS_ACHIEVED"))
        self.assertTrue(check(["--unit=person"], lambda f: f["unit"] == "person"))
        self.assertTrue(check(["--min-value=1000"], lambda f: f.get("value", 0) >= 1000))
        self.assertTrue(check(["--min-value=10", "--max-value=1000"], lambda f: 10 <= f.get("value", 0) <= 1000))
        check(["--unattributed"], lambda f: not f.get("organizationId"))
        organization = next(e["figure"]["organizationId"] for e in everything if e["figure"].get("organizationId"))
        self.assertTrue(check(["--organization=" + organization],
                              lambda f: f.get("organizationId") == organization or
                              organization in f.get("coOrganizationIds", [])))

    def test_an_organization_is_found_by_its_name(self):
        summary = self.ingest_examples()
        entry = next(e for e in self.figures(summary["position"]) if e.get("organizationName"))
        found = self.run_ok("organizations", entry["organizationName"])
        ids = [hit["organization"]["organizationId"] for hit in found]
        self.assertIn(entry["figure"]["organizationId"], ids)
        nobody = self.both.run("figures", "--organization=Zzyzx Qwertz Xylophone")
        self.assertEqual(nobody.returncode, 5, nobody.stderr)

    def test_errors_of_the_service_name_the_field(self):
        result = self.both.run("figures", "--min-position=nonsense")
        self.assertEqual(result.returncode, 4)
        self.assertIn("INVALID_ARGUMENT", result.stderr)
        self.assertIn("min_position", result.stderr)

    def test_a_watch_sees_new_and_retracted_and_resumes_without_repetition(self):
        self.ingest({"articleId": "a", "text": ARTICLE % 1250})
        watch = subprocess.Popen([self.both.path("impactwire"), "watch", "--from-beginning", "--progress"],
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                 env=self.both.environment())
        timer = threading.Timer(60, watch.kill)
        timer.start()
        events = []

        def read_until(kind, count):
            while sum(event["kind"] == kind for event in events) < count:
                line = watch.stdout.readline()
                self.assertTrue(line, "the watch ended")
                events.append(json.loads(line))

        first = len(self.figures(self.run_ok("status")[0]["ingest"]["highWatermark"]))
        self.assertGreater(first, 0)
        read_until("KIND_NEW", first)
        # Over a restart of the service the watch goes on.
        self.both.kill("query_service")
        self.both.start("query_service")
        self.ingest({"articleId": "b", "text": ARTICLE % 77})
        read_until("KIND_NEW", first + 1)
        self.run_ok("delete", "a")
        read_until("KIND_RETRACTED", 1)
        watch.terminate()
        _, error = watch.communicate()
        timer.cancel()
        self.assertEqual(watch.returncode, 0, error)
        self.assertIn("resume with: impactwire watch --after=", error)
        new = [event["entry"]["figure"]["figureId"] for event in events if event["kind"] == "KIND_NEW"]
        self.assertEqual(len(new), len(set(new)))
        retracted = {event["entry"]["articleId"] for event in events if event["kind"] == "KIND_RETRACTED"}
        self.assertEqual(retracted, {"a"})

    def test_ingest_goes_on_over_a_killed_service(self):
        count = 3000
        lines = ["{\"articleId\":\"n%d\",\"text\":\"%s\"}\n" % (i, ARTICLE % (i + 1000)) for i in range(count)]
        process = subprocess.Popen([self.both.path("impactwire"), "ingest", "--each", "--json"],
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                   env=self.both.environment())

        def feed():
            process.stdin.writelines(lines)
            process.stdin.close()

        feeder = threading.Thread(target=feed)
        feeder.start()
        answered = [process.stdout.readline() for _ in range(50)]
        self.both.kill("ingest_service")
        self.both.start("ingest_service")
        answered += process.stdout.readlines()
        feeder.join()
        process.stdout.close()
        self.assertEqual(process.wait(60), 0)
        summary = json.loads(answered.pop())
        self.assertEqual({json.loads(line)["articleId"] for line in answered}, {"n%d" % i for i in range(count)})
        articles = self.run_ok("articles", "--all", "--min-position=" + summary["position"])
        self.assertEqual(len(articles), count)

    def test_tables_fit_the_width_and_show_the_evidence(self):
        summary = self.ingest_examples()
        environment = dict(self.both.environment(), COLUMNS="120")
        output = subprocess.run([self.both.path("impactwire"), "figures", "--table", "--all",
                                 "--min-position=" + summary["position"]],
                                capture_output=True, text=True, env=environment, check=True).stdout
        self.assertTrue(output.startswith("WHO "))
        self.assertLessEqual(max(len(line) for line in output.splitlines()[:-1]), 120)


class Programs(unittest.TestCase):
    """The servers as programs."""

    def run_program(self, name, *flags):
        return subprocess.run([os.path.join(ARGUMENTS.bin, name)] + list(flags), stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60, check=False)

    def test_help_lists_the_flags(self):
        for name, flag in (("ingest_service", "data_dir"), ("query_service", "ingest_target")):
            result = self.run_program(name, "--help")
            self.assertEqual(result.returncode, 0)
            for expected in (flag, "listen", "port_file", "healthcheck", "log_format", "log_severity"):
                self.assertIn("--" + expected, result.stdout)

    def test_the_version_is_that_of_the_command_line(self):
        version = self.run_program("impactwire", "--version").stdout.split()[-1]
        for name in ("ingest_service", "query_service"):
            result = self.run_program(name, "--version")
            self.assertEqual(result.returncode, 0)
            self.assertIn(version, result.stdout)

    def test_an_unknown_flag_refuses_to_start(self):
        for name in ("ingest_service", "query_service"):
            result = self.run_program(name, "--no_such_flag=1")
            self.assertEqual(result.returncode, 2)
            self.assertIn("no_such_flag", result.stderr)

    def test_a_wrong_value_names_its_flag(self):
        for name, flag, message in (
                ("ingest_service", "--listen=50051", "is no HOST:PORT"),
                ("ingest_service", "--metrics_listen=localhost:99999", "has no port from 0 to 65535"),
                ("query_service", "--ingest_target=localhost:0", "has no port from 1 to 65535"),
                ("query_service", "--drain_timeout=5", "is no time span")):
            result = self.run_program(name, flag)
            self.assertEqual(result.returncode, 2, flag)
            self.assertIn(flag.split("=")[0], result.stderr)
            self.assertIn(message, result.stderr)

    def test_a_stray_argument_refuses_to_start(self):
        for name in ("ingest_service", "query_service"):
            self.assertEqual(self.run_program(name, "stray").returncode, 2)

    def test_the_healthcheck_of_an_absent_service_fails(self):
        for name in ("ingest_service", "query_service"):
            self.assertEqual(self.run_program(name, "--healthcheck", "--listen=127.0.0.1:1").returncode, 1)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--root", required=True)
    parser.add_argument("tests", nargs="*")
    ARGUMENTS = parser.parse_args()
    unittest.main(argv=[sys.argv[0], "-v"] + ARGUMENTS.tests)
