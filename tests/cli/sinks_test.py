#!/usr/bin/env python3
"""A repository in which every string is hostile goes through every format: readers of the format see text, nothing acts."""
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import xml.etree.ElementTree

from support import SOURCE, run, workflow_command

sys.path.insert(0, os.path.join(SOURCE, "tests", "golden", "hostile"))
import strings  # noqa: E402

FORMATS = ("text", "json", "sarif", "markdown", "comment", "github", "gitlab", "rdjson", "checkstyle", "junit", "csv", "csv-findings", "csv-hot-paths",
           "speedscope", "collapsed")
DIFF = ("text", "json", "sarif", "markdown", "comment", "github", "gitlab", "rdjson", "checkstyle", "junit", "csv-findings", "html")
ALL = (*FORMATS, *(f"diff-{form}" for form in DIFF))
MARKDOWN = {"document", "heading", "paragraph", "strong", "text", "softbreak", "code", "html_inline", "html_block", "list", "item", "table",
            "table_header", "table_row", "table_cell"}


class Sinks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.place = tempfile.TemporaryDirectory()
        cls.root = os.path.join(cls.place.name, "tree")
        subprocess.run([sys.executable, "-B", os.path.join(SOURCE, "tests", "golden", "hostile", "strings.py"), cls.root, "--commits"], check=True)
        done = run("scan", cls.root, "-q", "-v", "--sarif-profile", "full", "-f", ",".join(f"{form}={cls.place.name}/{form}" for form in FORMATS))
        assert done.returncode == 0, done.stderr
        done = run("diff", strings.BRANCH, cls.root, "-q", "-f", ",".join(f"{form}={cls.place.name}/diff-{form}" for form in DIFF))
        assert done.returncode == 0, done.stderr
        cls.report = json.loads(cls.bytes_of("json"))

    @classmethod
    def tearDownClass(cls):
        cls.place.cleanup()

    @classmethod
    def bytes_of(cls, form):
        with open(os.path.join(cls.place.name, form), "rb") as file:
            return file.read()

    def test_the_fixture_reaches_the_reports(self):
        self.assertGreater(len(self.report["components"]), 25)
        self.assertGreater(len(self.report["findings"]), 100)
        self.assertGreater(sum("CANARY" in f["message"] for f in self.report["findings"]), 20)
        self.assertTrue(any("##[error]" in c["name"] for c in self.report["components"]))
        self.assertTrue(any("CANARY" in d["name"] for c in self.report["components"] for d in c["dependencies"]))
        self.assertEqual((28, 28), (self.report["coverage"]["history"]["changes"], self.report["coverage"]["history"]["authors"]))
        change = json.loads(self.bytes_of("diff-json"))
        self.assertGreater(len(change["new"]), 100)
        self.assertIn(strings.BRANCH, json.dumps(change))

    def test_who_wrote_it_reaches_no_report(self):
        for form in ALL:
            self.assertNotIn(strings.AUTHOR.encode(), self.bytes_of(form), form)

    def test_no_byte_moves_a_terminal_and_no_line_commands_a_runner(self):
        for form in ALL:
            if form == "diff-html":
                continue  # its scripts have their own lines; html_test.py looks at what is foreign in it
            with self.subTest(form):
                text = self.bytes_of(form).decode("utf-8")
                if "csv" in form:
                    text = text.replace("\r\n", "\n")
                self.assertIsNone(re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]", text))
                for line in text.split("\n"):
                    command = workflow_command(line)
                    self.assertTrue(command is None or (form.endswith("github") and command[0] in ("warning", "notice")), line)

    def test_github_says_what_was_found(self):
        shown = {f["message"] for f in self.report["findings"]}
        for line in self.bytes_of("github").decode().splitlines():
            _, properties, message = workflow_command(line)
            self.assertTrue("file" not in properties or any(self.similar(message, m) for m in shown), message)
            self.assertLessEqual(set(properties), {"file", "line", "endLine", "col", "title"})

    @staticmethod
    def similar(a, b):
        plain = lambda text: re.sub(r"\W|U\w{4}|x[0-9a-f]{2}", "", text)
        return plain(a) == plain(b)

    def test_sarif_names_files_that_exist(self):
        results = json.loads(self.bytes_of("sarif"))["runs"][0]["results"]
        self.assertEqual(len(self.report["findings"]), len(results))
        for result in results:
            place = result["locations"][0]["physicalLocation"]
            path = urllib.parse.unquote_to_bytes(place["artifactLocation"]["uri"])
            self.assertTrue(os.path.isfile(os.path.join(os.fsencode(self.root), path)), path)
            self.assertIn("primaryLocationLineHash", result["partialFingerprints"])
            self.assertNotIn("](", result["message"]["text"])

    def test_json_formats_are_json(self):
        for form in ("gitlab", "rdjson", "speedscope", "diff-gitlab", "diff-rdjson", "diff-sarif"):
            json.loads(self.bytes_of(form))

    def test_csv_has_no_formulas(self):
        for form in ("csv", "csv-findings", "csv-hot-paths", "diff-csv-findings"):
            rows = list(csv.reader(self.bytes_of(form).decode().split("\r\n")[:-1], strict=True))
            for row in rows:
                self.assertEqual(len(rows[0]), len(row))
                for cell in row:
                    self.assertFalse(cell[:1] in ("=", "+", "@") or re.match(r"-(?!\d)", cell), cell)

    def test_xml_has_our_elements_only(self):
        for form, known in (("checkstyle", {"checkstyle", "file", "error"}), ("junit", {"testsuites", "testsuite", "testcase", "system-out", "failure"})):
            for of in ("", "diff-"):
                root = xml.etree.ElementTree.fromstring(self.bytes_of(of + form))
                self.assertEqual(set(), {element.tag for element in root.iter()} - known)

    def test_markdown_has_no_links_no_images_and_no_html_of_others(self):
        for form in ("markdown", "comment", "diff-markdown", "diff-comment"):
            done = subprocess.run(["cmark-gfm", "--unsafe", "-t", "xml", "-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tasklist"],
                                  input=self.bytes_of(form), capture_output=True, check=True)
            for element in xml.etree.ElementTree.fromstring(done.stdout).iter():
                kind = element.tag.removeprefix("{http://commonmark.org/xml/1.0}")
                self.assertIn(kind, MARKDOWN)
                self.assertTrue(kind != "html_inline" or element.text in ("<!-- -->", "<code>", "</code>"), element.text)
                self.assertTrue(kind != "html_block" or element.text == "<!-- assay comment: assay -->\n", element.text)
                self.assertTrue(kind != "text" or re.search(r"(^|\s)[@#!]\w", element.text or "") is None, element.text)


if __name__ == "__main__":
    unittest.main()
