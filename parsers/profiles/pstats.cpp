// The table that Python's pstats prints: ncalls, tottime, percall, cumtime, percall, filename:lineno(function).
#include <array>

#include "analyzer/base/text.h"
#include "parsers/profiles/readers.h"
#include "parsers/profiles/text_lines.h"

namespace assay {
namespace {

// `file.py:12(name)`; `{built-in method x}` and `{method 'x' of 'y' objects}` are all name.
ProfileFrame frame_of(std::string_view text) {
  ProfileFrame frame;
  const std::size_t open = text.find('(');
  const std::size_t colon = text.substr(0, open).rfind(':');
  if (text.ends_with(')') && open != text.npos && colon != text.npos &&
      parse_number(text.substr(colon + 1, open - colon - 1), frame.start_line)) {
    frame.file = text.substr(0, colon);
    frame.line = frame.start_line;
    frame.name = text.substr(open + 1, text.size() - open - 2);
  } else {
    frame.name = text;
  }
  return frame;
}

}  // namespace

Read read_pstats(std::string_view text, ProfileBuilder& out) {
  out.set_unit("seconds");
  bool in_table = false;
  for (std::string_view line; next_line(text, line);) {
    line = trim(line);
    if (line.starts_with("ncalls")) {
      in_table = true;
      continue;
    }
    if (!in_table || line.empty()) continue;
    std::array<std::string_view, 5> fields;
    std::string_view rest = line;
    for (std::string_view& field : fields) {
      rest = trim(rest);
      const std::size_t end = rest.find(' ');
      field = rest.substr(0, end);
      rest.remove_prefix(end == rest.npos ? rest.size() : end);
    }
    double self = 0, cumulative = 0;
    rest = trim(rest);
    if (rest.empty() || !parse_number(fields[1], self) || !parse_number(fields[3], cumulative)) {
      out.damaged();
      continue;
    }
    const std::uint32_t frame = out.frame(frame_of(rest));
    out.add_row({frame, frame, self, cumulative > self ? cumulative - self : 0});
  }
  if (out.empty()) return failure("there is no row below `ncalls  tottime …`");
  return true;
}

}  // namespace assay
