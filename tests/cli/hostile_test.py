#!/usr/bin/env python3
"""The hostile tree: every file is analysed or named with a reason, within bounds, and nothing of it acts."""
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import unittest

from support import ASSAY, SOURCE, environment

CANARY = "/tmp/assay-executed"


def snapshot(root):
    """Every entry with its mode, size and time: by `find`, since the tree is deeper than Python's recursion."""
    return subprocess.run(["find", root, "-printf", "%p %m %s %T@\\0"], capture_output=True).stdout


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix="assay-hostile-")
        cls.root = os.path.join(cls.folder, "tree")
        subprocess.run([sys.executable, "-B", os.path.join(SOURCE, "tests", "golden", "hostile", "make.py"), cls.root, "--scale", "0.3"],
                       check=True, stdout=subprocess.DEVNULL)

    @classmethod
    def tearDownClass(cls):
        subprocess.run(["chmod", "-R", "u+rwX", cls.folder], stderr=subprocess.DEVNULL)
        subprocess.run(["rm", "-rf", cls.folder])

    def scan(self, form):
        began = time.time()
        done = subprocess.run([ASSAY, "scan", self.root, "-f", form, "-q", "--file-timeout", "3000"], capture_output=True, env=environment(), timeout=300)
        self.assertEqual(0, done.returncode, done.stderr[-500:])
        self.assertLess(time.time() - began, 200)
        return done.stdout

    def test_nothing_of_it_acts_and_all_of_it_is_accounted_for(self):
        if os.path.exists(CANARY):
            os.remove(CANARY)
        before = snapshot(self.root)
        r = json.loads(self.scan("json"))
        self.assertFalse(os.path.exists(CANARY), "something of the tree was executed")
        self.assertEqual(before, snapshot(self.root), "the tree was written to")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        self.assertLess(peak, 2_500_000, "kilobytes")
        self.assertGreater(r["coverage"]["analysed"], 50)
        for skipped in r["coverage"]["skipped"]:
            self.assertTrue(skipped["reason"])
        listed = r["coverage"]["analysed"] + len(r["coverage"]["skipped"])
        self.assertGreater(listed, 100)

    def test_text_is_safe_for_terminals(self):
        text = self.scan("text").decode("utf-8")  # valid UTF-8, or this throws
        for character in text:
            code = ord(character)
            self.assertFalse(code < 32 and character != "\n" or code == 127 or 128 <= code < 160, hex(code))
            self.assertFalse(0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 or 0x200B <= code <= 0x200F, hex(code))


if __name__ == "__main__":
    unittest.main()
