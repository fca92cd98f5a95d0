// Source maps: what a generated place maps to, what damage costs, and that no input leaves the caps.
#include "parsers/profiles/source_map.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace assay {
namespace {

// `source:line:column:name` of a place; `-`: none.
std::string at(const SourceMap& map, std::uint32_t line, std::uint32_t column) {
  const auto found = map.find(line, column);
  return found ? fmt::format("{}:{}:{}:{}", found->source, found->line, found->column, found->name) : "-";
}

std::string map_text(std::string_view mappings) {
  return fmt::format(R"({{"version":3,"sources":["a.ts","b.ts"],"names":["f","g"],"mappings":"{}"}})", mappings);
}

SourceMap parsed(std::string_view json) {
  auto map = SourceMap::parse(json);
  EXPECT_TRUE(map) << map.error().message;
  return map ? std::move(*map) : SourceMap();
}

std::string trouble(std::string_view json) {
  const auto map = SourceMap::parse(json);
  return map ? "none" : map.error().message;
}

TEST(SourceMap, FindsTheSegmentAtOrBeforeTheColumn) {
  // Line 1: 0 → a.ts 1:0, 4 → a.ts 1:4 f, 8 → nothing. Line 2 is empty. Line 3: 2 → b.ts 3:1 g.
  const SourceMap map = parsed(map_text("AAAA,IAAIA,I;;ECEHC"));
  EXPECT_EQ(map.segments(), 4U);
  EXPECT_EQ(map.skipped(), 0U);
  EXPECT_EQ(at(map, 1, 0), "a.ts:1:0:");
  EXPECT_EQ(at(map, 1, 3), "a.ts:1:0:");
  EXPECT_EQ(at(map, 1, 4), "a.ts:1:4:f");
  EXPECT_EQ(at(map, 1, 7), "a.ts:1:4:f");
  EXPECT_EQ(at(map, 1, 8), "-");
  EXPECT_EQ(at(map, 1, 4'000'000'000), "-");
  EXPECT_EQ(at(map, 2, 0), "-");
  EXPECT_EQ(at(map, 3, 1), "-");
  EXPECT_EQ(at(map, 3, 2), "b.ts:3:1:g");
  EXPECT_EQ(at(map, 3, 4'294'967'295), "b.ts:3:1:g");
  EXPECT_EQ(at(map, 4, 0), "-");
  EXPECT_EQ(at(map, 0, 0), "-");
  EXPECT_EQ(at(map, 4'294'967'295, 0), "-");
}

TEST(SourceMap, ReadsLongAndNegativeDifferences) {
  // 1000, then 1000 - 984 = 16: not in order, and "minus 984" has two digits.
  const SourceMap map = parsed(map_text("w+BAAA,x9BACE"));
  EXPECT_EQ(at(map, 1, 15), "-");
  EXPECT_EQ(at(map, 1, 16), "a.ts:2:2:");
  EXPECT_EQ(at(map, 1, 999), "a.ts:2:2:");
  EXPECT_EQ(at(map, 1, 1000), "a.ts:1:0:");
}

TEST(SourceMap, TakesTheLastOfSeveralAtOneColumn) {
  EXPECT_EQ(at(parsed(map_text("AAAA,AACA,AACA")), 1, 0), "a.ts:3:0:");
  EXPECT_EQ(at(parsed(map_text("AAAA,A")), 1, 0), "-");
}

TEST(SourceMap, IsEmptyForEmptyMappings) {
  EXPECT_EQ(at(parsed(map_text("")), 1, 0), "-");
  EXPECT_EQ(at(parsed(map_text(";;,,;")), 1, 0), "-");
  EXPECT_EQ(at(parsed(R"({"version":3,"sources":[],"mappings":""})"), 1, 0), "-");
}

TEST(SourceMap, PutsTheRootBeforeRelativeSources) {
  const auto source = [](std::string_view root, std::string_view name) {
    return at(parsed(fmt::format(R"({{"version":3,"sourceRoot":{},"sources":[{}],"mappings":"AAAA"}})", root, name)), 1,
              0);
  };
  EXPECT_EQ(source(R"("src")", R"("a.ts")"), "src/a.ts:1:0:");
  EXPECT_EQ(source(R"("src/")", R"("a.ts")"), "src/a.ts:1:0:");
  EXPECT_EQ(source(R"("")", R"("a.ts")"), "a.ts:1:0:");
  EXPECT_EQ(source("null", R"("a.ts")"), "a.ts:1:0:");
  EXPECT_EQ(source(R"("src")", R"("../a.ts")"), "src/../a.ts:1:0:");
  EXPECT_EQ(source(R"("src")", R"("/srv/a.ts")"), "/srv/a.ts:1:0:");
  EXPECT_EQ(source(R"("src")", R"("webpack://app/a.ts")"), "webpack://app/a.ts:1:0:");
  EXPECT_EQ(source(R"("src")", R"("C:\\a.ts")"), "C:\\a.ts:1:0:");
  EXPECT_EQ(source(R"("src")", R"("gr\u00fcn.ts")"), "src/gr\u00fcn.ts:1:0:");
  EXPECT_EQ(source(R"("src")", "null"), "-");
}

TEST(SourceMap, PassesOverWhatStandsBeforeTheJson) {
  EXPECT_EQ(at(parsed(")]}'\n" + map_text("AAAA")), 1, 0), "a.ts:1:0:");
  EXPECT_EQ(at(parsed(")]}' while(1);\r\n" + map_text("AAAA")), 1, 0), "a.ts:1:0:");
  EXPECT_EQ(at(parsed("\xEF\xBB\xBF" + map_text("AAAA")), 1, 0), "a.ts:1:0:");
}

// Made by esbuild 0.28.2 (--bundle --minify --format=esm) of two TypeScript files; the generated script has one line:
// var e=class{items=[];add(s,r){return this.items.push({name:s,cost:r}),this}best(s=3){let r=(i,m)=>m.cost-i.cost;…
// The answers are those of @jridgewell/trace-mapping 0.3 and source-map 0.7, which also resolve the `..`.
TEST(SourceMap, AgreesWithOtherReadersOnARealMap) {
  const SourceMap map = parsed(R"({
  "version": 3,
  "sources": ["../src/rank.ts", "../src/main.ts"],
  "sourceRoot": "/srv/app",
  "mappings": "AAEO,IAAMA,EAAN,KAAc,CACX,MAAgB,CAAC,EAEzB,IAAIC,EAAcC,EAAoB,CACpC,YAAK,MAAM,KAAK,CAAE,KAAAD,EAAM,KAAAC,CAAK,CAAC,EACvB,IACT,CAEA,KAAKC,EAAQ,EAAa,CACxB,IAAMC,EAAS,CAACC,EAASC,IAAYA,EAAE,KAAOD,EAAE,KAChD,OAAO,KAAK,MAAM,MAAM,EAAE,KAAKD,CAAM,EAAE,MAAM,EAAGD,CAAK,EAAE,IAAKI,GAASA,EAAK,IAAI,CAChF,CACF,ECZA,SAASC,EAAUC,EAAmB,CACpC,OAAOA,EAAI,EAAIA,EAAID,EAAUC,EAAI,CAAC,EAAID,EAAUC,EAAI,CAAC,CACvD,CAEA,IAAMC,EAAU,IAAIC,EACpB,QAASC,EAAI,EAAGA,EAAI,GAAIA,IAAKF,EAAQ,IAAI,OAAOE,CAAC,GAAIJ,EAAUI,CAAC,CAAC,EACjE,QAAQ,IAAIF,EAAQ,KAAK,CAAC",
  "names": ["Ranking", "name", "cost", "count", "byCost", "a", "b", "item", "fibonacci", "n", "ranking", "Ranking", "i"]
})");
  EXPECT_EQ(map.skipped(), 0U);
  EXPECT_EQ(at(map, 1, 0), "/srv/app/../src/rank.ts:3:7:");
  EXPECT_EQ(at(map, 1, 4), "/srv/app/../src/rank.ts:3:13:Ranking");
  EXPECT_EQ(at(map, 1, 24), "/srv/app/../src/rank.ts:6:2:");   // add(
  EXPECT_EQ(at(map, 1, 79), "/srv/app/../src/rank.ts:11:2:");  // best(
  EXPECT_EQ(at(map, 1, 90), "/srv/app/../src/rank.ts:12:10:byCost");
  EXPECT_EQ(at(map, 1, 163), "/srv/app/../src/rank.ts:13:64:item");
  EXPECT_EQ(at(map, 1, 173), "/srv/app/../src/rank.ts:15:0:");
  EXPECT_EQ(at(map, 1, 174), "/srv/app/../src/main.ts:3:0:");
  EXPECT_EQ(at(map, 1, 184), "/srv/app/../src/main.ts:3:9:fibonacci");
  EXPECT_EQ(at(map, 1, 265), "/srv/app/../src/main.ts:8:53:fibonacci");
  EXPECT_EQ(at(map, 1, 293), "/srv/app/../src/main.ts:9:26:");
}

TEST(SourceMap, ReadsTheSectionsOfAnIndexMap) {
  const SourceMap map = parsed(R"({"version":3,"sections":[
    {"offset":{"line":0,"column":0},"map":{"version":3,"sources":["a.ts"],"names":["f"],"mappings":"AAAAA;AACA"}},
    {"offset":{"line":1,"column":10},"map":{"version":3,"sourceRoot":"lib","sources":["b.ts"],"names":["g"],
      "mappings":"EAAAA;EACA"}}]})");
  EXPECT_EQ(at(map, 1, 5), "a.ts:1:0:f");
  EXPECT_EQ(at(map, 2, 11), "a.ts:2:0:");
  EXPECT_EQ(at(map, 2, 12), "lib/b.ts:1:0:g");
  EXPECT_EQ(at(map, 3, 1), "-");
  EXPECT_EQ(at(map, 3, 2), "lib/b.ts:2:0:");
}

TEST(SourceMap, SortsSectionsThatAreOutOfOrder) {
  const SourceMap map = parsed(R"({"version":3,"sections":[
    {"offset":{"line":5,"column":0},"map":{"sources":["b.ts"],"mappings":"AAAA"}},
    {"offset":{"line":0,"column":0},"map":{"sources":["a.ts"],"mappings":"AAAA"}}]})");
  EXPECT_EQ(at(map, 1, 0), "a.ts:1:0:");
  EXPECT_EQ(at(map, 6, 0), "b.ts:1:0:");
}

TEST(SourceMap, CannotReachTheTextsOfAnotherSection) {
  const SourceMap map = parsed(R"({"version":3,"sections":[
    {"offset":{"line":0,"column":0},"map":{"sources":["a.ts"],"names":["f"],"mappings":"ACAA"}},
    {"offset":{"line":1,"column":0},"map":{"sources":["b.ts"],"names":["g"],"mappings":"ADAA;AAAAC"}}]})");
  EXPECT_EQ(map.skipped(), 3U);
  for (const std::uint32_t line : {1U, 2U, 3U}) EXPECT_EQ(at(map, line, 0), "-");
}

TEST(SourceMap, SkipsSegmentsThatPointNowhere) {
  const auto second = [](std::string_view segment) {
    const SourceMap map = parsed(map_text(fmt::format("AAAA,{},IAAA", segment)));
    return fmt::format("{} {}", map.skipped(), at(map, 1, 2));
  };
  EXPECT_EQ(second("CACA"), "0 a.ts:2:0:");
  // The one before does not reach over them.
  EXPECT_EQ(second("CEAA"), "2 -");   // source 2 of 2, and so for the third
  EXPECT_EQ(second("CDAA"), "2 -");   // source -1
  EXPECT_EQ(second("CADA"), "2 -");   // line -1
  EXPECT_EQ(second("CAAD"), "2 -");   // column -1
  EXPECT_EQ(second("CAAAE"), "1 -");  // name 2 of 2
  EXPECT_EQ(second("CAAAD"), "1 -");  // name -1
  EXPECT_EQ(second("CABA"), "2 -");   // "minus 0" is -2^31
  // Without a column there is nothing that they could end.
  EXPECT_EQ(second("DACA"), "1 a.ts:1:0:");
  EXPECT_EQ(second("+/////DAAA"), "2 a.ts:1:0:");  // column 2^31 - 1
}

TEST(SourceMap, RefusesMappingsThatCannotBeDecoded) {
  for (const std::string_view damaged : {"A A", "AAAA,A*", "AAAA,g", "AAAA,Ag", "AA", "AAA", "AAAAAA", "AAAA,\u00fc",
                                         "ggggggE", "gggggggA", "+/////////D", "AAAA-", "AAAA_", "=", "AAAA,g;A"}) {
    EXPECT_NE(trouble(map_text(damaged)).find("`mappings` of the source map are damaged at byte"), std::string::npos)
        << damaged;
  }
  EXPECT_EQ(trouble(map_text("AAAA;C*")), "`mappings` of the source map are damaged at byte 5");
}

TEST(SourceMap, RefusesWhatIsNoSourceMap) {
  EXPECT_EQ(trouble(""), "source map is not valid JSON");
  EXPECT_EQ(trouble(")]}'"), "source map is not valid JSON");
  EXPECT_EQ(trouble("{"), "source map is not valid JSON");
  EXPECT_EQ(trouble(map_text("AAAA") + "}"), "source map is not valid JSON");
  EXPECT_EQ(trouble("{\"version\":3,\"sources\":[\"\xFF\"],\"mappings\":\"\"}"), "source map is not valid JSON");
  EXPECT_EQ(trouble(std::string(100'000, '[')), "source map is not valid JSON");
  EXPECT_EQ(trouble("[]"), "source map is not a JSON object");
  EXPECT_EQ(trouble("{}"), "`version` of the source map is not 3");
  EXPECT_EQ(trouble(R"({"version":2})"), "`version` of the source map is not 3");
  EXPECT_EQ(trouble(R"({"version":"3"})"), "`version` of the source map is not 3");
  EXPECT_EQ(trouble(R"({"version":3})"), "`sources` of the source map is not a list");
  EXPECT_EQ(trouble(R"({"version":3,"sources":"a.ts"})"), "`sources` of the source map is not a list");
  EXPECT_EQ(trouble(R"({"version":3,"sources":[1]})"), "`sources` of the source map is not a list of texts");
  EXPECT_EQ(trouble(R"({"version":3,"sources":[],"sourceRoot":1})"), "`sourceRoot` of the source map is not a text");
  EXPECT_EQ(trouble(R"({"version":3,"sources":[],"names":{}})"), "`names` of the source map is not a list");
  EXPECT_EQ(trouble(R"({"version":3,"sources":[],"names":[0]})"), "`names` of the source map is not a list of texts");
  EXPECT_EQ(trouble(R"({"version":3,"sources":[]})"), "`mappings` of the source map is not a text");
  EXPECT_EQ(trouble(R"({"version":3,"sources":[],"mappings":[]})"), "`mappings` of the source map is not a text");
}

TEST(SourceMap, RefusesDamagedSections) {
  const auto section = [](std::string_view text) {
    return trouble(fmt::format(R"({{"version":3,"sections":[{}]}})", text));
  };
  constexpr std::string_view start = R"("offset":{"line":0,"column":0})";
  EXPECT_EQ(trouble(R"({"version":3,"sections":{}})"), "`sections` of the source map is not a list");
  EXPECT_EQ(section("1"), "`sections` of the source map is not a list of objects");
  EXPECT_EQ(section("{}"), "`offset` of the source map is not an object");
  EXPECT_EQ(section(R"({"offset":{}})"), "`line` of the source map is not a line number");
  EXPECT_EQ(section(R"({"offset":{"line":-1}})"), "`line` of the source map is not a line number");
  EXPECT_EQ(section(R"({"offset":{"line":4294967296}})"), "`line` of the source map is not a line number");
  EXPECT_EQ(section(R"({"offset":{"line":0,"column":1.5}})"), "`column` of the source map is not a column number");
  EXPECT_EQ(section(fmt::format(R"({{{},"url":"a.map"}})", start)),
            "`map` of the source map is not an object (sections by `url` are not read)");
  EXPECT_EQ(section(fmt::format(R"({{{},"map":{{"sections":[]}}}})", start)),
            "source map has `sections` inside of `sections`");
}

TEST(SourceMap, HoldsItsCaps) {
  const auto repeated = [](std::string_view piece, std::size_t count) {
    std::string text;
    text.reserve(piece.size() * count);
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
  };
  EXPECT_EQ(trouble(std::string(SourceMap::max_bytes + 1, ' ')), "source map of more than 64 MiB");
  EXPECT_EQ(parsed(map_text(repeated("A,", SourceMap::max_segments))).segments(), SourceMap::max_segments);
  EXPECT_EQ(trouble(map_text(repeated("A,", SourceMap::max_segments + 1))), "source map of more than 4000000 segments");
  // A long root before many sources would be far longer than the map itself.
  EXPECT_EQ(trouble(fmt::format(R"({{"version":3,"sourceRoot":"{}","sources":[{}""],"mappings":""}})",
                                std::string(1'000'000, 'r'), repeated(R"("",)", 1000))),
            "`sources` of the source map are too long");
  EXPECT_EQ(inline_source_map("data:application/json;base64," + std::string(SourceMap::max_bytes / 3 * 4 + 8, 'A')),
            std::nullopt);
}

// Whatever the text, the answers are within it.
void expect_sound(std::string_view json) {
  const auto map = SourceMap::parse(json);
  if (!map) {
    EXPECT_FALSE(map.error().message.empty());
    return;
  }
  for (std::uint32_t line = 0; line < 6; ++line) {
    for (const std::uint32_t column : {0U, 1U, 7U, 100U, 4'294'967'295U}) {
      const auto found = map->find(line, column);
      if (!found) continue;
      EXPECT_GE(found->line, 1U);
      EXPECT_FALSE(found->source.empty());
    }
  }
}

TEST(SourceMap, SurvivesRandomBytes) {
  std::mt19937 random(1);
  const std::string_view digits = "ABCDEFGHgh0+/,,;;A";
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    std::string mappings;
    for (auto i = random() % 60; i > 0; --i) {
      bytes += static_cast<char>(random());
      mappings += digits[random() % digits.size()];
    }
    expect_sound(bytes);
    expect_sound(map_text(mappings));
    EXPECT_LE(source_mapping_url("//# sourceMappingURL=" + bytes).size(), bytes.size());
    if (const auto text = inline_source_map("data:application/json;base64," + mappings)) {
      EXPECT_LE(text->size(), mappings.size());
    }
  }
}

// Segments of the right form always decode, whatever they point to.
TEST(SourceMap, ReadsRandomSegments) {
  std::mt19937 random(3);
  constexpr std::array<std::size_t, 3> lengths = {1, 4, 5};
  constexpr std::array<std::string_view, 8> values = {"A", "A", "A", "C", "D", "E", "gggggC", "+/////D"};
  for (int round = 0; round < 2000; ++round) {
    std::string mappings;
    std::size_t segments = 0;
    for (; segments < random() % 20; ++segments) {
      for (auto i = lengths[random() % lengths.size()]; i > 0; --i) mappings += values[random() % values.size()];
      mappings += random() % 3 == 0 ? ';' : ',';
    }
    const SourceMap map = parsed(map_text(mappings));
    EXPECT_LE(map.segments(), segments);
    EXPECT_GE(map.segments() + map.skipped(), segments);
    expect_sound(map_text(mappings));
  }
}

TEST(SourceMap, SurvivesMutations) {
  const std::string valid = R"({"version":3,"sections":[{"offset":{"line":0,"column":2},"map":{"version":3,
    "sourceRoot":"src","sources":["a.ts",null,"b.ts"],"names":["f","g"],"mappings":"AAAA,IAAIA,I;ACEHC;;w+BAAA"}}]})";
  std::mt19937 random(2);
  for (int round = 0; round < 2000; ++round) {
    std::string text = valid;
    for (auto i = random() % 4 + 1; i > 0 && !text.empty(); --i) {
      const std::size_t place = random() % text.size();
      switch (random() % 5) {
        case 0: text[place] = static_cast<char>(random()); break;
        case 1: text[place] = valid[random() % valid.size()]; break;
        case 2: text.erase(place, random() % 8); break;
        case 3: text.insert(place, valid, random() % valid.size(), random() % 16); break;
        default: text.resize(place + (random() % 8 == 0 ? 0 : text.size() - place)); break;
      }
    }
    expect_sound(text);
  }
}

TEST(SourceMappingUrl, IsTheLastComment) {
  EXPECT_EQ(source_mapping_url("f();\n//# sourceMappingURL=a.js.map"), "a.js.map");
  EXPECT_EQ(source_mapping_url("f();\n//@ sourceMappingURL=a.js.map\n"), "a.js.map");
  EXPECT_EQ(source_mapping_url("//# sourceMappingURL=a\nf(); //# sourceMappingURL=b \t\r\n\n"), "b");
  EXPECT_EQ(source_mapping_url("//#\tsourceMappingURL=a?sourceMappingURL=b"), "a?sourceMappingURL=b");
  EXPECT_EQ(source_mapping_url("//#sourceMappingURL=a"), "a");
}

TEST(SourceMappingUrl, IsEmptyWithoutOne) {
  EXPECT_EQ(source_mapping_url(""), "");
  EXPECT_EQ(source_mapping_url("f();"), "");
  EXPECT_EQ(source_mapping_url("sourceMappingURL=a"), "");
  EXPECT_EQ(source_mapping_url("// sourceMappingURL=a"), "");
  EXPECT_EQ(source_mapping_url("//# sourceMappingURL="), "");
  EXPECT_EQ(source_mapping_url("//# sourceMappingURL=a b"), "");
  // Code that writes the comment, behind the real one.
  EXPECT_EQ(source_mapping_url("//# sourceMappingURL=a\nwrite('//# sourceMappingURL=' + url);"), "a");
}

TEST(SourceMappingUrl, IsFoundInLinearTime) {
  std::string script;
  for (int i = 0; i < 200'000; ++i) script += "//#sourceMappingURL=";
  EXPECT_EQ(source_mapping_url(script + "'"), "");
}

TEST(InlineSourceMap, DecodesBase64Json) {
  EXPECT_EQ(inline_source_map("data:application/json;base64,eyJhIjoxfQ=="), R"({"a":1})");
  EXPECT_EQ(inline_source_map("data:application/json;charset=utf-8;base64,eyJhIjoxfQ"), R"({"a":1})");
  EXPECT_EQ(inline_source_map("DATA:application/JSON;charset=UTF-8;Base64,eyJhIjoxMn0="), R"({"a":12})");
  EXPECT_EQ(inline_source_map("data:application/json;base64,"), "");
}

TEST(InlineSourceMap, IsNothingForOtherAddresses) {
  for (const std::string_view url :
       {"", "a.js.map", "data:", "data:,", "data:application/json,{}",
        "data:application/jsonp;base64,e30=", "data:text/plain;base64,e30=", "data:application/json;base64",
        "data:application/json;charset=utf-8,e30=", "data:application/json;base64,e30==",
        "data:application/json;base64,e30=e", "data:application/json;base64,e", "data:application/json;base64,e*0=",
        "data:application/json;base64,e3 0=", "data:application/json;base64,===="}) {
    EXPECT_EQ(inline_source_map(url), std::nullopt) << url;
  }
}

TEST(InlineSourceMap, LeadsFromAScriptToItsSource) {
  const std::string script =
      "f();\n//# sourceMappingURL=data:application/json;base64,"
      "eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbImEudHMiXSwibWFwcGluZ3MiOiJBQUFBIn0=\n";
  const auto json = inline_source_map(source_mapping_url(script));
  ASSERT_TRUE(json);
  EXPECT_EQ(at(parsed(*json), 1, 0), "a.ts:1:0:");
}

}  // namespace
}  // namespace assay
