#!/usr/bin/env python3
"""Inputs that make parsers hang or eat memory: does each stay within its budget? usage: run.py [--assay PROGRAM]

Each input is generated, scanned alone, and printed with the CPU time and the memory of all processes. The budget is what
the scan promises: --file-timeout of CPU time and two seconds of grace, --worker-memory and the supervisor's own. Ends with
status 1 if an input breaks it, or if its file is neither analysed nor named with a reason.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../.."))
sys.path.insert(0, os.path.join(REPOSITORY, "tests/bench/parse_ratio"))
import measure  # noqa: E402

TIMEOUT_MS = 3000
MEMORY_MB = 700
WORDS = ("the quick brown fox jumps over a lazy dog while many others, who never saw it, wrote long letters about what they "
         "had heard; none of this is code. ").split()


def prose(size):
    rng = random.Random(1)
    text = []
    while len(text) * 5 < size:
        text.append(rng.choice(WORDS) + ("\n" if rng.random() < 0.08 else " "))
    return "".join(text)


def punctuation(size):
    rng = random.Random(2)
    return "".join(rng.choice("()[]{}<>;:,.+-*/=&|!?'\"`@#$%^~\\\n ") for _ in range(size))


def inputs():
    """(name of the file, its text)"""
    for ending in ("py", "js", "ts", "go", "scala", "php", "rs", "c", "java", "kt", "rb", "cs", "cpp"):
        yield f"prose.{ending}", prose(180_000)
    for ending in ("ts", "js", "scala", "rb", "cpp", "kt"):
        yield f"punctuation.{ending}", punctuation(300_000)
    for ending in ("scala", "py", "js", "cs"):
        yield f"unclosed.{ending}", "((((((((\n" * 5_000
    yield "angles.cpp", "A<A<A<\n" * 7_000
    yield "table.c", "int t[] = {" + "0x7f,\n" * 330_000 + "};\n"
    yield "table.js", "x = [" + "1,\n" * 600_000 + "]\n"
    yield "rows.py", "x = [\n" + "(1, 2, 3),\n" * 150_000 + "]\n"
    yield "sum.py", "x = " + "a + a + a + \\\n" * 33_000 + "a\n"
    yield "nested.js", "[[[[\n" * 25_000 + "]]]]\n" * 25_000
    yield "braces.c", "void f(void) " + "{{{{\n" * 25_000 + "}}}}\n" * 25_000
    yield "else_if.c", "void f(int a) { " + "if (a) ; else\n" * 50_000 + "; }\n"
    yield "chain.js", "a" + ".b().b()\n" * 50_000 + ";\n"
    yield "comment.c", "/* " + "never closed\n" * 140_000
    yield "string.py", "x = '" + "a" * 1_900_000 + "'\n"
    yield "deep.py", "".join(" " * i + "if a(b):\n" for i in range(1900))
    yield "macros.h", "".join(f"#define M{i} {i}\n" for i in range(80_000))
    yield "templates.cpp", "template <class T> " * 50_000 + "void f();\n"


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--assay", default=os.path.join(REPOSITORY, "build/release/assay"))
    assay = options.parse_args().assay
    measure.adopt_orphans()
    broken = 0
    print("| input | KB | CPU s | wall s | peak MB | outcome |\n| --- | --: | --: | --: | --: | --- |")
    for name, text in inputs():
        with tempfile.TemporaryDirectory(prefix="assay-worst-") as folder:
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
            command = [assay, "scan", folder, "-f", "json", "-q", "--no-cache", "-j", "1", "--file-timeout", str(TIMEOUT_MS), "--worker-memory", str(MEMORY_MB)]
            with tempfile.TemporaryFile() as out:
                cost = measure.cost_of(command, out)
                out.seek(0)
                report = json.load(out) if cost.status == 0 else None
            memory = measure.peak_kilobytes(command) / 1024
        skipped = report["coverage"]["skipped"] if report else []
        outcome = skipped[0]["reason"] if skipped else "analysed"
        listed = report is not None and (skipped or report["coverage"]["analysed"] == 1)
        within = cost.user + cost.system < (TIMEOUT_MS + 2000) / 1000 and memory < 2.2 * MEMORY_MB
        broken += not (listed and within)
        print(f"| {name} | {len(text) / 1000:.0f} | {cost.user + cost.system:.2f} | {cost.wall:.2f} | {memory:.0f} | {outcome if listed and within else 'BROKEN: ' + outcome} |", flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"run.py: {error}")
