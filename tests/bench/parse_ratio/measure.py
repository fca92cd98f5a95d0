"""What a command costs: user CPU of it and all its descendants, wall time, and the memory of all of them together."""
import collections
import ctypes
import json
import os
import subprocess
import tempfile
import time

Cost = collections.namedtuple("Cost", "user system wall status")

PR_SET_CHILD_SUBREAPER = 36


def adopt_orphans():
    """Descendants whose parent ends first become children of this process, so that their usage is not lost."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")


def cost_of(command, stdout=subprocess.DEVNULL):
    """Runs `command` to its end. A process's usage includes that of the children it waited for."""
    started = time.monotonic()
    child = subprocess.Popen(command, stdout=stdout, stderr=subprocess.DEVNULL)
    user = system = 0.0
    status = wall = None
    while True:
        try:
            pid, code, usage = os.wait4(-1, 0)
        except ChildProcessError:
            break
        user += usage.ru_utime
        system += usage.ru_stime
        if pid == child.pid:
            status, wall = os.waitstatus_to_exitcode(code), time.monotonic() - started
    child.returncode = status  # so that Popen does not wait for it again
    return Cost(user, system, wall, status)


def tree_of(pid):
    """`pid` and its descendants."""
    pids, at = [pid], 0
    while at < len(pids):
        try:
            for thread in os.listdir(f"/proc/{pids[at]}/task"):
                with open(f"/proc/{pids[at]}/task/{thread}/children", encoding="ascii") as file:
                    pids += [int(child) for child in file.read().split()]
        except OSError:
            pass  # it has ended
        at += 1
    return pids


def proportional_kilobytes(pid):
    """Memory of a process, pages shared with others divided among them (PSS)."""
    try:
        with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
            return next((int(line.split()[1]) for line in file if line.startswith("Pss:")), 0)
    except OSError:
        return 0


def peak_kilobytes(command, interval=0.02):
    """The largest sum of memory over all processes of `command`, looked at every `interval` seconds."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    while child.poll() is None:
        peak = max(peak, sum(proportional_kilobytes(pid) for pid in tree_of(child.pid)))
        time.sleep(interval)
    return peak


class Tools:
    """The programs that are measured, and how they are called."""

    def __init__(self, build):
        self.assay = os.path.join(build, "assay")
        self.folder = os.path.join(build, "tests/bench/parse_ratio")

    def list_files(self, root):
        """[(language, path)] of the files below `root` that assay parses."""
        command = [os.path.join(self.folder, "analysed_files"), root]
        text = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
        return [tuple(os.fsdecode(line).split("\t", 1)) for line in text.split(b"\n") if line]

    def scan(self, root, report=os.devnull, jobs=1):
        return [self.assay, "scan", root, "--format", "json", "-o", report, "-j", str(jobs), "--no-cache", "--progress", "never"]

    def bare_parse(self, list_file):
        return [os.path.join(self.folder, "bare_parse"), list_file]

    def bare_parse_of(self, list_file):
        """What the yardstick says of itself: files, bytes, user_seconds, peak_kilobytes …"""
        return json.loads(subprocess.run(self.bare_parse(list_file), check=True, stdout=subprocess.PIPE).stdout)


def write_list(files):
    """A list file for bare_parse; the caller removes it."""
    with tempfile.NamedTemporaryFile("wb", prefix="assay-files-", delete=False) as file:
        for language, path in files:
            file.write(os.fsencode(f"{language}\t{path}\n"))
    return file.name
