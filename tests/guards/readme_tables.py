#!/usr/bin/env python3
"""The README's tables that say what the code says. usage: readme_tables.py [--write]

Each stands between `<!-- table: NAME -->` and `<!-- end -->` and is made anew from its source:
  criteria   rules/model/criteria.yaml and the criteria of each file in rules/verdicts
  groups     rules/model/scoring.yaml
  gains      rules/model/gains.yaml
  findings   each file in rules/findings
  languages  each language's golden tour as `assay facts` reads it, and the reasons in `assay languages --format json`

With --write the README gets them; else each one that is not current is named, and the status is 1. The program is
$ASSAY, or build/release/assay.
"""
import argparse
import difflib
import json
import os
import re
import subprocess
import sys

ROOT = os.environ.get("ASSAY_SOURCE_DIR") or os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
ASSAY = os.path.abspath(os.environ.get("ASSAY") or os.path.join(ROOT, "build/release/assay"))

C_LIKE = {"C", "C++"}
# A row of the languages' table: what it says; what shows in a dump of facts that it is read; the words by which a front end
# means it where it gives the reason for not reading it; and the languages that have it at all, where those are few.
FACTS = [
    ("functions and their size", r"^function \w", None, None),
    ("types, their fields and bases", r"^type ", r"^types$", None),
    ("imports", r"^import ", r"^imports$", None),
    ("calls with their receivers", r"^  call ", None, None),
    ("loops with their bounds", r"^  loop ", None, None),
    ("variables with evident types", r"^variable .* : ", r"variable|evident type", None),
    ("decorators, annotations, attributes", r"^annotation ", r"annotation|attribute|decorator", None),
    ("lambdas, blocks, closures", r"^function .* Lambda\b", r"^lambda|^closures$", None),
    ("async functions and await", r"^function .* Async\b|^  site Await", r"async|await", None),
    ("generators", r"^function .* Generator\b|^  site Yield", r"generator|yield", None),
    ("thrown and caught errors", r"^  site (Throw|Catch)\b", r"exception|throw|catch", None),
    ("swallowed errors", r"^  site SwallowedError", r"swallowed|ignored|exception", None),
    ("objects made", r"^  site AllocObject", r"object", None),
    ("containers made", r"^  site AllocContainer", r"container", None),
    ("texts built", r"^  site AllocString", r"string|text", None),
    ("copies made by syntax", r"^  site AllocCopy", r"^cop(y|ies)|spread|slice", None),
    ("closures made", r"^  site AllocClosure", r"closure|lambda", None),
    ("boxing", r"^  site AllocBoxing", r"boxing", {"Java", "Kotlin", "Scala", "C#"}),
    ("tasks and threads by syntax", r"^  site Spawn|^  call .* Spawned\b", r"spawn|thread|task", {"Go"}),
    ("locks by syntax", r"^  site Lock|^function .* Synchronized\b", r"\block", {"Python", "Java", "C#"}),
    ("channels by syntax", r"^  site Channel", r"channel", {"Go"}),
    ("writes to shared variables", r"^  site SharedGlobal", r"global|shared", None),
    ("code marked unsafe", r"^  site Unsafe|^function .* Unsafe\b", r"unsafe", {"C#", "Rust"}),
    ("pointer arithmetic", r"^  site PointerArithmetic", r"pointer", {*C_LIKE, "C#"}),
    ("memory managed by hand", r"^  site ManualMemory", r"manual memory", C_LIKE),
    ("raw casts", r"^  site RawCast", r"cast", {*C_LIKE, "C#", "Rust"}),
    ("dynamic code", r"^  site Dynamic", r"dynamic|eval|reflection", None),
    ("foreign functions", r"^  site Native|^function .* Native\b", r"foreign|native", {"C++", "Java", "Kotlin", "Scala", "C#", "Rust"}),
    ("goto", r"^  site Goto", r"goto", {*C_LIKE, "C#", "Go", "PHP"}),
    ("inline assembly", r"^  site InlineAssembly", r"assembly", {*C_LIKE, "Rust"}),
]


def read(path):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return file.read()


def markdown(header, rows, align=""):
    marks = [":-:" if align == "centre" and i else "---" for i in range(len(header))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in [header, marks, *rows]) + "\n"


def verdict_rules():
    """{id: {"answer": …, "criteria": […]}}; the rule files are regular: one key a line."""
    rules = {}
    for name in sorted(os.listdir(os.path.join(ROOT, "rules/verdicts"))):
        keys = dict(re.findall(r"^(\w+): *(.*)$", read(f"rules/verdicts/{name}"), re.M))
        rules[name.removesuffix(".yaml")] = {**keys, "criteria": re.findall(r"[\w-]+", keys["criteria"])}
    return rules


def findings():
    rows = []
    for family in sorted(os.listdir(os.path.join(ROOT, "rules/findings"))):
        for name in sorted(os.listdir(os.path.join(ROOT, "rules/findings", family))):
            keys = dict(re.findall(r"^(\w+): *(.*)$", read(f"rules/findings/{family}/{name}"), re.M))
            level = {"cpu": "; elsewhere a note", "only": "", "any": ""}[keys.get("heat", "cpu")]
            where = "hot paths" if keys.get("heat", "cpu") != "any" else "everywhere"
            languages = keys.get("languages", "[all]").strip("[]")
            rows.append([f"`{name.removesuffix('.yaml')}`", keys["title"], f"{keys['level']}, {where}{level}", languages])
    return markdown(["rule", "finds", "level", "languages"], rows)


def criteria():
    rules = verdict_rules()
    text = read("rules/model/criteria.yaml")
    rows = []
    for name, says, points in re.findall(r"^  ([\w-]+):\n    says: (.*)\n(?:    theme: .*\n)?    points_to: \[(.*)\]", text, re.M):
        using = [f"`{rule}`" for rule, keys in rules.items() if name in keys["criteria"]]
        rows.append([f"`{name}`", says, points, ", ".join(using) or "none: code does not show it"])
    return markdown(["criterion", "says", "points to", "rules that rest on it"], rows)


def groups():
    rules = verdict_rules()
    rows = []
    for name, cap, what in re.findall(r"^  ([\w-]+): ([\d.]+) +# (.*)$", read("rules/model/scoring.yaml"), re.M):
        members = sum(keys["group"] == name for keys in rules.values())
        rows.append([f"`{name}`", what, str(members), cap])
    return markdown(["group", "sees", "rules", "cap"], rows)


def gains():
    text = read("rules/model/gains.yaml")
    columns = re.findall(r"^  (\w+): ([^{}\n]+)$", text, re.M)
    rows = []
    for language, entries in re.findall(r"^  (\w+): \{(.*)\}$", text, re.M):
        values = dict(re.findall(r"(\w+): ([\d.]+)", entries))
        settled = re.search(r"settled: \[(.*)\]", entries)
        rows.append([language, *(values[name] for name, _ in columns), settled[1] if settled else "nothing", values["decisions"]])
    return markdown(["source language", *(name for name, _ in columns), "already is", "decided components"], rows)


def run(*arguments, cwd=None):
    return subprocess.run([ASSAY, *arguments], check=True, stdout=subprocess.PIPE, cwd=cwd, text=True).stdout


def tours():
    """{extension: facts of the tour with it}, read where their folder says nothing of tests."""
    folder = os.path.join(ROOT, "tests/golden/facts")
    found = {}
    for language in sorted(os.listdir(folder)):
        for name in os.listdir(os.path.join(folder, language)):
            stem, extension = os.path.splitext(name)
            if stem == "tour" and extension != ".facts":
                found[extension] = run("facts", name, cwd=os.path.join(folder, language))
    return found


def languages():
    """The table, and the cells that neither a tour nor a reason fills."""
    facts_of = tours()
    all_languages = json.loads(run("languages", "--format", "json"))["languages"]
    reasons, gaps = [], []

    def cell(language, fact, shown, words, owners):
        dumps = [facts_of[e] for e in language["extensions"] if e in facts_of]
        if any(re.search(shown, dump, re.M) for dump in dumps):
            return "●"
        stated = [a for a in language["absences"] if words and re.search(words, a["fact"])]
        if not stated and (owners is None or language["name"] in owners):
            gaps.append(f"{language['name']}: {fact}")
            return "○"
        note = stated[0]["reason"] if stated else "the language has no syntax for it"
        if note not in reasons:
            reasons.append(note)
        return str(reasons.index(note) + 1)

    rows = [[row[0], *(cell(language, *row) for language in all_languages)] for row in FACTS]
    text = markdown(["", *(language["name"] for language in all_languages)], rows, "centre")
    notes = "\n".join(f"{number}. {reason}" for number, reason in enumerate(reasons, 1))
    legend = "● read. A number: not read, for the reason below." + (" ○ not shown by the language's tour." if gaps else "")
    return f"{text}\n{legend}\n\n<details><summary>Reasons</summary>\n\n{notes}\n\n</details>\n", gaps


def tables():
    return {"criteria": criteria(), "groups": groups(), "gains": gains(), "findings": findings(), "languages": languages()[0]}


def with_tables(readme, made):
    for name, table in made.items():
        begin, end = f"<!-- table: {name} -->\n", "<!-- end -->"
        head, found, rest = readme.partition(begin)
        if not found or end not in rest:
            raise SystemExit(f"README.md: there is no place for the table `{name}`: write `{begin.strip()}` and `{end}`")
        readme = head + begin + table + rest[rest.index(end):]
    return readme


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--write", action="store_true", help="bring the README up to date")
    arguments = options.parse_args()
    readme = read("README.md")
    current = with_tables(readme, tables())
    for gap in languages()[1]:
        print(f"{gap}: neither in the tour nor among the absences with a reason", file=sys.stderr)
    if arguments.write:
        with open(os.path.join(ROOT, "README.md"), "w", encoding="utf-8") as file:
            file.write(current)
    elif readme != current:
        sys.stdout.writelines(difflib.unified_diff(readme.splitlines(True), current.splitlines(True), "README.md", "as it should be", n=0))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
