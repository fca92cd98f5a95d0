"""What the command-line tests share: the program under test, the samples, and a copy of a sample to work in."""
import json
import os
import shutil
import subprocess
import tempfile

ASSAY = os.environ["ASSAY"]
SOURCE = os.environ["ASSAY_SOURCE_DIR"]
SAMPLES = [os.path.join(SOURCE, "samples", name) for name in ("notifier", "telemetry", "webshop")]


def environment(**changes):
    plain = {key: value for key, value in os.environ.items()
             if key not in ("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "CI")}
    plain.update({"LC_ALL": "C", "TERM": "dumb"})
    plain.update(changes)
    return plain


def run(*arguments, env=None, cwd=None, timeout=120, **options):
    return subprocess.run([ASSAY, *arguments], capture_output=True, env=env or environment(), cwd=cwd, timeout=timeout, **options)


def report(path, *arguments, **options):
    done = run("scan", path, "-f", "json", "-q", *arguments, **options)
    if done.returncode != 0:
        raise AssertionError(f"exit {done.returncode}: {done.stderr.decode(errors='replace')}")
    return json.loads(done.stdout)


def workflow_command(line):
    """(command, properties, message) as GitHub's runner reads a line of output (ActionCommand.cs); None: it is no command."""
    unescaped = lambda text, *marks: [text := text.replace(mark, plain) for mark, plain in marks][-1]
    data = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
    stripped = line.lstrip()
    if stripped.startswith("::") and "::" in stripped[2:]:
        head, message = stripped[2:].split("::", 1)
        name, _, properties = head.partition(" ")
        pairs = (pair.split("=", 1) for pair in properties.strip().split(",") if "=" in pair)
        return name, {key: unescaped(value, ("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")) for key, value in pairs}, unescaped(message, *data)
    if "##[" in line and "]" in line[line.index("##["):]:
        return "##[", {}, line
    return None


class Copy:
    """A copy of a folder without its surroundings' git repository."""

    def __init__(self, source):
        self.folder = tempfile.mkdtemp(prefix="assay-test-")
        self.path = os.path.join(self.folder, os.path.basename(source))
        shutil.copytree(source, self.path)

    def __enter__(self):
        return self.path

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)
