// See kept_snapshot.h.
#include "analyzer/kept_snapshot.h"

#include <algorithm>
#include <cstring>

#include "analyzer/base/bytes.h"
#include "analyzer/base/packed.h"
#include "analyzer/compiler_pass.h"
#include "analyzer/request_digest.h"

namespace assay {
namespace {

// One list of fields for writing and reading: `Bytes` does either.
class Put {
 public:
  void text(const std::string& value) { out_.text(value); }
  void real(const double& value) { out_.real(value); }
  template <class T>
  void number(const T& value) {
    out_.number(static_cast<std::uint64_t>(value));
  }
  template <class List, class Each>
  void list(const List& items, const Each& each) {
    out_.number(items.size());
    for (const auto& item : items) each(item);
  }
  template <class Map, class Each>
  void map(const Map& items, const Each& each) {
    list(items, [&](const auto& item) {
      out_.text(item.first);
      each(item.second);
    });
  }
  std::string take() { return out_.take(); }

 private:
  ByteWriter out_;
};

class Get {
 public:
  explicit Get(std::string_view bytes) : in_(bytes) {}
  void text(std::string& value) { value = in_.text(); }
  void real(double& value) { value = in_.real(); }
  template <class T>
  void number(T& value) {
    value = static_cast<T>(in_.number());
  }
  template <class List, class Each>
  void list(List& items, const Each& each) {
    items.resize(in_.count());
    for (auto& item : items) each(item);
  }
  template <class Map, class Each>
  void map(Map& items, const Each& each) {
    for (std::uint64_t left = in_.count(); left > 0; --left) {
      std::string key = in_.text();
      each(items[std::move(key)]);
    }
  }
  bool is_done() const { return in_.is_done(); }

 private:
  ByteReader in_;
};

template <class Bytes, class Side>
void transfer(Bytes& bytes, Side& snapshot) {
  bytes.text(snapshot.rules_digest);
  bytes.number(snapshot.with_history);
  bytes.list(snapshot.findings, [&](auto& f) {
    for (auto* text : {&f.rule, &f.level, &f.message, &f.file, &f.component, &f.fingerprint}) bytes.text(*text);
    bytes.number(f.line);
    bytes.number(f.end_line);
    bytes.number(f.silenced);
  });
  bytes.list(snapshot.components, [&](auto& c) {
    for (auto* text : {&c.id, &c.name, &c.choice, &c.confidence}) bytes.text(*text);
    bytes.real(c.margin);
    bytes.number(c.near_tie);
    bytes.map(c.contributions, [&](auto& contribution) {
      bytes.text(contribution.answer);
      bytes.text(contribution.reason);
      bytes.text(contribution.signal);
      bytes.real(contribution.weight);
    });
    bytes.map(c.evidence, [&](auto& places) { bytes.list(places, [&](auto& place) { bytes.text(place); }); });
  });
}

// The day counts only where a comment has an end: else a snapshot is as good on every other day.
bool depends_on_day(const Report& report) {
  const std::vector<facts::Suppression>& all = report.model.suppressions;
  return std::any_of(all.begin(), all.end(), [](const facts::Suppression& s) { return s.until() != 0; });
}

Digest key_of_day(const ScanRequest& request, const Digest& key, std::string_view day) {
  return request.cache->key("snapshot of a day").add(key).add(day).digest();
}

// All that the snapshot of some files depends on beside these; nothing where it may come out otherwise another time.
std::optional<Hasher> begin_key(std::string_view subject, const FileSource& source, const ScanRequest& request,
                                const std::string& rules_digest) {
  // What a compiler says comes from more than the repository's files, and so does what a profile says.
  const bool compiled = request.asks_compiler && has_database(source, request.compile_commands);
  if (!request.cache->on() || compiled || !request.profiles.empty()) return std::nullopt;
  Hasher hasher = request.cache->key(subject);
  add_request(hasher, request, rules_digest);
  hasher.add(request.components.size());
  for (const NamedComponent& component : request.components) hasher.add(component.name).add(component.paths);
  hasher.add(request.entries)
      .add(request.pool.max_file_size)
      .add(std::uint64_t{request.pool.file_timeout_ms})
      .add(std::uint64_t{request.pool.worker_memory});
  return hasher;
}

std::optional<Digest> commit_key(const FileSource& commit, const ScanRequest& request,
                                 const std::string& rules_digest) {
  std::optional<Hasher> hasher = begin_key("commit", commit, request, rules_digest);
  if (!hasher) return std::nullopt;
  hasher->add(commit.revision()).add(commit.place().name).add(commit.place().prefix);
  hasher->add(request.inventory.include).add(request.inventory.exclude);
  return hasher->digest();
}

}  // namespace

std::optional<Digest> snapshot_key(const FileSource& source, const Inventory& inventory, const ScanRequest& request,
                                   const std::string& rules_digest) {
  std::optional<Hasher> hasher = begin_key("snapshot", source, request, rules_digest);
  if (!hasher) return std::nullopt;
  hasher->add(inventory.name);
  return add_files(*hasher, inventory) ? std::optional(hasher->digest()) : std::nullopt;
}

std::vector<Digest> file_digests(const Cache& cache, const Inventory& inventory) {
  std::vector<Digest> digests;
  for (const SourceFile& file : inventory.files)
    digests.push_back(Hasher(cache.secret()).add(file.path).add(file.content).add(reading_of(file)).digest());
  std::sort(digests.begin(), digests.end());
  return digests;
}

std::optional<KnownCommit> find_commit(const FileSource& commit, const ScanRequest& request,
                                       const std::string& rules_digest) {
  const std::optional<Digest> key = commit_key(commit, request, rules_digest);
  const std::optional<std::string> value = key ? request.cache->get(*key) : std::nullopt;
  if (!value || value->empty() || value->size() % sizeof(Digest) != 0) return std::nullopt;
  KnownCommit known;
  std::memcpy(&known.snapshot, value->data(), sizeof(Digest));
  known.files.resize(value->size() / sizeof(Digest) - 1);
  if (!known.files.empty())
    std::memcpy(known.files.data(), value->data() + sizeof(Digest), known.files.size() * sizeof(Digest));
  return known;
}

void keep_commit(const FileSource& commit, const ScanRequest& request, const std::string& rules_digest,
                 const KnownCommit& known) {
  const std::optional<Digest> key = commit_key(commit, request, rules_digest);
  if (!key) return;
  std::string value(reinterpret_cast<const char*>(&known.snapshot), sizeof(Digest));
  value.append(reinterpret_cast<const char*>(known.files.data()), known.files.size() * sizeof(Digest));
  request.cache->put(ValueKind::Report, *key, std::move(value));
}

std::optional<Snapshot> find_snapshot(const ScanRequest& request, const Digest& key) {
  for (const std::string& day : {std::string(), request.today}) {
    const std::optional<std::string> value = request.cache->get(key_of_day(request, key, day));
    const std::optional<std::string> text = value ? unpack(*value) : std::nullopt;
    if (text) return snapshot_of_text(*text);
  }
  return std::nullopt;
}

void keep_snapshot(const ScanRequest& request, const Digest& key, const Report& report) {
  const std::string day = depends_on_day(report) ? report.today : std::string();
  if (day.empty() && depends_on_day(report)) return;
  const Digest place = key_of_day(request, key, day);
  if (!request.cache->get(place))
    request.cache->put(ValueKind::Report, place, pack(written_snapshot(timeless_snapshot_of(report))));
}

std::string written_snapshot(const Snapshot& snapshot) {
  Put out;
  transfer(out, snapshot);
  return out.take();
}

std::optional<Snapshot> snapshot_of_text(std::string_view text) {
  Get in(text);
  Snapshot snapshot;
  transfer(in, snapshot);
  return in.is_done() ? std::optional(std::move(snapshot)) : std::nullopt;
}

}  // namespace assay
