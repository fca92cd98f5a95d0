#!/usr/bin/env python3
"""A worker that dies, hangs or eats memory costs the file it had and nothing else; ending assay ends everything."""
import json
import os
import random
import signal
import subprocess
import tempfile
import time
import unittest

from support import ASSAY, environment, report


def children(pid):
    try:
        with open(f"/proc/{pid}/task/{pid}/children") as file:
            return [int(child) for child in file.read().split()]
    except OSError:
        return []


def make_repository(root, files=400):
    for i in range(files):
        folder = os.path.join(root, f"part{i % 7}")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, f"file{i}.py"), "w") as file:
            file.write(f"import os\n\ndef run{i}(xs):\n    for x in xs:\n        os.remove(x)\n" + f"    return {i}\n" +
                       "".join(f"\ndef helper{i}_{j}(a):\n    return [b * {j} for b in a if b > {j}]\n" for j in range(60)))


class Workers(unittest.TestCase):
    def test_killed_workers_change_nothing_else(self):
        with tempfile.TemporaryDirectory() as root:
            make_repository(root)
            undisturbed = report(root, "-j", "2")
            for seed in range(4):
                rng = random.Random(seed)
                process = subprocess.Popen([ASSAY, "scan", root, "-f", "json", "-q", "-j", "2"], stdout=subprocess.PIPE, env=environment())
                kills = 0
                while kills < 25 and process.poll() is None:
                    for child in children(process.pid):
                        if rng.random() < 0.5:
                            try:
                                os.kill(child, signal.SIGKILL)
                                kills += 1
                            except ProcessLookupError:
                                pass
                    time.sleep(rng.random() * 0.004)
                out, _ = process.communicate(timeout=60)
                self.assertEqual(0, process.returncode)
                disturbed = json.loads(out)
                lost = {s["path"]: s["reason"] for s in disturbed["coverage"]["skipped"]}
                for reason in lost.values():
                    self.assertIn("signal 9", reason)
                if not lost:
                    self.assertEqual(undisturbed, disturbed)
                seen = lambda r: {(h["file"], h["function"], h["line"]) for h in r["hot_paths"] if h["file"] not in lost}
                self.assertEqual(seen(undisturbed), seen(disturbed))
                self.assertEqual(undisturbed["coverage"]["analysed"], disturbed["coverage"]["analysed"] + len(lost))

    def test_signals_end_everything_at_once(self):
        with tempfile.TemporaryDirectory() as root, tempfile.TemporaryDirectory() as out:
            make_repository(root, 1500)
            for number in (signal.SIGINT, signal.SIGTERM):
                process = subprocess.Popen([ASSAY, "scan", root, "-q", "-j", "2", "-o", os.path.join(out, "report.txt")], env=environment())
                workers = []
                deadline = time.time() + 10
                while not workers and time.time() < deadline:
                    workers = children(process.pid)
                process.send_signal(number)
                began = time.time()
                self.assertEqual(-number, process.wait(timeout=10))
                self.assertLess(time.time() - began, 2)
                time.sleep(0.2)
                for worker in workers:
                    self.assertFalse(os.path.exists(f"/proc/{worker}/exe") and os.readlink(f"/proc/{worker}/exe") == os.path.realpath(ASSAY))
                self.assertEqual([], os.listdir(out))

    def test_memory_costs_one_file(self):
        with tempfile.TemporaryDirectory() as root:
            make_repository(root, 3)
            with open(os.path.join(root, "wide.js"), "w") as file:
                file.write("x = [" + "1,\n" * 600_000 + "]\n")
            r = report(root, "--worker-memory", "64")
            self.assertEqual([{"path": "wide.js", "reason": "front end ran out of memory"}], r["coverage"]["skipped"])
            self.assertEqual(3, r["coverage"]["analysed"])

    def test_time_costs_one_file(self):
        with tempfile.TemporaryDirectory() as root:
            make_repository(root, 3)
            with open(os.path.join(root, "long.py"), "w") as file:
                file.write("def f(a, b):\n    return [a + x * b for x in range(a)]\n\n" * 20_000)
            r = report(root, "--file-timeout", "30")
            self.assertEqual(["long.py"], [s["path"] for s in r["coverage"]["skipped"]])
            self.assertRegex(r["coverage"]["skipped"][0]["reason"], "gave up|did not come back")
            self.assertEqual(3, r["coverage"]["analysed"])


if __name__ == "__main__":
    unittest.main()
