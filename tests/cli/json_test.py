#!/usr/bin/env python3
"""The JSON report keeps its schema and adds up."""
import json
import os
import unittest

import jsonschema
from support import SAMPLES, SOURCE, report, run


class JsonReport(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(SOURCE, "reports", "schema", "assay-report.schema.json"), encoding="utf-8") as file:
            self.schema = json.load(file)

    def test_every_sample_validates_against_the_schema(self):
        jsonschema.Draft202012Validator.check_schema(self.schema)
        for sample in SAMPLES:
            errors = list(jsonschema.Draft202012Validator(self.schema).iter_errors(report(sample)))
            self.assertEqual([], [f"{list(e.absolute_path)}: {e.message}" for e in errors[:5]], sample)

    def test_the_schema_can_fail(self):
        broken = report(SAMPLES[0])
        broken["components"][0]["verdict"]["choice"] = "cobol"
        self.assertFalse(jsonschema.Draft202012Validator(self.schema).is_valid(broken))

    def test_lines_belong_to_one_component_each(self):
        for sample in SAMPLES:
            r = report(sample)
            self.assertEqual(sum(l["code_lines"] for l in r["repository"]["languages"]), sum(c["lines"] for c in r["components"]), sample)
            for component in r["components"]:
                self.assertEqual(component["lines"], sum(component["languages"].values()))

    def test_shares_add_up_to_one(self):
        for sample in SAMPLES:
            r = report(sample)
            self.assertAlmostEqual(1, sum(h["self"] for h in r["hot_paths"]), delta=1e-3)
            selves = [h["self"] for h in r["hot_paths"]]
            self.assertEqual(sorted(selves, reverse=True), selves)
            for component in r["components"]:
                self.assertAlmostEqual(1, sum(component["verdict"]["scores"].values()), delta=1e-4)

    def test_evidence_points_into_the_repository(self):
        known = {line.split()[0] for line in run("rules", "list").stdout.decode().splitlines()}
        for sample in SAMPLES:
            r = report(sample)
            lengths = {}
            for component in r["components"]:
                for contribution in component["verdict"]["contributions"]:
                    self.assertIn(contribution["rule"], known)
                for signal in component["signals"]:
                    for place in signal["evidence"]:
                        path = os.path.join(sample, place["file"])
                        if path not in lengths:
                            with open(path, "rb") as file:
                                lengths[path] = file.read().count(b"\n") + 1
                        self.assertLessEqual(place["line"], lengths[path], (signal["id"], place))

    def test_nothing_of_this_machine_is_told(self):
        for sample in SAMPLES:
            text = json.dumps(report(sample))
            self.assertNotIn(SOURCE, text)
            self.assertNotIn(os.uname().nodename + "/", text)

    def test_explain_tells_of_one_component_what_the_report_tells(self):
        for sample in SAMPLES:
            whole = report(sample)
            own = whole["components"][-1]["id"]
            done = run("explain", own, sample, "-f", "json", "-q")
            self.assertEqual(0, done.returncode, done.stderr)
            one = json.loads(done.stdout)
            self.assertEqual([], [e.message for e in jsonschema.Draft202012Validator(self.schema).iter_errors(one)])
            self.assertEqual(whole["components"][-1:], one["components"])
            for part in ("hot_paths", "findings"):
                self.assertEqual([entry for entry in whole[part] if entry["component"] == own], one[part])
            self.assertEqual([b for b in whole["architecture"]["boundaries"] if own in (b["from"], b["to"])], one["architecture"]["boundaries"])
            self.assertEqual(whole["coverage"], one["coverage"], "what was not seen")
        refused = run("explain", "tight-loops", "-f", "json")
        self.assertEqual((2, b""), (refused.returncode, refused.stdout))
        self.assertIn(b"`assay rules show` tells of rules", refused.stderr)

    def test_limit_cuts_hot_paths_only(self):
        whole, cut = report(SAMPLES[2]), report(SAMPLES[2], "--limit", "3")
        self.assertEqual(whole["hot_paths"][:3], cut["hot_paths"])
        self.assertEqual(whole["components"], cut["components"])


if __name__ == "__main__":
    unittest.main()
