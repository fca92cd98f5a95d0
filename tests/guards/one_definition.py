#!/usr/bin/env python3
"""Is each name of a namespace defined once? usage: one_definition.py [ROOT]

C++ allows one definition of a type, an inline function and a template in a whole program; a second one in another file is
undefined behaviour that no compiler has to tell, since each sees one file only, and the linker takes the destructor of
either. Reads the sources as clang-format leaves them: what stands at the start of a line in a namespace is a definition of
that namespace; unnamed namespaces are a file's own. Overloads share a name, so functions count with their parameters.
Prints each second one as `file:line: reason` and ends with status 1 if there is one.
"""
import os
import re
import sys

import layering

NAMESPACE = re.compile(r"^(?:inline )?namespace ([\w:]+)? ?\{")
END = re.compile(r"^\}  // namespace")
TYPE = re.compile(r"^(?:struct|class|enum class|enum|union) (?:\w+\(\w*\) )?(\w+)(?: final)?(?: :[^:].*)?\s*(?:\{.*)?$")
INLINE = re.compile(r"^(?:inline|constexpr|static constexpr) [^=;]*?\b(\w+)\(([^;{]*)\)[^;{]*\{")
TEMPLATE = re.compile(r"^template <")


def definitions(lines):
    """(line number, namespace, name) of what the program may define only once."""
    spaces = []
    after_template = False
    for number, line in enumerate(lines, 1):
        if found := NAMESPACE.match(line):
            spaces.append(found.group(1) or "")
        elif END.match(line):
            spaces.pop()
        elif "" not in spaces:
            space = "::".join(spaces)
            declared = line.rstrip().endswith(";") and "{" not in line
            if (found := TYPE.match(line)) and not declared and not after_template:
                yield number, space, found.group(1)
            elif found := INLINE.match(line):
                yield number, space, f"{found.group(1)}({found.group(2)})"
            after_template = bool(TEMPLATE.match(line))


def sources(root):
    """Of the program and of the unit tests, which are linked with it."""
    yield from (path for path in layering.sources(root) if not path.endswith(".c"))
    for folder in ("tests/unit", "tests/support"):
        for name in sorted(os.listdir(os.path.join(root, folder)) if os.path.isdir(os.path.join(root, folder)) else []):
            if name.endswith((".h", ".cpp")):
                yield f"{folder}/{name}"


def breaches(root):
    known = {}
    for path in sources(root):
        with open(os.path.join(root, path), encoding="utf-8") as file:
            for number, space, name in definitions(file):
                first = known.setdefault((space, name), path)
                if first != path:
                    yield f"{path}:{number}: `{space}::{name}` is defined in {first} as well, give one another name"


if __name__ == "__main__":
    found = list(breaches(sys.argv[1] if len(sys.argv) > 1 else "."))
    print("\n".join(found))
    sys.exit(1 if found else 0)
