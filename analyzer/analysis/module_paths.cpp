// See module_paths.h.
#include "analyzer/analysis/module_paths.h"

#include <algorithm>

#include "analyzer/base/text.h"

namespace assay {

// Asked for nearly each call: find_last_of would look each letter up among the four.
std::string_view take_last(std::string_view& text) {
  const auto separates = [](char c) { return c == '.' || c == '/' || c == ':' || c == '\\'; };
  while (!text.empty() && separates(text.back())) text.remove_suffix(1);
  std::size_t begin = text.size();
  while (begin > 0 && !separates(text[begin - 1])) --begin;
  const std::string_view last = text.substr(begin);
  text = text.substr(0, begin == 0 ? 0 : begin - 1);
  return last;
}

std::string_view without_extension(std::string_view path) {
  const std::size_t slash = path.find_last_of('/'), dot = path.find_last_of('.');
  return dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash) ? path.substr(0, dot) : path;
}

int common_tail(std::string_view module, std::string_view path) {
  int count = 0;
  while (!module.empty() && !path.empty()) {
    const std::string_view wanted = take_last(module);
    const std::size_t slash = path.find_last_of('/');
    const std::string_view part = slash == std::string_view::npos ? path : path.substr(slash + 1);
    if (wanted != part) break;
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
    ++count;
  }
  return count;
}

std::size_t common_folders(std::string_view a, std::string_view b) {
  std::size_t same = 0, count = 0;
  for (; same < a.size() && same < b.size() && a[same] == b[same]; ++same) count += a[same] == '/' ? 1 : 0;
  const auto ends = [same](std::string_view path) { return same == path.size() || path[same] == '/'; };
  return count + (ends(a) && ends(b) ? 1 : 0);
}

int affinity(std::string_view module, std::string_view path) {
  const std::string_view stem = without_extension(path);
  return std::max(common_tail(module, stem), common_tail(module, folder_of(path)));
}

}  // namespace assay
