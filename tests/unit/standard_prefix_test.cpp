// Which units of equal flags share which standard headers: parsers/cxx/standard_prefix.h.
#include "parsers/cxx/standard_prefix.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/support/prefix_question.h"

namespace assay {
namespace {

using Words = std::vector<std::string>;

std::vector<SharedPrefix> find(const std::vector<CompileUnit>& units, const std::map<std::string, std::string>& files) {
  PrefixQuestion question = question_of(units, files);
  question.file_exists = [](const std::string& path) { return path == "/other/vector"; };
  return find_standard_prefixes(question);
}

std::vector<CompileUnit> units(std::size_t count, const Words& more = {}) {
  std::vector<CompileUnit> all;
  for (std::size_t i = 0; i < count; ++i) {
    all.push_back({"u" + std::to_string(i) + ".cc", {"-x", "c++", "-std=c++20", "-I", "/r/include"}});
    all.back().arguments.insert(all.back().arguments.end(), more.begin(), more.end());
  }
  return all;
}

std::map<std::string, std::string> files(std::size_t count, const std::string& text) {
  std::map<std::string, std::string> all;
  for (std::size_t i = 0; i < count; ++i) all["u" + std::to_string(i) + ".cc"] = text;
  return all;
}

TEST(StandardPrefix, AScanSeesWhatIsIncludedWhateverHolds) {
  const IncludeScan scan = scan_includes(
      "#ifndef A_H\n#define A_H\n#include <vector>\n # include <string> // text\n#include \"b.h\"\n#include <c/d.h>\n"
      "#if X\n#include <map>\n#endif\n/* \n#include <set>\n */\n#include <cassert>\n#endif\n");
  EXPECT_EQ((Words{"vector", "string"}), scan.standard);
  EXPECT_EQ((Words{"b.h", "c/d.h", "cassert"}), scan.others);
  EXPECT_FALSE(scan.redefines);
  EXPECT_TRUE(scan_includes("#define _GNU_SOURCE 1\n").redefines);
  EXPECT_TRUE(scan_includes("#define private public\n").redefines);
  EXPECT_FALSE(scan_includes("#ifndef _A_H_\n#define _A_H_\n#define LIMIT 3\n#endif\n").redefines);
}

TEST(StandardPrefix, WhatAllIncludeThroughTheProjectsHeadersIsShared) {
  auto all = files(5, "#include <a.h>\n#include <map>\n");
  all["include/a.h"] = "#include \"b.h\"\n#include <string>\n";
  all["include/b.h"] = "#include <vector>\n";
  all["u4.cc"] = "#include <map>\n";  // without strings and vectors
  const auto found = find(units(5), all);
  ASSERT_EQ(1U, found.size());
  EXPECT_EQ((Words{"<map>", "<string>", "<vector>"}), found[0].headers);
  EXPECT_EQ((std::vector<std::uint32_t>{0, 1, 2, 3}), found[0].units);
  EXPECT_EQ((Words{"-x", "c++", "-std=c++20"}), found[0].arguments);
}

TEST(StandardPrefix, FewUnitsOtherFlagsMacrosAndFoldersOfTheirOwnStandApart) {
  EXPECT_TRUE(find(units(3), files(3, "#include <map>\n")).empty());
  EXPECT_TRUE(find(units(4), files(4, "#define _FILE_OFFSET_BITS 64\n#include <map>\n")).empty());
  EXPECT_TRUE(find(units(4, {"-include", "/r/config.h"}), files(4, "#include <map>\n")).empty());
  EXPECT_TRUE(find(units(4, {"-isystem", "/other"}), files(4, "#include <map>\n")).empty());
  auto c = units(4);
  for (CompileUnit& unit : c) unit.arguments[1] = "c";
  EXPECT_TRUE(find(c, files(4, "#include <map>\n")).empty());
  auto two = units(8);
  for (std::size_t i = 4; i < 8; ++i) two[i].arguments.emplace_back("-DX");
  EXPECT_EQ(2U, find(two, files(8, "#include <map>\n")).size());
}

TEST(StandardPrefix, HeadersThatIncludeEachOtherEnd) {
  auto all = files(4, "#include \"a.h\"\n");
  all["a.h"] = "#include \"b.h\"\n#include <map>\n";
  all["b.h"] = "#include \"a.h\"\n";
  EXPECT_EQ(1U, find(units(4), all).size());
}

}  // namespace
}  // namespace assay
