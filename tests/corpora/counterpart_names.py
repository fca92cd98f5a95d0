#!/usr/bin/env python3
"""Do the packages that rules/counterparts names exist? usage: counterpart_names.py FOLDER…

Reads what real projects depend on: the Cargo.lock, Cargo.toml, go.mod and go.sum files of the folders given and, where one is a
git directory without a work tree, those of its HEAD. A Go module or crate that the tables name and no project uses is printed:
look at each of these by hand before trusting it (`go list -m NAME@latest`, `cargo info NAME`). On demand; asks no registry.
"""
import os
import re
import subprocess
import sys

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "rules", "counterparts")
LIST = re.compile(r"\b(go|rust): \[([^\]]*)\]")
WANTED = ("Cargo.lock", "Cargo.toml", "go.mod", "go.sum")
CRATE = re.compile(r'^name = "([^"]+)"|^"?([A-Za-z0-9_-]+)"?(?:\.workspace)? *= *(?:"[~^=<>*0-9]|\{|true)', re.M)
MODULE = re.compile(r"^\s*(?:require\s+)?([a-z0-9.-]+\.[a-z]+/\S+|[a-z0-9.-]+\.[a-z]{2,}) v", re.M)


def named():
    found = {"go": set(), "rust": set()}
    for file in sorted(os.listdir(ROOT)):
        with open(os.path.join(ROOT, file), encoding="utf-8") as text:
            for language, words in LIST.findall(text.read()):
                found[language].update(word.strip().removeprefix("binding ") for word in words.split(","))
    words = {"std", "none", "write", ""}
    return {n for n in found["go"] - words if "." in n.split("/")[0]}, found["rust"] - words


def files_of(folder):
    if os.path.isfile(os.path.join(folder, "HEAD")):
        git = ["git", "-C", folder]
        listed = subprocess.run([*git, "ls-tree", "-r", "--name-only", "-z", "HEAD"], capture_output=True)
        for path in listed.stdout.decode(errors="replace").split("\0"):
            if os.path.basename(path) in WANTED:
                yield path, subprocess.run([*git, "show", f"HEAD:{path}"], capture_output=True).stdout
        return
    for base, folders, files in os.walk(folder):
        folders[:] = [f for f in folders if f not in (".git", "node_modules")]
        for file in files:
            if file in WANTED:
                with open(os.path.join(base, file), "rb") as content:
                    yield file, content.read()


def main():
    modules, crates = named()
    used_modules, used_crates = set(), set()
    for folder in sys.argv[1:]:
        for path, content in files_of(folder):
            text = content.decode(errors="replace")
            if os.path.basename(path).startswith("Cargo"):
                used_crates.update((a or b).replace("_", "-") for a, b in CRATE.findall(text))
            else:
                used_modules.update(MODULE.findall(text))
    unseen = [f"go {name}" for name in sorted(modules - used_modules)]
    unseen += [f"rust {name}" for name in sorted(crates) if name.replace("_", "-") not in used_crates]
    print("\n".join(unseen))
    print(f"{len(modules)} modules and {len(crates)} crates, {len(unseen)} of them in no lock file or manifest")
    return 1 if unseen else 0


if __name__ == "__main__":
    sys.exit(main())
