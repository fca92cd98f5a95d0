// See library_calls.h.
#include "analyzer/analysis/library_calls.h"

#include <algorithm>

#include "analyzer/analysis/module_paths.h"
#include "analyzer/base/pair_key.h"
#include "analyzer/facts/languages.h"

namespace assay {
namespace {

using facts::ImportFlag;
using facts::Language;

}  // namespace

void LibraryCalls::enter(const FileRow& file) {
  const auto language = static_cast<std::size_t>(file.language);
  catalog_ = catalogs_[language];
  known_ = &by_language_[language];
  // Module paths of languages with folders as packages are written with '/', catalogues with '.'.
  keep_slash_ = is_script(file.language);
  find_scope_imports(file);
}

LibraryCalls::Known LibraryCalls::note(const CallEffect& effect) {
  const auto found = std::find(effects_.begin(), effects_.end(), effect);
  if (found != effects_.end()) return {static_cast<std::uint16_t>(found - effects_.begin() + 1)};
  effects_.push_back(effect);
  return {static_cast<std::uint16_t>(effects_.size())};
}

std::uint8_t LibraryCalls::about(NameId name) {
  if (known_->about.empty()) known_->about.resize(model_.names.size());
  std::uint8_t& about = known_->about[name.value];
  if (about == 0) {
    const std::string_view text = model_.names.text(name);
    about = static_cast<std::uint8_t>(
        Asked | (catalog_->ends_in(text) ? Call : 0) | (catalog_->has_method(text) ? Method : 0) |
        (catalog_->is_builtin_method(text) ? Builtin : 0) | (holds_all_below(text) ? Holder : 0));
  }
  return about;
}

bool LibraryCalls::holds_all_below(std::string_view path) const {
  std::string_view holder = take_last(path);
  if (holder.ends_with("()")) holder.remove_suffix(2);
  return catalog_->has_all_below(holder);
}

LibraryCalls::Known LibraryCalls::method(NameId receiver, NameId name) {
  if (catalog_ == nullptr || !is(Method, name)) return {};
  const auto [entry, fresh] = known_->methods.try_emplace(pair_key(receiver.value, name.value), std::uint16_t{0});
  if (fresh) {
    std::string_view path = model_.names.text(receiver);
    method_.assign(take_last(path));
    if (receiver) method_ += '.';
    method_ += model_.names.text(name);
    if (const std::optional<CallEffect> effect = catalog_->find_method(method_)) entry->second = note(*effect).position;
  }
  return {entry->second};
}

// A path as catalogues spell it, into `qualified_`.
void LibraryCalls::spell(std::string_view path) {
  const auto is_special = [](char c) { return c == ':' || c == '(' || c == '/' || c == '\\'; };
  qualified_.clear();
  for (std::size_t i = 0; i < path.size(); ++i) {
    std::size_t plain = i;
    while (plain < path.size() && !is_special(path[plain])) ++plain;
    qualified_.append(path.substr(i, plain - i));
    if (plain == path.size()) break;
    i = plain;
    const std::string_view rest = path.substr(i);
    if (rest.starts_with("::")) {
      qualified_ += '.';
      ++i;
    } else if (rest.starts_with("()") && (rest.size() == 2 || rest[2] == '.')) {
      ++i;  // what a constructor makes is of its type: pathlib.Path().open
    } else if ((path[i] == '/' && !keep_slash_) || path[i] == '\\') {
      qualified_ += '.';
    } else {
      qualified_ += path[i];
    }
  }
  if (keep_slash_ && qualified_.starts_with("node:")) qualified_.erase(0, 5);
}

LibraryCalls::Known LibraryCalls::member(std::string_view prefix, NameId name) {
  if (catalog_ == nullptr || (!is(Call, name) && !holds_all_below(prefix))) return {};
  spell(prefix);
  if (!qualified_.empty()) qualified_ += '.';
  qualified_ += model_.names.text(name);
  const std::optional<CallEffect> effect = catalog_->find(qualified_);
  return effect ? note(*effect) : Known{};
}

// The first and the last answer are the same in all files of a language, the other in all of the file.
LibraryCalls::Known LibraryCalls::qualified(NameId prefix, NameId name) {
  if (catalog_ == nullptr) return {};
  const auto look_up = [&](Cache& cache, auto find) -> Known {
    const auto [entry, fresh] = cache.try_emplace(pair_key(prefix.value, name.value), std::uint16_t{0});
    if (fresh) entry->second = find().position;
    return {entry->second};
  };
  if (prefix && !is(Call, name) && !is(Holder, prefix)) return {};
  const std::string_view text = model_.names.text(prefix);
  if (const Known known = look_up(known_->as_written, [&] { return member(text, name); })) return known;
  if (!scope_imports_.empty()) {
    if (const Known known = look_up(below_imports_, [&] { return below(scope_imports_, text, name); })) return known;
  }
  if (implicit_imports_.empty()) return {};
  return look_up(known_->below_implicit, [&] { return below(implicit_imports_, text, name); });
}

LibraryCalls::Known LibraryCalls::below(const std::vector<std::uint32_t>& wildcards, std::string_view prefix,
                                        NameId name) {
  for (const std::uint32_t wildcard : wildcards) {
    scratch_ = model_.names.text(model_.imports[wildcard].module_());
    if (!prefix.empty()) scratch_.append(".").append(prefix);
    if (const Known known = member(scratch_, name)) return known;
  }
  return {};
}

// Wildcard imports that name a scope; `#include "x.h"` and `require "x"` name a file.
void LibraryCalls::find_scope_imports(const FileRow& file) {
  scope_imports_.clear();
  implicit_imports_.clear();
  below_imports_.clear();
  if (catalog_ == nullptr) return;
  const bool by_file = is_c_family(file.language) || file.language == Language::Ruby || file.language == Language::Php;
  for (const std::uint32_t wildcard : scopes_.wildcards()) {
    const facts::Import& import = model_.imports[wildcard];
    const bool implicit = (import.flags() & static_cast<std::uint16_t>(ImportFlag::Implicit)) != 0;
    const bool includes = file.language != Language::Cpp ||
                          model_.names.text(import.module_()).find_first_of("./") != std::string_view::npos;
    if (by_file && !implicit && includes) continue;  // C++: `using namespace std` is a scope
    spell(model_.names.text(import.module_()));
    if (!catalog_->may_find_below(qualified_)) continue;  // most are the repository's own
    (implicit ? implicit_imports_ : scope_imports_).push_back(wildcard);
  }
}

}  // namespace assay
