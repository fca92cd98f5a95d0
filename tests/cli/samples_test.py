#!/usr/bin/env python3
"""The samples' reports are the golden ones. UPDATE_GOLDEN=1 writes them anew: read every changed line."""
import os
import re
import unittest

from support import SAMPLES, SOURCE, Copy, run

GOLDEN = os.path.join(SOURCE, "tests", "golden", "reports")


def masked(text):
    text = re.sub(r'"version": "[^"]*", "rules": "[^"]*"', '"version": "-", "rules": "-"', text)
    return re.sub(r"^assay \S+ ", "assay - ", text)


class Samples(unittest.TestCase):
    maxDiff = 4000

    def test_reports_are_the_golden_ones(self):
        os.makedirs(GOLDEN, exist_ok=True)
        for sample in SAMPLES:
            for form, ending in (("text", "txt"), ("json", "json")):
                with Copy(sample) as copy:  # outside of any repository: no revision
                    done = run("scan", copy, "-q", "-f", form)
                self.assertEqual(0, done.returncode)
                path = os.path.join(GOLDEN, f"{os.path.basename(sample)}.{ending}")
                text = masked(done.stdout.decode())
                if os.environ.get("UPDATE_GOLDEN"):
                    with open(path, "w", encoding="utf-8") as file:
                        file.write(text)
                with open(path, encoding="utf-8") as file:
                    self.assertEqual(file.read(), text, path)


if __name__ == "__main__":
    unittest.main()
