// See dialect.h.
#include "analyzer/project/dialect.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analyzer/base/text.h"
#include "analyzer/project/file_kinds.h"
#include "analyzer/project/header_language.h"
#include "analyzer/project/language_names.h"

namespace assay {
namespace {

constexpr std::size_t kHead = 4096;  // bytes in which a format shows itself

// How texts begin that bear a source file's name without being one.
struct Impostor {
  std::string_view start;
  std::string_view reason;
};
constexpr auto kImpostors = std::to_array<Impostor>({
    {"<?xml", "XML"},  // .ts of Qt, .tsx of Tiled, .rs, .inc
    {"<!DOCTYPE TS", "XML"},
    {"<TS ", "XML"},
    {"<!DOCTYPE html", "HTML"},
    {"<!doctype html", "HTML"},
    {"<html", "HTML"},
    {"version https://git-lfs.github.com/spec/", "pointer of Git LFS, the content is not here"},
    {"%PDF-", "PDF"},
    {"{\\rtf", "RTF"},
    {"'From ", "Smalltalk"},  // .cs
});

// A text inside the head that gives another language away.
struct Foreign {
  Language guess;
  std::string_view sign;
  std::string_view reason;
};
constexpr auto kForeign = std::to_array<Foreign>({
    {Language::Php, "<?hh", "Hack"},
    {Language::Rust, "#pragma version(", "RenderScript"},
    {Language::C, "@interface ", "Objective-C"},
    {Language::C, "@protocol ", "Objective-C"},
    {Language::C, "@class ", "Objective-C"},
    {Language::C, "#import <", "Objective-C"},
    {Language::C, "#import \"", "Objective-C"},
});

// Whether `sign` begins a line of `text`, blanks aside.
bool begins_a_line(std::string_view text, std::string_view sign) {
  for (std::size_t at = text.find(sign); at != std::string_view::npos; at = text.find(sign, at + 1)) {
    std::size_t begin = at;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
    if (begin == 0 || text[begin - 1] == '\n') return true;
  }
  return false;
}

// The interpreter that a first line names: `#!/usr/bin/env -S python3.11 -u` → python. Empty: none.
std::string interpreter_of(std::string_view text) {
  if (!text.starts_with("#!")) return {};
  std::string_view line = text.substr(2, text.find('\n') - 2);
  std::string_view name;
  for (std::string_view word : split(line, ' ')) {
    word = trim(word);
    if (word.empty()) continue;
    const bool after_env = name == "env";
    if (after_env && (word.starts_with('-') || word.find('=') != std::string_view::npos)) continue;
    if (!name.empty() && !after_env) break;
    name = file_name(word);
  }
  while (!name.empty() && (is_digit(name.back()) || name.back() == '.')) name.remove_suffix(1);
  return std::string(name.ends_with('-') ? name.substr(0, name.size() - 1) : name);
}

// The mode that an editor's comment in the first two lines names: `-*- C++ -*-`, `-*- mode: ruby; … -*-`.
std::string_view editor_mode(std::string_view text) {
  constexpr std::string_view kMark = "-*-";
  const std::size_t first_end = text.find('\n');
  const std::string_view head = text.substr(0, first_end == text.npos ? first_end : text.find('\n', first_end + 1));
  const std::size_t open = head.find(kMark);
  if (open == std::string_view::npos) return {};
  const std::size_t close = head.find(kMark, open + kMark.size());
  if (close == std::string_view::npos) return {};
  const std::string_view inside = head.substr(open + kMark.size(), close - open - kMark.size());
  if (inside.find(':') == std::string_view::npos) return trim(inside);
  for (const std::string_view setting : split(inside, ';')) {
    const std::size_t colon = setting.find(':');
    if (colon != std::string_view::npos && equal_ignoring_case(trim(setting.substr(0, colon)), "mode")) {
      return trim(setting.substr(colon + 1));
    }
  }
  return {};
}

Language language_named(std::string_view name, std::span<const LanguageMarks> languages) {
  for (const LanguageMarks& marks : languages) {
    if (equal_ignoring_case(marks.name, name)) return marks.id;
  }
  return Language::None;
}

Language language_run_by(std::string_view interpreter, std::span<const LanguageMarks> languages) {
  for (const LanguageMarks& marks : languages) {
    const auto& known = marks.interpreters;
    if (std::find(known.begin(), known.end(), interpreter) != known.end()) return marks.id;
  }
  return Language::None;
}

Dialect language_of_unnamed(std::string_view path, std::string_view text, std::span<const LanguageMarks> languages) {
  const std::string_view name = file_name(path);
  if (const std::string interpreter = interpreter_of(text); !interpreter.empty()) {
    if (const Language language = language_run_by(interpreter, languages); language != Language::None) {
      return {language, {}};
    }
    if (interpreter.size() <= 16) return {Language::None, "no front end for `" + printable(interpreter) + "` scripts"};
  }
  if (const Language language = language_named(editor_mode(text), languages); language != Language::None) {
    return {language, {}};
  }
  return {Language::None, reason_by_name(name)};
}

// `.inc` holds what other files include, in whatever language these are.
Dialect language_of_included(std::string_view text, bool header_of_cpp, std::span<const LanguageMarks> languages) {
  const std::string_view head = text.substr(0, kHead);
  if (head.find("<?php") != std::string_view::npos || head.find("<?=") != std::string_view::npos) {
    return {language_named("PHP", languages), {}};
  }
  for (const std::string_view sign :
       {"#include ", "#include\t", "#define ", "#ifdef ", "#ifndef ", "#if ", "/*", "//"}) {
    if (begins_a_line(head, sign)) return {header_language(text, header_of_cpp), {}};
  }
  return {Language::None, "no known kind of file"};
}

}  // namespace

Dialect decide_dialect(std::string_view path, std::string_view text, Language guess, bool header_of_cpp,
                       std::span<const LanguageMarks> languages) {
  const std::string_view extension = extension_of(file_name(path));
  const std::string_view head = text.substr(0, kHead);
  std::string_view start = head;
  while (!start.empty() && is_blank(start.front())) start.remove_prefix(1);
  for (const Impostor& impostor : kImpostors) {
    if (!start.starts_with(impostor.start)) continue;
    // PHP templates begin like the pages that they become.
    const bool is_template = guess == Language::Php || text.find("<?php") != std::string_view::npos;
    if (!is_template || impostor.start.front() != '<') return {Language::None, std::string(impostor.reason)};
  }
  if (equal_ignoring_case(extension, ".inc")) return language_of_included(text, header_of_cpp, languages);
  if (guess == Language::None) return language_of_unnamed(path, text, languages);
  for (const Foreign& foreign : kForeign) {
    if (foreign.guess == guess && begins_a_line(head, foreign.sign))
      return {Language::None, std::string(foreign.reason)};
  }
  if (guess == Language::C && equal_ignoring_case(extension, ".h")) return {header_language(text, header_of_cpp), {}};
  return {guess, {}};
}

}  // namespace assay
