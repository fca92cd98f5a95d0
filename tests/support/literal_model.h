// A model from sources that stand in the test: path → text, parsed by the front end that the path's ending asks for.
#pragma once

#include <unistd.h>

#include <cstdlib>
#include <map>
#include <string>

#include "analyzer/analysis/model.h"
#include "analyzer/facts/view.h"
#include "parsers/file_parser.h"
#include "parsers/language.h"
#include "parsers/syntax/arena.h"

namespace assay {

using Sources = std::map<std::string, std::string>;  // in path order, as a scan merges them

inline facts::Language language_of(const std::string& path) {
  if (path.ends_with(".py")) return facts::Language::Python;
  if (path.ends_with(".c") || path.ends_with(".h")) return facts::Language::C;
  if (path.ends_with(".cpp") || path.ends_with(".hpp") || path.ends_with(".ipp")) return facts::Language::Cpp;
  if (path.ends_with(".go")) return facts::Language::Go;
  if (path.ends_with(".java")) return facts::Language::Java;
  if (path.ends_with(".js")) return facts::Language::JavaScript;
  if (path.ends_with(".ts")) return facts::Language::TypeScript;
  if (path.ends_with(".rs")) return facts::Language::Rust;
  if (path.ends_with(".php")) return facts::Language::Php;
  if (path.ends_with(".rb")) return facts::Language::Ruby;
  if (path.ends_with(".cs")) return facts::Language::CSharp;
  if (path.ends_with(".scala")) return facts::Language::Scala;
  if (path.ends_with(".kt")) return facts::Language::Kotlin;
  return facts::Language::None;
}

inline Model model_of(const Sources& sources) {
  static const bool installed = [] {
    assay_arena_install(2'000'000'000, [] { std::abort(); });
    return true;
  }();
  (void)installed;
  FileParser parser({});
  FactsBuilder facts;
  Model model;
  for (const auto& [path, text] : sources) {
    const LanguageSpec* spec = find_language(language_of(path));
    if (spec == nullptr || parser.parse(*spec, path, text, facts) != ParseStatus::Ok) std::abort();
    const std::string bytes = pack_blob(&facts, nullptr);
    const facts::FileFacts& file = *open_blob(bytes)->facts();
    merge_file(model, path, file, FileNames(file));
    facts.clear();
  }
  return model;
}

}  // namespace assay
