// Is every compiled grammar usable by the compiled runtime? Each one is loaded and parses a correct snippet, one with
// constructs that its external scanner has to see (templates, indentation, heredocs, interpolation …).
#include "parsers/grammars/grammars.h"

#include <gtest/gtest.h>
#include <tree_sitter/api.h>

#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <string_view>

// The runtime's own, which another test may have set: what it allocates is freed with it.
extern "C" void (*ts_current_free)(void* pointer);

namespace assay {
namespace {

struct Case {
  const char* name;
  const TSLanguage* (*language)();
  std::string_view source;
  std::string_view function_kind;  // the node kind that must be found in the snippet
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

constexpr Case kCases[] = {
    {"c", tree_sitter_c,
     "#include <stdio.h>\nint main(void) { for (int i = 0; i < 3; ++i) printf(\"%d\", i); return 0; }\n",
     "function_definition"},
    {"c_sharp", tree_sitter_c_sharp,
     "class A { async Task<int> F(int x) { var s = $\"{x} {\"\"}\"; await G(s); return x; } }\n", "method_declaration"},
    {"cpp", tree_sitter_cpp,
     "template <class T> struct A { T f() const { auto s = R\"x(a \" b)x\"; return [&] { return T(s); }(); } };\n",
     "function_definition"},
    {"go", tree_sitter_go, "package a\n\nfunc f(c chan int) {\n\tgo func() { c <- 1 }()\n\tdefer close(c)\n}\n",
     "function_declaration"},
    {"java", tree_sitter_java,
     "class A { int f(java.util.List<String> l) { l.forEach(s -> g(s)); return l.size(); } }\n", "method_declaration"},
    {"javascript", tree_sitter_javascript,
     "async function f(x) {\n  const s = `a ${x}`\n  return await g(/[/]/.test(s))\n}\n", "function_declaration"},
    {"kotlin", tree_sitter_kotlin,
     "class A {\n  suspend fun f(x: Int): String {\n    val s = \"a ${x}\"\n    return s\n  }\n}\n",
     "function_declaration"},
    {"kotlin_classic", tree_sitter_kotlin_classic,
     "class A {\n  suspend fun f(x: Int): String {\n    val s = \"a ${x}\"\n    return s\n  }\n}\n",
     "function_declaration"},
    {"php", tree_sitter_php, "<p>text</p>\n<?php\nfunction f($x) { return <<<END\na {$x}\nEND; }\n?>\n<b></b>\n",
     "function_definition"},
    {"python", tree_sitter_python,
     "async def f(x):\n    if x:\n        return f\"a {x!r}\"\n    return [y async for y in x]\n",
     "function_definition"},
    {"ruby", tree_sitter_ruby, "def f(x)\n  s = <<~END\n    a #{x}\n  END\n  x.each { |y| puts y / 2, s }\nend\n",
     "method"},
    {"rust", tree_sitter_rust,
     "async fn f<'a>(x: &'a str) -> usize { let s = r#\"a \" b\"#; g(x, s).await /* a /* b */ */ }\n", "function_item"},
    {"scala", tree_sitter_scala, "object A {\n  def f(x: Int): String = {\n    val s = s\"a ${x}\"\n    s\n  }\n}\n",
     "function_definition"},
    {"tsx", tree_sitter_tsx, "function F(p: { x: number }): JSX.Element { return <b className=\"c\">{p.x} text</b> }\n",
     "function_declaration"},
    {"typescript", tree_sitter_typescript, "function f<T>(x: T): Array<T> {\n  const y = <T>x\n  return [y!]\n}\n",
     "function_declaration"},
};

using Parser = std::unique_ptr<TSParser, decltype(&ts_parser_delete)>;
using Tree = std::unique_ptr<TSTree, decltype(&ts_tree_delete)>;

Tree parse(const TSLanguage* language, std::string_view source) {
  const Parser parser(ts_parser_new(), ts_parser_delete);
  if (!ts_parser_set_language(parser.get(), language)) return {nullptr, ts_tree_delete};
  const auto size = static_cast<std::uint32_t>(source.size());
  return {ts_parser_parse_string(parser.get(), nullptr, source.data(), size), ts_tree_delete};
}

bool contains(const TSTree* tree, std::string_view kind) {
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  bool found = false;
  for (bool more = true; more && !found;) {
    found = ts_node_type(ts_tree_cursor_current_node(&cursor)) == kind;
    more = ts_tree_cursor_goto_first_child(&cursor);
    while (!more && !found) {
      if (ts_tree_cursor_goto_next_sibling(&cursor)) {
        more = true;
      } else if (!ts_tree_cursor_goto_parent(&cursor)) {
        break;
      }
    }
  }
  ts_tree_cursor_delete(&cursor);
  return found;
}

class Grammars : public testing::TestWithParam<Case> {};

TEST_P(Grammars, HasAnAbiThatTheRuntimeReads) {
  const std::uint32_t abi = ts_language_abi_version(GetParam().language());
  EXPECT_GE(abi, static_cast<std::uint32_t>(TREE_SITTER_MIN_COMPATIBLE_LANGUAGE_VERSION));
  EXPECT_LE(abi, static_cast<std::uint32_t>(TREE_SITTER_LANGUAGE_VERSION));
}

TEST_P(Grammars, ParsesCorrectSourceWithoutErrors) {
  const Tree tree = parse(GetParam().language(), GetParam().source);
  ASSERT_TRUE(tree);
  const TSNode root = ts_tree_root_node(tree.get());
  const std::unique_ptr<char, void (*)(void*)> text(ts_node_string(root), ts_current_free);
  EXPECT_FALSE(ts_node_has_error(root)) << text.get();
  EXPECT_TRUE(contains(tree.get(), GetParam().function_kind)) << text.get();
}

TEST_P(Grammars, MarksAnErrorInBrokenSource) {
  const std::string broken = std::string(GetParam().source) + "\n<?php ) ) = } \x01 (\n";
  const Tree tree = parse(GetParam().language(), broken);
  ASSERT_TRUE(tree);
  EXPECT_TRUE(ts_node_has_error(ts_tree_root_node(tree.get())));
}

INSTANTIATE_TEST_SUITE_P(All, Grammars, testing::ValuesIn(kCases), [](const auto& test) { return test.param.name; });

TEST(Grammars, AreAllDifferent) {
  std::set<const TSLanguage*> languages;
  for (const Case& c : kCases) languages.insert(c.language());
  EXPECT_EQ(languages.size(), std::size(kCases));
}

}  // namespace
}  // namespace assay
