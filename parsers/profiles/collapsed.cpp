// Folded stacks: `outer;inner 42` per line.
#include <vector>

#include "analyzer/base/text.h"
#include "parsers/profiles/frame_text.h"
#include "parsers/profiles/readers.h"
#include "parsers/profiles/text_lines.h"

namespace assay {

Read read_collapsed(std::string_view text, ProfileBuilder& out) {
  out.set_unit("samples");
  std::vector<std::uint32_t> stack;
  for (std::string_view line; next_line(text, line);) {
    line = trim(line);
    if (line.empty() || line[0] == '#') continue;
    const std::size_t blank = line.find_last_of(" \t");
    double weight = 0;
    if (blank == line.npos || !parse_number(line.substr(blank + 1), weight)) {
      out.damaged();
      continue;
    }
    stack.clear();
    for (std::string_view rest = line.substr(0, blank); !rest.empty();) {
      const std::size_t end = rest.find(';');
      if (const std::string_view piece = trim(rest.substr(0, end)); !piece.empty())
        stack.push_back(out.frame(frame_of_text(piece)));
      rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
    }
    out.add_stack(stack, weight);
  }
  if (out.empty()) return failure("no line is a stack and a number");
  return true;
}

}  // namespace assay
