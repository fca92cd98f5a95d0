// See input.h.
#include "analyzer/input.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "analyzer/base/text.h"

namespace assay {

Result<std::string> read_named_file(const std::string& path, std::uint64_t limit) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return failure(fmt::format("cannot read `{}`: {}", printable(path), std::strerror(errno)));
  std::string text;
  char buffer[1 << 16];
  while (in.read(buffer, sizeof buffer), in.gcount() > 0) {
    text.append(buffer, static_cast<std::size_t>(in.gcount()));
    if (text.size() > limit) return failure(fmt::format("`{}` is larger than {} bytes", printable(path), limit));
  }
  if (in.bad()) return failure(fmt::format("cannot read `{}`", printable(path)));
  return text;
}

}  // namespace assay
