// TOML text → document. It reads, it does not validate: what the grammar forbids but is clear is taken, and after a
// line that cannot be understood reading goes on with the next. (toml++ 3.3 asserts on some malformed values and runs
// into undefined behaviour without assertions, so hostile bytes are not for it.)

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "analyzer/base/text.h"
#include "parsers/manifests/document.h"

namespace assay::manifests {

namespace {

using Path = std::vector<std::string>;  // of a dotted key

class Reader {
 public:
  Reader(std::string_view text, Document& document) : text_(text), document_(document) {
    root_ = document_.add(0, Document::Kind::Map, 1, {}, {});
    table_ = root_;
  }

  void read() {
    while (!at_end() && !document_.full()) {
      skip_blanks();
      const std::uint32_t line = line_;
      if (at_end()) break;
      const bool understood = peek() == '\n' || peek() == '#' || (peek() == '[' ? header() : pair(table_));
      skip_blanks();
      const bool ends = at_end() || peek() == '\n' || peek() == '#';
      if (!understood || !ends) document_.set_trouble("not valid TOML in line " + std::to_string(line));
      while (!at_end() && peek() != '\n') next();
      if (!at_end()) next();
    }
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char peek() const { return text_[at_]; }
  bool here(std::string_view mark) const { return text_.substr(at_).starts_with(mark); }

  void next() {
    if (text_[at_++] == '\n') ++line_;
  }
  bool take(char wanted) {
    if (at_end() || peek() != wanted) return false;
    next();
    return true;
  }
  void skip_blanks() {
    while (!at_end() && (peek() == ' ' || peek() == '\t' || peek() == '\r')) next();
  }
  // Inside brackets, lines and comments are blanks, too.
  void skip_lines() {
    for (skip_blanks(); !at_end() && (peek() == '\n' || peek() == '#'); skip_blanks()) {
      while (!at_end() && peek() != '\n') next();
      if (!at_end()) next();
    }
  }

  // a.b."c d"
  std::optional<Path> key() {
    Path path;
    do {
      skip_blanks();
      if (at_end()) return std::nullopt;
      if (path.size() == max_document_depth) {
        document_.set_trouble("nested too deeply in line " + std::to_string(line_));
        return std::nullopt;
      }
      if (peek() == '"' || peek() == '\'') {
        auto text = string();
        if (!text) return std::nullopt;
        path.push_back(std::move(*text));
      } else {
        const std::size_t begin = at_;
        while (!at_end() && (is_word(peek()) || peek() == '-' || static_cast<unsigned char>(peek()) >= 0x80)) next();
        if (at_ == begin) return std::nullopt;
        path.emplace_back(text_.substr(begin, at_ - begin));
      }
      skip_blanks();
    } while (take('.'));
    return path;
  }

  // The child of that name, made where there is none.
  std::uint32_t child(std::uint32_t parent, const std::string& name, Document::Kind kind) {
    const auto known = index_.find({parent, name});
    if (known != index_.end()) return known->second;
    const std::uint32_t node = document_.add(parent, kind, line_, name, {});
    if (node != 0) index_.emplace(std::pair(parent, name), node);
    return node;
  }

  // The table of that name; of an array of tables, the last one. 0: the name is taken by a value.
  std::uint32_t descend(std::uint32_t parent, const std::string& name) {
    std::uint32_t node = child(parent, name, Document::Kind::Map);
    if (document_.node(node).kind == Document::Kind::List) node = document_.node(node).last;
    return document_.node(node).kind == Document::Kind::Map ? node : 0;
  }

  std::uint32_t descend_to_last(std::uint32_t from, const Path& path) {
    for (std::size_t i = 0; i + 1 < path.size() && from != 0; ++i) from = descend(from, path[i]);
    return from;
  }

  // [a.b] and [[a.b]]
  bool header() {
    next();
    const bool array = take('[');
    const auto path = key();
    if (!path || !take(']') || (array && !take(']'))) return false;
    const std::uint32_t parent = descend_to_last(root_, *path);
    if (parent == 0) return false;
    std::uint32_t node = 0;
    if (array) {
      const std::uint32_t list = child(parent, path->back(), Document::Kind::List);
      if (document_.node(list).kind == Document::Kind::List)
        node = document_.add(list, Document::Kind::Map, line_, {}, {});
    } else {
      node = descend(parent, path->back());
    }
    if (node == 0) return false;
    table_ = node;
    return true;
  }

  // Where a value goes.
  struct Place {
    std::uint32_t parent = 0;
    std::string key;
    std::uint32_t line = 0;
  };

  // `a.b =`
  std::optional<Place> assignment(std::uint32_t table) {
    const std::uint32_t line = line_;
    auto path = key();
    if (!path || !take('=')) return std::nullopt;
    const std::uint32_t parent = descend_to_last(table, *path);
    if (parent == 0) return std::nullopt;
    return Place{parent, std::move(path->back()), line};
  }

  bool pair(std::uint32_t table) {
    auto place = assignment(table);
    return place && value(std::move(*place));
  }

  std::uint32_t add(const Place& place, Document::Kind kind, std::string text) {
    const std::uint32_t node = document_.add(place.parent, kind, place.line, place.key, std::move(text));
    if (node != 0 && !place.key.empty()) index_.emplace(std::pair(place.parent, place.key), node);
    return node;
  }

  // A value with all that is inside it; open brackets are kept on a stack.
  bool value(Place place) {
    std::vector<std::pair<std::uint32_t, char>> open;  // node, closing bracket
    for (bool more = true; more;) {
      skip_blanks();
      if (at_end()) return false;
      if (peek() == '[' || peek() == '{') {
        if (open.size() == max_document_depth) {
          document_.set_trouble("nested too deeply in line " + std::to_string(line_));
          return false;
        }
        const bool list = peek() == '[';
        next();
        const std::uint32_t node = add(place, list ? Document::Kind::List : Document::Kind::Map, {});
        if (node == 0) return false;
        open.emplace_back(node, list ? ']' : '}');
      } else if (!scalar(place)) {
        return false;
      }
      more = false;
      while (!open.empty() && !more) {
        skip_lines();
        if (at_end()) return false;
        if (take(',')) continue;
        if (take(open.back().second)) {
          open.pop_back();
        } else if (open.back().second == ']') {
          place = Place{open.back().first, {}, line_};
          more = true;
        } else if (auto inner = assignment(open.back().first)) {
          place = std::move(*inner);
          more = true;
        } else {
          return false;
        }
      }
    }
    return true;
  }

  bool scalar(const Place& place) {
    if (peek() == '"' || peek() == '\'') {
      auto text = string();
      return text && add(place, Document::Kind::Text, std::move(*text)) != 0;
    }
    const std::size_t begin = at_;
    while (!at_end() && std::string_view(",]}#\n").find(peek()) == std::string_view::npos) next();
    const std::string_view text = trim(text_.substr(begin, at_ - begin));
    if (text == "true" || text == "false") return add(place, Document::Kind::Bool, std::string(text)) != 0;
    const std::string_view magnitude = text.substr(!text.empty() && (text[0] == '+' || text[0] == '-') ? 1 : 0);
    const bool number = !magnitude.empty() && (is_digit(magnitude[0]) || magnitude == "inf" || magnitude == "nan");
    return number && add(place, Document::Kind::Number, std::string(text)) != 0;  // dates count as numbers
  }

  // "…", '…', """…""" and '''…'''
  std::optional<std::string> string() {
    const char quote = peek();
    const bool literal = quote == '\'';
    const std::string_view mark = literal ? "'''" : "\"\"\"";
    const bool block = here(mark);
    at_ += block ? 3 : 1;
    if (block && here("\r\n")) ++at_;
    if (block && here("\n")) next();
    std::string result;
    while (!at_end()) {
      if (block ? here(mark) : peek() == quote) {
        at_ += block ? 3 : 1;
        while (block && !at_end() && peek() == quote)
          result += text_[at_++];  // up to two quotes may stand before the end
        return result;
      }
      if (peek() == '\n' && !block) return std::nullopt;
      if (peek() == '\\' && !literal) {
        if (!escape(result)) return std::nullopt;
      } else {
        result += peek();
        next();
      }
    }
    return std::nullopt;
  }

  bool escape(std::string& result) {
    next();
    if (at_end()) return false;
    const char c = peek();
    constexpr std::string_view letters = "btnfre\"\\";
    constexpr std::string_view meanings = "\b\t\n\f\r\x1b\"\\";
    if (const auto known = letters.find(c); known != std::string_view::npos) {
      result += meanings[known];
      next();
      return true;
    }
    if (c == 'u' || c == 'U' || c == 'x') {
      const std::size_t digits = c == 'u' ? 4 : c == 'U' ? 8 : 2;
      char32_t code = 0;
      for (std::size_t i = 1; i <= digits; ++i) {
        const char digit = at_ + i < text_.size() ? to_lower(text_[at_ + i]) : '\0';
        if (!is_digit(digit) && !(digit >= 'a' && digit <= 'f')) return false;
        code = code * 16 + static_cast<char32_t>(is_digit(digit) ? digit - '0' : digit - 'a' + 10);
      }
      at_ += digits + 1;
      const bool character = code < 0xD800 || (code > 0xDFFF && code < 0x110000);
      append_utf8(result, character ? code : 0xFFFD);
      return true;
    }
    // A backslash at a line's end takes the line end and the blanks that follow.
    skip_blanks();
    if (at_end() || peek() != '\n') return false;
    while (!at_end() && is_blank(peek())) next();
    return true;
  }

  std::string_view text_;
  Document& document_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t root_ = 0;
  std::uint32_t table_ = 0;                                               // the one that the last header named
  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> index_;  // parent, name → child
};

}  // namespace

Document load_toml(std::string_view text) {
  Document document;
  Reader(text, document).read();
  return document;
}

}  // namespace assay::manifests
