#include "parsers/manifests/xml.h"

#include <algorithm>

#include "parsers/manifests/text.h"

namespace assay::manifests {

Xml::Xml(std::string_view text) {
  const auto declaration = text.find("<!DOCTYPE");
  if (declaration != std::string_view::npos && text.find("<!ENTITY", declaration) != std::string_view::npos) {
    trouble_ = "declares entities, not read";
    return;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') line_ends_.push_back(i);
  }
  const pugi::xml_parse_result result =
      document_.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  if (result.status != pugi::status_ok) {
    const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0));
    const auto before = std::lower_bound(line_ends_.begin(), line_ends_.end(), at) - line_ends_.begin();
    trouble_ = "not valid XML from line " + std::to_string(before + 1) + " on";
  }
}

std::uint32_t Xml::line(const pugi::xml_node& node) const {
  const std::ptrdiff_t offset = node.offset_debug();
  if (offset < 0) return 0;
  const auto at = static_cast<std::size_t>(offset);
  return static_cast<std::uint32_t>(std::lower_bound(line_ends_.begin(), line_ends_.end(), at) - line_ends_.begin()) +
         1;
}

std::string_view child_text(const pugi::xml_node& node, const char* name) {
  return trim(node.child(name).child_value());
}

}  // namespace assay::manifests
