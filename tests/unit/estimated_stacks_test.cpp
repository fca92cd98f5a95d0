// The estimated call stacks, and what is said of one function's heat.
#include "analyzer/analysis/estimated_stacks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>

#include "analyzer/analysis/function_heat.h"
#include "tests/support/literal_model.h"

namespace assay {
namespace {

struct Analysed {
  Model model;
  CallGraph graph;
  CallOrder order;
  Entries entries;
  HotPaths hot;
  CallFlows flows;

  explicit Analysed(const Sources& sources, const std::vector<std::string>& names = {}) : model(model_of(sources)) {
    const Symbols symbols(model);
    graph = resolve_calls(model, symbols, Catalogs{}, "shop");
    order = order_calls(model, graph);
    entries = find_entries(model, order, names);
    hot = rank_hot_paths(model, measure_costs(model, graph), order, entries);
    flows = find_call_flows(model, order, entries, hot);
  }

  EstimatedStacks stacks(const StackLimits& limits = {}) const { return expand_stacks(flows, hot, limits); }

  FunctionHeat heat(const std::string& name) const {
    return explain_heat(model, graph, flows, hot, find_functions(model, name).at(0));
  }

  // "main;run;parse" of each frame, outermost first.
  std::vector<std::string> texts(const EstimatedStacks& stacks) const {
    std::vector<std::string> texts;
    for (const StackFrame& frame : stacks.frames) {
      const std::string below = frame.caller == 0 ? "" : texts.at(frame.caller - 1) + ";";
      texts.push_back(below + (frame.function ? std::string(model.qualified_name(frame.function)) : "(small)"));
    }
    std::erase(texts, "<module>");  // the file's top-level code, which costs next to nothing
    return texts;
  }
};

double sum_of(const EstimatedStacks& stacks) {
  return std::accumulate(stacks.frames.begin(), stacks.frames.end(), 0.0,
                         [](double sum, const StackFrame& frame) { return sum + frame.self; });
}

const Sources chain = {{"a.c",
                        "int leaf(int a) { int s = 0; for (int i = 0; i < a; i++) s += i * a; return s; }\n"
                        "int left(int a) { return leaf(a) + 1; }\n"
                        "int right(int a) { int s = 0; for (int i = 0; i < a; i++) s += leaf(i); return s; }\n"
                        "int main(void) { return left(1) + right(2); }\n"}};

const Sources recursive = {{"a.py",
                            "def parse(s):\n    return term(s) + 1\n"
                            "def term(s):\n    return factor(s) * 2\n"
                            "def factor(s):\n    return parse(s) if s else self_made(s)\n"
                            "def self_made(s):\n    return self_made(s[1:]) + 1\n"
                            "def ping(n):\n    return pong(n) * 3\n"
                            "def pong(n):\n    return ping(n) * 4\n"
                            "def main():\n    for line in open('x'):\n        parse(line)\n"
                            "main()\n"}};

TEST(EstimatedStacks, CostGoesToTheCallsThatLeadThere) {
  const Analysed code(chain);
  const EstimatedStacks stacks = code.stacks();
  const std::vector<std::string> texts = code.texts(stacks);
  EXPECT_NEAR(sum_of(stacks), 1, 1e-9);
  EXPECT_EQ(stacks.cut, 0);
  EXPECT_EQ(texts, (std::vector<std::string>{"main", "main;right", "main;right;leaf", "main;left", "main;left;leaf"}));
  EXPECT_NEAR(stacks.frames[2].self / stacks.frames[4].self, 3, 1e-6);  // a loop's calls count three times
}

TEST(EstimatedStacks, RecursionEndsAndEveryFunctionKeepsItsShare) {
  const Analysed code(recursive);
  const EstimatedStacks stacks = code.stacks({0, 64, 20'000});
  EXPECT_NEAR(sum_of(stacks), 1, 1e-9);
  std::vector<double> self(code.model.functions.size(), 0);
  for (const StackFrame& frame : stacks.frames) {
    self[frame.function.index()] += frame.self;
    for (std::uint32_t at = frame.caller; at != 0; at = stacks.frames[at - 1].caller)
      EXPECT_NE(stacks.frames[at - 1].function, frame.function);
  }
  for (const HotFunction& hot : code.hot.functions)
    EXPECT_NEAR(self[hot.function.index()], hot.self, 1e-9) << code.model.qualified_name(hot.function);
}

TEST(EstimatedStacks, WhatIsCutStandsOnTheLastFrameKept) {
  const Analysed code(chain);
  const double leaf = [&] {
    double share = 0;
    for (const HotFunction& hot : code.hot.functions) {
      if (code.model.qualified_name(hot.function) == "leaf") share = hot.self;
    }
    return share;
  }();
  const EstimatedStacks shallow = code.stacks({0, 2, 20'000});
  EXPECT_EQ(code.texts(shallow), (std::vector<std::string>{"main", "main;right", "main;left"}));
  EXPECT_NEAR(sum_of(shallow), 1, 1e-9);
  EXPECT_NEAR(shallow.cut, leaf, 1e-9);

  const EstimatedStacks few = code.stacks({0, 64, 3});
  EXPECT_EQ(code.texts(few), (std::vector<std::string>{"main", "main;right", "(small)"}));
  EXPECT_NEAR(sum_of(few), 1, 1e-9);

  const EstimatedStacks none = code.stacks({2, 64, 20'000});
  EXPECT_EQ(code.texts(none), std::vector<std::string>{"(small)"});
  EXPECT_NEAR(sum_of(none), 1, 1e-9);
  EXPECT_NEAR(none.cut, 1, 1e-9);
}

TEST(EstimatedStacks, DepthAndNumberAreBounded) {
  std::string text = "int f0(int a) { return a; }\n";
  for (int i = 1; i < 300; ++i) {
    const std::string below = std::to_string(i - 1);
    text += "int f" + std::to_string(i) + "(int a) { return f" + below + "(a) + f" + below + "(a); }\n";
  }
  const Analysed code(Sources{{"a.c", text}});
  const EstimatedStacks stacks = code.stacks();
  EXPECT_NEAR(sum_of(stacks), 1, 1e-9);
  for (const std::string& stack : code.texts(stacks)) EXPECT_LT(std::count(stack.begin(), stack.end(), ';'), 64);
  EXPECT_GT(stacks.cut, 0);
  const std::vector<std::uint32_t> parts = millionths(stacks);
  EXPECT_EQ(std::accumulate(parts.begin(), parts.end(), 0U), 1'000'000U);
}

TEST(EstimatedStacks, NothingGivesNothing) {
  const Analysed code(Sources{});
  EXPECT_TRUE(code.stacks().frames.empty());
  EXPECT_TRUE(millionths(code.stacks()).empty());
}

TEST(EstimatedStacks, TheSameCodeGivesTheSameStacks) {
  const Analysed a(recursive), b(recursive);
  EXPECT_EQ(a.texts(a.stacks()), b.texts(b.stacks()));
  EXPECT_EQ(millionths(a.stacks()), millionths(b.stacks()));
}

TEST(FunctionHeat, NamesCallersWithTheirShareAndChain) {
  const Analysed code(chain);
  const FunctionHeat heat = code.heat("leaf");
  ASSERT_EQ(heat.callers.size(), 2U);
  const CallerHeat& right = heat.callers[0];
  EXPECT_EQ(code.model.qualified_name(right.function), "right");
  EXPECT_NEAR(right.share, 0.75, 1e-6);
  ASSERT_EQ(right.places.size(), 1U);
  EXPECT_EQ(right.places[0].line, 3U);
  EXPECT_EQ(right.places[0].evidence, CallEvidence::Resolved);
  ASSERT_EQ(right.chain.size(), 3U);
  EXPECT_EQ(code.model.qualified_name(right.chain[0].function), "main");
  EXPECT_EQ(right.chain[0].per_run, 0);
  EXPECT_EQ(right.chain[1].per_run, 1);
  EXPECT_GT(right.chain[2].per_run, 1);
  EXPECT_EQ(heat.loops.size(), 1U);
  EXPECT_TRUE(heat.callees.empty());
  const FunctionHeat main = code.heat("main");
  EXPECT_TRUE(main.callers.empty());
  EXPECT_NEAR(main.own_share, 1, 1e-9);
  ASSERT_EQ(main.callees.size(), 2U);
  EXPECT_EQ(code.model.qualified_name(main.callees[0].function), "right");
}

TEST(FunctionHeat, IsBounded) {
  std::string text = "int hot(int a) { return a * a; }\n";
  for (int i = 0; i < 40; ++i) text += "int c" + std::to_string(i) + "(int a) { return hot(a); }\n";
  std::string deep = "int d0(int a) { return a + 1; }\n";
  for (int i = 1; i < 40; ++i)
    deep += "int d" + std::to_string(i) + "(int a) { return d" + std::to_string(i - 1) + "(a); }\n";
  const Analysed code(Sources{{"a.c", text}, {"b.c", deep}});
  const FunctionHeat hot = code.heat("hot");
  EXPECT_EQ(hot.callers.size(), listed_callers);
  EXPECT_EQ(hot.more_callers, 30U);
  EXPECT_NEAR(hot.more_share, 0.75, 1e-6);
  const FunctionHeat d0 = code.heat("b.c:d0");
  ASSERT_EQ(d0.callers.size(), 1U);
  EXPECT_EQ(d0.callers[0].chain.size(), longest_chain);
  EXPECT_TRUE(d0.callers[0].chain_is_cut);
}

TEST(FunctionHeat, AChainThroughRecursionEnds) {
  const Analysed code(recursive);
  for (const char* name : {"parse", "term", "factor", "self_made", "ping", "pong"}) {
    for (const CallerHeat& caller : code.heat(name).callers) EXPECT_LE(caller.chain.size(), longest_chain);
  }
}

TEST(FindFunctions, ByEndOfNameFileOrLine) {
  const Model model =
      model_of({{"lib/a.py", "class A:\n    def get(self):\n        return 1\ndef get():\n    return 2\n"},
                {"old/lib/b.py", "def get():\n    return 3\n"}});
  EXPECT_EQ(find_functions(model, "get").size(), 3U);
  EXPECT_EQ(find_functions(model, "A.get").size(), 1U);
  EXPECT_EQ(find_functions(model, "A::get").size(), 1U);
  EXPECT_EQ(find_functions(model, "lib/b.py:get").size(), 1U);
  EXPECT_EQ(find_functions(model, "a.py:4").size(), 1U);
  for (const char* name : {"", ":", "et", "c.py:get", "a.py:5", "4"}) EXPECT_TRUE(find_functions(model, name).empty());
}

}  // namespace
}  // namespace assay
