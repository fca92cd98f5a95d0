#!/usr/bin/env python3
"""User CPU, wall time and memory of assay and its peers on the same files. usage: compare.py CORPORA --peers DIR [options]

For each language a fixed sample of CORPORA is copied into a folder of its own, as for parse_ratio/run.py. All programs run
on it in turn, round after round; printed are medians, and the median of the ratios of each round to its own bare parse, as
Markdown. C++ is measured on assay's own sources a second time, since clang-tidy and cppcheck need a project that compiles.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.realpath(os.path.join(HERE, "../../.."))
sys.path.insert(0, os.path.join(REPOSITORY, "tests/bench/parse_ratio"))
import measure  # noqa: E402
import run as parse_ratio  # noqa: E402

import rules  # noqa: E402

LANGUAGES = ["python", "c", "cpp", "javascript", "typescript"]


class Sample:
    def __init__(self, language, folder, files, scratch):
        self.language, self.folder, self.files, self.scratch = language, folder, files, scratch
        self.list = os.path.join(scratch, "files")
        with open(self.list, "w") as file:
            file.writelines(f"{name}\t{path}\n" for name, path in files)
        self.names = os.path.join(scratch, "names")
        with open(self.names, "w") as file:
            file.writelines(path + "\n" for _, path in files)
        self.rules = os.path.join(scratch, "rules.yml")
        with open(self.rules, "w") as file:
            file.write(rules.rules(language))


def npm(peers, pattern):
    """A native program inside an npm package: the shims in front of them cost more than some of the work."""
    command = ["find", os.path.join(peers, "node_modules"), "-path", pattern, "-type", "f", "-perm", "-u+x"]
    found = subprocess.run(command, capture_output=True, text=True).stdout.split()
    return found[0] if found else None


def commands(tools, peers, sample, jobs):
    """[(what, command, whether its cache is removed first)]"""
    cache = os.path.join(sample.scratch, "cache")
    assay = [tools.assay, "scan", sample.folder, "-f", "json", "-o", os.devnull, "-q", "-j", str(jobs), "--progress", "never"]
    paths = [path for _, path in sample.files]
    rows = [
        ("bare parse", tools.bare_parse(sample.list), False),
        ("assay, no cache", assay + ["--no-cache"], False),
        ("assay, cold", assay + ["--cache-dir", cache], True),
        ("assay, warm", assay + ["--cache-dir", cache], False),
        ("assay, warm, all files touched", assay + ["--cache-dir", cache], False),
        ("assay, warm, no stat index", assay + ["--cache-dir", cache, "--no-stat-index"], False),
        ("read and hash", [os.path.join(tools.folder, "hash_files"), sample.list], False),
        ("universal-ctags", ["ctags", "-f", os.path.join(sample.scratch, "tags"), "-L", sample.names], False),
        ("cloc", ["cloc", "--quiet", "--list-file=" + sample.names], False),
    ]
    ast_grep = npm(peers, "*ast-grep*/ast-grep")
    if ast_grep:
        rows.append(("ast-grep, 30 rules", [ast_grep, "scan", "-r", sample.rules, "--json=stream", "--no-ignore", "vcs", "-j", str(jobs), sample.folder], False))
    if sample.language == "python":
        rows.append(("pyflakes", ["pyflakes3", *paths], False))
        rows.append(("radon cc", ["radon", "cc", "-s", sample.folder], False))
    if sample.language in ("javascript", "typescript"):
        oxlint = os.path.join(peers, "node_modules/oxlint/bin/oxlint")
        rows.append(("oxlint", [oxlint, "--no-ignore", f"--threads={jobs}", sample.folder], False))
        biome = npm(peers, "*@biomejs/cli-linux-*/biome")
        if biome:
            rows.append(("biome lint", [biome, "lint", "--files-max-size=10000000", sample.folder], False))
    return rows


def own_sources(tools, build, scratch):
    """clang-tidy and cppcheck beside a scan of the same translation units: assay's own."""
    folder = os.path.join(scratch, "own")
    names = subprocess.run(["git", "-C", REPOSITORY, "ls-files", "analyzer/*.cpp", "rules/*.cpp", "reports/*.cpp"], check=True, capture_output=True, text=True).stdout.split()
    for name in names:
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        shutil.copyfile(os.path.join(REPOSITORY, name), os.path.join(folder, name))
    sample = Sample("cpp", folder, [("cpp", os.path.join(folder, name)) for name in names], scratch)
    paths = [os.path.join(REPOSITORY, name) for name in names]
    rows = [row for row in commands(tools, "/nonexistent", sample, 1) if row[0] in ("bare parse", "assay, no cache")]
    rows.append(("clang-tidy performance-*", ["clang-tidy", "-p", build, "--quiet", "--checks=-*,performance-*", *paths], False))
    rows.append(("cppcheck", ["cppcheck", "--quiet", "-I", REPOSITORY, "--std=c++20", *paths], False))
    return sample, rows


def measure_rows(rows, sample, rounds, slow_once=60):
    """{what: [Cost]}; what took longer than `slow_once` seconds runs once."""
    costs = {}
    for _ in range(rounds):
        for what, command, fresh in rows:
            if costs.get(what) and costs[what][0].user > slow_once:
                continue
            if fresh:
                shutil.rmtree(os.path.join(sample.scratch, "cache"), ignore_errors=True)
            if "touched" in what:
                for _, path in sample.files:
                    os.utime(path)
            costs.setdefault(what, []).append(measure.cost_of(command))
    return costs


def print_table(title, rows, costs, sample, peak):
    print(f"\n{title}\n\n| program | user CPU s | wall s | peak MB | user CPU / bare parse |\n| --- | --: | --: | --: | --: |")
    for what, command, fresh in rows:
        mine = costs[what]
        if fresh:
            shutil.rmtree(os.path.join(sample.scratch, "cache"), ignore_errors=True)
        ratio = statistics.median(cost.user / base.user for cost, base in zip(mine, costs["bare parse"]))
        memory = f"{measure.peak_kilobytes(command) / 1024:.0f}" if peak else ""
        print(f"| {what} | {statistics.median(c.user for c in mine):.2f} | {statistics.median(c.wall for c in mine):.2f} | {memory} | {ratio:.2f} |", flush=True)


def parsing_seconds(tools, folder, jobs):
    """Wall time of the stage that parses, as `--timings` says."""
    command = [*tools.scan(folder, jobs=jobs), "--timings"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    return next(float(line.split()[2]) for line in said.splitlines() if line.startswith("analyse files"))


def print_two_jobs(tools, sample, rounds):
    pairs = [(parsing_seconds(tools, sample.folder, 1), parsing_seconds(tools, sample.folder, 2)) for _ in range(rounds)]
    ratios = sorted(two / one for one, two in pairs)
    print(f"\nParsing with two jobs takes {statistics.median(ratios):.2f} of the wall time of one ({ratios[0]:.2f} to {ratios[-1]:.2f}).", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("corpora")
    options.add_argument("--peers", required=True, help="folder with the npm packages")
    options.add_argument("--build", default=os.path.join(REPOSITORY, "build/release"))
    options.add_argument("--language", action="append", choices=LANGUAGES)
    options.add_argument("--megabytes", type=float, default=15)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--no-own-sources", action="store_true", help="leave out clang-tidy and cppcheck, which take minutes")
    arguments = options.parse_args()

    measure.adopt_orphans()
    tools = measure.Tools(arguments.build)
    root = os.path.realpath(arguments.corpora)
    by_language = {}
    for corpus in sorted(entry.path for entry in os.scandir(root) if entry.is_dir() and not entry.name.startswith(".")):
        for language, path in tools.list_files(corpus):
            by_language.setdefault(language, []).append(path)
    for language in arguments.language or LANGUAGES:
        with tempfile.TemporaryDirectory(prefix="assay-peers-") as scratch:
            folder = os.path.join(scratch, "sample")
            parse_ratio.copy_sample(parse_ratio.sample(by_language[language], root, arguments.megabytes), root, folder)
            files = [(name, path) for name, path in tools.list_files(folder) if name == language]
            sample = Sample(language, folder, files, scratch)
            rows = commands(tools, arguments.peers, sample, arguments.jobs)
            size = sum(os.path.getsize(path) for _, path in files)
            print_table(f"{rules.NAMES[language]}, {len(files)} files, {size / 1e6:.1f} MB", rows, measure_rows(rows, sample, arguments.rounds), sample, True)
            print_two_jobs(tools, sample, arguments.rounds)
    if not arguments.no_own_sources:
        with tempfile.TemporaryDirectory(prefix="assay-peers-") as scratch:
            sample, rows = own_sources(tools, arguments.build, scratch)
            print_table(f"C++, assay's own {len(sample.files)} sources, one job", rows, measure_rows(rows, sample, arguments.rounds), sample, False)


if __name__ == "__main__":
    try:
        main()
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        sys.exit(f"compare.py: {error}")
