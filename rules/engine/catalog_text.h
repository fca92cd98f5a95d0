// Splits a catalogue file into entries, line by line.
//
// The files are YAML of one regular shape, and every scan reads some hundred kilobytes of them before it starts: a
// general YAML reader takes ten times as long for that as the rest of the loading. What is understood is
//   key:                     a section
//     key: word              quotes "…" and '…' without escapes; comments as in YAML
//     key: [word, word]      may go on over several lines
//     - key: word            an item's first entry
//     - word                 an item of a plain list
// Everything else is refused with its line, so that what is read here means the same to any YAML reader.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

class CatalogText {
 public:
  struct Word {
    std::string_view text;
    int line = 0;
  };

  struct Entry {
    std::size_t indent = 0;   // column of the key or word; 0: a section
    bool item = false;        // begins with '-'
    bool list = false;        // the value is written in brackets
    Word key;                 // empty text: an item of a plain list
    std::vector<Word> words;  // the value; none where the value stands on the following lines
  };

  explicit CatalogText(std::string_view content);

  // Reads the next entry into `entry`; false at the end and at the first mistake.
  bool next(Entry& entry);

  // What is wrong and how to correct it; empty: nothing was.
  const std::string& problem() const { return problem_; }
  int line() const { return line_; }

 private:
  bool fail(std::string text);
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\n'; }
  bool at_end() const { return at_ >= text_.size(); }
  void skip_blanks();    // spaces and a comment, up to the line's end
  bool skip_to_entry();  // blank lines, comments, indentation; false: the end or a tab
  bool read_word(bool in_list, Word& word);
  bool read_list(std::vector<Word>& words);
  bool end_line();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  int line_ = 1;
  std::string problem_;
};

}  // namespace assay
