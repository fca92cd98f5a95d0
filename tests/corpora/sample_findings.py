#!/usr/bin/env python3
"""A random sample of findings with the code around them, to be judged by reading.

usage: sample_findings.py CORPORA --assay BINARY (--language NAME | --out FOLDER) [--count 100] [--seed 1] [--lines 12]

Scans every folder of CORPORA, keeps the findings in files of each language, draws COUNT of them and prints each with its
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


def print_sample(found, language, arguments, to):
    """`found`: (folder, finding) of every language."""
    of_language = [entry for entry in found if entry[1]["file"].endswith(EXTENSIONS[language])]
    sample = random.Random(arguments.seed).sample(of_language, min(arguments.count, len(of_language)))
    print(f"{len(sample)} of {len(of_language)} findings in {language}", file=to)
    for number, (folder, finding) in enumerate(sample, 1):
        print(f"\n#{number} {finding['rule']} ({finding['level']}) {os.path.basename(folder)}/{finding['file']}:"
              f"{finding['line']}\n   {finding['message']}", file=to)
        print(excerpt(os.path.join(folder, finding["file"]), finding["line"], arguments.lines), file=to)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("corpora")
    options.add_argument("--assay", required=True)
    options.add_argument("--language", choices=sorted(EXTENSIONS), help="one language, to the terminal")
    options.add_argument("--out", help="every language, a file each in this folder")
    options.add_argument("--count", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--lines", type=int, default=12, help="lines before each finding")
    options.add_argument("--only", action="append", help="only this folder (repeatable)")
    arguments = options.parse_args()
    if bool(arguments.language) == bool(arguments.out):
        options.error("give either --language or --out")

    found = []
    for entry in sorted(os.scandir(arguments.corpora), key=lambda e: e.name):
        if not entry.is_dir() or entry.name.startswith(".") or (arguments.only and entry.name not in arguments.only):
            continue
        found += [(entry.path, finding) for finding in findings_of(arguments.assay, entry.path)]
    if arguments.language:
        print_sample(found, arguments.language, arguments, sys.stdout)
        return 0
    os.makedirs(arguments.out, exist_ok=True)
    for language in EXTENSIONS:
        with open(os.path.join(arguments.out, f"{language}.txt"), "w", encoding="utf-8") as to:
            print_sample(found, language, arguments, to)
    return 0


if __name__ == "__main__":
    sys.exit(main())
