#!/usr/bin/env python3
"""Do time and memory grow linearly? usage: scale.py CORPORA [--lines MILLIONS …] [--build DIR]

Cold scans of ever larger samples: files of CORPORA in the order of a digest of their paths, hard-linked (or copied) into a
folder until they have so many lines. Prints time, CPU and the memory of the largest process per million lines, and the
exponents of a fit: 1 is linear. `--first FOLDER` takes all of that corpus before the others.
"""
import argparse
import json
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
sys.path.insert(0, os.path.join(REPOSITORY, "tests/bench/parse_ratio"))
import hashlib  # noqa: E402

import measure  # noqa: E402


def files_in_order(tools, root, first):
    def key(path):
        return (not path.startswith(os.path.join(root, first) + os.sep) if first else False, hashlib.sha256(os.fsencode(path)).digest())

    corpora = sorted(entry.path for entry in os.scandir(root) if entry.is_dir() and not entry.name.startswith("."))
    return sorted((path for corpus in corpora for _, path in tools.list_files(corpus)), key=key)


def link(path, root, into):
    target = os.path.join(into, os.path.relpath(path, root))
    os.makedirs(os.path.dirname(target), exist_ok=True)
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def exponent(xs, ys):
    """Of y = a·x^k, by least squares on the logarithms."""
    logs = [(math.log(x), math.log(y)) for x, y in zip(xs, ys)]
    mean_x, mean_y = (sum(values) / len(logs) for values in zip(*logs))
    return sum((x - mean_x) * (y - mean_y) for x, y in logs) / sum((x - mean_x) ** 2 for x, _ in logs)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("corpora")
    options.add_argument("--build", default=os.path.join(REPOSITORY, "build/release"))
    options.add_argument("--first", default="linux")
    options.add_argument("--lines", type=float, nargs="+", default=[1, 10, 30], help="millions")
    arguments = options.parse_args()
    measure.adopt_orphans()
    tools = measure.Tools(arguments.build)
    root = os.path.realpath(arguments.corpora)
    rest = iter(files_in_order(tools, root, arguments.first))
    rows, lines = [], 0
    print("| million lines | files | wall s | CPU s | CPU s per million | peak MB of a process |\n| --: | --: | --: | --: | --: | --: |")
    with tempfile.TemporaryDirectory(prefix="assay-scale-", dir=os.path.dirname(root)) as folder:
        for wanted in arguments.lines:
            for path in rest:
                link(path, root, folder)
                with open(path, "rb") as file:
                    lines += file.read().count(b"\n")
                if lines >= wanted * 1e6:
                    break
            with tempfile.NamedTemporaryFile() as out:
                command = [tools.assay, "scan", folder, "-f", "json", "--no-cache", "-q", "--timings", "--progress", "never"]
                peak_before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
                cost = measure.cost_of(command, out)
                peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
                out.seek(0)
                coverage = json.load(out)["coverage"]
            millions, cpu = coverage["lines"] / 1e6, cost.user + cost.system
            rows.append((millions, cpu, peak))
            note = "" if peak > peak_before else " or less"
            print(f"| {millions:.1f} | {coverage['analysed']:,} | {cost.wall:.1f} | {cpu:.1f} | {cpu / millions:.2f} | {peak / 1024:.0f}{note} |", flush=True)
    if len(rows) > 1:
        xs, cpus, peaks = zip(*rows)
        print(f"\ngrows with the lines to the power of: CPU {exponent(xs, cpus):.2f}, memory {exponent(xs, peaks):.2f}")


if __name__ == "__main__":
    try:
        main()
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"scale.py: {error}")
