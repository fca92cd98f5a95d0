#!/usr/bin/env python3
"""Each of the seven project types gets the better answer of Rust and Go, from code alone."""
import os
import unittest

from support import SOURCE, Copy, report

FOLDER = os.path.join(SOURCE, "tests", "golden", "project_types")
BETTER = {
    "web-api": "go",
    "cloud-native": "go",
    "operations": "go",
    "high-performance": "rust",
    "real-time": "rust",
    "systems": "rust",
    "security-critical": "rust",
}


class ProjectTypes(unittest.TestCase):
    scores = {}

    def verdict(self, name):
        """The scores of the answers, and a text that shows them."""
        if name not in self.scores:
            with Copy(os.path.join(FOLDER, name)) as copy:  # outside of any repository: no history, no folder named tests
                components = report(copy, "--component", "all=.")["components"]
            self.assertEqual(["all"], [component["name"] for component in components])
            self.scores[name] = components[0]["verdict"]["scores"]
        scores = self.scores[name]
        return scores, f"{name}: " + ", ".join(f"{answer} {scores[answer]:.3f}" for answer in ("rust", "go", "keep"))

    def check_better(self, name):
        scores, text = self.verdict(name)
        better = BETTER[name]
        self.assertGreater(scores[better], scores["go" if better == "rust" else "rust"], f"{text}; {better} is the better of the two")

    def check_choice(self, name):
        scores, text = self.verdict(name)
        self.assertEqual(BETTER[name], max(scores, key=scores.get), text)

    def check_go_is_least(self, name):
        scores, text = self.verdict(name)
        self.assertEqual("go", min(scores, key=scores.get), text)

    def test_every_folder_is_a_known_type(self):
        self.assertEqual(sorted(BETTER), sorted(os.listdir(FOLDER)))

    def test_the_better_answer_of_the_two_is_ahead(self):
        for name in BETTER:
            with self.subTest(name):
                self.check_better(name)

    def test_it_is_ahead_of_staying_too(self):
        for name in BETTER:
            with self.subTest(name):
                self.check_choice(name)

    def test_go_is_the_least_where_it_is_not_suitable(self):
        for name in ("systems", "real-time"):
            with self.subTest(name):
                self.check_go_is_least(name)


if __name__ == "__main__":
    unittest.main()
