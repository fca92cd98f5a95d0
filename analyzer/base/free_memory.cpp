// See free_memory.h.
#include "analyzer/base/free_memory.h"

#include <features.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace assay {

void return_free_memory() {
#if defined(__GLIBC__)
  malloc_trim(0);
#endif
}

}  // namespace assay
