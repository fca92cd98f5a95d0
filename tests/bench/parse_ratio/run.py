#!/usr/bin/env python3
"""How much more than a bare parse does a full cold scan cost? usage: run.py CORPORA [options]

CORPORA is a folder of real sources (tests/bench/corpora.sh brings one). For each language a fixed sample of its files is
copied into a folder of its own; then a scan of that folder (one job, no cache) and the yardstick `bare_parse` on exactly
the files that the scan parses run in turn; languages with too little source are left out. Printed per language: median
user CPU of both, the median of the ratios of each pair with its range, and peak memory of all processes together (from
a run of its own, since looking costs time).
"""
import argparse
import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

import measure

# User CPU of the yardstick below which a ratio is noise.
MIN_SECONDS = 0.05

REPOSITORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")


def sample(files, root, megabytes):
    """Files in the order of a digest of their paths, so that each run takes the same ones, up to about `megabytes`."""
    def key(path):
        return hashlib.sha256(os.fsencode(os.path.relpath(path, root))).digest()

    taken, size = [], 0
    for path in sorted(files, key=key):
        if size >= megabytes * 1e6:
            break
        taken.append(path)
        size += os.path.getsize(path)
    return taken


def copy_sample(paths, root, into):
    for path in paths:
        target = os.path.join(into, os.path.relpath(path, root))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(path, target)


def measure_language(tools, folder, pairs, jobs):
    files = tools.list_files(folder)
    list_file = measure.write_list(files)
    try:
        yardstick = tools.bare_parse_of(list_file)  # also warms the page cache for both
        if yardstick["user_seconds"] < MIN_SECONDS:
            return None
        scans, parses = [], []
        for _ in range(pairs):
            scans.append(measure.cost_of(tools.scan(folder, jobs=jobs)))
            parses.append(measure.cost_of(tools.bare_parse(list_file)))
        if any(run.status != 0 for run in scans + parses):
            raise RuntimeError(f"a run failed: {sorted({run.status for run in scans + parses})}")
        ratios = [scan.user / parse.user for scan, parse in zip(scans, parses)]
        return {
            "files": yardstick["files"],
            "bytes": yardstick["bytes"],
            "scan_user": statistics.median(run.user for run in scans),
            "parse_user": statistics.median(run.user for run in parses),
            "ratio": statistics.median(ratios),
            "ratio_low": min(ratios),
            "ratio_high": max(ratios),
            "scan_peak_mb": measure.peak_kilobytes(tools.scan(folder, jobs=jobs)) / 1024,
            "parse_peak_mb": yardstick["peak_kilobytes"] / 1024,
        }
    finally:
        os.unlink(list_file)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("corpora", help="folder of real sources")
    options.add_argument("--build", default=os.path.join(REPOSITORY, "build/release"), help="build folder (default build/release)")
    options.add_argument("--language", action="append", help="only this one: c, cpp, python … (repeatable)")
    options.add_argument("--megabytes", type=float, default=20, help="sample size per language (default 20)")
    options.add_argument("--pairs", type=int, default=5, help="runs of each program (default 5)")
    options.add_argument("--jobs", type=int, default=1, help="jobs of the scan (default 1)")
    options.add_argument("--limit", type=float, help="end with status 1 if a language's ratio is above this")
    options.add_argument("--json", help="write the figures to this file too")
    arguments = options.parse_args()

    measure.adopt_orphans()
    tools = measure.Tools(arguments.build)
    root = os.path.realpath(arguments.corpora)
    by_language = {}
    for corpus in sorted(entry.path for entry in os.scandir(root) if entry.is_dir() and not entry.name.startswith(".")):
        for language, path in tools.list_files(corpus):
            by_language.setdefault(language, []).append(path)

    print(f"{'language':<11} {'files':>6} {'MB':>6} {'scan s':>8} {'parse s':>8} {'ratio':>6} {'range':>11} {'scan MB':>8} {'parse MB':>8}")
    figures = {}
    for language in sorted(by_language):
        if arguments.language and language not in arguments.language:
            continue
        with tempfile.TemporaryDirectory(prefix="assay-sample-") as folder:
            copy_sample(sample(by_language[language], root, arguments.megabytes), root, folder)
            row = measure_language(tools, folder, arguments.pairs, arguments.jobs)
        if row is None:
            print(f"{language:<11} too little to measure", flush=True)
            continue
        figures[language] = row
        print(f"{language:<11} {row['files']:>6} {row['bytes'] / 1e6:>6.1f} {row['scan_user']:>8.2f} {row['parse_user']:>8.2f} "
              f"{row['ratio']:>6.2f} {row['ratio_low']:>5.2f}-{row['ratio_high']:<5.2f} {row['scan_peak_mb']:>8.0f} {row['parse_peak_mb']:>8.0f}",
              flush=True)
    if arguments.json:
        with open(arguments.json, "w", encoding="utf-8") as file:
            json.dump(figures, file, indent=2, sort_keys=True)
            file.write("\n")
    worst = max((row["ratio"] for row in figures.values()), default=0)
    return 1 if arguments.limit and worst > arguments.limit else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"run.py: {error}")
