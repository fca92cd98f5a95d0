#!/usr/bin/env python3
"""`assay diff`, baselines, suppressions and gates on repositories made here: what is new is new, and nothing else is."""
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest

import jsonschema

from support import SOURCE, environment, run

PYTHON = '''import gc
import time


def load(session, ids):
    rows = []
    for one in ids:
        rows.append(session.execute("select " + one))
    return rows


async def wait_long(queue):
    time.sleep(5)
    return queue


class Store:
    def all(self, session, keys):
        for key in keys:
            session.execute(key)
            session.execute("commit")
            gc.collect()
'''
GIT = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_DATE": "2026-03-01T12:00:00Z", "GIT_COMMITTER_DATE": "2026-03-01T12:00:00Z", "HOME": "/nonexistent"}


def git(folder, *words, **changes):
    command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main",
               "-c", "protocol.file.allow=always", *words]
    return subprocess.run(command, cwd=folder, env=environment(**{**GIT, **changes}), check=True, capture_output=True, text=True).stdout


class Repository:
    def __init__(self, files):
        self.place = tempfile.mkdtemp(prefix="assay-test-")
        self.path = os.path.join(self.place, "shop")
        os.mkdir(self.path)
        git(self.path, "init", "-q", ".")
        self.write(files)
        self.commit("one")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.place, ignore_errors=True)

    def write(self, files):
        for name, text in files.items():
            path = os.path.join(self.path, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)

    def commit(self, message, **changes):
        git(self.path, "add", "-A")
        git(self.path, "commit", "-q", "--allow-empty", "-m", message, **changes)

    def diff(self, *arguments, base="HEAD", status=0):
        done = run("diff", base, self.path, "-f", "json", "-q", *arguments)
        assert done.returncode == status, (done.returncode, done.stderr.decode())
        return json.loads(done.stdout)

    def scan(self, *arguments):
        return json.loads(run("scan", self.path, "-f", "json", "-q", *arguments).stdout)


def validate(document):
    with open(os.path.join(SOURCE, "reports/schema/assay-diff.schema.json"), encoding="utf-8") as file:
        jsonschema.validate(document, json.load(file))


class Diff(unittest.TestCase):
    def test_only_what_the_change_adds_is_new(self):
        with Repository({"app/store.py": PYTHON, "app/other.py": "def two():\n    return 2\n"}) as shop:
            before = shop.scan()
            self.assertGreater(len(before["findings"]), 3)
            shop.write({"app/other.py": "import time\n\n\nasync def two():\n    time.sleep(1)\n    return 2\n"})
            change = shop.diff()
            validate(change)
            self.assertEqual([(f["rule"], f["file"], f["line"], f["on_changed_line"]) for f in change["new"]],
                             [("blocking-call-in-async", "app/other.py", 5, True)])
            self.assertEqual(change["fixed"], [])
            self.assertEqual(change["counts"]["unchanged"], len(before["findings"]))
            self.assertEqual((change["counts"]["files_changed"], change["counts"]["files_shared"]), (1, 1))
            shop.write({"app/store.py": PYTHON.replace("    time.sleep(5)\n", "")})
            change = shop.diff()
            self.assertEqual([f["rule"] for f in change["fixed"]], ["blocking-call-in-async"])

    def test_what_is_new_on_lines_that_are_not_says_why(self):
        reached = "import time\n\n\ndef nap():\n    return 1\n"
        caller = "import queue\n\n\ndef drain(session, ids):\n    for one in ids:\n        ask(session, one)\n\n\ndef ask(session, one):\n    return one\n"
        with Repository({"app/a.py": caller, "app/b.py": reached}) as shop:
            shop.write({"app/a.py": caller.replace("    return one\n", "    return session.execute(one)\n")})
            new = shop.diff()["new"]
            self.assertEqual([(f["rule"], f["line"], f["on_changed_line"]) for f in new], [("query-in-loop-through-call", 6, False)])
            self.assertIn("what changed is what its calls come to", new[0]["because"])
            text = run("diff", "HEAD", shop.path, "-q").stdout.decode()
            self.assertIn("its lines are as before: what changed is what its calls come to", text)

    def test_moved_and_reformatted_code_brings_nothing_new(self):
        functions = PYTHON.split("\n\n\n")
        changes = {
            "lines added above": {"app/store.py": "# one\n# two\n" + PYTHON},
            "indented by two": {"app/store.py": re.sub(r"^( +)", lambda m: m[1][:len(m[1]) // 2], PYTHON, flags=re.M)},
            "in another order": {"app/store.py": "\n\n\n".join([functions[0], *reversed(functions[1:])]) + "\n"},
            "renamed": {"app/store.py": None, "app/depot.py": PYTHON},
            "moved to another folder": {"app/store.py": None, "lib/depot.py": PYTHON},
            "a renamed function": {"app/store.py": PYTHON.replace("def load(", "def fetch(")},
            "an edited call": {"app/store.py": PYTHON.replace("session.execute(key)", "db.execute(key)")},
        }
        for what, files in changes.items():
            with self.subTest(what), Repository({"app/store.py": PYTHON}) as shop:
                for name, text in files.items():
                    if text is None:
                        os.remove(os.path.join(shop.path, name))
                shop.write({name: text for name, text in files.items() if text is not None})
                change = shop.diff()
                self.assertEqual((change["new"], change["fixed"]), ([], []))

    def test_the_base_is_where_the_branches_parted(self):
        with Repository({"app/store.py": PYTHON}) as shop:
            git(shop.path, "checkout", "-qb", "feature")
            git(shop.path, "checkout", "-q", "main")
            shop.write({"app/late.py": PYTHON})
            shop.commit("main goes on")
            git(shop.path, "checkout", "-q", "feature")
            change = shop.diff(base="main")
            self.assertEqual((change["new"], change["fixed"], change["base"]["merge_base"]), ([], [], True))
            self.assertEqual(len(change["base"]["revision"]), 40)

    def test_a_stored_report_takes_the_place_of_a_commit(self):
        with Repository({"app/store.py": PYTHON}) as shop:
            stored = os.path.join(shop.place, "base.json")
            self.assertEqual(run("scan", shop.path, "-f", "json", "-o", stored, "-q").returncode, 0)
            shop.write({"app/new.py": PYTHON})
            done = run("diff", "--base-report", stored, shop.path, "-f", "json", "-q")
            change = json.loads(done.stdout)
            validate(change)
            self.assertEqual({f["file"] for f in change["new"]}, {"app/new.py"})
            for text in ("{", "[]", '{"schema": "assay-report/1"}', '{"schema": "assay-report/9"}', "[" * 100_000):
                with open(stored, "w", encoding="utf-8") as file:
                    file.write(text)
                refused = run("diff", "--base-report", stored, shop.path)
                self.assertEqual(refused.returncode, 3)
                self.assertIn(b"is no report to compare with", refused.stderr)

    def test_a_side_that_was_analysed_before_is_not_analysed_again(self):
        expiring = PYTHON.replace("sleep(5)", "sleep(5)  # assay-ignore: blocking-call-in-async until nightly until=2026-03-15")
        with Repository({"app/store.py": PYTHON, "app/hold.py": expiring}) as shop:
            cache = ["--cache-dir", os.path.join(shop.place, "cache")]

            def stages(*arguments):
                os.makedirs(cache[1], exist_ok=True)
                anew = run("diff", "HEAD", shop.path, "-f", "json", "--no-cache", *arguments)
                kept = run("diff", "HEAD", shop.path, "-f", "json", "--timings", *cache, *arguments)
                self.assertEqual(anew.stdout, kept.stdout)
                validate(json.loads(kept.stdout))
                return kept.stderr.decode().count("\nresolve calls ")

            self.assertEqual((stages(), stages()), (2, 1))
            shop.write({"app/new.py": PYTHON})
            self.assertEqual(stages(), 1)
            self.assertEqual(stages("--date", "2026-04-01"), 2)  # the comment has ended since
            self.assertEqual(stages("--date", "2026-04-01"), 1)
            self.assertEqual(stages("--component", "hold=app/hold.py"), 2)
            shop.commit("two")
            # A scan of what becomes the base is enough, with its history and all.
            self.assertEqual(run("scan", shop.path, "-q", *cache).returncode, 0)
            shop.write({"app/other.py": PYTHON})
            self.assertEqual(stages(), 1)
            # The work tree that was scanned held more than the commit.
            self.assertEqual(run("scan", shop.path, "-q", *cache).returncode, 0)
            shop.write({"assay.yaml": "exclude:\n  - app/store.py\n"})
            self.assertEqual(stages(), 2)

    def test_a_scan_of_what_a_commit_holds_spares_listing_the_commit(self):
        with Repository({"app/store.py": PYTHON, "app/hold.py": PYTHON}) as shop:
            cache = ["--cache-dir", os.path.join(shop.place, "cache")]
            os.mkdir(cache[1])

            def listed():
                kept = run("diff", "HEAD", shop.path, "-f", "json", "--timings", *cache)
                self.assertEqual(kept.stdout, run("diff", "HEAD", shop.path, "-f", "json", "--no-cache").stdout)
                return int(re.search(r"^find files +\S+ +\S+ +(\d+)", kept.stderr.decode(), re.M)[1])

            self.assertEqual(run("scan", shop.path, "-q", *cache).returncode, 0)
            shop.write({"app/new.py": PYTHON})
            self.assertEqual(listed(), 3)  # the work tree's
            shop.commit("two")
            shop.write({"app/more.py": PYTHON})
            # More than the commit holds, and less.
            self.assertEqual(run("scan", shop.path, "-q", *cache).returncode, 0)
            os.remove(os.path.join(shop.path, "app/more.py"))
            os.remove(os.path.join(shop.path, "app/hold.py"))
            self.assertEqual(run("scan", shop.path, "-q", *cache).returncode, 0)
            self.assertEqual(listed(), 2 + 3)

    def test_what_git_converted_on_its_way_is_compared_as_the_commit_has_it(self):
        # Only those that are sure to hold a commit's bytes spare reading these: the index knows all of them.
        turned = "tr a-zA-Z n-za-mN-ZA-M"
        with Repository({"app/plain.py": PYTHON, "app/ends.py": PYTHON, "app/turned.py": PYTHON,
                         ".gitattributes": "ends.py text eol=crlf\nturned.py filter=rot\n"}) as shop:
            git(shop.path, "config", "filter.rot.clean", turned)
            git(shop.path, "config", "filter.rot.smudge", turned)
            git(shop.path, "rm", "-q", "-r", "--cached", ".")
            shop.commit("converted")
            for name in ("plain", "ends", "turned"):
                os.remove(os.path.join(shop.path, f"app/{name}.py"))
            git(shop.path, "checkout", "-q", "--", "app")
            with open(os.path.join(shop.path, "app/ends.py"), "rb") as file:
                self.assertIn(b"\r\n", file.read())
            time.sleep(0.05)
            git(shop.path, "status")  # an index that is younger than all files
            cache = os.path.join(shop.place, "cache")
            os.mkdir(cache)
            anew = run("diff", "HEAD", shop.path, "-f", "json", "--no-cache")
            # The commit's own text of turned.py is no Python: all of that file is new to it.
            self.assertEqual({f["file"] for f in json.loads(anew.stdout)["new"]}, {"app/turned.py"})
            for _ in range(2):
                self.assertEqual(run("diff", "HEAD", shop.path, "-f", "json", "--cache-dir", cache).stdout, anew.stdout)

    def test_other_formats_show_what_is_new(self):
        with Repository({"app/store.py": PYTHON}) as shop:
            shop.write({"app/new.py": "import time\n\n\nasync def f():\n    time.sleep(1)\n"})
            done = run("diff", "HEAD", shop.path, "-f", "github", "-q").stdout.decode()
            self.assertEqual(done.count("::warning "), 1)
            self.assertIn("file=app/new.py,line=5", done)
            sarif = json.loads(run("diff", "HEAD", shop.path, "-f", "sarif", "-q").stdout)
            self.assertEqual(len(sarif["runs"][0]["results"]), 1)

    def test_a_verdict_that_moved_says_why(self):
        plain = "def total(items):\n    return sum(items)\n\n\n" + "\n".join(f"LABEL_{i} = {i!r}" for i in range(200)) + "\n"
        scanner = "".join(f'''
def parse_token_{n}(text):
    state = 0
    for i in range(len(text)):
        for j in range(i):
            byte = text[i] ^ text[j]
            if byte == 1:
                state = state * 31 + byte
            elif byte == 2:
                state ^= byte << 3
            elif byte == 3:
                state = (state >> 2) & 255
            elif byte > 4 and byte < 9:
                state += text[i - 1]
            elif byte == 10:
                state -= 1
            elif byte == 11:
                state |= 8
    return state
''' for n in range(12))
        with Repository({"core/pyproject.toml": "[project]\nname = \"core\"\n", "core/core/a.py": plain}) as shop:
            shop.write({"core/core/b.py": scanner})
            change = shop.diff(base="HEAD")
            validate(change)
            self.assertEqual([(m["name"], m["from"], m["to"]) for m in change["verdicts"]], [("core", "keep", "rust")])
            self.assertTrue(any("(no-logic): no longer" in why for why in change["verdicts"][0]["why"]), change["verdicts"])
            self.assertTrue(any("core/core/b.py" in why for why in change["verdicts"][0]["why"]), change["verdicts"])
            gated = run("diff", "HEAD", shop.path, "--fail-on", "verdict-change")
            self.assertEqual(gated.returncode, 1)
            self.assertEqual(gated.stderr.decode().splitlines()[-1].split("failed on ")[1], "verdict-change: 1 verdict")

    def test_output_is_the_same_for_any_number_of_jobs(self):
        with Repository({f"app/m{i}.py": PYTHON for i in range(9)}) as shop:
            shop.write({"app/m3.py": PYTHON + "\n\nasync def g():\n    time.sleep(1)\n"})
            outputs = {run("diff", "HEAD", shop.path, "-f", form, "-q", "-j", jobs).stdout
                       for form in ("json",) for jobs in ("1", "2", "4")}
            self.assertEqual(len(outputs), 1)


class Gates(unittest.TestCase):
    def test_each_word(self):
        with Repository({"app/store.py": PYTHON}) as shop:
            for gate, status in (("error", 0), ("warning", 1), ("note", 1), ("io", 1), ("query-in-loop", 1), ("allocation", 1), ("safety", 0),
                                 ("confidence", 1), ("query-in-lop", 2), ("new", 2), ("verdict-change", 2), ("error,io", 1)):
                with self.subTest(gate):
                    done = run("scan", shop.path, "--fail-on", gate)
                    self.assertEqual(done.returncode, status, done.stderr)
                    if status == 1:
                        self.assertRegex(done.stderr.decode().splitlines()[-1], r"^assay: \d+ findings \(.*; failed on ")
            for gate in ("warning", "new", "verdict-change", "confidence"):
                self.assertEqual(run("diff", "HEAD", shop.path, "--fail-on", gate).returncode, 0, gate)
            shop.write({"app/new.py": PYTHON})
            self.assertEqual(run("diff", "HEAD", shop.path, "--fail-on", "new").returncode, 1)


class Suppressions(unittest.TestCase):
    LINE = '            session.execute("commit")'

    def findings(self, comment, *arguments):
        with Repository({"app/store.py": PYTHON.replace(self.LINE, self.LINE + "  " + comment)}) as shop:
            found = shop.scan(*arguments)["findings"]
            listed = json.loads(run("suppressions", "list", shop.path, "-f", "json", *arguments).stdout)["suppressions"]
        silenced = [f for f in found if "silenced" in f]
        return silenced, {f["rule"] for f in found if f["rule"].startswith("suppression-")}, [s["state"] for s in listed]

    def test_reason_rule_and_day(self):
        cases = (
            ("# assay-ignore: query-in-loop two keys at most", 1, set(), "in force"),
            ("# assay-ignore: query-in-loop two keys until=2026-03-01", 1, set(), "in force"),
            ("# assay-ignore: query-in-loop two keys until=2026-02-28", 0, {"suppression-expired"}, "expired"),
            ("# assay-ignore: query-in-loop two keys until=soon", 0, {"suppression-expired"}, "expired"),
            ("# assay-ignore: query-in-loop", 0, {"suppression-without-reason"}, "without a reason"),
            ("# assay-ignore: query-in-lop two keys", 0, {"suppression-of-unknown-rule"}, "of an unknown rule"),
            ("# assay-ignore: task-per-item two keys", 0, {"suppression-unused"}, "unused"),
        )
        for comment, silenced, reported, state in cases:
            with self.subTest(comment):
                found, faults, states = self.findings(comment)
                self.assertEqual((len(found), faults, states), (silenced, reported, [state]))
                for finding in found:
                    self.assertEqual(finding["silenced"]["by"], "comment")
                    self.assertIn("two keys", finding["silenced"]["reason"])

    def test_the_day_is_the_commits_or_the_options(self):
        comment = "# assay-ignore: query-in-loop two keys until=2026-03-01"
        self.assertEqual(len(self.findings(comment)[0]), 1)
        self.assertEqual(len(self.findings(comment, "--date", "2026-03-02")[0]), 0)
        with Repository({"app/store.py": PYTHON}) as shop:
            self.assertEqual(run("scan", shop.path, "--date", "2026-02-30").returncode, 2)

    def test_comments_of_every_language(self):
        # Each: a file with one suppression of no rule, which is a finding on its line whatever the code is.
        texts = {
            "a.c": "int f(void) { return 1; } /* assay-ignore: none x */\n", "a.cpp": "// assay-ignore: none x\nint f() { return 1; }\n",
            "a.py": "# assay-ignore: none x\nx = 1\n", "a.js": "// assay-ignore: none x\nlet x = 1;\n",
            "a.ts": "/* assay-ignore: none x */ let x: number = 1;\n", "a.tsx": "const a = <b>{/* assay-ignore: none x */}</b>;\n",
            "A.java": "class A { // assay-ignore: none x\n}\n", "a.kt": "// assay-ignore: none x\nfun f() = 1\n",
            "a.scala": "object A { /* assay-ignore: none x */ }\n", "a.cs": "class A { } // assay-ignore: none x\n",
            "a.go": "package a // assay-ignore: none x\n", "a.rs": "/// assay-ignore: none x\nfn f() {}\n",
            "a.rb": "# assay-ignore: none x\nx = 1\n", "a.php": "<?php\n# assay-ignore: none x\n$x = 1;\n",
        }
        with Repository({f"code/{name}": text for name, text in texts.items()}) as shop:
            found = [f["file"] for f in shop.scan()["findings"] if f["rule"] == "suppression-of-unknown-rule"]
        self.assertEqual(found, sorted(f"code/{name}" for name in texts))

    def test_text_is_no_comment(self):
        found, faults, states = self.findings('; text = "# assay-ignore: query-in-loop not a comment"')
        self.assertEqual((found, faults, states), ([], set(), []))

    def test_full_sarif_shows_what_is_silenced_and_the_default_does_not(self):
        comment = self.LINE + "  # assay-ignore: query-in-loop two keys"
        with Repository({"app/store.py": PYTHON.replace(self.LINE, comment)}) as shop:
            full = json.loads(run("scan", shop.path, "-f", "sarif", "--sarif-profile", "full", "-q").stdout)["runs"][0]["results"]
            short = json.loads(run("scan", shop.path, "-f", "sarif", "-q").stdout)["runs"][0]["results"]
        self.assertEqual([r["suppressions"][0]["kind"] for r in full if "suppressions" in r], ["inSource"])
        self.assertEqual(len(full), len(short) + 1)


class Baselines(unittest.TestCase):
    def test_written_and_checked(self):
        with Repository({"app/store.py": PYTHON}) as shop:
            known = os.path.join(shop.place, "known.json")
            self.assertEqual(run("baseline", "write", shop.path, "--baseline", known).returncode, 0)
            self.assertEqual(run("baseline", "check", shop.path, "--baseline", known).returncode, 0)
            self.assertEqual(run("scan", shop.path, "--baseline", known, "--fail-on", "new,note").returncode, 0)
            shop.write({"app/store.py": "\n\n" + PYTHON.replace("    time.sleep(5)\n", "").replace("session.execute(key)", "requests.get(key)")})
            done = run("baseline", "check", shop.path, "--baseline", known)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"request", done.stdout)
            self.assertIn(b"no longer found [blocking-call-in-async]", done.stdout)
            self.assertEqual(run("scan", shop.path, "--baseline", known, "--fail-on", "new").returncode, 1)

    def test_what_is_no_baseline_is_refused(self):
        with Repository({"app/store.py": PYTHON}) as shop:
            known = os.path.join(shop.place, "known.json")
            for text in ("", "[]", '{"schema": "assay-baseline/1"}', '{"schema": "assay-baseline/1", "findings": [{"rule": "x"}]}'):
                with open(known, "w", encoding="utf-8") as file:
                    file.write(text)
                done = run("scan", shop.path, "--baseline", known)
                self.assertEqual(done.returncode, 2)
                self.assertIn(b"is no baseline", done.stderr)


if __name__ == "__main__":
    unittest.main()
