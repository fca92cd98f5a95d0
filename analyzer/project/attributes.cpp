// See attributes.h.
#include "analyzer/project/attributes.h"

#include <utility>

#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kMaxFiles = 256;
constexpr std::size_t kMaxLines = 2'000;      // that set something of interest; each is tried on every file
constexpr std::size_t kMaxLineLength = 2048;  // bytes; git ignores longer lines, too

constexpr std::array<std::string_view, 7> kAttributeNames = {"linguist-generated",     "linguist-vendored",
                                                             "linguist-documentation", "linguist-detectable",
                                                             "linguist-language",      "filter",
                                                             "working-tree-encoding"};

std::string_view next_word(std::string_view& text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  std::size_t end = 0;
  while (end < text.size() && !is_blank(text[end])) ++end;
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

// The pattern that a line begins with; it may be quoted as a C string.
std::string next_pattern(std::string_view& text) {
  if (!text.starts_with('"')) return std::string(next_word(text));
  std::string pattern;
  std::size_t at = 1;
  while (at < text.size() && text[at] != '"') {
    if (text[at] != '\\' || at + 1 == text.size()) {
      pattern += text[at++];
      continue;
    }
    const char c = text[++at];
    if (c >= '0' && c <= '3') {
      unsigned value = 0;
      for (int digits = 0; digits < 3 && at < text.size() && text[at] >= '0' && text[at] <= '7'; ++digits) {
        value = value * 8 + static_cast<unsigned>(text[at++] - '0');
      }
      pattern += static_cast<char>(value);
      continue;
    }
    constexpr std::string_view kLetters = "abfnrtv";
    constexpr std::string_view kValues = "\a\b\f\n\r\t\v";
    const std::size_t letter = kLetters.find(c);
    pattern += letter == std::string_view::npos ? c : kValues[letter];
    ++at;
  }
  text.remove_prefix(at < text.size() ? at + 1 : at);
  return pattern;
}

std::optional<bool> truth(const std::string& value) {
  if (value.empty()) return std::nullopt;
  return value != "false";
}

}  // namespace

void AttributeStack::read_settings(std::string_view words, std::vector<Setting>& out) const {
  while (true) {
    std::string_view word = next_word(words);
    if (word.empty()) return;
    std::string value = "true";
    if (word.front() == '-' || word.front() == '!') {
      value = word.front() == '-' ? "false" : "";
      word.remove_prefix(1);
    } else if (const std::size_t equals = word.find('='); equals != std::string_view::npos) {
      value = word.substr(equals + 1);
      word = word.substr(0, equals);
    }
    for (std::size_t i = 0; i < kNames; ++i) {
      if (word == kAttributeNames[i]) out.push_back({static_cast<Name>(i), value});
    }
    if (value != "true") continue;
    if (const auto macro = macros_.find(std::string(word)); macro != macros_.end()) {
      out.insert(out.end(), macro->second.begin(), macro->second.end());
    }
  }
}

bool AttributeStack::push(std::size_t folder_length, std::string_view text) {
  if (files_.size() == kMaxFiles) return false;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  constexpr std::string_view kMacro = "[attr]";
  File file{folder_length, {}, 0};
  bool complete = true;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (line.empty() || line.front() == '#' || line.size() > kMaxLineLength) continue;
    if (lines_ + file.lines.size() == kMaxLines) {
      complete = false;
      break;
    }
    if (line.starts_with(kMacro)) {  // git allows macros in the top folder only
      line.remove_prefix(kMacro.size());
      const std::string name(next_word(line));
      std::vector<Setting> settings;
      read_settings(line, settings);
      if (files_.empty() && !settings.empty() && macros_.size() < kMaxLines) macros_[name] = std::move(settings);
      continue;
    }
    const std::string pattern = next_pattern(line);
    if (pattern.empty() || pattern.front() == '!' || pattern.back() == '/') continue;  // these match no file
    std::vector<Setting> settings;
    read_settings(line, settings);
    if (settings.empty()) continue;
    for (const Setting& setting : settings) {
      if (setting.name == Name::Vendored && setting.value == "false") ++file.reclaiming;
    }
    file.lines.push_back({PathPattern(pattern), std::move(settings)});
  }
  if (file.lines.empty()) return complete;
  lines_ += file.lines.size();
  reclaiming_ += file.reclaiming;
  files_.push_back(std::move(file));
  return complete;
}

void AttributeStack::pop_to(std::size_t mark) {
  while (files_.size() > mark) {
    lines_ -= files_.back().lines.size();
    reclaiming_ -= files_.back().reclaiming;
    files_.pop_back();
  }
}

Attributes AttributeStack::of(std::string_view path) const {
  std::array<std::optional<std::string>, kNames> values;
  std::size_t open = kNames;
  const std::string_view name = file_name(path);
  for (std::size_t f = files_.size(); f-- > 0 && open > 0;) {
    const std::string_view below = path.substr(files_[f].folder_length);
    for (std::size_t l = files_[f].lines.size(); l-- > 0 && open > 0;) {
      const Line& line = files_[f].lines[l];
      if (!line.pattern.matches(below, name, false)) continue;
      for (std::size_t s = line.settings.size(); s-- > 0;) {
        std::optional<std::string>& value = values[static_cast<std::size_t>(line.settings[s].name)];
        if (value) continue;
        value = line.settings[s].value;
        --open;
      }
    }
  }
  const auto text = [&](Name which) { return values[static_cast<std::size_t>(which)].value_or(""); };
  return {truth(text(Name::Generated)),
          truth(text(Name::Vendored)),
          truth(text(Name::Documentation)),
          truth(text(Name::Detectable)),
          text(Name::Language),
          truth(text(Name::Filter)).value_or(false) || truth(text(Name::Encoding)).value_or(false)};
}

}  // namespace assay
