// See sink.h.
#include "reports/sink.h"

#include <utility>

namespace assay {

SinkBeside::SinkBeside(const Sink& sink, std::size_t threads) : sink_(sink) {
  if (threads > 1) thread_ = std::thread([this] { hand_on(); });
}

bool SinkBeside::operator()(std::string_view piece) {
  if (!thread_.joinable()) return wants_more_ = wants_more_ && sink_(piece);
  std::string text(piece);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.size() < most_waiting; });
  if (wants_more_) waiting_.push_back(std::move(text));
  changed_.notify_all();
  return wants_more_;
}

bool SinkBeside::finish() {
  if (!thread_.joinable()) return wants_more_;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  changed_.notify_all();
  thread_.join();
  return wants_more_;
}

void SinkBeside::hand_on() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const std::string piece = std::move(waiting_.front());
    waiting_.pop_front();
    changed_.notify_all();
    lock.unlock();
    const bool more = sink_(piece);
    lock.lock();
    if (more) continue;
    wants_more_ = false;
    waiting_.clear();
    changed_.notify_all();
  }
}

}  // namespace assay
