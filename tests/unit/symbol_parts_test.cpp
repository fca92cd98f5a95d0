// Profilers' spellings of functions, taken apart.
#include "analyzer/analysis/symbol_parts.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

std::string parts(std::string_view symbol, bool dollars = false) {
  std::string text;
  for (const std::string& part : symbol_parts(symbol, dollars)) text += (text.empty() ? "" : " ") + part;
  return text;
}

TEST(SymbolParts, Cpp) {
  EXPECT_EQ(parts("leveldb::SkipList<char const*, (anonymous namespace)::Key>::Insert(char const* const&) const"),
            "leveldb SkipList Insert");
  EXPECT_EQ(parts("(anonymous namespace)::f(int)"), "f");
  EXPECT_EQ(parts("std::vector<int, std::allocator<int> > ns::make<int>(unsigned long)"), "ns make");
  EXPECT_EQ(parts("ns::A::operator()(int) const"), "ns A operator()");
  EXPECT_EQ(parts("ns::A::operator<<(int)"), "ns A operator<<");
  EXPECT_EQ(parts("ns::operator_of(int)"), "ns operator_of");
  EXPECT_EQ(parts("ns::A::~A()"), "ns A ~A");
  EXPECT_EQ(parts("ns::f(int)::{lambda(int)#1}::operator()(int) const"), "ns f");
  EXPECT_EQ(parts("f[abi:cxx11](int)"), "f");
  EXPECT_EQ(parts("_ZN7leveldb6DBImpl3GetERKNS_11ReadOptionsE"), "leveldb DBImpl Get");
  EXPECT_EQ(parts("_Zbroken"), "_Zbroken");
  EXPECT_EQ(parts("hash.isra.0.cold"), "hash");
  EXPECT_EQ(parts("hash.part.3 [clone .lto_priv.0]"), "hash");
}

TEST(SymbolParts, Rust) {
  EXPECT_EQ(parts("<pulldown_cmark::parse::Parser<'_, F> as core::iter::Iterator>::next::h0123456789abcdef"),
            "pulldown_cmark parse Parser next");
  EXPECT_EQ(parts("serde_json::de::from_str::{{closure}}::h0123456789abcdef"), "serde_json de from_str");
  EXPECT_EQ(parts("alloc::vec::Vec<T,A>::push"), "alloc vec Vec push");
}

TEST(SymbolParts, Go) {
  EXPECT_EQ(parts("github.com/evanw/esbuild/internal/js_parser.(*parser).visitExpr.func1.2"),
            "github com evanw esbuild internal js_parser parser visitExpr");
  EXPECT_EQ(parts("slices.SortFunc[go.shape.[]string]"), "slices SortFunc");
  EXPECT_EQ(parts("main.main"), "main main");
}

TEST(SymbolParts, Managed) {
  EXPECT_EQ(parts("com.acme.Outer$Inner.run", true), "com acme Outer Inner run");
  EXPECT_EQ(parts("com.acme.Parser.lambda$parse$0", true), "com acme Parser parse");
  EXPECT_EQ(parts("acme.Parser$.$anonfun$parse$1", true), "acme Parser parse");
  EXPECT_EQ(parts("$ZodType.parse"), "$ZodType parse");
  EXPECT_EQ(parts("App!Acme.Parser.Parse(class System.String)"), "App Acme Parser Parse");
}

TEST(SymbolParts, Scripts) {
  EXPECT_EQ(parts("BaseManager._get.<locals>.create.<locals>.method"), "BaseManager _get create method");
  EXPECT_EQ(parts("Twig\\NodeTraverser->traverse"), "Twig NodeTraverser traverse");
  EXPECT_EQ(parts("Acme\\Kernel::handle"), "Acme Kernel handle");
  EXPECT_EQ(parts("block in Parser#parse"), "Parser parse");
  EXPECT_EQ(parts("async Router.handle"), "Router handle");
  EXPECT_EQ(parts("get size"), "size");
  EXPECT_EQ(parts("{closure:/app/a.php:3-5}"), "");
  EXPECT_EQ(parts(""), "");
}

TEST(SymbolParts, SurvivesBrackets) {
  for (const char* text : {"(((((", "<<<<", "a<b", "operator", "::", "f(", "<a", "(*", "{", "a::<", "[", "<T as"})
    EXPECT_LE(parts(text).size(), 16U) << text;
}

}  // namespace
}  // namespace assay
