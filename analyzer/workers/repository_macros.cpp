// See repository_macros.h.
#include "analyzer/workers/repository_macros.h"

#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/free_memory.h"
#include "analyzer/base/parallel.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

// Headers of one folder that follow each other in the inventory.
struct HeaderRow {
  std::vector<const SourceFile*> files;
  std::vector<Digest> contents;  // of the same files; none: not known, or it cannot be read
  std::optional<MacroTable> table;
  bool remembered = false;
};

std::vector<HeaderRow> header_rows(const Inventory& inventory, std::uint64_t max_file_size) {
  std::vector<HeaderRow> rows;
  std::string_view folder;
  for (const SourceFile& file : inventory.files) {
    if (!is_c_family(file.language) || file.size > max_file_size || !may_define_for_others(file.path)) continue;
    if (rows.empty() || folder_of(file.path) != folder) rows.emplace_back();
    folder = folder_of(file.path);
    rows.back().files.push_back(&file);
    rows.back().contents.push_back(file.content);
  }
  return rows;
}

// None: not all contents are known.
Digest key_of(const Cache& cache, std::string_view subject, std::span<const HeaderRow> rows) {
  Hasher key = cache.key(subject);
  for (const HeaderRow& row : rows) {
    for (const Digest& content : row.contents) {
      if (!content) return {};
      key.add(content);
    }
  }
  return key.digest();
}

constexpr std::string_view of_row = "definitions of a row", of_all = "definitions of all";

std::optional<MacroTable> recall(Cache::Reader& reader, const Digest& key) {
  const std::optional<std::string> written = key ? reader.get(key) : std::nullopt;
  return written ? MacroTable::read(*written) : std::nullopt;
}

void learn(const Cache& cache, FileReader& reader, std::uint64_t max_file_size, HeaderRow& row) {
  row.table.emplace();
  for (std::size_t i = 0; i < row.files.size(); ++i) {
    const Result<std::string> text = reader.read(row.files[i]->path, max_file_size);
    row.contents[i] = text && cache.on() ? digest_of(cache.secret(), *text) : Digest{};
    if (text) row.table->learn(*text);
  }
}

// Of rows that are not remembered.
void learn(const FileSource& source, std::uint64_t max_file_size, const Cache& cache, std::size_t threads,
           std::vector<HeaderRow>& rows) {
  std::vector<HeaderRow*> open;
  for (HeaderRow& row : rows) {
    if (!row.table) open.push_back(&row);
  }
  in_threads(open.size(), threads, [&] {
    return [&, reader = source.open_reader()](std::size_t i) {
      if (reader) learn(cache, **reader, max_file_size, *open[i]);
    };
  });
}

MacroTable settled(std::vector<HeaderRow>& rows, Cache& cache) {
  MacroTable macros = repository_macros();
  for (HeaderRow& row : rows) {
    if (!row.table) continue;
    if (!row.remembered && cache.on()) {
      if (const Digest key = key_of(cache, of_row, {&row, 1})) cache.put(ValueKind::Macros, key, row.table->written());
    }
    macros.add(*std::move(row.table));
  }
  macros.settle();
  return macros;
}

}  // namespace

MacroTable learn_macros(const FileSource& source, const Inventory& inventory, std::uint64_t max_file_size, Cache& cache,
                        std::size_t threads) {
  std::vector<HeaderRow> rows = header_rows(inventory, max_file_size);
  if (cache.on() && !rows.empty()) {
    Cache::Reader reader(cache);
    if (std::optional<MacroTable> all = recall(reader, key_of(cache, of_all, rows))) return *std::move(all);
    for (HeaderRow& row : rows) {
      row.table = recall(reader, key_of(cache, of_row, {&row, 1}));
      row.remembered = row.table.has_value();
    }
  }
  learn(source, max_file_size, cache, threads, rows);
  MacroTable macros = settled(rows, cache);
  if (cache.on() && !rows.empty()) {
    if (const Digest key = key_of(cache, of_all, rows)) cache.put(ValueKind::Macros, key, macros.written());
  }
  rows.clear();
  return_free_memory();  // of the threads' texts and tables
  return macros;
}

}  // namespace assay
