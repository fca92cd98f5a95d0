#!/usr/bin/env python3
"""The cache spares work and never changes a report: whatever its state, its owner, or what was done to its file."""
import contextlib
import ctypes
import fcntl
import os
import pty
import random
import re
import resource
import shutil
import signal
import sqlite3
import struct
import subprocess
import tempfile
import termios
import threading
import time
import unittest

from support import ASSAY, SAMPLES, SOURCE, Copy, environment, run

STORE = "assay-cache-1.sqlite"
IN_OPEN = 0x20  # inotify(7)


def scan(path, cache, *arguments, **options):
    """The JSON report's bytes. Files of the last two seconds are looked at anew, so the tests age theirs."""
    where = ["--cache-dir", cache] if cache else ["--no-cache"]
    done = run("scan", path, "-f", "json", *where, *arguments, **options)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode(errors="replace"))
    return done.stdout


def values(cache):
    """How many facts, stamps and pieces of reports are kept."""
    done = run("cache", "info", "--cache-dir", cache)
    return [int(n) for n in re.findall(r"^ *(\d+)  ", done.stdout.decode(), re.M)]


def contents(folder):
    result = {}
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as file:
            result[name] = file.read()
    return result


def read_some(fd):
    try:
        return os.read(fd, 65536)
    except OSError:  # the other end of the terminal is closed
        return b""


def age(root):
    """A time of change cannot be set, only waited for."""
    newest = max(os.stat(os.path.join(where, name)).st_ctime for where, _, files in os.walk(root) for name in files)
    time.sleep(max(0, newest + 2.1 - time.time()))


class Case(unittest.TestCase):
    def setUp(self):
        self.copy = Copy(SAMPLES[2])
        self.root = self.copy.path
        self.folder = tempfile.mkdtemp(prefix="assay-cache-")
        self.cache = os.path.join(self.folder, "cache")
        self.store = os.path.join(self.cache, STORE)

    def tearDown(self):
        shutil.rmtree(self.copy.folder, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def source(self, ending=".py"):
        return sorted(os.path.join(where, name) for where, _, files in os.walk(self.root) for name in files if name.endswith(ending))[0]

    def assert_same(self, *arguments):
        self.assertEqual(scan(self.root, None), scan(self.root, self.cache, *arguments))


class States(Case):
    def test_same_bytes_cold_warm_and_changed(self):
        self.assert_same()
        self.assert_same("-j", "1")
        age(self.root)
        self.assert_same()  # reads them once more, they were fresh
        kept = values(self.cache)
        self.assertGreater(kept[0], 30)
        self.assert_same()
        self.assertEqual(kept, values(self.cache))
        with open(self.source(), "a") as file:
            file.write("\n\ndef added(xs):\n    for x in xs:\n        print(x)\n")
        self.assert_same()
        self.assertEqual(kept[0] + 1, values(self.cache)[0])
        os.remove(self.source())
        self.assert_same()
        os.rename(self.source(), self.source() + "x.py")
        self.assert_same()
        self.assert_same("--file-timeout", "9000")  # another limit: other facts
        self.assertGreater(values(self.cache)[0], 2 * kept[0])

    def test_a_copy_elsewhere_is_known_by_its_content(self):
        scan(self.root, self.cache)
        kept = values(self.cache)[0]
        with Copy(self.root) as other:
            self.assertEqual(scan(other, None), scan(other, self.cache))
        self.assertEqual(kept, values(self.cache)[0])

    def test_the_time_of_change_set_back_hides_nothing(self):
        age(self.root)
        scan(self.root, self.cache)
        path = self.source()
        before = os.stat(path)
        with open(path) as file:
            text = file.read()
        changed = text.replace("def ", "de_ ", 1)
        self.assertEqual(len(text), len(changed))
        with open(path, "w") as file:
            file.write(changed)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        self.assert_same()

    def test_a_write_just_behind_a_scan_is_seen(self):
        path = self.source()
        for i in range(12):
            with open(path, "w") as file:
                file.write(f"def f{i % 10}(xs):\n    return xs\n")
            self.assert_same()

    def test_a_changed_macro_costs_the_files_that_hold_its_name(self):
        root = os.path.join(self.folder, "c")
        os.mkdir(root)

        def write(path, text):
            with open(os.path.join(root, path), "w") as file:
                file.write(text)

        write("api.h", "#define api_fn __attribute__((used))\n#define each(p) for (; p; p = p->next)\n")
        write("one.c", '#include "api.h"\napi_fn int one(int a) { return a; }\n')
        write("two.c", '#include "api.h"\nint two(struct s *p) { each(p) { work(p); } return 0; }\n')
        self.assertEqual(scan(root, None), scan(root, self.cache))
        kept = values(self.cache)[0]
        self.assertEqual(3, kept)
        write("api.h", "#define api_fn __attribute__((used))\n#define each(p) if (p)\n")
        self.assertEqual(scan(root, None), scan(root, self.cache))
        self.assertEqual(kept + 2, values(self.cache)[0])  # the header and two.c
        write("api.h", "#define api_fn __attribute__((used))\n#define each(p) if (p)\n#define one inline\n")
        self.assertEqual(scan(root, None), scan(root, self.cache))
        self.assertEqual(kept + 4, values(self.cache)[0])  # the header and one.c, which holds a new name

    def test_without_the_stat_index_files_are_read(self):
        age(self.root)
        scan(self.root, self.cache)
        scan(self.root, self.cache)  # the stamps are no longer fresh: kept
        libc = ctypes.CDLL(None, use_errno=True)

        def reads(*arguments):
            watch = libc.inotify_init1(os.O_NONBLOCK)
            self.assertGreater(libc.inotify_add_watch(watch, os.fsencode(os.path.dirname(self.source())), IN_OPEN), 0)
            scan(self.root, self.cache, *arguments)
            events = read_some(watch)
            os.close(watch)
            return os.path.basename(self.source()).encode() in events

        self.assertFalse(reads())
        self.assertTrue(reads("--no-stat-index"))
        self.assert_same("--no-stat-index")

    def test_another_build_reads_nothing_of_this_one(self):
        scan(self.root, self.cache)
        kept = values(self.cache)[0]
        other = os.path.join(self.folder, "assay")
        shutil.copy(ASSAY, other)
        note = subprocess.run(["readelf", "-n", other], capture_output=True, text=True).stdout if shutil.which("readelf") else ""
        found = re.search("Build ID: ([0-9a-f]+)", note)
        if not found:
            self.skipTest("no readelf to find the build's id")
        with open(other, "r+b") as file:
            program = file.read()
            at = program.index(bytes.fromhex(found.group(1)))
            file.seek(at)
            file.write(bytes([program[at] ^ 1]))
        subprocess.run([other, "scan", self.root, "-q", "--cache-dir", self.cache], check=True, capture_output=True, env=environment())
        self.assertEqual(2 * kept, values(self.cache)[0])


class Reports(Case):
    """Reports are given out again only when they would come out the same."""

    def setUp(self):
        super().setUp()
        age(self.root)

    def stages(self, *arguments):
        done = run("scan", self.root, "-f", "json", "-q", "--timings", "--cache-dir", self.cache, *arguments)
        self.assertEqual(scan(self.root, None, *arguments), done.stdout)
        return [line[:16].rstrip() for line in done.stderr.decode().splitlines() if line[:1].isalpha() and "  " in line]

    def assert_anew(self, *arguments):
        self.assertIn("verdicts", self.stages(*arguments))

    def assert_kept(self, *arguments):
        self.assertEqual(["stage", "load rules", "find files", "look up", "write as kept", "all"], self.stages(*arguments))

    def write(self, name, text):
        with open(os.path.join(self.root, name), "w") as file:
            file.write(text)

    def test_what_is_unchanged_is_kept(self):
        self.assert_anew()
        self.assert_kept()
        self.assert_kept("-j", "1")

    def test_each_option_has_its_own(self):
        for option in (["--limit", "3"], ["--exclude", "search"], ["--component", "one=search"], ["--entry", "main"], ["--file-timeout", "8000"],
                       ["--max-file-size", "3000"]):
            self.assert_anew(*option)
            self.assert_kept(*option)
        self.assert_anew()

    def test_each_format_has_its_own(self):
        help_text = run("scan", "--help").stdout.decode()
        known = re.findall(r"[a-z-]+", re.search(r"-o says: ([a-z, -]+)\n", help_text).group(1))
        self.assertIn("json", known)
        for form in known:
            plain = run("scan", self.root, "-f", form, "-q", "--no-cache").stdout
            for _ in range(2):
                self.assertEqual(plain, run("scan", self.root, "-f", form, "-q", "--cache-dir", self.cache).stdout, form)
        colour = run("scan", self.root, "--color", "always", "-q", "--cache-dir", self.cache).stdout
        self.assertIn(b"\x1b[", colour)
        self.assertNotIn(b"\x1b[", run("scan", self.root, "-q", "--cache-dir", self.cache).stdout)

    def test_each_terminal_has_its_own(self):
        def on_terminal(columns, *where):
            ours, theirs = pty.openpty()
            fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
            out = []
            reader = threading.Thread(target=lambda: out.extend(iter(lambda: read_some(ours), b"")))
            reader.start()
            subprocess.run([ASSAY, "scan", self.root, "-q", *where], stdout=theirs, check=True, env=environment(TERM="xterm"))
            os.close(theirs)
            reader.join()
            os.close(ours)
            return b"".join(out)

        for columns in (80, 132, 80):
            self.assertEqual(on_terminal(columns, "--no-cache"), on_terminal(columns, "--cache-dir", self.cache), columns)

    def test_whatever_it_was_made_from_may_change(self):
        self.assert_anew()
        self.write(".gitignore", "*.py\n")
        self.assert_anew()
        self.write("notes.bin", "no source, but listed as left out\n")
        self.assert_anew()
        self.write("assay.yaml", "components:\n  one: [search]\n")
        self.assert_anew()
        self.write("assay.yaml", "components:\n  two: [search]\n")
        self.assert_anew()
        git = ["git", "-C", self.root, "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run([*git, "init", "-q"], check=True)
        self.assert_anew()
        subprocess.run([*git, "commit", "-q", "--allow-empty", "-m", "one"], check=True)
        self.assert_anew()
        self.assert_kept()

    def test_options_that_read_other_files_are_not_kept(self):
        profile = os.path.join(self.folder, "stacks.collapsed")
        for stacks in ("main;search 10\n", "main;other 10\n"):
            with open(profile, "w") as file:
                file.write(stacks)
            self.assert_anew("--profile", profile)
            self.assert_anew("--profile", profile)

    def test_a_reader_that_stops_early_leaves_no_half_report(self):
        process = subprocess.Popen([ASSAY, "scan", self.root, "-f", "json", "-q", "--cache-dir", self.cache], stdout=subprocess.PIPE, env=environment())
        process.stdout.close()
        process.wait()
        self.assert_same()
        self.assert_same()


class Harm(Case):
    def test_flipped_bits(self):
        plain = scan(self.root, None)
        scan(self.root, self.cache)
        with open(self.store, "rb") as file:
            sound = file.read()
        rng = random.Random(7)
        for _ in range(25):
            damaged = bytearray(sound)
            for _ in range(rng.choice((1, 1, 3, 200))):
                damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
            with open(self.store, "wb") as file:
                file.write(damaged)
            self.assertEqual(plain, scan(self.root, self.cache))

    def test_files_that_are_no_store(self):
        plain = scan(self.root, None)
        scan(self.root, self.cache)
        with open(self.store, "rb") as file:
            sound = file.read()
        for content in (b"", b"nonsense", sound[: len(sound) // 2], sound[:100], b"\0" * 100_000):
            with open(self.store, "wb") as file:
                file.write(content)
            self.assertEqual(plain, scan(self.root, self.cache))
        os.remove(self.store)
        for make in (lambda: os.mkfifo(self.store), lambda: os.symlink("/etc/passwd", self.store)):
            make()
            self.assertEqual(plain, scan(self.root, self.cache, "-q"))
            os.remove(self.store)
        os.mkdir(self.store)
        self.assertEqual(plain, scan(self.root, self.cache, "-q"))

    def test_killed_at_any_point(self):
        plain = scan(self.root, None)
        rng = random.Random(1)
        for _ in range(12):
            process = subprocess.Popen([ASSAY, "scan", self.root, "-q", "--cache-dir", self.cache], stdout=subprocess.DEVNULL, env=environment())
            time.sleep(rng.random() * 0.08)
            process.kill()
            process.wait()
            if os.path.exists(self.store):
                done = run("cache", "verify", "--cache-dir", self.cache)
                self.assertEqual((0, b""), (done.returncode, done.stderr))
            if rng.random() < 0.3:
                shutil.rmtree(self.cache, ignore_errors=True)
        self.assertEqual(plain, scan(self.root, self.cache))

    def test_several_at_once(self):
        plain = scan(self.root, None)
        for _ in range(3):
            shutil.rmtree(self.cache, ignore_errors=True)
            command = [ASSAY, "scan", self.root, "-q", "-f", "json", "--cache-dir", self.cache]
            running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) for _ in range(5)]
            for process in running:
                out, err = process.communicate(timeout=60)
                self.assertEqual((0, b"", plain), (process.returncode, err, out))
        self.assertIn(b"all sound", run("cache", "verify", "--cache-dir", self.cache).stdout)

    def test_no_space_left(self):
        plain = scan(self.root, None)
        for limit in (0, 1000, 20_000, 60_000):
            def starve():
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write fails instead
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            shutil.rmtree(self.cache, ignore_errors=True)
            self.assertEqual(plain, scan(self.root, self.cache, preexec_fn=starve))
            self.assertEqual(plain, scan(self.root, self.cache))


class Owners(Case):
    def test_everybodys_folder_is_not_trusted(self):
        os.mkdir(self.cache)
        os.chmod(self.cache, 0o777)
        done = run("scan", self.root, "--cache-dir", self.cache)
        self.assertEqual(0, done.returncode)
        self.assertIn(b"everybody may write there", done.stderr)
        self.assertEqual([], os.listdir(self.cache))

    def test_the_scanned_folder_holds_no_cache(self):
        inside = os.path.join(self.root, "cache")
        done = run("scan", self.root, "--cache-dir", inside)
        self.assertEqual(0, done.returncode)
        self.assertIn(b"lies in the scanned folder", done.stderr)
        self.assertEqual([], os.listdir(inside) if os.path.exists(inside) else [])

    @unittest.skipUnless(os.geteuid() == 0, "only root can give files away")
    def test_somebody_elses_is_read_where_named_and_never_written(self):
        scan(self.root, self.cache)
        os.chown(self.cache, 54321, 54321)
        os.chown(self.store, 54321, 54321)
        before = contents(self.cache)
        self.assert_same()
        with open(self.source(), "a") as file:
            file.write("\nx = 1\n")
        self.assert_same()
        self.assertEqual(before, contents(self.cache))
        self.assertEqual(3, run("cache", "clear", "--cache-dir", self.cache).returncode)
        # The user's own folder, found by itself, is not used at all when it is not the user's.
        home = os.path.join(self.folder, "home")
        os.makedirs(os.path.join(home, "assay"))
        os.chown(os.path.join(home, "assay"), 54321, 54321)
        done = run("scan", self.root, "-q", env=environment(XDG_CACHE_HOME=home))
        self.assertEqual((0, b""), (done.returncode, done.stderr))
        self.assertEqual([], os.listdir(os.path.join(home, "assay")))


class Commands(Case):
    def test_info_verify_clear(self):
        scan(self.root, self.cache)
        self.assertIn(b"facts of files", run("cache", "info", "--cache-dir", self.cache).stdout)
        self.assertIn(b"all sound", run("cache", "verify", "--cache-dir", self.cache).stdout)
        self.assertEqual(b"forgotten\n", run("cache", "clear", "--cache-dir", self.cache).stdout)
        self.assertEqual([], os.listdir(self.cache))
        self.assertEqual([0, 0, 0, 0, 0, 0], values(self.cache))

    def test_verify_drops_what_is_damaged(self):
        scan(self.root, self.cache)
        with contextlib.closing(sqlite3.connect(self.store)) as db:
            value, = db.execute("SELECT data FROM value ORDER BY length(data) DESC LIMIT 1").fetchone()
        with open(self.store, "r+b") as file:
            at = file.read().index(value[:40]) + 30
            file.seek(at)
            file.write(bytes([value[30] ^ 1]))
        done = run("cache", "verify", "--cache-dir", self.cache)
        self.assertEqual(3, done.returncode)
        self.assertRegex(done.stderr, b"damaged")
        self.assertEqual(0, run("cache", "verify", "--cache-dir", self.cache).returncode)


if __name__ == "__main__":
    unittest.main()
