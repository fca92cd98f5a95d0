// See merge.h.
#include "analyzer/merge.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <future>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/free_memory.h"
#include "analyzer/base/packed.h"
#include "analyzer/base/parallel.h"
#include "analyzer/facts/view.h"

namespace assay {
namespace {

// Bytes of merged facts after which their memory is given back.
constexpr std::uint64_t much_memory = 64'000'000;

// After this part of the facts, room is made for as many of the others, and a little more.
constexpr std::uint64_t sampled_part = 16;
constexpr double room_to_spare = 1.1;

// The facts of one file, unpacked.
struct OpenedFacts {
  std::string packed;
  std::vector<char> buffer;
  const facts::Blob* blob = nullptr;  // into one of them; null: there are none, or damaged ones
  FileNames names;                    // of blob->facts()
};

// Of some files in a row.
class OpenedRow {
 public:
  static constexpr std::size_t most = 64;

  // Takes the packed facts.
  void open(std::span<FileOutcome> outcomes) {
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      OpenedFacts& facts = files_[i];
      if (facts.buffer.size() > largest_kept) facts.buffer = {};
      facts.packed = std::exchange(outcomes[i].blob, std::string());
      const std::optional<std::string_view> bytes =
          facts.packed.empty() ? std::nullopt : unpack(facts.packed, facts.buffer);
      facts.blob = bytes ? open_blob(*bytes) : nullptr;
      if (facts.blob != nullptr && facts.blob->facts() != nullptr) facts.names.assign(*facts.blob->facts());
    }
  }
  const OpenedFacts& operator[](std::size_t i) const { return files_[i]; }

 private:
  static constexpr std::size_t largest_kept = 1U << 16U;  // bytes of a buffer that serves again
  std::vector<OpenedFacts> files_{most};
};

// Calls `visit(index, opened)` for each outcome in order. What follows is unpacked beside it.
template <class Visit>
void for_each_opened(std::span<FileOutcome> outcomes, std::size_t threads, Visit visit) {
  const auto row = [&](std::size_t begin) {
    return outcomes.subspan(begin, std::min(OpenedRow::most, outcomes.size() - begin));
  };
  std::array<OpenedRow, 2> opened;
  if (!outcomes.empty()) opened[0].open(row(0));
  for (std::size_t begin = 0, turn = 0; begin < outcomes.size(); begin += OpenedRow::most, turn = 1 - turn) {
    const std::size_t next = begin + OpenedRow::most;
    std::future<void> opening = std::async(beside(threads), [&] {
      if (next < outcomes.size()) opened[1 - turn].open(row(next));
    });
    for (std::size_t i = 0; i < row(begin).size(); ++i) visit(begin + i, opened[turn][i]);
    opening.get();
  }
}

}  // namespace

Merged merge(const Inventory& inventory, std::vector<FileOutcome> outcomes, std::size_t threads) {
  Merged merged;
  std::uint64_t all = 0, sample = 0;  // bytes of all facts, and of the first ones, by which the others are judged
  for (const FileOutcome& outcome : outcomes) all += outcome.blob.size();
  std::uint64_t bytes = 0;  // merged since memory was given back
  bool given_back = false;
  for_each_opened(outcomes, threads, [&](std::size_t i, const OpenedFacts& opened) {
    FileOutcome& outcome = outcomes[i];
    const SourceFile& file = inventory.files[i];
    const facts::Blob* blob = opened.blob;
    if (blob == nullptr && outcome.reason.empty()) outcome.reason = "front end returned damaged facts";
    if (blob != nullptr && blob->facts() != nullptr) merge_file(merged.model, file.path, *blob->facts(), opened.names);
    if (blob != nullptr && blob->manifest() != nullptr) {
      merged.manifests.emplace_back();
      merged.manifests.back().path = file.path;
      blob->manifest()->UnPackTo(&merged.manifests.back().manifest);
    }
    // A manifest that is read is not skipped, though it has no facts.
    const bool used = blob != nullptr && (blob->facts() != nullptr || blob->manifest() != nullptr);
    if (!used || (blob->facts() == nullptr && file.language != Language::None))
      merged.skipped.push_back({file.path, outcome.reason});
    bytes += opened.packed.size();
    if (sample < all / sampled_part) {
      sample += opened.packed.size();
      if (sample >= all / sampled_part)
        make_room(merged.model, room_to_spare * static_cast<double>(all) / static_cast<double>(sample));
    }
    if (bytes < much_memory) return;
    return_free_memory();
    given_back = true;
    bytes = 0;
  });
  if (given_back) return_free_memory();
  return merged;
}

}  // namespace assay
