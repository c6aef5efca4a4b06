#!/usr/bin/env python3
"""The functions of scripts/lib.sh."""
import os
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def bash(script, **environment):
    return subprocess.run(
        ["bash", "-c", f'source "{ROOT}/scripts/lib.sh"\n{script}'], capture_output=True,
        text=True, stdin=subprocess.DEVNULL, env={**os.environ, **environment})


class LibTest(unittest.TestCase):
    def test_the_top_of_the_tree_is_found_from_anywhere(self):
        result = subprocess.run(
            ["bash", "-c", f'cd / && source "{ROOT}/scripts/lib.sh" && echo "$ROOT" && pwd'],
            capture_output=True, text=True)
        self.assertEqual(result.stdout.split("\n")[:2], [os.path.realpath(ROOT)] * 2)

    def test_die_ends_with_one_and_the_message(self):
        result = bash("die no such thing; echo reached")
        self.assertEqual((result.returncode, result.stdout, result.stderr),
                         (1, "", "error: no such thing\n"))

    def test_jobs_can_be_given(self):
        self.assertEqual(bash("build_jobs", IMPACTWIRE_JOBS="7").stdout, "7\n")

    def test_jobs_are_at_least_one_and_at_most_the_cores(self):
        jobs = int(bash("build_jobs", IMPACTWIRE_JOBS="").stdout)
        self.assertTrue(1 <= jobs <= len(os.sched_getaffinity(0)), jobs)

    def test_wait_until_ends_when_the_command_succeeds(self):
        with tempfile.TemporaryDirectory() as folder:
            result = bash(f'(until [[ -e {folder}/asked ]]; do :; done; touch {folder}/ready) &\n'
                          f'asks() {{ touch {folder}/asked; [[ -e {folder}/ready ]]; }}\n'
                          "wait_until 60 asks && echo there")
            self.assertEqual(result.stdout, "there\n")

    def test_wait_until_gives_up(self):
        self.assertEqual(bash("wait_until 0 false || echo gone").stdout, "gone\n")

    def test_stop_process_ends_one_that_ignores_sigterm(self):
        result = bash("bash -c 'trap \"\" TERM; echo up; while :; do sleep 0.1; done' &\n"
                      "pid=$!; stop_process $pid 0; kill -0 $pid 2>/dev/null || echo stopped")
        self.assertEqual(result.stdout.splitlines()[-1], "stopped")

    def test_a_build_folder_of_another_tree_is_configured_anew(self):
        with tempfile.TemporaryDirectory() as folder:
            cache = os.path.join(folder, "CMakeCache.txt")
            with open(cache, "w", encoding="utf-8") as f:
                f.write("CMAKE_HOME_DIRECTORY:INTERNAL=/elsewhere\n")
            bash(f'fresh_cache "{folder}"')
            self.assertFalse(os.path.exists(cache))

    def test_a_build_folder_of_this_tree_is_kept(self):
        with tempfile.TemporaryDirectory() as folder:
            cache = os.path.join(folder, "CMakeCache.txt")
            with open(cache, "w", encoding="utf-8") as f:
                f.write(f"CMAKE_HOME_DIRECTORY:INTERNAL={os.path.realpath(ROOT)}\n")
            bash(f'fresh_cache "{folder}"')
            self.assertTrue(os.path.exists(cache))

    def test_progress_is_thinned_and_errors_are_kept(self):
        lines = "".join(f"[{i}/100] Building x\n" for i in range(1, 101))
        result = bash(f"printf '{lines}error: y\\n' | show_progress demo")
        self.assertEqual(len(result.stdout.splitlines()), 10 + 1)
        self.assertEqual(result.stdout.splitlines()[-1], "error: y")

    def test_free_port_is_a_port(self):
        self.assertTrue(1024 <= int(bash("free_port").stdout) <= 65535)


if __name__ == "__main__":
    unittest.main()
