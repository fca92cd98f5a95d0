#!/usr/bin/env python3
"""How well are C and C++ read without a compiler? usage: c_damage.py FOLDER… [--every N] [--show N] [--missing FILE]

FOLDER is a tree of sources (tests/bench/corpora.sh brings the Linux kernel, LLVM and Boost). Printed per folder, for the plain
parse and for the prepared one, learning from the folder's `#define`s included: functions with a syntax error inside, bytes
in error nodes, CPU time of the two in one run, and how many of the functions that universal-ctags sees are not found. A
function of ctags counts as found where assay has one of that name in the file, or one on that line: the two name
functions that macros define differently. Where ctags is not installed, that column says so.

--every N takes each Nth file in the order of their paths; --show N prints so many of the remaining errors; --missing writes
the functions of ctags that were not found. Run on demand; needs c_damage and analysed_files from the build (the variable
BUILD says where).
"""
import argparse
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
BUILD = os.path.abspath(os.environ.get("BUILD") or os.path.join(ROOT, "build/release"))


def analysed_files(folder):
    out = subprocess.run([os.path.join(BUILD, "tests/bench/parse_ratio/analysed_files"), folder], check=True, stdout=subprocess.PIPE).stdout
    lines = [line.split(b"\t", 1) for line in out.split(b"\n") if line]
    return sorted((path, language) for language, path in lines if language in (b"c", b"cpp"))


def ctags_functions(files):
    """{(path, name, line)} of the functions that ctags sees; None: it is not installed, or is another ctags."""
    if not shutil.which("ctags") or b"Universal Ctags" not in subprocess.run(["ctags", "--version"], stdout=subprocess.PIPE, check=True).stdout:
        return None
    found = set()
    for language, name in ((b"c", "C"), (b"cpp", "C++")):
        paths = b"".join(path + b"\n" for path, of in files if of == language)
        command = ["ctags", f"--language-force={name}", f"--kinds-{name}=f", "--fields=n", "--excmd=number", "--sort=no", "-L", "-", "-f", "-"]
        out = subprocess.run(command, input=paths, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        for line in out.split(b"\n"):
            fields = line.split(b"\t")
            if len(fields) >= 3 and not line.startswith((b"!", b"__anon")):  # closures are no named functions
                found.add((fields[1], fields[0], int(fields[2].split(b";")[0])))
    return found


def not_found(ctags, functions):
    names, lines = set(), set()
    for row in functions.split(b"\n"):
        if row:
            path, name, first, last = row.split(b"\t")
            names.add((path, re.sub(rb"\s", b"", name)))
            lines.update((path, line) for line in range(int(first), min(int(last), int(first) + 50) + 1))
    return sorted(tag for tag in ctags if (tag[0], re.sub(rb"\s", b"", tag[1])) not in names and (tag[0], tag[2]) not in lines)


def measure(folder, arguments):
    files = analysed_files(folder)[::arguments.every]
    with tempfile.TemporaryDirectory(prefix="assay-damage-") as temporary:
        listed, functions, errors = (os.path.join(temporary, name) for name in ("list", "functions", "errors"))
        with open(listed, "wb") as file:
            file.writelines(language + b"\t" + path + b"\n" for path, language in files)
        out = subprocess.run([os.path.join(BUILD, "tests/c_damage"), listed, "--functions", functions, "--errors", errors],
                             check=True, stdout=subprocess.PIPE).stdout
        figures = json.loads(out)
        with open(functions, "rb") as file:
            function_rows = file.read()
        with open(errors, encoding="utf-8", errors="replace") as file:
            error_rows = file.read().splitlines()
    plain, prepared = figures["plain"], figures["prepared"]
    print(f"{folder}: {plain['files']} files, {plain['bytes'] / 1e6:.0f} MB, {figures['macros']} macros learnt in {figures['learning_seconds']:.2f} s")
    for name, row in (("plain", plain), ("prepared", prepared)):
        print(f"  {name:9} functions with an error inside {100 * row['functions_with_error'] / max(row['functions'], 1):6.2f} % of {row['functions']},"
              f" bytes in error nodes {100 * row['error_bytes'] / max(row['bytes'], 1):5.2f} %,"
              f" files with an error {100 * row['files_with_error'] / max(row['files'], 1):5.1f} %, given up {row['given_up']}, {row['seconds']:.2f} s")
    print(f"  preparing and parsing take {prepared['seconds'] / max(plain['seconds'], 1e-9):.3f} of the plain parse")
    ctags = ctags_functions(files)
    if ctags is None:
        print("  universal-ctags is not installed: functions missing are not known")
    else:
        missing = not_found(ctags, function_rows)
        capitals = sum(re.fullmatch(rb"[A-Z0-9_]+", name) is not None for _, name, _ in missing)
        print(f"  ctags sees {len(ctags)} functions, {len(missing)} of them are not found: {100 * len(missing) / max(len(ctags), 1):.2f} %;"
              f" without names in capitals, which are macros, {100 * (len(missing) - capitals) / max(len(ctags), 1):.2f} %")
        if arguments.missing:
            with open(arguments.missing, "wb") as file:
                file.writelines(b"%s:%d\t%s\n" % (path, line, name) for path, name, line in missing)
    for row in random.Random(1).sample(error_rows, min(arguments.show, len(error_rows))):
        print("   ", row)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folders", nargs="+", metavar="FOLDER")
    options.add_argument("--every", type=int, default=1)
    options.add_argument("--show", type=int, default=0)
    options.add_argument("--missing")
    arguments = options.parse_args()
    for folder in arguments.folders:
        measure(folder, arguments)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"c_damage.py: {error}")
