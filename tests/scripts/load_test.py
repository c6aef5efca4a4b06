#!/usr/bin/env python3
"""tests/load: the scenarios and the runner, without servers."""
import json
import os
import re
import sys
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOAD = os.path.join(ROOT, "tests", "load")
sys.path.insert(0, LOAD)
import run  # noqa: E402
import scenario  # noqa: E402

SOURCES = {
    "organization": [{"organization_id": f"o{i}", "organization_name": f"Name {i}",
                      "organization_prefix": "Name"} for i in range(3)],
    "article": [{"article_body": "text", "article_text": "One"}],
    "figure": [{"figure_id": "f"}],
    "stored_article": [{"article_id": "a"}],
}


def report(**changes):
    return {"count": 1000, "rps": 500.0, "statusCodeDistribution": {"OK": 1000},
            "latencyDistribution": [{"percentage": 99, "latency": 2_500_000}], **changes}


class ScenarioTest(unittest.TestCase):
    def setUp(self):
        self.scenarios = scenario.load_all(LOAD)

    def named(self, name):
        return next(s for s in self.scenarios if s.name == name)

    def test_every_call_is_in_the_protos(self):
        protos = ""
        for path in ("proto/impactwire/v1/ingest.proto", "proto/impactwire/v1/query.proto",
                     "tests/benchmarks/echo.proto"):
            with open(os.path.join(ROOT, path), encoding="utf-8") as f:
                protos += f.read()
        for one in self.scenarios:
            self.assertRegex(protos, rf"rpc {one.call.rpartition('.')[2]}\(")

    def test_every_enum_value_is_in_the_protos(self):
        with open(os.path.join(ROOT, "proto/impactwire/v1/record.proto"), encoding="utf-8") as f:
            protos = f.read()
        with open(os.path.join(ROOT, "proto/impactwire/v1/query.proto"), encoding="utf-8") as f:
            protos += f.read()
        for one in self.scenarios:
            for value in re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', json.dumps(one.data)):
                self.assertIn(f" {value} = ", protos)

    def test_everything_is_filled_in(self):
        for one in self.scenarios:
            self.assertNotIn("$", json.dumps(one.requests(SOURCES)), one.name)

    def test_yardsticks_are_scenarios_of_the_echo_server(self):
        for one in self.scenarios:
            self.assertEqual(self.named(one.yardstick).target, "echo", one.name)

    def test_one_request_for_each_organization(self):
        self.assertEqual(self.named("get-organization").requests(SOURCES),
                         [{"organization_id": f"o{i}"} for i in range(3)])

    def test_names_are_filled_in_as_keys_too(self):
        self.assertEqual(self.named("extract-article").requests(SOURCES),
                         [{"article": {"text": "One"}}])

    def test_only_ingest_scenarios_write(self):
        self.assertEqual([s.name for s in self.scenarios if s.writes], ["ingest-article"])

    def test_there_are_never_more_connections_than_calls_at_a_time(self):
        settings = self.named("echo").ghz_settings(SOURCES, 64, 5)
        self.assertEqual((settings["connections"], settings["concurrency"]), (64, 64))

    def test_unknown_fields_are_refused(self):
        with self.assertRaisesRegex(ValueError, "unknown fields colour"):
            path = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"scenario.{os.getpid()}.json")
            try:
                with open(path, "w", encoding="utf-8") as f:
                    json.dump({"about": "", "target": "", "call": "", "data": {}, "colour": 1}, f)
                scenario.Scenario(path)
            finally:
                os.remove(path)


class ResultTest(unittest.TestCase):
    def test_errors_are_what_is_not_ok(self):
        result = run.Result("x", 1, report(statusCodeDistribution={"OK": 990, "Unavailable": 10}), 2.0)
        self.assertEqual(result.cells(), ("x", "1", "500", "-", "-", "2.50", "10", "500", "-"))

    def test_cpu_time_that_is_not_known_is_left_out(self):
        self.assertEqual(run.Result("x", 1, report(), None).cells()[-2:], ("-", "-"))

    def test_the_echo_runs_with_as_many_connections_are_the_measure(self):
        results = [run.Result("echo", 1, report(), 1.0), run.Result("echo", 8, report(), 4.0),
                   run.Result("x", 1, report(), 2.0), run.Result("echo", 1, report(), 1 / 3)]
        run.compare_with_echo(results)
        self.assertAlmostEqual(results[2].times_echo, 500 / 2000)

    def test_another_yardstick_is_used_where_one_is_named(self):
        results = [run.Result("echo", 1, report(), 1.0),
                   run.Result("echo-1k", 1, report(), 2.0, "echo-1k"),
                   run.Result("x", 1, report(), 4.0, "echo-1k")]
        run.compare_with_echo(results)
        self.assertAlmostEqual(results[2].times_echo, 0.5)

    def test_columns_are_aligned(self):
        self.assertEqual(run.table([("a", "b"), ("long", "1"), ("x", "100")]),
                         "a       b\nlong    1\nx     100")


if __name__ == "__main__":
    unittest.main()
