#!/usr/bin/env python3
"""Hostile C and C++ without a compiler: macros, includes, conditionals and compile databases that aim at whoever reads them.

Each file is analysed or named with a reason, in bounded time; nothing is executed, nothing outside is read, and an honest
file beside them is read as if it were alone.
"""
import json
import os
import resource
import shutil
import subprocess
import tempfile
import unittest

from support import ASSAY, environment

SECONDS = 60  # of CPU for the whole tree; a quadratic pass over any of its files takes minutes
HONEST = "#include \"api.h\"\nAPI int honest(struct node *p) {\n  int n = 0;\n  every(p) {\n    n++;\n  }\n  return n;\n}\n"
API = "#define API __attribute__((used))\n#define every(p) for (; p; p = p->next)\n"


def content():
    """Files whose text is the attack."""
    yield "one_line.c", "int x;" * 100_000
    yield "brackets.c", "int x = " + "(\n" * 50_000 + "1" + ")\n" * 50_000 + ";"
    yield "braces.cpp", "void f() " + "{\n" * 50_000 + "}\n" * 50_000
    yield "else_if.c", "void f(int x) {\n" + "if (x == 1) g();\nelse " * 10_000 + "g();\n}\n"
    yield "sum.c", "int x = " + "1 + " * 100_000 + "1;"
    yield "tokens.cpp", "a < \n" * 20_000 + ";"
    yield "calls.c", "void f() { " + "AAAA(\n" * 50_000 + "1" + ")\n" * 50_000 + "; }"
    yield "unclosed.c", "void f() { " + "AAAA(x\n" * 50_000
    yield "statements.c", "void f() {\n" + "AAAA(x)\n" * 20_000 + "}\n"
    yield "annotations.h", "__printf(\n" * 50_000
    yield "cases.c", "void f(int x) { switch (x) { case 1 " + "...\n" * 50_000 + ": ; } }"
    yield "members.cpp", "void f(" + "int A::*,\n" * 10_000 + "int);"
    yield "comments.c", "void f() { " + "AAAA(x) /* \n" * 10_000
    yield "conditionals.c", "".join(f"#if A{i}\nf(\n#else\n" for i in range(10_000)) + "#endif\n" * 10_000
    yield "nested_if.c", "#if 1\n" * 100_000
    yield "defines.h", "".join(f"#define NAME_{i}\n" for i in range(100_000))
    yield "chain.h", "".join(f"#define C{i} C{i + 1} C{i + 1} C{i + 1}\n" for i in range(30_000))
    yield "laughs.h", "#define L0 ha\n" + "".join(f"#define L{i + 1} " + f"L{i} " * 10 + "\n" for i in range(9)) + "int x = L9;\n"
    yield "cycle.h", "#define ONE TWO\n#define TWO ONE\n#include \"cycle.h\"\nONE int f(void);\n"
    yield "long_define.h", "#define LONG " + "x " * 400_000 + "\n#define OPEN(" + "a," * 200_000
    yield "backslashes.h", "#define B " + "\\\n" * 400_000
    yield "include.c", "".join(f"#include {name}\n" for name in ('"/dev/zero"', '"/proc/self/environ"', '"pipe.h"', '"include.c"', '"../../../etc/passwd"'))
    yield "pragma.cpp", "#pragma clang __debug crash\n#pragma clang __debug parser_crash\n#pragma GCC poison int\n#pragma comment(lib, \"x\")\nint f() { return 1; }\n"
    yield "constexpr.cpp", "constexpr int f(int n) { while (true) ++n; return n; }\nconstexpr int n = f(1);\nint g() { return n; }\n"
    yield "templates.cpp", "template<int N> struct B { typedef typename B<N - 1>::t l; typedef typename B<N - 2>::t r; };\nB<900>::l x;\nint g() { return 1; }\n"


class HostileC(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="assay-hostile-c-")
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.root = os.path.join(cls.folder, "tree")
        cls.canary = os.path.join(cls.folder, "executed")
        os.mkdir(cls.root)
        cls.names = []
        for name, text in content():
            cls.names.append(name)
            cls.write(name, text)
        cls.write("honest.c", HONEST)
        cls.write("api.h", API)
        os.mkfifo(os.path.join(cls.root, "pipe.h"))
        os.symlink("/dev/zero", os.path.join(cls.root, "zero.h"))
        cls.write("driver.sh", f"#!/bin/sh\ntouch {cls.canary}\n", 0o755)
        cls.write("arguments.rsp", f"-fplugin={cls.canary}.so\n")
        cls.write("compile_commands.json", json.dumps(
            [{"directory": cls.root, "file": "honest.c", "command": f"./driver.sh -c honest.c; touch {cls.canary} $(touch {cls.canary})"},
             {"directory": "/", "file": "/etc/passwd", "arguments": ["cc", "-MF", cls.canary, "-MJ", cls.canary, "-o", cls.canary, "@arguments.rsp",
                                                                     "-Xclang", "-load", "-Xclang", f"{cls.canary}.so"]}]
            + [{"directory": cls.root, "file": "honest.c", "arguments": ["cc"]}] * 20_000))

    @classmethod
    def write(cls, name, text, mode=0o644):
        path = os.path.join(cls.root, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, mode)

    def scan(self, root, *options):
        began = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        done = subprocess.run([ASSAY, "scan", root, "-f", "json", "-q", *options], capture_output=True, timeout=10 * SECONDS,
                              env={**environment(), "ASSAY_TEST_SECRET": "unreadable-secret"})
        self.assertEqual(0, done.returncode, done.stderr[-500:])
        self.assertLess(resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - began, SECONDS)
        return done.stdout

    def test_each_file_is_analysed_or_named_and_nothing_acts(self):
        out = self.scan(self.root, "--no-cache", "--file-timeout", "5000")
        self.assertFalse(os.path.exists(self.canary), "something of the tree was executed or written")
        self.assertNotIn(b"unreadable-secret", out)
        self.assertNotIn(b"root:x:0:0", out)
        report = json.loads(out)
        skipped = {entry["path"]: entry["reason"] for entry in report["coverage"]["skipped"]}
        self.assertTrue(all(skipped.values()))
        self.assertIn("pipe.h", skipped)
        self.assertNotIn("honest.c", skipped)
        for name in ("pragma.cpp", "constexpr.cpp", "templates.cpp", "include.c", "laughs.h", "else_if.c", "one_line.c"):
            self.assertNotIn(name, skipped, "it is ordinary to a parser")
        honest = [path for path in report["hot_paths"] if path["function"].endswith("honest")]
        self.assertEqual([("honest.c", 2)], [(path["file"], path["line"]) for path in honest])

    def test_macros_beyond_what_is_learnt_are_counted(self):
        with tempfile.TemporaryDirectory(prefix="assay-macros-") as folder:
            for name, macros in (("a.h", 30_000), ("b.h", 30_000)):
                with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
                    file.write("".join(f"#define {name[0].upper()}_API_{i} __attribute__((used))\n" for i in range(macros)))
            coverage = json.loads(self.scan(folder, "--no-cache", "--max-file-size", "10000000"))["coverage"]
            # What is known of every repository counts, too.
            self.assertTrue(10_000 <= coverage["macros_left_out"] < 11_000)

    def test_functions_with_an_error_inside_are_found_with_their_calls(self):
        with tempfile.TemporaryDirectory(prefix="assay-damage-") as folder:
            with open(os.path.join(folder, "a.c"), "w", encoding="utf-8") as file:
                file.write("void one(void);\nvoid two(void);\nvoid damaged(int x) {\n  one();\n  x = = ) 3 @ ;\n  two();\n}\nint after(void) { return 1; }\n")
            report = json.loads(self.scan(folder, "--no-cache"))
            self.assertGreaterEqual(report["coverage"]["calls"]["total"], 2)
            self.assertTrue({"damaged", "after"} <= {path["function"] for path in report["hot_paths"]})

    def test_a_macro_that_changes_is_not_answered_from_the_cache(self):
        with tempfile.TemporaryDirectory(prefix="assay-macros-") as folder:
            root, cache = os.path.join(folder, "tree"), os.path.join(folder, "cache")
            os.mkdir(root)
            for name, text in (("honest.c", HONEST), ("api.h", API)):
                with open(os.path.join(root, name), "w", encoding="utf-8") as file:
                    file.write(text)
            first = self.scan(root, "--cache-dir", cache)
            self.assertEqual(first, self.scan(root, "--cache-dir", cache))
            with open(os.path.join(root, "api.h"), "w", encoding="utf-8") as file:
                file.write("#define API\nint every(struct node *p);\n")
            changed = self.scan(root, "--cache-dir", cache)
            self.assertEqual(changed, self.scan(root, "--no-cache"))
            self.assertNotEqual(first, changed)


if __name__ == "__main__":
    unittest.main()
