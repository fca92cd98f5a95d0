#!/usr/bin/env python3
"""The schemas of the files that people write and get: what assay takes they take, and they know the keys that it knows."""
import glob
import json
import os
import re
import tempfile
import unittest

import jsonschema
import yaml
from support import SAMPLES, SOURCE, Copy, run

NAMES = ("baseline", "config", "diff", "finding-rule", "function", "report", "verdict-rule")


def text_of(*path):
    with open(os.path.join(SOURCE, *path), encoding="utf-8") as file:
        return file.read()


def schema(name):
    return json.loads(text_of("reports", "schema", f"assay-{name}.schema.json"))


def mistakes(name, document):
    return [f"{list(e.absolute_path)}: {e.message[:200]}" for e in jsonschema.Draft202012Validator(schema(name)).iter_errors(document)]


def keys_read(path, after=""):
    """The keys in the first list of known keys of a source file behind a text."""
    text = text_of(*path.split("/"))
    text = text[text.index(after):]
    return set(re.findall(r'"([$\w-]+)"', re.search(r"has_only\(\{(.*?)\}\)", text, re.S)[1]))


class Schemas(unittest.TestCase):
    maxDiff = 2000

    def test_each_is_printed_as_it_is_published(self):
        files = sorted(os.path.basename(path)[len("assay-"):-len(".schema.json")] for path in glob.glob(os.path.join(SOURCE, "reports", "schema", "*")))
        self.assertEqual(list(NAMES), files)
        for name in NAMES:
            jsonschema.Draft202012Validator.check_schema(schema(name))
            self.assertEqual(f"assay-{name}/1", schema(name)["$id"])
            done = run("schema", name)
            self.assertEqual((0, schema(name)), (done.returncode, json.loads(done.stdout)))
        refused = run("schema", "no-such")
        self.assertEqual((2, b""), (refused.returncode, refused.stdout))
        for name in NAMES:
            self.assertIn(name.encode(), refused.stderr)

    def test_schemas_and_readers_know_the_same_keys(self):
        config = schema("config")["properties"]
        self.assertEqual(keys_read("analyzer/config.cpp"), set(config))
        self.assertEqual(keys_read("analyzer/report_text.cpp"), set(config["report"]["properties"]))
        questions = yaml.safe_load(text_of("rules", "model", "questions.yaml"))["questions"]
        self.assertEqual({key: list(asked["options"]) for key, asked in questions.items()},
                         {key: known["enum"] for key, known in config["context"]["properties"].items()})
        for name, path in (("verdict-rule", "rules/engine/verdict_rule.cpp"), ("finding-rule", "rules/engine/finding_rule.cpp")):
            rule = schema(name)["properties"]
            self.assertEqual(keys_read(path, "fields_.has_only" if name == "finding-rule" else " fields.has_only"), set(rule))
            self.assertEqual(keys_read(path, "example.has_only"), set(rule["examples"]["items"]["properties"]))
        self.assertEqual(keys_read("rules/engine/finding_rule.cpp", "f.has_only"), set(schema("finding-rule")["properties"]["where"]["properties"]))

    def test_every_rule_of_assay_is_one(self):
        for name, pattern in (("verdict-rule", "rules/verdicts/*.yaml"), ("finding-rule", "rules/findings/*/*.yaml")):
            found = glob.glob(os.path.join(SOURCE, pattern))
            self.assertGreater(len(found), 50)
            for path in found:
                self.assertEqual([], mistakes(name, yaml.safe_load(text_of(path))), path)
        self.assertNotEqual([], mistakes("verdict-rule", {"answer": "cobol"}))
        self.assertNotEqual([], mistakes("finding-rule", {"title": 1}))

    # Configurations.

    def taken(self, text):
        """Whether a scan takes the configuration, and whether the schema does."""
        with tempfile.TemporaryDirectory() as root:
            with open(os.path.join(root, "assay.yaml"), "w", encoding="utf-8") as file:
                file.write(text)
            done = run("scan", root, "-q")
            self.assertIn(done.returncode, (0, 2), done.stderr)
            return done.returncode == 0, mistakes("config", yaml.safe_load(text)) == []

    def test_what_a_scan_takes_and_refuses_the_schema_takes_and_refuses(self):
        for text in ("", "# nothing\n---\n", "components:\n", "components: {a: src}\n", "components: {a: [src, lib]}\n", "include: ['**/*.py']\nexclude: []\n", "packs: []\n",
                     "report: {title: T, client: C, author: A, date: D, introduction: I, source: 'https://e.example/{path}'}\n", "context: {latency: none}\n",
                     "context:\n", "$schema: assay-config.schema.json\n", '{"components": {"a": ["src"]}}'):
            self.assertEqual((True, True), self.taken(text), text)
        for text in ("component: {a: src}\n", "components: [a]\n", "components: {a: []}\n", "include: src\n", "report: {titel: T}\n",
                     "report: {source: 'http://e.example'}\n", "context: {latency: soon}\n", "context: {latencies: none}\n", "output: x\n", "- a\n"):
            self.assertEqual((False, False), self.taken(text), text)

    def test_every_configuration_that_init_writes_is_one(self):
        for sample in SAMPLES:
            with Copy(sample) as copy:
                self.assertEqual(0, run("init", copy).returncode)
                with open(os.path.join(copy, "assay.yaml"), encoding="utf-8") as file:
                    text = file.read()
                self.assertEqual([], mistakes("config", yaml.safe_load(text)))
                proposed = re.sub(r'(?m)^#  (".*": \[)', r"  \1", text)
                self.assertGreater(len(yaml.safe_load(proposed)["components"]), 2, "with its comments taken away")
                self.assertEqual([], mistakes("config", yaml.safe_load(proposed)))

    def test_every_configuration_of_the_readme_is_one(self):
        blocks = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", text_of("README.md"), re.S | re.M)]
        ours = [block for block in blocks if isinstance(block, dict) and set(block) & set(schema("config")["properties"]) - {"include"}]
        self.assertGreater(len(ours), 0)
        for block in ours:
            self.assertEqual([], mistakes("config", block))

    def test_a_baseline_is_one(self):
        with Copy(SAMPLES[2]) as copy, tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "known.json")
            self.assertEqual(0, run("baseline", "write", copy, "--baseline", path, "-q").returncode)
            with open(path, encoding="utf-8") as file:
                written = json.load(file)
            self.assertEqual([], mistakes("baseline", written))
            self.assertGreater(len(written["findings"]), 3)
            del written["findings"][0]["fingerprint"]
            self.assertNotEqual([], mistakes("baseline", written))
            with open(path, "w", encoding="utf-8") as file:
                json.dump(written, file)
            self.assertEqual(2, run("scan", copy, "--baseline", path, "-q").returncode, "the reader refuses it, too")


if __name__ == "__main__":
    unittest.main()
