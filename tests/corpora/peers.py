#!/usr/bin/env python3
"""Do the finding rules agree with what peers' own test suites expect? usage: peers.py [--ruff DIR] [--eslint DIR] [--show]

DIR is a git checkout (or the .git folder of one) of astral-sh/ruff or eslint/eslint. Printed per suite: places that the peer
expects, places that assay finds, precision and recall; with --show each difference. What a suite covers and the rule does
not claim is left out here, with the reason:

  ruff flake8_async 210, 212, 220, 221, 222, 230, 240, 250, 251   `blocking-call-in-async`
  eslint no-await-in-loop                                     `await-in-loop`, which claims loops over collections and
                                                              counted loops only: a `while` loop's rounds need each other

Run on demand; needs `git`, and `node` for eslint's tests, which are JavaScript.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
ASSAY = os.path.abspath(os.environ.get("ASSAY") or os.path.join(ROOT, "build/release/assay"))
ASYNC = "crates/ruff_linter/resources/test/fixtures/flake8_async/"
SNAPSHOTS = "crates/ruff_linter/src/rules/flake8_async/snapshots/"
CLAIMED = {"ASYNC210", "ASYNC212", "ASYNC220", "ASYNC221", "ASYNC222", "ASYNC230", "ASYNC240", "ASYNC250", "ASYNC251"}

# Runs eslint's test file with a tester that only writes down what it is given.
NODE = """
const Module = require('module'), load = Module._load;
const cases = {valid: [], invalid: []};
class Tester { run(name, rule, given) { cases.valid.push(...given.valid); cases.invalid.push(...given.invalid); } }
Module._load = function (name, ...rest) {
  if (name.endsWith('rule-tester')) return Tester;
  if (name.includes('lib/rules/')) return {};
  return load.call(this, name, ...rest);
};
require(process.argv[1]);
const plain = (c) => typeof c === 'string' ? {code: c, errors: 0} : {code: c.code, errors: (c.errors || []).length || c.errors || 0};
console.log(JSON.stringify({valid: cases.valid.map(plain), invalid: cases.invalid.map(plain)}));
"""


def show(repository, path):
    return subprocess.run(["git", "-C", repository, "show", f"HEAD:{path}"], check=True, stdout=subprocess.PIPE).stdout.decode()


def listing(repository, folder):
    out = subprocess.run(["git", "-C", repository, "ls-tree", "--name-only", "HEAD", folder], check=True, stdout=subprocess.PIPE)
    return out.stdout.decode().split()


def found(folder, rule):
    """{(file, line)} of the rule's findings in a scan of the folder."""
    done = subprocess.run([ASSAY, "scan", folder, "-f", "json", "-q"], check=True, stdout=subprocess.PIPE)
    return {(f["file"], f["line"]) for f in json.loads(done.stdout)["findings"] if f["rule"] == rule}


def ruff(repository):
    expected = set()
    with tempfile.TemporaryDirectory() as folder:
        for path in listing(repository, SNAPSHOTS):
            for rule, file, line in re.findall(r"^(ASYNC\d+) .*\n *--> (\S+?):(\d+):\d+$", show(repository, path), re.M):
                if rule in CLAIMED:
                    expected.add((file, int(line)))
        for path in listing(repository, ASYNC):
            name = os.path.basename(path)
            if name.startswith("ASYNC2"):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(show(repository, path))
        return expected, found(folder, "blocking-call-in-async") | found(folder, "console-input-in-async")


def eslint(repository):
    if shutil.which("node") is None:
        print("eslint: skipped, `node` is missing")
        return None
    expected = set()
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "test.js")
        with open(source, "w", encoding="utf-8") as file:
            file.write(show(repository, "tests/lib/rules/no-await-in-loop.js"))
        cases = json.loads(subprocess.run(["node", "-e", NODE, source], check=True, stdout=subprocess.PIPE).stdout)
        os.unlink(source)
        for kind in ("valid", "invalid"):
            for i, case in enumerate(cases[kind]):
                if re.search(r"\bwhile\b|for \((var|let|const)? ?i|for \(;", case["code"]):
                    continue  # not claimed, see above
                name = f"{kind}{i}.js"
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(case["code"] + "\n")
                if kind == "invalid":
                    expected.add((name, 1 + case["code"][:case["code"].index("await")].count("\n")))
        return expected, found(folder, "await-in-loop")


def report(suite, expected, seen, differences):
    both = expected & seen
    precision = len(both) / len(seen) if seen else 0
    recall = len(both) / len(expected) if expected else 0
    print(f"{suite:<32} expected {len(expected):>4}  found {len(seen):>4}  precision {precision:.2f}  recall {recall:.2f}")
    if differences:
        for what, places in (("missed", expected - seen), ("not expected", seen - expected)):
            for file, line in sorted(places):
                print(f"  {what}: {file}:{line}")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--ruff")
    options.add_argument("--eslint")
    options.add_argument("--show", action="store_true", help="each difference")
    arguments = options.parse_args()
    for suite, run, repository in (("ruff flake8_async", ruff, arguments.ruff), ("eslint no-await-in-loop", eslint, arguments.eslint)):
        result = run(repository) if repository else None
        if result is not None:
            report(suite, *result, arguments.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
