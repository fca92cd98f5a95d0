// See compiler_pass.h.
#include "analyzer/compiler_pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unordered_map>

#include "analyzer/base/text.h"
#include "analyzer/workers/unit_process.h"
#include "parsers/cxx/compile_flags.h"
#include "parsers/cxx/leading_header.h"
#include "parsers/cxx/libclang.h"
#include "parsers/cxx/standard_prefix.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

// Databases of the largest projects have some 30 MB.
constexpr std::uint64_t largest_database = 256'000'000;
constexpr std::uint64_t largest_response_file = 1'000'000;
constexpr std::string_view file_name_of_database = "compile_commands.json";
constexpr std::size_t most_folders = 1'000;  // looked into for a database, of one folder

bool is_build_folder(std::string_view name) {
  return starts_with_any(name, {"build", "out", "cmake-build-", "_build", "builddir", ".build"});
}

// Folders of `folder` (repository path, empty: the root), sorted; links are not followed.
std::vector<std::string> folders_in(const std::string& root, const std::string& folder) {
  std::vector<std::string> found;
  std::error_code error;
  for (fs::directory_iterator entry(root + '/' + folder, error), end;
       !error && entry != end && found.size() < most_folders; entry.increment(error)) {
    std::error_code ignored;
    if (entry->symlink_status(ignored).type() == fs::file_type::directory)
      found.push_back(entry->path().filename().string());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// Where builds put their database: the root, build folders, and one folder below these (build/release, out/Debug).
std::vector<std::string> candidates(const std::string& root) {
  std::vector<std::string> found{std::string(file_name_of_database)};
  for (const std::string& folder : folders_in(root, {})) {
    if (!is_build_folder(folder)) continue;
    found.push_back(fmt::format("{}/{}", folder, file_name_of_database));
    for (const std::string& below : folders_in(root, folder))
      found.push_back(fmt::format("{}/{}/{}", folder, below, file_name_of_database));
  }
  return found;
}

struct DatabaseText {
  std::string path;    // as reports print it
  std::string folder;  // absolute
  std::string text;
};

Result<DatabaseText> read_asked(const std::string& asked) {
  std::error_code error;
  const fs::path absolute = fs::canonical(asked, error);
  if (error || !fs::is_regular_file(absolute, error))
    return failure(fmt::format("cannot read `--compile-commands {}`: there is no such file", asked));
  if (fs::file_size(absolute, error) > largest_database || error)
    return failure(fmt::format("cannot read `--compile-commands {}`: it is larger than 256 MB", asked));
  std::ifstream file(absolute, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  if (!file) return failure(fmt::format("cannot read `--compile-commands {}`", asked));
  return DatabaseText{asked, absolute.parent_path().string(), std::move(text)};
}

class Pass {
 public:
  Pass(const FileSource& source, const Inventory& inventory) : source_(source), inventory_(inventory) {
    for (const SourceFile& file : inventory.files) {
      if (is_c_family(file.language)) sizes_.emplace(file.path, file.size);
    }
    pass_.answers.notes.resize(inventory.files.size());
    pass_.use.files = sizes_.size();
  }

  CompilerPass nothing() { return std::move(pass_); }

  // Without units: there is nothing to ask.
  Result<UnitPlan> plan(const CompilerQuestion& question, const PoolOptions& options) {
    if (sizes_.empty() || !source_.on_disk()) return UnitPlan{};
    Result<std::unique_ptr<FileReader>> reader = source_.open_reader();
    if (!reader) return UnitPlan{};
    reader_ = std::move(*reader);
    const std::string& asked = question.database;
    CompileDatabase database;
    if (!asked.empty()) {
      const Result<DatabaseText> text = read_asked(asked);
      if (!text) return tl::unexpected(text.error());
      Result<CompileDatabase> read = read_database(*text, true);
      if (!read) return failure(fmt::format("`--compile-commands {}` is of no use: {}", asked, read.error().message));
      database = std::move(*read);
    } else {
      database = find_database();
    }
    UnitPlan plan = plan_of(std::move(database));
    if (question.precompiles) plan.prefixes = prefixes_of(plan, options.max_file_size);
    return plan;
  }

  Result<CompilerPass> run(const CompilerQuestion& question, const PoolOptions& options, Cache& cache,
                           const std::function<void(std::size_t done)>& progress) {
    Result<UnitPlan> plan = this->plan(question, options);
    if (!plan) return tl::unexpected(plan.error());
    if (plan->units.empty()) return std::move(pass_);
    UnitCache remembered(cache, source_, inventory_, options.max_file_size, compiler_version());
    Result<CompilerAnswers> answers = analyse_units(inventory_, *plan, options, remembered, progress);
    if (!answers) {  // the tool works without
      pass_.use.unavailable = answers.error().message;
      return std::move(pass_);
    }
    pass_.answers = std::move(*answers);
    pass_.use.parsed = pass_.answers.parsed;
    pass_.use.with_errors = pass_.answers.with_errors;
    for (const FailedUnit& unit : pass_.answers.failed) pass_.use.failed.push_back({unit.path, unit.reason});
    pass_.use.files_compiled = static_cast<std::uint64_t>(std::count_if(
        pass_.answers.notes.begin(), pass_.answers.notes.end(), [](const auto* notes) { return notes != nullptr; }));
    return std::move(pass_);
  }

 private:
  static std::string compiler_version() {
    const LibClang* clang = load_libclang();
    return clang == nullptr ? std::string{} : clang->text(clang->getClangVersion());
  }

  std::vector<SharedPrefix> prefixes_of(const UnitPlan& plan, std::uint64_t max_file_size) const {
    PrefixQuestion question;
    question.units = &plan.units;
    question.root = plan.root;
    question.is_source = [&](const std::string& path) { return sizes_.contains(path); };
    question.text = [&](const std::string& path) { return reader_->read(path, max_file_size).value_or(std::string{}); };
    question.file_exists = [](const std::string& path) {
      std::error_code error;
      return fs::exists(path, error);
    };
    std::vector<SharedPrefix> prefixes = find_standard_prefixes(question);
    std::vector<SharedPrefix> headers = find_leading_headers(question);
    std::move(headers.begin(), headers.end(), std::back_inserter(prefixes));
    return prefixes;
  }

  bool exists(const std::string& path) const {
    std::error_code error;
    return fs::symlink_status(source_.place().folder + '/' + path, error).type() != fs::file_type::not_found;
  }

  // The first one's fate is told, if no other is of use.
  void note_useless(const std::string& path, std::string_view why) {
    if (!pass_.use.unavailable.empty()) return;
    pass_.use.database = path;
    pass_.use.unavailable = fmt::format("`{}` is of no use: {}", path, why);
  }

  // The first that names a file of the repository.
  CompileDatabase find_database() {
    const std::string& root = source_.place().folder;
    for (const std::string& path : candidates(root)) {
      Result<std::string> text = reader_->read(path, largest_database);
      if (!text) {
        // Most are not there.
        if (exists(path)) note_useless(path, "it is no regular file of at most 256 MB");
        continue;
      }
      const std::size_t slash = path.rfind('/');
      const std::string folder = slash == std::string::npos ? root : root + '/' + path.substr(0, slash);
      Result<CompileDatabase> read = read_database({path, folder, std::move(*text)}, false);
      if (read && !read->units.empty()) {
        pass_.use.unavailable.clear();
        return std::move(*read);
      }
      if (!read) note_useless(path, read.error().message);
    }
    return {};
  }

  Result<CompileDatabase> read_database(const DatabaseText& text, bool trusted) {
    DatabaseContext context;
    context.folder = text.folder;
    context.roots = {source_.place().folder};
    context.readable = system_folders();
    readable_.clear();
    // Somebody who names a database outside the root builds there, and what is generated lies there.
    if (trusted && !lies_in_folder(text.folder, source_.place().folder)) readable_.push_back(text.folder);
    context.readable.insert(context.readable.end(), readable_.begin(), readable_.end());
    context.is_source = [&](const std::string& path) { return sizes_.contains(path); };
    context.read_in_repository = [&](const std::string& path) { return reader_->read(path, largest_response_file); };
    Result<CompileDatabase> read = read_compile_database(text.text, context);
    if (!read) return read;
    CompilerUse& use = pass_.use;
    use.database = text.path;
    use.units = read->units.size();
    use.entries = read->entries;
    use.repeated = read->repeated;
    use.outside = read->outside;
    use.missing = read->missing;
    use.malformed = read->malformed;
    use.dropped_flags = read->dropped_flags;
    return read;
  }

  UnitPlan plan_of(CompileDatabase database) const {
    UnitPlan plan;
    plan.root = source_.place().folder;
    plan.readable = readable_;
    plan.units = std::move(database.units);
    std::stable_sort(plan.units.begin(), plan.units.end(),
                     [&](const CompileUnit& a, const CompileUnit& b) { return sizes_.at(a.path) > sizes_.at(b.path); });
    return plan;
  }

  const FileSource& source_;
  const Inventory& inventory_;
  std::unordered_map<std::string, std::uint64_t> sizes_;  // of the C and C++ files
  std::unique_ptr<FileReader> reader_;
  std::vector<std::string> readable_;
  CompilerPass pass_;
};

}  // namespace

bool has_database(const FileSource& source, const std::string& asked) {
  if (!asked.empty()) return true;
  const std::string& root = source.place().folder;
  const std::vector<std::string> paths = source.on_disk() ? candidates(root) : std::vector<std::string>{};
  std::error_code error;
  return std::any_of(paths.begin(), paths.end(), [&](const std::string& path) {
    return fs::symlink_status(root + '/' + path, error).type() == fs::file_type::regular;
  });
}

Result<CompilerPass> ask_compiler(const FileSource& source, const Inventory& inventory,
                                  const CompilerQuestion& question, const PoolOptions& options, Cache& cache,
                                  const std::function<void(std::size_t done)>& progress) {
  Pass pass(source, inventory);
  return question.asked ? pass.run(question, options, cache, progress) : pass.nothing();
}

Result<UnitPlan> plan_units(const FileSource& source, const Inventory& inventory, const CompilerQuestion& question,
                            const PoolOptions& options) {
  return Pass(source, inventory).plan(question, options);
}

}  // namespace assay
