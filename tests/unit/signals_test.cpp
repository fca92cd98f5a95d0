// Every expected number is counted by hand in the source above it.
#include <gtest/gtest.h>

#include "analyzer/analysis/signal_measures.h"
#include "analyzer/facts/vocabulary.h"
#include "tests/support/literal_model.h"

namespace assay {
namespace {

Catalog python_catalog() {
  Catalog catalog;
  const auto call = [&](const char* name, Effect effect, CostClass cost = CostClass::Light, bool blocking = false,
                        bool native = false) {
    EXPECT_TRUE(catalog.add_call(name, {effect, cost, blocking, native})) << name;
  };
  call("requests.get", Effect::IoNet, CostClass::Wait, true);
  call("sqlite3.connect", Effect::IoDb, CostClass::Wait, true);
  call("time.sleep", Effect::WaitSleep, CostClass::Wait, true);
  call("json.dumps", Effect::CpuSerialize, CostClass::Medium, false, true);
  call("socket.listen", Effect::Listen, CostClass::Wait, true);
  call("threading.Thread", Effect::SpawnThread);
  call("threading.Lock", Effect::SyncLock);
  call("free", Effect::AllocManual);
  DomainSet orm, http, web;
  orm.insert(Domain::Orm);
  http.insert(Domain::HttpClient);
  web.insert(Domain::WebFramework);
  catalog.add_package("django.db", orm);
  catalog.add_package("requests", http);
  catalog.add_package("flask", web);
  catalog.add_package("Slim", web);
  return catalog;
}

class Measured {
 public:
  explicit Measured(const Sources& sources, const std::vector<NamedComponent>& named = {})
      : catalog_(python_catalog()), model_(model_of(sources)), symbols_(model_) {
    Catalogs catalogs{};
    for (auto language : {facts::Language::Python, facts::Language::C, facts::Language::Php})
      catalogs[static_cast<std::size_t>(language)] = &catalog_;
    calls_ = resolve_calls(model_, symbols_, catalogs, "repo");
    const CallOrder order = order_calls(model_, calls_);
    const Effects effects = find_effects(model_, calls_, order);
    const HotPaths hot = rank_hot_paths(model_, measure_costs(model_, calls_), order, find_entries(model_, order, {}));
    components_ = discover_components(model_, {}, named, "repo");
    const HeldLocks locks(model_, calls_);
    const LibraryDomains libraries(model_, catalogs, components_);
    const LanguageLibrary language_library(model_, catalogs, components_);
    const ComponentCallers callers(model_, calls_, components_);
    const AnalysedCode source{model_,      calls_, order,     effects,          hot,    catalogs,
                              components_, locks,  libraries, language_library, callers};
    for (Component& component : components_.list) signals_.push_back(measure_signals(source, component));
  }

  double operator[](std::string_view id) const { return value_of(signals_.at(0), id); }
  double of(std::size_t component, std::string_view id) const { return value_of(signals_.at(component), id); }
  const std::vector<Evidence>& evidence(std::string_view id) const {
    const auto found = signals_.at(0).find(id);
    static const std::vector<Evidence> none;
    return found == signals_.at(0).end() ? none : found->second.evidence;
  }

 private:
  Catalog catalog_;
  Model model_;
  Symbols symbols_;
  CallGraph calls_;
  Components components_;
  std::vector<Signals> signals_;
};

// Files below 500 lines count as 0.5 kloc: one of something is 2 per kloc.
constexpr double one = 2;

TEST(Signals, IoIsWhatFunctionsReachAndWhereItStands) {
  const Measured m(Sources{{"a.py",
                            "import requests\n"
                            "import sqlite3\n"
                            "def fetch(url):\n"
                            "    return requests.get(url)\n"
                            "def fetch_all(urls):\n"
                            "    for url in urls:\n"
                            "        fetch(url)\n"
                            "        requests.get(url)\n"
                            "def store():\n"
                            "    sqlite3.connect('x')\n"
                            "def add(a, b):\n"
                            "    return a + b\n"}});
  EXPECT_DOUBLE_EQ(m["size.functions"], 4);
  EXPECT_DOUBLE_EQ(m["size.code_lines"], 12);
  EXPECT_DOUBLE_EQ(m["io.reach_share"], 0.75);
  EXPECT_DOUBLE_EQ(m["io.net_share"], 0.5);
  EXPECT_DOUBLE_EQ(m["io.db_share"], 0.25);
  EXPECT_DOUBLE_EQ(m["io.in_loop_density"], one);
  ASSERT_EQ(m.evidence("io.in_loop_density").size(), 1U);
  EXPECT_EQ(m.evidence("io.in_loop_density")[0].line, 8U);
  EXPECT_EQ(m.evidence("io.in_loop_density")[0].note, "requests.get() in a loop");
  EXPECT_DOUBLE_EQ(m["effect.io.net"], 2 * one);
  EXPECT_DOUBLE_EQ(m["effect.io"], 3 * one);
  EXPECT_DOUBLE_EQ(m["infrastructure.share"], 1);
  EXPECT_DOUBLE_EQ(m["language.python"], 1);
  EXPECT_NEAR(m["compute.share"] + m["io.hot_share"], 1, 0.5);  // top-level code is in neither
  EXPECT_GT(m["compute.share"], 0);
}

TEST(Signals, HeadersAreWhatOthersInclude) {
  const Measured m(Sources{{"lib/a.hpp", "template <class T>\nT twice(T x) {\n  return x + x;\n}\n"},
                           {"lib/b.ipp", "inline int one() {\n  return 1;\n}\n"},
                           {"lib/c.cpp", "int two() {\n  return 2;\n}\n"}});
  EXPECT_DOUBLE_EQ(m["surface.header_share"], 0.7);
  ASSERT_EQ(m.evidence("surface.header_share").size(), 2U);
  EXPECT_EQ(m.evidence("surface.header_share")[0].note, "4 lines to include");
  EXPECT_DOUBLE_EQ(Measured(Sources{{"a.html.py", "x = 1\n"}})["surface.header_share"], 0);
}

TEST(Signals, KernelsAreNestedLoopsThatCompute) {
  const Measured m(Sources{{"a.py",
                            "def multiply(a, b, c, n):\n"
                            "    for i in range(n):\n"
                            "        for j in range(n):\n"
                            "            c[i] = c[i] + a[i] * b[j]\n"
                            "def plain(a):\n"
                            "    return a\n"}});
  EXPECT_DOUBLE_EQ(m["compute.loop_density"], one);
  EXPECT_GT(m["compute.loop_share"], 0.5);
  EXPECT_GT(m["compute.arithmetic_share"], 0.1);
  ASSERT_FALSE(m.evidence("compute.loop_density").empty());
  EXPECT_EQ(m.evidence("compute.loop_density")[0].line, 3U);  // the inner loop
}

TEST(Signals, WritesToModuleStateAreNoRacesInOneThread) {
  const std::string counter =
      "count = 0\n"
      "def bump():\n"
      "    global count\n"
      "    count = count + 1\n";
  EXPECT_DOUBLE_EQ(Measured(Sources{{"a.py", counter}})["concurrency.shared_write_density"], 0);
  EXPECT_DOUBLE_EQ(Measured(Sources{{"a.py", counter}})["fact.shared-global"], one);
  const Measured threaded(
      {{"a.py", "import threading\n" + counter + "def start():\n    threading.Thread(target=bump)\n"}});
  EXPECT_DOUBLE_EQ(threaded["concurrency.shared_write_density"], one);
  EXPECT_DOUBLE_EQ(threaded["concurrency.spawn_density"], one);
  EXPECT_DOUBLE_EQ(threaded["concurrency.fan_out_density"], 0);
}

TEST(Signals, FanOutStartsWorkThatWaits) {
  const Measured m(Sources{{"a.py",
                            "import threading\n"
                            "import requests\n"
                            "def spread(urls):\n"
                            "    for url in urls:\n"
                            "        threading.Thread(target=lambda: requests.get(url))\n"}});
  EXPECT_DOUBLE_EQ(m["concurrency.fan_out_density"], one);
}

TEST(Signals, EventLoopIsAnEndlessLoopThatWaits) {
  const Measured m(Sources{{"a.py",
                            "import time\n"
                            "def rest():\n"
                            "    time.sleep(1)\n"
                            "def serve():\n"
                            "    while True:\n"
                            "        for x in y:\n"
                            "            rest()\n"
                            "def spin(n):\n"
                            "    while True:\n"
                            "        n += 1\n"
                            "def bounded(n):\n"
                            "    while n > 0:\n"
                            "        rest()\n"}});
  EXPECT_DOUBLE_EQ(m["concurrency.event_loop_density"], one);
  ASSERT_EQ(m.evidence("concurrency.event_loop_density").size(), 1U);
  EXPECT_EQ(m.evidence("concurrency.event_loop_density")[0].line, 5U);
}

TEST(Signals, BlockingCallsInAsyncFunctions) {
  const Measured m(Sources{{"a.py",
                            "import time\n"
                            "async def handle():\n"
                            "    time.sleep(1)\n"
                            "def work():\n"
                            "    time.sleep(1)\n"}});
  EXPECT_DOUBLE_EQ(m["concurrency.blocking_in_async_density"], one);
  EXPECT_DOUBLE_EQ(m["concurrency.async_share"], 0.5);
}

TEST(Signals, PersistenceTypesAreThoseOfAMapperAndTheirHeirs) {
  const Measured m(Sources{{"a.py",
                            "from django.db import models\n"
                            "class Product(models.Model):\n"
                            "    pass\n"
                            "class Book(Product):\n"
                            "    pass\n"
                            "class Price:\n"
                            "    pass\n"},
                           {"b.py", "x = 1\n"}});
  EXPECT_DOUBLE_EQ(m["application.model_density"], 2 * one);
  EXPECT_DOUBLE_EQ(m["application.share"], 0.5);
  EXPECT_DOUBLE_EQ(m["surface.type_density"], 3 * one);
}

TEST(Signals, SerialisationCountsAsNativeToo) {
  const Measured m(Sources{{"a.py", "import json\ndef show(x):\n    return json.dumps(x)\n"}});
  EXPECT_GT(m["compute.serialize_share"], 0.5);
  EXPECT_DOUBLE_EQ(m["compute.serialize_share"], m["compute.native_share"]);
}

TEST(Signals, CallsBetweenComponentsAreCountedWhereTheyStart) {
  const Measured m(
      Sources{{"a/x.py", "from b.y import helper\ndef run():\n    helper()\n    own()\ndef own():\n    pass\n"},
              {"b/y.py", "def helper():\n    pass\n"}},
      {{"a", {"a"}}, {"b", {"b"}}});
  EXPECT_DOUBLE_EQ(m.of(0, "coupling.out_density"), one);
  EXPECT_DOUBLE_EQ(m.of(1, "coupling.out_density"), 0);
}

TEST(Signals, TestsCountNowhereButInTheirShare) {
  const Measured m(
      Sources{{"a.py", "def add(a, b):\n    return a + b\n"},
              {"tests/test_a.py", "import requests\ndef test_add():\n    requests.get('x')\n    assert True\n"}});
  EXPECT_DOUBLE_EQ(m["size.functions"], 1);
  EXPECT_DOUBLE_EQ(m["size.code_lines"], 2);
  EXPECT_DOUBLE_EQ(m["effect.io.net"], 0);
  EXPECT_NEAR(m["test.share"], 4.0 / 6, 1e-9);
}

TEST(Signals, TopLevelCodeAndConfiguration) {
  const Measured script(Sources{{"a.py", "a = 1\nb = a + 1\nprint(b)\n"}});
  EXPECT_DOUBLE_EQ(script["script.top_level_share"], 1);
  EXPECT_DOUBLE_EQ(script["config.share"], 1);
  const Measured loop(Sources{{"a.py", "for x in y:\n    print(x)\n"}, {"b.py", "a = 1\nb = 2\n"}});
  EXPECT_DOUBLE_EQ(loop["config.share"], 0.5);
}

TEST(Signals, ByteParsersAreScannersOverRawMemory) {
  const Measured m(Sources{{"a.c",
                            "int parse(const unsigned char *p, int n) {\n"
                            "  int k = 0;\n"
                            "  for (int i = 0; i < n; i++) {\n"
                            "    if (p[i] == 1) k += p[i + 1];\n"
                            "    else if (p[i] == 2) k -= 1;\n"
                            "    else if (p[i] == 3) k *= 2;\n"
                            "    else if (p[i] == 4) k += 7;\n"
                            "    else if (p[i] == 5) k += 9;\n"
                            "    else if (p[i] == 6) k = 0;\n"
                            "  }\n"
                            "  free(p);\n"
                            "  return k;\n"
                            "}\n"
                            "int add(int a, int b) { return a + b; }\n"}});
  EXPECT_DOUBLE_EQ(m["compute.scanner_density"], one);
  EXPECT_DOUBLE_EQ(m["safety.byte_parser_density"], one);
  EXPECT_GT(m["compute.scanner_share"], 0.5);
  EXPECT_GT(m["safety.pointer_share"], 0);
  EXPECT_DOUBLE_EQ(m["language.c"], 1);
}

TEST(Signals, AHelperScriptsListenerIsNotTheComponents) {
  std::string program;
  for (int i = 0; i < 50; ++i) program += "int f" + std::to_string(i) + "(void) { return 1; }\n";
  const std::string script = "import socket\nsocket.listen()\n";
  EXPECT_DOUBLE_EQ(Measured(Sources{{"a.c", program}, {"b.py", script}})["entry.listener_count"], 0);
  EXPECT_DOUBLE_EQ(Measured(Sources{{"a.c", program.substr(0, 500)}, {"b.py", script}})["entry.listener_count"], 1);
}

TEST(Signals, CallersAreOtherComponentsOutsideOfTests) {
  const Measured m(Sources{{"a/base.py", "def f():\n    return 1\n"},
                           {"b/one.py", "from a.base import f\ndef g():\n    return f() + f()\n"},
                           {"c/two.py", "from a.base import f\ndef h():\n    return f()\n"},
                           {"d/test_base.py", "from a.base import f\ndef test_f():\n    assert f()\n"}},
                   {{"a", {"a"}}, {"b", {"b"}}, {"c", {"c"}}, {"d", {"d"}}});
  EXPECT_DOUBLE_EQ(m.of(0, "coupling.callers"), 2);
  EXPECT_DOUBLE_EQ(m.of(1, "coupling.callers"), 0);
}

TEST(Signals, WhatOnlyABuildRunsStartsNoProgram) {
  EXPECT_DOUBLE_EQ(Measured(Sources{{"src/main.rs", "fn main() {}\n"}})["entry.main_count"], 1);
  EXPECT_DOUBLE_EQ(Measured(Sources{{"build.rs", "fn main() {}\n"}})["entry.main_count"], 0);
  EXPECT_DOUBLE_EQ(Measured(Sources{{"a.go", "package main\nfunc main() {}\n"}})["entry.main_count"], 1);
  EXPECT_DOUBLE_EQ(Measured(Sources{{"a.go", "package runtime\nfunc main() {}\n"}})["entry.main_count"], 0);
}

TEST(Signals, OwnPackagesAreNoLibraries) {
  const Measured m(Sources{{"a.py", "import flask\n"}}, {{"flask", {"a.py"}}});
  EXPECT_DOUBLE_EQ(m["domain.web-framework"], 0);
  EXPECT_DOUBLE_EQ(Measured(Sources{{"a.py", "import flask\n"}})["domain.web-framework"], 1);
  const std::string app = "<?php\nnamespace App;\nuse \\Slim\\App as Web;\n";
  EXPECT_DOUBLE_EQ(Measured(Sources{{"a.php", app}})["domain.web-framework"], 1);
  EXPECT_DOUBLE_EQ(Measured(Sources{{"a.php", app}, {"b.php", "<?php\n$a = 1;\n"}})["domain.web-framework"], 0.5);
  const std::string own = "<?php\nnamespace Slim;\nclass App {}\n";
  EXPECT_DOUBLE_EQ(Measured(Sources{{"a.php", app}, {"b.php", own}})["domain.web-framework"], 0);
}

TEST(Signals, NothingIsMeasuredInNothing) {
  const Measured m(Sources{{"a.py", ""}});
  EXPECT_DOUBLE_EQ(m["size.files"], 1);
  EXPECT_DOUBLE_EQ(m["compute.share"], 0);
}

std::uint32_t words_of(std::string_view text, std::string_view id) {
  TopicCounts counts{};
  count_words(text, counts);
  for (std::size_t i = 0; i < topic_count; ++i) {
    if (topics()[i].id == id) return counts[i];
  }
  return 0;
}

TEST(Vocabulary, WordsAndTheirForms) {
  for (const char* name : {"parse", "parseHTTPHeader", "HTTPParser", "json_parser", "parsing", "Tokenizer", "lexers",
                           "lexer2", "ASTNode"}) {
    EXPECT_EQ(words_of(name, "syntax"), 1u) << name;
  }
  for (const char* name : {"sparse", "last", "context", "parsec", "broken", ""})
    EXPECT_EQ(words_of(name, "syntax"), 0u) << name;
  EXPECT_EQ(words_of("// an Encoder of compressed_size", "codec"), 2u);
  EXPECT_EQ(words_of("proxies", "proxying"), 1u);
  TopicCounts counts{};
  EXPECT_EQ(count_words(std::string(100'000, 'a'), counts), 1u);
  EXPECT_EQ(count_words("getHTTPResponseCode(x, 42) // naïve", counts), 6u);  // get http response code na ve
}

TEST(Vocabulary, TopicsAreNamedOnceInOrder) {
  for (std::size_t i = 1; i < topic_count; ++i) EXPECT_LT(topics()[i - 1].id, topics()[i].id);
}

}  // namespace
}  // namespace assay
