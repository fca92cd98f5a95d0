// Is a skimmed text read as the text itself (parsers/skimming.h)? On demand, over real sources.
//
// usage: skimmed_trees LIST, where LIST holds lines of LANGUAGE<tab>PATH, as analysed_files prints them. Prints the files whose trees
// differ, with the first line where they do, and how many were compared. Files above 500,000 bytes are passed over.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

#include "parsers/skimming.h"
#include "tests/support/seen_nodes.h"

namespace {

using namespace assay;

constexpr std::size_t max_bytes = 500'000;

const LanguageSpec* spec_of(std::string_view path) {
  const std::size_t dot = path.rfind('.');
  if (dot == std::string_view::npos) return nullptr;
  for (const LanguageSpec* spec : languages()) {
    const auto& endings = spec->marks.extensions;
    if (std::find(endings.begin(), endings.end(), path.substr(dot)) != endings.end()) return spec;
  }
  return nullptr;
}

// The first row where the two differ, from 1; 0: nowhere.
std::uint32_t first_difference(const LanguageSpec& spec, std::string text) {
  const std::vector<SeenNode> read = nodes_of(spec, plain_input(text));
  quiet_comments(text, spec);
  const std::vector<SeenNode> skimmed = nodes_of(spec, skimming_input(text, spec));
  const auto differ = std::mismatch(read.begin(), read.end(), skimmed.begin(), skimmed.end()).first;
  if (differ == read.end() && read.size() == skimmed.size()) return 0;
  return (differ == read.end() ? 0 : std::get<3>(*differ)) + 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: skimmed_trees LIST (lines of LANGUAGE<tab>PATH)\n", stderr);
    return 2;
  }
  std::ifstream list(argv[1]);
  std::uint64_t compared = 0, differing = 0;
  for (std::string line; std::getline(list, line);) {
    const std::string path = line.substr(line.find('\t') + 1);
    const LanguageSpec* spec = spec_of(path);
    std::ifstream in(path, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (spec == nullptr || !in || bytes.view().size() > max_bytes) continue;
    ++compared;
    const std::uint32_t row = first_difference(*spec, bytes.str());
    if (row == 0) continue;
    ++differing;
    fmt::print("{}:{}\n", path, row);
  }
  fmt::print("{} files compared, {} differ\n", compared, differing);
  return 0;
}
