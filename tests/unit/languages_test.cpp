// Every language: its tables fit its grammar, the walk agrees with tree-sitter's own cursor, and the tour's facts are the
// golden ones. UPDATE_GOLDEN=1 writes the golden files anew: read every changed line.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "analyzer/facts/dump.h"
#include "analyzer/facts/view.h"
#include "parsers/file_parser.h"
#include "parsers/language.h"
#include "parsers/syntax/arena.h"
#include "parsers/syntax/tree_walk.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

// tests/golden/facts/<folder>/tour.<ext> of a language; empty: there is none.
fs::path tour_of(const LanguageSpec& spec) {
  const fs::path root = fs::path(ASSAY_SOURCE_DIR) / "tests/golden/facts";
  for (const auto& folder : fs::directory_iterator(root)) {
    for (const auto& file : fs::directory_iterator(folder.path())) {
      if (file.path().stem() != "tour" || file.path().extension() == ".facts") continue;
      const std::string folder_name = folder.path().filename();
      std::string name;  // as folders are called: c, cpp, csharp …
      for (const char c : std::string(facts::EnumNameLanguage(spec.marks.id)))
        name += static_cast<char>(std::tolower(c));
      if (folder_name == name) return file.path();
    }
  }
  return {};
}

void use_arena() {
  static const bool installed = [] {
    assay_arena_install(2'000'000'000, [] { _exit(99); });
    return true;
  }();
  (void)installed;
}

class EveryLanguage : public testing::TestWithParam<const LanguageSpec*> {};

TEST_P(EveryLanguage, NamesOnlyKindsThatItsGrammarHas) {
  for (const std::string& kind : check_spec(*GetParam()))
    ADD_FAILURE() << "the grammar has no node kind `" << kind << "`";
  if (GetParam()->second != nullptr) {
    for (const std::string& kind : check_spec(*GetParam()->second))
      ADD_FAILURE() << "the second grammar has no node kind `" << kind << "`";
  }
}

TEST_P(EveryLanguage, StatesWhatItDoesNotProvide) {
  for (const LanguageSpec::Absence& absence : GetParam()->absences) {
    EXPECT_FALSE(absence.fact.empty());
    EXPECT_GT(absence.reason.size(), 8U) << absence.fact;
  }
}

TEST_P(EveryLanguage, TourGivesTheGoldenFacts) {
  use_arena();
  const fs::path tour = tour_of(*GetParam());
  ASSERT_FALSE(tour.empty()) << "no tour file";
  FileParser parser({});
  FactsBuilder facts;
  ASSERT_EQ(parser.parse(*GetParam(), tour.filename().string(), read(tour), facts), ParseStatus::Ok);
  const std::string blob = pack_blob(&facts, nullptr);
  const facts::Blob* opened = open_blob(blob);
  ASSERT_NE(opened, nullptr);
  const std::string dump = dump_facts(*opened->facts());
  EXPECT_EQ(opened->facts()->error_bytes(), 0U) << "the tour must parse";
  fs::path golden = tour;
  golden.replace_extension(".facts");
  if (std::getenv("UPDATE_GOLDEN") != nullptr) std::ofstream(golden, std::ios::binary) << dump;
  EXPECT_EQ(dump, read(golden)) << golden << ": UPDATE_GOLDEN=1 writes it anew";
}

using Children = std::vector<std::pair<const void*, TSFieldId>>;

Children children_by_walk(TSNode node) {
  Children children;
  assay_each_child(
      node,
      [](void* payload, const AssayNode* child) {
        static_cast<Children*>(payload)->emplace_back(child->node.id, child->field);
        return true;
      },
      &children);
  return children;
}

Children children_by_cursor(TSNode node) {
  Children children;
  TSTreeCursor cursor = ts_tree_cursor_new(node);
  for (bool more = ts_tree_cursor_goto_first_child(&cursor); more; more = ts_tree_cursor_goto_next_sibling(&cursor)) {
    children.emplace_back(ts_tree_cursor_current_node(&cursor).id, ts_tree_cursor_current_field_id(&cursor));
  }
  ts_tree_cursor_delete(&cursor);
  return children;
}

// The walk reads the runtime's private tree: node for node it must see what the public cursor sees.
TEST_P(EveryLanguage, WalkSeesWhatTheCursorSees) {
  const std::string text = read(tour_of(*GetParam()));
  const Grammar grammar = resolve_grammar(*GetParam());
  const std::string sources[] = {text, text.substr(0, text.size() / 2), text.substr(text.size() / 3)};  // errors, too
  for (const std::string& source : sources) {
    TSParser* parser = ts_parser_new();
    ASSERT_TRUE(ts_parser_set_language(parser, GetParam()->grammar()));
    TSTree* tree = ts_parser_parse_string(parser, nullptr, source.data(), static_cast<std::uint32_t>(source.size()));
    AssayWalk* walk = assay_walk_new();
    AssayWalk* passing = assay_walk_new();  // over plain tokens
    assay_walk_start(walk, tree, nullptr);
    assay_walk_start(passing, tree, grammar.plain.data());
    TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
    AssayNode node;
    std::uint32_t tag = 0, count = 0, tokens = 0;
    for (bool more = true; more; ++count) {
      AssayStep step = assay_walk_next(walk, &node, &tag);
      ASSERT_EQ(step, ASSAY_WALK_ENTER);
      const TSNode expected = ts_tree_cursor_current_node(&cursor);
      ASSERT_EQ(node.symbol, ts_node_symbol(expected)) << "node " << count;
      ASSERT_EQ(node.begin, ts_node_start_byte(expected));
      ASSERT_EQ(node.end, ts_node_end_byte(expected));
      ASSERT_EQ(node.row, ts_node_start_point(expected).row);
      ASSERT_EQ(node.column, ts_node_start_point(expected).column);
      ASSERT_EQ(node.end_row, ts_node_end_point(expected).row);
      ASSERT_EQ(node.named, ts_node_is_named(expected));
      ASSERT_EQ(node.missing, ts_node_is_missing(expected));
      ASSERT_EQ(node.field, ts_tree_cursor_current_field_id(&cursor))
          << ts_node_type(expected) << " at byte " << node.begin;
      ASSERT_EQ(children_by_walk(node.node), children_by_cursor(expected)) << "node " << count;
      ASSERT_EQ(node.depth, ts_tree_cursor_current_depth(&cursor));
      ASSERT_TRUE(ts_node_eq(node.node, expected));
      AssayNode same;
      const bool plain = node.leaf && !node.named && !node.missing && grammar.role_of(node.symbol).role == Role::None;
      step = assay_walk_next(passing, &same, &tag);
      ASSERT_TRUE(step == ASSAY_WALK_ENTER || (step == ASSAY_WALK_TOKEN && plain))
          << node.begin;  // aliases are entered
      tokens += step == ASSAY_WALK_TOKEN;
      ASSERT_EQ(same.row, node.row);
      ASSERT_EQ(same.end_row, node.end_row);
      ASSERT_TRUE(step == ASSAY_WALK_TOKEN || ts_node_eq(same.node, expected));
      more = ts_tree_cursor_goto_first_child(&cursor);
      while (!more && !(more = ts_tree_cursor_goto_next_sibling(&cursor))) {
        if (!ts_tree_cursor_goto_parent(&cursor)) break;
      }
    }
    EXPECT_EQ(assay_walk_next(walk, &node, &tag), ASSAY_WALK_END);
    ts_tree_cursor_delete(&cursor);
    EXPECT_EQ(assay_walk_next(passing, &node, &tag), ASSAY_WALK_END);
    EXPECT_TRUE(tokens > 0 || &source != &sources[0]) << "a whole file has punctuation";
    assay_walk_delete(passing);
    assay_walk_delete(walk);
    ts_tree_delete(tree);
    ts_parser_delete(parser);
  }
}

std::string name_of_language(const testing::TestParamInfo<const LanguageSpec*>& info) {
  return facts::EnumNameLanguage(info.param->marks.id);
}

// Flow's types in JavaScript: TSX's grammar reads them, the language stays JavaScript's.
TEST(JavaScript, FlowsTypesAreRead) {
  use_arena();
  const auto parse = [](std::string_view header, std::string_view code) {
    FactsBuilder facts;
    FileParser parser({});
    const std::string text = std::string(header) + std::string(code);
    EXPECT_EQ(parser.parse(*find_language(Language::JavaScript), "a.js", text, facts), ParseStatus::Ok);
    const std::string blob = pack_blob(&facts, nullptr);
    const auto* file = open_blob(blob)->facts();
    EXPECT_EQ(file->language(), Language::JavaScript);
    struct Seen {
      bool second;
      std::uint32_t errors;
      std::size_t functions;
    };
    return Seen{file->second_grammar(), file->error_bytes(), file->functions()->size()};
  };
  constexpr std::string_view typed =
      "class Cache {\n  get(key: string): ?Entry {\n    return this.map.get(key);\n  }\n}\n";
  const auto flow = parse("#!/usr/bin/env node\n// A licence.\n/**\n * @flow strict\n */\n", typed);
  EXPECT_TRUE(flow.second);
  EXPECT_EQ(flow.errors, 0U);
  EXPECT_EQ(flow.functions, 2U) << "get, and the top level";
  EXPECT_TRUE(parse("", typed).second) << "without the pragma where too much is lost";
  constexpr std::string_view plain = "function get(key) {\n  return map.get(key);\n}\n";
  EXPECT_FALSE(parse("// @noflow\n", plain).second);
  EXPECT_FALSE(parse("const s = '@flow';\n", plain).second);
  EXPECT_FALSE(parse("/* never closed", "").second);
}

INSTANTIATE_TEST_SUITE_P(Languages, EveryLanguage, testing::ValuesIn(languages().begin(), languages().end()),
                         name_of_language);

}  // namespace
}  // namespace assay
