// See precompile.h.
#include "analyzer/workers/precompile.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "analyzer/base/text.h"
#include "analyzer/workers/unit_process.h"
#include "parsers/cxx/compile_flags.h"
#include "parsers/cxx/unit_parser.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t largest_prefix = 1'000'000'000;  // bytes; all of C++'s standard library are some 50 MB

std::string header_of(const PrivateFolder& folder, std::size_t i) { return fmt::format("{}/{}.hpp", folder.path(), i); }
std::string target_of(const PrivateFolder& folder, std::size_t i) { return fmt::format("{}/{}.pch", folder.path(), i); }

bool write_header(const std::string& path, const std::vector<std::string>& headers) {
  std::ofstream file(path, std::ios::binary);
  for (const std::string& header : headers) file << "#include " << header << '\n';
  return file.flush().good();
}

}  // namespace

PrivateFolder::PrivateFolder() {
  std::error_code error;
  const fs::path base = fs::canonical(fs::temp_directory_path(error), error);
  if (error) return;
  std::string pattern = (base / "assay-XXXXXX").string();
  if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
}

PrivateFolder::~PrivateFolder() {
  std::error_code ignored;
  if (!path_.empty()) fs::remove_all(path_, ignored);
}

PrecompiledPrefixes precompile_prefixes(const LibClang& clang, const std::vector<SharedPrefix>& prefixes,
                                        std::size_t units, const std::vector<std::string>& readable,
                                        const PrivateFolder& folder, const PoolOptions& options) {
  PrecompiledPrefixes result;
  if (prefixes.empty() || folder.path().empty()) return result;
  PoolWork work = unit_work(prefixes.size(), options);
  for (std::size_t i = 0; i < prefixes.size(); ++i) {
    if (!write_header(header_of(folder, i), prefixes[i].headers)) return result;
  }
  work.serve = [&](int socket) {
    run_unit_process({readable, folder.path(), largest_prefix, options.worker_memory}, socket, [&](std::uint32_t item) {
      FileOutcome outcome;
      const Result<std::vector<std::string>> files =
          precompile(clang, prefixes[item].arguments, header_of(folder, item), target_of(folder, item));
      if (!files) {
        outcome.reason = files.error().message;
        return outcome;
      }
      for (const std::string& file : *files) outcome.blob.append(file).push_back('\n');
      return outcome;
    });
  };
  const Result<PoolResult> done = run_work(std::move(work), options.jobs, [](std::size_t) {});
  if (!done) return result;
  result.prefixes.resize(prefixes.size());
  result.of_unit.resize(units);
  for (std::size_t i = 0; i < prefixes.size(); ++i) {
    std::error_code error;
    if (done->outcomes[i].blob.empty() || !fs::is_regular_file(target_of(folder, i), error)) continue;
    result.prefixes[i].path = target_of(folder, i);
    for (const std::string_view file : split(done->outcomes[i].blob, '\n')) {
      if (!file.empty() && !lies_in_folder(file, folder.path())) result.prefixes[i].files.emplace_back(file);
    }
    for (const std::uint32_t unit : prefixes[i].units) result.of_unit[unit] = static_cast<std::uint32_t>(i + 1);
  }
  return result;
}

}  // namespace assay
