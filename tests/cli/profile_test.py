#!/usr/bin/env python3
"""Real profiles replace the estimate where they reach, and say how far they did."""
import base64
import gzip
import json
import os
import tempfile
import unittest

import jsonschema
from support import SOURCE, report, run

SHOP = os.path.join(SOURCE, "samples", "webshop")
STACKS = """\
main (/srv/app/serve.py:3);SearchIndex.search (/srv/app/search/search/index.py:99);tokenize (/srv/app/search/search/tokenizer.py:50) 60
main (/srv/app/serve.py:3);SearchIndex.search (/srv/app/search/search/index.py:99) 20
main (/srv/app/serve.py:3);sleep (/usr/lib/python3/somewhere/time.py:9) 15
main (/srv/app/serve.py:3);gone (/srv/app/search/search/gone.py:1);stem (/srv/app/search/search/stemmer.py:27) 5
"""


class Profiles(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="assay-test-")
        self.addCleanup(self.folder.cleanup)

    def write(self, name, content):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def test_measured_shares_are_the_profile_s(self):
        r = report(SHOP, "--profile", self.write("p", STACKS))
        measured = {h["function"]: h for h in r["hot_paths"] if h["basis"] == "profile"}
        self.assertEqual({"tokenize": 0.6, "SearchIndex.search": 0.2, "stem": 0.05},
                         {name: round(h["self"], 6) for name, h in measured.items() if h["self"] > 0})
        self.assertAlmostEqual(0.8, measured["SearchIndex.search"]["inclusive"])
        self.assertEqual("tokenize", r["hot_paths"][0]["function"])

    def test_components_that_no_sample_reached_keep_their_estimate(self):
        r = report(SHOP, "--profile", self.write("p", STACKS))
        bases = {}
        for h in r["hot_paths"]:
            bases.setdefault(h["component"], set()).add(h["basis"])
        self.assertEqual({"profile"}, bases["shop-search"])
        self.assertEqual({"static"}, bases["shop-pricing"])
        self.assertEqual(["shop-search"], r["coverage"]["estimate_check"]["components"])

    def test_the_report_says_what_was_joined(self):
        path = self.write("p", STACKS)
        use = report(SHOP, "--profile", path)["coverage"]["profiles"][0]
        self.assertEqual(("collapsed", "samples", 4, 100), (use["kind"], use["unit"], use["samples"], use["total"]))
        self.assertAlmostEqual(0.85, use["own"])
        self.assertAlmostEqual(0.85, use["joined"])
        self.assertEqual([{"name": "sleep", "file": "/usr/lib/python3/somewhere/time.py", "share": 0.15}], use["unjoined"])
        text = run("scan", SHOP, "--profile", path).stdout.decode()
        self.assertIn("measured share of the profiled cost", text)
        self.assertIn("1 of 4 components are measured", " ".join(text.split()))

    def test_the_report_keeps_its_schema(self):
        with open(os.path.join(SOURCE, "reports", "schema", "assay-report.schema.json"), encoding="utf-8") as file:
            schema = json.load(file)
        jsonschema.validate(report(SHOP, "--profile", self.write("p", STACKS)), schema)

    def test_gzip_is_read_as_it_is(self):
        plain, packed = self.write("p", STACKS), self.write("p.gz", gzip.compress(STACKS.encode()))
        self.assertEqual(report(SHOP, "--profile", plain)["hot_paths"], report(SHOP, "--profile", packed)["hot_paths"])

    def test_several_profiles_weigh_by_their_cost_and_their_weight(self):
        a = self.write("a", "tokenize (search/tokenizer.py:50) 30\n")
        b = self.write("b", "stem (search/stemmer.py:27) 10\n")

        def selves(*profiles):
            hot = report(SHOP, *[x for p in profiles for x in ("--profile", p)])["hot_paths"]
            return {h["function"]: round(h["self"], 6) for h in hot if h["basis"] == "profile"}

        self.assertEqual({"tokenize": 0.75, "stem": 0.25}, selves(a, b))
        self.assertEqual({"tokenize": 0.5, "stem": 0.5}, selves(a, b + "@3"))
        self.assertEqual({"tokenize": 0.75, "stem": 0.25}, selves(a + "," + b))

    def test_what_cannot_be_read_is_an_error_with_a_remedy(self):
        for content, word in ((b"", "empty"), (b"FLR\0\0\1", "jfr print"), (b"hello there\n", "no known kind"),
                              (b"PERFILE2", "perf script"), (b"\x1f\x8bxxx", "damaged")):
            done = run("scan", SHOP, "--profile", self.write("bad", content))
            self.assertEqual(2, done.returncode, content)
            self.assertIn(word, done.stderr.decode(), content)
        self.assertEqual(2, run("scan", SHOP, "--profile", "/nowhere").returncode)
        self.assertEqual(2, run("scan", SHOP, "--profile", self.write("ok", STACKS) + "@-1").returncode)

    def test_generated_files_that_are_hot_are_analysed(self):
        root = os.path.join(self.folder.name, "repo")
        os.makedirs(os.path.join(root, "src"))
        for name in ("lexer.py", "other.py"):
            with open(os.path.join(root, "src", name), "w", encoding="utf-8") as file:
                file.write("# Code generated by lexgen. DO NOT EDIT.\ndef scan(text):\n    return [c for c in text]\n")
        with open(os.path.join(root, "src", "main.py"), "w", encoding="utf-8") as file:
            file.write("from src.lexer import scan\ndef main():\n    return scan('x')\n")
        self.assertEqual(1, report(root)["coverage"]["analysed"])
        r = report(root, "--profile", self.write("p", "main (/x/src/main.py:3);scan (/x/src/lexer.py:3) 9\n"))
        self.assertEqual(2, r["coverage"]["analysed"])
        self.assertEqual(("scan", 1), (r["hot_paths"][0]["function"], r["hot_paths"][0]["self"]))

    def test_compiled_frames_go_back_to_their_sources(self):
        # The second line of app.js comes from the fifth of app.ts.
        source_map = json.dumps({"version": 3, "sources": ["../src/app.ts"], "names": [], "mappings": ";AAIA"})
        frame = {"functionName": "work", "url": "file:///build/7/dist/app.js", "lineNumber": 1, "columnNumber": 8}
        profile = self.write("p.cpuprofile", json.dumps({"nodes": [{"id": 1, "callFrame": frame}], "samples": [1], "timeDeltas": [9]}))
        inline = "//# sourceMappingURL=data:application/json;base64," + base64.b64encode(source_map.encode()).decode()
        for where in ("nowhere", "beside", "inside", "named", "folder"):
            root = os.path.join(self.folder.name, where)
            files = {"src/app.ts": "// 1\n// 2\n// 3\n// 4\nexport function work(n: number) {\n  return n * n;\n}\n"}
            if where == "beside":
                files["dist/app.js.map"] = source_map
            if where == "inside":
                files["dist/app.js"] = "'use strict';\nfunction work(n) { return n * n; }\n" + inline + "\n"
            if where == "named":
                files["dist/app.js"] = "'use strict';\nfunction work(n) { return n * n; }\n//# sourceMappingURL=../maps/a.map\n"
                files["maps/a.map"] = source_map
            for path, text in files.items():
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8") as file:
                    file.write(text)
            arguments = ["--profile", profile]
            if where == "folder":
                maps = os.path.join(self.folder.name, "maps", "deep", "dist")
                os.makedirs(maps)
                with open(os.path.join(maps, "app.js.map.gz"), "wb") as file:
                    file.write(gzip.compress(source_map.encode()))
                arguments += ["--source-maps", os.path.join(self.folder.name, "maps")]
            r = report(root, *arguments, "--include", "src/**")
            measured = [(h["file"], h["line"], h["self"]) for h in r["hot_paths"] if h["basis"] == "profile"]
            self.assertEqual([] if where == "nowhere" else [("src/app.ts", 5, 1)], measured, where)
        self.assertEqual(2, run("scan", SHOP, "--profile", profile, "--source-maps", profile).returncode)

    def test_damaged_source_maps_are_said(self):
        root = os.path.join(self.folder.name, "repo")
        os.makedirs(os.path.join(root, "dist"))
        with open(os.path.join(root, "dist", "app.js.map"), "w", encoding="utf-8") as file:
            file.write("{\"version\": 3, \"sources\": [], \"mappings\": \"!!\"}")
        with open(os.path.join(root, "a.ts"), "w", encoding="utf-8") as file:
            file.write("export const f = (x: number) => x;\n")
        frame = {"functionName": "f", "url": "/x/dist/app.js", "lineNumber": 1, "columnNumber": 8}
        profile = self.write("p", json.dumps({"nodes": [{"id": 1, "callFrame": frame}], "samples": [1], "timeDeltas": [9]}))
        notes = report(root, "--profile", profile)["coverage"]["profiles"][0]["notes"]
        self.assertIn("source map of /x/dist/app.js is not used", "".join(notes))


if __name__ == "__main__":
    unittest.main()
