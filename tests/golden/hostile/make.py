#!/usr/bin/env python3
"""Writes a tree of hostile files: what a scanner must survive, name and go on from.

    make.py FOLDER [--scale 0.01] [--only PART]

The same arguments give the same bytes and names. `--scale` shrinks every large file for quick tests; at 1 the tree
takes about 170 MB on disk. FOLDER must be new or empty. Whatever executes something of it
makes the file /tmp/assay-executed.
The tree holds folders too deep for shutil: remove it with `chmod -R u+rwX FOLDER; rm -rf FOLDER`.
Root can read the entries that nobody else can.
"""

import argparse
import os
import random
import socket
import sys

SEED = 20
CANARY = "touch /tmp/assay-executed"

# For each language: extension, how a function opens and closes, line comment, an else-if chain's first and next part.
LANGUAGES = {
    "c": ("c", "int f(int x) {\n", "}\n", "//", "if (x == %d) x++;\n", "else if (x == %d) x++;\n"),
    "cpp": ("cpp", "int f(int x) {\n", "}\n", "//", "if (x == %d) x++;\n", "else if (x == %d) x++;\n"),
    "python": ("py", "def f(x):\n", "", "#", "    if x == %d: x = 1\n", "    elif x == %d: x = 1\n"),
    "javascript": ("js", "function f(x) {\n", "}\n", "//", "if (x === %d) x++;\n", "else if (x === %d) x++;\n"),
    "typescript": ("ts", "function f(x: number) {\n", "}\n", "//", "if (x === %d) x++;\n", "else if (x === %d) x++;\n"),
    "tsx": ("tsx", "function f(x: number) {\n", "}\n", "//", "if (x === %d) x++;\n", "else if (x === %d) x++;\n"),
    "java": ("java", "class A { void f(int x) {\n", "} }\n", "//", "if (x == %d) x++;\n", "else if (x == %d) x++;\n"),
    "kotlin": ("kt", "fun f(x: Int) {\n", "}\n", "//", "if (x == %d) g()\n", "else if (x == %d) g()\n"),
    "scala": ("scala", "object A { def f(x: Int) = {\n", "}}\n", "//", "if (x == %d) g()\n", "else if (x == %d) g()\n"),
    "csharp": ("cs", "class A { void F(int x) {\n", "} }\n", "//", "if (x == %d) x++;\n", "else if (x == %d) x++;\n"),
    "go": ("go", "package a\nfunc f(x int) {\n", "}\n", "//", "if x == %d {\n", "} else if x == %d {\n"),
    "rust": ("rs", "fn f(x: i32) {\n", "}\n", "//", "if x == %d {\n", "} else if x == %d {\n"),
    "ruby": ("rb", "def f(x)\n", "end\n", "#", "if x == %d\n", "elsif x == %d\n"),
    "php": ("php", "<?php function f($x) {\n", "}\n", "//", "if ($x == %d) $x++;\n", "else if ($x == %d) $x++;\n"),
}
CHAIN_END = {"go": "}\n", "rust": "}\n", "ruby": "end\n"}
WORDS = (
    "the a of and harbour letter morning window she he walked slowly because if while for class return import object "
    "remember, however nobody's answer. when the case is closed (as usual) let it be new or not; then try again"
).split()
# Lone continuation bytes, an overlong slash, a surrogate, a code point past the last, bytes that never occur.
INVALID_UTF8 = b"\x80\xbf\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80\xfe\xff"
PUNCTUATION = "(){}[]<>;:,.=+-*/%&|^!~?@#$\\\"'`"


class Tree:
    """Writes below one folder; names are bytes, so that any name can be written."""

    def __init__(self, root, scale):
        self.root = os.fsencode(os.path.abspath(root))
        self.scale = scale
        self.random = random.Random(SEED)
        self.written = 0

    def size(self, full):
        return max(1, int(full * self.scale))

    def path(self, name):
        path = os.path.join(self.root, name if isinstance(name, bytes) else name.encode())
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def file(self, name, content):
        with open(self.path(name), "wb") as target:
            target.write(content if isinstance(content, bytes) else content.encode())
        self.written += 1

    def link(self, name, target):
        os.symlink(target, self.path(name))
        self.written += 1

    def prose(self, size):
        words, length = [], 0
        while length < size:
            word = self.random.choice(WORDS)
            length += len(word) + 1
            words.append(word + ("\n" if self.random.random() < 0.08 else ""))
        return " ".join(words)

    def noise(self, size, alphabet):
        return "".join(self.random.choices(alphabet, k=size))


def sample(language, lines=3):
    """A few valid lines of a language."""
    extension, opening, closing, _, first, _ = LANGUAGES[language]
    end = CHAIN_END.get(language, "")
    return opening + "".join(first % n + end for n in range(lines)) + closing


def write_encodings(tree):
    """Text that is not plain UTF-8, and files that are hardly text."""
    for language, (extension, *_) in LANGUAGES.items():
        name = f"encodings/{language}/%s.{extension}"
        text = sample(language)
        tree.file(name % "empty", b"")
        tree.file(name % "bom_only", b"\xef\xbb\xbf")
        tree.file(name % "bom", b"\xef\xbb\xbf" + text.encode())
        tree.file(name % "one_newline", b"\n")
        tree.file(name % "no_last_newline", text.rstrip("\n"))
        tree.file(name % "carriage_returns", text.replace("\n", "\r"))
        tree.file(name % "windows", text.replace("\n", "\r\n"))
        tree.file(name % "utf16_le", b"\xff\xfe" + text.encode("utf-16-le"))
        tree.file(name % "utf16_be", b"\xfe\xff" + text.encode("utf-16-be"))
        tree.file(name % "utf16_odd", b"\xff\xfe" + text.encode("utf-16-le") + b"\x41")
        tree.file(name % "utf16_lone_surrogates", b"\xff\xfe" + b"\x00\xd8" * 40 + text.encode("utf-16-le"))
        tree.file(name % "utf32", b"\xff\xfe\x00\x00" + text.encode("utf-32-le"))
        tree.file(name % "latin1", text.encode() + b"// caf\xe9 \xfc\xdf\n")
        tree.file(name % "invalid_utf8", INVALID_UTF8 + text.encode() + b"\xe2\x82")
        tree.file(name % "nul_bytes", text.replace("\n", "\n\0\0").encode())
        tree.file(name % "control_characters", text + "\x1b[2J\x1b]0;title\x07\x08\x0c\x1a\x7f\x85\u2028\u2029")
        tree.file(name % "bidi", text + "\u202e\u2066 }; if (admin) { \u2069\u2066\n")
        tree.file(name % "random_bytes", tree.random.randbytes(4096))


def write_shapes(tree):
    """Text whose shape hurts: depth, width, length, and what is never closed."""
    deep = tree.size(200_000)
    for language, (extension, opening, closing, comment, first, following) in LANGUAGES.items():
        name = f"shapes/{language}/%s.{extension}"
        tree.file(name % "nested_brackets", opening + "(" * deep + "1" + ")" * deep + "\n" + closing)
        tree.file(name % "open_brackets", opening + "([{" * (deep // 3))
        tree.file(name % "closing_brackets", ")]}" * (deep // 3))
        chain = [opening, first % 0]
        chain += [following % n for n in range(1, tree.size(100_000))]
        tree.file(name % "else_if", "".join(chain) + CHAIN_END.get(language, "") + closing)
        tree.file(name % "unterminated_string", opening + 'x = "' + tree.prose(tree.size(50_000)))
        tree.file(name % "prose", tree.prose(tree.size(180_000)))
        tree.file(name % "punctuation", tree.noise(tree.size(300_000), PUNCTUATION))
        tree.file(name % "unclosed_parentheses", opening + "f(\n" * tree.size(13_000))
        tree.file(name % "operators", opening + "x = " + "1 + " * tree.size(60_000) + "1\n" + closing)
        tree.file(name % "calls", opening + "f(" * tree.size(20_000) + ")" * tree.size(20_000) + "\n" + closing)
        tree.file(name % "chained_calls", opening + "a" + ".b()" * tree.size(30_000) + "\n" + closing)
        tree.file(name % "long_name", opening + "x" * tree.size(1_000_000) + " = 1\n" + closing)
        tree.file(name % "many_lines", "\n" * tree.size(1_000_000))
        tree.file(name % "long_comment", comment + " " + "lorem " * tree.size(200_000))
    tree.file("shapes/one_line_10mb.js", "var a=[" + "1," * tree.size(5_000_000) + "1];")
    tree.file("shapes/one_line_10mb.py", "a = '" + "x" * tree.size(10_000_000) + "'\n")
    tree.file("shapes/templates.cpp", "template<class T> struct A;\n" + "A<" * tree.size(20_000))
    tree.file("shapes/unterminated_comment_5mb.c", "int a;\n/*" + " lorem ipsum\n" * tree.size(400_000))
    tree.file("shapes/raw_string.cpp", 'auto a = R"delimiter(' + "x)delimite\n" * tree.size(50_000))
    tree.file("shapes/heredocs.rb", "f(" + ", ".join(f"<<~A{n}" for n in range(tree.size(2_000))) + ")\n")
    tree.file("shapes/heredoc.php", "<?php $a = <<<'END'\n" + " END x\n" * tree.size(50_000))
    tree.file("shapes/indentation.py", "".join(" " * n + "if x:\n" for n in range(tree.size(2_000))))
    tree.file("shapes/tabs_and_spaces.py", "if x:\n\tif y:\n        pass\n  \tpass\n" * tree.size(5_000))
    tree.file("shapes/elements.tsx", "const a = " + "<a>" * tree.size(30_000))
    tree.file("shapes/interpolation.kt", "val a = " + '"${' * tree.size(20_000))
    tree.file("shapes/generics.java", "class A { " + "B<" * tree.size(20_000) + "> x; }")
    tree.file("shapes/generics.cs", "class A { " + "B<" * tree.size(20_000) + "> x; }")
    tree.file("shapes/macros.c", "".join(f"#if A{n}\n" for n in range(tree.size(50_000))) + "int a;\n")
    tree.file("shapes/continued.c", "#define A \\\n" + "x \\\n" * tree.size(100_000))
    tree.file("shapes/macro_lines.rs", "m!{" + "{" * tree.size(50_000))
    tree.file("shapes/colons.rs", "use a" + "::{a" * tree.size(20_000) + ";")
    tree.file("shapes/match.scala", "x match {" + " case _ => y match {" * tree.size(5_000))
    tree.file("shapes/arrow_functions.js", "a = " + "a => " * tree.size(30_000) + "1")
    tree.file("shapes/ternaries.ts", "a = " + "a ? b : " * tree.size(30_000) + "c")
    tree.file("shapes/regex.js", "a = /" + "(a*" * tree.size(20_000))
    tree.file("shapes/switch.go", "package a\nfunc f() {" + "switch { case true: " * tree.size(10_000))
    tree.file("shapes/no_extension", "#!/usr/bin/env python3\n" + "(" * tree.size(10_000))
    tree.file("shapes/shebang_only", "#!" + "/x" * tree.size(50_000))


def write_names(tree):
    """Names that break terminals, shells, reports and workflow commands."""
    names = [
        b"new\nline.py", b"carriage\rreturn.py", b"tab\t.java", b"bell\x07.c", b"esc\x1b[31mred\x1b[0m.js",
        b"title\x1b]0;pwned\x07.ts", b"\xff\xfe invalid.c", b"lone\xed\xa0\x80surrogate.go", b"-rf.py", b"--config.js",
        b"::error::oops.py", b"::set-output name=a::b.py", b"##[error]x.py", b"<script>alert(1)<script>.js",
        b"&amp;.tsx", b"\"double\".cs", b"'single'.rb", b"back`tick`.go", b"$(touch owned).php", b"; rm -rf x;.py",
        b"back\\slash.rs", b"..\\..\\up.cs", b"...", b" lead.kt", b"trail .kt ", b".hidden.py", b"percent%00%0a.scala",
        b"semi;colon.cpp", b"[brackets]*?.c", b"!negated.py", b"#comment.py", b"{braces,more}.rs", b"CON.ts",
        b"a:b.java",
        b"x" * 251 + b".go", "\u202egnp.yp".encode(), "\u2066isolate\u2069.py".encode(), "zero\u200bwidth.py".encode(),
        "caf\u00e9.py".encode(), "cafe\u0301.py".encode(), "\U0001f4a5.js".encode(), "\u2028separator.ts".encode(),
        "line\u0085next.rb".encode(), "=cmd|' /C calc'!A0.py".encode(), b"](evil) [link.py", b"| table | row |.py",
    ]
    for name in names:
        tree.file(b"names/" + name, b"x = 1\n")
    for folder in (b"names/folder\n::error::x", b"names/.", b"names/-folder", b"names/\xff", b"names/dir.py"):
        tree.file(folder + b"/inside.py", b"def f(): eval('1')\n")


def write_links(tree):
    """Links that loop or lead outside, and entries that are no files."""
    tree.file("links/real.py", "def f():\n    return 1\n")
    for name, target in {
        "self.py": "self.py", "first.py": "second.py", "second.py": "first.py", "passwd.py": "/etc/passwd",
        "up": "..", "root": "/", "here": ".", "again/again": "../again", "dangling.js": "nothing.js",
        "zero.c": "/dev/zero",
        "stdin.py": "/dev/stdin", "memory.c": "/proc/self/mem", "inside.py": "real.py",
        "outside.py": "../../../outside.py",
        "absolute_long.py": "/" + "a/" * 1000, "package.json": "/etc/hostname", "pipe_link.go": "pipe.go",
    }.items():
        tree.link("links/" + name, target)
    for n in range(50):
        tree.link(f"links/chain/{n}.py", f"{n + 1}.py")
    os.link(tree.path("links/real.py"), tree.path("links/hard.py"))
    os.mkfifo(tree.path("links/pipe.py"))
    os.mkfifo(tree.path("links/pipe.go"))
    before = os.getcwd()
    os.chdir(os.path.dirname(tree.path("links/x")))  # a socket's address is short
    with socket.socket(socket.AF_UNIX) as unix:
        unix.bind("socket.js")
    os.chdir(before)
    tree.file("links/unreadable.py", "x = 1\n")
    tree.file("links/closed/inside.py", "x = 1\n")
    tree.file("links/listable/inside.py", "x = 1\n")
    tree.file("links/executable.py", f"import os\nos.system('{CANARY}')\n")
    os.chmod(tree.path("links/executable.py"), 0o755)
    with open(tree.path("links/sparse.c"), "wb") as sparse:
        sparse.truncate(tree.size(1 << 30))
    os.chmod(tree.path("links/unreadable.py"), 0)
    os.chmod(os.path.dirname(tree.path("links/listable/inside.py")), 0o444)
    os.chmod(os.path.dirname(tree.path("links/closed/inside.py")), 0)


def write_depth(tree):
    """Folders so deep that a path no longer fits into a system call, and one folder with very many files."""
    for name, width, levels in ((b"deep/narrow", 1, 3_000), (b"deep/wide", 200, 60)):
        folder = os.open(os.path.dirname(tree.path(name + b"/x")), os.O_RDONLY)
        for level in range(levels):
            os.mkdir(b"d" * width, dir_fd=folder)
            inner = os.open(b"d" * width, os.O_RDONLY, dir_fd=folder)
            os.close(folder)
            folder = inner
            if level % 100 == 0:
                handle = os.open(b"a.py", os.O_WRONLY | os.O_CREAT, 0o644, dir_fd=folder)
                os.write(handle, b"def f(): pass\n")
                os.close(handle)
                tree.written += 1
        os.close(folder)
    for n in range(tree.size(5_000)):
        tree.file(f"deep/many/{n}.py", f"x = {n}\n")


def write_manifests(tree):
    """Manifests, ignore files and repository marks that lie, loop or explode."""
    deep = tree.size(100_000)
    # Eleven levels that each repeat the one before eight times: 8^11 copies for whoever expands them.
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 8}">' for n in range(1, 12))
    laughs = f'<!DOCTYPE p [<!ENTITY a0 "ha">{entities}]>\n<project><artifactId>&a11;</artifactId></project>\n'
    anchors = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 8)}]\n" for n in range(1, 12))
    aliases = f"a0: &a0 [x, x]\n{anchors}services: *a11\n"
    many = ",".join(f'"d{n}": "*"' for n in range(tree.size(100_000)))
    patterns = "**/" * tree.size(5_000) + "a\n" + "*a" * tree.size(5_000) + "b\n[\n[z-a]\n!\n\\\n\0\n"
    attributes = "* linguist-generated " + "x=y " * tree.size(20_000) + "\n[attr]a a\n\"unclosed\n"
    for folder, name, content in (
        ("nested", "package.json", '{"dependencies":' + "[" * deep + "]" * deep + "}"),
        ("broken", "package.json", '{"name": "a", "workspaces": ["packages/*", '),
        ("types", "package.json", '{"name": 7, "workspaces": {"packages": null}, "dependencies": [1], "bin": [[]]}'),
        ("duplicate", "package.json", '{"name": "a", "name": "b", "name": "\\u0000\\ud800"}'),
        ("escape", "package.json", '{"name": "../../up", "workspaces": ["../../**", "/etc", "**/**/**/**"]}'),
        ("many", "package.json", '{"dependencies": {' + many + "}}"),
        ("self", "package.json", '{"name": "self", "workspaces": [".", "./", "*"]}'),
        ("laughs", "pom.xml", laughs),
        ("outside", "pom.xml", '<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/passwd">]><project>&e;</project>'),
        ("nested", "pom.xml", "<project>" + "<a>" * deep),
        ("parent", "pom.xml", "<project><parent><relativePath>.</relativePath></parent><module>.</module></project>"),
        ("aliases", "compose.yaml", aliases),
        ("loop", "compose.yaml", "services: &s\n  web: *s\n"),
        ("nested", "compose.yaml", "[" * deep),
        ("tags", "compose.yaml", f"services: !!python/object/apply:os.system ['{CANARY}']\n"),
        ("nested", "pyproject.toml", "a = " + "[" * deep),
        ("broken", "pyproject.toml", "[project\nname = \"x\n"),
        ("dotted", "pyproject.toml", "a" + ".a" * tree.size(50_000) + " = 1\n"),
        ("run", "setup.py", f"import os\nos.system('{CANARY}')\nraise SystemExit(1)\n"),
        ("include", "requirements.txt", "-r requirements.txt\n-r ../../../../etc/passwd\n" + "a" * 100_000),
        ("members", "Cargo.toml", '[workspace]\nmembers = ["**", "../*", "/"]\n[package]\nname = 1\n'),
        ("replace", "go.mod", "module a\nreplace a => ../../..\nrequire (\n" + "x v0.0.0\n" * tree.size(20_000)),
        ("work", "go.work", "go 1.22\nuse .\nuse ..\nuse /\n"),
        ("run", "Gemfile", f"`{CANARY}`\ngem \"a\"\neval_gemfile 'Gemfile'\n"),
        ("run", "CMakeLists.txt", f"include(CMakeLists.txt)\nadd_subdirectory(.)\nexecute_process(COMMAND {CANARY})\n"),
        ("make", "Makefile", f"include Makefile\nX := $(shell {CANARY})\nall: all\n"),
        ("sln", "a.sln", "Project(\"{A}\") = \"a\", \"..\\..\\a.csproj\", \"{B}\"\n" * tree.size(10_000)),
        ("docker", "Dockerfile", "FROM scratch\nCOPY ../../.. /\nCMD " + "\\\n" * tree.size(50_000)),
        ("composer", "composer.json", '{"scripts": {"post-install-cmd": "%s"}, "require": "x"}' % CANARY),
        ("proc", "Procfile", "web: " + "x" * tree.size(500_000) + "\n: none\nweb web: two\n"),
        ("ignore", ".gitignore", patterns),
        ("ignore", "a" * 200 + "c", "x"),
        ("attributes", ".gitattributes", attributes),
        ("git_file", ".git", "gitdir: /etc\n"),
        ("git_folder", ".git/HEAD", "ref: refs/heads/" + "../" * 100 + "etc/passwd\n"),
        ("git_folder", ".git/config", f"[core]\n\tfsmonitor = {CANARY}\n\tworktree = /\n[include]\n\tpath = config\n"),
        ("config", "assay.yaml", "output: /tmp/assay-executed\ncache: /etc\nrules: [" + "[" * deep),
    ):
        tree.file(f"manifests/{folder}/{name}", content)


PARTS = {
    "encodings": write_encodings,
    "shapes": write_shapes,
    "names": write_names,
    "links": write_links,
    "depth": write_depth,
    "manifests": write_manifests,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--scale", type=float, default=1.0, help="shrinks large files, 0 < scale <= 1")
    parser.add_argument("--only", choices=sorted(PARTS), action="append", help="only this part; may be repeated")
    options = parser.parse_args()
    if not 0 < options.scale <= 1:
        parser.error("scale must be above 0 and at most 1")
    os.makedirs(options.folder, exist_ok=True)
    if os.listdir(options.folder):
        parser.error(f"{options.folder} is not empty")
    tree = Tree(options.folder, options.scale)
    for name, write in PARTS.items():
        if options.only is None or name in options.only:
            tree.random.seed(f"{SEED} {name}")  # a part looks the same with and without the others
            write(tree)
    print(f"{tree.written} entries in {options.folder}", file=sys.stderr)


if __name__ == "__main__":
    main()
