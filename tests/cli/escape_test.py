#!/usr/bin/env python3
"""Each escaper against a strict foreign reader of its format: the reader gets the text back, and nothing else."""
import csv
import html
import html.parser
import io
import json
import os
import random
import re
import subprocess
import unittest
import urllib.parse
import xml.etree.ElementTree

from support import workflow_command

PROBE = os.environ["ESCAPE_PROBE"]

# What acts somewhere, alone and in any order with the others.
PIECES = ["a", "b1", " ", "  ", "`", "``", "```", "|", "\\", "\\|", "\"", "'", "\"\"", ",", ";", "=", "+", "-", "1. ", "# ", "> ", "* ",
          "@", "@octocat", "#1", "!2", "~x", "%0A", "%25", "::", "::error::x", "::add-mask::", "##[", "##[error]", "[", "]", "](",
          "[x](javascript:alert(1))", "![x](https://e.example/p.png)", "<", ">", "<script>", "</code>", "<!--", "-->", "&", "&amp;",
          "&#64;", "]]>", "<![CDATA[", "\n", "\r", "\r\n", "\t", "\x00", "\x1b[31m", "\x1b]8;;x\x1b\\", "\x7f", "\u0085", "\u009b", "\u202e",
          "\u2028", "\u200b", "\ufeff", "\ufffe", "\uffff", "é", "表", "💥", "://", "https://e.example", "www.e.example", "a@e.example", "$(x)",
          "{0}", "{{", "*b*", "_c_", "~~d~~", "/", ".", "..", "C:", "javascript:"]
BYTES = [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\x80"]


def texts(count=1500):
    chance = random.Random(7)
    made = [piece.encode() for piece in PIECES] + BYTES + [b""]
    while len(made) < count:
        made.append(b"".join(chance.choice(BYTES) if chance.random() < 0.02 else chance.choice(PIECES).encode()
                             for _ in range(chance.randint(1, 8))))
    return made


def escaped(sink, inputs):
    done = subprocess.run([PROBE, sink], input="".join(text.hex() + "\n" for text in inputs), capture_output=True, text=True, check=True)
    results = [bytes.fromhex(line) for line in done.stdout.split("\n")[:-1]]
    assert len(results) == len(inputs)
    return [result.decode("utf-8") for result in results]  # valid UTF-8, or this throws


class Words(html.parser.HTMLParser):
    """The text of one element, if there is nothing but that; its attribute must say the same."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.found, self.tags = "", []
        self.feed(text)
        self.close()
        assert [tag for tag, _ in self.tags] == ["p"] and dict(self.tags[0][1])["title"] == self.found, text

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, attributes))

    def handle_data(self, data):
        self.found += data


class Escapers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.texts = texts()
        cls.shown = escaped("printable", cls.texts)

    def test_shown_text_moves_no_terminal_and_commands_no_runner(self):
        for text, shown in zip(self.texts, self.shown):
            self.assertFalse(re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", shown), text)
            self.assertNotIn("##[", shown)
            if re.fullmatch(b"[a-zA-Z0-9 ,.]*", text):
                self.assertEqual(text.decode(), shown)

    def test_json(self):
        for text, result in zip(self.texts, escaped("json", self.texts)):
            self.assertIsNone(re.search("##\\[|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]", result))
            value = json.loads(result)
            try:
                self.assertEqual(text.decode("utf-8"), value)
            except UnicodeDecodeError:
                self.assertIn("\ufffd", value)

    def test_xml(self):
        for shown, result in zip(self.shown, escaped("xml", self.texts)):
            element = xml.etree.ElementTree.fromstring(f'<a b="{result}">{result}</a>')
            expected = re.sub("[\ufffe\uffff]", "\ufffd", shown)
            self.assertEqual([expected, expected, 0], [element.get("b"), element.text or "", len(element)])

    def test_html(self):
        for shown, result in zip(self.shown, escaped("html", self.texts)):
            self.assertFalse(set("<>\"'") & set(result), "no element, attribute or comment begins or ends in it")
            self.assertEqual(shown, html.unescape(result))
            self.assertEqual(shown, Words(f'<p title="{result}">{result}</p>').found)

    def test_json_in_html(self):
        for text, result in zip(self.texts, escaped("html-json", self.texts)):
            self.assertFalse(set("<>&") & set(result), "nothing in it ends the script or begins a comment")
            self.assertEqual(text.decode("utf-8", "replace").count("a"), json.loads(result).count("a"))
            if b"\xff" not in text and b"\x80" not in text and b"\xc0" not in text and b"\xed\xa0" not in text:
                self.assertEqual(text.decode(), json.loads(result))

    def test_csv(self):
        results = escaped("csv", self.texts)
        rows = list(csv.reader(io.StringIO("".join(f"x,{result},y\r\n" for result in results), newline=""), strict=True))
        self.assertEqual(len(results), len(rows))
        for shown, result, row in zip(self.shown, results, rows):
            self.assertEqual(["x", "y"], [row[0], row[2]])
            self.assertEqual(shown, row[1][1:] if row[1].startswith("'") and shown[:1] in ("=", "+", "-", "@") else row[1])
            self.assertNotIn(row[1][:1], ("=", "+", "-", "@", "\t", "\r"), "a spreadsheet would take it for a formula")
            self.assertFalse(result.startswith("::"))

    def test_uri(self):
        for text, result in zip(self.texts, escaped("uri", self.texts)):
            self.assertEqual(text, urllib.parse.unquote_to_bytes(result))
            self.assertRegex(result, r"^([A-Za-z0-9_./~-]|%[0-9A-F]{2})*$")

    def test_workflow_commands(self):
        for shown, message, value in zip(self.shown, escaped("workflow-message", self.texts), escaped("workflow-property", self.texts)):
            self.assertEqual(("warning", {"file": value and shown, "title": "t"}, shown),
                             workflow_command(f"::warning file={value},title=t::{message}"))

    def test_sarif_messages_have_no_links(self):
        for shown, result in zip(self.shown, escaped("sarif", self.texts)):
            self.assertNotIn("](", result)
            self.assertEqual(shown.replace("](", "] ("), result)

    def test_markdown(self):
        shown_texts = [shown for shown in self.shown if not re.search("[\ufffe\uffff]", shown)]  # cmark's XML cannot say them
        inputs = [shown.encode() for shown in shown_texts]
        spans, sentences = escaped("markdown-code", inputs), escaped("markdown-text", inputs)
        document = "".join(f"x{span} y\n\n{sentence}\n\n| a | b | c |\n| --- | --- | --- |\n| {span} | {sentence} | e |\n\n"
                           for span, sentence in zip(spans, sentences))
        done = subprocess.run(["cmark-gfm", "-e", "table", "-e", "autolink", "-e", "strikethrough", "-e", "tasklist", "-t", "xml", "--unsafe"],
                              input=document.encode(), capture_output=True, check=True)
        space = "{http://commonmark.org/xml/1.0}"
        blocks = iter(xml.etree.ElementTree.fromstring(done.stdout))
        for shown, sentence in zip(shown_texts, sentences):
            self.assertEqual("x" + (shown if shown.strip(" ") else "") + " y", self.words(next(blocks), shown, space), repr(shown))
            if sentence.strip():
                block = next(blocks)
                self.assertEqual(self.plain(shown), self.plain(self.words(block, shown, space)), repr(shown))
            table = next(blocks)
            self.assertEqual(f"{space}table", table.tag, repr(shown))
            cells = list(table)[-1]
            self.assertEqual(3, len(cells), repr(shown))
            self.assertEqual([shown.strip(), self.plain(shown), "e"],
                             [self.words(cells[0], shown, space).strip(), self.plain(self.words(cells[1], shown, space)), self.words(cells[2], shown, space)])
        self.assertIsNone(next(blocks, None))

    @staticmethod
    def plain(text):
        """A sentence's back-quotes part it into text and code; which blanks stay beside them is the reader's business."""
        return re.sub(r"[` ]", "", text)

    def words(self, block, about, space):
        """The block's text, if it has nothing but text, code, and comments of ours."""
        self.assertIn(block.tag, (f"{space}paragraph", f"{space}table_cell"), repr(about))
        out, run = "", ""
        quoted = any(node.text == "<code>" for node in block)  # where GitHub looks for no mentions
        for node in block:
            kind = node.tag.removeprefix(space)
            if kind == "html_inline":
                self.assertIn(node.text, ("<!-- -->", "<code>", "</code>"), repr(about))
                run = ""
                continue
            self.assertIn(kind, ("text", "code"), repr(about))
            run = run + (node.text or "") if kind == "text" else ""
            self.assertTrue(quoted or re.search(r"(^|\W)[@#!~%$&]\w", run) is None, repr(about))
            out += node.text or ""
        return out


if __name__ == "__main__":
    unittest.main()
