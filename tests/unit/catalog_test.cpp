#include "rules/engine/catalog.h"

#include <gtest/gtest.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <sstream>
#include <string>
#include <vector>

#include "rules/engine/catalog_text.h"

namespace assay {
namespace {

Result<Catalog> load(std::string_view text, Language language = Language::Python) {
  static constexpr std::string_view kPaths[] = {"rules/catalog/python/a.yaml", "rules/catalog/javascript/a.yaml"};
  const std::vector<EmbeddedFile> files = {{kPaths[language == Language::Python ? 0 : 1], text}};
  return load_catalog(files, language);
}

std::string problem_of(std::string_view text) {
  const auto catalog = load(text);
  return catalog ? "no problem" : catalog.error().message;
}

Effect effect_of(const Catalog& catalog, std::string_view name) {
  const auto found = catalog.find(name);
  EXPECT_TRUE(found.has_value()) << name;
  return found ? found->effect : Effect::Framework;
}

DomainSet set_of(std::initializer_list<Domain> domains) {
  DomainSet set;
  for (const Domain domain : domains) set.insert(domain);
  return set;
}

TEST(Effects, NamesGoThereAndBack) {
  for (std::size_t i = 0; i < effect_names().size(); ++i) {
    const auto effect = static_cast<Effect>(i);
    EXPECT_EQ(effect_from_name(effect_name(effect)), effect);
  }
  EXPECT_FALSE(effect_from_name("io.tape"));
}

TEST(Effects, FamiliesCoverTheirMembers) {
  EXPECT_TRUE(covers(Effect::Io, Effect::IoNet));
  EXPECT_TRUE(covers(Effect::Io, Effect::Io));
  EXPECT_TRUE(covers(Effect::CpuHash, Effect::CpuHash));
  EXPECT_FALSE(covers(Effect::IoNet, Effect::Io));
  EXPECT_FALSE(covers(Effect::Io, Effect::WaitSleep));
  EXPECT_EQ(family_of(Effect::Framework), Effect::Framework);
  EXPECT_TRUE(is_family(Effect::Alloc));
  EXPECT_FALSE(is_family(Effect::AllocPool));
  EXPECT_FALSE(is_family(Effect::Gc));
  EXPECT_FALSE(is_family(Effect::Framework));
}

TEST(CanonicalName, SeparatorsBecomeDots) {
  EXPECT_EQ(canonical_name("\\PDO::query", NameStyle::Dotted), "PDO.query");
  EXPECT_EQ(canonical_name("$db->query", NameStyle::Dotted), "$db.query");
  EXPECT_EQ(canonical_name("::ActiveRecord::Base#save", NameStyle::Dotted), "ActiveRecord.Base.save");
  EXPECT_EQ(canonical_name("App\\\\Http", NameStyle::Dotted), "App.Http");
  EXPECT_EQ(canonical_name("net/http", NameStyle::Dotted), "net.http");
  EXPECT_EQ(canonical_name("a-b:c", NameStyle::Dotted), "a-b:c");
  EXPECT_EQ(canonical_name("..models", NameStyle::Dotted), ".models");
  EXPECT_EQ(canonical_name("a::", NameStyle::Dotted), "a");
  EXPECT_EQ(canonical_name("::", NameStyle::Dotted), "");
  EXPECT_EQ(canonical_name("", NameStyle::Dotted), "");
}

TEST(CanonicalName, JavaScriptKeepsItsSpecifiers) {
  EXPECT_EQ(canonical_name("node:fs/promises.readFile", NameStyle::JavaScript), "fs/promises.readFile");
  EXPECT_EQ(canonical_name("@aws-sdk/client-s3", NameStyle::JavaScript), "@aws-sdk/client-s3");
  EXPECT_EQ(canonical_name("./local", NameStyle::JavaScript), "./local");
}

TEST(Catalog, FindsExactNamesBeforeWildcards) {
  const auto catalog = load(R"(
calls:
  - effect: io.net
    cost: wait
    blocking: true
    names: ["requests.*"]
  - names: [requests.quote]
    native: true
    effect: cpu.text
)");
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_EQ(catalog->find("requests.get"), (CallEffect{Effect::IoNet, CostClass::Wait, true, false}));
  EXPECT_EQ(catalog->find("requests.quote"), (CallEffect{Effect::CpuText, CostClass::Light, false, true}));
  EXPECT_FALSE(catalog->find("requests.sessions.get"));  // one segment only
  EXPECT_FALSE(catalog->find("requests"));
  EXPECT_FALSE(catalog->find(""));
  EXPECT_FALSE(catalog->find("."));
}

TEST(Catalog, MethodsMatchByOneOrTwoSegments) {
  const auto catalog = load("calls:\n  - effect: io.db\n    names: [\"?.fetchall\", \"?.objects.filter\"]");
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_TRUE(catalog->find_method("fetchall"));
  EXPECT_TRUE(catalog->find_method("cursor.fetchall"));
  EXPECT_TRUE(catalog->find_method("models.User.objects.filter"));
  EXPECT_TRUE(catalog->find_method("objects.filter"));
  EXPECT_FALSE(catalog->find_method("filter"));
  EXPECT_FALSE(catalog->find_method("queue.filter"));
  for (const auto* marked : {"$objects.filter", "@objects.filter", "this.#objects.filter", "self._objects.filter",
                             "objects_.filter", "objects().filter", "x.objects()[].filter"}) {
    EXPECT_TRUE(catalog->find_method(marked)) << marked;
  }
  EXPECT_FALSE(catalog->find_method("_.filter"));
  EXPECT_FALSE(catalog->find_method(std::string(500, 'o') + ".filter"));
  EXPECT_FALSE(catalog->find("fetchall"));
  for (const auto* odd : {"", ".", "..", ".filter", "filter."}) EXPECT_FALSE(catalog->find_method(odd)) << odd;
}

TEST(Catalog, ImportsMatchAtSegmentBorders) {
  const auto catalog = load("packages:\n  django: [web-framework]\n  django.db.models: [orm, db-driver]");
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_EQ(catalog->domains_of_import("django.db.models.fields"), set_of({Domain::Orm, Domain::DbDriver}));
  EXPECT_EQ(catalog->domains_of_import("django.db"), set_of({Domain::WebFramework}));
  EXPECT_EQ(catalog->domains_of_import("django/db/models"), set_of({Domain::Orm, Domain::DbDriver}));
  EXPECT_TRUE(catalog->domains_of_import("djangorestframework").empty());
  EXPECT_TRUE(catalog->domains_of_import(".django").empty());
  EXPECT_TRUE(catalog->domains_of_import("").empty());
}

TEST(Catalog, DependenciesFallBackToPackages) {
  const auto catalog = load(R"(
packages:
  flask_sqlalchemy: [orm]
  yaml: [serialization]
dependencies:
  PyYAML: [parser]
  org.springframework: [web-framework]
)");
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_EQ(catalog->domains_of_dependency("Flask-SQLAlchemy"), set_of({Domain::Orm}));
  EXPECT_EQ(catalog->domains_of_dependency("pyyaml"), set_of({Domain::Parser}));
  EXPECT_EQ(catalog->domains_of_dependency("org.springframework:spring-web"), set_of({Domain::WebFramework}));
  EXPECT_TRUE(catalog->domains_of_dependency("yaml-include").empty());
}

TEST(Catalog, JavaScriptSpecifiersHaveSlashBorders) {
  const auto catalog = load(R"(
packages:
  "node:fs": [filesystem]
  "@nestjs": [web-framework]
  socket.io: [networking]
calls:
  - effect: io.file
    blocking: true
    names: ["node:fs.readFileSync"]
)",
                            Language::JavaScript);
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_TRUE(catalog->find("fs.readFileSync"));
  EXPECT_EQ(catalog->domains_of_import("fs/promises"), set_of({Domain::Filesystem}));
  EXPECT_EQ(catalog->domains_of_import("node:fs"), set_of({Domain::Filesystem}));
  EXPECT_EQ(catalog->domains_of_import("@nestjs/core"), set_of({Domain::WebFramework}));
  EXPECT_EQ(catalog->domains_of_dependency("@nestjs/core"), set_of({Domain::WebFramework}));
  EXPECT_TRUE(catalog->domains_of_import("socket.io-client").empty());
  EXPECT_TRUE(catalog->domains_of_import("./fs").empty());
}

TEST(CatalogLoader, NamesPlaceAndRemedy) {
  const std::string at = "rules/catalog/python/a.yaml:";
  EXPECT_EQ(problem_of("cals: []"), at + "1: unknown key `cals`, did you mean `calls`");
  EXPECT_EQ(problem_of("calls:\n  - effect: io.nett\n    names: [a.b]"),
            at + "2: unknown effect `io.nett`, did you mean `io.net`");
  EXPECT_EQ(problem_of("calls:\n  - effect: io\n    names: [a.b]"),
            at + "2: `io` is a family of effects, name a member such as `io.net`");
  EXPECT_EQ(problem_of("calls:\n  - effect: io.net\n    cost: haevy\n    names: [a.b]"),
            at + "3: unknown cost `haevy`, did you mean `heavy`");
  EXPECT_EQ(problem_of("calls:\n  - effect: io.net\n    nmes: [a.b]"),
            at + "3: unknown key `nmes`, did you mean `names`");
  EXPECT_EQ(problem_of("calls:\n  - effect: io.net\n    blocking: yes\n    names: [a.b]"),
            at + "3: `blocking` must be `true` or `false`");
  EXPECT_EQ(problem_of("packages:\n  requests: [http-clients]"),
            at + "2: unknown domain `http-clients`, did you mean `http-client`");
  EXPECT_EQ(problem_of("calls:\n  - effect: io.net\n    names:\n      - a.b\n      - a.b"),
            at + "5: `a.b` stands already at rules/catalog/python/a.yaml:4, remove one of the two");
  EXPECT_EQ(problem_of("calls:\n  - names: [a.b]"),
            at + "2: the group has no `effect`, add one such as `effect: io.net`");
  EXPECT_EQ(problem_of("calls:\n  - effect: io.net"), at + "2: the group has no `names`, add a list of them");
}

TEST(CatalogLoader, ReportsEveryProblemOfAFile) {
  const std::string text = problem_of("packages:\n  a: [uii]\n  b: [ui, ormm]\n  c: ui\n");
  EXPECT_NE(text.find("a.yaml:2:"), std::string::npos) << text;
  EXPECT_NE(text.find("a.yaml:3:"), std::string::npos) << text;
  EXPECT_NE(text.find("a.yaml:4:"), std::string::npos) << text;
}

TEST(CatalogLoader, RefusesWildcardsInTheMiddle) {
  for (const auto* name : {"a.*.b", "*", "*.a", "a*", "?.*", "?.a.*", "?.", ""}) {
    const auto text = std::string("calls:\n  - effect: io.net\n    names: [\"") + name + "\"]";
    EXPECT_FALSE(load(text)) << name;
  }
}

TEST(CatalogLoader, ReadsListsOverLinesCommentsAndQuotes) {
  const auto catalog = load(
      "\xef\xbb\xbf# What it covers.\r\ncalls:  # all\r\n  - effect: io.net   # one\r\n    source: \"a: b # c\"\r\n"
      "    names: [a.b, 'c.d',  # more\r\n      # still more\r\n      e#f,\r\n    ]\r\n"
      "  - effect: exit\n    names:\n    - g.h\n    - i.j # last\n");
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_EQ(catalog->call_count(), 5U);
  for (const auto* name : {"a.b", "c.d", "e.f"}) EXPECT_EQ(effect_of(*catalog, name), Effect::IoNet);
  for (const auto* name : {"g.h", "i.j"}) EXPECT_EQ(effect_of(*catalog, name), Effect::Exit);
}

TEST(CatalogLoader, ReadsWhatMethodsOfTheLanguagesOwnTypesAre) {
  const auto catalog =
      load("builtin_methods:\n  list: [append, pop]\n\nunwrapping_methods:\n  result: [unwrap,\n    expect]\n");
  ASSERT_TRUE(catalog) << catalog.error().message;
  EXPECT_TRUE(catalog->is_builtin_method("pop"));
  EXPECT_FALSE(catalog->is_builtin_method("unwrap"));
  for (const auto* name : {"unwrap", "expect"}) EXPECT_TRUE(catalog->is_unwrapping_method(name)) << name;
  EXPECT_FALSE(catalog->is_unwrapping_method("pop"));
}

TEST(CatalogLoader, SurvivesHostileText) {
  EXPECT_TRUE(load(""));
  EXPECT_TRUE(load("# only a comment"));
  EXPECT_TRUE(load("calls:\n"));
  const std::string group = "calls:\n  - effect: io.net\n    names: ";
  for (const auto* names : {"[a.b",        "[a.b,,c]", "[a.b c.d: e]", "[[a]]",   "{a: b}",
                            "a.b",         "[\"a]",    "['a' b]",      "[*a]",    "&x [a]",
                            "!!str a",     "|",        "[a] b",        "[]",      "[\"a\\n\"]",
                            "[a",          "[@x/y]",   "[a?]",         "[a\x01]", "[\"\x1b[31m\"]",
                            "\n- a\n   b", "*"}) {
    EXPECT_FALSE(load(group + names)) << names;
  }
  for (const auto* text :
       {"- a\n- b\n", "just words", "calls: {a: b}", "calls: [a]", "calls:\n  a: b", "packages: [a]",
        "packages:\n  - a: [ui]", "packages:\n  a: []", "packages:\n\ta: [ui]", "  a: [ui]",
        "calls:\n  - effect: [io.net]\n    names: [a]", "calls:\n  - effect: io.net\n   names: [a]", "calls:\n  - a\n",
        "calls:\n  - effect: io.net\n    names: [a]\n    - b", ":", "-", "- -", "[", "\""}) {
    EXPECT_FALSE(load(text)) << text;
  }
  EXPECT_FALSE(load(std::string("calls: \0[]", 10)));
  EXPECT_FALSE(load(std::string(100000, '[')));
  EXPECT_FALSE(load("\xff\xfe\xff"));
  EXPECT_LT(problem_of(std::string(5000, 'x') + ": [ui]").size(), 300U);
}

TEST(CatalogLoader, OwnFolderAndTeamsFilesWin) {
  const std::vector<EmbeddedFile> files = {
      {"rules/catalog/c/a.yaml",
       "calls:\n  - effect: io.file\n    names: [fopen]\n  - effect: cpu.sort\n    names: [qsort]"},
      {"rules/catalog/cpp/a.yaml", "calls:\n  - effect: exit\n    names: [qsort]"},
      {"rules/catalog/ruby/a.yaml", "this is not even looked at: ["},
      {"rules/verdicts/c/a.yaml", "nor is this: ["},
  };
  const std::vector<EmbeddedFile> team = {{"team/catalog/c/own.yml", "calls:\n  - effect: gc\n    names: [fopen]"}};
  const auto c = load_catalog(files, Language::C);
  ASSERT_TRUE(c) << c.error().message;
  EXPECT_EQ(effect_of(*c, "qsort"), Effect::CpuSort);
  const auto cpp = load_catalog(files, Language::Cpp, team);
  ASSERT_TRUE(cpp) << cpp.error().message;
  EXPECT_EQ(effect_of(*cpp, "qsort"), Effect::Exit);
  EXPECT_EQ(effect_of(*cpp, "fopen"), Effect::Gc);
}

struct Promise {
  Language language;
  std::size_t calls;
  std::size_t packages;
};

// The embedded files load, which includes that no name stands twice, and cover what was promised.
TEST(EmbeddedCatalog, CoversWhatIsPromised) {
  const Promise promises[] = {{Language::Python, 300, 120},     {Language::JavaScript, 300, 120},
                              {Language::TypeScript, 300, 120}, {Language::Tsx, 300, 120},
                              {Language::Ruby, 180, 80},        {Language::Php, 180, 80}};
  for (const Promise& promise : promises) {
    const auto name = catalog_folders(promise.language).front();
    const auto catalog = load_catalog(embedded_files(), promise.language);
    ASSERT_TRUE(catalog) << catalog.error().message;
    EXPECT_GE(catalog->call_count(), promise.calls) << name;
    EXPECT_GE(catalog->package_count(), promise.packages) << name;
  }
}

// What stands in a file is found again: no name is spelt in a way that no lookup produces.
TEST(EmbeddedCatalog, FindsEveryNameAgain) {
  for (auto language = Language::C; language <= Language::MAX;
       language = static_cast<Language>(static_cast<int>(language) + 1)) {
    const auto catalog = load_catalog(embedded_files(), language);
    ASSERT_TRUE(catalog) << catalog.error().message;
    for (const EmbeddedFile& file : embedded_files()) {
      if (!file.path.starts_with("rules/catalog/" + std::string(catalog_folders(language).front()) + "/")) continue;
      CatalogText text(file.content);
      bool packages = false;
      for (CatalogText::Entry entry; text.next(entry);) {
        if (entry.indent == 0) packages = entry.key.text == "packages";
        if (packages && entry.indent != 0) {
          EXPECT_FALSE(catalog->domains_of_import(entry.key.text).empty()) << file.path << ": " << entry.key.text;
          const std::string name = canonical_name(entry.key.text, name_style(language));
          EXPECT_FALSE(catalog->domains_of_dependency(name).empty()) << file.path << ": " << entry.key.text;
        }
        if (entry.key.text != "names") continue;
        for (const auto& word : entry.words) {
          std::string name = word.text.starts_with("?.") ? std::string(word.text.substr(2))
                                                         : canonical_name(word.text, name_style(language));
          if (name.ends_with('*')) name.back() = 'x';
          EXPECT_TRUE(word.text.starts_with("?.") ? catalog->find_method(name) : catalog->find(name))
              << file.path << ": " << word.text;
        }
      }
    }
  }
}

TEST(EmbeddedCatalog, EveryFileBelongsToAKnownLanguageAndSaysWhatItCovers) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with("rules/catalog/")) continue;
    bool known = false;
    for (auto language = Language::MIN; language <= Language::MAX;
         language = static_cast<Language>(static_cast<int>(language) + 1)) {
      for (const auto folder : catalog_folders(language)) {
        if (file.path.starts_with("rules/catalog/" + std::string(folder) + "/")) known = true;
      }
    }
    EXPECT_TRUE(known) << file.path;
    EXPECT_TRUE(file.content.starts_with("# ")) << file.path << " begins with a comment";
  }
}

// All words of a YAML text in their order.
class Words : public YAML::EventHandler {
 public:
  std::vector<std::string> words;

  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t, const std::string& value) override {
    words.push_back(value);
  }
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override { words.emplace_back("an alias"); }
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t, YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

TEST(EmbeddedCatalog, MeansTheSameToAGeneralYamlReader) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.path.starts_with("rules/catalog/")) continue;
    std::istringstream stream{std::string(file.content)};
    Words expected;
    try {
      YAML::Parser(stream).HandleNextDocument(expected);
    } catch (const YAML::Exception& error) {
      ADD_FAILURE() << file.path << ": " << error.what();
    }
    std::vector<std::string> words;
    CatalogText text(file.content);
    for (CatalogText::Entry entry; text.next(entry);) {
      if (!entry.key.text.empty()) words.emplace_back(entry.key.text);
      for (const auto& word : entry.words) words.emplace_back(word.text);
    }
    EXPECT_EQ(text.problem(), "") << file.path << ":" << text.line();
    EXPECT_EQ(words, expected.words) << file.path;
  }
}

}  // namespace
}  // namespace assay
