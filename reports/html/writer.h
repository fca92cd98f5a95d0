// HTML as it is written: elements that close in order, and the one place where foreign text is escaped.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

// Text for an element or a quoted attribute. Control, bidirectional and invisible characters are made visible first
// (printable()), so the reader sees what stands there.
std::string html_text(std::string_view foreign);

// JSON inside a script element: nothing in it can end the element or begin a comment.
std::string json_in_html(std::string_view json);

// An attribute with an empty value is written as its name alone.
using HtmlAttributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class HtmlWriter {
 public:
  explicit HtmlWriter(std::string& out) : out_(out) {}

  HtmlWriter& open(std::string_view tag, HtmlAttributes attributes = {});
  HtmlWriter& text(std::string_view foreign);
  HtmlWriter& close();

  HtmlWriter& element(std::string_view tag, std::string_view text, HtmlAttributes attributes = {});
  HtmlWriter& empty(std::string_view tag, HtmlAttributes attributes = {});  // without content or end: img, rect

  HtmlWriter& line_break();  // of the source: for lines inside pre

  std::size_t size() const { return out_.size(); }

 private:
  void start(std::string_view tag, HtmlAttributes attributes);

  std::string& out_;
  std::vector<std::string> opened_;
};

}  // namespace assay
