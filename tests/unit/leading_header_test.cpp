// Which header units in C begin with: parsers/cxx/leading_header.h.
#include "parsers/cxx/leading_header.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/prefix_question.h"

namespace assay {
namespace {

using Words = std::vector<std::string>;

std::vector<SharedPrefix> find(const std::vector<CompileUnit>& units, const std::map<std::string, std::string>& files) {
  return find_leading_headers(question_of(units, files));
}

TEST(LeadingHeader, IsTheFirstThatATextIncludes) {
  EXPECT_EQ("a.h", first_include("#include \"a.h\"\n#include \"b.h\"\n"));
  EXPECT_EQ("a/b.h", first_include("// text\n/* more\n #include \"no.h\" */ # include <a/b.h> // why\n"));
  for (const char* none : {"", "#define X\n#include \"a.h\"\n", "int x;\n#include \"a.h\"\n", "#include NAME\n",
                           "#include \"a.h\n", "#if 1\n#include \"a.h\"\n#endif\n", "/* #include \"a.h\"", "//"})
    EXPECT_EQ("", first_include(none)) << none;
}

TEST(LeadingHeader, IsReadOnce) {
  EXPECT_TRUE(is_guarded("#pragma once\nint x;\n"));
  EXPECT_TRUE(is_guarded("/* A */\n#ifndef A_H\n# define A_H 1\n#endif\n"));
  EXPECT_TRUE(is_guarded("#ifndef A_H /* once */\n#define A_H\n#endif\n"));
  for (const char* open : {"", "int x;\n", "#ifndef A_H\nint x;\n#endif\n", "#ifndef A_H\n#define B_H\n#endif\n",
                           "#pragma pack(1)\n", "#include \"b.h\"\n#pragma once\n"})
    EXPECT_FALSE(is_guarded(open)) << open;
}

TEST(LeadingHeader, IsSharedByUnitsOfEqualFlags) {
  std::vector<CompileUnit> units;
  std::map<std::string, std::string> files = {{"inc/all.h", "#pragma once\n"}, {"src/open.h", "int x;\n"}};
  for (int i = 0; i < 12; ++i) {
    units.push_back({"src/u" + std::to_string(i) + ".c", {"-x", "c", "-I", "/r/inc"}});
    files[units.back().path] = i < 7 ? "#include \"all.h\"\n" : "#include \"open.h\"\n";
  }
  units[1].arguments[1] = "c++";
  units[2].arguments.emplace_back("-DX=1");
  auto found = find(units, files);
  ASSERT_EQ(1U, found.size());
  EXPECT_EQ((Words{"\"/r/inc/all.h\""}), found[0].headers);
  EXPECT_EQ((std::vector<std::uint32_t>{3, 4, 5, 6}), found[0].units);  // 0 visits it
  EXPECT_EQ(units[0].arguments, found[0].arguments);
  files["src/u3.c"] = "#include \"missing.h\"\n";
  EXPECT_TRUE(find(units, files).empty());
}

}  // namespace
}  // namespace assay
