// See read_profile.h.
#include "parsers/profiles/read_profile.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>

#include "analyzer/base/text.h"
#include "parsers/profiles/readers.h"
#include "parsers/profiles/text_lines.h"

namespace assay {
namespace {

constexpr std::size_t largest = std::size_t{1} << 30;

struct Kind {
  const char* name;
  Read (*read)(std::string_view, ProfileBuilder&);
};

constexpr Kind pprof{"pprof", read_pprof}, collapsed{"collapsed", read_collapsed},
    cpuprofile{"cpuprofile", read_cpuprofile}, speedscope{"speedscope", read_speedscope},
    callgrind{"callgrind", read_callgrind}, perf_script{"perf-script", read_perf_script},
    jfr_text{"jfr", read_jfr_text}, jfr_json{"jfr", read_jfr_json}, pstats{"pstats", read_pstats};

// Files that profilers write for their own tools only.
struct Closed {
  std::string_view begin;
  const char* what;
};
constexpr Closed closed[] = {
    {std::string_view("FLR\0", 4),
     "a recording of Java's Flight Recorder: print it with `jfr print --json --events jdk.ExecutionSample`"},
    {"PERFILE2", "perf's own data: print them with `perf script`"},
    {"gmon", "gprof's data: use callgrind or perf instead"},
    {std::string_view("\x7f"
                      "ELF",
                      4),
     "a program"},
    {"PK\x03\x04", "a zip archive: unpack it first"},
};

bool has_key(std::string_view text, std::string_view key) { return text.find(fmt::format("\"{}\"", key)) != text.npos; }

const Kind* json_kind(std::string_view text) {
  if (has_key(text, "recording") && has_key(text, "events")) return &jfr_json;
  if (has_key(text, "shared") && has_key(text, "profiles")) return &speedscope;
  if (has_key(text, "nodes") && has_key(text, "callFrame")) return &cpuprofile;
  return nullptr;
}

// `name 12`
bool is_folded(std::string_view line) {
  const std::size_t blank = line.find_last_of(" \t");
  double number = 0;
  return blank != line.npos && blank > 0 && parse_number(line.substr(blank + 1), number);
}

// Protobuf has no mark of its own, but small numbers where text has none.
bool is_binary(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != '\x1b';
  });
}

const Kind* kind_of(std::string_view text) {
  const std::string_view head = trim(text.substr(0, 1 << 16));
  if (head.empty()) return nullptr;
  if (is_binary(text.substr(0, 64))) return &pprof;
  if (head[0] == '{' || head[0] == '[') return json_kind(text);
  if (head.find("\njdk.") != head.npos || head.starts_with("jdk.")) return &jfr_text;
  if (head.find("ncalls  tottime") != head.npos) return &pstats;
  if (head.starts_with("# callgrind") || head.find("\nevents:") != head.npos || head.starts_with("events:"))
    return &callgrind;
  std::string_view rest = text;  // one line may be a stack of a million frames
  std::string_view above;
  for (std::string_view line; next_line(rest, line);) {
    if (trim(line).empty() || line[0] == '#') continue;
    if (!above.empty() && line[0] == '\t' && trim(above).find(':') != above.npos) return &perf_script;
    if (is_folded(line)) return &collapsed;
    if (!above.empty()) break;
    above = line;
  }
  return nullptr;
}

std::string_view closed_format(std::string_view content) {
  for (const Closed& kind : closed) {
    if (content.starts_with(kind.begin)) return kind.what;
  }
  // marshal writes a dictionary as '{', then the tag of its first key
  if (content.size() > 1 && (content[0] & 0x7F) == '{' &&
      (static_cast<unsigned char>(content[1]) > 0x7F || content[1] == '('))
    return "Python's marshal format: print it with `python3 -c \"import pstats; pstats.Stats('FILE').print_stats()\"`";
  return {};
}

}  // namespace

Result<std::string> decompress(std::string_view bytes, std::size_t limit, bool& truncated) {
  truncated = false;
  z_stream stream{};
  if (inflateInit2(&stream, 15 + 32) != Z_OK)
    return failure("zlib cannot be started");  // 32: gzip or zlib, by the header
  std::string out;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));  // zlib's C interface; it only reads
  stream.avail_in = static_cast<uInt>(bytes.size());
  int status = Z_OK;
  while (status == Z_OK) {
    const std::size_t have = out.size();
    if (have >= limit) {
      inflateEnd(&stream);
      return failure(fmt::format("is larger than {} MiB when it is decompressed", limit >> 20));
    }
    out.resize(std::min(limit, have + std::max<std::size_t>(have / 2, 1 << 16)));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + have);
    stream.avail_out = static_cast<uInt>(out.size() - have);
    status = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    if (status == Z_STREAM_END && stream.avail_in > 18) {  // several members, one behind the other
      status = inflateReset(&stream);
    } else if (status == Z_BUF_ERROR || (status == Z_OK && stream.avail_in == 0 && stream.avail_out > 0)) {
      status = Z_DATA_ERROR;
    }
  }
  inflateEnd(&stream);
  truncated = status != Z_STREAM_END;
  if (truncated && out.empty()) return failure("has damaged gzip data");
  return out;
}

Result<RuntimeProfile> read_profile_text(const std::string& path, std::string content) {
  const auto cannot = [&](const std::string& why) { return failure(fmt::format("the profile `{}` {}", path, why)); };
  bool truncated = false;
  if (content.starts_with("\x1f\x8b")) {
    Result<std::string> plain = decompress(content, largest, truncated);
    if (!plain) return cannot(plain.error().message);
    content = std::move(*plain);
  }
  if (content.empty()) return cannot("is empty");
  if (const std::string_view tool = closed_format(content); !tool.empty()) return cannot(fmt::format("is {}", tool));
  const Kind* kind = kind_of(content);
  if (kind == nullptr)
    return cannot(
        "is of no known kind: pprof, collapsed stacks, .cpuprofile, speedscope, callgrind, `perf script`, `jfr print` "
        "and "
        "pstats tables are read");
  ProfileBuilder builder(kind->name);
  if (const Read done = kind->read(content, builder); !done)
    return cannot(fmt::format("cannot be read as {}: {}", kind->name, done.error().message));
  if (truncated) builder.note("its compressed data end early: the rest is missing");
  RuntimeProfile profile = builder.finish();
  if (!(profile.total > 0)) return cannot("holds no cost");
  profile.path = path;
  return profile;
}

Result<RuntimeProfile> read_profile(const std::string& path) {
  const auto cannot = [&](const std::string& why) { return failure(fmt::format("the profile `{}` {}", path, why)); };
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) return cannot(fmt::format("cannot be opened: {}", std::strerror(errno)));
  struct stat info {};
  std::string content;
  std::string problem;
  if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
    problem = "is no file";
  } else if (static_cast<std::uint64_t>(info.st_size) > largest) {
    problem = "is larger than 1 GiB";
  } else {
    content.resize(static_cast<std::size_t>(info.st_size));
    std::size_t have = 0;
    while (have < content.size()) {
      const ssize_t got = read(file, content.data() + have, content.size() - have);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) problem = fmt::format("cannot be read: {}", std::strerror(errno));
      if (got <= 0) break;
      have += static_cast<std::size_t>(got);
    }
    content.resize(have);
  }
  close(file);
  if (!problem.empty()) return cannot(problem);
  return read_profile_text(path, std::move(content));
}

}  // namespace assay
