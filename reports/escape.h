// Foreign text for each kind of sink: what a reader of that format gets back is the text, and nothing in it acts.
//
// JSON has its own in json_writer.h, terminals printable() in text.h, HTML its writer. All take any bytes and give valid
// UTF-8. "Shown" means as printable() shows it: controls, invisible and misplaced bytes by their names.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// XML 1.0, for text and for attributes in double quotes. Shown.
std::string xml_text(std::string_view text);

// One cell of RFC 4180, quoted where it has to be. Shown. A spreadsheet takes what begins with = + - @ for a formula: such a
// cell gets an apostrophe before it, which spreadsheets do not show and other readers have to take off.
std::string csv_cell(std::string_view text);

// Markdown as GitHub and GitLab read it, also inside a table's cell: a code span, where nothing is a link, a mention or
// HTML. Shown; an empty text has no span.
std::string markdown_code(std::string_view text);
// A sentence of ours with foreign names in it: what stands in single back-quotes becomes code spans, all else is text.
std::string markdown_text(std::string_view text);

// What stands behind `::warning …::`, and the value of one of its properties (the runner's own escaping). Shown.
std::string workflow_message(std::string_view text);
std::string workflow_property(std::string_view text);

// A repository path as a relative URI reference of RFC 3986: its bytes percent-encoded but for unreserved characters and
// slashes. No part of it reads as a scheme, since a colon is encoded, too.
std::string uri_path(std::string_view path);

// SARIF's plain text messages take `[a](b)` for a link: the two brackets are set apart. Shown.
std::string sarif_text(std::string_view text);

}  // namespace assay
