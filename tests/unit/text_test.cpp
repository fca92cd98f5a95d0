#include "analyzer/base/text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "analyzer/base/glob.h"

namespace assay {
namespace {

using std::string_literals::operator""s;

TEST(Utf8, AcceptsWellFormedTextOnly) {
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_TRUE(is_valid_utf8("plain text that is longer than eight bytes"));
  EXPECT_TRUE(is_valid_utf8("gr\u00fcn \u20ac \U0001F600 \U0010FFFF"));
  EXPECT_TRUE(is_valid_utf8("zero \0 byte"s));
  EXPECT_FALSE(is_valid_utf8("\xC0\x80"));          // overlong
  EXPECT_FALSE(is_valid_utf8("\xE0\x9F\xBF"));      // overlong
  EXPECT_FALSE(is_valid_utf8("\xF0\x8F\xBF\xBF"));  // overlong
  EXPECT_FALSE(is_valid_utf8("\xED\xA0\x80"));      // surrogate
  EXPECT_FALSE(is_valid_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
  EXPECT_FALSE(is_valid_utf8("\x80"));
  EXPECT_FALSE(is_valid_utf8("12345678\xFF"));
  EXPECT_FALSE(is_valid_utf8("cut off \xE2\x82"));
  EXPECT_EQ(valid_utf8_prefix("abcdefghij\xFFkl"), 10U);
}

TEST(Utf8, EncodesEveryLength) {
  std::string out;
  for (const char32_t value : {U'a', U'\u00fc', U'\u20ac', U'\U0001F600'}) append_utf8(out, value);
  EXPECT_EQ(out, "a\u00fc\u20ac\U0001F600");
}

TEST(Printable, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(printable("plain \u00fc\u4e2d"), "plain \u00fc\u4e2d");
  EXPECT_EQ(printable("\x1b]0;title\x07"), "\\x1b]0;title\\x07");
  EXPECT_EQ(printable("a\nb\tc\r\x7f"), "a\\x0ab\\x09c\\x0d\\x7f");
  EXPECT_EQ(printable("\0"s), "\\x00");
  EXPECT_EQ(printable("\u202Etxt.exe\u2066\u200B\uFEFF"), "U+202Etxt.exeU+2066U+200BU+FEFF");
  EXPECT_EQ(printable("\u009B31m"), "U+009B31m");
  EXPECT_EQ(printable("\u2028"), "U+2028");
  EXPECT_EQ(printable("\U000E0041"), "U+E0041");
  EXPECT_EQ(printable("\xFF\xC3"), "\\xff\\xc3");
}

TEST(Printable, IsAlwaysValidAndWithoutControls) {
  std::mt19937 random(1);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (auto i = random() % 40; i > 0; --i) bytes += static_cast<char>(random());
    const std::string shown = printable(bytes);
    EXPECT_TRUE(is_valid_utf8(shown));
    for (const char c : shown) EXPECT_GE(static_cast<unsigned char>(c), 0x20);
  }
}

TEST(JsonPath, IsValidAndInjective) {
  EXPECT_EQ(json_path("src/\u00fc.c"), "src/\u00fc.c");
  EXPECT_EQ(json_path("a\xFF"), "a\\xff");
  EXPECT_EQ(json_path("a\\xff"), "a\\\\xff");
  EXPECT_EQ(json_path("new\nline"), "new\nline");
  EXPECT_TRUE(is_valid_utf8(json_path("\xED\xA0\x80 and \xC3")));
}

TEST(Text, CutsAndCompares) {
  EXPECT_EQ(trim(" \t a b \r\n"), "a b");
  EXPECT_EQ(trim(" \n "), "");
  EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
  EXPECT_EQ(split("", ','), (std::vector<std::string_view>{""}));
  EXPECT_TRUE(starts_with_any("foobar", {"x", "foo"}));
  EXPECT_FALSE(starts_with_any("foobar", {"bar"}));
  EXPECT_EQ(lower_ascii("A\u00DCz"), "a\u00DCz");
  EXPECT_TRUE(equal_ignoring_case("C++", "c++"));
  EXPECT_EQ(find_ignoring_case("x -*- C++ -*-", "c++"), 6U);
  EXPECT_EQ(find_ignoring_case("abc", "abcd"), std::string_view::npos);
  EXPECT_EQ(file_name("a/b/c.d"), "c.d");
  EXPECT_EQ(file_name("c.d"), "c.d");
}

bool path_matches(std::string_view pattern, std::string_view text) {
  return Glob(pattern, Glob::Slash::Separator).matches(text);
}

TEST(Glob, KeepsFoldersApart) {
  EXPECT_TRUE(path_matches("a*c", "abc"));
  EXPECT_FALSE(path_matches("a*c", "a/c"));
  EXPECT_FALSE(path_matches("a?c", "a/c"));
  EXPECT_FALSE(path_matches("a[/]c", "a/c"));
  EXPECT_FALSE(path_matches("a[!b]c", "a/c"));
  EXPECT_TRUE(path_matches("**/x", "x"));
  EXPECT_TRUE(path_matches("**/x", "a/b/x"));
  EXPECT_FALSE(path_matches("**/x", "a/yx"));
  EXPECT_TRUE(path_matches("a/**/b", "a/b"));
  EXPECT_TRUE(path_matches("a/**/b", "a/x/y/b"));
  EXPECT_TRUE(path_matches("a/**", "a/x/y"));
  EXPECT_FALSE(path_matches("a/**", "a"));
  EXPECT_FALSE(path_matches("a?**/b", "ax/y/b"));
  EXPECT_TRUE(Glob("a*c", Glob::Slash::Ordinary).matches("a/b/c"));
}

TEST(Glob, ReadsSets) {
  EXPECT_TRUE(path_matches("[a-c]", "b"));
  EXPECT_FALSE(path_matches("[!a-c]", "b"));
  EXPECT_TRUE(path_matches("[]a]", "]"));
  EXPECT_TRUE(path_matches("[a-]", "-"));
  EXPECT_TRUE(path_matches("[\\]]", "]"));
  EXPECT_TRUE(path_matches("x[[:digit:]_]y", "x7y"));
  EXPECT_FALSE(path_matches("[[:nonsense:]]", "a"));
  EXPECT_FALSE(path_matches("[abc", "a"));
  EXPECT_FALSE(path_matches("a\\", "a"));
  EXPECT_TRUE(path_matches("\\*", "*"));
  EXPECT_FALSE(path_matches("\\*", "a"));
}

TEST(Glob, TakesLinearTimeOnHostilePatterns) {
  std::string pattern;
  for (int i = 0; i < 2000; ++i) pattern += "*a";
  EXPECT_FALSE(path_matches(pattern + "b", std::string(4000, 'a')));
  std::string folders;
  for (int i = 0; i < 500; ++i) folders += "**/a/";
  std::string path;
  for (int i = 0; i < 2000; ++i) path += "a/";
  EXPECT_FALSE(path_matches(folders + "b", path));
  EXPECT_TRUE(path_matches(folders + "**", path + "x"));
}

}  // namespace
}  // namespace assay
