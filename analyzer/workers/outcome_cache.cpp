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

// All that Worker::analyse reads. The path is among it: it tells tests, manifests and languages. So are the limits: what
// was parsed within one may not be within another.
Digest outcome_key(const Cache& cache, const SourceFile& file, const facts::FileNotes* notes,
                   const PoolOptions& options, const Digest& content) {
  Hasher key = cache.key("facts");
  key.add(facts_version).add(content).add(file.path).add(static_cast<std::uint64_t>(file.language));
  key.add(std::uint64_t{file.manifest}).add(std::uint64_t{file.header_of_cpp}).add(std::uint64_t{file.profiled});
  key.add(std::uint64_t{options.file_timeout_ms}).add(options.max_file_size).add(std::uint64_t{options.worker_memory});
  for (const std::string& part : options.key_parts) key.add(part);
  const bool c_family = file.language == Language::C || file.language == Language::Cpp;
  if (c_family || file.language == Language::None) key.add(options.macros_digest);
  if (notes != nullptr) {
    key.add(bytes_of(*notes->text())).add(bytes_of(*notes->names()));
    key.add(bytes_of(*notes->notes())).add(bytes_of(*notes->overrides()));
  }
  return key.digest();
}

}  // namespace

std::optional<FileOutcome> find_outcome(Cache& cache, const SourceFile& file, const facts::FileNotes* notes,
                                        const PoolOptions& options) {
  if (!cache.on() || !file.content) return std::nullopt;
  std::optional<std::string> value = cache.get(outcome_key(cache, file, notes, options, file.content));
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

void keep_outcome(Cache& cache, const SourceFile& file, const facts::FileNotes* notes, const PoolOptions& options,
                  const FileOutcome& outcome) {
  if (!cache.on() || !outcome.lasting || !outcome.content) return;
  const auto reason_size = static_cast<std::uint32_t>(outcome.reason.size());
  std::string value(sizeof reason_size, '\0');
  std::memcpy(value.data(), &reason_size, sizeof reason_size);
  value.append(outcome.reason).append(outcome.blob);
  cache.put(ValueKind::Facts, outcome_key(cache, file, notes, options, outcome.content), std::move(value));
}

}  // namespace assay
