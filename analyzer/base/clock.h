// Times of the system as one number.
#pragma once

#include <time.h>

#include <cstdint>

namespace assay {

// Nanoseconds of a time in seconds and the rest; those of files and clocks are since 1970.
inline std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

inline std::int64_t nanoseconds_now() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return nanoseconds(now);
}

}  // namespace assay
