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

// The facts of some files in a row, unpacked.
class OpenedBlobs {
 public:
  static constexpr std::size_t most = 64;

  void open(std::span<const FileOutcome> outcomes) {
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      const std::string& packed = outcomes[i].blob;
      if (buffers_[i].size() > largest_kept) buffers_[i] = {};
      const std::optional<std::string_view> bytes = packed.empty() ? std::nullopt : unpack(packed, buffers_[i]);
      blobs_[i] = bytes ? open_blob(*bytes) : nullptr;
    }
  }
  const facts::Blob* operator[](std::size_t i) const { return blobs_[i]; }  // null: there are none, or damaged ones

 private:
  static constexpr std::size_t largest_kept = 1U << 20U;  // bytes of a buffer that serves again
  std::array<std::vector<char>, most> buffers_;
  std::array<const facts::Blob*, most> blobs_{};
};

// Calls `visit(index, facts or null)` for each outcome in order, which may then be emptied. What follows is unpacked beside
// it.
template <class Visit>
void for_each_opened(std::span<const FileOutcome> outcomes, std::size_t threads, Visit visit) {
  const auto row = [&](std::size_t begin) {
    return outcomes.subspan(begin, std::min(OpenedBlobs::most, outcomes.size() - begin));
  };
  std::array<OpenedBlobs, 2> opened;
  if (!outcomes.empty()) opened[0].open(row(0));
  for (std::size_t begin = 0, turn = 0; begin < outcomes.size(); begin += OpenedBlobs::most, turn = 1 - turn) {
    const std::size_t next = begin + OpenedBlobs::most;
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
  for_each_opened(outcomes, threads, [&](std::size_t i, const facts::Blob* blob) {
    FileOutcome& outcome = outcomes[i];
    const SourceFile& file = inventory.files[i];
    if (blob == nullptr && outcome.reason.empty()) outcome.reason = "front end returned damaged facts";
    if (blob != nullptr && blob->facts() != nullptr) merge_file(merged.model, file.path, *blob->facts());
    if (blob != nullptr && blob->manifest() != nullptr) {
      merged.manifests.emplace_back();
      merged.manifests.back().path = file.path;
      blob->manifest()->UnPackTo(&merged.manifests.back().manifest);
    }
    // A manifest that is read is not skipped, though it has no facts.
    const bool used = blob != nullptr && (blob->facts() != nullptr || blob->manifest() != nullptr);
    if (!used || (blob->facts() == nullptr && file.language != Language::None))
      merged.skipped.push_back({file.path, outcome.reason});
    bytes += outcome.blob.size();
    if (sample < all / sampled_part) {
      sample += outcome.blob.size();
      if (sample >= all / sampled_part)
        make_room(merged.model, room_to_spare * static_cast<double>(all) / static_cast<double>(sample));
    }
    std::string().swap(outcome.blob);
    if (bytes < much_memory) return;
    return_free_memory();
    given_back = true;
    bytes = 0;
  });
  if (given_back) return_free_memory();
  return merged;
}

}  // namespace assay
