// See outcome_cache.h. A kept outcome is the packed blob, the reason, and the length of the reason.
#include "analyzer/workers/outcome_cache.h"

#include <algorithm>
#include <cstring>

#include "analyzer/base/parallel.h"
#include "analyzer/facts/builder.h"

namespace assay {
namespace {

constexpr std::size_t fewest_per_thread = 256;  // files; a connection of its own costs as much as these

// Rows as they lie in a blob: the same notes are the same bytes, padding included, which is zero.
template <class Row>
std::string_view bytes_of(const flatbuffers::Vector<Row>& rows) {
  using Stored = std::conditional_t<std::is_pointer_v<Row>, std::remove_pointer_t<Row>, Row>;
  return {reinterpret_cast<const char*>(rows.Data()), rows.size() * sizeof(Stored)};
}

// All that Worker::analyse reads but for the macros. The path is among it: it tells tests, manifests and languages. So are
// the limits: what was parsed within one may not be within another.
Hasher key_of(const Cache& cache, std::string_view subject, const SourceFile& file, const PoolOptions& options,
              const Digest& content) {
  Hasher key = cache.key(subject);
  key.add(facts_version).add(content).add(file.path).add(static_cast<std::uint64_t>(file.language));
  key.add(std::uint64_t{file.manifest}).add(std::uint64_t{file.header_of_cpp}).add(std::uint64_t{file.profiled});
  key.add(std::uint64_t{options.file_timeout_ms}).add(options.max_file_size).add(std::uint64_t{options.worker_memory});
  key.add(options.key_parts);
  return key;
}

}  // namespace

OutcomeCache::OutcomeCache(Cache& cache, const PoolOptions& options) : cache_(cache), options_(options) {
  if (cache.on()) macros_ = (options.macros != nullptr ? *options.macros : known_macros()).digests();
}

Digest OutcomeCache::facts_key(const SourceFile& file, const facts::FileNotes* notes, const Digest& content,
                               std::string_view asked) const {
  Hasher key = key_of(cache_, "facts", file, options_, content);
  key.add(asked);
  for (std::size_t i = 0; i + 1 < asked.size(); i += 2) {
    const std::size_t low = static_cast<unsigned char>(asked[i]), high = static_cast<unsigned char>(asked[i + 1]);
    const std::size_t set = low | (high << 8U);
    if (macros_[set] != 0) key.add(std::uint64_t{set}).add(macros_[set]);
  }
  if (notes != nullptr) {
    key.add(bytes_of(*notes->text())).add(bytes_of(*notes->names()));
    key.add(bytes_of(*notes->notes())).add(bytes_of(*notes->overrides()));
  }
  return key.digest();
}

std::optional<FileOutcome> OutcomeCache::find(Cache::Reader& reader, const SourceFile& file,
                                              const facts::FileNotes* notes) const {
  if (!file.content) return std::nullopt;
  std::string asked;
  if (may_use_macros(file.language)) {
    std::optional<std::string> names = reader.get(key_of(cache_, "names", file, options_, file.content).digest());
    if (!names) return std::nullopt;
    asked = std::move(*names);
  }
  std::optional<std::string> value = reader.get(facts_key(file, notes, file.content, asked));
  std::uint32_t reason_size = 0;
  if (!value || value->size() < sizeof reason_size) return std::nullopt;
  const std::size_t reason_end = value->size() - sizeof reason_size;
  std::memcpy(&reason_size, value->data() + reason_end, sizeof reason_size);
  if (reason_size > reason_end) return std::nullopt;
  FileOutcome outcome;
  outcome.reason = value->substr(reason_end - reason_size, reason_size);
  value->resize(reason_end - reason_size);
  outcome.blob = *std::move(value);
  outcome.content = file.content;
  outcome.lasting = true;
  return outcome;
}

std::vector<std::optional<FileOutcome>> OutcomeCache::find(const Inventory& inventory, const Notes& notes,
                                                           std::size_t threads) const {
  std::vector<std::optional<FileOutcome>> found(inventory.files.size());
  if (!cache_.on()) return found;
  in_threads(found.size(), std::min(threads, found.size() / fewest_per_thread), [&] {
    return [&, reader = Cache::Reader(cache_)](std::size_t i) mutable {
      found[i] = find(reader, inventory.files[i], notes[i]);
    };
  });
  return found;
}

void OutcomeCache::keep(const SourceFile& file, const facts::FileNotes* notes, const FileOutcome& outcome) const {
  if (!cache_.on() || !outcome.lasting || !outcome.content) return;
  const auto reason_size = static_cast<std::uint32_t>(outcome.reason.size());
  std::string value = outcome.blob + outcome.reason;
  value.append(reinterpret_cast<const char*>(&reason_size), sizeof reason_size);
  if (may_use_macros(file.language))
    cache_.put(ValueKind::Names, key_of(cache_, "names", file, options_, outcome.content).digest(), outcome.asked);
  cache_.put(ValueKind::Facts,
             facts_key(file, notes, outcome.content, may_use_macros(file.language) ? outcome.asked : ""),
             std::move(value));
}

}  // namespace assay
