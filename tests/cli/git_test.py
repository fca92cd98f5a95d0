#!/usr/bin/env python3
"""Git, safely: nothing that a repository configures runs, clones that lack something say what to do, and history is counted."""
import json
import os
import shutil
import stat
import subprocess
import tempfile
import unittest

from diff_test import PYTHON, Repository, git
from support import run

MOVED = {"app/store.py": PYTHON + "\n\nasync def g():\n    time.sleep(1)\n"}


def clone(shop, name, *words):
    path = os.path.join(shop.place, name)
    git(shop.place, "clone", "-q", *words, "file://" + shop.path, path)
    return path


class HostileRepositories(unittest.TestCase):
    def setUp(self):
        self.shop = Repository({"app/store.py": PYTHON, ".gitattributes": "*.py filter=evil diff=evil\n"})
        self.addCleanup(shutil.rmtree, self.shop.place)
        self.shop.write(MOVED)
        self.canary = os.path.join(self.shop.place, "canary")
        self.program = os.path.join(self.shop.place, "run-me")
        with open(self.program, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\ntouch {self.canary}\ncat\n")
        os.chmod(self.program, 0o755)
        self.dot_git = os.path.join(self.shop.path, ".git")

    def check(self, status=0, says=b""):
        before = self.tree()
        for arguments in (["scan", self.shop.path], ["diff", "HEAD", self.shop.path], ["suppressions", "list", self.shop.path]):
            done = run(*arguments, timeout=60)
            self.assertIn(done.returncode, (0, status), done.stderr)
            if arguments[0] == "diff":
                self.assertEqual(done.returncode, status, done.stderr)
                self.assertIn(says, done.stderr)
        self.assertFalse(os.path.exists(self.canary), "something was run")
        self.assertEqual(self.tree(), before, "something was written")

    def tree(self):
        return sorted((os.path.join(folder, name), os.lstat(os.path.join(folder, name)).st_mtime_ns)
                      for folder, _, names in os.walk(self.shop.path) for name in names)

    def test_configuration_runs_nothing(self):
        with open(os.path.join(self.dot_git, "config"), "a", encoding="utf-8") as file:
            file.write(f'''
[core]
    fsmonitor = {self.program}
    hooksPath = {self.shop.place}
    sshCommand = {self.program}
    pager = {self.program}
    editor = {self.program}
    alternateRefsCommand = {self.program}
[filter "evil"]
    clean = {self.program}
    smudge = {self.program}
    process = {self.program}
    required = true
[diff]
    external = {self.program}
[diff "evil"]
    textconv = {self.program}
    command = {self.program}
[gpg]
    program = {self.program}
[credential]
    helper = {self.program}
[alias]
    log = !{self.program}
[include]
    path = /dev/zero
''')
        hooks = os.path.join(self.dot_git, "hooks")
        os.makedirs(hooks, exist_ok=True)
        for name in ("post-checkout", "pre-commit", "fsmonitor-watchman", "post-index-change"):
            shutil.copy(self.program, os.path.join(hooks, name))
        self.check()

    def test_a_promisor_remote_is_not_asked(self):
        git(self.shop.path, "config", "remote.origin.url", "ext::" + self.program)
        git(self.shop.path, "config", "remote.origin.promisor", "true")
        git(self.shop.path, "config", "remote.origin.uploadpack", self.program)
        git(self.shop.path, "config", "extensions.partialClone", "origin")
        git(self.shop.path, "config", "core.repositoryformatversion", "1")
        blob = git(self.shop.path, "rev-parse", "HEAD:app/store.py").strip()
        os.remove(os.path.join(self.dot_git, "objects", blob[:2], blob[2:]))
        self.check(status=3, says=b"`git fetch --refetch --no-filter`")

    def test_alternates_are_only_read(self):
        other = os.path.join(self.shop.place, "other")
        git(self.shop.place, "clone", "-q", "--bare", self.shop.path, other)
        info = os.path.join(self.dot_git, "objects/info")
        os.makedirs(info, exist_ok=True)
        with open(os.path.join(info, "alternates"), "w", encoding="utf-8") as file:
            file.write(other + "/objects\n../../..\n/nonexistent\n")
        self.check()

    def test_pipes_among_gits_files_do_not_hang(self):
        for place in ("objects/pack/pack-0.idx", "objects/info/alternates", "refs/heads/pipe", "packed-refs", "objects/aa/" + "b" * 38):
            with self.subTest(place):
                path = os.path.join(self.dot_git, place)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                os.mkfifo(path)
                self.check(status=3, says=b"is no plain file")
                os.remove(path)

    def test_a_git_file_that_points_elsewhere(self):
        elsewhere = os.path.join(self.shop.place, "elsewhere.git")
        shutil.move(self.dot_git, elsewhere)
        with open(self.dot_git, "w", encoding="utf-8") as file:
            file.write(f"gitdir: {elsewhere}\n")
        self.check()

    def test_broken_objects_are_an_error_and_no_crash(self):
        for folder, _, names in os.walk(os.path.join(self.dot_git, "objects")):
            for name in names:
                path = os.path.join(folder, name)
                os.chmod(path, stat.S_IRUSR | stat.S_IWUSR)
                with open(path, "r+b") as file:
                    file.write(b"\x78\x9c" + b"\xff" * 20)
        self.check(status=3)

    def test_a_work_tree_of_another_owner_is_scanned(self):
        if os.geteuid() != 0:
            self.skipTest("needs root")
        for folder, folders, names in os.walk(self.shop.path):
            for name in folders + names:
                os.lchown(os.path.join(folder, name), 12345, 12345)
        self.check()


class Clones(unittest.TestCase):
    def setUp(self):
        self.shop = Repository({"app/store.py": PYTHON})
        self.addCleanup(shutil.rmtree, self.shop.place)
        for i in range(4):
            self.shop.write({"app/store.py": PYTHON + f"\n\ndef more_{i}():\n    return {i}\n"})
            self.shop.commit(f"more {i}", GIT_COMMITTER_DATE=f"2026-03-0{i + 2}T12:00:00Z")

    def diff(self, path, base):
        return run("diff", base, path, "-f", "json", "-q")

    def test_shallow(self):
        for name, depth, base, status in (("one", "1", "HEAD~1", 3), ("two", "2", "HEAD~1", 0), ("three", "3", "HEAD~2", 0), ("four", "3", "HEAD~3", 3)):
            with self.subTest(name):
                done = self.diff(clone(self.shop, name, "--depth", depth), base)
                self.assertEqual(done.returncode, status, done.stderr)
                if status == 3:
                    self.assertIn(b"`fetch-depth: 0`", done.stderr)
                    self.assertIn(b"`--base-report FILE`", done.stderr)

    def test_shallow_history_says_where_it_ends(self):
        path = clone(self.shop, "shallow", "--depth", "2")
        history = json.loads(run("scan", path, "-f", "json", "-q").stdout)["coverage"]["history"]
        self.assertEqual((history["changes"], history["end"]), (1, "a shallow clone: `git fetch --unshallow`"))

    def test_partial(self):
        git(self.shop.path, "config", "uploadpack.allowFilter", "true")
        path = clone(self.shop, "partial", "--filter=blob:none")
        done = self.diff(path, "HEAD~1")
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"this clone is partial: 1 files", done.stderr)
        self.assertEqual(self.diff(path, "HEAD").returncode, 0)

    def test_there_is_nothing_to_compare_with(self):
        path = os.path.join(self.shop.place, "plain")
        shutil.copytree(self.shop.path, path, ignore=shutil.ignore_patterns(".git"))
        self.assertIn(b"lies in no git repository", self.diff(path, "HEAD").stderr)
        self.assertIn(b"names no commit of this clone", self.diff(self.shop.path, "nowhere").stderr)
        git(path, "init", "-q", ".")
        self.assertEqual(self.diff(path, "HEAD").returncode, 3)  # no commit yet
        git(self.shop.path, "checkout", "-q", "--orphan", "island")
        git(self.shop.path, "commit", "-qm", "alone")
        self.assertIn(b"no history in common", self.diff(self.shop.path, "main").stderr)

    def test_linked_work_trees_and_parts_of_a_repository(self):
        path = os.path.join(self.shop.place, "linked")
        git(self.shop.path, "worktree", "add", "-q", path, "HEAD")
        self.assertEqual(json.loads(self.diff(path, "HEAD~2").stdout)["counts"]["new"], 0)
        part = json.loads(self.diff(os.path.join(self.shop.path, "app"), "HEAD~2").stdout)
        self.assertEqual((part["counts"]["files_changed"], part["fixed"]), (1, []))


class History(unittest.TestCase):
    def signals(self, report):
        return {c["name"]: {s["id"].removeprefix("history."): s["value"] for s in c["signals"] if s["id"].startswith("history.")}
                for c in report["components"]}

    def test_what_is_counted(self):
        parts = {"one/pyproject.toml": '[project]\nname = "one"\n', "two/pyproject.toml": '[project]\nname = "two"\n',
                 "one/one/a.py": PYTHON, "two/two/b.py": PYTHON}
        with Repository(parts) as shop:
            def change(day, mail, files):
                for name in files:
                    with open(os.path.join(shop.path, name), "a", encoding="utf-8") as file:
                        file.write(f"X{day} = 1\n")
                shop.commit(f"day {day}", GIT_COMMITTER_DATE=f"2026-04-{day:02}T12:00:00Z", GIT_AUTHOR_EMAIL=mail, GIT_AUTHOR_NAME=mail)
            change(1, "b@example.org", ["one/one/a.py"])
            change(2, "B@example.org", ["one/one/a.py", "two/two/b.py"])
            git(shop.path, "mv", "one/one/a.py", "one/one/c.py")
            shop.commit("renamed", GIT_COMMITTER_DATE="2026-04-10T12:00:00Z")
            change(11, "c@example.org", ["one/one/c.py"])
            report = shop.scan()
            self.assertEqual(report["coverage"]["history"], {"changes": 5, "sweeping": 0, "authors": 3, "end": "the first commit"})
            found = self.signals(report)
            self.assertEqual({k: v for k, v in found["one"].items() if k not in ("hotspot", "change_share")},
                             {"changes": 5, "authors": 3, "bus_factor": 2, "age": 41, "co_change": 0.4})
            self.assertEqual({k: v for k, v in found["two"].items() if k not in ("hotspot", "change_share")},
                             {"changes": 2, "authors": 2, "bus_factor": 1, "age": 41, "quiet": 9, "co_change": 1})
            self.assertEqual(shop.scan("--history-depth", "2")["coverage"]["history"]["end"], "--history-depth 2")
            for off in (("--no-history",), ("--history-depth", "0")):
                report = shop.scan(*off)
                self.assertNotIn("history", report["coverage"])
                self.assertEqual(self.signals(report), {"one": {}, "two": {}})

    def test_quiet_code_is_left_alone(self):
        with Repository({"old/pyproject.toml": '[project]\nname = "old"\n', "old/old/a.py": PYTHON,
                         "new/pyproject.toml": '[project]\nname = "new"\n', "new/new/b.py": PYTHON}) as shop:
            shop.write({"new/new/b.py": PYTHON + "\nX = 1\n"})
            shop.commit("three years later", GIT_COMMITTER_DATE="2029-03-01T12:00:00Z")
            speaks = {c["name"]: any(r["rule"] == "quiet-code" for r in c["verdict"]["contributions"]) for c in shop.scan()["components"]}
            self.assertEqual(speaks, {"old": True, "new": False})


if __name__ == "__main__":
    unittest.main()
