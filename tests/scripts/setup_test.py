#!/usr/bin/env python3
"""scripts/setup with a system that is played by small programs."""
import os
import subprocess
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SETUP = os.path.join(ROOT, "scripts", "setup")
BASH_TOOLS = ("bash", "env", "cat", "sed", "id", "dirname", "mkdir", "mktemp", "rm")


class SetupTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.bin = folder.name
        for name in BASH_TOOLS:
            path = next(p for p in (f"/usr/bin/{name}", f"/bin/{name}") if os.path.exists(p))
            os.symlink(path, os.path.join(self.bin, name))
        self.calls = os.path.join(self.bin, "calls")

    def program(self, name, body):
        path = os.path.join(self.bin, name)
        if os.path.islink(path):
            os.remove(path)
        with open(path, "w", encoding="utf-8") as f:
            f.write(f"#!/bin/bash\n{body}\n")
        os.chmod(path, 0o755)

    def debian(self, missing=(), root=True):
        """A Debian where all but `missing` is installed; apt-get installs it."""
        for package in missing:
            open(os.path.join(self.bin, "missing." + package), "w", encoding="utf-8").close()
        self.program("dpkg-query",
                     f'[[ -e {self.bin}/missing.${{@: -1}} ]] && exit 1; printf "ii "')
        self.program("apt-get", f'echo "apt-get $*" >> {self.calls}')
        self.program("id", f"echo {0 if root else 1000}")

    def run_setup(self, *arguments, **environment):
        return subprocess.run(
            ["/bin/bash", SETUP, *arguments], capture_output=True, text=True,
            stdin=subprocess.DEVNULL,
            env={"PATH": self.bin, "HOME": self.bin, **environment})

    def called(self):
        if not os.path.exists(self.calls):
            return []
        with open(self.calls, encoding="utf-8") as f:
            return f.read().splitlines()

    def test_help_says_what_it_does(self):
        result = self.run_setup("--help")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertTrue(result.stdout.startswith("scripts/setup [--tools] [--check-tools]"))

    def test_an_unknown_option_is_refused(self):
        self.assertEqual(self.run_setup("--tool").returncode, 2)

    def test_list_names_the_packages(self):
        self.assertIn("librocksdb-dev", self.run_setup("--list").stdout.splitlines())

    def test_with_everything_there_apt_is_not_called(self):
        self.debian(root=False)
        result = self.run_setup()
        self.assertEqual((result.returncode, result.stderr, self.called()), (0, "", []))

    def test_only_what_is_missing_is_installed(self):
        self.debian(missing=["ninja-build", "clang-tidy"])
        self.assertEqual(self.run_setup().returncode, 0)
        self.assertEqual([c.split()[-2:] for c in self.called()],
                         [["Acquire::Retries=3", "update"], ["--no-install-recommends", "ninja-build"]])

    def test_check_tools_are_asked_for(self):
        self.debian(missing=["clang-tidy"])
        self.assertEqual(self.run_setup("--check-tools").returncode, 0)
        self.assertTrue(self.called()[-1].endswith(" clang-tidy"))

    def test_sudo_is_used_where_there_is_no_root(self):
        self.debian(missing=["ccache"], root=False)
        self.program("sudo", f'echo "sudo $*" >> {self.calls}')
        self.assertEqual(self.run_setup().returncode, 0)
        self.assertEqual(self.called()[0], "sudo -n true")
        self.assertTrue(self.called()[-1].startswith("sudo env DEBIAN_FRONTEND=noninteractive apt-get"))

    def test_without_root_and_sudo_it_says_what_to_run(self):
        self.debian(missing=["ccache"], root=False)
        result = self.run_setup()
        self.assertEqual((result.returncode, self.called()), (1, []))
        self.assertIn("As root, run: apt-get install --no-install-recommends ccache\n", result.stderr)

    def test_another_system_is_told_what_it_needs(self):
        result = self.run_setup()
        self.assertEqual(result.returncode, 1)
        self.assertIn("IMPACTWIRE_SKIP_SETUP=1: g++ cmake", result.stderr)

    def test_it_can_be_turned_off(self):
        self.assertEqual(self.run_setup(IMPACTWIRE_SKIP_SETUP="1").returncode, 0)


if __name__ == "__main__":
    unittest.main()
