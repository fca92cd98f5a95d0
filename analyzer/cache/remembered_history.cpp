// See remembered_history.h.
#include "analyzer/cache/remembered_history.h"

#include <utility>

#include "analyzer/base/bytes.h"
#include "analyzer/base/packed.h"
#include "analyzer/project/history.h"

namespace assay {

std::string written_history(const ChangeHistory& history) {
  ByteWriter out;
  out.number(history.paths.size());
  for (const std::string& path : history.paths) out.text(path);
  out.number(history.changes.size());
  for (const Change& change : history.changes) {
    out.number(static_cast<std::uint64_t>(change.time));
    out.number(change.author);
    out.number(change.files.size());
    for (const std::uint32_t file : change.files) out.number(file);
  }
  out.number(history.authors);
  out.number(history.sweeping);
  out.number(static_cast<std::uint64_t>(history.newest));
  out.text(history.end);
  return out.take();
}

std::optional<ChangeHistory> history_of_text(std::string_view text) {
  ByteReader in(text);
  ChangeHistory history;
  const std::uint64_t paths = in.count();
  for (std::uint64_t i = 0; i < paths; ++i) history.paths.push_back(in.text());
  const std::uint64_t changes = in.count();
  for (std::uint64_t i = 0; i < changes; ++i) {
    Change change;
    change.time = static_cast<std::int64_t>(in.number());
    change.author = static_cast<std::uint32_t>(in.number());
    const std::uint64_t files = in.count();
    for (std::uint64_t f = 0; f < files; ++f) {
      const std::uint64_t file = in.number();
      if (file >= history.paths.size()) return std::nullopt;
      change.files.push_back(static_cast<std::uint32_t>(file));
    }
    history.changes.push_back(std::move(change));
  }
  history.authors = static_cast<std::uint32_t>(in.number());
  history.sweeping = static_cast<std::uint32_t>(in.number());
  history.newest = static_cast<std::int64_t>(in.number());
  history.end = in.text();
  if (!in.is_done()) return std::nullopt;
  return history;
}

ChangeHistory remembered_history(Cache& cache, const Repository& repository, const std::string& commit,
                                 std::size_t depth) {
  Digest key;
  // A shallow clone may be deepened: its history is another one then, of the same commit.
  if (cache.on() && !is_shallow(repository)) {
    key = cache.key("history").add(commit).add(std::uint64_t{depth}).digest();
    if (const std::optional<std::string> kept = cache.get(key)) {
      const std::optional<std::string> text = unpack(*kept);
      std::optional<ChangeHistory> history = text ? history_of_text(*text) : std::nullopt;
      if (history) return std::move(*history);
    }
  }
  Result<ChangeHistory> history = read_history(repository, commit, depth);
  if (!history) return {};
  if (key) cache.put(ValueKind::History, key, pack(written_history(*history)));
  return std::move(*history);
}

}  // namespace assay
