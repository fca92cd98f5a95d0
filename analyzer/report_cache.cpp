// See report_cache.h. There is one place in the cache for each folder, format and set of options, which the next report
// of its kind takes over: a first value that says what the report was made from and how many pieces it has, then these.
#include "analyzer/report_cache.h"

#include <algorithm>
#include <cstring>

#include "analyzer/base/packed.h"
#include "analyzer/compiler_pass.h"
#include "analyzer/project/history.h"
#include "analyzer/request_digest.h"

namespace assay {
namespace {

constexpr std::size_t piece_size = 1U << 20U;

struct Head {
  Digest inputs;
  std::uint64_t skipped = 0, pieces = 0;
};

}  // namespace

ReportCache::ReportCache(const FileSource& source, const ScanRequest& request, const Options& options,
                         std::string rules_digest)
    : source_(source),
      request_(request),
      options_(options),
      rules_digest_(std::move(rules_digest)),
      // What a compiler says comes from more than the repository's files: headers of the system, files that it ignores.
      keeps_(request.cache->on() && options.settings_suffice && !has_database(source, request.compile_commands)) {}

Digest ReportCache::slot(const ReportOutput& output) const {
  Hasher hasher = request_.cache->key("report");
  hasher.add(source_.place().folder).add(output.format->name);
  // All that a format is told: a new field does not compile before it is here. The root is the folder above.
  const auto& [color, verbose, width, links, limit, root, sarif_profile, category, threads] =
      format_options(output, options_);
  (void)threads;
  hasher.add(std::uint64_t{color}).add(std::uint64_t{verbose}).add(std::uint64_t{width}).add(links);
  hasher.add(std::uint64_t{limit}).add(static_cast<std::uint64_t>(sarif_profile)).add(category);
  return hasher.add(options_.settings).digest();
}

Digest ReportCache::piece_key(const Digest& slot, std::uint64_t piece) const {
  return request_.cache->key("piece of a report").add(slot).add(piece).digest();
}

Digest ReportCache::digest_inputs(const Inventory& inventory) const {
  Hasher hasher = request_.cache->key("inputs");
  add_request(hasher, request_, rules_digest_);
  hasher.add(inventory.name).add(inventory.revision).add(inventory.seen).add(inventory.submodules);
  hasher.add(std::uint64_t{is_shallow(source_.place().repository)});  // its history may be longer another time
  hasher.add(inventory.skipped.size());
  for (const SkippedFile& file : inventory.skipped) hasher.add(file.path).add(file.reason);
  add_files(hasher, inventory);
  return hasher.digest();
}

std::optional<KeptReport> ReportCache::find(const ReportOutput& output, const Digest& inputs) const {
  const Digest place = slot(output);
  const std::optional<std::string> value = request_.cache->get(place);
  Head head;
  if (!value || value->size() != sizeof head) return std::nullopt;
  std::memcpy(&head, value->data(), sizeof head);
  if (head.inputs != inputs) return std::nullopt;
  KeptReport report;
  report.skipped = head.skipped;
  for (std::uint64_t i = 0; i < head.pieces; ++i) {
    // Each piece names its report, too: another scan may be about to replace them.
    std::optional<std::string> piece = request_.cache->get(piece_key(place, i));
    if (!piece || piece->size() < sizeof inputs || std::memcmp(piece->data(), &inputs, sizeof inputs) != 0)
      return std::nullopt;
    report.pieces.push_back(piece->substr(sizeof inputs));
  }
  return report;
}

std::optional<std::vector<KeptReport>> ReportCache::find(const Inventory& inventory,
                                                         const std::vector<ReportOutput>& outputs) const {
  const auto is_known = [](const SourceFile& file) { return static_cast<bool>(file.content); };
  if (!keeps_ || !std::all_of(inventory.files.begin(), inventory.files.end(), is_known)) return std::nullopt;
  const Digest inputs = digest_inputs(inventory);
  std::vector<KeptReport> reports;
  for (const ReportOutput& output : outputs) {
    std::optional<KeptReport> report = find(output, inputs);
    if (!report) return std::nullopt;
    reports.push_back(std::move(*report));
  }
  return reports;
}

void ReportCache::begin(const Gathered& gathered) {
  if (keeps_ && is_lasting(gathered)) inputs_ = digest_inputs(gathered.inventory);
}

void ReportCache::add(const ReportOutput& output, std::string_view piece) {
  if (!inputs_) return;
  text_ += piece;
  if (text_.size() >= piece_size) put_piece(output);
}

void ReportCache::put_piece(const ReportOutput& output) {
  std::string value(sizeof *inputs_, '\0');
  std::memcpy(value.data(), &*inputs_, sizeof *inputs_);
  value += pack(text_);
  request_.cache->put(ValueKind::Report, piece_key(slot(output), pieces_++), std::move(value));
  text_.clear();
}

void ReportCache::finish(const ReportOutput& output, std::size_t skipped) {
  if (!inputs_) return;
  if (!text_.empty()) put_piece(output);
  const Head head{*inputs_, skipped, pieces_};
  std::string value(sizeof head, '\0');
  std::memcpy(value.data(), &head, sizeof head);
  request_.cache->put(ValueKind::Report, slot(output), std::move(value));
  forget();
}

void ReportCache::forget() {
  text_.clear();
  pieces_ = 0;
}

}  // namespace assay
