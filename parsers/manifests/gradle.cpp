// Gradle's build and settings scripts, Groovy and Kotlin alike, and the version catalogue: plugins, projects,
// dependencies. The scripts are programs; only literal arguments are taken.

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "parsers/manifests/document.h"
#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"
#include "parsers/manifests/tokens.h"

namespace assay::manifests {

namespace {

Tokens tokens_of(std::string_view text) {
  return Tokens(
      text,
      Lexis{.comment = "//", .block_comments = true, .triple_quotes = true, .back_quotes = true, .in_words = "_.$"});
}

struct PluginKind {
  std::string_view id;
  UnitKind kind;
};
constexpr std::array<PluginKind, 11> plugin_kinds = {{{"war", UnitKind::Service},
                                                      {"ear", UnitKind::Service},
                                                      {"com.android.application", UnitKind::Ui},
                                                      {"com.android.library", UnitKind::Library},
                                                      {"com.android.dynamic-feature", UnitKind::Ui},
                                                      {"application", UnitKind::Cli},
                                                      {"cpp-application", UnitKind::Cli},
                                                      {"java-library", UnitKind::Library},
                                                      {"cpp-library", UnitKind::Library},
                                                      {"java-gradle-plugin", UnitKind::Library},
                                                      {"java-platform", UnitKind::Library}}};

// implementation, testImplementation, debugApi, kapt, classpath …; nothing for other words.
bool is_configuration(std::string_view word) {
  const std::string name = lower_ascii(word);
  for (const std::string_view end : {"implementation", "api", "compile", "compileonly", "compileonlyapi", "runtimeonly",
                                     "runtime", "kapt", "ksp", "annotationprocessor", "classpath", "provided"}) {
    if (name.ends_with(end)) return true;
  }
  return false;
}

DependencyScope scope_of(std::string_view configuration) {
  const std::string name = lower_ascii(configuration);
  if (name.find("test") != std::string::npos) return DependencyScope::Development;
  if (name == "classpath" || name.ends_with("kapt") || name.ends_with("ksp") || name.ends_with("annotationprocessor")) {
    return DependencyScope::Build;
  }
  return DependencyScope::Runtime;
}

// `:core:model` → `core/model`, where a project lies unless the settings say otherwise.
std::string project_folder(std::string_view path) {
  consume(path, ":");
  std::string folder(path);
  std::replace(folder.begin(), folder.end(), ':', '/');
  return folder;
}

class BuildScript {
 public:
  BuildScript(const Input& input, Draft& draft)
      : input_(input), draft_(draft), tokens_(tokens_of(input.bytes)), unit_(draft.unit(input.directory)) {}

  void read() {
    std::vector<std::string_view> blocks;  // the words before the open braces
    int dependency_blocks = 0;             // how many of them hold dependencies (`jvmMain.dependencies`, too)
    std::string_view before;               // the last word of this statement
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.is('{')) {
        blocks.push_back(before);
        if (before.ends_with("dependencies")) ++dependency_blocks;
        before = {};
      } else if (token.is('}')) {
        if (blocks.empty()) continue;
        if (blocks.back().ends_with("dependencies")) --dependency_blocks;
        blocks.pop_back();
      } else if (token.kind == Token::Kind::Word) {
        before = token.text;
        if (dependency_blocks > 0) {
          read_dependency(i);
        } else if (!blocks.empty() && blocks.back() == "plugins") {
          read_plugin(i);
        } else {
          read_setting(i);
        }
      }
    }
  }

 private:
  // The position of the first argument: behind an opening parenthesis where there is one.
  std::size_t argument(std::size_t word) const { return tokens_[word + 1].is('(') ? word + 2 : word + 1; }

  void apply_plugin(std::string_view id, std::string_view version, std::uint32_t line) {
    for (const PluginKind& known : plugin_kinds) {
      if (known.id == id)
        state_kind(unit_, known.kind, "plugin `" + std::string(id) + "` in " + std::string(input_.name));
    }
    // Ids with dots come from outside; short ones are Gradle's own.
    if (id.find('.') != std::string_view::npos) {
      draft_.depend(unit_, {id, version, "maven", DependencyScope::Build, false, line});
    }
  }

  // id("x") version "1", kotlin("jvm"), `java-library`, application
  void read_plugin(std::size_t i) {
    const Token& token = tokens_[i];
    const std::size_t first = argument(i);
    if ((token.text == "id" || token.text == "kotlin") && tokens_[first].is_string()) {
      const std::size_t after = tokens_[i + 1].is('(') ? first + 2 : first + 1;
      const bool versioned = tokens_[after].is_word("version") && tokens_[argument(after)].is_string();
      const std::string id = (token.text == "kotlin" ? "org.jetbrains.kotlin." : "") + std::string(tokens_[first].text);
      apply_plugin(id, versioned ? tokens_[argument(after)].text : std::string_view(), token.line);
      return;
    }
    const bool alone =
        i == 0 || tokens_[i - 1].kind == Token::Kind::LineEnd || tokens_[i - 1].is('{') || tokens_[i - 1].is(';');
    if (alone) apply_plugin(token.text, {}, token.line);
  }

  // "group:name:version", group: "g", name: "a", version: "v", project(":x"), libs.x, kotlin("stdlib"), platform(…)
  void read_dependency(std::size_t i) {
    const Token& word = tokens_[i];
    if (word.text == "dependencies" || !is_configuration(word.text)) return;
    const DependencyScope scope = scope_of(word.text);
    std::size_t first = argument(i);
    while (tokens_[first].kind == Token::Kind::LineEnd) ++first;
    while (tokens_[first].kind == Token::Kind::Word && tokens_[first + 1].is('(') &&
           (tokens_[first].text.ends_with("latform") || tokens_[first].text == "testFixtures" ||
            tokens_[first].text == "npm" || tokens_[first].text == "dependencies.create")) {
      first += 2;  // platform(…), enforcedPlatform(…)
    }
    const Token& token = tokens_[first];
    if (token.is_string()) {
      // configuration("a:b:1", "c:d:2")
      for (std::size_t at = first; tokens_[at].is_string(); at += 2) {
        add_coordinates(tokens_[at].text, scope, tokens_[at].line);
        if (!tokens_[at + 1].is(',')) break;
        while (tokens_[at + 2].kind == Token::Kind::LineEnd) ++at;
      }
    } else if (token.is_word("project")) {
      add_project(first, scope);
    } else if (token.is_word("kotlin") && tokens_[first + 2].is_string()) {
      draft_.depend(unit_, {"org.jetbrains.kotlin:kotlin-" + std::string(tokens_[first + 2].text),
                            {},
                            "maven",
                            scope,
                            false,
                            token.line});
    } else if (token.kind == Token::Kind::Word && token.text.starts_with("libs.")) {
      std::string_view alias = token.text.substr(5);
      if (alias.ends_with(".get")) alias.remove_suffix(4);
      draft_.depend(unit_, {alias, "libs." + std::string(alias), "maven", scope, false, token.line});
    } else if (token.kind == Token::Kind::Word && token.text.starts_with("projects.")) {
      draft_.depend(unit_, {token.text.substr(9), local_version(token.text), "maven", scope, false, token.line});
    } else if (token.kind == Token::Kind::Word && (tokens_[first + 1].is(':') || tokens_[first + 1].is('='))) {
      add_named(first, scope);
    }
  }

  void add_coordinates(std::string_view text, DependencyScope scope, std::uint32_t line) {
    const auto parts = split(text, ':');
    if (parts.size() < 2 || parts[0].empty()) return;
    const std::string name = std::string(parts[0]) + ':' + std::string(parts[1]);
    if (name.find('$') != std::string::npos) return;
    draft_.depend(unit_, {name, parts.size() > 2 ? parts[2] : std::string_view(), "maven", scope, false, line});
  }

  void add_project(std::size_t at, DependencyScope scope) {
    for (std::size_t i = at + 1; i < at + 6; ++i) {
      if (!tokens_[i].is_string()) continue;
      const std::string folder = project_folder(tokens_[i].text);
      draft_.depend(unit_, {file_name(folder), local_version(tokens_[i].text), "maven", scope, false, tokens_[i].line});
      return;
    }
  }

  void add_named(std::size_t at, DependencyScope scope) {
    std::map<std::string_view, std::string_view> named;
    const std::uint32_t line = tokens_[at].line;
    while (tokens_[at].kind == Token::Kind::Word && (tokens_[at + 1].is(':') || tokens_[at + 1].is('=')) &&
           tokens_[at + 2].is_string()) {
      named.emplace(tokens_[at].text, tokens_[at + 2].text);
      at += 3;
      if (!tokens_[at].is(',')) break;
      ++at;
      while (tokens_[at].kind == Token::Kind::LineEnd) ++at;
    }
    if (named["name"].empty()) return;
    const std::string name = std::string(named["group"]) + ':' + std::string(named["name"]);
    draft_.depend(unit_, {name, named["version"], "maven", scope, false, line});
  }

  // apply plugin: 'x', mainClass = 'x', mainClass.set("x"), archivesBaseName = 'x', namespace = 'x'
  void read_setting(std::size_t i) {
    const std::string_view word = tokens_[i].text;
    if (word == "apply") {
      const std::size_t first = argument(i);
      if (tokens_[first].is_word("plugin") && tokens_[first + 2].is_string()) {
        apply_plugin(tokens_[first + 2].text, {}, tokens_[i].line);
      }
    } else if (word == "mainClass" || word == "mainClassName" || word == "mainClass.set" || word == "main" ||
               word == "application.mainClass" || word == "application.mainClassName") {
      const std::size_t first = tokens_[i + 1].is('=') ? i + 2 : argument(i);
      const bool assigns = tokens_[i + 1].is('=') || word == "mainClass.set";
      if (assigns && tokens_[first].is_string()) add_once(unit_.entries, tokens_[first].text);
    } else if (word == "archivesBaseName" && tokens_[i + 1].is('=') && tokens_[i + 2].is_string()) {
      unit_.name = tokens_[i + 2].text;
    }
  }

  const Input& input_;
  Draft& draft_;
  Tokens tokens_;
  UnitT& unit_;
};

}  // namespace

void read_gradle_build(const Input& input, Draft& draft) { BuildScript(input, draft).read(); }

void read_gradle_settings(const Input& input, Draft& draft) {
  const Tokens tokens = tokens_of(input.bytes);
  UnitT& unit = draft.unit(input.directory);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind != Token::Kind::Word) continue;
    if (token.text == "include" || token.text == "includeFlat" || token.text == "includeBuild") {
      for (std::size_t at = i + 1; at < tokens.size(); ++at) {
        if (tokens[at].is_string()) {
          add_once(unit.members,
                   token.text == "include" ? project_folder(tokens[at].text) : std::string(tokens[at].text));
        } else if (!tokens[at].is(',') && !tokens[at].is('(') && !tokens[at].is('[') &&
                   (tokens[at].kind != Token::Kind::LineEnd || !(tokens[at - 1].is(',') || tokens[at - 1].is('(')))) {
          break;
        }
      }
    } else if (token.text == "rootProject.name" && tokens[i + 1].is('=') && tokens[i + 2].is_string()) {
      unit.name = tokens[i + 2].text;
    }
  }
}

// [libraries] name = {module = "g:a", version.ref = "x"} or "g:a:v" or {group, name, version}
void read_gradle_catalog(const Input& input, Draft& draft) {
  const Document document = load_toml(input.bytes);
  draft.note(document.trouble());
  // gradle/libs.versions.toml governs the folder that holds `gradle`.
  UnitT& unit = draft.unit(file_name(input.directory) == "gradle" ? directory_of(input.directory) : input.directory);
  const Value versions = document.root()["versions"];
  const auto version_of = [&](Value entry) {
    const Value version = entry["version"];
    return version.is_map() ? versions[version["ref"].text()].text() : version.text();
  };
  for (const Value library : document.root()["libraries"]) {
    std::string name(library["module"].text());
    std::string version(version_of(library));
    if (library.is_text()) {
      const auto parts = split(library.text(), ':');
      if (parts.size() > 1) name = std::string(parts[0]) + ':' + std::string(parts[1]);
      if (parts.size() > 2) version = parts[2];
    } else if (name.empty() && library["name"].is_text()) {
      name = std::string(library["group"].text()) + ':' + std::string(library["name"].text());
    }
    draft.depend(unit, {name, version, "maven", DependencyScope::Runtime, false, library.line()});
  }
  for (const Value plugin : document.root()["plugins"]) {
    const Cut written = cut(plugin.text(), ":");
    const bool text = plugin.is_text();
    draft.depend(unit, {text ? written.head : plugin["id"].text(), text ? written.tail : version_of(plugin), "maven",
                        DependencyScope::Build, false, plugin.line()});
  }
}

}  // namespace assay::manifests
