#!/usr/bin/env python3
"""What the compiler's answers cost and how complete they are, on projects with a compile database.

usage: compiler.py BUILD ROOT[=DATABASE]…     BUILD: assay's build folder (cmake --build BUILD --target unit_cost compiler_facts)

For each project, in one run: user CPU per unit of libclang's bare parse with the same flags, of assay's units without and with
precompiled standard headers, and of clang-tidy 19's performance-* (Debian: clang-tidy-19; its first 40 units of a large project,
and the bare parse of all); whether the answers are the same with and without; direct calls resolved; functions that the syntax
tree and the compiler both find; calls through pointers for which the compiler's names give functions.
"""
import json
import os
import re
import resource
import subprocess
import sys
import time


def children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime


def cost(build, mode, root, database):
    out = subprocess.run([f"{build}/tests/unit_cost", mode, root, *database], check=True, capture_output=True, text=True).stdout.split()
    return {"units": int(out[0]), "parsed": int(out[1]), "seconds": float(out[2]), "megabytes": int(out[3]), "answers": out[4]}


def facts(build, root, database):
    out = subprocess.run([f"{build}/tests/compiler_facts", root, *database], check=True, capture_output=True, text=True).stdout
    functions = {k: int(v) for k, v in re.findall(r"(both|syntax only|compiler only|macro-made|inactive) (\d+)", out)}
    calls = {k: int(v) for k, v in re.findall(r"^calls (.+): (\d+)$", out, re.M)}
    pointers = re.search(r"^pointers: calls (\d+) known (\d+)", out, re.M)
    return functions, calls, [int(n) for n in pointers.groups()]


def find_database(root):
    for path in ("compile_commands.json", "build/compile_commands.json"):
        if os.path.exists(os.path.join(root, path)):
            return os.path.join(root, path)
    sys.exit(f"{root}: no compile_commands.json in it or in build/")


def tidy(database, root, most):
    entries = {os.path.join(e["directory"], e["file"]): e for e in json.load(open(database, encoding="utf-8"))}
    files = sorted(os.path.realpath(f) for f in entries)
    files = [f for f in files if f.startswith(os.path.realpath(root) + "/")]
    files = files[:: max(1, -(-len(files) // most))]
    begin = children()
    subprocess.run(["clang-tidy-19", "-quiet", "-checks=-*,performance-*", "-p", os.path.dirname(database), *files],
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return len(files), children() - begin


def main():
    build, projects = sys.argv[1], sys.argv[2:]
    print("| project | units (parsed) | bare s/unit | plain | precompiled | ÷ bare | ÷ clang-tidy | MB | same | direct calls | functions | pointers |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for project in projects:
        root, _, named = project.partition("=")
        database = [named] if named else []
        bare, plain, fast = (cost(build, mode, root, database) for mode in ("bare", "plain", "precompiled"))
        count, spent = tidy(named or find_database(root), root, 40)
        functions, calls, pointers = facts(build, root, database)
        known = sum(calls.get(k, 0) for k in ("Function", "Virtual", "Dependent"))
        direct = known + calls.get("unknown", 0)
        both = functions["both"]
        agreed = both / max(1, both + functions["syntax only"] + functions["compiler only"])
        units = bare["units"]
        per_tidy = spent / max(1, count)
        print(f"| {os.path.basename(os.path.normpath(root))} | {units} ({plain['parsed']}) | {bare['seconds'] / units:.3f} | {plain['seconds'] / units:.3f} "
              f"| {fast['seconds'] / units:.3f} | {plain['seconds'] / bare['seconds']:.2f} / {fast['seconds'] / bare['seconds']:.2f} "
              f"| {plain['seconds'] / units / per_tidy:.2f} / {fast['seconds'] / units / per_tidy:.2f} | {plain['megabytes']} "
              f"| {'yes' if plain['answers'] == fast['answers'] else 'NO'} | {known / max(1, direct):.2%} of {direct} | {agreed:.2%} of {both} | {pointers[1]} of {pointers[0]} |", flush=True)


if __name__ == "__main__":
    main()
