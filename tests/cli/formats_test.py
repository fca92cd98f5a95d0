#!/usr/bin/env python3
"""Every format of every sample against a reader that knows nothing of assay: it says the same as the JSON report."""
import csv
import json
import os
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree

from support import SAMPLES, Copy, run, workflow_command

FORMATS = ("json", "sarif", "markdown", "comment", "github", "gitlab", "rdjson", "checkstyle", "junit", "csv", "csv-findings", "csv-hot-paths",
           "speedscope")


class Formats(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.reports = []
        for sample in SAMPLES:
            name = os.path.basename(sample)
            with Copy(sample) as copy:
                done = run("scan", copy, "-q", "-f", ",".join(f"{form}={cls.folder.name}/{name}.{form}" for form in FORMATS))
            assert done.returncode == 0, done.stderr
            cls.reports.append(os.path.join(cls.folder.name, name))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def each(self, form):
        """The path of each sample's report in that format, with its JSON report."""
        for path in self.reports:
            with open(f"{path}.json", encoding="utf-8") as file, self.subTest(path):
                yield f"{path}.{form}", json.load(file)

    def text(self, path):
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()

    def test_sarif(self):
        for path, whole in self.each("sarif"):
            run = json.loads(self.text(path))["runs"][0]
            rules = run["tool"]["driver"]["rules"]
            found = []
            for result in run["results"]:
                place = result["locations"][0]["physicalLocation"]
                self.assertEqual(result["ruleId"], rules[result["ruleIndex"]]["id"])
                self.assertRegex(result["partialFingerprints"]["primaryLocationLineHash"], r"^[0-9a-f]+:[1-9]\d*$")
                self.assertLess(place["region"]["startColumn"], place["region"]["endColumn"])
                found.append((result["partialFingerprints"]["assay/v1"], place["artifactLocation"]["uri"], place["region"]["startLine"]))
            self.assertEqual(sorted((f["fingerprint"], f["file"], f["line"]) for f in whole["findings"]), sorted(found))

    def test_csv(self):
        for form, key, names in (("csv", "components", ("id", "name")), ("csv-findings", "findings", ("rule", "file", "message", "fingerprint")),
                                 ("csv-hot-paths", "hot_paths", ("function", "file", "component", "basis"))):
            for path, whole in self.each(form):
                self.assertEqual(self.text(path).count("\n"), self.text(path).count("\r\n"))
                with open(path, encoding="utf-8", newline="") as file:
                    rows = list(csv.DictReader(file, strict=True))
                self.assertFalse(any(None in row or None in row.values() for row in rows), "rows of one width")
                cell = lambda text: text[1:] if text.startswith("'") and text[1:2] in ("=", "+", "-", "@") else text
                self.assertEqual([[entry[name] for name in names] for entry in whole[key]], [[cell(row[name]) for name in names] for row in rows])

    def test_xml_is_well_formed(self):
        for form in ("checkstyle", "junit"):
            for path, _ in self.each(form):
                done = subprocess.run(["xmllint", "--noout", "--nonet", path], capture_output=True)
                self.assertEqual((0, b""), (done.returncode, done.stderr))

    def test_checkstyle(self):
        for path, whole in self.each("checkstyle"):
            found = [(file.get("name"), int(error.get("line")), error.get("source"), error.get("message"))
                     for file in xml.etree.ElementTree.parse(path).getroot() for error in file]
            self.assertEqual([(f["file"], f["line"], "assay." + f["rule"], f["message"]) for f in whole["findings"]], found)

    def test_junit(self):
        for path, whole in self.each("junit"):
            suite = xml.etree.ElementTree.parse(path).getroot()[0]
            self.assertEqual(str(len(whole["components"])), suite.get("tests"))
            for case, component in zip(suite, whole["components"]):
                self.assertEqual([component["id"], "assay." + component["kind"]], [case.get("name"), case.get("classname")])
                self.assertIn("verdict " + component["verdict"]["choice"], case.find("system-out").text)

    def test_github(self):
        for path, whole in self.each("github"):
            commands = [workflow_command(line) for line in self.text(path).splitlines()]
            self.assertLessEqual(len(commands), 30)
            known = {(f["file"], str(f["line"]), f["message"]) for f in whole["findings"]}
            for name, properties, message in commands:
                self.assertIn(name, ("error", "warning", "notice"))
                if "file" in properties:
                    self.assertIn((properties["file"], properties["line"], message), known)

    def test_gitlab(self):
        for path, whole in self.each("gitlab"):
            issues = json.loads(self.text(path))
            self.assertEqual([(f["fingerprint"], f["file"], f["line"]) for f in whole["findings"]],
                             [(i["fingerprint"], i["location"]["path"], i["location"]["lines"]["begin"]) for i in issues])
            self.assertEqual(len(issues), len({i["fingerprint"] for i in issues}), "GitLab shows one issue for each fingerprint")
            for issue in issues:
                self.assertIn(issue["severity"], ("info", "minor", "major", "critical", "blocker"))

    def test_rdjson(self):
        for path, whole in self.each("rdjson"):
            found = [(d["location"]["path"], d["location"]["range"]["start"]["line"], d["code"]["value"]) for d in json.loads(self.text(path))["diagnostics"]]
            self.assertEqual([(f["file"], f["line"], f["rule"]) for f in whole["findings"]], found)

    def test_markdown_has_its_tables(self):
        for form in ("markdown", "comment"):
            for path, whole in self.each(form):
                done = subprocess.run(["cmark-gfm", "-e", "table", "-t", "xml", path], capture_output=True, check=True)
                root = xml.etree.ElementTree.fromstring(done.stdout)
                first = root.find("{http://commonmark.org/xml/1.0}table")
                self.assertEqual(1 + len(whole["components"]), len(first))
                cells = [row[0][0].text for row in list(first)[1:]]
                self.assertEqual({c["id"] for c in whole["components"]}, set(cells))


if __name__ == "__main__":
    unittest.main()
