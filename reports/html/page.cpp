// See page.h: the words and the small elements that all parts of the report use.
#include "reports/html/page.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/escape.h"
#include "reports/terminal.h"
#include "reports/words.h"

namespace assay {
namespace {

void replace_all(std::string& text, std::string_view mark, std::string_view with) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + with.size()))
    text.replace(at, mark.size(), with);
}

}  // namespace

std::string_view answer_words(Answer answer) {
  switch (answer) {
    case Answer::Rust: return "Rust core";
    case Answer::Go: return "Go service";
    case Answer::Keep: break;
  }
  return "Keep";
}

std::string_view relation_words(RelationKind kind) {
  switch (kind) {
    case RelationKind::Rpc: return "remote procedures";
    case RelationKind::Http: return "web requests";
    case RelationKind::Queue: return "messages";
    case RelationKind::Link: return "linking";
    case RelationKind::Include: return "headers";
    case RelationKind::Call: break;
  }
  return "calls";
}

std::string title_of(const Report& report) {
  return report.text.title.empty() ? "Rust, Go or keep: an assessment of " + report.name : report.text.title;
}

std::string percent(double share, int digits) { return fmt::format("{:.{}f} %", share * 100, digits); }

std::string counted(std::uint64_t count, std::string_view one) {
  return fmt::format("{} {}{}", grouped(count), one, count == 1 ? "" : "s");
}

std::string days_words(std::uint64_t days) {
  if (days < 60) return counted(days, "day");
  if (days < 730) return counted(days / 30, "month");
  return counted(days / 365, "year");
}

std::string capitalised(std::string_view sentence) {
  std::string text(sentence);
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : between).append(word);
  return text;
}

std::string source_link(const HtmlPage& page, std::string_view file, std::uint32_t line) {
  std::string url = page.report.text.source_url;
  if (url.empty() || page.report.revision.empty()) return {};
  replace_all(url, "{revision}", page.report.revision);
  replace_all(url, "{line}", fmt::format("{}", std::max(line, 1U)));
  replace_all(url, "{path}", uri_path(file));
  return url;
}

void begin_page(HtmlPage& page, std::string_view id, std::string_view title) {
  page.html.open("section", {{"class", "page"}, {"id", id}});
  page.html.element("h2", title);
}

void end_page(HtmlPage& page) { page.html.close(); }

void paragraph(HtmlPage& page, std::string_view text, std::string_view kind) {
  if (kind.empty()) {
    page.html.element("p", text);
  } else {
    page.html.element("p", text, {{"class", kind}});
  }
}

void sentence(HtmlPage& page, std::string_view text) {
  while (!text.empty()) {
    const std::size_t begin = text.find('`');
    const std::size_t end = begin == std::string_view::npos ? begin : text.find('`', begin + 1);
    if (end == std::string_view::npos) break;
    page.html.text(text.substr(0, begin)).element("code", text.substr(begin + 1, end - begin - 1));
    text.remove_prefix(end + 1);
  }
  page.html.text(text);
}

void place(HtmlPage& page, std::string_view file, std::uint32_t line) {
  const std::string where = place_words(file, line);
  const std::string url = source_link(page, file, line);
  if (url.empty()) {
    page.html.element("code", where);
  } else {
    page.html.open("a", {{"href", url}, {"rel", "noreferrer"}}).element("code", where).close();
  }
}

void badge(HtmlPage& page, Answer answer) {
  const std::string kind = fmt::format("badge {}", answer_name(answer));
  page.html.element("span", answer_words(answer), {{"class", kind}});
}

void component_link(HtmlPage& page, std::size_t i) {
  if (page.has_page[i]) {
    page.html.element("a", page.component(i).id, {{"href", "#component-" + page.component(i).id}});
  } else {
    page.html.text(page.component(i).id);
  }
}

void meter(HtmlPage& page, double share, std::string_view label) {
  const std::string value = fmt::format("{:.2f}", std::clamp(share, 0.0, 1.0));
  page.html.open("meter", {{"value", value}, {"aria-label", label}}).text(value).close();
  page.html.text(" " + value);
}

void number_cell(HtmlPage& page, std::string_view text) { page.html.element("td", text, {{"class", "n"}}); }

void begin_table(HtmlPage& page, std::string_view caption, std::initializer_list<Column> columns,
                 std::string_view kind) {
  HtmlWriter& html = page.html;
  html.open("div", {{"class", "wide"}, {"role", "group"}, {"tabindex", "0"}, {"aria-label", caption}});
  const std::string classes = fmt::format("table {}", kind);
  html.open("table", {{"class", classes}}).element("caption", caption).open("thead").open("tr");
  for (const Column& column : columns) {
    if (column.cells == Cells::Number) {
      html.element("th", column.name, {{"scope", "col"}, {"class", "n"}});
    } else {
      html.element("th", column.name, {{"scope", "col"}});
    }
  }
  html.close().close().open("tbody");
}

void end_table(HtmlPage& page) { page.html.close().close().close(); }

}  // namespace assay
