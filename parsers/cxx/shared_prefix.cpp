// See shared_prefix.h.
#include "parsers/cxx/shared_prefix.h"

#include "parsers/cxx/compile_flags.h"

namespace assay {

bool names_folder(const std::string& flag) {
  return flag == "-I" || flag == "-isystem" || flag == "-iquote" || flag == "-idirafter";
}

std::vector<std::string> folders_of(const CompileUnit& unit) {
  std::vector<std::string> folders;
  for (std::size_t i = 0; i + 1 < unit.arguments.size(); ++i) {
    if (names_folder(unit.arguments[i])) folders.push_back(unit.arguments[++i]);
  }
  return folders;
}

std::string PrefixQuestion::resolve(const std::string& from, const std::string& name,
                                    const std::vector<std::string>& folders) const {
  const std::size_t slash = from.rfind('/');
  const std::string beside = root + '/' + (slash == std::string::npos ? "" : from.substr(0, slash));
  const auto in = [&](const std::string& folder) -> std::string {
    const std::string path = absolute_path(name, folder);
    if (!lies_in_folder(path, root) || path.size() <= root.size() + 1) return {};
    std::string own = path.substr(root.size() + 1);
    return is_source(own) ? own : std::string{};
  };
  std::string found = in(beside);
  for (std::size_t i = 0; found.empty() && i < folders.size(); ++i) found = in(folders[i]);
  return found;
}

}  // namespace assay
