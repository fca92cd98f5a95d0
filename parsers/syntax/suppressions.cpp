// See extractor_pass.h: comments that silence a finding.
//
//   for id in ids: fetch(id)  # assay-ignore: query-in-loop three rows at most until=2027-01-31
//   // assay-ignore: lock-held-across-io,task-per-item start-up only
//   the_code_it_speaks_of();
#include "parsers/syntax/extractor_pass.h"

namespace assay {
namespace {

constexpr std::string_view marker = "assay-ignore:";
constexpr std::string_view until_key = "until=";
constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  const std::size_t last = text.find_last_not_of(blanks);
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

// Takes the first word off `text`.
std::string_view take_word(std::string_view& text) {
  text = trimmed(text);
  const std::string_view word = text.substr(0, text.find_first_of(blanks));
  text.remove_prefix(word.size());
  text = trimmed(text);
  return word;
}

std::string_view without_end_of_comment(std::string_view text) {
  for (const std::string_view end : {"*/", "-->", "=#", "*)"}) {
    if (text.ends_with(end)) return trimmed(text.substr(0, text.size() - end.size()));
  }
  return text;
}

}  // namespace

void Extractor::Pass::note_suppressions(const AssayNode& comment) {
  const std::string_view text = text_.substr(comment.begin, comment.end - comment.begin);
  std::uint32_t line = comment.row + 1;
  std::size_t counted = 0;
  for (std::size_t at = text.find(marker); at != std::string_view::npos; at = text.find(marker, at)) {
    line += static_cast<std::uint32_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                                                  text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
    counted = at;
    at += marker.size();
    std::string_view rest = without_end_of_comment(trimmed(text.substr(at, text.find('\n', at) - at)));
    const std::string_view rules = take_word(rest);
    std::string_view until;
    if (const std::size_t key = rest.rfind(until_key);
        key != std::string_view::npos && (key == 0 || blanks.find(rest[key - 1]) != std::string_view::npos)) {
      until = rest.substr(key + until_key.size());
      rest = trimmed(rest.substr(0, key));
    }
    const bool behind_code = line == code_row_;
    out_.suppressions.emplace_back(line, behind_code ? line : 0U, out_.names.intern(rules), out_.names.intern(rest),
                                   out_.names.intern(until));
    if (behind_code && placed_suppressions_ + 1 == out_.suppressions.size()) ++placed_suppressions_;
  }
}

}  // namespace assay
