#!/usr/bin/env python3
"""What does `assay diff` say of real histories, and of commits that only move or reformat code?

usage: diff_histories.py [-n COMMITS] [--moves MOVES] REPOSITORY…

Works on clones of its own. For each repository COMMITS commits are compared with their parents: failures, findings reported as
new, how many of these stand on changed lines. Then MOVES changes are made by script in files that have findings: lines above, a
rename, two blanks of indentation for each one, functions in reverse order (Python). None may bring a new finding.
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
import time

ASSAY = os.environ.get("ASSAY", "build/release/assay")


def git(folder, *words):
    return subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=True).stdout


def checkout(folder, commit):
    # Objects may be missing from a mirror: what can be checked out is.
    subprocess.run(["git", "-C", folder, "checkout", "-qf", commit], capture_output=True, check=False)
    subprocess.run(["git", "-C", folder, "checkout", "-qf", commit, "--", "."], capture_output=True, check=False)


def difference(folder, base):
    began = time.monotonic()
    done = subprocess.run([ASSAY, "diff", base, folder, "-f", "json", "-q"], capture_output=True, text=True)
    if done.returncode != 0:
        print(f"  {base}: exit {done.returncode}: {done.stderr.strip()[:200]}")
        return None, 0
    return json.loads(done.stdout), time.monotonic() - began


def commits(folder, count):
    everything = git(folder, "rev-list", "--no-merges", "--first-parent", "-n", "400", "HEAD").split()
    return everything[::max(1, len(everything) // count)][:count]


def histories(folder, count):
    failed, new, on_line, fixed, moved, times = 0, [], 0, 0, 0, []
    for commit in commits(folder, count):
        checkout(folder, commit)
        change, seconds = difference(folder, commit + "^")
        if change is None:
            failed += 1
            continue
        times.append(seconds)
        fixed += len(change["fixed"])
        moved += sum(v["from"] != v["to"] for v in change["verdicts"])
        for finding in change["new"]:
            on_line += finding["on_changed_line"]
            new.append((commit, finding))
    times.sort()
    print(f"  {count} commits, {failed} failed; {len(new)} new ({on_line} on changed lines), {fixed} fixed, {moved} verdicts moved; "
          f"median {times[len(times) // 2]:.2f} s" if times else "  nothing could be compared")
    return new


def moved_text(kind, path, text):
    """The changed text, and the name of the file it goes to; nothing where this kind does not fit."""
    mark = "#" if path.endswith((".py", ".rb")) else "//"
    if kind == "lines" and not path.endswith(".php"):
        return f"{mark} one\n{mark} two\n\n" + text, path
    if kind == "rename":
        folder, name = os.path.split(path)
        return text, os.path.join(folder, "moved_" + name)
    if kind == "indent" and "\t" not in text and '"""' not in text:
        return re.sub(r"^( +)", lambda m: m[1] * 2, text, flags=re.M), path
    if kind == "order" and path.endswith(".py"):
        parts = re.split(r"(?m)^(?=(?:async )?def |class )", text)
        if len(parts) > 2 and not any(re.search(r"(?m)^@|^if |^[A-Z_]+ =", part) for part in parts):
            return parts[0] + "".join(part.rstrip("\n") + "\n\n\n" for part in reversed(parts[1:])), path
    return None, path


def moves(folder, count):
    report = json.loads(subprocess.run([ASSAY, "scan", folder, "-f", "json", "-q"], capture_output=True, check=True).stdout)
    files = sorted({finding["file"] for finding in report["findings"]})
    pick, made, new = random.Random(1), 0, 0
    for _ in range(20 * count):
        if made == count or not files:
            break
        kind, path = pick.choice(("lines", "rename", "indent", "order")), pick.choice(files)
        with open(os.path.join(folder, path), encoding="utf-8", errors="surrogateescape", newline="") as file:
            text, target = moved_text(kind, path, file.read())
        if text is None:
            continue
        made += 1
        os.remove(os.path.join(folder, path))
        with open(os.path.join(folder, target), "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text)
        change, _ = difference(folder, "HEAD")
        for finding in change["new"] if change else []:
            new += 1
            print(f"  {kind} {path}: {finding['rule']} {finding['file']}:{finding['line']}")
        checkout(folder, "HEAD")
        git(folder, "clean", "-qfd")
    print(f"  {made} commits that move or reformat: {new} new findings")


def main():
    options = argparse.ArgumentParser()
    options.add_argument("-n", type=int, default=40)
    options.add_argument("--moves", type=int, default=20)
    options.add_argument("--new", help="write the new findings there, to be read and judged")
    options.add_argument("repositories", nargs="+")
    chosen = options.parse_args()
    everything = []
    for repository in chosen.repositories:
        print(repository)
        place = tempfile.mkdtemp(prefix="assay-bench-")
        try:
            folder = os.path.join(place, "clone")
            git(".", "clone", "-q", "--shared", "--no-checkout", repository, folder)
            head = git(folder, "rev-parse", "HEAD").strip()
            everything += [(repository, *found) for found in histories(folder, chosen.n)] if chosen.n else []
            checkout(folder, head)
            moves(folder, chosen.moves)
        finally:
            shutil.rmtree(place, ignore_errors=True)
    if chosen.new:
        with open(chosen.new, "w", encoding="utf-8") as file:
            json.dump(everything, file, indent=1)
    return 0


if __name__ == "__main__":
    sys.exit(main())
