#!/usr/bin/env python3
"""What shows where the time goes: `explain FUNCTION`, and the formats for profile viewers."""
import json
import os
import re
import tempfile
import unittest

import jsonschema
from support import SAMPLES, SOURCE, report, run

SHOP = SAMPLES[2]


def explained(name, path=SHOP, *arguments):
    done = run("explain", name, path, "-q", *arguments)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode())
    return done.stdout.decode()


class ExplainFunction(unittest.TestCase):
    def test_tells_shares_reasons_callers_and_callees(self):
        text = explained("read_varint")
        self.assertRegex(text, r"\Aread_varint\n\nplace +search/search/index\.py:27, in shop-search\nself +\d+\.\d % .*rank \d+ of")
        self.assertRegex(text, r"\nwhy +loop over .*\(line \d+\)\n")
        self.assertRegex(text, r"\nloops +line \d+: over no bound, about \S+ rounds, reached ×1\n")
        self.assertRegex(text, r"\nCalled by [^%]*\n +\d+\.\d %  SearchIndex\.decode .*×\S+ +search/search/index\.py:\d+\n +line \d+ .*\(resolved\)\n")
        self.assertRegex(text, r"SearchIndex\.decode\s+×\S+\s+→\s+read_varint\s+×")
        self.assertRegex(text, r"\nCalls\n  Nothing")
        self.assertRegex(explained("SearchIndex.search"), r"\nCalls \([^%]*\n +\d+\.\d %  \w+.*\n +line \d+")

    def test_the_json_says_the_same(self):
        heat = json.loads(explained("search/index.py:read_varint", SHOP, "-f", "json"))
        self.assertEqual("assay-function/1", heat["schema"])
        hot = next(h for h in report(SHOP)["hot_paths"] if h["function"] == "read_varint")
        for key in ("function", "file", "line", "component", "self", "inclusive", "basis", "why"):
            self.assertEqual(hot[key], heat[key])
        self.assertAlmostEqual(1, heat["own_share"] + sum(c["share"] for c in heat["called_by"]) + heat["more_callers_share"], delta=1e-4)
        for caller in heat["called_by"]:
            self.assertEqual("read_varint", caller["chain"][-1]["function"])
            self.assertEqual(caller["function"], caller["chain"][-2]["function"])
            self.assertEqual(0, caller["chain"][0]["per_run"])
            self.assertEqual("resolved", caller["places"][0]["evidence"])

    def test_the_json_keeps_its_schema(self):
        with open(os.path.join(SOURCE, "reports", "schema", "assay-function.schema.json"), encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema)
        for name in ("read_varint", "SearchIndex.search", "<module>", "__init__", "test_varint_round_trip"):
            heat = json.loads(explained(name, SHOP, "-f", "json"))
            self.assertEqual([], [f"{list(e.absolute_path)}: {e.message}"[:300] for e in validator.iter_errors(heat)], name)
            heat["colour"] = "red"
            self.assertFalse(validator.is_valid(heat))

    def test_several_of_one_name_are_listed_with_their_places(self):
        text = explained("__init__")
        places = re.findall(r"^ +\S+ %? .*?(\S+\.py:\d+)$", text, re.M)
        self.assertGreater(len(places), 1)
        self.assertIn("FILE:NAME or FILE:LINE", text)
        found = json.loads(explained("__init__", SHOP, "-f", "json"))["matches"]
        self.assertEqual(len(places), len(found))
        for match in found:
            self.assertIn("__init__", match["function"])
            one = json.loads(explained(f"{match['file']}:{match['line']}", SHOP, "-f", "json"))
            self.assertEqual(match["line"], one["line"])
            self.assertEqual(match["self"], one["self"])

    def test_an_unknown_name_gets_the_nearest(self):
        done = run("explain", "read_varnt", SHOP, "-q")
        self.assertEqual(2, done.returncode)
        self.assertEqual(b"", done.stdout)
        self.assertIn(b"no component, rule or function `read_varnt`; did you mean `read_varint`?", done.stderr)

    def test_rules_and_components_go_first(self):
        self.assertIn("Ledger", explained("shop-search"))
        self.assertIn("criterion", explained("scanners"))
        self.assertEqual(["shop-search"], [c["id"] for c in json.loads(run("explain", "shop-search", SHOP, "-f", "json").stdout)["components"]])

    def test_every_function_can_be_explained_in_80_columns(self):
        for hot in report(SHOP)["hot_paths"][::7]:
            for line in explained(f"{hot['file']}:{hot['function']}").splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_hostile_names_stay_on_their_line(self):
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "a;b\x1b[2J\n.py"), "w") as file:
                file.write("def f(a):\n    return f(a) + g(a)\ndef g(a):\n    return f(a) * 2\nf(1)\n")
            self.assertNotIn("\x1b", explained("f", folder))
            self.assertNotIn("\x1b", explained("<module>", folder))
            for line in run("scan", folder, "-q", "-f", "collapsed").stdout.decode().splitlines():
                self.assertRegex(line, r"^<module> a:b\\x1b\[2J\\x0a\.py(;[fg])* \d+$")
            json.loads(run("scan", folder, "-q", "-f", "speedscope").stdout)


class Stacks(unittest.TestCase):
    def collapsed(self, path):
        lines = run("scan", path, "-q", "-f", "collapsed").stdout.decode().splitlines()
        return [(line.rsplit(" ", 1)[0].split(";"), int(line.rsplit(" ", 1)[1])) for line in lines]

    def test_collapsed_stacks_add_up_to_a_million(self):
        for sample in SAMPLES:
            stacks = self.collapsed(sample)
            self.assertEqual(1_000_000, sum(weight for _, weight in stacks))
            for frames, weight in stacks:
                self.assertGreater(weight, 0)
                self.assertLessEqual(len(frames), 64)

    def test_a_function_on_top_has_its_share(self):
        stacks = self.collapsed(SHOP)
        for hot in [h for h in report(SHOP)["hot_paths"] if h["function"] in ("tokenize", "distance", "read_varint")]:
            on_top = sum(weight for frames, weight in stacks if frames[-1] == hot["function"])
            self.assertAlmostEqual(hot["self"], on_top / 1e6, delta=2e-3)

    def test_speedscope_says_the_same(self):
        for sample in SAMPLES:
            file = json.loads(run("scan", sample, "-q", "-f", "speedscope").stdout)
            self.assertEqual("https://www.speedscope.app/file-format-schema.json", file["$schema"])
            frames, profile = file["shared"]["frames"], file["profiles"][0]
            self.assertEqual(("sampled", "none", 0, 1_000_000), tuple(profile[k] for k in ("type", "unit", "startValue", "endValue")))
            self.assertEqual(f"assay: estimated profile of {os.path.basename(sample)}", profile["name"])
            self.assertEqual(1_000_000, sum(profile["weights"]))
            stacks = [([frames[f]["name"].replace(";", ":") for f in sample_], w) for sample_, w in zip(profile["samples"], profile["weights"])]
            self.assertEqual(self.collapsed(sample), stacks)
            for frame in frames:
                if "file" in frame:
                    self.assertTrue(os.path.exists(os.path.join(sample, frame["file"])))

    def test_all_formats_to_one_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(0, run("scan", SHOP, "-q", "-f", "text,json,speedscope,collapsed", "-o", folder).returncode)
            self.assertEqual(["assay.collapsed", "assay.json", "assay.speedscope.json", "assay.txt"], sorted(os.listdir(folder)))

    def test_any_number_of_jobs_gives_the_same_bytes(self):
        for form in ("speedscope", "collapsed"):
            self.assertEqual(run("scan", SHOP, "-q", "-f", form, "-j", "1").stdout, run("scan", SHOP, "-q", "-f", form, "-j", "4").stdout)

    def test_an_empty_folder_has_no_stacks(self):
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(b"", run("scan", folder, "-q", "-f", "collapsed").stdout)
            self.assertEqual([], json.loads(run("scan", folder, "-q", "-f", "speedscope").stdout)["profiles"][0]["samples"])


if __name__ == "__main__":
    unittest.main()
