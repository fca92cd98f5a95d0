// Terminal text: colours that can be off, columns that line up, lines that wrap at 80.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay {

inline constexpr std::size_t terminal_width = 80;

enum class Style { Plain, Bold, Dim, Red, Green, Blue, Yellow };

class Painter {
 public:
  explicit Painter(bool color) : color_(color) {}
  std::string operator()(Style style, std::string_view text) const;

 private:
  bool color_;
};

// Columns that a text takes: two for wide characters, none for combining ones. Foreign text has been through printable().
std::size_t columns(std::string_view text);
// Padded or cut ("…") to exactly `width` columns.
std::string fitted(std::string_view text, std::size_t width);
std::string fitted_right(std::string_view text, std::size_t width);
// The end of a path, cut at the front: "…/views/orders.py".
std::string fitted_path(std::string_view path, std::size_t width);
// Words wrapped at `width` columns in all; the first line begins at `first`, the others at `indent` blanks. A word longer
// than a line is cut.
std::string wrapped(std::string_view text, std::size_t first, std::size_t indent, std::size_t width = terminal_width);
// `share` of `width` cells filled, as "█████░░░".
std::string bar(double share, std::size_t width);
// A text that leads to `url` where the terminal has links (OSC 8); without an URL, the text.
std::string linked(std::string_view text, std::string_view url);
// 1234567 → 1,234,567
std::string grouped(unsigned long long number);

}  // namespace assay
