// See escape.h.
#include "reports/escape.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "analyzer/base/text.h"

namespace assay {
namespace {

// Replaces each character that `escape` gives a text for; null: it stays.
template <class Escape>
std::string escaped(std::string_view text, const Escape& escape) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    if (const char* as = escape(c); as != nullptr) {
      out += as;
    } else {
      out += c;
    }
  }
  return out;
}

constexpr bool is_ascii_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}

std::size_t longest_run(std::string_view text, char of) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == of ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// A table's cell ends at a bar whatever stands around it, so that there only references are safe.
std::string code_element(std::string_view text) {
  std::string out = "<code>";
  for (const char c : text) {
    if (is_ascii_punctuation(c)) {
      fmt::format_to(std::back_inserter(out), "&#{};", static_cast<int>(c));
      if (c == '@') out += "<!-- -->";  // addresses are looked for in the text that references make
    } else {
      out += c;
    }
  }
  return out + "</code>";
}

// Whether the character at `at` of running text could begin something in Markdown.
bool acts_in_markdown(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (std::string_view("\\`*_{}[]<>!&$^~#@").find(c) != std::string_view::npos) return true;
  const bool ends_word = at + 1 == text.size() || is_blank(text[at + 1]);
  if (c == ':') return !ends_word;  // https:…
  if (std::string_view("+-=.)").find(c) == std::string_view::npos) return false;
  const bool first = text.substr(0, at).find_first_not_of("0123456789 ") == std::string_view::npos;
  if (first) return ends_word || c == '-' || c == '=';         // an item of a list, a heading, a rule
  return c == '.' && at > 0 && to_lower(text[at - 1]) == 'w';  // www.
}

std::string plain_markdown(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '|') {
      out += "&#124;";
      continue;
    }
    if (acts_in_markdown(text, i)) out += '\\';
    out += c;
    // Mentions and references (@name, #1, of GitLab's also !1 ~x %x $1 &1) are looked for in the rendered text: an empty
    // comment parts them.
    const bool reference = std::string_view("@#!~%$&").find(c) != std::string_view::npos;
    if (reference && i + 1 < text.size() && !is_blank(text[i + 1])) out += "<!-- -->";
  }
  return out;
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string out = escaped(printable(text), [](char c) -> const char* {
    switch (c) {
      case '&': return "&amp;";
      case '<': return "&lt;";
      case '>': return "&gt;";
      case '"': return "&quot;";
      default: return nullptr;
    }
  });
  // U+FFFE and U+FFFF are no characters of XML.
  for (const std::string_view none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (std::size_t at = out.find(none); at != std::string::npos; at = out.find(none, at))
      out.replace(at, none.size(), "\xEF\xBF\xBD");
  }
  return out;
}

std::string csv_cell(std::string_view text) {
  std::string shown = printable(text);
  if (!shown.empty() && std::string_view("=+-@").find(shown[0]) != std::string_view::npos) shown.insert(0, "'");
  // The semicolon parts cells in some countries' spreadsheets; a line that begins with `::` would command a runner.
  const bool quoted = shown.find_first_of("\",;:'") != std::string::npos;
  if (!quoted) return shown;
  return '"' + escaped(shown, [](char c) -> const char* { return c == '"' ? "\"\"" : nullptr; }) + '"';
}

std::string markdown_code(std::string_view text) {
  const std::string shown = printable(text);
  if (shown.find_first_not_of(' ') == std::string::npos) return {};
  if (shown.find('|') != std::string::npos) return code_element(shown);
  const std::string fence(longest_run(shown, '`') + 1, '`');
  // A reader takes one blank off both ends if both have one.
  const bool padded = shown.front() == '`' || shown.back() == '`' || (shown.front() == ' ' && shown.back() == ' ');
  return fence + (padded ? " " : "") + shown + (padded ? " " : "") + fence;
}

std::string markdown_text(std::string_view text) {
  const std::string shown = printable(text);
  const std::vector<std::string_view> parts = split(shown, '`');
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool code = i % 2 == 1;
    const bool closed = i + 1 < parts.size();
    if (code && closed && parts[i].find_first_not_of(' ') != std::string_view::npos) {
      out += markdown_code(parts[i]);
    } else {
      if (code) out += "\\`";
      out += plain_markdown(parts[i]);
      if (code && closed) out += "\\`";
    }
  }
  return out;
}

std::string workflow_message(std::string_view text) {
  return escaped(printable(text), [](char c) -> const char* { return c == '%' ? "%25" : nullptr; });
}

std::string workflow_property(std::string_view text) {
  return escaped(printable(text), [](char c) -> const char* {
    switch (c) {
      case '%': return "%25";
      case ':': return "%3A";
      case ',': return "%2C";
      default: return nullptr;
    }
  });
}

std::string uri_path(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (is_word(c) || c == '/' || c == '-' || c == '.' || c == '~') {
      out += c;
    } else {
      fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

std::string sarif_text(std::string_view text) {
  std::string out = printable(text);
  for (std::size_t at = out.find("]("); at != std::string::npos; at = out.find("](", at)) out.insert(at + 1, " ");
  return out;
}

}  // namespace assay
