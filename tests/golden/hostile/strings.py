#!/usr/bin/env python3
"""Writes a small repository in which every string is hostile to some sink: file names, identifiers, comments, names of
packages and of what they depend on; with --commits also who wrote it, what they say of it and what a branch is called. It
has findings, hot paths and components, so that each of them reaches every report.

    strings.py FOLDER [--commits]
"""
import json
import os
import subprocess
import sys

# Each acts somewhere if a sink forgets to escape it: terminals, GitHub's runners, Markdown, HTML, XML, spreadsheets, URIs,
# SARIF. `CANARY` in a report as anything but text is a failure.
STRINGS = [
    "<script>alert('CANARY')</script>",
    "</script><img src=x onerror=alert('CANARY')>",
    "\" onmouseover=\"alert('CANARY')",
    "[CANARY](javascript:alert(1))",
    "![CANARY](https:⧸⧸canary.example⧸pixel)",
    "https://canary.example/CANARY",
    "www.canary.example",
    "@octocat #1 !1 CANARY",
    "| CANARY | cell |",
    "`CANARY` ``code``",
    "</code></details>CANARY<!--",
    "::error file=CANARY::CANARY",
    "##[error]CANARY",
    "%0A::error::CANARY",
    "=HYPERLINK(\"https:⧸⧸canary.example\",\"CANARY\")",
    "+1+cmd|' ⧸C calc'!A0",
    "-CANARY,\"quoted\"",
    "@SUM(1,1)",
    "]]><CANARY>&lt;&#x41;",
    "\x1b[31mCANARY\x1b]8;;https:⧸⧸canary.example\x07",
    "\u202eYRANAC\u2066",
    "zero\u200bwidth\ufeffCANARY",
    "line\u2028separator\u0085CANARY",
    "C:CANARY",
    "{0} {{CANARY}} ${CANARY} $(CANARY)",
    "- [ ] CANARY",
]
LINE_BREAKS = ["CANARY\n::error::CANARY", "CANARY\r\n##[error]CANARY", "CANARY\t"]


def file_name(text):
    """A file system takes all bytes but the slash."""
    return text.replace("/", "⧸").encode("utf-8", "surrogateescape")


def literal(text):
    return json.dumps(text)


# What has a finding wherever it stands. The method's name is any text; a comment's is the text on one line.
JAVASCRIPT = """// %(comment)s
const http = require(%(name)s);
class Client {
  async [%(name)s](items) {
    for (const item of items) await fetch(item);
  }
  async %(name)s(items) {
    let sum = 0;
    for (const item of items) { for (const byte of item) { sum = (sum * 31 + byte) & 255; } await fetch(item); }
    return sum;
  }
}
module.exports = { Client };
"""
PYTHON = """# %(comment)s
import time


async def wait(seconds=%(name)s):
    time.sleep(seconds)


def scan(text):
    total = 0
    for line in text:
        for byte in line:
            total = (total * 31 + byte) & 255
    return total
"""
KOTLIN = """// %(comment)s
class Store {
    fun `%(identifier)s`(rows: List<String>) {
        for (row in rows) { Runtime.getRuntime().exec(row) }
    }
}
"""


def write(folder):
    root = os.fsencode(folder)
    for number, text in enumerate(STRINGS + LINE_BREAKS):
        comment = " ".join(text.split()) or "x"
        identifier = "".join(c for c in comment if c not in "`.;/[]<>:\\\x1b\x07\x00")
        values = {"name": literal(text), "comment": comment, "identifier": identifier}
        component = os.path.join(root, b"packages", b"%02d " % number + file_name(text))
        os.makedirs(component)
        for name, content in (
            (b"package.json", json.dumps({"name": text, "main": text, "scripts": {text: text}, "dependencies": {text: text, "express": "^4"}})),
            (file_name(text) + b".js", JAVASCRIPT % values),
            (file_name(text) + b".py", PYTHON % values),
            (file_name(text) + b".kt", KOTLIN % values),
        ):
            with open(os.path.join(component, name), "w", encoding="utf-8") as file:
                file.write(content)
    with open(os.path.join(root, b"bytes\xff\xfe.py"), "w", encoding="utf-8") as file:
        file.write(PYTHON % {"name": literal("x"), "comment": "x"})


# As hostile as git lets a branch's name be. It stands where the manifests are there and the code is not, so that a comparison
# with it finds all of the code new.
BRANCH = "<img/src=x>|`CANARY`@octocat=1"
AUTHOR = "CANARY-AUTHOR"


def commit(folder):
    environment = dict(os.environ, GIT_CONFIG_NOSYSTEM="1", HOME="/nonexistent")

    def git(*words, said=b""):
        return subprocess.run(["git", *words], cwd=folder, env=environment, input=said, check=True, stdout=subprocess.PIPE).stdout.strip()

    def record(who, parent):
        """git itself takes brackets out of names: written as they are, as other programs may."""
        stamp = who + b" <" + who + b"> 1767225600 +0000\n"
        parts = [b"tree ", git("write-tree"), b"\n", b"parent " + parent + b"\n" if parent else b"", b"author ", stamp, b"committer ", stamp, b"\n", who, b"\n"]
        made = git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", said=b"".join(parts))
        git("update-ref", "HEAD", made.decode())
        return made

    git("init", "-q")
    git("add", "*/package.json")
    head = record(AUTHOR.encode(), b"")
    git("update-ref", "refs/heads/" + BRANCH, head.decode())
    for number, text in enumerate(STRINGS):
        git("add", f"packages/{number:02} *")
        head = record(f"{AUTHOR} {text}".encode(), head)
    git("add", "-A")
    record(AUTHOR.encode() + b"\xff", head)


if __name__ == "__main__":
    os.makedirs(sys.argv[1], exist_ok=True)
    write(sys.argv[1])
    if "--commits" in sys.argv:
        commit(sys.argv[1])
