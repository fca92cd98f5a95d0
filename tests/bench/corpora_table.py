#!/usr/bin/env python3
"""The README's table of real sources: scans each folder of CORPORA once, prints Markdown. usage: corpora_table.py CORPORA

Columns: files and lines that were parsed, wall seconds and user CPU of a cold scan, peak memory of all processes together
(from a second run), and the share of bytes inside error nodes.
"""
import argparse
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "parse_ratio"))
import measure  # noqa: E402

REPOSITORY = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")


def error_share(languages):
    size = sum(row["bytes"] for row in languages)
    return sum(row["parse_errors"]["bytes"] for row in languages) / size if size else 0


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("corpora")
    options.add_argument("--build", default=os.path.join(REPOSITORY, "build/release"))
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options.add_argument("--only", action="append", help="only this corpus (repeatable)")
    arguments = options.parse_args()

    measure.adopt_orphans()
    tools = measure.Tools(arguments.build)
    print("| source | files | lines | seconds | CPU s | peak MB | bytes in errors |\n|---|--:|--:|--:|--:|--:|--:|")
    failed = False
    for entry in sorted(os.scandir(arguments.corpora), key=lambda e: e.name):
        if not entry.is_dir() or entry.name.startswith(".") or (arguments.only and entry.name not in arguments.only):
            continue
        with tempfile.NamedTemporaryFile(prefix="assay-report-", suffix=".json") as report:
            command = tools.scan(entry.path, report.name, arguments.jobs)
            cost = measure.cost_of(command)
            if cost.status != 0:
                print(f"| {entry.name} | ended with status {cost.status} | | | | | |", flush=True)
                failed = True
                continue
            with open(report.name, encoding="utf-8") as file:
                content = json.load(file)
            peak = measure.peak_kilobytes(command)
        languages = content["repository"]["languages"]
        print(f"| {entry.name} | {sum(r['files'] for r in languages):,} | {sum(r['lines'] for r in languages):,} | {cost.wall:.1f} "
              f"| {cost.user:.1f} | {peak / 1024:,.0f} | {100 * error_share(languages):.2f} % |", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
