// Which files are there, which of them are source, and why the others are not analysed.
//
// Looks at names, sizes, ignore rules and attributes only; content is judged where it is read (content.h).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/digest.h"
#include "analyzer/base/result.h"
#include "analyzer/facts/languages.h"
#include "analyzer/project/file_source.h"

namespace assay {

// One file to read. Paths are relative to the root, with '/', bytes as the file system has them.
struct SourceFile {
  std::string path;
  Language language = Language::None;  // None: a manifest only, or unknown until the shebang is read
  std::uint64_t size = 0;
  bool manifest = false;       // to be read by parsers/manifests
  bool header_of_cpp = false;  // a .h whose neighbours say C++
  bool generated = false;      // linguist-generated, or a folder of that name: counted apart
  bool vendored = false;       // linguist-vendored, or a vendor folder: counted apart
  bool documentation = false;  // linguist-documentation
  bool detectable = true;      // false: -linguist-detectable
  bool profiled = false;       // a profile met it: analysed even where a tool wrote it
  bool converted = false;      // the work tree may hold other bytes than the commit
  FileStamp stamp;
  Digest content;  // of its bytes, as the cache takes it; none: not known
};

// What decides, beside its path and bytes, how a file is read: two with the same are read alike.
inline std::uint64_t reading_of(const SourceFile& file) {
  const std::uint64_t flags = std::uint64_t{file.manifest} | std::uint64_t{file.header_of_cpp} << 1U |
                              std::uint64_t{file.generated} << 2U | std::uint64_t{file.profiled} << 3U;
  return static_cast<std::uint64_t>(file.language) << 8U | flags;
}

// A file, or a whole folder where `path` ends in '/', that is not analysed.
struct SkippedFile {
  std::string path;
  std::string reason;
};

struct Inventory {
  std::string name;                     // of the scanned folder
  std::string prefix;                   // see Place
  std::string revision;                 // commit id of what is scanned, of a work tree that of HEAD; empty: none
  std::vector<SourceFile> files;        // sorted by path bytes
  std::vector<SkippedFile> skipped;     // sorted by path bytes
  std::vector<std::string> submodules;  // sorted; not entered
  std::uint64_t seen = 0;               // regular files met, ignored ones outside ignored folders included
};

// The row of the file `path`; nothing: there is none.
std::optional<std::size_t> row_of(const Inventory& inventory, std::string_view path);

// `dist/x.js` beside `src/x.js` or `src/x.ts` has been made from it; packages that ship only `dist` keep theirs.
bool is_built_from_source(const std::string& path, const Inventory& inventory);

struct InventoryOptions {
  std::vector<std::string> include;  // globs; empty: all
  std::vector<std::string> exclude;
  std::uint64_t max_file_size = 2'000'000;  // bytes
};

// `is_manifest` tells by a repository path whether parsers/manifests reads that file.
// Fails when the scanned folder cannot be read.
Result<Inventory> take_inventory(const FileSource& source, const InventoryOptions& options,
                                 std::span<const LanguageMarks> languages, bool (*is_manifest)(std::string_view path));

}  // namespace assay
