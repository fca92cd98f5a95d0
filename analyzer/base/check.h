// CHECK: for our own mistakes, never for input. Always on; prints the reason and aborts.
#pragma once

#include <cstdio>
#include <cstdlib>

#define CHECK(condition, why)                                                                                 \
  do {                                                                                                        \
    if (!(condition)) {                                                                                       \
      std::fprintf(stderr, "assay: internal error at %s:%d: %s (%s)\n", __FILE__, __LINE__, why, #condition); \
      std::abort();                                                                                           \
    }                                                                                                         \
  } while (false)
