// See cache.h.
//
// Stamps: a file whose device, inode, size and times are those of an earlier scan has the bytes it had then, unless it was
// written twice within one tick of the file system's clock, with the scan in between. As git does, stamps that were fresh
// when the scan began are therefore not kept: such a file is read once more.
#include "analyzer/cache/cache.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <vector>

#include "analyzer/base/clock.h"
#include "analyzer/base/parallel.h"
#include "analyzer/cache/build_digest.h"

namespace assay {
namespace {

constexpr std::int64_t freshness = 2'000'000'000;  // nanoseconds: the coarsest clock of a usual file system (FAT)

struct StampRow {
  Digest stamp, content;
};

std::vector<StampRow> rows_of(const std::optional<std::string>& value) {
  std::vector<StampRow> rows(value ? value->size() / sizeof(StampRow) : 0);
  if (!rows.empty()) std::memcpy(rows.data(), value->data(), rows.size() * sizeof(StampRow));
  return rows;
}

}  // namespace

Cache::Cache(Store store, bool stamps) : build_(build_identity()), stamps_(stamps) {
  began_ = nanoseconds_now();
  if (!build_.empty()) store_.emplace(std::move(store));
}

Hasher Cache::key(std::string_view subject) const {
  Hasher hasher(secret());
  hasher.add(build_).add(subject);
  return hasher;
}

Digest Cache::stamps_key(const FileSource& source, const Inventory& inventory) const {
  // Commits and the work tree have stamps of their own.
  const bool frozen = !inventory.files.empty() && inventory.files[0].stamp.changed == 0;
  return key("stamps").add(source.place().folder).add(std::uint64_t{frozen}).digest();
}

Digest Cache::stamp_digest(const SourceFile& file) const {
  Hasher hasher(secret());
  hasher.add(file.size);
  for (const std::uint64_t part : file.stamp.identity) hasher.add(part);
  return hasher.digest();
}

void Cache::find_contents(const FileSource& source, Inventory& inventory, std::uint64_t max_file_size,
                          unsigned threads) {
  if (!on()) return;
  std::vector<StampRow> rows = rows_of(stamps_ ? get(stamps_key(source, inventory)) : std::nullopt);
  std::vector<SourceFile*> unknown;
  stamps_changed_ = rows.size() != inventory.files.size();
  for (SourceFile& file : inventory.files) {
    const Digest stamp = stamp_digest(file);
    const auto row = std::partition_point(rows.begin(), rows.end(), [&](const StampRow& r) { return r.stamp < stamp; });
    const bool found = row != rows.end() && row->stamp == stamp;
    if (!found) stamps_changed_ = true;
    if (file.content) continue;
    if (found) {
      file.content = row->content;
    } else {
      unknown.push_back(&file);
    }
  }
  if (unknown.empty() || !store_->holds(ValueKind::Facts)) return;
  // A thread costs as much as reading a few dozen files.
  in_threads(unknown.size(), std::min<std::size_t>(threads, unknown.size() / 256), [&] {
    return [&, reader = source.open_reader()](std::size_t i) {
      if (!reader) return;  // the workers will say so
      const Result<std::string> bytes = (*reader)->read(unknown[i]->path, max_file_size);
      if (bytes) unknown[i]->content = digest_of(secret(), *bytes);
    };
  });
}

void Cache::keep_stamps(const FileSource& source, const Inventory& inventory) {
  if (!on() || !stamps_changed_) return;
  std::vector<StampRow> rows;
  for (const SourceFile& file : inventory.files) {
    const bool fresh = file.stamp.changed > began_ - freshness;
    const bool stamped =
        std::any_of(file.stamp.identity.begin(), file.stamp.identity.end(), [](auto n) { return n != 0; });
    if (stamped && !fresh && file.content) rows.push_back({stamp_digest(file), file.content});
  }
  std::sort(rows.begin(), rows.end(), [](const StampRow& a, const StampRow& b) { return a.stamp < b.stamp; });
  std::string value(rows.size() * sizeof(StampRow), '\0');
  if (!rows.empty()) std::memcpy(value.data(), rows.data(), value.size());
  put(ValueKind::Stamps, stamps_key(source, inventory), std::move(value));
}

std::optional<std::string> Cache::get(const Digest& key) { return on() ? store_->get(key) : std::nullopt; }

void Cache::put(ValueKind kind, const Digest& key, std::string value) {
  if (on()) store_->put(kind, key, std::move(value));
}

void Cache::flush() {
  if (on()) store_->flush();
}

bool add_files(Hasher& hasher, const Inventory& inventory) {
  bool known = true;
  hasher.add(inventory.files.size());
  for (const SourceFile& file : inventory.files) {
    const std::uint64_t flags = std::uint64_t{file.manifest} | std::uint64_t{file.header_of_cpp} << 1U |
                                std::uint64_t{file.generated} << 2U | std::uint64_t{file.vendored} << 3U |
                                std::uint64_t{file.documentation} << 4U | std::uint64_t{file.detectable} << 5U |
                                std::uint64_t{file.profiled} << 6U;
    hasher.add(file.path).add(file.content).add(static_cast<std::uint64_t>(file.language)).add(flags);
    known = known && file.content;
  }
  return known;
}

}  // namespace assay
