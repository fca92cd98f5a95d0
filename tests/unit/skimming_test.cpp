// A skimmed text gives the tree of the text itself: comments, blanks, and what only looks like a comment.
#include "parsers/skimming.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/seen_nodes.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

void expect_same_tree(const LanguageSpec& spec, std::string text) {
  const std::vector<SeenNode> read = nodes_of(spec, plain_input(text));
  const std::string original = text;
  quiet_comments(text, spec);
  ASSERT_EQ(text.size(), original.size());
  EXPECT_EQ(nodes_of(spec, skimming_input(text, spec)), read) << original << "\nread as\n" << text;
}

const LanguageSpec& language(Language id) { return *find_language(id); }

std::string quieted(Language id, std::string text) {
  quiet_comments(text, language(id));
  return text;
}

TEST(Skimming, FillsWordsOfCommentsThatBeginTheirLine) {
  EXPECT_EQ(quieted(Language::Java, "  // a word\nx(); // as it is\n"), "  // a     \nx(); // as it is\n");
  EXPECT_EQ(quieted(Language::Java, "/** One\n   * two three\n   */ x();\n * y\n"),
            "/**    \n   *          \n   */ x();\n * y\n");
  EXPECT_EQ(quieted(Language::Ruby, "# don't\r\n"), "# d    \r\n");
  EXPECT_EQ(quieted(Language::Python, "# text\n"), "# t\x7F\x7F\x7F\n") << "blanks are read one by one there";
}

TEST(Skimming, StopsAtWhatMightBeCode) {
  EXPECT_EQ(quieted(Language::JavaScript, "// an ${odd} case\n"), "// a  ${odd} case\n");
  EXPECT_EQ(quieted(Language::JavaScript, "// an `odd` case\n"), "// a  `odd` case\n");
  EXPECT_EQ(quieted(Language::Php, "// an ?> odd case\n"), "// a  ?> odd case\n");
  EXPECT_EQ(quieted(Language::C, "// an odd \\\n case\n"), "// a      \\\n case\n");
  EXPECT_EQ(quieted(Language::Ruby, "#{code} more\n"), "#{code} more\n");
  EXPECT_EQ(quieted(Language::Scala, "//> using dep a\n"), "//> using dep a\n");
  EXPECT_EQ(quieted(Language::Java, "/*\n * a b\n   no star\n * c d\n"), "/*\n *    \n   no star\n * c d\n");
}

TEST(Skimming, LeavesTheTreeAsItIs) {
  expect_same_tree(
      language(Language::JavaScript),
      "const a = `\n// in a ${ text( 'x' ) } here\n/** and\n * this */\n// `;\n// b\nlet   c\t\t= /  x/;\n");
  expect_same_tree(language(Language::Tsx), "const a = <p>\n  // no   comment {x}\n</p>;\n/* c\n * d */ f();\n");
  expect_same_tree(language(Language::Ruby),
                   "x = <<~A\n  # not a comment #{  y  } at all\n  A\n# one\n%w[a   b  c]\n__END__\n# x\n");
  expect_same_tree(language(Language::Python),
                   "def f():\n  '''\n  # a  doc\n  '''\n  # one\n  if a:\n        # two\n        g(f\"\"\"\n# {h}  "
                   "i\n\"\"\")\n  return\n");
  expect_same_tree(language(Language::Kotlin),
                   "/* a\n * b /* c\n * d */\n * e */\nval x = \"\"\"\n// f $g  h\n\"\"\"\n");
  expect_same_tree(
      language(Language::Scala),
      "object A:\n  /** b\n   * c // d\n   */\n  def e =\n    // f\n    if g then\n        h\n    else i\n");
  expect_same_tree(language(Language::Rust), "/// a\n//! b\n// c\n/** d */\nfn e() { r#\"\n// f  \"#; }\n");
  expect_same_tree(language(Language::Php),
                   "text   text\n<?php\n// a ?> <b>  c</b>\n<?php\n# d\n$e = <<<F\n  // $g  h\n  F;\n");
  expect_same_tree(
      language(Language::CSharp),
      "/// <summary>a  b</summary>\nvar c = @\"\n// d  \"\"e\"\"\n\";\nvar f = $\"\"\"\n  // {g}\n  \"\"\";\n");
  expect_same_tree(language(Language::Cpp),
                   "#define A \\\n  // b  c \\\n  d\nauto e = R\"(\n// f)\";  // g\n/* h\n * i\n */\tint j;\n");
  expect_same_tree(language(Language::Go), "//go:build  a\n\npackage b\n\n\t\tvar c = `\n// d`\n");
  // Beyond ASCII: runs of it, line breaks of its own, what is no text at all.
  expect_same_tree(language(Language::JavaScript),
                   "// \xC3\xA9t\xC3\xA9 \xE2\x80\xA8 f()\n  \xE4\xB8\xAD = '\xF0\x9F\x98\x80'\n");
  expect_same_tree(language(Language::Java), "// \xFF\xC3\nclass \xC3\xC3 {  \xE2\x82 }");
}

class SkimmedTour : public testing::TestWithParam<const LanguageSpec*> {};

// Whole and cut in two, which makes errors.
TEST_P(SkimmedTour, GivesTheSameTree) {
  const fs::path root = fs::path(ASSAY_SOURCE_DIR) / "tests/golden/facts";
  int seen = 0;
  for (const auto& file : fs::recursive_directory_iterator(root)) {
    const auto& endings = GetParam()->marks.extensions;
    if (std::find(endings.begin(), endings.end(), file.path().extension().string()) == endings.end()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    std::ostringstream read;
    read << in.rdbuf();
    const std::string text = read.str();
    for (const std::string& part : {text, text.substr(0, text.size() / 2), text.substr(text.size() / 3)})
      expect_same_tree(*GetParam(), part);
    ++seen;
  }
  EXPECT_GT(seen, 0);
}

INSTANTIATE_TEST_SUITE_P(All, SkimmedTour, testing::ValuesIn(languages().begin(), languages().end()),
                         [](const auto& test) { return std::string(facts::EnumNameLanguage(test.param->marks.id)); });

}  // namespace
}  // namespace assay
