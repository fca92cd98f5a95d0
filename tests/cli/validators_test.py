#!/usr/bin/env python3
"""The samples' and the hostile repository's reports pass the validators that others wrote for the formats, or schemas of
their documentation. Needs the npm packages of tests/validators, which tests/setup.sh brings; tests/run.sh insists on them."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

from support import SAMPLES, SOURCE, Copy, run

FOLDER = os.path.join(SOURCE, "tests", "validators")
PACKAGES = os.path.join(FOLDER, "node_modules")
FORMATS = ("json", "sarif", "gitlab", "rdjson", "checkstyle", "junit", "speedscope")


@unittest.skipUnless(os.path.isdir(PACKAGES) or os.environ.get("ASSAY_VALIDATORS") == "required", "tests/setup.sh was not run")
class Validators(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.reports = []
        hostile = os.path.join(cls.folder.name, "hostile")
        subprocess.run([sys.executable, "-B", os.path.join(SOURCE, "tests", "golden", "hostile", "strings.py"), hostile], check=True)
        for sample in [*SAMPLES, hostile]:
            with Copy(sample) as copy:
                name = os.path.join(cls.folder.name, os.path.basename(sample))
                for options in (["-f", ",".join(f"{form}={name}.{form}" for form in FORMATS)],
                                ["-f", f"sarif={name}-full.sarif", "--sarif-profile", "full"]):
                    done = run("scan", copy, "-q", *options)
                    assert done.returncode == 0, done.stderr

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def all_of(self, form):
        found = sorted(os.path.join(self.folder.name, name) for name in os.listdir(self.folder.name) if name.endswith("." + form))
        self.assertGreaterEqual(len(found), len(SAMPLES) + 1)
        return found

    def ajv(self, schema, files):
        done = subprocess.run(["node", os.path.join(FOLDER, "validate.mjs"), schema, *files], capture_output=True, text=True)
        return done.returncode, done.stderr

    def test_json_schemas(self):
        for form, schema in (("json", os.path.join(SOURCE, "reports", "schema", "assay-report.schema.json")),
                             ("sarif", os.path.join(PACKAGES, "@microsoft", "sarif-multitool-linux", "sarif-2.1.0.json")),
                             ("gitlab", os.path.join(FOLDER, "gitlab.schema.json")), ("rdjson", os.path.join(FOLDER, "rdjson.schema.json")),
                             ("speedscope", os.path.join(PACKAGES, "speedscope", "dist", "release", "file-format-schema.json"))):
            with self.subTest(form):
                self.assertEqual((0, ""), self.ajv(schema, self.all_of(form)))
                broken = os.path.join(self.folder.name, "broken")
                with open(broken, "w", encoding="utf-8") as file:
                    file.write('[{"description": 1}]' if form == "gitlab" else '{"version": 7}')
                self.assertEqual(1, self.ajv(schema, [broken])[0], "the schema can fail")

    def test_sarif_multitool(self):
        tool = os.path.join(PACKAGES, "@microsoft", "sarif-multitool-linux", "Sarif.Multitool")
        os.chmod(tool, 0o755)  # npm unpacks it without that
        log = os.path.join(self.folder.name, "log.sarif")
        invalid = os.path.join(self.folder.name, "invalid.sarif")
        with open(self.all_of("sarif")[0], encoding="utf-8") as file:
            report = json.load(file)
        report["runs"][0]["results"][0].pop("message")
        report["runs"][0]["results"][0]["ruleIndex"] = 100_000
        with open(invalid, "w", encoding="utf-8") as file:
            json.dump(report, file)
        files = [path for path in self.all_of("sarif") if os.path.basename(path).startswith(("hostile", "invalid", "webshop"))]
        environment = dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1")
        done = subprocess.run([tool, "validate", *files, "--rule-kind", "Sarif;Ghas", "-o", log, "--log", "ForceOverwrite"],
                              capture_output=True, text=True, env=environment, cwd=self.folder.name)
        # Its status is 0 also where it finds errors: what counts is its log.
        with open(log, encoding="utf-8") as file:
            run = json.load(file)["runs"][0]
        self.assertTrue(run["invocations"][0]["executionSuccessful"], done.stdout)
        found = {}
        for result in run["results"]:
            uri = result["locations"][0]["physicalLocation"]["artifactLocation"].get("uri", "")
            found.setdefault(uri.endswith("invalid.sarif"), []).append((result["ruleId"], result.get("level", "warning"), result["message"]))
        # A home page is what we have none of yet.
        self.assertEqual([], [entry for entry in found.get(False, []) if entry[0] != "SARIF2005"])
        self.assertTrue(any(level == "error" for _, level, _ in found.get(True, [])), "it finds errors where there are some")

    def test_xml_schemas(self):
        for form in ("checkstyle", "junit"):
            done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", os.path.join(FOLDER, f"{form}.xsd"), *self.all_of(form)],
                                  capture_output=True, text=True)
            self.assertEqual(0, done.returncode, done.stderr)


if __name__ == "__main__":
    unittest.main()
