// Carve-outs, boundaries, effort, readiness and relations on sources that one can follow by hand.
#include "rules/plan/plan.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "analyzer/analysis/handlers.h"
#include "analyzer/analysis/signal_measures.h"
#include "parsers/manifests/manifests.h"
#include "rules/engine/rule_set.h"
#include "tests/support/literal_model.h"

namespace assay {
namespace {

const RuleSet& rules() {
  static const RuleSet loaded = load_rule_set(embedded_files()).value();
  return loaded;
}
const PlanModels& models() {
  static const PlanModels loaded = read_plan_models(embedded_files()).value();
  return loaded;
}

// Everything that a plan is made of, without catalogues: no call of a library is known.
struct Repository {
  Model model;
  Catalogs catalogs{};
  CallGraph calls;
  CallOrder order;
  Effects effects;
  Entries entries;
  HotPaths hot;
  Components components;
  std::unique_ptr<HeldLocks> locks;
  std::unique_ptr<LibraryDomains> libraries;
  std::unique_ptr<LanguageLibrary> language_library;
  std::unique_ptr<ComponentCallers> callers;
  std::unique_ptr<AnalysedCode> source;

  Repository(const Sources& sources, const std::vector<NamedComponent>& named, const std::string& build_file = {},
             std::string_view text = {})
      : model(model_of(sources)) {
    std::vector<ManifestFile> manifests;
    if (!build_file.empty()) manifests.push_back({build_file, read_manifest(build_file, text)});
    const Symbols symbols(model);
    calls = resolve_calls(model, symbols, catalogs, "repository", 1, manifests);
    order = order_calls(model, calls);
    effects = find_effects(model, calls, order);
    entries = find_entries(model, order, {});
    hot = rank_hot_paths(model, measure_costs(model, calls), order, entries);
    components = discover_components(model, manifests, named, "repository");
    locks = std::make_unique<HeldLocks>(model, calls);
    libraries = std::make_unique<LibraryDomains>(model, catalogs, components);
    language_library = std::make_unique<LanguageLibrary>(model, catalogs, components);
    callers = std::make_unique<ComponentCallers>(model, calls, components);
    source = std::make_unique<AnalysedCode>(AnalysedCode{model, calls, order, effects, hot, catalogs, components,
                                                         *locks, *libraries, *language_library, *callers});
  }

  Work work() const { return {*source, entries, models().crossings, rules().model.gains, 1}; }
  const Component& component(std::string_view id) const {
    for (const Component& c : components.list) {
      if (c.id == id) return c;
    }
    std::abort();
  }
  std::vector<std::string> names(const CarveOut& out) const {
    std::vector<std::string> names;
    for (const CarvedFunction& f : out.functions) names.emplace_back(model.qualified_name(f.function));
    std::sort(names.begin(), names.end());
    return names;
  }
};

// A component of plain code around one function that computes.
std::string around(const std::string& hot) {
  std::string text = hot;
  for (int i = 0; i < 12; ++i) {
    const std::string n = std::to_string(i);
    text += "\ndef page_" + n +
            "(request):\n    title = request.title\n    owner = request.owner\n    text = render(title)\n"
            "    note(owner)\n    request.done(text)\n    return title\n";
  }
  return text +
         "\ndef answer_all(request):\n    answer = distance(request.a, request.b)\n    page_1(request)\n    return "
         "answer\n";
}

const char* const distance =
    "def distance(a, b):\n"
    "    row = list(range(len(b) + 1))\n"
    "    for i in range(len(a)):\n"
    "        last = i\n"
    "        for j in range(len(b)):\n"
    "            cost = step(a[i], b[j], last + row[j] * 2 - i * j)\n"
    "            last = row[j + 1] + cost * 3 - row[j] + (i ^ j)\n"
    "            row[j + 1] = last + row[j] * 5 - cost % 7\n"
    "    return row[len(b)]\n"
    "\n"
    "def step(x, y, z):\n"
    "    return (x ^ y) + z * 3\n";

TEST(CarveOut, IsTheComputationWithItsPrivateHelper) {
  const Repository repository({{"app/tool.py", around(distance)}}, {{"app", {"app"}}});
  const std::optional<CarveOut> out = find_carve_out(repository.work(), repository.component("app"), Answer::Keep);
  ASSERT_TRUE(out);
  EXPECT_EQ(repository.names(*out), (std::vector<std::string>{"distance", "step"}));
  EXPECT_EQ(out->aim, Aim::Speed);
  EXPECT_EQ(out->lines, 11u);
  EXPECT_GT(out->share_of_cost, 0.4);
  EXPECT_LE(out->gain, out->share_of_cost);
  ASSERT_EQ(out->seam.size(), 1u);
  EXPECT_EQ(repository.model.qualified_name(out->seam[0].function), "distance");
  EXPECT_FALSE(out->seam[0].callback);
  EXPECT_EQ(out->seam[0].callers, 1u);
  EXPECT_TRUE(out->shared.empty());
}

TEST(CarveOut, IsNoneWhereNothingComputes) {
  const Repository repository(
      {{"app/tool.py", around("def distance(a, b):\n    for part in a.parts:\n        b.take(part)\n    return b\n")}},
      {{"app", {"app"}}});
  EXPECT_FALSE(find_carve_out(repository.work(), repository.component("app"), Answer::Keep));
}

TEST(CarveOut, IsNoneWhereTheLanguageGainsNothing) {
  std::string rust;
  for (int i = 0; i < 12; ++i)
    rust += "pub fn page_" + std::to_string(i) + "(r: &Request) -> u8 {\n    r.done();\n    1\n}\n";
  rust +=
      "pub fn mix(a: &[u32]) -> u32 {\n    let mut s = 0;\n    for x in a {\n        for y in a {\n            s = s * "
      "3 + (x ^ y);\n"
      "        }\n    }\n    s\n}\n";
  const Repository repository({{"app/lib.rs", rust}}, {{"app", {"app"}}});
  EXPECT_FALSE(find_carve_out(repository.work(), repository.component("app"), Answer::Keep));
}

TEST(CarveOut, TearsNoMethodFromATypeThatStays) {
  std::string code =
      "class Grid:\n    def __init__(self):\n        self.row = [0]\n\n    def fill(self, a, b):\n"
      "        for i in range(len(a)):\n            for j in range(len(b)):\n"
      "                self.row[j + 1] = self.row[j] * 5 - (a[i] ^ b[j]) % 7 + i * j\n";
  for (const char* name : {"title", "owner", "note"})
    code += std::string("\n    def ") + name + "(self):\n        show(self.row)\n        return self.row\n";
  code += "\ndef distance(a, b):\n    grid = Grid()\n    return grid.fill(a, b)\n";
  const Repository repository({{"app/tool.py", around(code)}}, {{"app", {"app"}}});
  EXPECT_FALSE(find_carve_out(repository.work(), repository.component("app"), Answer::Keep));
}

TEST(CarveOut, LeavesHandlersAndTopLevelCodeWhereTheyAre) {
  Repository repository({{"app/tool.py", around(distance)}}, {{"app", {"app"}}});
  for (std::size_t f = 0; f < repository.model.functions.size(); ++f) {
    facts::Function& row = repository.model.functions[f];
    if (repository.model.names.text(row.name()) == "distance")
      row.mutate_flags(row.flags() | static_cast<std::uint32_t>(facts::FunctionFlag::Handler));
  }
  const std::optional<CarveOut> out = find_carve_out(repository.work(), repository.component("app"), Answer::Keep);
  if (out) {
    for (const std::string& name : repository.names(*out)) EXPECT_NE(name, "distance");
  }
}

TEST(CarveOut, OfMemorySafetyIsTheParserOfBytes) {
  std::string c =
      "int parse(const unsigned char *p, const unsigned char *end) {\n  int n = 0;\n  while (p < end) {\n"
      "    if (p[0] == 1 && p[1] == 2) n += p[2] << 8 | p[3];\n    else if (p[0] == 3) n ^= p[1];\n"
      "    else if (p[0] == 4) n -= p[1] * p[2];\n    else if (p[0] == 5) { p += p[1]; n++; }\n"
      "    else if (p[0] == 6) return -1;\n    else if (p[0] == 7) n = p[1];\n"
      "    else if (p[0] == 8) n = p[1] + p[2];\n    else if (p[0] == 9) n = p[1] - p[3];\n    else if (p[0] == 10) n "
      "|= p[2];\n    p += 4;\n  }\n  return n;\n}\n";
  for (int i = 0; i < 20; ++i)
    c += "int show_" + std::to_string(i) + "(struct page *page) {\n  draw(page);\n  print(page);\n  return 0;\n}\n";
  c += "int main(void) {\n  struct page page;\n  load(&page);\n  return parse(page_begin(), page_end());\n}\n";
  const Repository repository({{"app/main.c", c}}, {{"app", {"app"}}});
  const std::optional<CarveOut> out = find_carve_out(repository.work(), repository.component("app"), Answer::Rust);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->aim, Aim::Safety);
  EXPECT_EQ(repository.names(*out), std::vector<std::string>{"parse"});
}

TEST(Boundary, OfACoreThatIsCalledForLittleIsABinding) {
  const Repository repository(
      {{"app/main.py", "from core.lib import step\n\ndef answer_all(xs):\n    for x in xs:\n        step(x)\n"},
       {"core/lib.py", "def step(x):\n    return x * 3 + 1\n"}},
      {{"app", {"app"}}, {"core", {"core"}}});
  const Work work = repository.work();
  const std::optional<Boundary> boundary = find_boundary(work, repository.component("core"), Answer::Rust, false);
  ASSERT_TRUE(boundary);
  EXPECT_EQ(boundary->kind, BoundaryKind::Binding);
  EXPECT_EQ(boundary->cost.way.name, "PyO3 extension module");
  EXPECT_TRUE(boundary->traffic.seen);
  EXPECT_GT(boundary->traffic.calls, 1) << "a loop calls it";
  EXPECT_DOUBLE_EQ(boundary->traffic.arguments, 1);
  // call + argument + the bytes of one argument of unknown type
  EXPECT_DOUBLE_EQ(boundary->cost.time, 25 + 10 + 1 * 32);
  EXPECT_GT(boundary->batch, 1u) << "a call costs as much as the work";
  EXPECT_FALSE(find_boundary(work, repository.component("core"), Answer::Keep, false));
}

TEST(Boundary, OfAServiceIsItsProtocol) {
  const Repository repository({{"app/main.py", "def handle(x):\n    return x\n"}}, {{"app", {"app"}}});
  const std::optional<Boundary> boundary =
      find_boundary(repository.work(), repository.component("app"), Answer::Go, true);
  ASSERT_TRUE(boundary);
  EXPECT_EQ(boundary->kind, BoundaryKind::Protocol);
  EXPECT_FALSE(boundary->traffic.seen);
}

TEST(Boundary, OfALibraryIsTheBindingOfItsLanguage) {
  const auto technique = [](const char* path, const char* text) {
    const Repository repository({{path, text}}, {{"app", {"app"}}});
    const auto boundary = find_boundary(repository.work(), repository.component("app"), Answer::Rust, false);
    return boundary ? std::string(boundary_kind_name(boundary->kind)) + " " + boundary->cost.way.name : "none";
  };
  EXPECT_EQ(technique("app/a.py", "def f(x):\n    return x\n"), "binding PyO3 extension module");
  EXPECT_EQ(technique("app/a.ts", "export function f(x: number) { return x }\n"), "binding napi-rs addon");
  EXPECT_EQ(technique("app/a.go", "package a\nfunc F(x int) int { return x }\n"), "binding cgo");
  EXPECT_EQ(technique("app/a.c", "int f(int x) { return x; }\n"), "c-abi C ABI (cbindgen)");
  EXPECT_EQ(technique("app/a.rs", "pub fn f(x: u8) -> u8 { x }\n"), "none");
}

TEST(Effort, IsTheModelsProduct) {
  EffortInputs inputs;
  inputs.lines = 1000;
  inputs.branches_per_line = 0.05;
  inputs.test_share = 0.4;
  const Effort effort = estimate_effort(models().effort, inputs);
  EXPECT_NEAR(effort.p50, 4.1 * 0.87 * 0.95 * 0.9, 1e-9);
  EXPECT_NEAR(effort.p90 / effort.p50, 2, 1e-9);
  EXPECT_NEAR(effort.p50 / effort.p10, 2, 1e-9);
  EXPECT_EQ(effort.basis.size(), models().effort.drivers.size());

  inputs.known = 0;
  inputs.resolved = 0;
  EXPECT_NEAR(estimate_effort(models().effort, inputs).p90 / effort.p50, 3, 1e-9)
      << "what is not known widens the range";
  inputs.lines = 10'000;
  EXPECT_NEAR(estimate_effort(models().effort, inputs).p50 / effort.p50, std::pow(10, 1.1), 1e-9);
  inputs.missing = 1;
  inputs.dynamic = 1000;
  EXPECT_NEAR(estimate_effort(models().effort, inputs).p50 / effort.p50, std::pow(10, 1.1) * 1.56 * 1.56, 1e-9);
}

// The two moves of known length that the model's base rests on.
TEST(Effort, CoversTheMovesItIsSetBy) {
  const auto months = [](double lines, double part) { return 4.1 * std::pow(lines / 1000, 1.1) / 4.345 * part; };
  EXPECT_NEAR(models().effort.base, 4.1, 1e-9);
  EXPECT_LT(months(57'000, 0.5), 100);
  EXPECT_GT(months(57'000, 2), 25);
  EXPECT_LT(months(1'000'000, 0.5), 4200);
}

TEST(PlanModels, SayWhatIsWrong) {
  const std::string effort =
      "base: 4\nexponent: 1.1\nspread: 2\nspread_when_blind: 1.5\n"
      "drivers: {tests: {input: test shore, from: 0, to: 1, at_from: 1, at_to: 1, why: w}}\n";
  const std::array files{EmbeddedFile{"rules/model/effort.yaml", effort}};
  const Result<EffortModel> model = read_effort_model(files);
  ASSERT_FALSE(model);
  EXPECT_NE(model.error().message.find("did you mean `test share`"), std::string::npos) << model.error().message;
  EXPECT_FALSE(read_crossings(files)) << "crossings.yaml is missing";
}

TEST(Readiness, CountsWhatIsKnownAndSaysWhatIsNot) {
  const std::string text =
      "date: 2026-01\nconfidence: medium\npackages:\n  web: {go: [net/http], rust: [axum]}\n"
      "  db: {go: [github.com/a/b], rust: [binding rusqlite]}\n  orm: {go: [none], rust: [write]}\n";
  const std::array files{EmbeddedFile{"rules/counterparts/pypi.yaml", text}};
  const Result<Counterparts> counterparts = load_counterparts(files, {"pypi"});
  ASSERT_TRUE(counterparts);
  Components all;
  all.list.emplace_back();
  Component& component = all.list[0];
  component.name = "Own_Package";
  for (const char* name : {"web", "db", "orm", "orm", "strange", "own-package"})
    component.dependencies.push_back({name, "1", "pypi", facts::DependencyScope::Runtime, "p.toml", 3, true});
  component.dependencies.push_back({"web", "1", "docker", facts::DependencyScope::Runtime, "f", 1, true});
  component.dependencies.push_back({"needed-by-web", "1", "pypi", facts::DependencyScope::Runtime, "p.lock", 1, false});
  component.dependencies.push_back({"web2", "1", "pypi", facts::DependencyScope::Development, "p.toml", 9, true});
  const Readiness readiness = find_readiness(component, OwnPackages(all), *counterparts);
  EXPECT_EQ(readiness.dependencies, 4u);
  EXPECT_EQ(readiness.known, 3u);
  EXPECT_NEAR(readiness.go.ready, 2.0 / 3, 1e-12);
  EXPECT_EQ(readiness.go.blockers, std::vector<std::string>{"orm"});
  EXPECT_EQ(readiness.rust.of(CounterpartKind::Binding), 1u);
  EXPECT_EQ(readiness.rust.of(CounterpartKind::Write), 1u);
  EXPECT_TRUE(readiness.rust.blockers.empty());

  Signals signals;
  add_readiness_signals(component, OwnPackages(all), *counterparts, signals);
  EXPECT_NEAR(value_of(signals, "readiness.known_share"), 0.75, 1e-12);
  EXPECT_NEAR(value_of(signals, "readiness.go_missing"), 1.0 / 3, 1e-12);
  EXPECT_EQ(value_of(signals, "readiness.go_blockers"), 1);
  ASSERT_EQ(signals.at("readiness.go_blockers").evidence.size(), 1u);
  EXPECT_EQ(signals.at("readiness.go_blockers").evidence[0].line, 3u);
  for (const auto& [id, signal] : signals) EXPECT_NE(rules().model.signal(id), nullptr) << id;
}

TEST(Relations, OfRemoteProceduresNeedBothEnds) {
  const Repository repository(
      {{"cart/server.go", "package main\ntype server struct {\n  pb.UnimplementedCartServiceServer\n}\n"},
       {"shop/client.py", "import pb2_grpc\n\ndef main(channel):\n    return pb2_grpc.CartServiceStub(channel)\n"},
       {"shop/other.py", "import pb2_grpc\n\ndef other(channel):\n    return pb2_grpc.NobodyStub(channel)\n"}},
      {{"cart", {"cart"}}, {"shop", {"shop"}}});
  const std::vector<Relation> relations = find_relations(repository.model, repository.calls, repository.components);
  ASSERT_EQ(relations.size(), 1u);
  EXPECT_EQ(relations[0].kind, RelationKind::Rpc);
  EXPECT_EQ(repository.components.list[relations[0].from.index()].id, "shop");
  EXPECT_EQ(repository.components.list[relations[0].to.index()].id, "cart");
  EXPECT_EQ(relations[0].what, "CartService");
  EXPECT_EQ(relations[0].line, 4u);
}

TEST(Relations, OfCallsAreCountedByPlaces) {
  const Repository repository(
      {{"app/main.py", "from core.lib import step\n\ndef main(x):\n    step(x)\n    return step(x)\n"},
       {"core/lib.py", "def step(x):\n    return x\n"}},
      {{"app", {"app"}}, {"core", {"core"}}});
  const std::vector<Relation> relations = find_relations(repository.model, repository.calls, repository.components);
  ASSERT_EQ(relations.size(), 1u);
  EXPECT_EQ(relations[0].kind, RelationKind::Call);
  EXPECT_EQ(relations[0].calls, 2u);
}

// Where no call is seen, what build files link and sources include still ties two parts.
TEST(Relations, OfLinksAndHeadersStandInForCalls) {
  Repository repository({{"app/main.c", "#include \"core.h\"\n#include \"types.h\"\nint main() { return step(); }\n"},
                         {"core/core.h", "int step();\n"},
                         {"core/step.c", "int step() { return 1; }\n"},
                         {"log/log.c", "int unused;\n"},
                         {"types/types.h", "struct t { int x; };\n"}},
                        {{"app", {"app"}}, {"core", {"core"}}, {"log", {"log"}}, {"types", {"types"}}},
                        "CMakeLists.txt",
                        "include_directories(core types)\n"
                        "add_library(core core/step.c)\nadd_library(log log/log.c)\nadd_executable(app app/main.c)\n"
                        "target_link_libraries(app core log)\n");
  std::vector<std::string> found;
  for (const Relation& r : find_relations(repository.model, repository.calls, repository.components))
    found.push_back(fmt::format("{} {} {} {} {}:{}", repository.components.list[r.from.index()].id,
                                relation_name(r.kind), repository.components.list[r.to.index()].id, r.what, r.file,
                                r.line));
  EXPECT_EQ(found, (std::vector<std::string>{"app call core  app/main.c:3", "app link log log CMakeLists.txt:5",
                                             "app include types types.h app/main.c:2"}));
}

}  // namespace
}  // namespace assay
