// See timings.h.
#include "analyzer/timings.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <time.h>

namespace assay {

Timings::Timings() : last_(now()) {}

Timings::Moment Timings::now() {
  timespec clock{};
  clock_gettime(CLOCK_MONOTONIC, &clock);
  rusage own{}, workers{};
  getrusage(RUSAGE_SELF, &own);
  getrusage(RUSAGE_CHILDREN, &workers);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  Moment moment;
  moment.wall = static_cast<double>(clock.tv_sec) + 1e-9 * static_cast<double>(clock.tv_nsec);
  for (const rusage& usage : {own, workers}) moment.cpu += seconds(usage.ru_utime) + seconds(usage.ru_stime);
  moment.own = static_cast<std::uint64_t>(own.ru_maxrss);
  moment.worker = static_cast<std::uint64_t>(workers.ru_maxrss);
  return moment;
}

void Timings::done(const char* stage, std::uint64_t items) {
  const Moment end = now();
  rows_.push_back({stage, items, last_, end});
  last_ = end;
}

std::string Timings::table() const {
  std::string text = fmt::format("{:<16}{:>10}{:>10}{:>12}{:>10}\n", "stage", "seconds", "CPU s", "items", "peak MB");
  const auto megabytes = [](std::uint64_t kilobytes) { return (kilobytes + 512) / 1024; };
  const auto row = [&](const char* stage, const Moment& begin, const Moment& end, const std::string& items) {
    text += fmt::format("{:<16}{:>10.3f}{:>10.3f}{:>12}{:>10}", stage, end.wall - begin.wall, end.cpu - begin.cpu,
                        items, megabytes(end.own));
    if (end.worker != begin.worker) text += fmt::format("  a worker {}", megabytes(end.worker));
    text += '\n';
  };
  for (const Row& r : rows_) row(r.stage, r.begin, r.end, std::to_string(r.items));
  if (!rows_.empty()) row("all", rows_.front().begin, rows_.back().end, "");
  return text;
}

}  // namespace assay
