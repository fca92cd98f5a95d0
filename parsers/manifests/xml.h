// An XML text as a tree with line numbers. pugixml parses without recursion and knows no external entities.
#pragma once

#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace assay::manifests {

class Xml {
 public:
  explicit Xml(std::string_view text);

  const std::string& trouble() const { return trouble_; }  // empty: all was read
  pugi::xml_node root() const { return document_.document_element(); }
  std::uint32_t line(const pugi::xml_node& node) const;

 private:
  pugi::xml_document document_;
  std::vector<std::size_t> line_ends_;
  std::string trouble_;
};

// The trimmed text directly inside the child of that name.
std::string_view child_text(const pugi::xml_node& node, const char* name);

}  // namespace assay::manifests
