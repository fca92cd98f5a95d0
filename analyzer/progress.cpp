// See progress.h.
#include "analyzer/progress.h"

#include <cstdio>

namespace assay {

void ProgressLine::update(std::size_t done, std::size_t all) {
  if (!shown_) return;
  std::fprintf(stderr, "\r\x1b[Kanalysing %zu of %zu files", done, all);
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressLine::clear() {
  if (!drawn_) return;
  std::fprintf(stderr, "\r\x1b[K");
  std::fflush(stderr);
  drawn_ = false;
}

}  // namespace assay
