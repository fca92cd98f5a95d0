#!/usr/bin/env python3
"""The samples' reports, in every format, are the golden ones (of the HTML report what it says, without its template). UPDATE_GOLDEN=1 writes them anew: read every changed line."""
import os
import re
import tempfile
import unittest

from support import SAMPLES, SOURCE, Copy, run

GOLDEN = os.path.join(SOURCE, "tests", "golden", "reports")
# Each with the end of its golden file's name.
FORMATS = {"text": "txt", "json": "json", "sarif": "sarif", "markdown": "md", "comment": "comment.md", "github": "github", "gitlab": "gitlab.json",
           "rdjson": "rdjson", "checkstyle": "checkstyle.xml", "junit": "junit.xml", "csv": "csv", "csv-findings": "findings.csv",
           "csv-hot-paths": "hot-paths.csv", "speedscope": "speedscope.json", "collapsed": "collapsed", "html": "html"}


def masked(text):
    # The page without its template: what a report says is in the body, and in the data that its scripts draw.
    body = re.search(r'(?s)<header class="cover">.*</main>', text)
    if body:
        data = re.search(r'(?s)<script[^>]* id="data"[^>]*>(.*?)</script>', text)[1]
        return re.sub(r"assay \S+, rules \w+", "assay -, rules -", body[0]) + "\n" + data.replace("], [", "],\n[") + "\n"
    text = re.sub(r'"version": "[^"]*", "rules": "[^"]*"', '"version": "-", "rules": "-"', text)
    text = re.sub(r'(?s)"version": "[^"]*",\s*"semanticVersion": "[^"]*",\s*"rules": \[.*?\n          \]', '"rules": []', text)  # of SARIF
    return re.sub(r"^assay \S+ ", "assay - ", text)


class Samples(unittest.TestCase):
    maxDiff = 4000

    def test_reports_are_the_golden_ones(self):
        os.makedirs(GOLDEN, exist_ok=True)
        for sample in SAMPLES:
            with Copy(sample) as copy, tempfile.TemporaryDirectory() as folder:  # outside of any repository: no revision
                reports = ",".join(f"{form}={folder}/{form}" for form in FORMATS)
                done = run("scan", copy, "-q", "-f", reports)
                self.assertEqual(0, done.returncode, done.stderr)
                for form, ending in FORMATS.items():
                    self.compare(os.path.join(folder, form), os.path.join(GOLDEN, f"{os.path.basename(sample)}.{ending}"))

    def compare(self, written, golden):
        with open(written, encoding="utf-8", newline="") as file:
            text = masked(file.read()).replace("\r\n", "\n")
        if os.environ.get("UPDATE_GOLDEN"):
            with open(golden, "w", encoding="utf-8") as file:
                file.write(text)
        with open(golden, encoding="utf-8") as file:
            self.assertEqual(file.read(), text, golden)


if __name__ == "__main__":
    unittest.main()
