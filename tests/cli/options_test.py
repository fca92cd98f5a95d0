#!/usr/bin/env python3
"""The command line: exit statuses, streams, errors that name the thing, the place and the remedy."""
import os
import re
import subprocess
import tempfile
import unittest

from support import ASSAY, SAMPLES, SOURCE, Copy, environment, report, run

SHOP = SAMPLES[2]


class CommandLine(unittest.TestCase):
    def assertFails(self, status, pattern, *arguments, **options):
        done = run(*arguments, **options)
        self.assertEqual(status, done.returncode, done.stderr)
        self.assertRegex(done.stderr.decode(errors="replace"), pattern)
        self.assertEqual(b"", done.stdout)

    def test_help_is_a_page_for_newcomers(self):
        done = run("--help")
        self.assertEqual(0, done.returncode)
        for word in (b"scan", b"explain", b"init", b"rules", b"languages", b"Examples", b"Exit status"):
            self.assertIn(word, done.stdout)
        self.assertEqual(0, run("scan", "--help").returncode)
        self.assertRegex(run("--version").stdout.decode(), r"^assay \d+\.\d+\.\d+\n$")

    def test_wrong_usage_is_2(self):
        self.assertFails(2, "--frmat", "scan", SHOP, "--frmat", "json")
        self.assertFails(2, "cobol", "scan", SHOP, "-f", "cobol")
        self.assertFails(2, "NAME=PATH", "scan", SHOP, "--component", "nonsense")
        self.assertFails(2, "-o DIR", "scan", SHOP, "-f", "text,json")
        self.assertFails(2, "text, json", "scan", SHOP, "-f", "text,cobol=x")
        self.assertFails(2, "no file", "scan", SHOP, "-f", "json=")
        self.assertFails(2, "both go to standard output", "scan", SHOP, "-f", "text,json=-")
        self.assertFails(2, "both go to `/tmp/x`", "scan", SHOP, "-f", "text=/tmp/x,json=/tmp/x")
        self.assertFails(2, "file of their own", "scan", SHOP, "-f", "json=/tmp/x", "-o", "/tmp/y")
        self.assertFails(2, "function, report", "schema", "cobol")
        self.assertFails(2, "did you mean `shop-search`", "explain", "shop-serch", SHOP)
        self.assertFails(2, "rules list", "rules", "show", "no-such-rule")

    def test_what_cannot_be_done_is_3(self):
        self.assertFails(3, "no-such-folder", "scan", "/no-such-folder")
        self.assertFails(3, "README", "scan", os.path.join(SHOP, "README.md"))
        self.assertFails(3, "no-such-folder", "scan", SHOP, "-q", "-o", "/no-such-folder/report.txt")

    def test_full_disk_is_3(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([ASSAY, "scan", SHOP, "-q"], stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=60)
        self.assertEqual(3, done.returncode)
        self.assertIn(b"standard output", done.stderr)

    def test_full_disk_leaves_no_report(self):
        # A file may grow to four blocks of 512 bytes: what a full disk does to a write.
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "report.json")
            limited = 'trap "" XFSZ; ulimit -f 4; exec "$0" "$@"'
            done = subprocess.run(["sh", "-c", limited, ASSAY, "scan", SHOP, "-q", "-f", f"json={path},text"],
                                  capture_output=True, env=environment(), timeout=60)
            self.assertEqual(3, done.returncode)
            self.assertRegex(done.stderr.decode(), r"cannot write `.*report\.json`: File too large")
            self.assertIn(b"shop-search", done.stdout, "the other report is written all the same")
            self.assertEqual([], os.listdir(folder))

    def test_a_folder_that_takes_no_files_is_told_before_the_analysis(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "report.json")
            with open(path, "w") as file:
                file.write("of last week")
            self.assertFails(3, "is a folder", "scan", SHOP, "-f", f"json={folder}")
            self.assertFails(3, "no-such-folder", "scan", SHOP, "-f", f"json={path},text=/no-such-folder/report.txt")
            with open(path) as file:
                self.assertEqual("of last week", file.read())

    def test_standard_output_by_its_name_is_not_replaced(self):
        with tempfile.TemporaryFile() as file:
            done = subprocess.run([ASSAY, "scan", SHOP, "-q", "-o", "/dev/stdout"], stdout=file, env=environment(), timeout=60)
            self.assertEqual(0, done.returncode)
            self.assertTrue(os.path.islink("/dev/stdout"))
            self.assertGreater(file.seek(0, os.SEEK_END), 1000)

    def test_a_reader_that_stops_is_no_error(self):
        done = subprocess.run(["sh", "-c", '"$0" scan "$1" -q -f json | head -c 10; echo', ASSAY, SHOP], capture_output=True, env=environment(), timeout=60)
        self.assertEqual(b"", done.stderr)

    def test_output_goes_where_told(self):
        with tempfile.TemporaryDirectory() as folder:
            single = os.path.join(folder, "report.json")
            self.assertEqual(b"", run("scan", SHOP, "-q", "-f", "json", "-o", single).stdout)
            self.assertGreater(os.path.getsize(single), 1000)
            both = os.path.join(folder, "both")
            self.assertEqual(0, run("scan", SHOP, "-q", "-f", "text,json", "-o", both).returncode)
            self.assertEqual(["assay.json", "assay.txt"], sorted(os.listdir(both)))
            own = [os.path.join(folder, name) for name in ("own.json", "own.stacks")]
            done = run("scan", SHOP, "-f", f"json={own[0]},text", "-f", f"collapsed={own[1]}")
            self.assertIn(b"shop-search", done.stdout)
            with open(single, "rb") as alone, open(own[0], "rb") as beside:
                self.assertEqual(alone.read(), beside.read())
            for path in own:
                self.assertIn(f"wrote {path}\n", done.stderr.decode())
            link = os.path.join(folder, "link")
            os.symlink(single, link)
            self.assertEqual(sorted(["both", "link", "own.json", "own.stacks", "report.json"]), sorted(os.listdir(folder)))
            self.assertFails(3, "symbolic link", "scan", SHOP, "-q", "-o", link)
        self.assertEqual(0, run("scan", SHOP, "-q", "-o", "/dev/null").returncode)
        self.assertTrue(os.path.exists("/dev/null") and not os.path.isfile("/dev/null"))

    def test_progress_and_summary_stay_on_standard_error(self):
        done = run("scan", SHOP)
        self.assertIn(b"were not analysed", done.stderr)
        self.assertEqual(b"", run("scan", SHOP, "-q").stderr)
        self.assertIn(b"analysing", run("scan", SHOP, "--no-cache", "--progress", "always").stderr)
        self.assertNotIn(b"analysing", done.stderr)

    def test_colour_only_when_wanted(self):
        escape = b"\x1b["
        self.assertNotIn(escape, run("scan", SHOP, "-q").stdout)
        self.assertIn(escape, run("scan", SHOP, "-q", "--color", "always").stdout)
        self.assertIn(escape, run("scan", SHOP, "-q", env=environment(CLICOLOR_FORCE="1")).stdout)
        self.assertIn(escape, run("scan", SHOP, "-q", env=environment(FORCE_COLOR="1")).stdout)
        self.assertNotIn(escape, run("scan", SHOP, "-q", env=environment(CLICOLOR_FORCE="1", NO_COLOR="1")).stdout)

    def test_text_fits_80_columns(self):
        for sample in SAMPLES:
            for line in run("scan", sample, "-q").stdout.decode().splitlines():
                self.assertLessEqual(len(line), 80, line)

    def test_components_by_hand(self):
        r = report(SHOP, "--component", "engine=pricing/pricing/engine.py,search")
        engine = next(c for c in r["components"] if c["name"] == "engine")
        self.assertEqual(["pricing/pricing/engine.py", "search"], engine["paths"])
        self.assertNotIn("shop-search", [c["id"] for c in r["components"]])

    def test_include_and_exclude(self):
        files = lambda r: {h["file"] for h in r["hot_paths"]}
        self.assertTrue(all(f.startswith("search/") for f in files(report(SHOP, "--include", "search/**"))))
        self.assertFalse(any(f.startswith("search/") for f in files(report(SHOP, "--exclude", "search/**"))))

    def test_entries_say_where_the_workload_begins(self):
        share = lambda r, name: sum(h["self"] for h in r["hot_paths"] if h["function"] == name)
        without, with_entry = report(SHOP), report(SHOP, "--entry", "search/index.py:SearchIndex.decode,tokenize")
        self.assertGreater(share(with_entry, "SearchIndex.decode"), share(without, "SearchIndex.decode"))
        done = run("scan", SHOP, "--entry", "no.such,tokenize")
        self.assertEqual(0, done.returncode)
        self.assertIn(b"`--entry no.such` names no function", done.stderr)
        self.assertFails(2, "names no function", "scan", SHOP, "-q", "--entry", "no.such")

    def test_own_catalogues_and_rules(self):
        with tempfile.TemporaryDirectory() as folder:
            repository = os.path.join(folder, "repository")
            os.makedirs(os.path.join(repository, "team/catalog/python"))
            os.makedirs(os.path.join(repository, "team/findings/io"))
            with open(os.path.join(repository, "app.py"), "w") as file:
                file.write("import warehouse\n\n\ndef take(items):\n    for item in items:\n        warehouse.take(item)\n")
            with open(os.path.join(repository, "team/catalog/python/own.yaml"), "w") as file:
                file.write("calls:\n  - effect: io.net\n    blocking: true\n    names: [warehouse.take]\n")
            with open(os.path.join(repository, "team/findings/io/warehouse.yaml"), "w") as file:
                file.write("title: t\nlevel: warning\nheat: any\nmatch: call\nwhere:\n  effect: [io.net]\n  loop_depth: 1\n"
                           "message: one by one\nwhy: w\ninstead: i\ncriteria: [io-bound]\nexamples:\n"
                           "  - language: python\n    code: |\n      import requests\n      def f(xs):\n"
                           "          for x in xs:\n              requests.get(x)  # finds\n")
            packs = "packs: [team/catalog/python/own.yaml, team/findings/io/warehouse.yaml]\n"
            self.assertEqual(report(repository)["findings"], [])
            with open(os.path.join(repository, "assay.yaml"), "w") as file:
                file.write(packs)
            found = [(f["rule"], f["line"]) for f in report(repository)["findings"]]
            self.assertIn(("warehouse", 6), found)
            done = run("rules", "check", os.path.join(repository, "team"))
            self.assertEqual(done.returncode, 0, done.stderr)

            # A configuration given with -c may name a folder that lies elsewhere, one in the repository may not.
            os.rename(os.path.join(repository, "team"), os.path.join(folder, "team"))
            os.rename(os.path.join(repository, "assay.yaml"), os.path.join(folder, "assay.yaml"))
            with open(os.path.join(folder, "assay.yaml"), "w") as file:
                file.write("packs: [team]\n")
            found = [f["rule"] for f in report(repository, "-c", os.path.join(folder, "assay.yaml"))["findings"]]
            self.assertIn("warehouse", found)
            os.symlink(os.path.join(folder, "team"), os.path.join(repository, "link"))
            for path in ("../team/findings/io/warehouse.yaml", "link/findings/io/warehouse.yaml", os.path.join(folder, "team")):
                with open(os.path.join(repository, "assay.yaml"), "w") as file:
                    file.write(f"packs: [{path}]\n")
                done = run("scan", repository)
                self.assertEqual(done.returncode, 2, path)
                self.assertIn(b"cannot read the rule file", done.stderr)

    def test_configuration(self):
        with Copy(SHOP) as shop:
            path = os.path.join(shop, "assay.yaml")
            with open(path, "w") as file:
                file.write("components:\n  engine: pricing\nexclude: [web/**]\n")
            names = [c["name"] for c in report(shop)["components"]]
            self.assertIn("engine", names)
            self.assertNotIn("shop-web", names)
            with open(path, "w") as file:
                file.write("exclude: []\ncomponent:\n  engine: pricing\n")
            self.assertFails(2, r"assay\.yaml:2: .*`component`.*`components`", "scan", shop)
            with open(path, "w") as file:
                file.write("exclude: [" * 100000)
            self.assertFails(2, r"assay\.yaml", "scan", shop)

    def test_init_writes_what_scan_reads(self):
        with Copy(SHOP) as shop:
            self.assertEqual(0, run("init", shop).returncode)
            with open(os.path.join(shop, "assay.yaml")) as file:
                self.assertIn("shop-search", file.read())
            report(shop)
            self.assertFails(2, "is there already", "init", shop)

    def test_rules(self):
        listed = run("rules", "list").stdout.decode().splitlines()
        self.assertGreater(len(listed), 40)
        for line in listed:
            shown = run("rules", "show", line.split()[0]).stdout.decode()
            if not shown.startswith("suppressions/"):  # these are about comments, not about what the code needs
                self.assertRegex(shown, r"criterion +\S+: ")
        self.assertEqual(0, run("rules", "check").returncode)
        with tempfile.TemporaryDirectory() as folder:
            bad = os.path.join(folder, "verdicts")
            os.mkdir(bad)
            with open(os.path.join(bad, "mine.yaml"), "w") as file:
                file.write("answer: cobol\nweigth: 1\n")
            done = run("rules", "check", folder)
            self.assertEqual(2, done.returncode)
            self.assertRegex(done.stderr.decode(), r"mine\.yaml:\d+: ")

    def test_explain(self):
        ledger = run("explain", "shop-search", SHOP).stdout.decode()
        self.assertRegex(ledger, r"Ledger: why .* rather than .*\n +[+-]\d")
        self.assertIn("criterion", run("explain", "scanners").stdout.decode())

    def test_schemas_are_printed_as_they_are_published(self):
        for name in ("report", "function"):
            with open(os.path.join(SOURCE, "reports", "schema", f"assay-{name}.schema.json"), "rb") as file:
                self.assertEqual(file.read(), run("schema", name).stdout)
        self.assertEqual(run("schema", "report").stdout, run("schema").stdout)

    def test_languages(self):
        text = run("languages").stdout.decode()
        for name in ("C", "C++", "Python", "JavaScript", "TypeScript", "TSX", "Java", "Kotlin", "Scala", "C#", "Go", "Rust", "Ruby", "PHP"):
            self.assertRegex(text, rf"(?m)^{re.escape(name)}$")


if __name__ == "__main__":
    unittest.main()
