// One reader per format. Each takes the whole, decompressed text; what it cannot read it counts in the builder. A failure
// means that nothing can be made of it.
#pragma once

#include <string_view>

#include "analyzer/base/result.h"
#include "parsers/profiles/profile_builder.h"

namespace assay {

using Read = Result<bool>;  // true; a failure says what is wrong, after "cannot read `FILE` as KIND: "

// https://github.com/google/pprof/blob/main/proto/profile.proto, decompressed
Read read_pprof(std::string_view data, ProfileBuilder& out);
// Brendan Gregg's folded stacks: `outer;inner 42` per line
Read read_collapsed(std::string_view text, ProfileBuilder& out);
// V8's: nodes, samples, timeDeltas; https://chromedevtools.github.io/devtools-protocol/tot/Profiler/#type-Profile
Read read_cpuprofile(std::string_view text, ProfileBuilder& out);
// https://www.speedscope.app/file-format-schema.json
Read read_speedscope(std::string_view text, ProfileBuilder& out);
// https://valgrind.org/docs/manual/cl-format.html; cachegrind's and Xdebug's files are of the same family
Read read_callgrind(std::string_view text, ProfileBuilder& out);
// What `perf script` prints
Read read_perf_script(std::string_view text, ProfileBuilder& out);
// What `jfr print --events jdk.ExecutionSample` prints, as text or with --json
Read read_jfr_text(std::string_view text, ProfileBuilder& out);
Read read_jfr_json(std::string_view text, ProfileBuilder& out);
// The table of Python's pstats and cProfile
Read read_pstats(std::string_view text, ProfileBuilder& out);

}  // namespace assay
