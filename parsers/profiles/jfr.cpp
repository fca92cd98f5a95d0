// What `jfr print --events jdk.ExecutionSample` writes, as text or JSON: one stack per sample, innermost frame first.
#include <algorithm>
#include <vector>

#include "analyzer/base/text.h"
#include "parsers/profiles/json_text.h"
#include "parsers/profiles/readers.h"
#include "parsers/profiles/text_lines.h"

namespace assay {
namespace {

using simdjson::dom::element;

void add(std::vector<std::uint32_t>& innermost_first, ProfileBuilder& out) {
  std::reverse(innermost_first.begin(), innermost_first.end());
  out.add_stack(innermost_first, 1);
  innermost_first.clear();
}

// `com.example.Parser.parse(String, int) line: 12`
ProfileFrame frame_of(std::string_view line) {
  ProfileFrame frame;
  if (const std::size_t at = line.rfind(" line: "); at != line.npos) {
    parse_number(trim(line.substr(at + 7)), frame.line);
    line = line.substr(0, at);
  }
  frame.name = trim(line.substr(0, line.find('(')));
  return frame;
}

bool is_sample(std::string_view event) { return event == "jdk.ExecutionSample" || event == "jdk.NativeMethodSample"; }

Read read_samples(element root, ProfileBuilder& out) {
  out.set_unit("samples");
  element recording;
  if (root["recording"].get(recording)) return failure("it has no `recording.events`");
  std::vector<std::uint32_t> stack;
  each(recording, "events", [&](element event) {
    if (!is_sample(text_member(event, "type"))) return;
    simdjson::dom::array frames;
    if (event["values"]["stackTrace"]["frames"].get(frames)) {
      out.damaged();
      return;
    }
    for (const element item : frames) {
      if (stack.size() > out.depth_left()) break;
      element method, type;
      if (item["method"].get(method)) continue;
      ProfileFrame frame;
      if (!method["type"].get(type)) frame.name = text_member(type, "name");
      std::replace(frame.name.begin(), frame.name.end(), '/', '.');
      frame.name += '.';
      frame.name += text_member(method, "name");
      frame.line = place_member(item, "lineNumber");
      stack.push_back(out.frame(std::move(frame)));
    }
    add(stack, out);
  });
  if (out.empty()) return failure("it holds no `jdk.ExecutionSample` with a stack");
  return true;
}

}  // namespace

Read read_jfr_text(std::string_view text, ProfileBuilder& out) {
  out.set_unit("samples");
  std::vector<std::uint32_t> stack;
  bool in_sample = false, in_stack = false;
  for (std::string_view line; next_line(text, line);) {
    line = trim(line);
    if (line.ends_with(" {") && !in_stack) {
      in_sample = is_sample(line.substr(0, line.size() - 2));
    } else if (line == "stackTrace = [" && in_sample) {
      in_stack = true;
    } else if (line == "]" && in_stack) {
      in_stack = false;
      add(stack, out);
    } else if (in_stack && line != "..." && stack.size() <= out.depth_left()) {
      stack.push_back(out.frame(frame_of(line)));
    }
  }
  if (!stack.empty()) add(stack, out);
  if (out.empty()) return failure("it holds no `jdk.ExecutionSample` with a stack");
  return true;
}

Read read_jfr_json(std::string_view text, ProfileBuilder& out) {
  return read_json(text, [&](element root) { return read_samples(root, out); });
}

}  // namespace assay
