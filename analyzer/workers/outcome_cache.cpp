// See outcome_cache.h. A kept outcome is the length of the reason, the reason, and the packed blob.
#include "analyzer/workers/outcome_cache.h"

#include <cstring>

#include "analyzer/facts/builder.h"

namespace assay {
namespace {

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

std::optional<FileOutcome> OutcomeCache::find(const SourceFile& file, const facts::FileNotes* notes) const {
  if (!cache_.on() || !file.content) return std::nullopt;
  std::string asked;
  if (may_use_macros(file.language)) {
    std::optional<std::string> names = cache_.get(key_of(cache_, "names", file, options_, file.content).digest());
    if (!names) return std::nullopt;
    asked = std::move(*names);
  }
  std::optional<std::string> value = cache_.get(facts_key(file, notes, file.content, asked));
  std::uint32_t reason_size = 0;
  if (!value || value->size() < sizeof reason_size) return std::nullopt;
  std::memcpy(&reason_size, value->data(), sizeof reason_size);
  if (reason_size > value->size() - sizeof reason_size) return std::nullopt;
  FileOutcome outcome;
  outcome.reason = value->substr(sizeof reason_size, reason_size);
  outcome.blob = value->substr(sizeof reason_size + reason_size);
  outcome.content = file.content;
  outcome.lasting = true;
  return outcome;
}

void OutcomeCache::keep(const SourceFile& file, const facts::FileNotes* notes, const FileOutcome& outcome) const {
  if (!cache_.on() || !outcome.lasting || !outcome.content) return;
  const auto reason_size = static_cast<std::uint32_t>(outcome.reason.size());
  std::string value(sizeof reason_size, '\0');
  std::memcpy(value.data(), &reason_size, sizeof reason_size);
  value.append(outcome.reason).append(outcome.blob);
  if (may_use_macros(file.language))
    cache_.put(ValueKind::Names, key_of(cache_, "names", file, options_, outcome.content).digest(), outcome.asked);
  cache_.put(ValueKind::Facts,
             facts_key(file, notes, outcome.content, may_use_macros(file.language) ? outcome.asked : ""),
             std::move(value));
}

}  // namespace assay
