// pprof: protobuf messages of perftools.profiles.Profile, decompressed.
#include <algorithm>
#include <protozero/pbf_reader.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "parsers/profiles/readers.h"

namespace assay {
namespace {

using protozero::data_view;
using protozero::pbf_reader;
using protozero::pbf_wire_type;

// A field's number with its type on the wire: what bears another type is damage and passed over.
constexpr std::uint32_t varint(std::uint32_t field) { return protozero::tag_and_type(field, pbf_wire_type::varint); }
constexpr std::uint32_t bytes(std::uint32_t field) {
  return protozero::tag_and_type(field, pbf_wire_type::length_delimited);
}

struct Function {
  std::int64_t name = 0, system_name = 0, file = 0, start_line = 0;
};
struct Line {
  std::uint64_t function = 0;
  std::int64_t line = 0;
};

class PprofReader {
 public:
  explicit PprofReader(ProfileBuilder& out) : out_(out) {}

  // Throws protozero's exceptions on damaged data.
  bool run(std::string_view data) {
    // Samples come before the tables that they point to: two passes.
    pbf_reader tables(data_view(data.data(), data.size()));
    while (tables.next()) {
      switch (tables.tag_and_type()) {
        case bytes(1): value_types_.push_back(read_value_type(tables.get_message())); break;
        case bytes(4): read_location(tables.get_message()); break;
        case bytes(5): read_function(tables.get_message()); break;
        case bytes(6): {
          const data_view text = tables.get_view();
          strings_.emplace_back(text.data(), text.size());
          break;
        }
        case varint(14): default_type_ = tables.get_int64(); break;
        default: tables.skip();
      }
    }
    choose_value();
    pbf_reader samples(data_view(data.data(), data.size()));
    while (samples.next()) {
      if (samples.tag_and_type() == bytes(2)) {
        read_sample(samples.get_message());
      } else {
        samples.skip();
      }
    }
    return !out_.empty();
  }

 private:
  std::string_view text(std::int64_t index) const {
    return index >= 0 && static_cast<std::size_t>(index) < strings_.size() ? strings_[static_cast<std::size_t>(index)]
                                                                           : std::string_view{};
  }

  static std::pair<std::int64_t, std::int64_t> read_value_type(pbf_reader message) {
    std::pair<std::int64_t, std::int64_t> type;
    while (message.next()) {
      switch (message.tag_and_type()) {
        case varint(1): type.first = message.get_int64(); break;
        case varint(2): type.second = message.get_int64(); break;
        default: message.skip();
      }
    }
    return type;
  }

  void read_location(pbf_reader message) {
    std::uint64_t id = 0;
    std::vector<Line> lines;
    while (message.next()) {
      switch (message.tag_and_type()) {
        case varint(1): id = message.get_uint64(); break;
        case bytes(4): {
          Line line;
          pbf_reader inner = message.get_message();
          while (inner.next()) {
            switch (inner.tag_and_type()) {
              case varint(1): line.function = inner.get_uint64(); break;
              case varint(2): line.line = inner.get_int64(); break;
              default: inner.skip();
            }
          }
          lines.push_back(line);
          break;
        }
        default: message.skip();
      }
    }
    locations_[id] = std::move(lines);
  }

  void read_function(pbf_reader message) {
    std::uint64_t id = 0;
    Function function;
    while (message.next()) {
      switch (message.tag_and_type()) {
        case varint(1): id = message.get_uint64(); break;
        case varint(2): function.name = message.get_int64(); break;
        case varint(3): function.system_name = message.get_int64(); break;
        case varint(4): function.file = message.get_int64(); break;
        case varint(5): function.start_line = message.get_int64(); break;
        default: message.skip();
      }
    }
    functions_[id] = function;
  }

  // CPU where there is one, else what the profile says, else the last: heap profiles put what is in use there.
  void choose_value() {
    chosen_ = value_types_.empty() ? 0 : value_types_.size() - 1;
    for (std::size_t i = value_types_.size(); i-- > 0;) {
      if (default_type_ != 0 && value_types_[i].first == default_type_) chosen_ = i;
    }
    for (std::size_t i = value_types_.size(); i-- > 0;) {
      if (text(value_types_[i].first) == "cpu") chosen_ = i;
    }
    if (chosen_ < value_types_.size()) out_.set_unit(text(value_types_[chosen_].second));
  }

  void read_sample(pbf_reader message) {
    innermost_first_.clear();
    std::size_t position = 0;
    std::int64_t weight = 0;
    const auto take_location = [&](std::uint64_t id) { innermost_first_.push_back(id); };
    const auto take_value = [&](std::uint64_t value) {
      if (position++ == chosen_) weight = static_cast<std::int64_t>(value);
    };
    // Repeated integers may come packed or one by one.
    while (message.next()) {
      switch (message.tag_and_type()) {
        case varint(1): take_location(message.get_uint64()); break;
        case varint(2): take_value(message.get_uint64()); break;
        case bytes(1):
          for (const std::uint64_t id : message.get_packed_uint64()) take_location(id);
          break;
        case bytes(2):
          for (const std::uint64_t value : message.get_packed_uint64()) take_value(value);
          break;
        default: message.skip();
      }
    }
    stack_.clear();
    const std::size_t most = out_.depth_left();
    for (const std::uint64_t id : innermost_first_) {
      const auto known = frames_.find(id);
      const std::vector<std::uint32_t>& frames = known != frames_.end() ? known->second : frames_of(id);
      stack_.insert(stack_.end(), frames.begin(), frames.end());
      if (stack_.size() > most) break;
    }
    std::reverse(stack_.begin(), stack_.end());
    out_.add_stack(stack_, static_cast<double>(weight));
  }

  // Innermost first, as a location lists what is inlined there; a thousand at most.
  const std::vector<std::uint32_t>& frames_of(std::uint64_t id) {
    std::vector<std::uint32_t>& frames = frames_[id];
    const auto location = locations_.find(id);
    if (location == locations_.end() || location->second.empty()) {
      frames.push_back(out_.frame({"(unknown)", {}}));
      return frames;
    }
    for (const Line& line : location->second) {
      if (frames.size() == 1000) break;
      const auto function = functions_.find(line.function);
      ProfileFrame frame;
      if (function != functions_.end()) {
        frame.name = text(function->second.name);
        if (frame.name.empty()) frame.name = text(function->second.system_name);
        frame.file = text(function->second.file);
        frame.start_line = line_number(function->second.start_line);
      }
      frame.line = line_number(line.line);
      if (frame.name.empty()) frame.name = "(unknown)";
      frames.push_back(out_.frame(std::move(frame)));
    }
    return frames;
  }

  static std::uint32_t line_number(std::int64_t line) {
    return line > 0 && line <= 0xFFFFFFFF ? static_cast<std::uint32_t>(line) : 0;
  }

  ProfileBuilder& out_;
  std::vector<std::string_view> strings_;
  std::vector<std::pair<std::int64_t, std::int64_t>> value_types_;  // type and unit, as numbers of strings
  std::unordered_map<std::uint64_t, Function> functions_;
  std::unordered_map<std::uint64_t, std::vector<Line>> locations_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> frames_;
  std::vector<std::uint64_t> innermost_first_;
  std::vector<std::uint32_t> stack_;
  std::int64_t default_type_ = 0;
  std::size_t chosen_ = 0;
};

}  // namespace

Read read_pprof(std::string_view data, ProfileBuilder& out) {
  try {
    if (PprofReader(out).run(data)) return true;
  } catch (const protozero::exception& error) {
    if (out.empty()) return failure("its protobuf is damaged: " + std::string(error.what()));
    out.note("the file is damaged behind the last sample read");
    return true;
  }
  return failure("it holds no samples");
}

}  // namespace assay
