// Of what type is what a variable, a field or a call holds? Told by which of two methods of one name a call then runs.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "parsers/syntax/doc_types.h"
#include "tests/support/called.h"

namespace assay {
namespace {

using Texts = std::vector<std::pair<std::string, std::string>>;  // path, and what stands behind the two types

// Types A and B with a method `go` each, in the language of the path.
std::string two_types(std::string_view path) {
  const auto is = [&](std::string_view extension) { return path.ends_with(extension); };
  if (is(".java")) return "class A { int go() { return 1; } }\nclass B { int go() { return 2; } }\n";
  if (is(".cs")) return "class A { public int go() { return 1; } }\nclass B { public int go() { return 2; } }\n";
  if (is(".kt")) return "class A { fun go() = 1 }\nclass B { fun go() = 2 }\n";
  if (is(".scala")) return "class A { def go(): Int = 1 }\nclass B { def go(): Int = 2 }\n";
  if (is(".ts") || is(".js")) return "class A { go() { return 1; } }\nclass B { go() { return 2; } }\n";
  if (is(".py")) return "class A:\n    def go(self): return 1\nclass B:\n    def go(self): return 2\n";
  if (is(".php")) return "<?php\nclass A { function go() { return 1; } }\nclass B { function go() { return 2; } }\n";
  if (is(".rs"))
    return "struct A;\nimpl A { fn go(&self) -> i32 { 1 } }\nstruct B;\nimpl B { fn go(&self) -> i32 { 2 } }\n";
  if (is(".go"))
    return "package m\ntype A struct{}\nfunc (a *A) goes() int { return 1 }\ntype B struct{}\n"
           "func (b *B) goes() int { return 2 }\n";
  return "struct A { int go() { return 1; } };\nstruct B { int go() { return 2; } };\n";
}

void expect_runs_that_of_a(const Texts& texts) {
  Catalog catalog;
  for (const char* name : {"unwrap", "ConfigureAwait"}) catalog.add_unwrapping_method(name);
  Catalogs catalogs;
  catalogs.fill(&catalog);
  for (const auto& [path, text] : texts) {
    const Called called(Sources{{path, two_types(path) + text}}, catalogs);
    const bool colons = path.ends_with(".php") || path.ends_with(".rs") || path.ends_with(".cpp");
    const std::string method = path.ends_with(".go") ? "A.goes" : colons ? "A::go" : "A.go";
    EXPECT_EQ(called.targets(path.ends_with(".go") ? "goes" : "go"), Functions{path + ' ' + method}) << text;
  }
}

TEST(ValueTypes, AVariableHoldsWhatACallReturns) {
  expect_runs_that_of_a({
      {"m.go", "func make_it() (*A, error) { return nil, nil }\nfunc f() { a, _ := make_it(); a.goes() }\n"},
      {"m.java", "class M {\n  static A makeIt() { return null; }\n  void f() { var a = makeIt(); a.go(); }\n}\n"},
      {"m.kt", "fun makeIt(): A? = null\nfun f() { val a = makeIt()\n a?.go() }\n"},
      {"m.scala", "object M {\n  def makeIt(): Option[A] = None\n  def f() = { val a = makeIt(); a.go() }\n}\n"},
      {"m.cs",
       "class M {\n  async Task<A> MakeIt() { return null; }\n"
       "  async Task F() { var a = await MakeIt().ConfigureAwait(false); a.go(); }\n}\n"},
      {"m.ts",
       "async function makeIt(): Promise<A | null> { return null; }\n"
       "export async function f() { const a = await makeIt(); a.go(); }\n"},
      {"m.py", "def make_it() -> 'A | None':\n    pass\ndef f():\n    a = make_it()\n    a.go()\n"},
      {"m.php", "function make_it(): ?A { return null; }\nfunction f() { $a = make_it(); $a->go(); }\n"},
      {"m.rs",
       "fn make_it() -> Result<Box<A>, i32> { Err(1) }\nfn f() -> i32 { let a = make_it().unwrap(); a.go() }\n"},
      {"m.cpp", "std::unique_ptr<A> make_it() { return {}; }\nint f() { auto a = make_it(); return a->go(); }\n"},
  });
}

TEST(ValueTypes, WhereNothingIsStatedTheReturnedValueTells) {
  expect_runs_that_of_a({
      {"m.py", "def make_it():\n    return A()\ndef f():\n    make_it().go()\n"},
      {"m.js", "function makeIt() { return new A(); }\nfunction f() { makeIt().go(); }\n"},
  });
  const Called differ(
      Sources{{"m.py", two_types("m.py") + "def make_it(x):\n    if x:\n        return A()\n    return B()\n"
                                           "def f():\n    make_it(1).go()\n"}});
  EXPECT_EQ(differ.targets("go").size(), 2U) << "by name alone";
}

TEST(ValueTypes, ChainsAreFollowed) {
  expect_runs_that_of_a({
      {"m.rs",
       "struct M;\nimpl M {\n  fn new() -> Self { M }\n  fn with(self, x: i32) -> Self { self }\n"
       "  fn build(self) -> Option<A> { None }\n}\nfn f() { M::new().with(1).build()?.go(); }\n"},
      {"m.kt",
       "class M {\n  fun with(x: Int): M { return this }\n  fun build(): A = A()\n}\n"
       "fun f() { M().with(1).with(2).build().go() }\n"},
      {"m.php",
       "class M {\n  public static function create(): static { return new static(); }\n"
       "  public function with(int $x): self { return $this; }\n  public function build(): A {}\n}\n"
       "function f() { M::create()->with(1)->build()->go(); }\n"},
      {"m.js",
       "class M {\n  with(x) { this.x = x; return this; }\n  build() { return new A(); }\n}\n"
       "function f() { new M().with(1).with(2).build().go(); }\n"},
  });
}

TEST(ValueTypes, AFieldIsOfTheTypeOfWhatItIsSetFrom) {
  expect_runs_that_of_a({
      {"m.py", "class M:\n    def __init__(self, a: A):\n        self.a = a\n    def f(self):\n        self.a.go()\n"},
      {"m.ts", "class M {\n  private a;\n  constructor(a: A) { this.a = a; }\n  f() { this.a.go(); }\n}\n"},
      {"m.js", "class M {\n  constructor() { this.a = new A(); }\n  f() { this.a.go(); }\n}\n"},
      {"m.kt", "fun makeIt(): A = A()\nclass M {\n  private val a = makeIt()\n  fun f() { a.go() }\n}\n"},
  });
}

TEST(ValueTypes, CommentsMayStateTypes) {
  expect_runs_that_of_a({
      {"m.php", "class M {\n  /** @var A|null the one */\n  private $a;\n  function f() { $this->a->go(); }\n}\n"},
      {"m.php",
       "class M {\n  private $a;\n  /**\n   * @param B $b not this\n   * @param A $a this\n   */\n"
       "  function __construct($b, $a) { $this->a = $a; }\n  function f() { $this->a->go(); }\n}\n"},
      {"m.php", "/** @return A */\nfunction make_it() {}\nfunction f() { make_it()->go(); }\n"},
      {"m.php", "function f($x) {\n  /** @var A $a */\n  $a = $x->y;\n  $a->go();\n}\n"},
      {"m.js", "/**\n * @param {number} x\n * @param {A} [a] the one\n */\nfunction f(x, a) { a.go(); }\n"},
      {"m.js",
       "/** @returns {Promise<A>} */\nconst makeIt = async () => {};\n"
       "async function f() { (await makeIt()).go(); const a = await makeIt(); }\n"},
      {"m.js",
       "class M {\n  constructor(x) {\n    /** @type {A} */\n    this.a = x.y;\n  }\n  f() { this.a.go(); }\n}\n"},
  });
}

TEST(ValueTypes, FunctionsAreImportedByTheirPath) {
  const Called called(
      Sources{{"src/flags/parse.rs", "pub fn low(x: i32) -> i32 { x }\n"},
              {"src/other/parse.rs", "pub fn low(x: i32) -> i32 { x + 1 }\n"},
              {"src/flags/defs.rs", "use crate::{a, flags::{b, parse::{self as p, low}}};\nfn f() -> i32 { low(1) }\n"},
              {"src/main.rs", "use crate::flags::parse::low;\nfn main() { low(2); }\n"}});
  EXPECT_EQ(called.targets("low"), (Functions{"src/flags/parse.rs low", "src/flags/parse.rs low"}));
}

TEST(ValueTypes, VariablesThatHoldEachOtherEnd) {
  const Called called(Sources{{"a.py", "def f(x):\n    x = y.next()\n    y = x.next()\n    x.go()\n"},
                              {"b.py", "class A:\n    def go(self): pass\n"}});
  EXPECT_EQ(called.targets("go"), Functions{"b.py A.go"}) << "by its name";
}

TEST(DocTypes, AreReadUpToTheirBrackets) {
  const std::string_view comment =
      "/**\n * Text with an @ in it.\n * @param  array<int, A> $list\n * @param {{a: B}} [options={}] x\n"
      " * @param\n * @param C\n * @return {Map<string, D>}\n */";
  EXPECT_EQ(documented_parameter(comment, "$list"), "array<int, A>");
  EXPECT_EQ(documented_parameter(comment, "list"), "array<int, A>");
  EXPECT_EQ(documented_parameter(comment, "options"), "{a: B}");
  EXPECT_EQ(documented_parameter(comment, "x"), "");
  EXPECT_EQ(documented_result(comment), "Map<string, D>");
  EXPECT_EQ(documented_variable(comment), "");
  EXPECT_EQ(documented_variable("/** @var A */"), "A");
  EXPECT_EQ(declared_in_comment("/** @var A|null $a x */").type, "A|null");
  EXPECT_EQ(declared_in_comment("/** @var A|null $a x */").name, "$a");
  EXPECT_EQ(declared_in_comment("/** @var A */").type, "");
  EXPECT_EQ(documented_variable("/** @var {A"), "A");
  EXPECT_EQ(documented_variable("/** @var"), "");
}

}  // namespace
}  // namespace assay
