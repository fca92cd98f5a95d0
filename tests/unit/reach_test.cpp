// What lies between a function and the world: paths to effects, locks that are held, functions that a framework calls.
#include <gtest/gtest.h>

#include "analyzer/analysis/effect_path.h"
#include "analyzer/analysis/handlers.h"
#include "analyzer/analysis/held_locks.h"
#include "rules/engine/catalog.h"
#include "rules/engine/embedded.h"
#include "tests/support/literal_model.h"

namespace assay {
namespace {

// A model of Python sources with all that is known of its calls.
struct Known {
  Model model;
  Catalog catalog = load_catalog(embedded_files(), facts::Language::Python).value();
  Catalogs catalogs{};
  CallGraph graph;
  CallOrder order;
  Effects effects;

  explicit Known(const Sources& sources) : model(model_of(sources)) {
    catalogs[static_cast<std::size_t>(facts::Language::Python)] = &catalog;
    const Symbols symbols(model);
    graph = resolve_calls(model, symbols, catalogs, "shop");
    order = order_calls(model, graph);
    effects = find_effects(model, graph, order);
  }

  FunctionId function(std::string_view name) const {
    for (std::size_t i = 0; i < model.functions.size(); ++i) {
      if (model.names.text(model.functions[i].name()) == name) return FunctionId::of_index(i);
    }
    ADD_FAILURE() << "no function " << name;
    return {};
  }

  std::string path(std::string_view from, Effect effect) const {
    return effect_path(model, graph, order, effects, function(from), EffectSet::of({effect}));
  }
};

TEST(EffectPath, IsTheShortestWayAndEndsInTheLibraryCall) {
  const Known known(Sources{{"shop.py",
                             "import requests\n"
                             "def fetch(url):\n    return requests.get(url, timeout=3)\n"
                             "def load(url):\n    return fetch(url)\n"
                             "def start(url):\n    if url:\n        return load(url)\n    return fetch(url)\n"
                             "def again(url):\n    return again(url)\n"}});
  EXPECT_EQ(known.path("fetch", Effect::IoNet), "requests.get()");
  EXPECT_EQ(known.path("load", Effect::IoNet), "fetch → requests.get()");
  EXPECT_EQ(known.path("start", Effect::IoNet), "fetch → requests.get()");
  EXPECT_EQ(known.path("start", Effect::IoDb), "");
  EXPECT_EQ(known.path("again", Effect::IoNet), "");
}

TEST(EffectPath, EndsInALongChain) {
  std::string source = "import time\ndef f0():\n    time.sleep(1)\n";
  for (int i = 1; i < 400; ++i) source += "def f" + std::to_string(i) + "():\n    f" + std::to_string(i - 1) + "()\n";
  const Known known(Sources{{"chain.py", source}});
  EXPECT_EQ(known.path("f2", Effect::WaitSleep), "f1 → f0 → time.sleep()");
  EXPECT_TRUE(known.effects.reached[known.function("f399").index()].contains(Effect::WaitSleep));
  EXPECT_EQ(known.path("f399", Effect::WaitSleep), "");
}

TEST(HeldLocks, KnowsBlocksAndPairs) {
  const Known known(Sources{{"locks.py",
                             "import threading\n"
                             "lock = threading.Lock()\n"
                             "def block(x):\n"
                             "    with lock:\n"   // 4
                             "        x.one()\n"  // 5
                             "    x.two()\n"      // 6
                             "def pair(x):\n"
                             "    lock.acquire()\n"  // 8
                             "    x.one()\n"         // 9
                             "    lock.release()\n"  // 10
                             "    x.two()\n"         // 11
                             "def clock(x):\n"
                             "    with x.clock():\n"  // 13
                             "        x.one()\n"}});  // 14
  const HeldLocks locks(known.model, known.graph);
  EXPECT_TRUE(locks.held(known.function("block"), 5));
  EXPECT_FALSE(locks.held(known.function("block"), 6));
  EXPECT_FALSE(locks.held(known.function("pair"), 8));
  EXPECT_TRUE(locks.held(known.function("pair"), 9));
  EXPECT_FALSE(locks.held(known.function("pair"), 11));
  EXPECT_FALSE(locks.held(known.function("clock"), 14));
  EXPECT_FALSE(locks.held(FunctionId{}, 5));
}

TEST(Handlers, AreWhatIsRegistered) {
  Known known(Sources{{"web.py",
                       "from flask import Flask\n"
                       "from celery import shared_task\n"
                       "app = Flask(__name__)\n"
                       "@app.route('/a')\n"
                       "def a():\n    return helper()\n"
                       "@shared_task\n"
                       "def b():\n    return 1\n"
                       "@property\n"
                       "def c():\n    return 1\n"
                       "def helper():\n    return 1\n"}});
  mark_handlers(known.model, known.graph, known.catalogs);
  const auto handles = [&](std::string_view name) {
    return known.model.has(known.function(name), facts::FunctionFlag::Handler);
  };
  EXPECT_TRUE(handles("a"));
  EXPECT_TRUE(handles("b"));
  EXPECT_FALSE(handles("c"));
  EXPECT_FALSE(handles("helper"));
}

}  // namespace
}  // namespace assay
