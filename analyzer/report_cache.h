// Reports of a scan, given out again as they are when nothing has changed that they were made from.
//
// A report is a function of the options, the configuration, the rules and the files: which there are, why others are left
// out, and what each holds. All of that is digested, and a report that was kept under the same digest is the same to the
// byte. Where an option is given that is not known to be part of it, such as one that names more files, nothing is kept.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/options.h"
#include "analyzer/pipeline.h"
#include "analyzer/report_outputs.h"

namespace assay {

struct KeptReport {
  std::size_t skipped = 0;          // files and folders that were not analysed
  std::vector<std::string> pieces;  // packed, in their order
};

class ReportCache {
 public:
  // Refers to what it is given.
  ReportCache(const FileSource& source, const ScanRequest& request, const Options& options, std::string rules_digest);

  // The reports on these files, one per output; nothing where one is not known.
  std::optional<std::vector<KeptReport>> find(const Inventory& inventory,
                                              const std::vector<ReportOutput>& outputs) const;

  // What is written next is made from this; it is not kept where it may come out otherwise another time.
  void begin(const Gathered& gathered);
  // One output, from its first piece to its last.
  void add(const ReportOutput& output, std::string_view piece);
  void finish(const ReportOutput& output, std::size_t skipped);
  void forget();                    // the output at hand will not be finished
  void drop() { inputs_.reset(); }  // none of them is to be kept

 private:
  Digest slot(const ReportOutput& output) const;
  Digest piece_key(const Digest& slot, std::uint64_t piece) const;
  Digest digest_inputs(const Inventory& inventory) const;
  std::optional<KeptReport> find(const ReportOutput& output, const Digest& inputs) const;
  void put_piece(const ReportOutput& output);

  const FileSource& source_;
  const ScanRequest& request_;
  const Options& options_;
  std::string rules_digest_;
  bool keeps_;                    // whether a report may be given out again
  std::optional<Digest> inputs_;  // of the report being written, where it is kept
  std::string text_;              // of the output at hand, not yet in a piece
  std::uint64_t pieces_ = 0;      // of the output at hand
};

}  // namespace assay
