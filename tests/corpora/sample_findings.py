#!/usr/bin/env python3
"""A random sample of findings with the code around them, to be judged by reading.

usage: sample_findings.py CORPORA --assay BINARY --language NAME [--count 100] [--seed 1] [--lines 12]

Scans every folder of CORPORA, keeps the findings in files of one language, draws COUNT of them and prints each with its
message and the lines around it. The same binary, corpora and seed give the same sample.
"""
import argparse
import json
import os
import random
import subprocess
import sys

EXTENSIONS = {
    "c": (".c", ".h"),
    "c++": (".cc", ".cpp", ".cxx", ".hpp", ".hh", ".hxx", ".ipp"),
    "c#": (".cs",),
    "go": (".go",),
    "java": (".java",),
    "javascript": (".js", ".mjs", ".cjs", ".jsx"),
    "kotlin": (".kt", ".kts"),
    "php": (".php",),
    "python": (".py",),
    "ruby": (".rb", ".rake"),
    "rust": (".rs",),
    "scala": (".scala",),
    "typescript": (".ts", ".tsx"),
}


def findings_of(assay, folder):
    report = subprocess.run([assay, "scan", folder, "-f", "json", "-q", "--progress", "never"], check=True,
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    return json.loads(report.stdout)["findings"]


def excerpt(path, line, around):
    with open(path, encoding="utf-8", errors="replace") as file:
        lines = file.read().split("\n")
    begin, end = max(0, line - 1 - around), min(len(lines), line + around // 2)
    return "\n".join(f"{'>' if number == line - 1 else ' '}{number + 1:6} {lines[number][:160]}"
                     for number in range(begin, end))


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("corpora")
    options.add_argument("--assay", required=True)
    options.add_argument("--language", required=True, choices=sorted(EXTENSIONS))
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--lines", type=int, default=12, help="lines before each finding")
    options.add_argument("--only", action="append", help="only this folder (repeatable)")
    arguments = options.parse_args()

    found = []
    for entry in sorted(os.scandir(arguments.corpora), key=lambda e: e.name):
        if not entry.is_dir() or entry.name.startswith(".") or (arguments.only and entry.name not in arguments.only):
            continue
        for finding in findings_of(arguments.assay, entry.path):
            if finding["file"].endswith(EXTENSIONS[arguments.language]):
                found.append((entry.path, finding))
    sample = random.Random(arguments.seed).sample(found, min(arguments.count, len(found)))
    print(f"{len(sample)} of {len(found)} findings in {arguments.language}")
    for number, (folder, finding) in enumerate(sample, 1):
        print(f"\n#{number} {finding['rule']} ({finding['level']}) {os.path.basename(folder)}/{finding['file']}:"
              f"{finding['line']}\n   {finding['message']}")
        print(excerpt(os.path.join(folder, finding["file"]), finding["line"], arguments.lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
