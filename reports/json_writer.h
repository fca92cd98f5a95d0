// Writes JSON piece by piece, so that a report with a million functions never lies in memory twice.
//
// Always valid UTF-8: bytes that are not are written as U+FFFD. Numbers are rounded here, once.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

class JsonWriter {
 public:
  // Appends to `out`; the caller may empty it between two calls.
  explicit JsonWriter(std::string& out) : out_(&out) {}

  // One that writes to `out` what is to stand here in the list or object that is open, as its first item or behind others. How
  // many there were is said to this writer afterwards.
  JsonWriter part(std::string& out, bool first) const;
  void note_parts(bool any) { levels_.back().empty = levels_.back().empty && !any; }

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);  // plain ASCII
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(std::uint64_t number);
  JsonWriter& value(std::uint32_t number) { return value(std::uint64_t{number}); }
  JsonWriter& value(int number) { return value(static_cast<std::uint64_t>(number)); }  // never negative here
  JsonWriter& value(double number);  // six significant digits; not finite: null
  JsonWriter& value(bool truth);
  JsonWriter& null();

  template <class T>
  JsonWriter& field(std::string_view name, T item) {
    key(name);
    return value(item);
  }
  JsonWriter& path(std::string_view name, std::string_view bytes);  // see json_path
  JsonWriter& field(std::string_view name, const std::vector<std::string>& texts);

  // An object or array that stays on one line.
  JsonWriter& inline_next() {
    inline_next_ = true;
    return *this;
  }

 private:
  void separate();
  void append_character(char32_t value, std::string_view bytes);
  void open(char bracket);
  void close(char bracket);

  struct Level {
    bool empty = true;
    bool on_one_line = false;
  };
  std::string* out_;
  std::vector<Level> levels_;
  bool after_key_ = false;
  bool inline_next_ = false;
};

}  // namespace assay
