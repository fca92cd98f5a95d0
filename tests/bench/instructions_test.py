#!/usr/bin/env python3
"""Does assay need more instructions than it did? Time is noise on a shared machine; instructions are not.

Counted by callgrind, and compared with the figures stored for the same kind of build:
  extract   what a worker does with the tour of each language (tests/golden/facts)
  analyse   what a scan of samples/ does with facts that the cache knows, from the walk to the JSON report
They depend on the compiler, the build type and the optimisation of Debian's libraries, and a little on the processor (the
C library picks its routines by it); for a kind of build without figures the test is skipped and says so. Figures move when
the inputs or the rules do: a change that is meant is stored by UPDATE_GOLDEN=1, and its reason said in the commit.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest

ASSAY = os.environ["ASSAY"]
SOURCE = os.environ["ASSAY_SOURCE_DIR"]
BUILD = os.environ.get("ASSAY_BUILD", "")
EXTRACT = os.environ.get("EXTRACT_FILES", "")
FIGURES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "instructions/figures.json")
TOLERANCE = 0.03


def count(command, cwd):
    out = os.path.join(cwd, "callgrind.out")
    plain = {"PATH": os.environ["PATH"], "LC_ALL": "C", "HOME": "/nonexistent"}
    done = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *command], cwd=cwd, env=plain, capture_output=True, timeout=300)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode(errors="replace")[-2000:])
    with open(out) as file:
        return int(re.search(r"^totals: (\d+)", file.read(), re.M).group(1))


def count_all():
    with tempfile.TemporaryDirectory() as folder:
        # No repository is around the copies, and their paths are relative: as long everywhere.
        shutil.copytree(os.path.join(SOURCE, "samples"), os.path.join(folder, "samples"))
        shutil.copytree(os.path.join(SOURCE, "tests/golden/facts"), os.path.join(folder, "facts"))
        tours = sorted(path for path in glob.glob("facts/*/tour.*", root_dir=folder) if not path.endswith(".facts"))
        scan = [ASSAY, "scan", "samples", "-f", "json", "-q", "-j", "1", "--cache-dir", "cache"]
        # Another limit is another report, but the same facts.
        subprocess.run([*scan, "--limit", "1"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        return {"extract": count([EXTRACT, *tours], folder), "analyse": count(scan, folder)}


class Instructions(unittest.TestCase):
    def test_no_more_than_stored(self):
        if shutil.which("valgrind") is None:
            self.skipTest("valgrind is not installed")
        with open(FIGURES) as file:
            figures = json.load(file)
        updating = os.environ.get("UPDATE_GOLDEN") == "1"
        if BUILD not in figures and not updating:
            self.skipTest(f"no figures for builds of the kind `{BUILD}`: UPDATE_GOLDEN=1 stores them")
        counted = count_all()
        if updating:
            figures[BUILD] = counted
            with open(FIGURES, "w") as file:
                json.dump(figures, file, indent=2, sort_keys=True)
                file.write("\n")
        for what, stored in figures[BUILD].items():
            share = counted[what] / stored - 1
            self.assertLess(abs(share), TOLERANCE, f"{what}: {counted[what]:,} instructions, {share:+.1%} of the stored {stored:,}; "
                                                   "if that is meant, store it with UPDATE_GOLDEN=1")


if __name__ == "__main__":
    unittest.main()
