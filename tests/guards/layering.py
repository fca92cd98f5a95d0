#!/usr/bin/env python3
"""Does every #include follow the arrows of the architecture? usage: layering.py [ROOT]

Each part may include itself and the parts named in its row, nothing else; an include in quotes must name a file of the
repository by its path from the root. Prints each breach as `file:line: reason` and ends with status 1 if there is one.
"""
import os
import re
import sys

# part: (folders, parts that it may include). The folder with the longest matching path counts; "analyzer/*" and
# "parsers/*" are the files directly in these folders.
LAYERS = {
    "base": (["analyzer/base"], []),
    "facts": (["analyzer/facts"], ["base"]),
    "project": (["analyzer/project"], ["base", "facts"]),
    "grammars": (["parsers/grammars"], []),
    "manifests": (["parsers/manifests"], ["base", "facts"]),
    "profiles": (["parsers/profiles"], ["base", "facts"]),
    "parsers": (["parsers/*", "parsers/syntax", "parsers/languages"], ["base", "facts", "grammars"]),
    "cxx": (["parsers/cxx"], ["base", "facts"]),
    "workers": (["analyzer/workers", "analyzer/cache"], ["base", "facts", "project", "manifests", "parsers", "cxx"]),
    "analysis": (["analyzer/analysis"], ["base", "facts"]),
    "rules": (["rules"], ["base", "facts", "analysis"]),
    "reports": (["reports"], ["base", "facts", "project", "analysis", "rules"]),
    "main": (["analyzer/*"], ["base", "facts", "project", "manifests", "profiles", "parsers", "cxx", "workers", "analysis", "rules", "reports"]),
}
# Written by the build, so not in the tree.
GENERATED = {"analyzer/facts/facts_generated.h"}
# The runtime's private headers, for the C file that walks its subtrees.
FOREIGN = {"language.h", "subtree.h", "tree.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s*"([^"]+)"')


def part_of(path):
    folder = os.path.dirname(path)
    exact = next((p for p, (folders, _) in LAYERS.items() if folder + "/*" in folders), None)
    if exact:
        return exact
    inside = [(len(f), p) for p, (folders, _) in LAYERS.items() for f in folders if (folder + "/").startswith(f + "/")]
    return max(inside)[1] if inside else None


def sources(root):
    for top in sorted({folders[0].split("/")[0] for folders, _ in LAYERS.values()}):
        for folder, folders, files in os.walk(os.path.join(root, top)):
            folders[:] = sorted(f for f in folders if f not in ("node_modules", "build"))
            for name in sorted(files):
                if name.endswith((".h", ".c", ".cpp")):
                    yield os.path.relpath(os.path.join(folder, name), root)


def breaches(root):
    for path in sources(root):
        part = part_of(path)
        if part is None:
            yield f"{path}:1: belongs to no part of LAYERS, add its folder there"
            continue
        allowed = {part, *LAYERS[part][1]}
        with open(os.path.join(root, path), encoding="utf-8") as file:
            for number, line in enumerate(file, 1):
                match = INCLUDE.match(line)
                if not match or (path.endswith(".c") and match[1] in FOREIGN):
                    continue
                target = match[1]
                if target not in GENERATED and not os.path.isfile(os.path.join(root, target)):
                    yield f"{path}:{number}: `{target}` is no path from the repository's root"
                elif part_of(target) not in allowed:
                    yield f"{path}:{number}: {part} must not include {part_of(target)} (`{target}`)"


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
    found = list(breaches(root))
    print("\n".join(found) if found else "every #include follows the layers")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
