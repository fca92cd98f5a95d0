// What is learnt of macros from their definitions, and what the preparation of texts makes of it.
#include "parsers/languages/c/macros.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "parsers/languages/c/family.h"

namespace assay {
namespace {

MacroTable table_of(std::string_view definitions) {
  MacroTable table;
  table.learn(definitions);
  table.settle();
  return table;
}

MacroKind kind_of(std::string_view definition) { return table_of(definition).find("NAME"); }

std::string prepared(std::string text, const MacroTable& macros = known_macros()) {
  cfamily::prepare_cpp(text, macros, Branches::All);
  return text;
}

TEST(Macros, AnnotationsSayNothingOfTheShapeOfCode) {
  for (const char* text :
       {"#define NAME", "  #  define NAME  ", "#define NAME __attribute__((visibility(\"default\")))",
        "#define NAME static inline __attribute__((always_inline))", "#define NAME [[nodiscard]]",
        "#define NAME noexcept(true)", "#define NAME __declspec(dllexport) /* why */",
        "#define INNER noexcept\n#define NAME INNER", "#define NAME INNER\n#define INNER const",
        "#define NAME \\\n  inline", "#define NAME &&"})
    EXPECT_EQ(kind_of(text), MacroKind::Annotation) << text;
  for (const char* text :
       {"#define NAME 1", "#define NAME int", "#define NAME unknown", "// #define NAME", "x #define NAME",
        "#undef NAME", "#define NAME NAME", "#define NAME A\n#define A NAME", "#define NAME(", "#define", "#define 1"})
    EXPECT_EQ(kind_of(text), MacroKind::None) << text;
}

TEST(Macros, CallsAreToldApartByTheirBody) {
  EXPECT_EQ(kind_of("#define NAME(x) __attribute__((x))"), MacroKind::AnnotationCall);
  EXPECT_EQ(kind_of("#define NAME(p, l) for (p = l; p; p = p->next)"), MacroKind::Loop);
  EXPECT_EQ(kind_of("#define NAME(p, l) for (p = l; p; p = p->next) if (!p->ok) {} else"), MacroKind::Loop);
  EXPECT_EQ(kind_of("#define NAME(p) for (int i = 0; i < 3; i++) OTHER(p)"), MacroKind::Loop);
  EXPECT_EQ(kind_of("#define NAME(p) EACH(p, 1)\n#define EACH(p, n) while (p > n)"), MacroKind::Loop);
  EXPECT_EQ(kind_of("#define NAME(x) if (x) {} else"), MacroKind::Condition);
  EXPECT_EQ(kind_of("#define NAME(x) if (!(x)) return 0;"), MacroKind::Statement);
  EXPECT_EQ(kind_of("#define NAME(x) { f(x); }"), MacroKind::Statement);
  EXPECT_EQ(kind_of("#define NAME(T) T const&"), MacroKind::TypeCall);
  EXPECT_EQ(kind_of("#define NAME(T) boost::rv<T>&"), MacroKind::TypeCall);
  for (const char* text : {"#define NAME(x) do { f(x); } while (0)", "#define NAME(x) ({ while (x) f(); x; })",
                           "#define NAME(x) ((x) + 1)", "#define NAME(x) f(x)", "#define NAME(x) switch (x)"})
    EXPECT_EQ(kind_of(text), MacroKind::None) << text;
  EXPECT_EQ(kind_of("#define NAME \"1.0\""), MacroKind::Text);
  EXPECT_EQ(kind_of("#define NAME PREFIX \"1.0\""), MacroKind::Text);
}

TEST(Macros, WordsOfTheLanguageAreNeverLearnt) {
  MacroTable table = table_of("#define private public\n#define inline\n#define ok\n#define const");
  for (const char* name : {"private", "inline", "ok", "const"}) EXPECT_EQ(table.find(name), MacroKind::None) << name;
}

TEST(Macros, DigestNamesWhatIsKnownWhateverTheOrder) {
  const std::uint64_t digest = table_of("#define AAA\n#define BBB \"x\"").digest();
  EXPECT_EQ(digest, table_of("#define BBB \"y\"\n#define AAA inline\n#define CCC 1").digest());
  EXPECT_NE(digest, table_of("#define BBB \"x\"").digest());
  EXPECT_NE(digest, table_of("#define AAA \"x\"\n#define BBB \"x\"").digest());
  EXPECT_EQ(table_of("int x;").digest(), 0U);
}

TEST(Macros, SourceFilesDefineForThemselvesAlone) {
  for (const char* path : {"a.h", "a.hpp", "a.inc", "a.ipp"}) EXPECT_TRUE(may_define_for_others(path)) << path;
  for (const char* path : {"a.c", "b/a.cpp", "a.cc"}) EXPECT_FALSE(may_define_for_others(path)) << path;
}

TEST(Macros, BoundWhatTheyKeep) {
  std::string many;
  for (std::size_t i = 0; i < MacroTable::most_names + 10; ++i) many += "#define NAME_" + std::to_string(i) + "\n";
  MacroTable table;
  table.learn(many);
  EXPECT_EQ(table.cut(), 10U);
  table.settle();
  EXPECT_EQ(table.size(), MacroTable::most_names);
  EXPECT_EQ(kind_of("#define NAME " + std::string(100'000, '(')), MacroKind::None);
  EXPECT_EQ(kind_of("#define " + std::string(100'000, 'a')), MacroKind::None);
  // Each the name of the next: not followed to the end, and not for ever.
  std::string chain;
  for (int i = 0; i < 20'000; ++i) chain += "#define N" + std::to_string(i) + " N" + std::to_string(i + 1) + "\n";
  EXPECT_EQ(table_of(chain + "#define N20000 inline").find("N0"), MacroKind::None);
}

TEST(Macros, TablesOfSeveralTextsAddUpToThatOfAll) {
  const std::vector<std::string> texts = {
      "#define api used\n#define scan(p) for (; p; p = p->next)\n#define twice inline\n",
      "#define used __attribute__((used))\n#define api exported\n#define twice(x) if (x) {} else\n",
      "#define exported static\n#define scan(p) if (p)\n"};
  std::string all;
  MacroTable sum;
  for (const std::string& text : texts) {
    all += text;
    MacroTable part;
    part.learn(text);
    std::optional<MacroTable> again = MacroTable::read(part.written());
    ASSERT_TRUE(again.has_value());
    sum.add(*std::move(again));
  }
  sum.settle();
  EXPECT_NE(sum.digest(), 0U);
  EXPECT_EQ(sum.digest(), table_of(all).digest());
  const std::string written = sum.written();
  const std::optional<MacroTable> again = MacroTable::read(written);
  ASSERT_TRUE(again.has_value());
  EXPECT_EQ(again->digest(), sum.digest());
  for (const char* name : {"api", "scan", "twice", "used", "exported", "other"})
    EXPECT_EQ(again->find(name), sum.find(name)) << name;
  for (std::size_t size = 0; size < written.size(); ++size)
    EXPECT_FALSE(MacroTable::read(written.substr(0, size)).has_value()) << size;
}

TEST(Macros, ThoseOfTheRepositoryShapeTheText) {
  const MacroTable macros = table_of(
      "#define api_fn __attribute__((used))\n#define scan(p, l) for (p = l; p; p = p->next)\n"
      "#define unless(x) if (x) {} else\n#define must(x) if (!(x)) return;\n#define version \"1\"\n"
      "#define given(T) T&&\n#define locks(x) __attribute__((x))\n");
  EXPECT_EQ(prepared("api_fn int f(int a) locks(m);", macros), "       int f(int a)         ;");
  EXPECT_EQ(prepared("{ scans(p, l) { } scan(p, l)\n  f(p); }", macros), "{ scans(p, l);{ }while(p, l)\n  f(p); }");
  EXPECT_EQ(prepared("{ unless(x) f(); }", macros), "{ if    (x) f(); }");
  EXPECT_EQ(prepared("{ must(x) f(); }", macros), "{ must(x);f(); }");
  EXPECT_EQ(prepared("{ p(\"v\" version \"\\n\"); }", macros), "{ p(\"v\"         \"\\n\"); }");
  EXPECT_EQ(prepared("void f(given(A) a);", macros), "void f(      A  a);");
  EXPECT_EQ(prepared("{ x = locks(a) + api_fn; }", macros), "{ x = locks(a) + api_fn; }") << "operands stay";
}

TEST(Macros, OwnDefinitionsOfAFileGoFirst) {
  EXPECT_EQ(prepared("#define step(p) for (; p; p = p->next)\nvoid f() {step(p) { } }"),
            "#define step(p) for (; p; p = p->next)\nvoid f() {step(p);{ } }")
      << "no place for `while`";
  EXPECT_EQ(prepared("#define walker(p) for (; p; p = p->next)\nvoid f() { walker(p) { } }"),
            "#define walker(p) for (; p; p = p->next)\nvoid f() { while (p) { } }");
}

TEST(Macros, TablesThatDifferInOtherNamesAloneAreTheSameToAText) {
  const auto asked = [](std::string text, const MacroTable& macros) {
    AskedNames names;
    macros.tell(&names);
    prepared(std::move(text), macros);
    macros.tell(nullptr);
    const std::string packed = names.packed();
    std::set<std::size_t> sets;
    for (std::size_t i = 0; i + 1 < packed.size(); i += 2)
      sets.insert(static_cast<unsigned char>(packed[i]) |
                  (static_cast<std::size_t>(static_cast<unsigned char>(packed[i + 1])) << 8U));
    return sets;
  };
  const auto differ = [](const MacroTable& one, const MacroTable& other, const std::set<std::size_t>& sets) {
    const std::vector<std::uint64_t> a = one.digests(), b = other.digests();
    return std::any_of(sets.begin(), sets.end(), [&](std::size_t set) { return a[set] != b[set]; });
  };
  const std::string text = "api_fn int f(int a);";
  const MacroTable none = table_of(""), known = table_of("#define api_fn __attribute__((used))");
  const MacroTable more = table_of("#define api_fn __attribute__((used))\n#define another_one inline");
  const MacroTable loop = table_of("#define api_fn(p) for (; p; p = p->next)");
  const std::set<std::size_t> sets = asked(text, known);
  EXPECT_FALSE(sets.empty());
  EXPECT_FALSE(differ(known, more, sets)) << "the text does not hold the other name";
  EXPECT_TRUE(differ(known, loop, sets)) << "of another kind";
  EXPECT_TRUE(differ(none, known, asked(text, none))) << "an empty table is asked as well";
  EXPECT_TRUE(differ(known, none, sets));
}

}  // namespace
}  // namespace assay
