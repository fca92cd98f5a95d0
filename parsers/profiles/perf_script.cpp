// `perf script`: a header line per sample, its frames innermost first, an empty line.
#include <algorithm>
#include <vector>

#include "analyzer/base/text.h"
#include "parsers/profiles/frame_text.h"
#include "parsers/profiles/readers.h"
#include "parsers/profiles/text_lines.h"

namespace assay {
namespace {

// `prog 12 [001] 1.5:  10101 cycles:u: ` → event `cycles:u`, period 10101; without a period each sample counts one.
struct Header {
  std::string_view event;
  double period = 1;
};

Header header_of(std::string_view line) {
  Header header;
  line = trim(line);
  // The event is the last word that ends with a colon; some fields may stand behind it.
  const std::size_t end = line.find_last_of(':');
  if (end == line.npos) return header;
  const std::string_view before = line.substr(0, end);
  const std::size_t begin = before.find_last_of(" \t");
  header.event = before.substr(begin == before.npos ? 0 : begin + 1);
  if (begin == before.npos) return header;
  const std::string_view rest = trim(before.substr(0, begin));
  const std::size_t blank = rest.find_last_of(" \t");
  double period = 0;
  if (parse_number(rest.substr(blank == rest.npos ? 0 : blank + 1), period) && period > 0) header.period = period;
  return header;
}

// `55d0c2 name+0x12 (/path/to/binary)`; empty name: it is no frame.
ProfileFrame frame_of(std::string_view line) {
  line = trim(line);
  const std::size_t blank = line.find(' ');
  const std::string_view address = line.substr(0, blank);
  const bool hexadecimal = !address.empty() && address.find_first_not_of("0123456789abcdefABCDEF") == address.npos;
  if (!hexadecimal || blank == line.npos) return {};
  std::string_view name = trim(line.substr(blank));
  if (const std::size_t open = name.rfind(" ("); open != name.npos) {
    const std::string_view module_name = name.substr(open + 2);
    name = trim(name.substr(0, open));
    if (module_name == "inlined)") {  // `name (inlined)`, or `name (binary) (inlined)`
      if (const std::size_t inner = name.rfind(" ("); inner != name.npos && name.ends_with(')'))
        name = name.substr(0, inner);
    }
  }
  if (const std::size_t offset = name.rfind("+0x"); offset != name.npos) name = name.substr(0, offset);
  return frame_of_text(name);
}

}  // namespace

Read read_perf_script(std::string_view text, ProfileBuilder& out) {
  std::vector<ProfileFrame> frames;  // of the current sample, innermost first
  std::vector<std::uint32_t> stack;
  std::string event;  // the first one; samples of others are left out
  Header header;
  bool open = false;
  std::uint64_t others = 0;
  const auto finish = [&] {
    if (!open) return;
    open = false;
    if (frames.empty()) return;
    if (event.empty()) event = header.event;
    if (header.event != event) {
      ++others;
      return;
    }
    stack.clear();
    for (auto frame = frames.rbegin(); frame != frames.rend(); ++frame) stack.push_back(out.frame(std::move(*frame)));
    out.add_stack(stack, header.period);
  };
  for (std::string_view line; next_line(text, line);) {
    if (trim(line).empty()) {
      finish();
    } else if (line[0] == '#') {
      continue;
    } else if (line[0] != '\t' && line[0] != ' ') {
      finish();
      header = header_of(line);
      frames.clear();
      open = true;
    } else if (!open) {
      out.damaged();
    } else if (ProfileFrame frame = frame_of(line); !frame.name.empty()) {
      frames.push_back(std::move(frame));
    } else if (!frames.empty()) {  // with -F +srcline: the place of the frame above
      const ProfileFrame place = frame_of_text("x (" + std::string(trim(line)) + ")");
      if (!place.file.empty()) {
        frames.back().file = place.file;
        frames.back().line = place.line;
      }
    } else {
      out.damaged();
    }
  }
  finish();
  out.set_unit(event.empty() ? "samples" : event);
  if (others > 0) out.note(std::to_string(others) + " samples of other events than " + event + " are left out");
  if (out.empty()) return failure("no sample has a frame (record with `-g`, print with `perf script`)");
  return true;
}

}  // namespace assay
