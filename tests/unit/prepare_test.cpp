// The text-preparing steps of C, C++, C# and Kotlin: what they overwrite, and that they leave everything else alone.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "parsers/languages/c/family.h"
#include "parsers/languages/csharp/hooks.h"
#include "parsers/languages/kotlin/hooks.h"

namespace assay {
namespace {

// Blanks squeezed, for comparing what is left.
std::string squeezed(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == ' ' && (out.empty() || out.back() == ' ' || out.back() == '\n')) continue;
    out += c;
  }
  while (out.ends_with(" ")) out.pop_back();
  return out;
}

std::string c(std::string text) {
  const std::size_t size = text.size();
  cfamily::prepare_c(text, known_macros(), Branches::All);
  EXPECT_EQ(text.size(), size);
  return squeezed(text);
}

std::string cpp(std::string text) {
  const std::size_t size = text.size();
  cfamily::prepare_cpp(text, known_macros(), Branches::All);
  EXPECT_EQ(text.size(), size);
  return squeezed(text);
}

std::string csharp_of(std::string text) {
  csharp::prepare(text, {}, Branches::All);
  return text;
}

TEST(PrepareC, KeepsTheFirstBranchOfAConditionalThatSplitsAStatement) {
  EXPECT_EQ(c("int f(void) {\n#if NEW\n  return g(a,\n#else\n  return g(&a[0],\n#endif\n    1);\n}\n"),
            "int f(void) {\n\nreturn g(a,\n\n\n\n1);\n}\n");
  EXPECT_EQ(c("#ifdef A\nif (x) {\n#endif\ng();\n#ifdef A\n}\n#endif\n"), "\nif (x) {\n\ng();\n\n}\n\n");
  EXPECT_EQ(c("#if 0\nint f(int a) {\n#else\nint f(void) {\n#endif\n}\n"), "\n\n\nint f(void) {\n\n}\n");
  EXPECT_EQ(c("#if __cplusplus >= 201103L\nx(a,\n#else\nx(b,\n#endif\n1);\n"), "\nx(a,\n\n\n\n1);\n");
  EXPECT_EQ(c("#if A\nx(\n#elif B \\\n && C\ny(\n#else\nz(\n#endif\n);\n"), "\nx(\n\n\n\n\n\n\n);\n");
}

TEST(PrepareC, KeepsTheFirstBranchOfAConditionalBeforeAStatement) {
  EXPECT_EQ(c("#if A\nif (LIKELY(x))\n#else\nif (x)\n#endif\ng();\n"), "\nif (LIKELY(x))\n\n\n\ng();\n");
  EXPECT_EQ(c("if (a) b();\n#ifdef A\nelse\n#endif\nc();\n"), "if (a) b();\n\nelse\n\nc();\n");
}

TEST(PrepareC, SettlesConditionalsWithinExpressionsAndLists) {
  EXPECT_EQ(c("int a[] = { 1,\n#ifdef A\n 2,\n#else\n 3,\n#endif\n 4 };"), "int a[] = { 1,\n\n2,\n\n3,\n\n4 };");
  EXPECT_EQ(c("{ x = f(1,\n#ifdef A\n 2\n#else\n 3\n#endif\n ); }"), "{ x = f(1,\n\n2\n\n\n\n); }");
  EXPECT_EQ(c("{ x = a\n#ifdef A\n + b\n#endif\n + c; }"), "{ x = a\n#ifdef A\n+ b\n#endif\n+ c; }")
      << "behind a word a declaration may begin";
  EXPECT_EQ(c("{ x = a +\n#ifdef A\n b +\n#endif\n c; }"), "{ x = a +\n\nb +\n\nc; }");
  EXPECT_EQ(c("{ if (a) { }\n#ifdef A\n else if (b) { }\n#endif\n else { } }"),
            "{ if (a) { }\n\nelse if (b) { }\n\nelse { } }");
  EXPECT_EQ(cpp("struct A {\n#ifdef B\n typename A::\n#endif\n I begin();\n};"),
            "struct A {\n\ntypename A::\n\nI begin();\n};");
}

TEST(PrepareC, KeepsOneBranchOfEachWhereAsked) {
  std::string text =
      "#ifdef A\nint a;\n#else\nint b;\n#endif\n#if 0\nint c;\n#else\nint d;\n#endif\n#ifdef B\n#else\nint "
      "e;\n#endif\n";
  cfamily::prepare_c(text, known_macros(), Branches::First);
  EXPECT_EQ(squeezed(text), "\nint a;\n\n\n\n\n\n\nint d;\n\n\n\nint e;\n\n");
}

// A stub for those who lack something, and behind it the whole header.
TEST(PrepareC, KeepsTheBranchThatHoldsNearlyAll) {
  std::string text = "#ifdef NONE\nint stub;\n#else\nint all[] = {\n";
  for (int i = 0; i < 40; ++i) text += "  1,\n";
  text += "};\n#endif\n";
  std::string first = text;
  cfamily::prepare_c(first, known_macros(), Branches::First);
  EXPECT_EQ(first.find("stub"), std::string::npos);
  EXPECT_NE(first.find("all[]"), std::string::npos);
}

TEST(PrepareC, BlanksAssemblyAsWindowsWritesIt) {
  EXPECT_EQ(c("{ a();\n__asm {\n mov eax, x\n lock not byte ptr [edx]\n}\nb(); }"), "{ a();\n; \n\n\n\nb(); }");
  EXPECT_EQ(c("{ __asm mov eax, x\nb(); }"), "{ ; \nb(); }");
  for (const char* text : {"{ asm(\"nop\"); b(); }", "{ asm volatile (\"nop\"); b(); }", "{ __asm__(\"nop\"); }",
                           "{ __asm { mov eax, x\n b(); "})
    EXPECT_EQ(c(text), squeezed(text));
}

TEST(PrepareC, BlanksWhatUnrealWritesForItsOwnCompiler) {
  EXPECT_EQ(cpp("UCLASS(Blueprintable)\nclass GAME_API UGun : public UObject\n{\n GENERATED_BODY()\npublic:\n"
                " UFUNCTION(BlueprintCallable, meta = (Name = \"Fire\"))\n  void Fire(UPARAM(ref) FShot& Shot);\n};"),
            "\nclass UGun : public UObject\n{\n\npublic:\n\nvoid Fire( FShot& Shot);\n};");
}

TEST(PrepareC, BlanksCapitalsBeforeBlocks) {
  EXPECT_EQ(c("{ MY_TRY { a(); } MY_CATCH(...) { b(); } }"), "{ { a(); } { b(); } }");
  EXPECT_EQ(c("{ struct A x = MY_INIT { 1 }; }"), "{ struct A x = MY_INIT { 1 }; }");
}

TEST(PrepareC, LeavesConditionalsOfWholeStatementsAlone) {
  for (const char* text :
       {"#if A\nwhile (f(x)) g();\nh(if_x)\n#endif\n;", "#if A\nint orelse\n#endif\n;",
        "#if A\nint f(void) { return \')\'; }\n#else\nint f(void) { return 1; /* { */ } // (\n#endif\n",
        "#ifdef __cplusplus\nint f(int);\n#endif\n", "#if A\n#endif", "#else\n#endif\n#endif\nint x;\n",
        "#if A\n#if B\nint a;\n"})
    EXPECT_EQ(c(text), squeezed(text));
}

TEST(PrepareC, KeepsTheBracketsOfExternCWithoutTheirConditionals) {
  EXPECT_EQ(c("#ifdef __cplusplus\nextern \"C\" {\n#endif\nint f(void);\n#ifdef __cplusplus\n}\n#endif\n"),
            "\nextern \"C\" {\n\nint f(void);\n\n}\n\n");
}

TEST(PrepareC, KeepsTypesInCapitals) {
  for (const char* text : {"{ U32 const a = b->c; }", "BOOL f(void);", "{ BYTE const* p = q; }", "HANDLE const h;"})
    EXPECT_EQ(c(text), squeezed(text));
  EXPECT_EQ(c("EXPORT const char* f(void);"), "const char* f(void);");
}

TEST(PrepareC, BlanksAnnotations) {
  EXPECT_EQ(c("static int __init probe(void) { return 0; }"), "static int probe(void) { return 0; }");
  EXPECT_EQ(c("int f(char __user *p) __must_hold(lock);"), "int f(char *p) ;");
  EXPECT_EQ(c("int my__init;"), "int my__init;");
}

TEST(PrepareC, MakesLoopMacrosLoops) {
  EXPECT_EQ(c("{ list_for_each_entry(p, head, list) { f(p); } }"), "{ while (p, head, list) { f(p); } }");
  EXPECT_EQ(c("{ for_each_cpu(i, m)\n f(i); }"), "{ while (i, m)\nf(i); }");
  EXPECT_EQ(c("{ x = my_for_each(a, b); }"), "{ x = my_for_each(a, b); }") << "a call that gives a value";
  EXPECT_EQ(c("{ list_for_each(a, b); }"), "{ list_for_each(a, b); }") << "a call";
}

TEST(PrepareC, BlanksTagsOfTypesThatAreArguments) {
  EXPECT_EQ(c("{ p = container_of(q, struct foo, list); }"), "{ p = container_of(q, foo, list); }");
  EXPECT_EQ(c("{ n = sizeof(struct foo); }"), "{ n = sizeof(struct foo); }");
  EXPECT_EQ(c("int f(struct foo *a);"), "int f(struct foo *a);") << "a parameter with a name";
}

TEST(PrepareC, BlanksLinesThatAreMacros) {
  EXPECT_EQ(c("MODULE_LICENSE(\"GPL\");\nint x;"), "\nint x;");
  EXPECT_EQ(c("int a;\nSUITE_END\n\nint x;"), "int a;\n\n\nint x;");
  EXPECT_EQ(c("int a;\nVOID\nf(int x) { }"), "int a;\nVOID\nf(int x) { }") << "a return type above its function";
}

TEST(PrepareC, BlanksCapitalsBeforeDeclarations) {
  EXPECT_EQ(c("API_EXPORT int f(void);"), "int f(void);");
  EXPECT_EQ(c("API_INLINE size_t\nf(void);"), "size_t\nf(void);");
  EXPECT_EQ(c("BOOL f(void);"), "BOOL f(void);") << "a type";
}

TEST(PrepareC, OpensStatementsHandedToMacros) {
  EXPECT_EQ(c("{ DEBUG(a(); b();); }"), "{ {a(); b();}; }");
  EXPECT_EQ(c("{ DEBUG(if (x) a()); }"), "{ {if (x) a();} }");
  EXPECT_EQ(c("{ x = DEBUG(a(); b();); }"), "{ x = DEBUG(a(), b() ); }") << "in an expression";
  EXPECT_EQ(c("{ CHECK(a, b); }"), "{ CHECK(a, b); }");
  EXPECT_EQ(c("{ for (a; b; c) d(); }"), "{ for (a; b; c) d(); }");
}

TEST(PrepareC, NamesFunctionsThatMacrosDefine) {
  EXPECT_EQ(c("SYSCALL_DEFINE2(read, int, fd, size_t, n)\n{ }"), "int read( int, fd, size_t, n)\n{ }");
  EXPECT_EQ(c("static DEFINE(read)\n{ }"), "static int read \n{ }");
  EXPECT_EQ(c("int BPF_PROG(open, int flags) { }"), "int open( int flags) { }");
  EXPECT_EQ(c("TEST_F(suite, works) { }"), "int works { }");
  for (const char* text :
       {"int MAX(int a, int b) { }", "int ABORT(void) { }", "BOOL IsOpen(int a) { }", "struct A CONV(struct B *b) { }"})
    EXPECT_EQ(c(text), text);
}

TEST(PrepareC, EndsStatementsOfMacros) {
  EXPECT_EQ(c("{ CHECK(x)\n  f(); }"), "{ CHECK(x)\n; f(); }");
  EXPECT_EQ(c("{ CHECK(x) /* why */\n  f();\n CHECK(y)\n }"), "{ CHECK(x);/* why */\nf();\nCHECK(y)\n;}");
  EXPECT_EQ(c("{\nCHECK(a, b)\n}"), "{\nCHECK(a );\n}") << "no blank is free";
  EXPECT_EQ(c("{\nCHECK(ab)\n}"), "{\nCHECK( );\n}");
  EXPECT_EQ(c("{ WITH(lock) { f(); } }"), "{ WITH(lock);{ f(); } }");
  EXPECT_EQ(c("{ switch (x) {\nCASES\n f(); } }"), "{ switch (x) {\n\nf(); } }");
  for (const char* text : {"{ f(x)\n  ->g(); }", "{ if (a) f(x); else g(x); }", "{ while (f(x))\n  g(); }",
                           "{ f(x)\n  + 1; }", "{ return f(x)\n  ; }", "int f(x)\n int x;\n{ }"})
    EXPECT_EQ(c(text), squeezed(text));
}

TEST(PrepareC, JoinsTypesThatAreArguments) {
  EXPECT_EQ(c("{ x = min_t(unsigned long, a, b); }"), "{ x = min_t(unsigned_long, a, b); }");
  EXPECT_EQ(c("{ x = va_arg(ap, const char *); }"), "{ x = va_arg(ap, const_char ); }");
  EXPECT_EQ(c("{ x = va_arg(ap, struct foo *); }"), "{ x = va_arg(ap, foo ); }");
  EXPECT_EQ(c("{ x = sizeof(unsigned long); }"), "{ x = sizeof(unsigned long); }");
  EXPECT_EQ(c("{ extern int f(unsigned long, char *); }"), "{ extern int f(unsigned long, char *); }") << "it declares";
}

TEST(PrepareC, RewritesWhatTheGrammarLacks) {
  EXPECT_EQ(c("{ switch (x) { case 'a' ... 'z': f(); } }"), "{ switch (x) { case 'a' : f(); } }");
  EXPECT_EQ(c("{ OPTIONS(o, .size = 1, .n = 2); }"), "{ OPTIONS(o, _size = 1, _n = 2); }");
  EXPECT_EQ(c("{ x = flag(tp, 5705_PLUS); }"), "{ x = flag(tp, _705_PLUS); }");
  EXPECT_EQ(c("{ x = flag(tp, 0x1F, 10UL, 1.5f, 1e5); }"), "{ x = flag(tp, 0x1F, 10UL, 1.5f, 1e5); }");
  EXPECT_EQ(c("{ x = offsetof(struct a, b[1].c); }"), "{ x = Offsetof( a, b[1].c); }");
  EXPECT_EQ(c("{ x = offsetof(struct a, b); }"), "{ x = offsetof( a, b); }");
  EXPECT_EQ(c("{ p(KERN_DEBUG PREFIX \"x\" __stringify(A) \"y\"); }"), "{ p(KERN_DEBUG \"x\" \"y\"); }");
  EXPECT_EQ(c("{ x = a\n#define B 1\n + B; }"), "{ x = a\n\n+ B; }");
  EXPECT_EQ(c("static DEFINE_TABLE(t, a(1, 2), b);\nint x;"), ";\nint x;");
}

TEST(PrepareC, BlanksAttributesOfEnumerations) {
  EXPECT_EQ(c("typedef enum __attribute__ ((__packed__)) a { A } b;"), "typedef enum a { A } b;");
  EXPECT_EQ(c("struct __attribute__((packed)) a { int b; };"), "struct __attribute__((packed)) a { int b; };");
  EXPECT_EQ(c("enum __attribute__"), "enum __attribute__");
}

TEST(PrepareC, LeavesOpaqueTextAlone) {
  for (std::string text :
       {"char *s = \"static __init list_for_each(a) { x \";", "/* __init __user\n MODULE(x);\n*/", "// __init\nint x;",
        "#define F __init \\\n  __user\nint x;", "char c = '\"'; char *s = \" __init \";"}) {
    const std::string before = text;
    EXPECT_EQ(cfamily::prepare_c(text, known_macros(), Branches::All), 0U) << before;
    EXPECT_EQ(text, before);
  }
  std::string raw = "auto s = R\"x(\" __init )\" )x\"; int y;";
  const std::string before = raw;
  EXPECT_EQ(cfamily::prepare_cpp(raw, known_macros(), Branches::All), 0U);
  EXPECT_EQ(raw, before);
}

TEST(PrepareCpp, Rewrites) {
  EXPECT_EQ(cpp("class API_EXPORT Shape { };"), "class Shape { };");
  EXPECT_EQ(cpp("int f() const MY_NOEXCEPT { }"), "int f() const { }");
  EXPECT_EQ(cpp("int f() MY_NOEXCEPT_IF(a(b));"), "int f() ;");
  EXPECT_EQ(cpp("p(\"0x%\" PRIx64 \" is\", a);"), "p(\"0x%\" \" is\", a);");
  EXPECT_EQ(cpp("extern \"C\" API_VISIBLE void f() { }"), "extern \"C\" void f() { }");
  EXPECT_EQ(cpp("auto s = \"x\"s; auto t = \"x\" + y;"), "auto s = \"x\"s; auto t = \"x\" + y;");
  EXPECT_EQ(cpp("int n = 1'000; static int __init f();"), "int n = 1'000; static int f();")
      << "a digit separator opens no literal";
}

TEST(PrepareCpp, DeclaresWhatMacrosDeclare) {
  const auto body = [](const std::string& statement) { return cpp("void f() { " + statement + " }"); };
  EXPECT_EQ(body("ASSIGN_OR(auto x, g(1, 2));"), "void f() { auto x= g(1, 2) ; }");
  EXPECT_EQ(body("ASSIGN_OR(std::map<int, a::B> x, g<int, 2>(\",\"));"),
            "void f() { std::map<int, a::B> x= g<int, 2>(\",\") ; }");
  EXPECT_EQ(body("ASSIGN_OR(const auto* x,\n g());"), "void f() { const auto* x=\ng() ; }");
  for (const char* as_it_is :
       {"ASSIGN_OR(x, g());", "ASSIGN_OR(x->y, g());", "ASSIGN_OR(a b, g(), c);", "TRY(auto x, g()) + 1;",
        "assign(auto x, g());", "LOG(\"a b\", x);", "ASSIGN_OR(a b, g("}) {
    EXPECT_EQ(body(as_it_is), "void f() { " + std::string(as_it_is) + " }") << as_it_is;
  }
}

TEST(PrepareCpp, TakesDependentTypesForNames) {
  EXPECT_EQ(cpp("{ FOREACH(typename T, i, all) f(i); }"), "{ FOREACH( T, i, all) f(i); }");
  EXPECT_EQ(cpp("{ FOREACH(typename T, i, all)\n{ f(i); } }"), "{ while ( T, i, all)\n{ f(i); } }");
  EXPECT_EQ(cpp("template <typename T> void f(typename T::x a);"), "template <typename T> void f(typename T::x a);");
}

TEST(PrepareCpp, RewritesWhatTheGrammarLacks) {
  EXPECT_EQ(cpp("void f(typename A<B>::type* = 0, int) { }"), "void f(typename A<B>::type , int) { }");
  EXPECT_EQ(cpp("void f(T a = {}, U b = {1, 2}) { }"), "void f(T a = 0 , U b = 0 ) { }");
  EXPECT_EQ(cpp("{ return (a->*f)(b) + (c.*g)(d); }"), "{ return (a-> f)(b) + (c. g)(d); }");
  EXPECT_EQ(cpp("{ return a.operator->() + operator*(); }"), "{ return a.operator__() + operator_(); }");
  EXPECT_EQ(cpp("struct A { B operator*(); };"), "struct A { B operator*(); };");
  EXPECT_EQ(cpp("void f(R (C::*)(int) const, int D::*, int (*)(int)) { }"),
            "void f(R ( *)(int) , int *, int (*)(int)) { }");
  EXPECT_EQ(cpp("struct A { static B A::*f(int); };"), "struct A { static B *f(int); };");
  EXPECT_EQ(cpp("vector bool short f(__vector float a, vector<int> b);"), "short f( float a, vector<int> b);");
  EXPECT_EQ(cpp("int a[] = {\n#define X 1\n#include \"a.def\"\n};"), "int a[] = {\n\n\n};");
  EXPECT_EQ(cpp("{ return unsigned(x) < n; }"), "{ return unsigne_(x) < n; }");
  EXPECT_EQ(cpp("void f(REF(A<B>) a, FORWARD(C) ...c);"), "void f( A<B> a, FORWARD(C) ...c);");
  EXPECT_EQ(cpp("int end() const override READONLY { }"), "int end() const override { }");
  for (const char* text :
       {"{ a *= 0; f(b * c); }", "{ f(x = {1}); }", "auto f = [](int a) { return a; };", "{ a = {}; }"})
    EXPECT_EQ(cpp(text), text);
}

TEST(PrepareC, KeepsLineEnds) {
  std::string text = "MODULE_X(a,\r\n b);\r\nint x;\r\n";
  cfamily::prepare_c(text, known_macros(), Branches::All);
  EXPECT_EQ(text, "           \r\n    \r\nint x;\r\n");
}

TEST(PrepareCSharp, RenamesAsyncOnlyWhereItIsAName) {
  EXPECT_EQ(csharp_of("void F(bool async) { if (async) G(async, x.async); }"),
            "void F(bool Async) { if (Async) G(Async, x.Async); }");
  EXPECT_EQ(csharp_of("var t = async ? 1 : 2; async = async && b;"), "var t = Async ? 1 : 2; Async = Async && b;");
  for (std::string text : {"public async Task F() { }", "Run(async () => await G());", "x = async delegate { };",
                           "y = async z => 1;", "@async = 1;", "s = \"async\"; // async = 1\n",
                           "s = @\"async = \"\"\" + 1;", "int asyncs = 1;", "s = \"\"\"async = 1\"\"\";"}) {
    const std::string before = text;
    EXPECT_EQ(csharp::prepare(text, {}, Branches::All), 0U) << before;
    EXPECT_EQ(text, before);
  }
}

TEST(PrepareCSharp, KeepsOneBranchOfAConditionalThatSplitsAStatement) {
  EXPECT_EQ(
      squeezed(csharp_of("try {\n#if DEBUG\ntry {\n#endif\nf(@\"{\\\");\n#if DEBUG\n} finally { g(); }\n#endif\n}\n")),
      "try {\n\ntry {\n\nf(@\"{\\\");\n\n} finally { g(); }\n\n}\n");
  const std::string whole = "#if A\nusing X;\n#else\nusing Y;\n#endif\n";
  EXPECT_EQ(csharp_of(whole), whole);
}

TEST(PrepareCSharp, PointersLeadToWhatTheGrammarReads) {
  const auto body = [](const std::string& statement) {
    const std::string text = csharp_of("unsafe void F() { " + statement + " }");
    return text.substr(18, text.size() - 20);
  };
  EXPECT_EQ(body("x = *(p + 1);"), "x = ~(p + 1);");
  EXPECT_EQ(body("return *(int*)p;"), "return ~(int*)p;");
  EXPECT_EQ(body("if (a && *++p == 'x') {}"), "if (a && ~++p == 'x') {}");
  EXPECT_EQ(body("*(p + 1) = 0;"), "~(p + 1)== 0;");
  EXPECT_EQ(body("*(a[i = 2] + 1)= 0;"), "~(a[i = 2] + 1)==0;");
  EXPECT_EQ(body("*(p + 1) += 2;"), "~(p + 1) == 2;");
  for (const char* as_it_is : {"*(p)=0;", "*p = 0;", "x = a * (b);", "x = f() * (b);", "x = a[0] * (b);", "*(p).F();",
                               "var s = \"= *(p)\";", "int* q = p;", "*("})
    EXPECT_EQ(body(as_it_is), as_it_is);
  EXPECT_EQ(csharp_of("x = *(p);"), "x = *(p);") << "without `unsafe` there are no pointers";
}

TEST(PrepareCSharp, BlanksPragmas) {
  EXPECT_EQ(csharp_of("  #pragma warning suppress 56 // don't\r\nint x;"), std::string(38, ' ') + "\r\nint x;");
  EXPECT_EQ(csharp_of("#region it's\nvar s = \"#pragma x\";\n#endregion\n"),
            "#region it's\nvar s = \"#pragma x\";\n#endregion\n");
}

std::string kotlin_of(std::string text) {
  kotlin::prepare(text, {}, Branches::All);
  return text;
}

TEST(PrepareKotlin, PutsTheBraceBesideItsHandler) {
  EXPECT_EQ(kotlin_of("try {\n  f()\n}\n  catch (e: E) {\n}\r\n\tfinally {\n}\n"),
            "try {\n  f()\n \n }catch (e: E) {\n \r\n}finally {\n}\n");
  for (const char* text :
       {"} catch (e: E) {", "catch (e: E)", "f()\n  catch(x)", "}\ncatch (e: E) {", "}\n  catching()"})
    EXPECT_EQ(kotlin_of(text), text);
}

TEST(PrepareKotlin, RenamesModifiersThatAreNames) {
  EXPECT_EQ(kotlin_of("f {\n  inline()\n  data = 1\n}\n"), "f {\n  _nline()\n  _ata = 1\n}\n");
  for (const char* text : {"inline fun f() {}", "  data class A", "override\nfun f()", "operator/* */fun f()",
                           "dataset()", "vararg @A x: Int", "  inner", "open `a`"})
    EXPECT_EQ(kotlin_of(text), text);
}

TEST(PrepareKotlin, BlanksActualBeforeAConstructor) {
  EXPECT_EQ(kotlin_of("class A<T>\ninternal actual constructor(x: T)"),
            "class A<T>\ninternal        constructor(x: T)");
  EXPECT_EQ(kotlin_of("internal actual fun f()"), "internal actual fun f()");
}

TEST(Prepare, SurvivesAnything) {
  std::mt19937 random(7);
  constexpr std::string_view pieces[] = {
      "(",       ")",   "{",      "}",      "\"", "'",    "\\",   "\n",        "#",        "/*",       "*/",
      "//",      "A_B", "__init", "struct", "x ", ";",    "R\"(", "for_each(", "__printf", "PRIx64 ",  "async",
      "#pragma", "\r",  "@",      "$",      "=>", "\x80", " ",    "catch",     "inline",   "internal "};
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    const int length = static_cast<int>(random() % 60);
    for (int i = 0; i < length; ++i) {
      if (random() % 8 == 0) {
        text += static_cast<char>(random() % 256);
      } else {
        text += pieces[random() % std::size(pieces)];
      }
    }
    for (auto* step : {cfamily::prepare_c, cfamily::prepare_cpp, csharp::prepare, kotlin::prepare}) {
      std::string copy = text;
      const std::size_t changed = step(copy, known_macros(), Branches::All);
      ASSERT_EQ(copy.size(), text.size());
      ASSERT_LE(changed, text.size() * 2);
      for (std::size_t i = 0; i < text.size(); ++i) {
        ASSERT_EQ(copy[i] == '\n', text[i] == '\n') << "line ends stay where they are";
      }
    }
  }
}

}  // namespace
}  // namespace assay
