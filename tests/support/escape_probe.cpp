// What do the escapers make of a text? For property tests that read the results with foreign parsers.
// usage: escape_probe SINK < texts: one a line in hexadecimal digits; prints each result so.
#include <cstdio>
#include <iostream>
#include <map>
#include <string>

#include "analyzer/base/text.h"
#include "reports/escape.h"
#include "reports/html/writer.h"
#include "reports/json_writer.h"

namespace {

using assay::JsonWriter;

std::string json(std::string_view text) {
  std::string out;
  JsonWriter(out).value(text);
  return out;
}

std::string html_json(std::string_view text) { return assay::json_in_html(json(text)); }

const std::map<std::string, std::string (*)(std::string_view)> sinks = {
    {"printable", assay::printable},
    {"json", json},
    {"xml", assay::xml_text},
    {"csv", assay::csv_cell},
    {"markdown-code", assay::markdown_code},
    {"markdown-text", assay::markdown_text},
    {"workflow-message", assay::workflow_message},
    {"workflow-property", assay::workflow_property},
    {"uri", assay::uri_path},
    {"sarif", assay::sarif_text},
    {"html", assay::html_text},
    {"html-json", html_json},
};

}  // namespace

int main(int count, char** arguments) {
  const auto sink = sinks.find(count == 2 ? arguments[1] : "");
  if (sink == sinks.end()) return 2;
  for (std::string line; std::getline(std::cin, line);) {
    std::string text;
    for (std::size_t i = 0; i + 1 < line.size(); i += 2)
      text += static_cast<char>(std::stoi(line.substr(i, 2), nullptr, 16));
    for (const char c : sink->second(text)) std::printf("%02x", static_cast<unsigned char>(c));
    std::printf("\n");
  }
  return 0;
}
