#!/usr/bin/env python3
"""How much of what profiles measured does the hot-path estimate find? usage: hot_paths.py --assay BIN PROGRAM… [options]

A PROGRAM is SOURCE=PROFILE[,PROFILE…] or, where compiled JavaScript was profiled, SOURCE=PROFILE[,PROFILE…]+MAPS. Each
source is scanned with its profiles; the report's own `estimate_check` says which share of the measured cost the estimate's
top 5 % and 10 % of the functions have. Printed: that share divided by the best possible one, the rank correlation, and the
share of the project's cost that found its function. --entry FILE names a JSON file {SOURCE: [entry, …]} of what the
workloads call. --at-least A,B ends with status 1 where the means of the two ratios are lower.
"""
import argparse
import json
import os
import subprocess
import sys


def measure(assay, source, profiles, maps, entries):
    command = [assay, "scan", source, "-f", "json", "-q", "--progress", "never", "--max-file-size", "20000000"]
    command += ["--profile", ",".join(profiles)]
    if maps:
        command += ["--source-maps", maps]
    for entry in entries:
        command += ["--entry", entry]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise RuntimeError(f"{source}: {done.stderr.decode(errors='replace').strip()}")
    coverage = json.loads(done.stdout)["coverage"]
    own = sum(p["own"] * p["total"] for p in coverage["profiles"])
    joined = sum(p["joined"] * p["total"] for p in coverage["profiles"])
    return coverage["estimate_check"], joined / own if own else 0


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("programs", nargs="+", metavar="SOURCE=PROFILE[,PROFILE...][+MAPS]")
    options.add_argument("--assay", required=True)
    options.add_argument("--entry", help="JSON file of what each source's workload calls")
    options.add_argument("--at-least", help="two means, at 5 and at 10 per cent: 0.5,0.6")
    arguments = options.parse_args()
    entries = {}
    if arguments.entry:
        with open(arguments.entry, encoding="utf-8") as file:
            entries = json.load(file)

    print(f"{'program':<24} {'met':>5} {'top 5 %':>8} {'top 10 %':>9} {'ranks':>6} {'joined':>7}")
    ratios = []
    for program in arguments.programs:
        source, _, rest = program.partition("=")
        profiles, _, maps = rest.partition("+")
        check, joined = measure(arguments.assay, source, profiles.split(","), maps, entries.get(source, []))
        at_5 = check["top_5_percent"] / check["best_5_percent"] if check["best_5_percent"] else 0
        at_10 = check["top_10_percent"] / check["best_10_percent"] if check["best_10_percent"] else 0
        ratios.append((at_5, at_10))
        print(f"X {check['functions']:>5} {at_5:>8.2f} {at_10:>9.2f} "
              f"{check['rank_correlation']:>6.2f} {joined:>7.1%}", flush=True)
    means = [sum(column) / len(ratios) for column in zip(*ratios)]
    print(f"{'mean':<24} {'':>5} {means[0]:>8.3f} {means[1]:>9.3f}")
    if arguments.at_least:
        wanted = [float(figure) for figure in arguments.at_least.split(",")]
        return 1 if any(mean < figure for mean, figure in zip(means, wanted)) else 0
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, RuntimeError, ValueError) as error:
        sys.exit(f"hot_paths.py: {error}")
