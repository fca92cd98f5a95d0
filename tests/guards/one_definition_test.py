#!/usr/bin/env python3
"""The repository defines each name once, and the guard that says so can fail."""
import os
import unittest

import one_definition
from guarded import ROOT, breaches_of as breaches_by


def breaches_of(files):
    return breaches_by(one_definition, files)


def in_namespace(text, name="assay"):
    return f"namespace {name} {{\n\n{text}\n}}  // namespace {name}\n"


class OneDefinition(unittest.TestCase):
    def test_the_repository_defines_each_name_once(self):
        self.assertEqual(list(one_definition.breaches(ROOT)), [])

    def test_the_repository_was_read(self):
        names = {name for path in one_definition.sources(ROOT)
                 for _, _, name in one_definition.definitions(open(os.path.join(ROOT, path), encoding="utf-8"))}
        self.assertGreater(len(names), 200)
        self.assertIn("Report", names)

    def test_a_second_type_is_named_with_its_line(self):
        found = breaches_of({"rules/a.h": in_namespace("struct Place {\n  int line;\n};\n"),
                             "reports/b.h": in_namespace("enum class Place : int { Here };\n")})
        self.assertEqual(found, ["rules/a.h:3: `assay::Place` is defined in reports/b.h as well, give one another name"])

    def test_a_test_is_part_of_the_program(self):
        self.assertEqual(1, len(breaches_of({"rules/a.h": in_namespace("class Rows : public Base {\n};\n"),
                                             "tests/unit/b.cpp": in_namespace("class Rows final {\n};\n")})))

    def test_a_second_inline_function_is_found_and_an_overload_is_none(self):
        one = in_namespace("inline int size_of(int a) { return a; }\n")
        self.assertEqual(1, len(breaches_of({"rules/a.h": one, "rules/b.h": one})))
        self.assertEqual([], breaches_of({"rules/a.h": one, "rules/b.h": one.replace("int a", "char a")}))

    def test_declarations_other_namespaces_and_a_files_own_are_silent(self):
        text = "struct Place {\n  int line;\n};\n"
        self.assertEqual([], breaches_of({
            "rules/a.h": in_namespace(text),
            "rules/b.h": in_namespace("struct Place;\n"),
            "rules/c.h": in_namespace(text, "assay::other"),
            "rules/d.cpp": in_namespace(f"namespace {{\n\n{text}\n}}  // namespace\n"),
            "rules/e.h": in_namespace("struct Outer {\n  struct Place {};\n};\n"),
        }))


if __name__ == "__main__":
    unittest.main()
