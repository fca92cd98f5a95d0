// What a call of a variable runs: functions that were assigned, returned, passed or kept somewhere before.
#include <gtest/gtest.h>

#include <algorithm>

#include "analyzer/analysis/call_order.h"
#include "analyzer/facts/rounds.h"
#include "tests/support/called.h"

namespace assay {
namespace {

struct Edge {
  std::string callee;
  CallEvidence evidence;
  bool operator==(const Edge&) const = default;
};

// What the calls in `caller` may run, in order.
std::vector<Edge> calls_of(std::string_view caller, const std::string& file, const std::string& text) {
  const Model model = model_of({{file, text}});
  const Symbols symbols(model);
  const CallGraph graph = resolve_calls(model, symbols, Catalogs{}, "shop");
  std::vector<Edge> found;
  for (std::size_t i = 0; i < model.calls.size(); ++i) {
    if (model.qualified_name(FunctionId{model.calls[i].caller()}) != caller) continue;
    for (const FunctionId f : graph.targets_of(i))
      found.push_back({std::string(model.qualified_name(f)), graph.evidence[i]});
  }
  return found;
}

TEST(FunctionValues, AParameterHoldsWhatIsPassed) {
  const std::string text =
      "def inner(f, x):\n    return f(x)\n"
      "def outer(x, g=None):\n    return inner(g, x)\n"
      "def twice(x): pass\n"
      "outer(1, g=twice)\n";
  EXPECT_EQ(calls_of("inner", "a.py", text), (std::vector<Edge>{{"twice", CallEvidence::Value}}));
}

TEST(FunctionValues, ATableHoldsItsElements) {
  const std::string text =
      "def add(): pass\ndef drop(): pass\n"
      "table = {'add': add, 'drop': drop}\n"
      "def run(word):\n    table[word]()\n";
  EXPECT_EQ(calls_of("run", "a.py", text),
            (std::vector<Edge>{{"add", CallEvidence::Value}, {"drop", CallEvidence::Value}}));
}

TEST(FunctionValues, ATupleIsAssignedItemByItem) {
  const std::string text =
      "def f(): pass\ndef g(): pass\n"
      "def run():\n    a, b = f, g\n    b()\n";
  EXPECT_EQ(calls_of("run", "a.py", text), (std::vector<Edge>{{"g", CallEvidence::Value}}));
}

TEST(FunctionValues, WhatACallReturnsMayBeCalled) {
  const std::string text =
      "function make() { return work; }\nfunction work() {}\n"
      "function run() { const f = make(); f(); }\n"
      "function other() { make()(); }\n";
  EXPECT_EQ(calls_of("run", "a.js", text),
            (std::vector<Edge>{{"make", CallEvidence::Resolved}, {"work", CallEvidence::Value}}));
  EXPECT_EQ(calls_of("other", "a.js", text),
            (std::vector<Edge>{{"work", CallEvidence::Value}, {"make", CallEvidence::Resolved}}));
}

TEST(FunctionValues, AMemberIsAGuessAndOfOneFunctionOnly) {
  const std::string one =
      "class A:\n    def __init__(self, done):\n        self.done = done\n"
      "    def run(self):\n        self.done()\n"
      "def ring(): pass\n"
      "A(ring)\n";
  EXPECT_EQ(calls_of("A.run", "a.py", one), (std::vector<Edge>{{"ring", CallEvidence::Name}}));
  EXPECT_EQ(calls_of("A.run", "a.py", one + "def hum(): pass\nA(hum)\n"), std::vector<Edge>{});
}

TEST(FunctionValues, AWrapperStandsForWhatItDecorates) {
  const std::string text =
      "def timed(f):\n    def inner():\n        f()\n    return inner\n"
      "@timed\ndef work(): pass\n"
      "def run():\n    work()\n";
  EXPECT_EQ(calls_of("run", "a.py", text), (std::vector<Edge>{{"timed.inner", CallEvidence::Resolved}}));
  EXPECT_EQ(calls_of("timed.inner", "a.py", text), (std::vector<Edge>{{"work", CallEvidence::Value}}));
}

// A parameter hides the function of its name; more functions than say anything are none.
TEST(FunctionValues, AreNoneWhereTooManyAreKnown) {
  std::string text = "def apply(f):\n    f()\n";
  for (int i = 0; i < 9; ++i) text += "def f" + std::to_string(i) + "(): pass\napply(f" + std::to_string(i) + ")\n";
  EXPECT_EQ(calls_of("apply", "a.py", text), std::vector<Edge>{});
}

// What is handed over may be called by others, too: it stays an entry.
TEST(FunctionValues, HandedOverFunctionsHaveNoCaller) {
  const Model model = model_of({{"a.py", "def apply(f):\n    f()\ndef g(): pass\ndef run():\n    apply(g)\n"}});
  const Symbols symbols(model);
  const CallOrder order = order_calls(model, resolve_calls(model, symbols, Catalogs{}, "shop"));
  const auto callers_of = [&](std::string_view name) {
    std::size_t f = 0;
    while (f < model.functions.size() && model.qualified_name(FunctionId::of_index(f)) != name) ++f;
    return order.callers.at(f);
  };
  EXPECT_EQ(callers_of("g"), 0U);
  EXPECT_EQ(callers_of("apply"), 1U);
}

// Cycles of assignments and of calls end.
TEST(FunctionValues, LibrariesRunWhatTheyAreGiven) {
  const std::vector<std::pair<std::string, std::string>> sources = {
      {"a.py", "def g(x): pass\ndef run(xs):\n    return sorted(map(g, xs), key=h)\ndef h(x): pass\n"},
      {"a.ts", "function g(x) {}\nfunction h(x) {}\nfunction run(xs) { xs.map(g).sort(h); }\n"},
      {"a.rs",
       "fn g(x: i32) -> i32 { x }\nfn h(x: &i32) -> bool { true }\n"
       "fn run(xs: Vec<i32>) { xs.iter().map(g).filter(h); }\n"},
      {"a.cs",
       "class A {\n  static int g(int x) { return x; }\n  static bool h(int x) { return true; }\n"
       "  static void run(List<int> xs) { xs.Select(g).Where(h); }\n}\n"},
      {"a.cpp",
       "void g(int x) {}\nbool h(int a, int b) { return a < b; }\n"
       "void run(V& xs) { std::for_each(xs.begin(), xs.end(), g); std::sort(xs.begin(), xs.end(), h); }\n"}};
  for (const auto& [path, text] : sources) {
    const std::string scope = path == "a.cs" ? "A." : "";
    std::vector<Edge> edges = calls_of(scope + "run", path, text);
    std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.callee < b.callee; });
    EXPECT_EQ(edges, (std::vector<Edge>{{scope + "g", CallEvidence::Value}, {scope + "h", CallEvidence::Value}}))
        << path;
  }
  EXPECT_TRUE(calls_of("run", "a.ts", "function g() {}\nfunction run(xs) { xs.includes(g); xs.map(3); }\n").empty());

  const std::string query =
      "class A {\n  static bool g(int x) { return true; }\n  static void run(Q xs) { xs.Where(g); }\n}\n";
  EXPECT_EQ(calls_of("A.run", "a.cs", query).size(), 1U);
  EXPECT_TRUE(calls_of("A.run", "a.cs", "using Microsoft.EntityFrameworkCore;\n" + query).empty());

  const Model model = model_of({{"a.ts",
                                 "function g(x) {}\nfunction h() {}\n"
                                 "function run(xs) { xs.forEach(g); setTimeout(h); }\n"}});
  const Symbols symbols(model);
  const CallOrder order = order_calls(model, resolve_calls(model, symbols, Catalogs{}, "shop"));
  std::vector<float> frequencies;
  for (const CallEdge& edge : order.edges) frequencies.push_back(edge.frequency);
  EXPECT_EQ(frequencies, (std::vector<float>{assumed_rounds, 1})) << "for each element, and once";
}

TEST(FunctionValues, CyclesEnd) {
  const std::string text =
      "def f(g):\n    h = g\n    g = h\n    return h(f)\n"
      "f(f)(f)(f)\n";
  EXPECT_EQ(calls_of("f", "a.py", text), (std::vector<Edge>{{"f", CallEvidence::Value}}));
}

}  // namespace
}  // namespace assay
