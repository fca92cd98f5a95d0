// Where a report goes: takes text in pieces, and says whether it wants more.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace assay {

using Sink = std::function<bool(std::string_view)>;

// Collects text and hands it on in pieces of about a megabyte, so that no report lies in memory whole.
class PieceBuffer {
 public:
  explicit PieceBuffer(const Sink& sink) : sink_(sink) {}

  std::string& text() { return text_; }
  // After each item. False: the sink wants no more.
  bool pass_on() { return text_.size() < piece || finish(); }
  bool finish() {
    if (!text_.empty() && wants_more_) wants_more_ = sink_(text_);
    text_.clear();
    return wants_more_;
  }

 private:
  static constexpr std::size_t piece = 1U << 20U;
  const Sink& sink_;
  std::string text_;
  bool wants_more_ = true;
};

}  // namespace assay
