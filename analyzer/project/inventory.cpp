// See inventory.h. Walks the tree once and applies, in this order, to each entry: what it is, ignore rules,
// --exclude and --include, its name, its size.
#include "analyzer/project/inventory.h"

#include <fcntl.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <unordered_set>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/project/attributes.h"
#include "analyzer/project/content.h"
#include "analyzer/project/file_kinds.h"
#include "analyzer/project/folders.h"
#include "analyzer/project/header_hints.h"
#include "analyzer/project/ignore.h"
#include "analyzer/project/language_names.h"
#include "analyzer/project/repository.h"
#include "analyzer/project/walk.h"

namespace assay {
namespace {

constexpr std::uint64_t kMaxRuleFile = 1U << 20U;  // bytes of an ignore file, .gitattributes or .gitmodules
constexpr std::string_view kAttributesName = ".gitattributes";

struct RuleFile {
  std::string_view name;
  IgnoreKind kind;
};
constexpr RuleFile kIgnoreFiles[] = {
    {".gitignore", IgnoreKind::GitIgnore}, {".ignore", IgnoreKind::Ignore}, {".assayignore", IgnoreKind::AssayIgnore}};

std::string_view reason_of_kind(EntryKind kind) {
  switch (kind) {
    case EntryKind::Link: return "symbolic link, not followed";
    case EntryKind::Pipe: return "named pipe";
    case EntryKind::Socket: return "socket";
    case EntryKind::Device: return "device";
    case EntryKind::Submodule: return "submodule";
    case EntryKind::File:
    case EntryKind::Folder:
    case EntryKind::Unknown: break;
  }
  return "neither file nor folder";
}

IgnoreFile rules_of_option(const std::vector<std::string>& globs) {
  std::string text;
  for (const std::string& glob : globs) text += glob + "\n";
  return IgnoreFile(text, globs.size(), globs.size());
}

bool lies_in_generated_folder(std::string_view path) {
  const std::vector<std::string_view> parts = split(path, '/');
  return std::any_of(parts.begin(), parts.end() - 1,
                     [](std::string_view folder) { return folder == "generated" || folder == "__generated__"; });
}

class InventoryTaker : public FolderVisitor {
 public:
  InventoryTaker(const InventoryOptions& options, std::span<const LanguageMarks> languages,
                 bool (*is_manifest)(std::string_view), Inventory& out)
      : names_(languages),
        is_manifest_(is_manifest),
        max_file_size_(options.max_file_size),
        excluded_(rules_of_option(options.exclude)),
        included_(rules_of_option(options.include)),
        out_(out) {}

  // Reads the rules that the repository around the scanned folder holds for it. Submodules are declared in its root.
  void adopt(const FileSource& source) {
    const Repository& repository = source.place().repository;
    prefix_ = source.place().prefix;
    std::string up;
    for (const char c : prefix_) {
      if (c == '/') up += "../";
    }
    if (!repository.common.empty()) {
      const FileDescriptor info(open((repository.common + "/info").c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      if (info) push_ignore_file(DiskFolder(info.get()), "exclude", up + ".git/info/exclude", IgnoreKind::Exclude, 0);
    }
    const std::vector<std::unique_ptr<FolderFiles>> above = source.above();
    if (!above.empty()) read_submodules(*above[0]);
    std::size_t length = 0;
    for (const std::unique_ptr<FolderFiles>& folder : above) {
      for (const RuleFile& file : kIgnoreFiles) {
        push_ignore_file(*folder, file.name, up + std::string(file.name), file.kind, length);
      }
      push_attributes(*folder, length);
      length = prefix_.find('/', length) + 1;
      up.resize(up.size() - 3);
    }
  }

  std::vector<std::size_t> enter(const Folder& folder) override {
    Level level = open_level(folder);
    std::vector<std::size_t> to_enter;
    if (!level.closed) {
      Troubles troubles;
      if (!level.vendored) troubles = push_rules(folder);
      path_.assign(prefix_).append(folder.path);
      const std::size_t length = path_.size();
      for (std::size_t row = 0; row < folder.entries.size(); ++row) {
        const Entry& entry = folder.entries[row];
        path_.resize(length);
        path_ += entry.name;
        if (entry.kind == EntryKind::Folder) {
          if (wants_folder(folder, entry, level)) to_enter.push_back(row);
        } else {
          take(folder, entry, level, troubles);
        }
      }
    }
    levels_.push_back(std::move(level));
    return to_enter;
  }

  void leave() override {
    Level& level = levels_.back();
    if (level.vendored_here) {
      out_.skipped.push_back({std::move(level.path),
                              std::string(level.vendored_reason) + " (" + std::to_string(vendored_files_) + " files)"});
    }
    ignores_.pop_to(level.ignore_mark);
    attributes_.pop_to(level.attribute_mark);
    levels_.pop_back();
  }

  void refuse(std::string_view path, std::string_view reason) override {
    if (levels_.back().vendored) return;
    out_.skipped.push_back({std::string(path), std::string(reason)});
  }

  void finish() {
    headers_.settle(out_.files);
    const auto by_path = [](const auto& a, const auto& b) { return a.path < b.path; };
    std::sort(out_.files.begin(), out_.files.end(), by_path);
    std::sort(out_.skipped.begin(), out_.skipped.end(), by_path);
    std::sort(out_.submodules.begin(), out_.submodules.end());
    match_headers_with_sources(out_.files);
  }

 private:
  using Troubles = std::vector<std::pair<std::string_view, std::string>>;  // name of a rule file, what is wrong

  struct Level {
    std::size_t ignore_mark = 0;
    std::size_t attribute_mark = 0;
    std::uint32_t folder = 0;    // row of headers_
    bool covered = false;        // --include names this folder or one above
    bool closed = false;         // a repository of its own
    bool vendored = false;       // files are only counted, unless an attribute reclaims them
    bool vendored_here = false;  // and the folder above is not vendored
    std::string_view vendored_reason;
    std::string path;                                                         // set where vendored_here
    std::vector<std::pair<std::string, std::string_view>> vendored_children;  // name, reason
  };

  std::string_view below_root(const std::string& path) const { return std::string_view(path).substr(prefix_.size()); }

  void skip(std::string_view reason) { out_.skipped.push_back({std::string(below_root(path_)), std::string(reason)}); }

  Level open_level(const Folder& folder) {
    Level level;
    level.ignore_mark = ignores_.mark();
    level.attribute_mark = attributes_.mark();
    if (levels_.empty()) {
      if (prefix_.empty()) read_submodules(folder.files);
      level.folder = headers_.add_folder(0);
      return level;
    }
    Level& parent = levels_.back();
    level.folder = headers_.add_folder(parent.folder);
    const std::string_view bare = folder.path.substr(0, folder.path.size() - 1);
    const std::string_view name = file_name(bare);
    level.covered = parent.covered || included_.match(bare, true).ignored;
    level.vendored = parent.vendored;
    if (close_repository(folder)) {
      level.closed = true;
      return level;
    }
    if (level.vendored) return level;
    for (auto& [child, reason] : parent.vendored_children) {
      if (child == name) level.vendored_reason = reason;
    }
    if (level.vendored_reason.empty()) level.vendored_reason = vendored_by_content(name, folder);
    if (level.vendored_reason.empty()) return level;
    const IgnoreStack::Decision decision = ignores_.decide(prefix_ + std::string(bare), true);
    if (decision.kept && decision.kind == IgnoreKind::AssayIgnore) return level;  // `!vendor/`: the team wants it
    level.vendored = level.vendored_here = true;
    level.path = folder.path;
    vendored_files_ = 0;
    return level;
  }

  // Whether this folder, not the root, is a repository of its own.
  bool close_repository(const Folder& folder) {
    const auto git = std::find_if(folder.entries.begin(), folder.entries.end(),
                                  [](const Entry& entry) { return entry.name == ".git"; });
    if (git == folder.entries.end() || (git->kind != EntryKind::File && git->kind != EntryKind::Folder)) return false;
    out_.submodules.emplace_back(folder.path.substr(0, folder.path.size() - 1));
    out_.skipped.push_back(
        {std::string(folder.path), git->kind == EntryKind::File ? "submodule" : "nested repository"});
    return true;
  }

  void read_submodules(const FolderFiles& files) {
    const Result<std::string> text = files.read(".gitmodules", kMaxRuleFile);
    if (!text) return;
    for (std::string& path : read_submodule_paths(*text)) submodules_.insert(std::move(path));
  }

  // What is wrong with an ignore file; empty: nothing, or it is not there.
  std::string push_ignore_file(const FolderFiles& files, std::string_view name, std::string shown, IgnoreKind kind,
                               std::size_t length) {
    const Result<std::string> text = read_rules(files, name);
    if (!text) return text.error().message;
    return ignores_.push(kind, std::move(shown), length, *text) ? "" : "holds more rules than are used";
  }

  std::string push_attributes(const FolderFiles& files, std::size_t length) {
    const Result<std::string> text = read_rules(files, kAttributesName);
    if (!text) return text.error().message;
    return attributes_.push(length, *text) ? "" : "holds more rules than are used";
  }

  static Result<std::string> read_rules(const FolderFiles& files, std::string_view name) {
    Result<std::string> text = files.read(name, kMaxRuleFile);
    if (!text) return failure("rules not used: " + text.error().message);
    return text;
  }

  Troubles push_rules(const Folder& folder) {
    const std::size_t mark = ignores_.mark();
    const std::size_t attribute_mark = attributes_.mark();
    Troubles troubles = push_rules(folder, true);
    // A scan that leaves out everything is no one's wish. Packagers' ignore files, which list all that they did not
    // add themselves, travel with the sources; git does not apply them to what it tracks.
    if (levels_.empty() && git_rules_cover_all(folder)) {
      ignores_.pop_to(mark);
      attributes_.pop_to(attribute_mark);
      troubles = push_rules(folder, false);
      troubles.emplace_back(kIgnoreFiles[0].name, "rules not used: they leave nothing to analyse");
    }
    return troubles;
  }

  bool git_rules_cover_all(const Folder& folder) {
    bool any = false;
    for (const Entry& entry : folder.entries) {
      const bool is_folder = entry.kind == EntryKind::Folder;
      if (entry.name.starts_with('.') || (!is_folder && entry.kind != EntryKind::File)) continue;
      const IgnoreStack::Decision decision = ignores_.decide(prefix_ + std::string(entry.name), is_folder);
      if (!decision.ignored || decision.kind != IgnoreKind::GitIgnore) return false;
      any = true;
    }
    return any;
  }

  Troubles push_rules(const Folder& folder, bool with_git_rules) {
    Troubles troubles;
    const std::size_t length = prefix_.size() + folder.path.size();
    const auto is_there = [&](std::string_view name) {
      const auto at = std::lower_bound(folder.entries.begin(), folder.entries.end(), name,
                                       [](const Entry& entry, std::string_view wanted) { return entry.name < wanted; });
      return at != folder.entries.end() && at->name == name && at->kind == EntryKind::File;
    };
    for (const RuleFile& file : kIgnoreFiles) {
      if (!is_there(file.name) || (!with_git_rules && file.kind == IgnoreKind::GitIgnore)) continue;
      std::string shown = std::string(folder.path) + std::string(file.name);
      std::string trouble = push_ignore_file(folder.files, file.name, std::move(shown), file.kind, length);
      if (!trouble.empty()) troubles.emplace_back(file.name, std::move(trouble));
    }
    if (is_there(kAttributesName)) {
      std::string trouble = push_attributes(folder.files, length);
      if (!trouble.empty()) troubles.emplace_back(kAttributesName, std::move(trouble));
    }
    return troubles;
  }

  bool wants_folder(const Folder& folder, const Entry& entry, Level& level) {
    std::string reason(machine_folder_reason(entry.name));
    if (submodules_.contains(path_)) {
      reason = "submodule";
      out_.submodules.emplace_back(below_root(path_));
    } else if (level.vendored) {
      return reason.empty();
    }
    if (reason.empty()) {
      const IgnoreStack::Decision decision = ignores_.decide(path_, true);
      if (decision.ignored) reason = decision.reason();
    }
    if (reason.empty() && excluded_.match(below_root(path_), true).ignored) reason = "excluded by --exclude";
    if (!reason.empty()) {
      path_ += '/';
      skip(reason);
      return false;
    }
    const std::string_view vendored = vendored_by_name(entry.name, folder.entries);
    if (!vendored.empty()) level.vendored_children.emplace_back(entry.name, vendored);
    return true;
  }

  void take(const Folder& folder, const Entry& entry, const Level& level, const Troubles& troubles) {
    if (entry.kind == EntryKind::File) ++out_.seen;
    std::optional<Attributes> attributes;
    if (level.vendored) {
      if (attributes_.may_reclaim_vendored()) attributes = attributes_.of(path_);
      if (!attributes || attributes->vendored.value_or(true)) {
        if (entry.kind == EntryKind::File) ++vendored_files_;
        return;
      }
    }
    if (entry.kind == EntryKind::Submodule) {
      out_.submodules.emplace_back(below_root(path_));
      path_ += '/';
      return skip(reason_of_kind(entry.kind));
    }
    if (entry.name == ".git") return skip("version control data");
    if (const IgnoreStack::Decision decision = ignores_.decide(path_, false); decision.ignored) {
      return skip(decision.reason());
    }
    if (entry.kind != EntryKind::File) return skip(reason_of_kind(entry.kind));
    if (excluded_.match(below_root(path_), false).ignored) return skip("excluded by --exclude");
    if (included_.size() > 0) {
      const IgnoreFile::Match match = included_.match(below_root(path_), false);
      if (match.line == 0 ? !level.covered : !match.ignored) return skip("not named by --include");
    }
    for (const auto& [name, trouble] : troubles) {
      if (name == entry.name) return skip(trouble);
    }
    if (!attributes && attributes_.mark() > 0) attributes = attributes_.of(path_);
    take_file(folder.files, entry.name, level, attributes.value_or(Attributes()));
  }

  void take_file(const FolderFiles& files, std::string_view name, const Level& level, const Attributes& attributes) {
    SourceFile file;
    if (!attributes.language.empty()) file.language = names_.named(attributes.language);
    if (file.language == Language::None) file.language = names_.of_file(name);
    file.manifest = is_manifest_(below_root(path_));
    const bool to_open = is_told_by_content(name) && !is_known_non_source(name);
    if (file.language == Language::None && !file.manifest && !to_open) return skip(reason_by_name(name));

    const Result<FileStatus> status = files.status(name);
    if (!status) return skip(status.error().message);
    file.size = status->size;
    file.stamp = status->stamp;
    if (file.size > max_file_size_) {
      return skip("larger than --max-file-size (" + std::to_string(max_file_size_) + " bytes)");
    }
    if (file.size == 0 && file.language == Language::None && !file.manifest) return skip("empty");
    file.path = below_root(path_);
    if (status->identity != FileStatus().identity) {
      const auto [first, is_new] = links_.try_emplace(status->identity, file.path);
      if (!is_new) return skip("the same file as `" + printable(first->second) + "`");
    }
    file.generated = attributes.generated.value_or(lies_in_generated_folder(file.path));
    file.vendored = attributes.vendored.value_or(false);
    file.documentation = attributes.documentation.value_or(false);
    file.detectable = attributes.detectable.value_or(true);
    file.converted = attributes.converted;
    headers_.add_file(level.folder, file);
    out_.files.push_back(std::move(file));
  }

  const LanguageNames names_;
  bool (*is_manifest_)(std::string_view);
  const std::uint64_t max_file_size_;
  const IgnoreFile excluded_;
  const IgnoreFile included_;
  Inventory& out_;

  std::string prefix_;  // from the repository's root to the scanned one, with a last '/'; else empty
  std::unordered_set<std::string> submodules_;  // declared; from the repository's root
  IgnoreStack ignores_;
  AttributeStack attributes_;
  HeaderHints headers_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> links_;  // files with several names, by what they are
  std::vector<Level> levels_;
  std::string path_;  // prefix_ and the path of the entry at hand
  std::uint64_t vendored_files_ = 0;
};

}  // namespace

std::optional<std::size_t> row_of(const Inventory& inventory, std::string_view path) {
  const std::vector<SourceFile>& files = inventory.files;
  const auto at =
      std::partition_point(files.begin(), files.end(), [&](const SourceFile& file) { return file.path < path; });
  if (at == files.end() || at->path != path) return std::nullopt;
  return static_cast<std::size_t>(at - files.begin());
}

bool is_built_from_source(const std::string& path, const Inventory& inventory) {
  const std::size_t folder = path.starts_with("dist/") ? 0 : path.find("/dist/");
  const std::size_t dot = path.rfind('.');
  if (folder == std::string::npos || dot == std::string::npos || dot < folder || !path.ends_with("js")) return false;
  const std::size_t begin = folder == 0 ? 0 : folder + 1;
  const std::string stem = path.substr(0, begin) + "src" + path.substr(begin + 4, dot - begin - 4);
  const auto exists = [&](std::string_view extension) {
    return row_of(inventory, stem + std::string(extension)).has_value();
  };
  return exists(".js") || exists(".ts") || exists(".mjs") || exists(".jsx") || exists(".tsx");
}

Result<Inventory> take_inventory(const FileSource& source, const InventoryOptions& options,
                                 std::span<const LanguageMarks> languages, bool (*is_manifest)(std::string_view path)) {
  Inventory inventory;
  inventory.name = source.place().name;
  inventory.prefix = source.place().prefix;
  inventory.revision = source.revision();
  InventoryTaker taker(options, languages, is_manifest, inventory);
  taker.adopt(source);
  if (Result<void> walked = source.walk(taker); !walked) return tl::unexpected(std::move(walked.error()));
  taker.finish();
  return inventory;
}

}  // namespace assay
