// See unit_cache.h. A value is the digests of the project's files, in the order of CompiledUnit.included, then the stamps of
// the other files in the order of CompiledUnit.elsewhere, then the packed unit.
#include "analyzer/workers/unit_cache.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstring>

#include "analyzer/base/clock.h"
#include "analyzer/base/packed.h"
#include "analyzer/facts/builder.h"
#include "analyzer/facts/view.h"
#include "analyzer/workers/unit_work.h"
#include "parsers/cxx/compile_flags.h"
#include "parsers/cxx/shared_prefix.h"

namespace assay {
namespace {

// A clock's tick: a file that changed within it before the scan began may have changed after it.
constexpr std::int64_t tick = 10'000'000;  // nanoseconds

template <class Row>
void append(std::string& value, const Row& row) {
  value.append(reinterpret_cast<const char*>(&row), sizeof row);
}

template <class Row>
Row row_at(const std::string& value, std::size_t offset) {
  Row row;
  std::memcpy(&row, value.data() + offset, sizeof row);
  return row;
}

}  // namespace

UnitCache::UnitCache(Cache& cache, const FileSource& source, const Inventory& inventory, std::uint64_t max_file_size,
                     std::string compiler)
    : cache_(cache), inventory_(inventory), compiler_(std::move(compiler)), max_file_size_(max_file_size) {
  if (!cache_.on()) return;
  began_ = nanoseconds_now();
  Hasher paths = cache_.key("headers");
  for (const SourceFile& file : inventory_.files) {
    if (!is_c_family(file.language)) continue;
    files_.emplace(file.path, &file);
    paths.add(file.path);
  }
  paths_ = paths.digest();
  if (Result<std::unique_ptr<FileReader>> reader = source.open_reader()) reader_ = std::move(*reader);
}

// None: it is no C or C++ file of the repository, or cannot be read.
Digest UnitCache::content_of(const std::string& path) {
  const auto [entry, fresh] = contents_.try_emplace(path);
  if (!fresh) return entry->second;
  const auto file = files_.find(path);
  if (file == files_.end()) return entry->second;
  if (file->second->content) return entry->second = file->second->content;
  if (reader_ == nullptr) return entry->second;
  if (const Result<std::string> bytes = reader_->read(path, max_file_size_))
    entry->second = digest_of(cache_.secret(), *bytes);
  return entry->second;
}

std::optional<UnitCache::Stamp> UnitCache::stamp_of(const std::string& absolute) {
  const auto [entry, fresh] = stamps_.try_emplace(absolute);
  struct stat status {};
  if (fresh && stat(absolute.c_str(), &status) == 0) {
    entry->second = Stamp{static_cast<std::uint64_t>(status.st_size),
                          std::max(nanoseconds(status.st_mtim), nanoseconds(status.st_ctim))};
  }
  return entry->second;
}

// Is there by now, in a folder that is searched before, a file of the name by which this one was found?
bool UnitCache::is_shadowed(const std::vector<std::string>& folders, const std::string& absolute,
                            const std::unordered_set<std::string>& read) {
  for (std::size_t i = 1; i < folders.size(); ++i) {
    if (!lies_in_folder(absolute, folders[i]) || absolute.size() <= folders[i].size()) continue;
    const std::string below = absolute.substr(folders[i].size());
    for (std::size_t before = 0; before < i; ++before) {
      const std::string other = folders[before] + below;
      if (other != absolute && !read.contains(other) && stamp_of(other)) return true;
    }
  }
  return false;
}

Digest UnitCache::key_of(const UnitPlan& plan, std::uint32_t unit) {
  const CompileUnit& compiled = plan.units[unit];
  Hasher key = cache_.key("unit");
  key.add(facts_version).add(compiler_).add(paths_).add(plan.root).add(compiled.path).add(content_of(compiled.path));
  return key.add(compiled.arguments).digest();
}

std::vector<std::optional<FileOutcome>> UnitCache::find(const UnitPlan& plan) {
  std::vector<std::optional<FileOutcome>> found(plan.units.size());
  if (!cache_.on()) return found;
  Covered covered;
  for (std::uint32_t i = 0; i < plan.units.size(); ++i) found[i] = recall(plan, i, covered);
  return found;
}

std::optional<FileOutcome> UnitCache::recall(const UnitPlan& plan, std::uint32_t unit, Covered& covered) {
  if (!content_of(plan.units[unit].path)) return std::nullopt;
  const std::optional<std::string> value = cache_.get(key_of(plan, unit));
  std::uint32_t project = 0, elsewhere = 0;
  constexpr std::size_t head = sizeof project + sizeof elsewhere;
  if (!value || value->size() < head) return std::nullopt;
  project = row_at<std::uint32_t>(*value, 0);
  elsewhere = row_at<std::uint32_t>(*value, sizeof project);
  const std::size_t rows = std::size_t{project} * sizeof(Digest) + std::size_t{elsewhere} * sizeof(Stamp);
  if (value->size() - head < rows) return std::nullopt;
  FileOutcome outcome;
  if (std::optional<std::string> blob = unpack(std::string_view(*value).substr(head + rows)))
    outcome.blob = std::move(*blob);
  const facts::Blob* blob = outcome.blob.empty() ? nullptr : open_blob(outcome.blob);
  const facts::CompiledUnit* compiled = blob == nullptr ? nullptr : blob->compiled();
  if (compiled == nullptr || compiled->included()->size() != project || compiled->elsewhere()->size() != elsewhere)
    return std::nullopt;

  std::unordered_set<std::string> read, given;
  std::size_t at = head;
  for (const auto* path : *compiled->included()) {
    if (content_of(path->str()) != row_at<Digest>(*value, at)) return std::nullopt;
    read.insert(plan.root + '/' + path->str());
    at += sizeof(Digest);
  }
  for (const auto* path : *compiled->elsewhere()) {
    if (stamp_of(path->str()) != row_at<Stamp>(*value, at)) return std::nullopt;
    read.insert(path->str());
    at += sizeof(Stamp);
  }
  const std::vector<std::string> folders = folders_of(plan.units[unit]);
  if (std::any_of(read.begin(), read.end(), [&](const auto& path) { return is_shadowed(folders, path, read); }))
    return std::nullopt;
  for (const facts::FileNotes* file : *compiled->files()) given.insert(file->path()->str());
  for (const auto* path : *compiled->included()) {
    if (!covered.contains(path->str()) && !given.contains(path->str())) return std::nullopt;
  }
  for (const auto* path : *compiled->included()) covered.insert(path->str());
  return outcome;
}

void UnitCache::keep(const UnitPlan& plan, std::uint32_t unit, const FileOutcome& outcome) {
  const facts::Blob* blob = cache_.on() && outcome.lasting ? open_blob(outcome.blob) : nullptr;
  const facts::CompiledUnit* compiled = blob == nullptr ? nullptr : blob->compiled();
  if (compiled == nullptr || !content_of(plan.units[unit].path)) return;
  std::string value;
  append(value, compiled->included()->size());
  append(value, compiled->elsewhere()->size());
  for (const auto* path : *compiled->included()) {
    const Digest content = content_of(path->str());
    const std::optional<Stamp> stamp = stamp_of(plan.root + '/' + path->str());
    if (!content || !stamp || stamp->changed > began_ - tick) return;
    append(value, content);
  }
  for (const auto* path : *compiled->elsewhere()) {
    const std::optional<Stamp> stamp = stamp_of(path->str());
    if (!stamp || stamp->changed > began_ - tick) return;
    append(value, *stamp);
  }
  value += pack(outcome.blob);
  cache_.put(ValueKind::Facts, key_of(plan, unit), std::move(value));
}

}  // namespace assay
