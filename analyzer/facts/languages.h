// How files of a language are recognised by name. Filled by parsers/languages, used by analyzer/project.
#pragma once

#include <span>
#include <string_view>

#include "analyzer/facts/facts_generated.h"

namespace assay {

using facts::Language;

// JavaScript and what is compiled to it: one way of modules, comments and strings.
constexpr bool is_script(Language language) {
  return language == Language::JavaScript || language == Language::TypeScript || language == Language::Tsx;
}

// C and what grew out of it: one preprocessor, and headers that both include.
constexpr bool is_c_family(Language language) { return language == Language::C || language == Language::Cpp; }

// One virtual machine, and packages whose names are exact.
constexpr bool is_jvm(Language language) {
  return language == Language::Java || language == Language::Kotlin || language == Language::Scala;
}

// Functions of one name are told apart by their parameters.
constexpr bool has_overloads(Language language) {
  return is_jvm(language) || language == Language::CSharp || language == Language::Cpp;
}

// Each parameter needs an argument, but for one that takes the rest.
constexpr bool has_no_defaults(Language language) {
  return language == Language::Java || language == Language::Go || language == Language::Rust;
}

// Inside of a type's method f() may be this.f().
constexpr bool has_implicit_receiver(Language language) {
  return has_overloads(language) || language == Language::Ruby;
}

// Whether files of it may be read with a repository's macros in mind; what they come to depends on these.
constexpr bool may_use_macros(Language language) { return is_c_family(language) || language == Language::None; }

struct LanguageMarks {
  Language id = Language::None;
  std::string_view name;                           // "Python", "C++", "C#": as reports print it
  std::span<const std::string_view> extensions;    // with dot, lower case: ".py"
  std::span<const std::string_view> filenames;     // whole names: "Rakefile"
  std::span<const std::string_view> interpreters;  // after a shebang, version digits off: "python"
};

}  // namespace assay
