// See free_memory.h.
#include "analyzer/base/free_memory.h"

#include <features.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include <algorithm>

namespace assay {

void share_memory_among(unsigned threads) {
#if defined(__GLIBC__)
  mallopt(M_ARENA_MAX, static_cast<int>(std::max(threads, 1U)));
#else
  (void)threads;
#endif
}

void return_free_memory() {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

}  // namespace assay
