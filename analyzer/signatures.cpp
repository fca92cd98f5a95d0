// See signatures.h.
#include "analyzer/signatures.h"

#include <xxhash.h>

#include <map>
#include <memory>
#include <string>

#include "analyzer/project/encoding.h"
#include "rules/plan/signature.h"

namespace assay {
namespace {

constexpr std::uint64_t largest_read = 16'000'000;  // bytes; larger files are named without signatures

class SourceTexts {
 public:
  explicit SourceTexts(const FileSource& source) : reader_(source.open_reader()) {}

  // The decoded text of the file as it was analysed; empty: it is not that any more.
  const std::string& of(const FileRow& file) {
    const auto [at, is_new] = texts_.try_emplace(file.path);
    if (!is_new || !reader_) return at->second;
    Result<std::string> bytes = (*reader_)->read(file.path, largest_read);
    if (bytes && XXH3_64bits(bytes->data(), bytes->size()) == file.content_hash)
      at->second = decode_text(std::move(*bytes)).text;
    return at->second;
  }

 private:
  Result<std::unique_ptr<FileReader>> reader_;
  std::map<std::string, std::string> texts_;
};

}  // namespace

void add_signatures(const FileSource& source, Report& report) {
  const Model& model = report.model;
  std::unique_ptr<SourceTexts> texts;
  for (ComponentPlan& plan : report.plans.components) {
    if (!plan.carve_out) continue;
    if (texts == nullptr) texts = std::make_unique<SourceTexts>(source);
    for (SeamFunction& seam : plan.carve_out->part.seam) {
      const facts::Function& row = model.function(seam.function);
      const std::string& text = texts->of(model.file_of(seam.function));
      if (row.begin() < text.size())
        seam.signature = signature_in(std::string_view(text).substr(row.begin()), model.names.text(row.name()));
    }
  }
}

}  // namespace assay
