// build.sbt and project/*.sbt: projects, library dependencies, plugins. Only literal arguments are taken.

#include <set>
#include <string>
#include <vector>

#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"
#include "parsers/manifests/tokens.h"

namespace assay::manifests {

namespace {

class SbtReader {
 public:
  SbtReader(const Input& input, Draft& draft)
      : draft_(draft),
        tokens_(input.bytes,
                Lexis{.comment = "//", .block_comments = true, .triple_quotes = true, .single_quotes = false}) {
    // project/*.sbt configures the build of the folder above.
    const bool meta = file_name(input.directory) == "project";
    root_ = &draft.unit(meta ? directory_of(input.directory) : input.directory);
    meta_ = meta;
  }

  void read() {
    find_factories();
    UnitT* current = root_;
    int depth = 0;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      if (token.is('(') || token.is('{')) ++depth;
      if (token.is(')') || token.is('}')) depth = depth > 0 ? depth - 1 : 0;
      if (token.is_word("val") && tokens_[i + 1].kind == Token::Kind::Word) {
        if (UnitT* project = project_definition(i + 1)) current = project;
      } else if (token.is('%')) {
        // The first % of a coordinate: "group" % "name" % "version"
        if (i > 0 && tokens_[i - 1].is_string()) add_dependency(i, *current);
      } else if (token.kind == Token::Kind::Word) {
        if (is_root_setting(i, depth)) current = root_;
        read_setting(i, *current);
      }
    }
  }

 private:
  // A setting at the start of a line outside all brackets belongs to the root project.
  bool is_root_setting(std::size_t i, int depth) const {
    const bool line_start = i == 0 || tokens_[i - 1].kind == Token::Kind::LineEnd;
    return depth == 0 && line_start && tokens_[i + 1].kind != Token::Kind::End && !tokens_[i].text.starts_with('.') &&
           tokens_[i].text != "lazy" && tokens_[i].text != "val";
  }

  // def module(id: String) = Project(id, file(id)): then `val core = module("core")` is a project in that folder.
  void find_factories() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (!tokens_[i].is_word("def") || tokens_[i + 1].kind != Token::Kind::Word) continue;
      for (std::size_t at = i + 2; at < i + 16 && !tokens_[at].is_word("def"); ++at) {
        if (tokens_[at].is_word("Project")) factories_.insert(tokens_[i + 1].text);
      }
    }
  }

  // lazy val core = (project in file("core")), = project.in(file("core")), = project, = crossProject(…)
  UnitT* project_definition(std::size_t name) {
    if (!tokens_[name + 1].is('=')) return nullptr;
    std::size_t i = name + 2;
    while (tokens_[i].is('(') || tokens_[i].kind == Token::Kind::LineEnd) ++i;
    const std::string_view word = tokens_[i].kind == Token::Kind::Word ? tokens_[i].text : std::string_view();
    const bool project =
        word == "project" || word.starts_with("project.") || word == "Project" || word.starts_with("crossProject");
    const bool made = factories_.contains(word) && tokens_[i + 1].is('(') && tokens_[i + 2].is_string();
    if (!project && !made) return nullptr;
    std::string folder(made ? tokens_[i + 2].text : tokens_[name].text);
    for (std::size_t at = i;
         !made && at < i + 24 && tokens_[at].kind != Token::Kind::End && !tokens_[at].is_word("val"); ++at) {
      const std::string_view text = tokens_[at].kind == Token::Kind::Word ? tokens_[at].text : std::string_view();
      if ((text == "file" || text.ends_with(".file")) && tokens_[at + 1].is('(') && tokens_[at + 2].is_string()) {
        folder = tokens_[at + 2].text;
        break;
      }
    }
    const auto directory = join_path(root_->directory, folder);
    if (!directory) return nullptr;
    if (*directory == root_->directory) return root_;
    add_once(root_->members, folder);
    return &draft_.unit(*directory, tokens_[name].text);
  }

  void add_dependency(std::size_t percent, UnitT& unit) {
    std::size_t i = percent;
    while (tokens_[i].is('%')) ++i;
    if (!tokens_[i].is_string()) return;
    const std::string name = std::string(tokens_[percent - 1].text) + ':' + std::string(tokens_[i].text);
    // A second coordinate of the same line has its own group before the %.
    if (percent >= 2 && tokens_[percent - 2].is('%')) return;
    std::string_view version;
    DependencyScope scope = DependencyScope::Runtime;
    for (int part = 0; part < 2 && tokens_[i + 1].is('%'); ++part) {
      i += 2;
      while (tokens_[i].is('%')) ++i;
      const Token& token = tokens_[i];
      if (part == 0) version = token.text;
      if (part == 0 && token.kind == Token::Kind::Word) version = {};  // a name; the text is elsewhere
      const bool test = token.is_word("Test") || token.is_word("IntegrationTest") ||
                        (token.is_string() && token.text.starts_with("test"));
      if (test) scope = DependencyScope::Development;
    }
    const std::uint32_t line = tokens_[percent].line;
    if (is_plugin(percent)) {
      draft_.depend(unit, {name, version, "sbt", DependencyScope::Build, false, line});
    } else {
      draft_.depend(unit, {name, version, "maven", scope, false, line});
    }
  }

  // addSbtPlugin("group" % "name" % "version")
  bool is_plugin(std::size_t percent) const {
    return percent >= 3 && tokens_[percent - 2].is('(') && tokens_[percent - 3].is_word("addSbtPlugin");
  }

  void read_setting(std::size_t i, UnitT& unit) {
    const std::string_view word = tokens_[i].text;
    const bool assigns = tokens_[i + 1].is(':') && tokens_[i + 2].is('=');
    if (word == "name" && assigns && tokens_[i + 3].is_string() && !meta_) unit.name = tokens_[i + 3].text;
    if (word == "mainClass") {
      for (std::size_t at = i + 1; at < i + 10 && tokens_[at].kind != Token::Kind::LineEnd; ++at) {
        if (tokens_[at].is_string()) add_once(unit.entries, tokens_[at].text);
      }
    }
    if (word == "enablePlugins" || word.ends_with(".enablePlugins")) {
      for (std::size_t at = i + 1; at < i + 40 && !tokens_[at].is(')'); ++at) {
        const std::string_view plugin = tokens_[at].text;
        if (plugin == "PlayScala" || plugin == "PlayJava" || plugin == "PlayService") {
          state_kind(unit, UnitKind::Service, "`enablePlugins(" + std::string(plugin) + ")` in build.sbt");
        }
      }
    }
    if (word == "sbtPlugin" && assigns && tokens_[i + 3].is_word("true")) {
      state_kind(unit, UnitKind::Library, "`sbtPlugin` in build.sbt is true");
    }
  }

  Draft& draft_;
  Tokens tokens_;
  UnitT* root_ = nullptr;
  bool meta_ = false;
  std::set<std::string_view> factories_;  // functions of this file that make a project
};

}  // namespace

void read_sbt(const Input& input, Draft& draft) { SbtReader(input, draft).read(); }

}  // namespace assay::manifests
