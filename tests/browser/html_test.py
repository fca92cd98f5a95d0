#!/usr/bin/env python3
"""The HTML report, as people meet it: what it says is what the JSON report says, it is valid, it can be used by keys, in
print and without scripts, nothing in it acts that should not, and it keeps its budgets."""
import html.parser
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "cli"))
from support import SOURCE, Copy, report, run  # noqa: E402

VOID = {"meta", "img", "input", "br", "link", "hr"}


class Strict(html.parser.HTMLParser):
    """Tables of a document by their captions, as rows of cells' texts; fails where elements do not nest."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.stack, self.tables, self.caption, self.cell, self.row = [], {}, None, None, None
        self.scripts, self.attributes, self.text = [], [], []
        self.feed(text)
        self.close()
        if self.stack:
            raise AssertionError(f"never closed: {self.stack}")

    def handle_starttag(self, tag, attributes):
        self.attributes += [(tag, name, value) for name, value in attributes]
        if tag in VOID:
            return
        self.stack.append(tag)
        if tag == "table":
            self.caption = ""
        if tag == "tr":
            self.row = []
        if tag in ("td", "th"):
            self.cell = ""
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag):
        if not self.stack or self.stack.pop() != tag:
            raise AssertionError(f"</{tag}> closes nothing at {self.getpos()}")
        if tag in ("td", "th"):
            self.row.append(re.sub(r"\s+", " ", self.cell).strip())
            self.cell = None
        if tag == "tr" and "tbody" in self.stack:
            self.tables.setdefault(self.caption, []).append(self.row)

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data
        elif self.stack and self.stack[-1] == "caption":
            self.caption += data
        if self.stack and self.stack[-1] == "script":
            self.scripts[-1] += data
        elif not self.stack or self.stack[-1] != "style":
            self.text.append(data)


def write_html(path, *arguments):
    done = run("scan", path, "-q", "-f", "html", *arguments)
    if done.returncode != 0:
        raise AssertionError(done.stderr.decode(errors="replace"))
    return done.stdout.decode("utf-8")


def many_findings(folder):
    """A repository with more than 10,000 findings: calls that may wait for ever."""
    for n in range(101):
        with open(os.path.join(folder, f"file_{n}.py"), "w", encoding="utf-8") as file:
            file.write("import requests\n")
            for k in range(100):
                file.write(f"\n\ndef fetch_{n}_{k}(url):\n    return requests.get(url)\n")


def many_edges(folder):
    """20 components, each of which calls ten others."""
    for n in range(20):
        os.mkdir(os.path.join(folder, f"part{n}"))
        with open(os.path.join(folder, f"part{n}", f"module{n}.py"), "w", encoding="utf-8") as file:
            others = [(n + k) % 20 for k in range(1, 11)]
            file.write("".join(f"from part{m}.module{m} import work{m}\n" for m in others))
            file.write(f"\n\ndef work{n}(x):\n" + "".join(f"    x += work{m}(x)\n" for m in others) + "    return x\n")
    return [word for n in range(20) for word in ("--component", f"part{n}=part{n}")]


# Every name and text that a repository can hold, as an attack on the page.
ATTACK = "</script><script>alert(1)</script><img src=x onerror=alert(2)>'\"&lt;<!--"


def hostile(folder):
    name = ATTACK.replace("/", "∕")
    os.makedirs(os.path.join(folder, name))
    for at in ("", name):
        with open(os.path.join(folder, at, f"{name}.py"), "w", encoding="utf-8") as file:
            file.write(f'import requests  # {ATTACK}\n\n\ndef handle(url):\n    while True:\n        try:\n            requests.get(url + "{ATTACK}".strip())  # {ATTACK}\n        except Exception:\n            pass\n')
    with open(os.path.join(folder, name, "package.json"), "w", encoding="utf-8") as file:
        json.dump({"name": ATTACK, "version": "1", "main": ATTACK, "dependencies": {ATTACK: ATTACK}}, file)
    with open(os.path.join(folder, name, "x.js"), "w", encoding="utf-8") as file:
        file.write("const http = require('http');\nclass A { ['" + ATTACK.replace("'", "\\'") + "']() { for (;;) { eval(`" + ATTACK + "`); } } }\nfunction ﬀ‮x() { return http.get('x'); }\n")
    with open(os.path.join(folder, "assay.yaml"), "w", encoding="utf-8") as file:
        json.dump({"report": {"title": ATTACK, "client": ATTACK, "author": ATTACK, "introduction": ATTACK, "source": "https://example.org/{path}"},
                   "components": {ATTACK: [f"{name}.py"]}}, file)


def told(root):
    """The web shop with a git history, answers of its team, and a finding that a comment silences."""
    with open(os.path.join(root, "assay.yaml"), "w", encoding="utf-8") as file:
        file.write("context:\n  domain: web-api\n  latency: under-10ms\n")
    path = os.path.join(root, "web", "shop", "views", "catalog.py")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    wait = next(line for line in text.split("\n") if "time.sleep" in line)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text.replace(wait, wait + "  # assay-ignore: blocking-call-in-async a test's <b>reason</b> until=2999-01-01"))
    for date in ("2026-01-01", "2026-02-01"):
        with open(path, "a", encoding="utf-8") as file:
            file.write("\n")
        environment = dict(os.environ, GIT_AUTHOR_DATE=f"{date}T12:00:00Z", GIT_COMMITTER_DATE=f"{date}T12:00:00Z", GIT_CONFIG_NOSYSTEM="1", HOME="/nonexistent")
        for words in (["init", "-q"], ["add", "-A"], ["-c", f"user.name={ATTACK}", "-c", f"user.email={ATTACK}", "commit", "-qm", ATTACK]):
            subprocess.run(["git", *words], cwd=root, env=environment, check=True)


class Html(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        subprocess.run([os.path.join(SOURCE, "tests", "npm_packages.sh"), "tests/browser"], check=True)
        cls.folder = tempfile.TemporaryDirectory(prefix="assay-html-")
        cls.files, cls.texts = {}, {}
        for name, make in (("many", many_findings), ("edges", many_edges), ("hostile", hostile), ("empty", lambda _: None)):
            root = os.path.join(cls.folder.name, name)
            os.mkdir(root)
            cls.keep(name, write_html(root, *(make(root) or [])))
        with Copy(os.path.join(SOURCE, "samples", "webshop")) as copy:
            with open(os.path.join(copy, "assay.yaml"), "w", encoding="utf-8") as file:
                file.write("report:\n  title: Shop review\n  client: Example Ltd\n  author: A. Author\n  date: 1 May\n  logo: logo.svg\n"
                           "  introduction: |\n    First\n    paragraph.\n\n    Second.\n  source: https://example.org/{revision}/{path}#L{line}\n")
            with open(os.path.join(copy, "logo.svg"), "w", encoding="utf-8") as file:
                file.write('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>')
            cls.json = report(copy)
            cls.keep("webshop", write_html(copy))
            cls.again = write_html(copy, "-j", "1")
        with Copy(os.path.join(SOURCE, "samples", "webshop")) as copy:
            told(copy)
            cls.told = report(copy)
            cls.keep("told", write_html(copy))
        jobs = [{"name": "webshop", "checks": ["parts", "sorting", "filtering", "drawings", "keys", "theme", "width", "print", "withoutScripts"]},
                {"name": "told", "checks": ["axe", "axeInTheOtherTheme", "width", "withoutScripts"]},
                {"name": "many", "checks": ["speed", "withoutScripts"]}, {"name": "hostile", "checks": ["parts", "drawings", "axe", "width"]},
                {"name": "edges", "checks": ["lines"]}, {"name": "empty", "checks": ["withoutScripts"]}]
        for job in jobs:
            job["file"] = cls.files[job["name"]]
        plan = os.path.join(cls.folder.name, "job.json")
        with open(plan, "w", encoding="utf-8") as file:
            json.dump(jobs, file)
        done = subprocess.run(["node", os.path.join(HERE, "walk.mjs"), plan], capture_output=True, timeout=300)
        if done.returncode != 0:
            raise AssertionError(done.stderr.decode(errors="replace")[-3000:])
        cls.found = json.loads(done.stdout)

    @classmethod
    def keep(cls, name, text):
        cls.texts[name] = text
        cls.files[name] = os.path.join(cls.folder.name, f"{name}.html")
        with open(cls.files[name], "w", encoding="utf-8") as file:
            file.write(text)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    # What it says.

    def test_tables_say_what_the_json_report_says(self):
        tables = Strict(self.texts["webshop"]).tables
        words = {"rust": "Rust core", "go": "Go service", "keep": "Keep"}
        rows = {row[0]: row for row in tables["Components"]}
        self.assertEqual({c["id"] for c in self.json["components"]}, set(rows))
        for c in self.json["components"]:
            row = rows[c["id"]]
            self.assertEqual([words[c["verdict"]["choice"]], c["kind"], f'{c["lines"]:,}'], [row[1], row[3], row[5]])
            self.assertEqual([f'{c["profile"][part]["score"]:.2f}' for part in ("cpu", "allocation", "concurrency", "io")], [cell.split()[-1] for cell in row[6:10]])
        ledger = tables["Ledger: what each rule gives each answer, in log-odds"]
        for c in self.json["components"]:
            weights = {}
            for spoken in c["verdict"]["contributions"]:
                weights.setdefault((spoken["rule"], spoken["reason"]), {})[spoken["answer"]] = f'{spoken["weight"]:+.2f}'
            for (rule, reason), by_answer in weights.items():
                self.assertIn([rule, reason, *(by_answer.get(answer, "") for answer in ("rust", "go", "keep"))], ledger)
        self.assertEqual(sorted((f["level"], f["rule"], f["message"].replace("`", ""), f'{f["file"]}:{f["line"]}', f["component"]) for f in self.json["findings"]),
                         sorted(tuple(row) for row in tables["Findings"]))
        kinds = {"call": "calls", "rpc": "remote procedures", "http": "web requests", "queue": "messages", "link": "linking", "include": "headers"}
        self.assertEqual([[b["from"], b["to"], kinds[b["kind"]], b["what"], str(b["calls"]), f'{b["file"]}:{b["line"]}', b["becomes"]]
                          for b in self.json["architecture"]["boundaries"]], tables["Calls and messages between components"])
        hot = self.json["hot_paths"][:100]
        self.assertEqual([(h["function"], f'{h["file"]}:{h["line"]}', h["component"]) for h in hot], [tuple(row[:3]) for row in tables["The hottest functions"]])

    def test_the_waterfall_adds_up(self):
        tables = Strict(self.texts["webshop"]).tables
        falls = [table for caption, table in tables.items() if caption.startswith("What adds to the lead of ")]
        self.assertGreater(len(falls), 1)
        with open(os.path.join(SOURCE, "rules/model/scoring.yaml"), encoding="utf-8") as scoring:
            temperature = float(re.search(r"^temperature: (.*)$", scoring.read(), re.M).group(1))
        for c in self.json["components"]:
            scores = c["verdict"]["scores"]
            rows = self.rows_after(self.texts["webshop"], f'id="component-{c["id"]}"', "What adds to the lead of")
            signs = [1 if row[0] in (f'for {self.short[c["verdict"]["choice"]]}', f'against {self.short[c["verdict"]["runner_up"]]}') else -1 for row in rows]
            lead = sum(sign * float(row[2]) for sign, row in zip(signs[:-1], rows))
            self.assertAlmostEqual(float(rows[-1][2]), lead, delta=0.06, msg=c["id"])
            odds = math.log(scores[c["verdict"]["choice"]] / scores[c["verdict"]["runner_up"]])
            self.assertAlmostEqual(temperature * odds, lead, delta=0.06, msg="temperature times the log-odds of the scores")
            self.assertLessEqual(len(rows), 12, "small reasons are taken together")

    short = {"rust": "Rust", "go": "Go", "keep": "keep"}

    def rows_after(self, text, mark, caption):
        """Rows of the first table with that caption behind the mark."""
        section = text[text.index(mark):]
        table = section[section.index("<table", section.index(caption)):]
        return Strict(table[:table.index("</table>") + 8]).tables.popitem()[1]

    def test_a_move_is_described_as_the_json_report_describes_it(self):
        tables = Strict(self.texts["webshop"]).tables
        seams, moving, ways = (tables[name] for name in ("The seam: functions that the boundary runs through",
                                                         "Functions of the part, by their share of the component's cost",
                                                         "Ways across the component's boundary, with what a call costs"))
        parts = [c for c in self.json["components"] if c["carve_out"]]
        self.assertGreater(len(parts), 0)
        for c in parts:
            for seam in c["carve_out"]["seam"]:
                self.assertTrue(any(row[1] == re.sub(r"\s+", " ", seam["signature"]) and row[2] == f'{seam["file"]}:{seam["line"]}' for row in seams), seam)
            for function in c["carve_out"]["functions"]:
                self.assertIn([function["function"], f'{function["file"]}:{function["line"]}', f'{100 * function["share"]:.1f} %'], moving)
        for c in self.json["components"]:
            if c["boundary"]:
                self.assertIn(c["boundary"]["technique"], [row[0] for row in ways])
            if c["verdict"]["choice"] != "keep":
                page = self.texts["webshop"][self.texts["webshop"].index(f'id="component-{c["id"]}"'):]
                self.assertIn("person-weeks, median", page[:page.index("</section>")])
        known = {row[0] for row in tables["Runtime dependencies and what takes their place"]}
        self.assertIn("flask", {name.lower() for name in known})

    def test_what_the_team_says_stands_beside_what_the_code_says(self):
        tables = Strict(self.texts["told"]).tables
        answers = tables["The team's answers, in log-odds"]
        self.assertTrue(any("a web API or microservice" in row[0] and row[2] == "+0.80" for row in answers), answers)
        for c in self.told["components"]:
            alone = c["verdict"]["code"]["scores"]
            self.assertIn(f'The code alone: Rust {alone["rust"]:.2f}, Go {alone["go"]:.2f}, keep {alone["keep"]:.2f}', self.texts["told"])
            for flip in c["verdict"]["flips"]:
                self.assertIn(flip["change"].replace("`", ""), "".join(Strict(self.texts["told"]).text))
        turned = sum(c["verdict"]["choice"] != c["verdict"]["code"]["choice"] for c in self.told["components"])
        self.assertIn(f"the code alone would say something else of {turned or 'none'}.", self.texts["told"])
        self.assertNotIn("The code alone: ", self.texts["webshop"])

    def test_history_and_silenced_findings_are_told(self):
        text = self.texts["told"]
        tables = Strict(text).tables
        self.assertIn("<h3>History</h3>", text)
        self.assertTrue(any("changed 2 times" in row[1] for row in tables["Where frequent change meets heat"]))
        silenced = [f for f in self.told["findings"] if "silenced" in f]
        self.assertEqual(1, len(silenced))
        self.assertEqual([[silenced[0]["level"], silenced[0]["rule"], silenced[0]["message"].replace("`", ""), f'{silenced[0]["file"]}:{silenced[0]["line"]}',
                           "comment", "a test's <b>reason</b>", "2999-01-01"]], tables["Silenced findings"])
        self.assertIn("2 commits by 1 author were looked at", text)
        self.assertNotIn("onerror", text, "who wrote a commit and what it says reach no page")

    def test_excerpts_are_lines_of_the_code(self):
        text = self.texts["webshop"]
        marked = re.findall(r"<mark>\s*(\d+)  (.*?)</mark>", text)
        self.assertGreater(len(marked), 10)
        self.assertIn(("55", 'while position &lt; length:'), marked)

    def test_the_configuration_s_words_are_on_the_cover(self):
        text = self.texts["webshop"]
        cover = text[text.index("<header"):text.index("</header>")]
        for word in ("Shop review", "Example Ltd", "A. Author", "1 May", 'src="data:image/svg+xml;base64,'):
            self.assertIn(word, cover)
        self.assertIn('<p class="introduction">First paragraph.</p>\n<p class="introduction">Second.</p>', text)
        self.assertIn("<title>Shop review</title>", text)
        self.assertNotIn("example.org", text, "there is no revision to link to")

    def test_the_same_bytes_at_any_job_count(self):
        self.assertEqual(self.texts["webshop"], self.again)

    # What it is.

    def test_it_is_valid(self):
        for name in ("webshop", "told", "hostile", "empty"):
            done = subprocess.run([os.path.join(HERE, "node_modules", ".bin", "html-validate"), "--config", os.path.join(HERE, ".htmlvalidate.json"),
                                   self.files[name]], capture_output=True)
            self.assertEqual(0, done.returncode, done.stdout.decode()[-2000:])

    def test_nothing_in_it_acts(self):
        for name, found in self.found.items():
            self.assertEqual([], found["breaches"], name)
        parsed = Strict(self.texts["hostile"])
        self.assertEqual(2, len(parsed.scripts), "the data and the page's own")
        json.loads(parsed.scripts[0])
        for tag, name, value in parsed.attributes:
            self.assertFalse(name.startswith("on"), (tag, name, value))
            if name in ("href", "src"):
                self.assertRegex(value, r"^(#|https://|data:image/)", (tag, name))
        self.assertIn(ATTACK, "".join(parsed.text), "a reader gets the text back as it is")
        policy = next(value for tag, name, value in parsed.attributes if name == "content" and "default-src" in value)
        self.assertRegex(policy, r"^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; img-src data:; base-uri 'none'; form-action 'none'$")

    # What people do with it.

    def test_each_part_is_shown_by_itself(self):
        for name in ("webshop", "hostile"):
            parts = self.found[name]["parts"]
            for part, shown in parts["seen"].items():
                self.assertEqual([part], shown)
        self.assertEqual("H2", self.found["webshop"]["parts"]["focus"], "the keyboard goes along")
        self.assertRegex(self.found["webshop"]["parts"]["title"], "^shop-.* · Shop review$")

    def test_tables_sort(self):
        found = self.found["webshop"]["sorting"]
        numbers = [int(text.replace(",", "")) for text in found["lines"]["texts"]]
        self.assertEqual(("descending", sorted(numbers, reverse=True)), (found["lines"]["order"], numbers))
        self.assertEqual(("ascending", found["lines"]["texts"][::-1]), (found["again"]["order"], found["again"]["texts"]))
        self.assertEqual(("ascending", sorted(found["name"]["texts"])), (found["name"]["order"], found["name"]["texts"]))
        self.assertEqual(sorted(found["waits"]["texts"], reverse=True), found["waits"]["texts"])

    def test_tables_filter(self):
        found = self.found["webshop"]["filtering"]
        self.assertEqual(1, len([row for row in found["words"] if "shop-search" in row]))
        self.assertLess(len(found["words"]), found["all"])
        self.assertEqual(found["all"], found["chosen"], "each row has one verdict")

    def test_everything_is_drawn(self):
        count = self.found["webshop"]["drawings"]
        self.assertEqual(len(self.json["components"]), count["summary"])
        self.assertGreater(count["code-map"], 20)
        self.assertEqual(3, count["dependencies"])
        self.assertGreater(count["hot-paths"], 20)
        self.assertEqual(3, count["radar"])
        self.assertGreater(count["steps"], 5)

    def test_a_graph_with_many_lines_says_what_it_leaves_out(self):
        found = self.found["edges"]["lines"]
        self.assertEqual(60, found["graph"])
        self.assertIn("Of 200 lines 60 are drawn", found["caption"])
        self.assertEqual(60, found["picture"])

    def test_hot_paths_can_be_walked_by_keys(self):
        keys = self.found["webshop"]["keys"]
        self.assertIn("All entries", keys["first"])
        self.assertNotEqual(keys["first"], keys["below"])
        self.assertTrue(keys["inside"].startswith("All entries › "), keys)
        self.assertFalse(keys["after"])

    def test_light_and_dark(self):
        theme = self.found["webshop"]["theme"]
        self.assertNotEqual(theme["before"], theme["after"])

    def test_no_accessibility_violations(self):
        for name in ("told", "hostile"):
            self.assertEqual(8, len(self.found[name]["axe"]))
            self.assertEqual({}, {part: v for part, v in self.found[name]["axe"].items() if v}, name)
        self.assertEqual({}, {part: v for part, v in self.found["told"]["axeInTheOtherTheme"].items() if v})

    def test_it_fits_a_phone(self):
        for name in ("webshop", "told", "hostile"):
            self.assertEqual({}, {part: width for part, width in self.found[name]["width"].items() if width > 375}, name)

    def test_it_prints_whole(self):
        found = self.found["webshop"]["print"]
        self.assertEqual(found["parts"], found["visible"])
        self.assertGreaterEqual(found["pages"], found["parts"], "each part begins on a page")
        self.assertEqual(1, found["back"])

    def test_all_is_there_without_scripts(self):
        found = self.found["webshop"]["withoutScripts"]
        self.assertEqual(found["sections"], found["visible"])
        self.assertEqual(len(self.json["components"]), found["verdicts"])
        self.assertEqual(len(self.json["findings"]), found["findings"])
        self.assertEqual(10_000, self.found["many"]["withoutScripts"]["findings"])
        for name in ("webshop", "many", "empty"):
            self.assertEqual([], self.found[name]["withoutScripts"]["breaches"], name)

    # What it costs.

    def test_budgets(self):
        self.assertLess(len(self.texts["empty"].encode()), 250_000, "the template with next to nothing in it")
        self.assertLess(len(self.texts["many"].encode()), 6_000_000)
        self.assertIn("The table holds the first 10,000 of 10,100 findings", self.texts["many"])
        speed = self.found["many"]["speed"]
        self.assertRegex(speed["status"], "of 1,1")
        self.assertLess(speed["worked"], 1000, speed)
        print(f"10,000 findings: {len(self.texts['many'].encode()):,} bytes, ready after {speed['ready']:.0f} ms, filtered {speed['table']:.0f} ms later, {speed['worked']:.0f} ms of work", file=sys.stderr)


if __name__ == "__main__":
    unittest.main()
