// Where a report goes: takes text in pieces, and says whether it wants more.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

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

// Hands pieces to a sink in another thread while the next ones are put together: in their order, one at a time. The sink must
// live until finish(), which says whether it wanted all of them. With one thread, each is handed on before the next.
class SinkBeside {
 public:
  SinkBeside(const Sink& sink, std::size_t threads);
  ~SinkBeside() { finish(); }
  SinkBeside(const SinkBeside&) = delete;
  SinkBeside& operator=(const SinkBeside&) = delete;

  // Waits while many pieces are not yet handed on.
  bool operator()(std::string_view piece);
  bool finish();

 private:
  static constexpr std::size_t most_waiting = 8;  // pieces
  void hand_on();

  const Sink& sink_;
  std::mutex mutex_;  // of what follows
  std::condition_variable changed_;
  std::deque<std::string> waiting_;
  bool ended_ = false;
  bool wants_more_ = true;
  std::thread thread_;
};

}  // namespace assay
