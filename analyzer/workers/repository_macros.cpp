// See repository_macros.h.
#include "analyzer/workers/repository_macros.h"

namespace assay {

MacroTable learn_macros(const FileSource& source, const Inventory& inventory, std::uint64_t max_file_size) {
  MacroTable macros = repository_macros();
  std::unique_ptr<FileReader> reader;
  for (const SourceFile& file : inventory.files) {
    if (!is_c_family(file.language) || file.size > max_file_size || !may_define_for_others(file.path)) continue;
    if (reader == nullptr) {
      Result<std::unique_ptr<FileReader>> opened = source.open_reader();
      if (!opened) break;
      reader = std::move(*opened);
    }
    if (const Result<std::string> text = reader->read(file.path, max_file_size)) macros.learn(*text);
  }
  macros.settle();
  return macros;
}

}  // namespace assay
