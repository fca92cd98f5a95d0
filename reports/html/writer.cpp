// See writer.h.
#include "reports/html/writer.h"

#include "analyzer/base/check.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

// A new line before these keeps the source readable.
bool stands_alone(std::string_view tag) {
  for (const std::string_view block :
       {"section", "table", "tr", "h2", "h3", "h4", "p", "ul", "li", "figure", "dl", "div"}) {
    if (tag == block) return true;
  }
  return false;
}

}  // namespace

std::string html_text(std::string_view foreign) {
  std::string out;
  const std::string shown = printable(foreign);
  out.reserve(shown.size());
  for (const char c : shown) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string json_in_html(std::string_view json) {
  std::string out;
  out.reserve(json.size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    // Outside of strings JSON has none of these characters.
    switch (json[i]) {
      case '<': out += "\\u003c"; break;
      case '>': out += "\\u003e"; break;
      case '&': out += "\\u0026"; break;
      default: out += json[i];
    }
  }
  return out;
}

void HtmlWriter::start(std::string_view tag, HtmlAttributes attributes) {
  if (stands_alone(tag)) out_ += '\n';
  out_.append("<").append(tag);
  for (const auto& [name, value] : attributes) {
    out_.append(" ").append(name);
    if (!value.empty()) out_.append("=\"").append(html_text(value)).append("\"");
  }
}

HtmlWriter& HtmlWriter::open(std::string_view tag, HtmlAttributes attributes) {
  start(tag, attributes);
  out_ += '>';
  opened_.emplace_back(tag);
  return *this;
}

HtmlWriter& HtmlWriter::text(std::string_view foreign) {
  out_ += html_text(foreign);
  return *this;
}

HtmlWriter& HtmlWriter::close() {
  CHECK(!opened_.empty(), "an element is closed that was never opened");
  out_.append("</").append(opened_.back()).append(">");
  opened_.pop_back();
  return *this;
}

HtmlWriter& HtmlWriter::element(std::string_view tag, std::string_view text_of, HtmlAttributes attributes) {
  return open(tag, attributes).text(text_of).close();
}

HtmlWriter& HtmlWriter::line_break() {
  out_ += '\n';
  return *this;
}

HtmlWriter& HtmlWriter::empty(std::string_view tag, HtmlAttributes attributes) {
  start(tag, attributes);
  out_ += '>';
  return *this;
}

}  // namespace assay
