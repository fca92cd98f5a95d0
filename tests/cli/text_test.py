#!/usr/bin/env python3
"""The text report on terminals of all widths, with and without links, and in pipes."""
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import unicodedata
import unittest
import urllib.parse

from support import ASSAY, SAMPLES, SOURCE, environment, run

SHOP = SAMPLES[2]
SGR = re.compile(r"\x1b\[\d+m")
LINK = re.compile(r"\x1b\]8;;([^\x1b]*)\x1b\\")


def width(text):
    """Columns, as terminals count them."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def on_terminal(columns, *arguments, **variables):
    """What a terminal of that width is sent."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    with subprocess.Popen([ASSAY, *arguments], stdout=slave, stderr=subprocess.DEVNULL, env=environment(TERM="xterm-256color", **variables)) as process:
        os.close(slave)
        output = b""
        while True:
            try:
                piece = os.read(master, 65536)
            except OSError:  # the other end is closed
                break
            if not piece:
                break
            output += piece
    os.close(master)
    return output.decode().replace("\r\n", "\n")


class Text(unittest.TestCase):
    def test_it_fits_terminals_of_all_widths(self):
        for columns, widest in ((40, 60), (60, 60), (72, 72), (84, 84), (100, 100), (200, 120)):
            for line in LINK.sub("", SGR.sub("", on_terminal(columns, "scan", SHOP, "-q", "-v"))).splitlines():
                self.assertLessEqual(width(line), widest, line)

    def test_the_table_has_what_there_is_room_for(self):
        heading = lambda columns: next(line for line in SGR.sub("", on_terminal(columns, "scan", SHOP, "-q")).splitlines() if line.startswith("COMPONENT")).split()
        self.assertEqual(["COMPONENT", "LINES", "VERDICT", "CONFIDENCE"], heading(60))
        self.assertEqual(["COMPONENT", "LINES", "LANGUAGE", "VERDICT", "CONFIDENCE"], heading(80))
        self.assertEqual(["COMPONENT", "KIND", "LINES", "LANGUAGE", "VERDICT", "CONFIDENCE"], heading(100))

    def test_a_pipe_gets_80_plain_columns(self):
        piped = run("scan", SHOP, "-q").stdout.decode()
        self.assertNotIn("\x1b", piped)
        self.assertEqual(piped, SGR.sub("", on_terminal(80, "scan", SHOP, "-q")))

    def test_places_are_links_where_the_terminal_has_them(self):
        self.assertIsNone(LINK.search(on_terminal(80, "scan", SHOP, "-q")))
        sent = on_terminal(80, "scan", SHOP, "-q", VTE_VERSION="7200")
        links = [link for link in LINK.findall(sent) if link]
        self.assertGreater(len(links), 20)
        for link in links:
            url = urllib.parse.urlsplit(link)
            self.assertEqual("file", url.scheme)
            self.assertTrue(os.path.isfile(urllib.parse.unquote(url.path)), link)
        self.assertEqual(run("scan", SHOP, "-q").stdout.decode(), LINK.sub("", SGR.sub("", sent)))
        self.assertIsNone(LINK.search(on_terminal(80, "scan", SHOP, "-q", "--hyperlinks", "never", VTE_VERSION="7200")))
        self.assertIn(b"\x1b]8;;file://", run("scan", SHOP, "-q", "--hyperlinks", "always").stdout)

    def test_wide_names_keep_the_columns(self):
        names = ("検索エンジンとその仲間たちのとても長い名前の関数", "plain", "e\u0301tude", "索" * 40)
        with tempfile.TemporaryDirectory() as folder:
            with open(os.path.join(folder, "x.js"), "w", encoding="utf-8") as file:
                for name in names:
                    file.write(f"function {name}(a) {{ let s = 0; for (const b of a) {{ for (const c of b) {{ s += c * 3; }} }} return s; }}\n")
            lines = SGR.sub("", on_terminal(60, "scan", folder, "-q")).splitlines()
            rows = [line for line in lines if re.match(r" +[\d.]+ %  .*x\.js:\d$", line)]
            self.assertEqual(len(names) + 1, len(rows), lines)  # and the top level
            self.assertEqual(1, len({width(row[:row.index("x.js")]) for row in rows}), rows)
            self.assertTrue(any("…" in row for row in rows))

    def test_hostile_names_send_nothing_but_our_colours_and_links(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, "-B", os.path.join(SOURCE, "tests", "golden", "hostile", "strings.py"), folder], check=True)
            sent = run("scan", folder, "-q", "-v", "--color", "always", "--hyperlinks", "always").stdout.decode()
            for link in LINK.findall(sent):
                self.assertRegex(link, r"^(file://[A-Za-z0-9_./~%-]*)?$")
            for line in LINK.sub("", SGR.sub("", sent)).split("\n"):
                self.assertIsNone(re.search("[\x00-\x1f\x7f-\x9f]", line), line)
                self.assertFalse(line.lstrip().startswith("::"), line)
                self.assertLessEqual(width(line), 80, line)


if __name__ == "__main__":
    unittest.main()
