#!/usr/bin/env python3
"""C and C++ with a compile database: what the compiler adds, where the database is found, and what a hostile one cannot do."""
import json
import os
import resource
import subprocess
import tempfile
import time
import unittest

from support import ASSAY, environment, report, run

ANIMALS = """#pragma once
struct Animal { virtual ~Animal() {} virtual int legs() const = 0; };
struct Dog : Animal { int legs() const override { return 4; } };
struct Bird : Animal { int legs() const override { return 2; } };
int add(int a, int b);
double add(double a, double b);
#define TWICE(x) add(x, x)
"""
MAIN = """#include "animals.h"
int add(int a, int b) { return a + b; }
double add(double a, double b) { return a + b; }
int of(const Animal& a) { return a.legs(); }
int ints() { return add(1, 2); }
double doubles() { return add(1.0, 2.0); }
int twice() { return TWICE(3); }
#ifdef WANTED
int wanted() { return ints(); }
#endif
"""


def write(root, path, text):
    full = os.path.join(root, path)
    os.makedirs(os.path.dirname(full), exist_ok=True)
    with open(full, "w") as file:
        file.write(text)


def entry(root, path, *flags, driver="c++"):
    return {"directory": root, "file": path, "arguments": [driver, *flags, "-c", path]}


def write_database(root, entries, path="compile_commands.json"):
    write(root, path, json.dumps(entries))


def callers(root, function, *arguments):
    done = run("explain", function, root, "-f", "json", "-q", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


class Repository(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="assay-test-")
        self.root = os.path.join(os.path.realpath(self.folder.name), "r")
        os.makedirs(self.root)

    def tearDown(self):
        self.folder.cleanup()

    def compiler(self, *arguments, **options):
        return report(self.root, "--no-cache", *arguments, **options)["coverage"]["compiler"]


class Concurrency(Repository):
    def test_each_form_is_seen_where_it_stands(self):
        forms = [  # line of C++, signal
            ("std::thread one(work);", "effect.spawn.thread"),
            ("auto two = std::async(std::launch::async, work);", "effect.spawn.task"),
            ("tbb::parallel_for(0, n, [&](int i) { cells[i] = i; });", "effect.spawn.task"),
            ("count.fetch_add(1);", "effect.sync.atomic"),
            ("std::lock_guard<std::mutex> held(guard);", "fact.lock"),
            ("std::unique_lock<std::mutex> other(guard); ready.wait(other);", "effect.wait"),
            ("_Pragma(\"omp parallel for\") for (int i = 0; i < n; ++i) cells[i] = i;", "fact.spawn"),
            ("if (n < 0) throw std::runtime_error(\"none\");", "fact.throw"),
            ("one.join();", "effect.wait"),
        ]
        head = ["#include <atomic>", "#include <condition_variable>", "#include <future>", "#include <mutex>", "#include <stdexcept>",
                "#include <thread>", "#include <tbb/parallel_for.h>", "void work() {}", "std::mutex guard;",
                "std::condition_variable ready;", "std::atomic<int> count{0};", "void start(int* cells, int n) {"]
        write(self.root, "third_party/tbb/include/tbb/parallel_for.h", "namespace tbb { template <class I, class F> void parallel_for(I a, I b, const F& f) { for (; a < b; ++a) f(a); } }\n")
        write(self.root, "a.cc", "\n".join(head + [line for line, _ in forms] + ["}", ""]))
        write_database(self.root, [entry(self.root, "a.cc", "-std=c++17", "-fopenmp", "-Ithird_party/tbb/include")])
        found = report(self.root, "--no-cache")
        self.assertEqual(found["coverage"]["compiler"]["units"]["parsed"], 1)
        signals = {s["id"]: {e["line"] for e in s["evidence"]} for s in found["components"][0]["signals"]}
        for row, (line, signal) in enumerate(forms, len(head) + 1):
            self.assertIn(row, signals.get(signal, set()), f"{line}: {signal}\n{signals}")


class Comparisons(Repository):
    """Like is compared with like: a commit's units cannot be compiled."""

    def test_a_commit_and_reports_with_and_without_a_compiler(self):
        write(self.root, "animals.h", ANIMALS)
        write(self.root, "main.cc", MAIN)
        write_database(self.root, [entry(self.root, "main.cc")], "build/compile_commands.json")
        for words in (["init", "-q"], ["add", "main.cc", "animals.h"], ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "one"]):
            subprocess.run(["git", *words], cwd=self.root, check=True, env=environment(HOME="/nonexistent"))
        stored = os.path.join(self.folder.name, "base.json")

        def compare(*arguments):
            both = []
            for form in ("json", "text"):
                done = run("diff", *arguments, "-f", form, "-q", "--no-cache")
                self.assertEqual(done.returncode, 0, done.stderr)
                both.append(done.stdout.decode())
            change = json.loads(both[0])
            return change["base"]["compiler"], change["head"]["compiler"], both[1]

        def store():
            self.assertEqual(run("scan", self.root, "-f", "json", "-o", stored, "-q", "--no-cache").returncode, 0)

        base, head, text = compare("HEAD", self.root)
        self.assertEqual((base, head), (False, False))
        self.assertIn("The compile database is left aside", text)
        store()
        base, head, text = compare("--base-report", stored, self.root)
        self.assertEqual((base, head), (True, True))
        self.assertNotIn("ompile", text)
        os.remove(os.path.join(self.root, "build/compile_commands.json"))
        base, head, text = compare("--base-report", stored, self.root)
        self.assertEqual((base, head), (True, False))
        self.assertIn("with a compiler in the base only", text)
        store()
        write_database(self.root, [entry(self.root, "main.cc")], "build/compile_commands.json")
        base, head, text = compare("--base-report", stored, self.root)
        self.assertEqual((base, head), (False, False))
        self.assertIn("The compile database is left aside", text)


class Answers(Repository):
    def setUp(self):
        super().setUp()
        write(self.root, "animals.h", ANIMALS)
        write(self.root, "main.cc", MAIN)

    def test_every_call_has_the_target_that_the_compiler_resolves(self):
        write_database(self.root, [entry(self.root, "main.cc", "-DWANTED")])
        seen = report(self.root, "--no-cache")
        use = seen["coverage"]["compiler"]
        self.assertEqual({"all": 1, "parsed": 1, "with_errors": 0, "failed": 0}, use["units"])
        self.assertEqual({"compiler": 2, "syntax": 0}, use["files"])
        calls = seen["coverage"]["calls"]
        self.assertEqual(calls["total"], calls["resolved"])
        # Overloads are told apart: the one for doubles is called from one place.
        self.assertIn("doubles", json.dumps(callers(self.root, "main.cc:3")))
        self.assertNotIn("ints", json.dumps(callers(self.root, "main.cc:3").get("callers", [])))
        # A virtual call runs what overrides.
        for method in ("Dog::legs", "Bird::legs"):
            self.assertIn('"of"', json.dumps(callers(self.root, method)))

    def test_the_database_is_found_where_builds_put_it(self):
        for path in ("compile_commands.json", "build/compile_commands.json", "build-debug/compile_commands.json",
                     "out/Release/compile_commands.json", "cmake-build-debug/compile_commands.json"):
            write_database(self.root, [entry(self.root, "main.cc")], path)
            self.assertEqual(path, self.compiler()["database"])
            os.remove(os.path.join(self.root, path))
        self.assertNotIn("compiler", report(self.root, "--no-cache")["coverage"])
        with tempfile.TemporaryDirectory() as elsewhere:
            write_database(elsewhere, [entry(self.root, "main.cc")])
            named = os.path.join(elsewhere, "compile_commands.json")
            self.assertEqual(1, self.compiler("--compile-commands", named)["units"]["parsed"])
        done = run("scan", self.root, "--compile-commands", "/nowhere.json")
        self.assertEqual(3, done.returncode)
        self.assertIn(b"--compile-commands /nowhere.json", done.stderr)

    def test_the_answer_is_the_same_for_any_number_of_workers(self):
        entries = []
        for i in range(12):
            write(self.root, f"u{i}.cc", f'#include "animals.h"\nint f{i}() {{ Dog d; return d.legs() + add({i}, 1); }}\n' + "// \n" * i)
            entries.append(entry(self.root, f"u{i}.cc", f"-DN={i}"))
        write_database(self.root, entries + [entry(self.root, "main.cc")])
        one, many = report(self.root, "--no-cache", "-j", "1"), report(self.root, "--no-cache", "-j", "5")
        self.assertEqual(one, many)
        self.assertEqual(13, one["coverage"]["compiler"]["units"]["parsed"])

    def test_a_changed_flag_or_header_changes_what_is_remembered(self):
        with tempfile.TemporaryDirectory() as cache:
            write_database(self.root, [entry(self.root, "main.cc")])
            remembered = lambda: report(self.root, "--cache-dir", cache)
            os.remove(os.path.join(self.root, "compile_commands.json"))
            without = remembered()
            self.assertEqual(without, remembered())
            write_database(self.root, [entry(self.root, "main.cc")], "build/compile_commands.json")
            self.assertIn("compiler", remembered()["coverage"])
            os.remove(os.path.join(self.root, "build/compile_commands.json"))
            os.rmdir(os.path.join(self.root, "build"))
            write_database(self.root, [entry(self.root, "main.cc")])
            plain, again = remembered(), remembered()
            self.assertEqual(plain, again)
            write_database(self.root, [entry(self.root, "main.cc", "-DWANTED")])
            self.assertEqual(report(self.root, "--no-cache"), remembered())
            write(self.root, "animals.h", ANIMALS.replace("add(x, x)", "0"))
            self.assertEqual(report(self.root, "--no-cache"), remembered())

    def test_units_that_do_not_parse_fall_back_to_the_syntax(self):
        write(self.root, "lost.cc", '#include "generated.h"\nint lost() { return 1; }\n')
        write_database(self.root, [entry(self.root, "main.cc"), entry(self.root, "lost.cc"), entry(self.root, "gone.cc")])
        seen = report(self.root, "--no-cache")
        use = seen["coverage"]["compiler"]
        self.assertEqual([{"path": "lost.cc", "reason": "`generated.h` is not found"}], use["failed"])
        self.assertEqual(1, use["entries"]["missing"])
        self.assertEqual({"compiler": 2, "syntax": 1}, use["files"])
        self.assertEqual(3, seen["coverage"]["analysed"])


class Hostile(Repository):
    def parse(self, source, *flags, name="evil.cc", driver="c++", arguments=()):
        write(self.root, name, source)
        write(self.root, "good.cc", "int good() { return 1; }\n")
        write_database(self.root, [entry(self.root, name, *flags, driver=driver), entry(self.root, "good.cc")])
        before = {p for p in os.listdir(self.root)}
        begin = time.monotonic()
        seen = report(self.root, "--no-cache", *arguments)
        self.assertLess(time.monotonic() - begin, 60)
        self.assertEqual(before, set(os.listdir(self.root)))
        text = json.dumps(seen)
        self.assertNotIn("root:x:0", text)
        self.assertNotIn("PATH=", text)
        use = seen["coverage"]["compiler"]
        self.assertNotIn("good.cc", [f["path"] for f in use["failed"]])
        return use

    def test_includes_of_what_is_no_header_cost_the_unit_at_most(self):
        os.mkfifo(os.path.join(self.root, "pipe.h"))
        for name in ("pipe.h", "/dev/zero", "/proc/self/environ", "/etc/passwd", "/etc/hostname", "../../../../../etc/passwd"):
            use = self.parse(f'#include "{name}"\nint f() {{ return 0; }}\n')
            self.assertEqual(1, len(use["failed"]), name)

    def test_flags_write_load_and_read_nothing(self):
        evil = os.path.join(self.folder.name, "evil")
        response = os.path.join(self.folder.name, "response")
        write(self.folder.name, "response", "-DEVIL")
        use = self.parse("int f() { return 0; }\n", "-MD", "-MF", evil, "-MJ", evil, "-fplugin=" + evil, "-Xclang", "-load", "-Xclang",
                         evil, "-Xclang", "-header-include-file", "-Xclang", evil, "-Xclang", "-dependency-dot", "-Xclang", evil,
                         "-include", "/etc/passwd", "-I/root", "@" + response, "-save-temps", "-ftime-trace=" + evil, "-o", evil)
        self.assertEqual([], use["failed"])
        self.assertLess(8, use["entries"]["dropped_flags"])
        self.assertFalse(os.path.exists(evil))

    def test_bombs_cost_the_unit_at_most(self):
        bombs = {
            "macros": "#define A x x x x x x x x x x\n" + "".join(f"#define {chr(66 + i)} {chr(65 + i)} " * 1 + f"{chr(65 + i)} " * 9 + "\n" for i in range(9)) + "int y = J;\n",
            "constexpr": "constexpr long f(long n) { long s = 0; for (long i = 0; i < n; ++i) s += i; return s; }\nstatic_assert(f(4000000000L) > 0);\n",
            "templates": "template <int N> struct T { using A = typename T<N - 1>::A; using B = typename T<N - 2>::B; };\nT<100000>::A a;\n",
            "itself": '#include "evil.cc"\n',
            "crash": "#pragma clang __debug crash\nint f();\n",
            "parser crash": "#pragma clang __debug parser_crash\nint f();\n",
            "fatal": "#pragma clang __debug llvm_fatal_error\nint f();\n",
            "stack": "#pragma clang __debug overflow_stack\nint f();\n",
        }
        for name, source in bombs.items():
            with self.subTest(name):
                self.parse(source, "-fconstexpr-steps=4000000000", "-ftemplate-depth=100000", arguments=["--worker-memory", "256", "--file-timeout", "700"])

    def test_deep_nesting_is_parsed_or_costs_the_unit(self):
        deep = {
            "else if": "int f(int x) {\n if (x == -1) return 1;\n" + "".join(f" else if (x == {i}) return {i};\n" for i in range(10_000)) + " return 0;\n}\n",
            "brackets": "int x = " + "(" * 100_000 + "1" + ")" * 100_000 + ";\n",
            "sum": "int f(int a) { return " + "+".join(["a"] * 50_000) + "; }\n",
        }
        for name, source in deep.items():
            with self.subTest(name):
                use = self.parse(source, "-fbracket-depth=10000000", name="evil.c", driver="cc", arguments=["--file-timeout", "1500"])
                if name == "else if":  # generated code looks like this
                    self.assertEqual([], use["failed"])

    def test_long_lines_and_many_tokens_are_parsed_or_cost_the_unit(self):
        for name, source in {"line": "int x[] = {" + "1," * 5_000_000 + "1};\n", "tokens": "int f(int a) { return 0; }\n" + "void g(int);\n" * 170_000}.items():
            with self.subTest(name):
                self.parse(source, name="evil.c", driver="cc", arguments=["--file-timeout", "1500", "--max-file-size", "20000000"])

    def test_a_database_is_data_whatever_it_says(self):
        canary = os.path.join(self.folder.name, "executed")
        write(self.root, "good.cc", "#ifdef WANTED\nint good() { return 1; }\n#endif\n")
        write(self.root, "driver", f"#!/bin/sh\ntouch {canary}\n")
        os.chmod(os.path.join(self.root, "driver"), 0o755)
        write_database(self.root, [{"directory": self.root, "file": "good.cc",
                                    "command": f"./driver -DWANTED good.cc; touch {canary} $(touch {canary}) `touch {canary}` | sh && touch {canary}"},
                                   {"directory": "/", "file": "etc/passwd", "command": "cc etc/passwd"},
                                   {"directory": "/proc/self", "file": os.path.join(self.root, "good.cc"), "arguments": ["cc"]}])
        use = self.compiler()
        self.assertFalse(os.path.exists(canary))
        self.assertEqual((1, 1), (use["units"]["parsed"], use["entries"]["outside"]))
        self.assertEqual(1, use["entries"]["repeated"])

    def test_a_database_beyond_all_measure_is_not_read_and_that_is_said(self):
        write(self.root, "good.cc", "int good() { return 1; }\n")
        one = json.dumps(entry(self.root, "good.cc"))
        for name, cause in (("duplicates", "500,000 entries"), ("sparse", "256 MB")):
            with self.subTest(name):
                with open(os.path.join(self.root, "compile_commands.json"), "w") as file:
                    if name == "sparse":
                        file.truncate(1_000_000_000)
                    else:
                        file.write("[" + ",".join([one] * 1_000_000) + "]")
                begin = time.monotonic()
                use = self.compiler()
                self.assertLess(time.monotonic() - begin, 60)
                self.assertIn("compile_commands.json", use["unavailable"])
                self.assertIn(cause, use["unavailable"])
                self.assertEqual({"compiler": 0, "syntax": 1}, use["files"])

    def test_links_and_places_outside_are_not_units(self):
        os.symlink("/etc", os.path.join(self.root, "link"))
        write(self.root, "good.cc", "int good() { return 1; }\n")
        write_database(self.root, [{"directory": "/etc", "file": "passwd", "command": "cc passwd"}, entry(self.root, "link/passwd"),
                                   entry(self.root, "good.cc", "-Ilink")])
        use = self.compiler()
        self.assertEqual((1, 1), (use["entries"]["outside"], use["entries"]["missing"]))
        self.assertEqual(1, use["units"]["parsed"])

    def test_without_the_library_the_tool_says_what_is_missing(self):
        write(self.root, "good.cc", "int good() { return 1; }\n")
        write_database(self.root, [entry(self.root, "good.cc")])
        # A library that is in the way of the real one and holds nothing of it.
        with tempfile.TemporaryDirectory() as empty:
            source = os.path.join(empty, "empty.c")
            write(empty, "empty.c", "int nothing;\n")
            subprocess.run(["cc", "-shared", "-o", os.path.join(empty, "libclang-19.so.19"), source], check=True)
            use = self.compiler(env=environment(LD_LIBRARY_PATH=empty))
        self.assertIn("libclang 19", use["unavailable"])
        self.assertEqual({"compiler": 0, "syntax": 1}, use["files"])


if __name__ == "__main__":
    unittest.main()
