// See merge.h.
#include "analyzer/merge.h"

#include <algorithm>
#include <array>
#include <cstdint>
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

// The facts of some files in a row, unpacked.
class OpenedBlobs {
 public:
  static constexpr std::size_t most = 64;

  void open(std::span<const FileOutcome> outcomes, std::size_t threads) {
    in_threads(outcomes.size(), threads, [&] {
      return [&](std::size_t i) {
        const std::string& packed = outcomes[i].blob;
        if (buffers_[i].size() > largest_kept) buffers_[i] = {};
        const std::optional<std::string_view> bytes = packed.empty() ? std::nullopt : unpack(packed, buffers_[i]);
        blobs_[i] = bytes ? open_blob(*bytes) : nullptr;
      };
    });
  }
  const facts::Blob* operator[](std::size_t i) const { return blobs_[i]; }  // null: there are none, or damaged ones

 private:
  static constexpr std::size_t largest_kept = 1U << 20U;  // bytes of a buffer that serves again
  std::array<std::vector<char>, most> buffers_;
  std::array<const facts::Blob*, most> blobs_{};
};

}  // namespace

Merged merge(const Inventory& inventory, std::vector<FileOutcome> outcomes, std::size_t threads) {
  Merged merged;
  OpenedBlobs opened;
  std::uint64_t bytes = 0;  // merged since memory was given back
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    const std::size_t at = i % OpenedBlobs::most;
    if (at == 0) opened.open(std::span(outcomes).subspan(i, std::min(OpenedBlobs::most, outcomes.size() - i)), threads);
    FileOutcome& outcome = outcomes[i];
    const SourceFile& file = inventory.files[i];
    const facts::Blob* blob = opened[at];
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
    std::string().swap(outcome.blob);
    if (bytes < much_memory) continue;
    return_free_memory();
    bytes = 0;
  }
  return merged;
}

}  // namespace assay
