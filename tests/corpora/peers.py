#!/usr/bin/env python3
"""Do the finding rules agree with what peers' own test suites expect? usage: peers.py [--ruff DIR] [--eslint DIR] [--prealloc DIR] [--show]

DIR is a git checkout (or the .git folder of one) of astral-sh/ruff, eslint/eslint or alexkohler/prealloc. Printed per suite: places that the peer
expects, places that assay finds, precision and recall; with --show each difference. What a suite covers and the rule does
not claim is left out here, with the reason:

  ruff flake8_async 210, 212, 220, 221, 222, 230, 240, 250, 251   `blocking-call-in-async`
  eslint no-await-in-loop                                     `await-in-loop`, which claims loops over collections and
                                                              counted loops only: a `while` loop's rounds need each other;
                                                              and `await`, not `await using`, which waits at the end
  ruff perflint 401, 402                                      `list-built-by-append`, which claims lists that begin empty
                                                              and are filled by one plain loop that is not asynchronous;
                                                              loops that merely copy (402) count as expected, too
  prealloc testdata                                           `container-grown-without-size`, which claims one `append` of
                                                              one value, in each round of a loop over a collection

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
                if re.search(r"\bwhile\b|for \((var|let|const)? ?i|for \(;|await using", case["code"]):
                    continue  # not claimed, see above
                name = f"{kind}{i}.js"
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write(case["code"] + "\n")
                if kind == "invalid":
                    expected.add((name, 1 + case["code"][:case["code"].index("await")].count("\n")))
        return expected, found(folder, "await-in-loop")


def perflint(repository):
    """Expected: what ruff reports, where the function before it has `name = []` and no `async for`."""
    folder_of = ASYNC.replace("flake8_async", "perflint")
    snapshots = SNAPSHOTS.replace("flake8_async", "perflint")
    expected, right = set(), set()

    def claimed(text, whole):
        made = re.search(r"(\w+) = (\[\]|list\(\))", text)
        grows = made and len(re.findall(rf"\b{made[1]}(\.append\(| \+= |\.extend\()", whole))
        return grows == 1 and "async for" not in text

    with tempfile.TemporaryDirectory() as folder:
        for path in listing(repository, folder_of):
            name = os.path.basename(path)
            if name not in ("PERF401.py", "PERF402.py"):
                continue
            lines = show(repository, path).split("\n")
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write("\n".join(lines))
            for snapshot in listing(repository, snapshots):
                if not snapshot.endswith(f"tests__{name[:-3]}_{name}.snap"):
                    continue
                for line in re.findall(rf"--> {name}:(\d+):", show(repository, snapshot)):
                    at = int(line)
                    begin = max(i for i in range(at) if re.match(r"(async )?def |class |\S", lines[i]) or i == 0)
                    right.add((name, at))
                    end = next((i for i in range(at, len(lines)) if re.match(r"\S", lines[i])), len(lines))
                    if claimed("\n".join(lines[begin:at]), "\n".join(lines[begin:end])):
                        expected.add((name, at))
            # What the other of the two rules would say of the same file.
            copies = [i for i, line in enumerate(lines) if re.match(r"\s+result\.append\(i\)", line)]
            right |= {(name, i + 1) for i in copies if name == "PERF401.py" and "if" not in lines[i - 1]}
            right |= {(name, i + 1) for i, line in enumerate(lines) if name == "PERF402.py" and "append(i * i)" in line}
        seen = {(file, line) for file, line in found(folder, "list-built-by-append")}
        return expected, seen, right


def prealloc(repository):
    """Places are (file, line of the declaration). Right is what prealloc wants; expected what the rule claims of it."""
    expected, right, declared = set(), set(), {}
    with tempfile.TemporaryDirectory() as folder:
        for path in listing(repository, "testdata/"):
            name = os.path.basename(path).replace("_test", "")
            text = show(repository, path)
            with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                file.write(text)
            lines = text.split("\n")
            begins = [i for i, line in enumerate(lines) if line.startswith("func ")] + [len(lines)]
            for begin, end in zip(begins, begins[1:]):
                body = lines[begin:end]
                for i, line in enumerate(body):
                    variable = re.match(r"\s*(?:var )?(\w+) (?::?=|\[\])", line)
                    if not variable or "append(" in line:
                        continue
                    place = (name, begin + i + 1)
                    if "// want" in line:
                        right.add(place)
                    calls = [j for j, other in enumerate(body) if j > i and re.search(rf"= append\({variable[1]}\b", other)]
                    for call in calls:
                        declared[(name, begin + call + 1)] = place
                    before = "\n".join(body[i + 1:calls[0]]) if calls else ""
                    plain = len(calls) == 1 and before.count("for ") == 1 and "range" in before and "..." not in body[calls[0]]
                    if plain and "[]" in line and not re.search(r"\b(if|switch|select|goto)\b", before) and place in right:
                        expected.add(place)
        return expected, {declared.get(place, place) for place in found(folder, "container-grown-without-size")}, right


def report(suite, differences, expected, seen, right=frozenset()):
    """`right`: what else may be found, beyond what the rule claims to find."""
    right = expected | right
    precision = len(right & seen) / len(seen) if seen else 0
    recall = len(expected & seen) / len(expected) if expected else 0
    print(f"{suite:<32} expected {len(expected):>4}  found {len(seen):>4}  precision {precision:.2f}  recall {recall:.2f}")
    if differences:
        for what, places in (("missed", expected - seen), ("not expected", seen - right)):
            for file, line in sorted(places):
                print(f"  {what}: {file}:{line}")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--ruff")
    options.add_argument("--eslint")
    options.add_argument("--prealloc")
    options.add_argument("--show", action="store_true", help="each difference")
    arguments = options.parse_args()
    for suite, run, repository in (("ruff flake8_async", ruff, arguments.ruff), ("ruff perflint", perflint, arguments.ruff),
                                   ("eslint no-await-in-loop", eslint, arguments.eslint), ("prealloc", prealloc, arguments.prealloc)):
        result = run(repository) if repository else None
        if result is not None:
            report(suite, arguments.show, *result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
