// Callgrind's text, and that of cachegrind and Xdebug: cost lines below the file (fl=) and function (fn=) they belong to.
#include <fmt/format.h>

#include <array>
#include <unordered_map>
#include <vector>

#include "analyzer/base/text.h"
#include "parsers/profiles/readers.h"
#include "parsers/profiles/text_lines.h"

namespace assay {
namespace {

// "(12) name" defines a number, "(12)" stands for it, anything else is the name itself.
class Compressed {
 public:
  std::string_view resolve(std::string_view text) {
    if (!text.starts_with('(')) return text;
    const std::size_t close = text.find(')');
    std::uint32_t number = 0;
    if (close == text.npos || !parse_number(text.substr(1, close - 1), number)) return text;
    const std::string_view name = trim(text.substr(close + 1));
    if (!name.empty()) names_[number] = name;
    const auto known = names_.find(number);
    return known == names_.end() ? std::string_view{} : known->second;
  }

 private:
  std::unordered_map<std::uint32_t, std::string_view> names_;
};

class CallgrindReader {
 public:
  explicit CallgrindReader(ProfileBuilder& out) : out_(out) {}

  Read run(std::string_view text) {
    for (std::string_view line; next_line(text, line);) {
      line = trim(line);
      if (line.empty() || line[0] == '#') continue;
      if (is_digit(line[0]) || line[0] == '+' || line[0] == '-' || line[0] == '*') {
        cost_line(line);
      } else {
        setting(line);
      }
    }
    if (out_.empty()) return failure("there is no cost line below a function");
    return true;
  }

 private:
  void setting(std::string_view line) {
    const auto value_of = [&](std::string_view key) { return trim(line.substr(key.size())); };
    if (line.starts_with("fn=")) {
      function_ = functions_.resolve(value_of("fn="));
      file_ = own_file_;
      owner_known_ = false;
    } else if (line.starts_with("fl=")) {
      own_file_ = file_ = files_.resolve(value_of("fl="));
      owner_known_ = false;
    } else if (line.starts_with("fi=") || line.starts_with("fe=")) {
      file_ = files_.resolve(value_of("fi="));
    } else if (line.starts_with("calls=")) {
      in_call_ = true;
    } else if (line.starts_with("cfn=")) {
      functions_.resolve(value_of("cfn="));  // may define the number
    } else if (line.starts_with("cfi=") || line.starts_with("cfl=")) {
      files_.resolve(value_of("cfl="));
    } else if (line.starts_with("positions:")) {
      positions_ = 0;
      line_position_ = 0;
      std::string_view rest = value_of("positions:");
      while (!rest.empty()) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        if (word == "line") line_position_ = positions_;
        ++positions_;
        rest = trim(rest.substr(word.size()));
      }
      if (positions_ == 0 || positions_ > last_.size()) positions_ = 1;
    } else if (line.starts_with("events:")) {
      const std::string_view events = value_of("events:");
      out_.set_unit(events.substr(0, events.find(' ')));
    }
  }

  // Positions (relative to the last line's: +3, -2, *), then costs; the first event counts.
  void cost_line(std::string_view line) {
    std::string_view rest = line;
    const auto word = [&] {
      rest = trim(rest);
      const std::string_view text = rest.substr(0, rest.find_first_of(" \t"));
      rest.remove_prefix(text.size());
      return text;
    };
    for (std::size_t i = 0; i < positions_; ++i) {
      if (!position(word(), last_[i])) {
        out_.damaged();
        in_call_ = false;
        return;
      }
    }
    double cost = 0;
    const std::string_view text = word();
    if (!text.empty() && !parse_number(text, cost)) {
      out_.damaged();
      in_call_ = false;
      return;
    }
    if (function_.empty()) {
      out_.damaged();
      return;
    }
    if (!owner_known_) {
      ProfileFrame owner;
      owner.name = function_;
      owner.file = known_file(own_file_);
      owner_ = out_.frame(owner);
      owner_known_ = true;
    }
    if (in_call_) {
      in_call_ = false;
      out_.add_row({owner_, owner_, 0, cost});
      return;
    }
    ProfileFrame place;
    place.name = function_;
    place.file = known_file(file_);
    place.line = last_[line_position_] > 0xFFFFFFFFU ? 0 : static_cast<std::uint32_t>(last_[line_position_]);
    out_.add_row({out_.frame(std::move(place)), owner_, cost, 0});
  }

  static bool position(std::string_view text, std::uint64_t& last) {
    if (text == "*") return true;
    const bool relative = text.starts_with('+') || text.starts_with('-');
    const bool back = text.starts_with('-');
    if (relative) text.remove_prefix(1);
    std::uint64_t number = 0;
    if (text.starts_with("0x")) {
      const auto [end, error] = std::from_chars(text.data() + 2, text.data() + text.size(), number, 16);
      if (error != std::errc{} || end != text.data() + text.size()) return false;
    } else if (!parse_number(text, number)) {
      return false;
    }
    if (back && number > last) return false;
    last = !relative ? number : back ? last - number : last + number;
    return true;
  }

  static std::string known_file(std::string_view file) { return file == "???" ? std::string() : std::string(file); }

  ProfileBuilder& out_;
  Compressed files_, functions_;
  std::string_view own_file_, file_, function_;  // own: where the function lies; file: of the lines being read
  std::uint32_t owner_ = 0;
  bool owner_known_ = false, in_call_ = false;
  std::size_t positions_ = 1, line_position_ = 0;
  std::array<std::uint64_t, 4> last_{};
};

}  // namespace

Read read_callgrind(std::string_view text, ProfileBuilder& out) { return CallgrindReader(out).run(text); }

}  // namespace assay
