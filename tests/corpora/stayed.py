#!/usr/bin/env python3
"""What does assay see in repositories that stayed in their language?

usage: stayed.py CLONES OUT [--assay BINARY]

CLONES holds a clone of each repository of stayed.txt that is to be read, named OWNER+NAME, with the commit of that
list checked out, or the corpus that is named (corpus+linux, a link will do). OUT gets a JSON file for each, which
verdict_weights.py reads:

    {"repository", "components": [{"id", "kind", "choice", "confidence", "signals": {id: value}}]}

Clones that are missing are named.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile


def read_list():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "stayed.txt")
    with open(path, encoding="utf-8") as file:
        return [line.split() for line in file if line.strip() and not line.startswith("#")]


def scan(assay, tree):
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        done = subprocess.run([assay, "scan", tree, "--no-cache", "-q", "-f", "json", "-o", report.name], check=False)
        if done.returncode not in (0, 1):
            sys.exit(f"{tree}: assay ended with {done.returncode}")
        components = json.load(open(report.name, encoding="utf-8"))["components"]
    return [{"id": c["id"], "kind": c["kind"],
             "choice": c["verdict"]["choice"], "confidence": c["verdict"]["confidence"],
             "signals": {s["id"]: s["value"] for s in c["signals"]}} for c in components]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("clones")
    parser.add_argument("out")
    parser.add_argument("--assay", default="assay")
    arguments = parser.parse_args()
    os.makedirs(arguments.out, exist_ok=True)
    for name, commit in read_list():
        tree = os.path.join(arguments.clones, name.replace("/", "+"))
        asked = subprocess.run(["git", "-C", tree, "rev-parse", "HEAD"], capture_output=True, text=True, check=False)
        head = asked.stdout.strip()
        if not (os.path.isdir(tree) if commit == "-" else head.startswith(commit)):
            why = "another commit is checked out" if head else "no clone"
            print(f"{name}: {why}, skipped", file=sys.stderr)
            continue
        with open(os.path.join(arguments.out, name.replace("/", "+") + ".json"), "w", encoding="utf-8") as file:
            json.dump({"repository": name, "components": scan(arguments.assay, tree)}, file)


if __name__ == "__main__":
    main()
