// The yardstick: what does it cost only to read, parse and free these files with the compiled grammars?
//
// usage: bare_parse LIST, where each line is LANGUAGE<tab>PATH. One thread, one parser that is reused, the allocator as it
// is. Files over 2,000,000 bytes are left out; a parse is given up after 10 seconds, since some inputs take quadratic
// time. Prints one JSON object: files, bytes, skipped, given_up, user_seconds, system_seconds, peak_kilobytes.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <tree_sitter/api.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "parsers/grammars/grammars.h"

namespace {

constexpr off_t kMaxBytes = 2'000'000;
constexpr std::chrono::seconds kBudget{10};

struct Entry {
  std::string_view name;
  const TSLanguage* (*language)();
};

constexpr Entry kLanguages[] = {
    {"c", tree_sitter_c},
    {"cpp", tree_sitter_cpp},
    {"csharp", tree_sitter_c_sharp},
    {"go", tree_sitter_go},
    {"java", tree_sitter_java},
    {"javascript", tree_sitter_javascript},
    {"kotlin", tree_sitter_kotlin},
    {"php", tree_sitter_php},
    {"python", tree_sitter_python},
    {"ruby", tree_sitter_ruby},
    {"rust", tree_sitter_rust},
    {"scala", tree_sitter_scala},
    {"tsx", tree_sitter_tsx},
    {"typescript", tree_sitter_typescript},
};

// The file's bytes in `buffer`, which keeps its memory from file to file; false: not a readable file within the limit.
bool read_file(const char* path, std::string& buffer) {
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return false;
  struct stat status {};
  bool whole = fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size <= kMaxBytes;
  if (whole) {
    buffer.resize(static_cast<std::size_t>(status.st_size));
    std::size_t filled = 0;
    while (filled < buffer.size()) {
      const ssize_t got = read(file, buffer.data() + filled, buffer.size() - filled);
      if (got <= 0) break;
      filled += static_cast<std::size_t>(got);
    }
    whole = filled == buffer.size();
  }
  close(file);
  return whole;
}

struct Source {
  const std::string* text;
  std::chrono::steady_clock::time_point deadline;
};

const char* text_at(void* payload, std::uint32_t offset, TSPoint, std::uint32_t* size) {
  const std::string& text = *static_cast<const Source*>(payload)->text;
  *size = offset < text.size() ? static_cast<std::uint32_t>(text.size()) - offset : 0;
  return *size ? text.data() + offset : "";
}

bool is_over(TSParseState* state) {
  return std::chrono::steady_clock::now() >= static_cast<const Source*>(state->payload)->deadline;
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: bare_parse LIST (lines of LANGUAGE<tab>PATH)\n");
    return 2;
  }
  std::ifstream list(argv[1]);
  if (!list) {
    std::fprintf(stderr, "bare_parse: cannot read %s\n", argv[1]);
    return 3;
  }
  TSParser* parser = ts_parser_new();
  std::uint64_t files = 0, bytes = 0, skipped = 0, given_up = 0;
  std::string line, buffer;
  while (std::getline(list, line)) {
    const std::size_t tab = line.find('\t');
    const auto* entry = std::find_if(std::begin(kLanguages), std::end(kLanguages),
                                     [&](const Entry& e) { return e.name == std::string_view(line).substr(0, tab); });
    if (tab == std::string::npos || entry == std::end(kLanguages)) {
      std::fprintf(stderr, "bare_parse: unknown language in line: %s\n", line.c_str());
      return 2;
    }
    if (!read_file(line.c_str() + tab + 1, buffer)) {
      ++skipped;
      continue;
    }
    ts_parser_set_language(parser, entry->language());
    Source source{&buffer, std::chrono::steady_clock::now() + kBudget};
    TSTree* tree = ts_parser_parse_with_options(parser, nullptr, {&source, text_at, TSInputEncodingUTF8, nullptr},
                                                {&source, is_over});
    if (tree) {
      ts_tree_delete(tree);
    } else {
      ++given_up;
      ts_parser_reset(parser);
    }
    ++files;
    bytes += buffer.size();
  }
  ts_parser_delete(parser);

  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  std::printf(
      "{\"files\": %llu, \"bytes\": %llu, \"skipped\": %llu, \"given_up\": %llu, \"user_seconds\": %.3f, "
      "\"system_seconds\": %.3f, \"peak_kilobytes\": %ld}\n",
      static_cast<unsigned long long>(files), static_cast<unsigned long long>(bytes),
      static_cast<unsigned long long>(skipped), static_cast<unsigned long long>(given_up), seconds(usage.ru_utime),
      seconds(usage.ru_stime), usage.ru_maxrss);
  return 0;
}
