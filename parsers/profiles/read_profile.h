// Reads a profile from a file, whatever profiler wrote it. The kind is recognised from the content.
#pragma once

#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/facts/runtime_profile.h"

namespace assay {

// At most 1 GiB, before and after decompression; gzip is decompressed. Failure: cannot be read, or is of no known kind,
// with what to do about it.
Result<RuntimeProfile> read_profile(const std::string& path);

// The same for content at hand.
Result<RuntimeProfile> read_profile_text(const std::string& path, std::string content);

// gzip's or zlib's content; `truncated` is set where the data end early. Failure: damaged from the start, or larger than
// `limit` bytes.
Result<std::string> decompress(std::string_view bytes, std::size_t limit, bool& truncated);

}  // namespace assay
