#!/usr/bin/env python3
"""Is what the README says true? Its commands, its report, its options, its links, its tables.

Every line of a ```sh block, and every `run:` of its workflow, is a command of one of three kinds:
  assay …                      is run with the built program, in a copy of samples/ and rules/
  cmake …                      must name a preset that exists
  samples/…, tests/…           must name a script that can be run
Anything else is an error. The report below `<!-- report: COMMAND -->` holds what COMMAND prints; `…` alone on a line
stands for what is left out. UPDATE_GOLDEN=1 writes the report anew.
"""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.abspath(os.environ["ASSAY_SOURCE_DIR"])
ASSAY = os.path.abspath(os.environ["ASSAY"])
README = os.path.join(ROOT, "README.md")
REPORT = re.compile(r"(<!-- report: assay ([^\n]*) -->\n)(.*?)(<!-- end -->)", re.S)

sys.path.insert(0, os.path.join(ROOT, "tests/guards"))
import readme_tables  # noqa: E402


def readme():
    with open(README, encoding="utf-8") as file:
        return file.read()


def run(arguments, cwd):
    own_cache = {**os.environ, "XDG_CACHE_HOME": os.path.join(cwd, "cache-of-the-test")}
    return subprocess.run([ASSAY, *arguments], cwd=cwd, env=own_cache, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def commands():
    """All commands of the page, one a line."""
    text = readme()
    lines = [line for block in re.findall(r"^```sh\n(.*?)^```", text, re.S | re.M) for line in block.splitlines()]
    for block in re.findall(r"^```yaml\n(.*?)^```", text, re.S | re.M):
        for line in re.findall(r"run: (.*)", block):
            lines += line.split(" && ")
    return [line for line in lines if line and not line.startswith("#")]


def excerpt(report):
    """The table of components, the first component's details, and what was not seen; each section is one paragraph."""
    totals, table, rest = report.split("\n", 1)[1].split("\n\n", 2)
    first, *others = rest.split("\n\n")
    return "\n".join([totals, "", table, "", first, "…", others[-1].rstrip("\n"), ""])


class Readme(unittest.TestCase):
    def setUp(self):
        place = tempfile.TemporaryDirectory()
        self.addCleanup(place.cleanup)
        self.place = place.name
        for folder in ("samples", "rules", "tests/golden/profiles"):
            shutil.copytree(os.path.join(ROOT, folder), os.path.join(self.place, folder),
                            ignore=shutil.ignore_patterns("node_modules", "__pycache__", ".pytest_cache"))

    def test_commands_do_what_they_say(self):
        found = commands()
        self.assertGreater(len(found), 10)
        for words in (["init", "-q"], ["add", "."], ["-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-qm", "all"]):
            subprocess.run(["git", *words], cwd=self.place, check=True)
        with open(os.path.join(ROOT, "CMakePresets.json"), encoding="utf-8") as file:
            presets = json.load(file)
        known = {preset["name"] for preset in presets["buildPresets"]}
        for line in found:
            with self.subTest(line):
                words = shlex.split(line)
                program = os.path.basename(words[0]) if words[0].endswith("/assay") else words[0]
                if program == "assay":
                    done = run(words[1:], self.place)
                    self.assertEqual(done.returncode, 0, done.stderr)
                    if "-o" in words:
                        self.assertTrue(os.path.exists(os.path.join(self.place, words[words.index("-o") + 1])))
                    else:
                        self.assertNotEqual(done.stdout, "")
                elif program == "cmake":
                    preset = re.search(r"--preset (\w+)|--install build/(\w+)$", line)
                    self.assertIsNotNone(preset, "names no preset")
                    self.assertIn(preset[1] or preset[2], known)
                elif program.startswith(("samples/", "tests/")):
                    self.assertTrue(os.access(os.path.join(ROOT, program), os.X_OK), "is no script that can be run")
                else:
                    self.fail("a command of no known kind, see the top of this test")

    def test_report_is_what_the_program_prints(self):
        found = REPORT.search(readme())
        self.assertIsNotNone(found)
        done = run(shlex.split(found[2]) + ["-q", "--color", "never"], self.place)
        self.assertEqual(done.returncode, 0, done.stderr)
        block = "```text\n" + excerpt(done.stdout) + "```\n"
        if os.environ.get("UPDATE_GOLDEN"):
            text = readme()
            with open(README, "w", encoding="utf-8") as file:
                file.write(text[:found.start(3)] + block + text[found.end(3):])
            return
        self.assertEqual(found[3], block, "UPDATE_GOLDEN=1 writes it anew")

    def test_every_option_is_described_and_exists(self):
        words = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", "\n".join(re.findall(r"^\| (`-.*?) \|", readme(), re.M))))
        offered = set()
        for command in (["scan"], ["diff"], ["baseline", "write"], ["suppressions", "list"], ["explain"], ["init"], ["rules", "list"], ["rules", "show"], ["rules", "check"],
                        ["languages"], ["facts"], ["schema"], []):
            options = re.findall(r"^  (?:-\w,)?(--[a-z-]+)", run([*command, "--help"], self.place).stdout, re.M)
            self.assertIn("--help", options)
            offered |= set(options)
        self.assertEqual(words, offered)

    def test_links_lead_to_files(self):
        for target in re.findall(r"\]\(([^)#:]+)\)", readme()):
            with self.subTest(target):
                self.assertTrue(os.path.exists(os.path.join(ROOT, target)))

    def test_named_files_exist(self):
        for name in re.findall(r"`((?:analyzer|parsers|rules|reports|tests|samples)/[\w./-]+)[ `]", readme()):
            with self.subTest(name):
                self.assertTrue(os.path.exists(os.path.join(ROOT, name)))

    def test_tables_are_current(self):
        current = readme_tables.with_tables(readme(), readme_tables.tables())
        self.assertEqual(readme(), current, "tests/guards/readme_tables.py --write brings them up to date")

    def test_every_cell_of_the_languages_is_read_or_has_a_reason(self):
        self.assertEqual(readme_tables.languages()[1], [])


if __name__ == "__main__":
    unittest.main()
