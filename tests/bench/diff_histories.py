#!/usr/bin/env python3
"""What does `assay diff` say of real histories, and of changes that only move or reformat code?

usage: diff_histories.py [-n COMMITS] [--span STEPS] [--moves MOVES] [--new FILE] REPOSITORY…

Works on clones of its own. For each repository COMMITS commits are compared with their parents, and COMMITS more with what was STEPS
commits before: failures, findings reported as new, how many of these stand on changed lines, verdicts that moved. Then MOVES
changes are made in files that have findings, of each kind in turn: lines above, a renamed file, a renamed folder, two blanks of
indentation for each one, functions in reverse order, other line endings, and what a formatter makes of the file where one is
installed. None may bring a new finding. --new writes the new findings with their commits, to be read and judged.
"""
import argparse
import collections
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
FORMATTERS = {  # by the file's ending, each reading standard input
    (".c", ".h", ".cc", ".cpp", ".hpp", ".cs", ".java"): ["clang-format-14", "--style=WebKit"],
    (".go",): ["gofmt"], (".py",): ["black", "-q", "-"], (".rs",): ["rustfmt", "--emit", "stdout", "--quiet"],
    (".js", ".ts", ".jsx", ".tsx"): ["prettier", "--stdin-filepath"],
}
# Where a function begins that may change its place with its neighbours, by the file's ending.
FUNCTIONS = {
    (".py",): r"(?m)^(?=(?:async )?def |class )", (".go",): r"(?m)^(?=func )", (".rs",): r"(?m)^(?=(?:pub(?:\(crate\))? )?(?:async )?fn )",
    (".js", ".ts", ".jsx", ".tsx"): r"(?m)^(?=(?:export )?(?:async )?function )",
}


def git(folder, *words):
    return subprocess.run(["git", "-C", folder, *words], capture_output=True, text=True, check=True).stdout


def checkout(folder, commit):
    # Objects may be missing from a mirror: what can be checked out is.
    subprocess.run(["git", "-C", folder, "checkout", "-qf", commit], capture_output=True, check=False)
    subprocess.run(["git", "-C", folder, "checkout", "-qf", commit, "--", "."], capture_output=True, check=False)


def difference(folder, base):
    began = time.monotonic()
    done = subprocess.run([ASSAY, "diff", base, folder, "-f", "json", "-q", "--cache-dir", folder + ".cache"], capture_output=True, text=True)
    if done.returncode != 0:
        print(f"  {base}: exit {done.returncode}: {done.stderr.strip()[:200]}")
        return None, 0
    return json.loads(done.stdout), time.monotonic() - began


def histories(folder, count, span):
    """Of each chosen commit the new findings, against the commit `span` first parents before it."""
    line = git(folder, "rev-list", "--first-parent", "-n", str(max(400, (count + 1) * span)), "HEAD").split()
    step = max(span, (len(line) - span) // max(1, count))
    failed, new, moved, fixed, times = 0, [], 0, 0, []
    pairs = [(line[i], line[i + span]) for i in range(0, len(line) - span, step)][:count]
    for commit, base in pairs:
        checkout(folder, commit)
        change, seconds = difference(folder, base)
        if change is None:
            failed += 1
            continue
        times.append(seconds)
        fixed += len(change["fixed"])
        moved += sum(v["from"] != v["to"] for v in change["verdicts"])
        new += [{"commit": commit, "base": base, **finding} for finding in change["new"]]
    on_line = sum(finding["on_changed_line"] for finding in new)
    print(f"  {len(pairs)} steps of {span}: {failed} failed; {len(new)} new ({on_line} on changed lines), {fixed} fixed, "
          f"{moved} verdicts moved; median {sorted(times)[len(times) // 2] if times else 0:.2f} s", flush=True)
    return new


def by_ending(table, path):
    return next((value for endings, value in table.items() if path.endswith(endings)), None)


def formatted(path, text):
    command = by_ending(FORMATTERS, path)
    if command is None or shutil.which(command[0]) is None:
        return None
    words = command + [path] if command[-1] == "--stdin-filepath" else command
    done = subprocess.run(words, input=text, capture_output=True, text=True, errors="surrogateescape")
    return done.stdout if done.returncode == 0 and done.stdout.strip() else None


def reordered(path, text):
    border = by_ending(FUNCTIONS, path)
    parts = re.split(border, text) if border else []
    if path.endswith(".py") and any(re.search(r"(?m)^@|^if |^[A-Z_]+ =", part) for part in parts):
        return None  # would come to stand with another function
    if any(re.search(r"(?m)^(?:#\[|@)", part) for part in parts[1:]):
        return None
    return parts[0] + "".join(part.rstrip("\n") + "\n\n\n" for part in reversed(parts[1:])) if len(parts) > 2 else None


def changed(kind, path, text):
    """The text after the change; nothing where this kind does not fit."""
    mark = "#" if path.endswith((".py", ".rb")) else "//"
    if kind == "lines":
        return None if path.endswith(".php") or text.startswith("#!") else f"{mark} one\n{mark} two\n\n" + text
    if kind == "indent":
        # Text of several lines would become another text.
        return None if "\t" in text or '"""' in text or "'''" in text or "`" in text else re.sub(r"(?m)^( +)", r"\1\1", text)
    if kind == "endings":
        return None if "\r" in text else text.replace("\n", "\r\n")
    if kind == "order":
        return reordered(path, text)
    return formatted(path, text)


def change(kind, folder, path):
    """Makes one change in the work tree; False where this kind does not fit."""
    full = os.path.join(folder, path)
    parent, name = os.path.split(path)
    if kind == "rename":
        os.rename(full, os.path.join(folder, parent, "moved_" + name))
    elif kind == "folder":
        if parent == "":
            return False
        os.rename(os.path.join(folder, parent), os.path.join(folder, os.path.dirname(parent), "moved_" + os.path.basename(parent)))
    else:
        with open(full, encoding="utf-8", errors="surrogateescape", newline="") as file:
            before = file.read()
        text = changed(kind, path, before)
        if text is None or text == before:
            return False
        with open(full, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
            file.write(text)
    return True


def moves(folder, count):
    scan = [ASSAY, "scan", folder, "-f", "json", "-q", "--cache-dir", folder + ".cache"]
    report = json.loads(subprocess.run(scan, capture_output=True, check=True).stdout)
    files = sorted({finding["file"] for finding in report["findings"]})
    pick, made, new = random.Random(1), collections.Counter(), 0
    kinds = ["lines", "rename", "folder", "indent", "order", "endings", "format"]
    for turn in range(40 * count):
        if made.total() == count or not files:
            break
        kind, path = kinds[turn % len(kinds)], pick.choice(files)
        if not change(kind, folder, path):
            continue
        made[kind] += 1
        found, _ = difference(folder, "HEAD")
        for finding in found["new"] if found else []:
            new += 1
            print(f"  {kind} {path}: {finding['rule']} {finding['file']}:{finding['line']} {finding['message']}")
        checkout(folder, "HEAD")
        git(folder, "clean", "-qfd")
    kinds_made = ", ".join(f"{number} {kind}" for kind, number in sorted(made.items()))
    print(f"  {made.total()} changes that move or reformat ({kinds_made}): {new} new findings", flush=True)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("-n", type=int, default=40)
    options.add_argument("--span", type=int, default=20)
    options.add_argument("--moves", type=int, default=20)
    options.add_argument("--new", help="write the new findings there, to be read and judged")
    options.add_argument("repositories", nargs="+")
    chosen = options.parse_args()
    everything = []
    for repository in chosen.repositories:
        print(repository, flush=True)
        place = tempfile.mkdtemp(prefix="assay-bench-")
        try:
            folder = os.path.join(place, "clone")
            git(".", "clone", "-q", "--shared", "--no-checkout", repository, folder)
            os.mkdir(folder + ".cache")
            head = git(folder, "rev-parse", "HEAD").strip()
            for span in sorted({1, chosen.span}) if chosen.n else []:
                everything += [{"repository": repository, **found} for found in histories(folder, chosen.n, span)]
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
