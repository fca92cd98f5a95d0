#!/usr/bin/env python3
"""How many of the calls that really happen does assay find? usage: callgraph.py [--pycg DIR] [--jelly DIR] [--show]

DIR is a git checkout (or the .git folder of one) of vitsalis/PyCG or cs-au-dk/jelly. Printed per category and in total:
edges expected, edges found, precision and recall; with --show each difference. An edge is a pair of functions of the
snippet, top-level code included. Found are edges that a call resolves to, guesses by name alone included.

  PyCG micro-benchmark/snippets   one folder per snippet, its call graph written by hand; edges to what lies outside the
                                  snippet (builtins, external packages) are counted in a row of their own, by last name
  Jelly tests/micro               one call graph per program, recorded while it ran: code that did not run counts against
                                  precision. Programs that need installed packages are left out. Categories are the
                                  first letters of the program's name

What a library does with a function that it is given is not claimed, and missed where it is expected. Run on demand; needs
`git`, and call_edges from the build (the variable CALL_EDGES says where).
"""
import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
EDGES = os.path.abspath(os.environ.get("CALL_EDGES") or os.path.join(ROOT, "build/release/tests/call_edges"))
Function = collections.namedtuple("Function", "kind file begin end parent name")


def checkout(repository, path, folder):
    packed = os.path.join(folder, "packed.tar")
    subprocess.run(["git", "-C", repository, "archive", "-o", packed, "HEAD", path], check=True)
    with tarfile.open(packed) as archive:
        archive.extractall(folder)
    os.unlink(packed)
    return os.path.join(folder, path)


def resolved(folder):
    """Functions by id, edges as pairs of ids, calls of libraries as pairs of id and name."""
    out = subprocess.run([EDGES, folder], check=True, stdout=subprocess.PIPE).stdout.decode()
    functions, edges, outside = {}, set(), set()
    for line in out.splitlines():
        what, *fields = line.split("\t")
        if what == "function":
            functions[int(fields[0])] = Function(fields[1], fields[2], *map(int, fields[3:6]), fields[6])
        elif what == "edge":
            edges.add((int(fields[0]), int(fields[1])))
        else:
            outside.add((int(fields[0]), fields[1]))
    return functions, edges, outside


def python_names(folder, functions):
    """PyCG's names: the module's path, then scopes; lambdas are numbered in the scope around them."""
    names, lambdas = {}, collections.Counter()
    for number, function in sorted(functions.items()):
        module = re.sub(r"(/__init__)?\.py$", "", function.file).replace("/", ".")
        with open(os.path.join(folder, function.file), "rb") as file:
            text = file.read()[function.begin:function.end]
        around = names.get(function.parent, module)
        if function.kind == "module":
            names[number] = module
        elif text.startswith(b"lambda"):
            lambdas[around] += 1
            names[number] = f"{around}.<lambda{lambdas[around]}>"
        elif function.kind == "lambda":
            names[number] = around
        else:
            names[number] = f"{module}.{function.name}"
    return names


def pycg(repository, show):
    scores, outside_score = collections.defaultdict(Score), Score()
    with tempfile.TemporaryDirectory() as folder:
        snippets = checkout(repository, "micro-benchmark/snippets", folder)
        for category in sorted(os.listdir(snippets)):
            for name in sorted(os.listdir(os.path.join(snippets, category))):
                snippet = os.path.join(snippets, category, name)
                with open(os.path.join(snippet, "callgraph.json"), encoding="utf-8") as file:
                    graph = json.load(file)
                functions, edges, outside = resolved(snippet)
                names = python_names(snippet, functions)
                own = set(names.values())
                truth = {(caller, callee) for caller, callees in graph.items() for callee in callees}
                inside = {(a, b) for a, b in truth if b in own}
                scores[category].add(f"{category}/{name}", inside, {(names[a], names[b]) for a, b in edges}, show)
                outside_score.add(f"{category}/{name} outside", {(a, b.split(".")[-1]) for a, b in truth - inside},
                                  {(names[a], b) for a, b in outside}, False)
    report("PyCG", scores)
    print(f"{'PyCG, to the outside':<28} {outside_score}")


def function_at(functions, file, begin, end):
    """The function that ends there; of a class, which stands for its constructor, that one."""
    near = {n: f for n, f in functions.items() if f.file == file and f.kind != "module"}
    same = [n for n, f in near.items() if f.end == end and abs(f.begin - begin) < 40]
    inside = [n for n, f in near.items() if begin < f.begin and f.end < end and f.name.endswith(".constructor")]
    return same[0] if same else inside[0] if inside else f"{file}:{begin}"


def jelly(repository, show):
    scores = collections.defaultdict(Score)
    with tempfile.TemporaryDirectory() as folder:
        programs = checkout(repository, "tests/micro", folder)
        for name in sorted(os.listdir(programs)):
            if not name.endswith(".json"):
                continue
            with open(os.path.join(programs, name), encoding="utf-8") as file:
                graph = json.load(file)
            if not isinstance(graph, dict) or not {"files", "functions", "fun2fun"} <= graph.keys():
                continue
            files = [f for f in graph["files"] if os.path.exists(os.path.join(programs, f))]
            if len(files) != len(graph["files"]) or "node_modules" in str(files):
                continue
            with tempfile.TemporaryDirectory() as part:
                starts = {}
                for number, file in enumerate(files):
                    with open(os.path.join(programs, file), "rb") as source:
                        text = source.read()
                    os.makedirs(os.path.dirname(os.path.join(part, file)), exist_ok=True)
                    with open(os.path.join(part, file), "wb") as target:
                        target.write(text)
                    lines = [0] + [match.end() for match in re.finditer(b"\n", text)]
                    starts[number] = lines
                functions, edges, _ = resolved(part)
                modules = {f.file: number for number, f in functions.items() if f.kind == "module"}
                theirs, widest = {}, {}
                functions_of = graph["functions"]
                functions_of = functions_of.items() if isinstance(functions_of, dict) else enumerate(functions_of)
                for number, place in functions_of:
                    file, line, column, last, end = map(int, place.split(":"))
                    begin = starts[file][line - 1] + column - 1
                    theirs[int(number)] = (files[file], begin, starts[file][last - 1] + end - 1)
                    if (line, column) == (1, 1) and last >= widest.get(file, (0, 0))[0]:
                        widest[file] = (last, int(number))
                tops = {number for _, number in widest.values()}
                ids = {n: modules.get(p[0]) if n in tops else function_at(functions, *p) for n, p in theirs.items()}
                truth = {(ids[a], ids[b]) for a, b in graph["fun2fun"]}
                title = lambda n: f"{functions[n].name or functions[n].kind}@{functions[n].begin}" if n in functions else n
                named = lambda pairs: {(title(a), title(b)) for a, b in pairs}
                if functions:
                    scores[name[0]].add(name, named(truth), named(edges), show)
    report("Jelly", scores)


class Score:
    def __init__(self):
        self.expected = self.found = self.common = 0

    def add(self, title, expected, found, show):
        self.expected += len(expected)
        self.found += len(found)
        self.common += len(expected & found)
        if show:
            for what, edges in (("missed", expected - found), ("not expected", found - expected)):
                for caller, callee in sorted(edges, key=str):
                    print(f"  {title}: {what}: {caller} -> {callee}")

    def __str__(self):
        precision = self.common / self.found if self.found else 1
        recall = self.common / self.expected if self.expected else 1
        return f"expected {self.expected:>4}  found {self.found:>4}  precision {precision:.2f}  recall {recall:.2f}"


def report(suite, scores):
    total = Score()
    for category, score in sorted(scores.items()):
        print(f"{suite + ' ' + category:<28} {score}")
        total.expected += score.expected
        total.found += score.found
        total.common += score.common
    print(f"{suite + ' in total':<28} {total}")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--pycg")
    options.add_argument("--jelly")
    options.add_argument("--show", action="store_true", help="each difference")
    arguments = options.parse_args()
    for run, repository in ((pycg, arguments.pycg), (jelly, arguments.jelly)):
        if repository:
            run(os.path.abspath(repository), arguments.show)
    return 0


if __name__ == "__main__":
    sys.exit(main())
