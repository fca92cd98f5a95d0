// The same work on many items in a few threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <future>
#include <thread>
#include <vector>

namespace assay {

// Calls `begin()` once in each of at most `threads` threads, the calling one among them, and what it returns with the
// number of each item that no other thread has taken. Returns when all are done; then the process has one thread again.
template <class Begin>
void in_threads(std::size_t items, std::size_t threads, const Begin& begin) {
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    auto on_item = begin();
    for (std::size_t i = next++; i < items; i = next++) on_item(i);
  };
  std::vector<std::thread> helpers;
  for (std::size_t i = 1; i < threads && i < items; ++i) helpers.emplace_back(work);
  work();
  for (std::thread& helper : helpers) helper.join();
}

// How std::async is to run work beside what follows: in a thread of its own where there are several, else when its result
// is asked for.
inline std::launch beside(std::size_t threads) { return threads > 1 ? std::launch::async : std::launch::deferred; }

}  // namespace assay
