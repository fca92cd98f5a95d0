// Which files does assay parse below ROOT, each with its language? Asked of the same code that a scan uses.
//
// usage: analysed_files ROOT, prints LANGUAGE<tab>PATH lines, the input of bare_parse. UTF-16 files are left out: the
// yardstick parses bytes as they are and would only measure its own error recovery.
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <string>
#include <utility>

#include "analyzer/project/content.h"
#include "analyzer/project/inventory.h"
#include "analyzer/project/work_tree.h"
#include "parsers/language.h"
#include "parsers/manifests/manifests.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: analysed_files ROOT\n");
    return 2;
  }
  const assay::InventoryOptions options;
  auto place = assay::find_place(argv[1]);
  auto tree = place ? assay::WorkTree::open(std::move(*place)) : tl::unexpected(place.error());
  const auto inventory = tree ? assay::take_inventory(**tree, options, assay::language_marks(), assay::is_manifest)
                              : tl::unexpected(tree.error());
  if (!inventory) {
    std::fprintf(stderr, "analysed_files: %s\n", inventory.error().message.c_str());
    return 3;
  }
  const auto reader = (*tree)->open_reader();
  for (const assay::SourceFile& file : inventory->files) {
    auto bytes = (*reader)->read(file.path, options.max_file_size);
    if (!bytes || file.path.find('\n') != std::string::npos) continue;
    const assay::SourceText source =
        assay::decode_source(file.path, std::move(*bytes), file.language, file.header_of_cpp, assay::language_marks());
    if (source.content != assay::ContentClass::Source || assay::find_language(source.language) == nullptr) continue;
    if (source.encoding == assay::facts::Encoding::Utf16LittleEndian ||
        source.encoding == assay::facts::Encoding::Utf16BigEndian) {
      continue;
    }
    std::string language = assay::facts::EnumNameLanguage(source.language);
    std::transform(language.begin(), language.end(), language.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    std::printf("%s\t%s/%s\n", language.c_str(), (*tree)->place().folder.c_str(), file.path.c_str());
  }
  return 0;
}
