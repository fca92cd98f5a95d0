#!/usr/bin/env python3
"""Same input, same bytes: whatever the number of jobs, the order of the file system, the locale or the clock's zone."""
import os
import shutil
import tempfile
import unittest

from support import SAMPLES, SOURCE, environment, run


def output(path, *arguments, **changes):
    done = run("scan", path, *arguments, env=environment(**changes))
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode(errors="replace"))
    return done.stdout


def merged(folder, backwards):
    """All samples and tours in one repository, its files made in one order or the other."""
    root = os.path.join(folder, "same-name")
    sources = []
    for part in (os.path.join(SOURCE, "samples"), os.path.join(SOURCE, "tests", "golden", "facts")):
        for where, _, files in os.walk(part):
            if "node_modules" in where or os.sep + "build" in where:
                continue
            sources += [os.path.join(where, file) for file in files]
    for source in sorted(sources, reverse=backwards):
        target = os.path.join(root, os.path.relpath(source, SOURCE))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(source, target)
    return root


class SameBytes(unittest.TestCase):
    def test_any_number_of_jobs(self):
        with tempfile.TemporaryDirectory() as folder:
            root = merged(folder, False)
            for form in ("json", "text"):
                one = output(root, "-f", form, "-j", "1")
                for jobs in ("2", "8"):
                    self.assertEqual(one, output(root, "-f", form, "-j", jobs))

    def test_any_order_of_files(self):
        with tempfile.TemporaryDirectory() as a, tempfile.TemporaryDirectory() as b:
            self.assertEqual(output(merged(a, False), "-f", "json"), output(merged(b, True), "-f", "json"))

    def test_any_surroundings(self):
        plain = output(SAMPLES[2], "-f", "json")
        for changes in ({"LC_ALL": "tr_TR.UTF-8"}, {"TZ": "Asia/Tokyo"}, {"HOME": "/nonexistent"}, {"TMPDIR": "/nonexistent"}, {"COLUMNS": "20"}):
            self.assertEqual(plain, output(SAMPLES[2], "-f", "json", **changes), changes)


if __name__ == "__main__":
    unittest.main()
