#!/usr/bin/env python3
"""The repository's includes follow the layers, and the guard that says so can fail."""
import unittest

import layering
from guarded import ROOT, breaches_of as breaches_by


def breaches_of(files):
    return breaches_by(layering, files)


class Layering(unittest.TestCase):
    def test_the_repository_follows_the_layers(self):
        self.assertEqual(list(layering.breaches(ROOT)), [])

    def test_the_repository_was_read(self):
        self.assertGreater(len(list(layering.sources(ROOT))), 20)

    def test_downward_includes_are_silent(self):
        self.assertEqual([], breaches_of({
            "analyzer/base/a.h": "#include <vector>\n",
            "analyzer/facts/b.h": '#include "analyzer/base/a.h"\n#include "analyzer/facts/facts_generated.h"\n',
            "parsers/language.h": '#include "analyzer/facts/b.h"\n',
            "parsers/syntax/walk.c": '#include "subtree.h"\n',
            "analyzer/main.cpp": '#include "parsers/language.h"\n',
        }))

    def test_an_upward_include_is_named_with_its_line(self):
        found = breaches_of({
            "analyzer/facts/b.h": "",
            "analyzer/base/a.h": '// base\n  #  include "analyzer/facts/b.h"\n',
        })
        self.assertEqual(found, ["analyzer/base/a.h:2: base must not include facts (`analyzer/facts/b.h`)"])

    def test_rules_and_parsers_are_strangers(self):
        found = breaches_of({
            "parsers/language.h": '#include "rules/engine/rule.h"\n',
            "parsers/manifests/m.h": "",
            "rules/engine/rule.h": '#include "parsers/language.h"\n#include "parsers/manifests/m.h"\n',
        })
        self.assertEqual(len(found), 3)

    def test_a_part_does_not_see_main(self):
        found = breaches_of({"analyzer/options.h": "", "reports/text.cpp": '#include "analyzer/options.h"\n'})
        self.assertEqual(found, ["reports/text.cpp:1: reports must not include main (`analyzer/options.h`)"])

    def test_paths_start_at_the_root(self):
        self.assertEqual(len(breaches_of({"analyzer/base/a.h": "", "analyzer/base/a.cpp": '#include "a.h"\n'})), 1)

    def test_a_new_folder_needs_a_row(self):
        self.assertIn("no part", breaches_of({"analyzer/plugins/a.cpp": ""})[0])


if __name__ == "__main__":
    unittest.main()
