// Where a report goes: takes text in pieces, and says whether it wants more.
#pragma once

#include <cstddef>
#include <functional>
#include <future>
#include <string>
#include <string_view>

#include "analyzer/base/parallel.h"

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

// Hands pieces to a sink in another thread while the next one is put together: in their order, one at a time. The sink must
// live until finish(), which says whether it wanted all of them. With one thread, each is handed on before the next.
class SinkBeside {
 public:
  SinkBeside(const Sink& sink, std::size_t threads) : sink_(sink), threads_(threads) {}

  bool operator()(std::string_view piece) {
    if (!finish()) return false;
    handing_on_ = std::async(beside(threads_), [this, text = std::string(piece)] { return sink_(text); });
    return true;
  }
  bool finish() {
    if (handing_on_.valid()) wants_more_ = handing_on_.get();
    return wants_more_;
  }

 private:
  const Sink& sink_;
  std::size_t threads_;
  std::future<bool> handing_on_;
  bool wants_more_ = true;
};

}  // namespace assay
