// What a language must say about itself: names, node roles, and hooks for what tables cannot say.
//
// To add a language: a folder under parsers/languages with one file that defines a `LanguageSpec`, its line in
// registry.cpp, its grammar in parsers/grammars. Nothing else knows languages by name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/facts/languages.h"
#include "parsers/syntax/grammar.h"
#include "parsers/syntax/node.h"
#include "parsers/word_list.h"

namespace assay {

class MacroTable;

// Of conditional compilation: all branches that can stand side by side, or the first of each conditional alone.
enum class Branches : std::uint8_t { All, First };

// Node kind → role. `anonymous` kinds are tokens ("async"). A kind that the grammar does not have is an error at start-up
// (tests/unit/languages_test.cpp), so that a new grammar version cannot silently lose facts.
struct KindRole {
  std::string_view kind;
  Role role;
  std::uint8_t detail = 0;  // meaning depends on the role (roles.h)
};

// What is around a node, outermost first: roles of its visible ancestors and, for those with a role, the nodes.
class Ancestors {
 public:
  virtual ~Ancestors() = default;
  // `up` = 1 is the parent. Role::None beyond the root or for a node without a role.
  virtual Role role(unsigned up) const = 0;
  // No node where role(up) is None.
  virtual Node node(unsigned up) const = 0;
  virtual bool in_function() const = 0;  // inside a function or lambda, not just top-level code
  virtual bool in_type() const = 0;      // directly inside a type's body
  virtual bool in_async() const = 0;
};

struct FunctionParts {
  std::string_view name;
  std::uint32_t line = 0;    // of the name; 0: the node's own
  std::string_view owner;    // the type it belongs to where that is not the enclosing one: Go receiver, C++ A::f
  Node parameters;           // children with Role::Parameter are counted, else its named children
  Node body;                 // no body: declared only
  Node returns;              // the type that it says it returns; none: of the node's fields
  std::uint32_t flags = 0;   // facts::FunctionFlag
  int parameter_count = -1;  // -1: counted from `parameters`
};

struct TypeParts {
  std::string_view name;
  std::uint32_t line = 0;
  facts::TypeKind kind = facts::TypeKind::Class;
  std::uint16_t flags = 0;              // facts::TypeFlag
  std::vector<std::string_view> bases;  // as written; type arguments are cut off by the caller
};

struct ImportParts {
  std::string_view module, name, alias;
  std::string joined;       // the module where its parts do not stand side by side in the text
  std::uint16_t flags = 0;  // facts::ImportFlag
  std::uint32_t line = 0;
};

struct CallParts {
  std::string_view callee;    // the whole callee, or the last segment where `receiver` is set
  std::string_view receiver;  // as written; empty: to be split off `callee`
  Node arguments;
  std::uint16_t flags = 0;  // facts::CallFlag
};

struct LoopParts {
  facts::LoopBound bound = facts::LoopBound::Condition;
  float rounds = 0;  // 0: the default for the bound
  Node once[2];      // parts that run once per reaching the loop: the collection, the initialiser
  std::string_view macro_name;
  Node items;               // what is walked; found by itself in the fields that most grammars have for it
  std::string_view copies;  // type of the items where each round copies one: for (std::string s : all)
};

struct VariableParts {
  std::string_view name, type_name;
  facts::VariableKind kind = facts::VariableKind::Local;
  facts::VariableSource source = facts::VariableSource::Declared;
  Node value;  // what it is first given; none: of the node's fields
  bool is_mutable = true;
  bool made_empty = false;
  std::uint32_t line = 0;
};

struct LanguageSpec {
  LanguageMarks marks;
  const TSLanguage* (*grammar)() = nullptr;
  std::span<const KindRole> kinds;
  std::string_view scope_separator = ".";  // joins qualified names
  WordList self_names = "self";            // receivers that mean the own instance, space-separated
  WordList super_names = "super";
  bool try_has_value = false;        // what stands in a handler is what the `try` comes to: Kotlin, Scala
  bool module_runs = false;          // top-level code runs when the file is loaded: Python, JS, Ruby, PHP
  bool assignment_declares = false;  // x = 1 in a function makes a local unless said otherwise: Python, Ruby, PHP
  bool loop_declares = false;        // `variables` is asked for loops, too (Role::Loop): for (T x : xs)
  WordList iterating;                // calls that run a closure for each element, space-separated: each map forEach
  // Whether such a call on this receiver, as written, is one of a container and not of a value that may be missing; null: yes.
  bool (*iterates)(std::string_view receiver, std::string_view name) = nullptr;
  // In a file that imports it closures of such calls become queries of a database, and do not run; empty: there is none.
  std::string_view translating_library;
  WordList applying;  // calls that run a function that they are given once, at some time: setTimeout submit
  WordList inlining;  // calls into whose code a closure is compiled, so that none is made: let also apply
  WordList never_returns = "exit abort";  // functions, space-separated: what leads to one is rare
  WordList never_returns_from;            // of these, those that end it as methods of whatever, too
  WordList boxed_types;                   // of variables: arithmetic on one makes a new object, space-separated
  bool type_arguments = false;            // callee and type names may carry <…>
  bool has_methods = true;  // what a call returns may be called on; where not, types of results and values mean nothing
  bool assigns_members = false;  // this.x = y makes a field, which need not be declared: JavaScript
  bool documents_types = false;  // comments before a declaration state types: @param {T} x, @var T
  bool quotes_types = false;     // a type may stand in quotes: Python
  // Types that are called as what their first argument names: Box Optional. Not those whose own methods do something: a Mutex
  // is locked.
  WordList holders;
  WordList awaited;  // as results: what is waited for is their first argument: Promise

  std::span<const std::string_view>
      implicit_imports;  // in scope without being written: java.lang; recorded as wildcards

  // Hooks; null: the default of the same name in defaults.h.
  FunctionParts (*function)(const Node&, const Ancestors&) = nullptr;
  TypeParts (*type)(const Node&, const Ancestors&) = nullptr;
  void (*imports)(const Node&, std::vector<ImportParts>&) = nullptr;
  CallParts (*call)(const Node&, const Ancestors&) = nullptr;
  LoopParts (*loop)(const Node&, facts::LoopBound guess) = nullptr;
  // For Role::Variable, Member, Parameter and, where assignment_declares, Assign.
  void (*variables)(const Node&, Role, const Ancestors&, std::vector<VariableParts>&) = nullptr;
  // A call that is really an import (require, include) says so here; true: it was one.
  bool (*call_import)(const Node&, const CallParts&, std::vector<ImportParts>&) = nullptr;
  // Name and value of an argument that is given by name, where the grammar has no kind of node for it; null: none are.
  std::pair<Node, Node> (*named_argument)(const Node& argument) = nullptr;
  char named_mark = ':';  // what stands between the two
  // Last word on a node's role where the kind alone does not tell; null: the table's.
  SymbolRole (*refine)(const Node&, SymbolRole, const Ancestors&) = nullptr;
  bool (*is_test_text)(std::string_view text) = nullptr;  // beyond the path: what the file's begin says; null: no
  // Whether what its text marks as an entry point starts a program in this file; null: it does.
  bool (*starts_program)(std::string_view path, std::string_view package) = nullptr;
  bool (*is_test_annotation)(std::string_view name, std::string_view argument) = nullptr;  // argument: the first one

  // What the lexer may pass over (skimming.h).
  std::string_view line_comment = "//";
  bool block_comments = true;  // /* … */
  bool indents = false;        // how far a line is indented means something: Python, Scala

  // The text-preparing step: overwrites `text` with equal length before the parse and returns how many bytes changed.
  // The names of replaced loop macros stay readable in the original text. `macros`: what the repository defines; for C and
  // C++.
  std::size_t (*prepare)(std::string& text, const MacroTable& macros, Branches branches) = nullptr;
  // Whether a file that loses more than a fifth of its bytes to errors is prepared once more with Branches::First.
  bool has_branches = false;

  // Alternative grammar for files that lose more than a fifth of their bytes to errors (Kotlin, Flow's types in JavaScript),
  // and whether a file says itself that it wants that one first; null: none does.
  const LanguageSpec* second = nullptr;
  bool (*wants_second)(std::string_view text) = nullptr;

  // Facts that this front end does not provide, each with its reason: "Catch" → "Go has no exceptions".
  struct Absence {
    std::string_view fact, reason;
  };
  std::span<const Absence> absences;
};

// All languages, in the order of facts::Language, alternatives not included.
std::span<const LanguageSpec* const> languages();
const LanguageSpec* find_language(Language id);
// Marks of all languages for the inventory.
std::span<const LanguageMarks> language_marks();

// The grammar's tables for a spec.
Grammar resolve_grammar(const LanguageSpec& spec);
// Kinds and fields that a spec names and its grammar lacks; empty: all well.
std::vector<std::string> check_spec(const LanguageSpec& spec);

}  // namespace assay
