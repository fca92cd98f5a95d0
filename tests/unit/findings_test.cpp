// Finding rules: each comes out as its own examples say, fingerprints survive a move, levels follow hotness.
#include "rules/engine/findings.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "analyzer/finding_examples.h"
#include "parsers/syntax/callee.h"
#include "rules/engine/catalog.h"
#include "rules/engine/embedded.h"
#include "rules/engine/rule_set.h"
#include "tests/support/literal_model.h"

namespace assay {
namespace {

const RuleSet& rules() {
  static const RuleSet loaded = load_rule_set(embedded_files()).value();
  return loaded;
}

std::vector<Finding> findings_in(const Sources& sources, std::span<const FindingRule> of, std::size_t threads = 1) {
  const Model model = model_of(sources);
  const Catalog python = load_catalog(embedded_files(), facts::Language::Python).value();
  Catalogs catalogs{};
  catalogs[static_cast<std::size_t>(facts::Language::Python)] = &python;
  const Symbols symbols(model);
  const CallGraph graph = resolve_calls(model, symbols, catalogs, "shop", threads);
  const CallOrder order = order_calls(model, graph);
  const Effects effects = find_effects(model, graph, order);
  const HotPaths hot_paths = rank_hot_paths(model, measure_costs(model, graph), order, find_entries(model, order, {}));
  const Components components = discover_components(model, {}, {}, "shop");
  const HeldLocks locks(model, graph);
  const LibraryDomains libraries(model, catalogs, components);
  const LanguageLibrary language_library(model, catalogs, components);
  const ComponentCallers callers(model, graph, components);
  return find_findings(
      {model, graph, order, effects, hot_paths, catalogs, components, locks, libraries, language_library, callers}, of,
      {}, threads);
}

constexpr const char* blocking = "import time\n\nasync def f():\n    time.sleep(1)\n    time.sleep(1)\n";

TEST(Findings, RulesComeOutAsTheirExamplesSay) {
  EXPECT_GE(rules().findings.size(), 60U);
  for (const FindingRule& rule : rules().findings) {
    const bool hit = std::any_of(rule.examples.begin(), rule.examples.end(), [](const FindingExample& example) {
      return example.code.find(" finds") != std::string::npos;
    });
    EXPECT_TRUE(hit) << rule.id << ": no example is found";
  }
  for (const std::string& failed : failed_finding_examples(rules().findings)) ADD_FAILURE() << failed;
}

TEST(Findings, AreTheSameAtAnyNumberOfThreads) {
  Sources sources;
  for (int i = 0; i < 40; ++i) {
    std::string text = blocking;
    if (i % 3 == 0) text += "\nimport requests\n\nasync def g():\n    requests.get('a')\n";
    text += "\ndef run(rows):\n";
    for (int call = 0; call < 700; ++call) text += fmt::format("    h{}(rows, open(rows))\n", call % 50 + i);
    sources[fmt::format("m{:02}.py", i)] = text;
  }
  const auto told = [&](std::size_t threads) {
    std::vector<std::string> lines;
    for (const Finding& f : findings_in(sources, rules().findings, threads))
      lines.push_back(fmt::format("{} {} {} {} {}", f.rule, f.file.index(), f.line, f.message, f.fingerprint));
    return lines;
  };
  const std::vector<std::string> one = told(1);
  EXPECT_GE(one.size(), 40U * 2);
  EXPECT_EQ(told(2), one);
  EXPECT_EQ(told(5), one);
}

TEST(Findings, AnExampleThatDoesNotComeOutIsTold) {
  std::vector<FindingRule> one;
  for (const FindingRule& rule : rules().findings) {
    if (rule.id == "blocking-call-in-async") one.push_back(rule);
  }
  ASSERT_EQ(one.size(), 1U);
  one[0].examples = {{facts::Language::Python, "import time\n\ndef f():\n    time.sleep(1)  # finds\n", {}, 7}};
  const std::vector<std::string> failed = failed_finding_examples(one);
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_NE(failed[0].find("line 4 is marked and not found"), std::string::npos);
}

TEST(Findings, FingerprintsMoveWithTheirPlaceAndDiffer) {
  const std::vector<Finding> before = findings_in({{"a.py", blocking}}, rules().findings);
  const std::vector<Finding> after =
      findings_in({{"a.py", std::string("import os\n\n\n") + blocking}}, rules().findings);
  ASSERT_EQ(before.size(), 2U);
  ASSERT_EQ(after.size(), 2U);
  EXPECT_EQ(before[0].fingerprint, after[0].fingerprint);
  EXPECT_EQ(before[1].fingerprint, after[1].fingerprint);
  EXPECT_NE(before[0].fingerprint, before[1].fingerprint);
  EXPECT_EQ(after[0].line, before[0].line + 3);
}

TEST(Findings, WhatIsTestExampleOrRunByHandIsLeftOut) {
  EXPECT_EQ(findings_in({{"shop/a.py", blocking}}, rules().findings).size(), 2U);
  for (const char* path : {"tests/test_a.py", "shop/testsuite/a.py", "Shop.Test.Common/a.py", "docs/a.py",
                           ".semgrep/rules/a.py", "shop/.github/a.py", "bin/a.py", "build_tools/a.py"})
    EXPECT_TRUE(findings_in({{path, blocking}}, rules().findings).empty()) << path;
}

TEST(Findings, GoFilesThatImportTestingAreTests) {
  const auto is_test = [](const char* text) { return model_of({{"help/a.go", text}}).files[0].test; };
  EXPECT_TRUE(is_test("package help\n\nimport (\n\t\"os\"\n\t\"testing\"\n)\n"));
  EXPECT_TRUE(is_test("package help\n\nimport \"testing\"\n"));
  EXPECT_FALSE(is_test("package help\n\nimport \"os\"\n\nvar what = \"testing\"\n"));
}

TEST(Findings, RulesThatSayNothingSensibleAreRefused) {
  const auto refused = [](std::string_view where) {
    static std::string text;
    text = fmt::format(
        "title: t\nlevel: note\nmatch: call\nwhere:\n{}\nmessage: m\nwhy: w\ninstead: i\ncriteria: [cpu-bound]\n"
        "examples:\n  - language: python\n    code: x\n",
        where);
    const std::array files{EmbeddedFile{"p/findings/io/a.yaml", text}};
    const std::vector<std::string> criteria = {"cpu-bound"};
    const auto loaded = load_finding_rules(files, criteria);
    return loaded ? std::string() : loaded.error().message;
  };
  EXPECT_EQ(refused("  effect: [io.net]"), "");
  EXPECT_NE(refused("  efect: [io.net]").find("did you mean `effect`"), std::string::npos);
  EXPECT_NE(refused("  effect: [io.nte]").find("did you mean `io.net`"), std::string::npos);
  EXPECT_NE(refused("  blocking: true").find("needs `effect`, `reaches` or `name`"), std::string::npos);
}

TEST(CaughtType, IsWhatTheClauseTakes) {
  EXPECT_EQ(caught_type("except:\n    pass"), "");
  EXPECT_EQ(caught_type("except Exception as e:\n    pass"), "");
  EXPECT_EQ(caught_type("except (KeyError, OSError) as e:\n    pass"), "KeyError, OSError");
  EXPECT_EQ(caught_type("except FileNotFoundError:\n    pass"), "FileNotFoundError");
  EXPECT_EQ(caught_type("catch (final IOException e) { }"), "IOException");
  EXPECT_EQ(caught_type("catch (Throwable t) {"), "");
  EXPECT_EQ(caught_type("catch (e) {"), "");
  EXPECT_EQ(caught_type("catch {"), "");
  EXPECT_EQ(caught_type("catch (e: IOException) {"), "IOException");
  EXPECT_EQ(caught_type("catch (const std::exception& e) {"), "");
  EXPECT_EQ(caught_type("catch (...) {"), "");
  EXPECT_EQ(caught_type("catch (TableNotFoundException $e) {"), "TableNotFoundException");
  EXPECT_EQ(caught_type("rescue Errno::ENOENT => e\n"), "Errno::ENOENT");
  EXPECT_EQ(caught_type("rescue\n  nil"), "");
}

}  // namespace
}  // namespace assay
