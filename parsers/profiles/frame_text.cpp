// See frame_text.h.
#include "parsers/profiles/frame_text.h"

#include <charconv>

#include "analyzer/base/text.h"
#include "parsers/profiles/text_lines.h"

namespace assay {
namespace {

// 0: it is none.
std::uint32_t number_of(std::string_view text) {
  std::uint32_t number = 0;
  return parse_number(text, number) ? number : 0;
}

bool looks_like_path(std::string_view text) {
  if (text.empty() || text.find('\n') != text.npos) return false;
  if (text.find('/') != text.npos || text.find('\\') != text.npos) return true;
  const std::size_t dot = text.rfind('.');  // file.py
  return dot != text.npos && dot > 0 && dot + 1 < text.size() && text.size() - dot <= 6 && is_alpha(text[dot + 1]) &&
         text.find(' ') == text.npos;
}

// `path:line` or `path:line:column` → the frame's place; false: it is no place.
bool set_place(std::string_view text, ProfileFrame& frame) {
  std::size_t colon = text.rfind(':');
  std::uint32_t last = colon == text.npos ? 0 : number_of(text.substr(colon + 1));
  std::string_view path = last != 0 ? text.substr(0, colon) : text;
  std::uint32_t line = last;
  colon = path.rfind(':');
  if (last != 0 && colon != path.npos) {
    if (const std::uint32_t before = number_of(path.substr(colon + 1)); before != 0) {
      line = before;
      frame.column = last;
      path = path.substr(0, colon);
    }
  }
  if (!looks_like_path(path)) {
    frame.column = 0;
    return false;
  }
  frame.file = path_of_url(path);
  frame.line = line;
  return true;
}

std::string_view without_flame_graph_suffix(std::string_view text) {
  const std::size_t size = text.size();
  if (size > 4 && text[size - 1] == ']' && text[size - 3] == '[' && text[size - 4] == '_')
    return text.substr(0, size - 4);
  return text;
}

// What V8 writes into perf's map: the kind of code, marks of its tier, the name, the place.
bool set_from_v8_map(std::string_view text, ProfileFrame& frame) {
  for (const std::string_view kind : {"LazyCompile:", "Function:", "Eval:", "Script:", "JS:", "Interpreter:"}) {
    if (!text.starts_with(kind)) continue;
    text.remove_prefix(kind.size());
    while (!text.empty() && (text[0] == '*' || text[0] == '~' || text[0] == '^' || text[0] == '+'))
      text.remove_prefix(1);
    const std::size_t blank = text.find(' ');
    if (blank == text.npos || !set_place(text.substr(blank + 1), frame)) {
      frame.name = text;
    } else {
      frame.name = text.substr(0, blank);
    }
    return true;
  }
  return false;
}

}  // namespace

ProfileFrame frame_of_text(std::string_view text) {
  ProfileFrame frame;
  text = without_flame_graph_suffix(trim(text));
  if (set_from_v8_map(text, frame)) return frame;
  if (text.starts_with("py::")) {
    const std::size_t colon = text.find(':', 4);
    frame.name = text.substr(4, colon == text.npos ? text.npos : colon - 4);
    if (colon != text.npos) frame.file = text.substr(colon + 1);
    return frame;
  }
  if (text.ends_with(')')) {
    const std::size_t open = text.rfind(" (");
    if (open != text.npos && set_place(text.substr(open + 2, text.size() - open - 3), frame)) {
      frame.name = text.substr(0, open);
      return frame;
    }
  }
  if (const std::size_t dash = text.rfind(" - "); dash != text.npos && set_place(text.substr(dash + 3), frame)) {
    frame.name = text.substr(0, dash);
    return frame;
  }
  // file:name:line
  const std::size_t last = text.rfind(':');
  const std::size_t first = text.find(':');
  if (last != text.npos && first < last && number_of(text.substr(last + 1)) != 0 && text[first + 1] != ':' &&
      looks_like_path(text.substr(0, first))) {
    frame.file = text.substr(0, first);
    frame.name = text.substr(first + 1, last - first - 1);
    frame.line = number_of(text.substr(last + 1));
    return frame;
  }
  frame.name = text;
  return frame;
}

std::string path_of_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != url.npos && scheme < 12) {
    const bool file = url.substr(0, scheme) == "file";
    url.remove_prefix(scheme + 3);
    if (!file) url.remove_prefix(std::min(url.find('/'), url.size()));
    url = url.substr(0, url.find_first_of("?#"));
  } else if (url.find('%') == url.npos) {
    return std::string(url);
  }
  std::string path;
  for (std::size_t i = 0; i < url.size(); ++i) {
    unsigned value = 0;
    if (url[i] == '%' && i + 2 < url.size() &&
        std::from_chars(url.data() + i + 1, url.data() + i + 3, value, 16).ptr == url.data() + i + 3 && value != 0) {
      path += static_cast<char>(value);
      i += 2;
    } else {
      path += url[i];
    }
  }
  return path;
}

}  // namespace assay
