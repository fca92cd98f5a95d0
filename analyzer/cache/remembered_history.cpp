// See remembered_history.h.
#include "analyzer/cache/remembered_history.h"

#include <cstring>
#include <utility>

#include "analyzer/base/packed.h"
#include "analyzer/project/history.h"

namespace assay {
namespace {

class Writer {
 public:
  void number(std::uint64_t value) { text_.append(reinterpret_cast<const char*>(&value), sizeof value); }
  void text(std::string_view value) {
    number(value.size());
    text_ += value;
  }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

// A value that ends early, or counts more than there is, fails once and for all.
class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    if (rest_.size() < sizeof value) return fail();
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  // How many items follow, of at least eight bytes each.
  std::uint64_t count() {
    const std::uint64_t value = number();
    return value <= rest_.size() / sizeof value ? value : fail();
  }
  std::string text() {
    const std::uint64_t size = number();
    if (size > rest_.size()) return fail(), std::string();
    std::string value(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return value;
  }
  bool is_done() const { return !failed_ && rest_.empty(); }

 private:
  std::uint64_t fail() {
    failed_ = true;
    rest_ = {};
    return 0;
  }
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

std::string written_history(const ChangeHistory& history) {
  Writer out;
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
  Reader in(text);
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
