// What a worker does, in one process: reads files, parses them, gathers and packs their facts. For counting instructions.
// usage: extract_files FILE…; prints the bytes of the packed facts.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "analyzer/base/packed.h"
#include "analyzer/facts/builder.h"
#include "analyzer/project/content.h"
#include "analyzer/project/language_names.h"
#include "parsers/file_parser.h"
#include "parsers/syntax/arena.h"

int main(int argc, char** argv) {
  using namespace assay;
  assay_arena_install(1'000'000'000, [] { std::abort(); });
  const LanguageNames names(language_marks());
  FileParser parser({3'600'000, 1'000'000'000});
  FactsBuilder facts;
  std::size_t bytes = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string path = argv[i];
    std::ifstream in(path, std::ios::binary);
    const SourceText source = decode_source(path, std::string(std::istreambuf_iterator<char>(in), {}),
                                            names.of_file(path.substr(path.rfind('/') + 1)), false, language_marks());
    const LanguageSpec* spec = find_language(source.language);
    if (spec == nullptr) continue;
    facts.clear();
    if (parser.parse(*spec, path, source.text, facts) == ParseStatus::Ok)
      bytes += pack(pack_blob(&facts, nullptr)).size();
  }
  std::printf("%zu\n", bytes);
  return bytes > 0 ? 0 : 1;
}
