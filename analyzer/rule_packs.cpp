// See rule_packs.h.
#include "analyzer/rule_packs.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "analyzer/base/text.h"
#include "analyzer/project/content.h"

namespace assay {
namespace {

constexpr std::uintmax_t largest_rule_file = 1'000'000;  // bytes
constexpr std::size_t most_rule_files = 10'000;

}  // namespace

Result<std::vector<PackFile>> read_pack(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<std::string> paths;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) {
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
      if (at->is_regular_file(error) && at->path().extension() == ".yaml") paths.push_back(at->path().string());
      if (paths.size() > most_rule_files)
        return failure(fmt::format("`{}` holds more than {} rule files", printable(path), most_rule_files));
    }
  } else if (fs::is_regular_file(status)) {
    paths.push_back(path);
  }
  if (error || paths.empty())
    return failure(fmt::format("`{}` is not a rule file or a folder with some", printable(path)));
  std::sort(paths.begin(), paths.end());
  std::vector<PackFile> files;
  for (const std::string& one : paths) {
    if (fs::file_size(one, error) > largest_rule_file)
      return failure(fmt::format("`{}` is larger than {} bytes", printable(one), largest_rule_file));
    std::ifstream in(one, std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    if (!in) return failure(fmt::format("cannot read `{}`", printable(one)));
    files.push_back({one, std::move(content).str()});
  }
  return files;
}

Result<std::vector<PackFile>> read_pack_beneath(const std::string& root, const std::string& path) {
  const int root_fd = open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (root_fd < 0) return failure(fmt::format("cannot open the folder `{}`", printable(root)));
  Result<std::string> content = read_beneath(root_fd, path, largest_rule_file);
  close(root_fd);
  if (!content)
    return failure(
        fmt::format("cannot read the rule file `{}` of the configuration: {}; a configuration in the scanned "
                    "root names single files below it, one given with `-c` may name folders",
                    printable(path), content.error().message));
  return std::vector<PackFile>{{path, std::move(*content)}};
}

PackContents contents_of(const std::vector<PackFile>& files) {
  PackContents contents;
  for (const PackFile& file : files) {
    const bool catalog = file.path.starts_with("catalog/") || file.path.find("/catalog/") != std::string::npos;
    (catalog ? contents.catalogs : contents.rules).push_back({file.path, file.content});
  }
  return contents;
}

}  // namespace assay
